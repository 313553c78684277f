/* Sourcebook: the search page. Pagefind finds, this shows. */

import { addressWriter, replaceQuery } from "./address.js";
import { renderHit } from "./excerpts.js";
import { choose, chosenFilters, isAnyChosen, loadFacets, readFacets, renderFacet } from "./facets.js";
import { findPages, indexLoader, isWorthSearching, queryFor } from "./search_index.js";
import { debounce, noop } from "./timing.js";
import { say, sayN } from "./words.js";

const PAGE_SIZE = 10, TYPING_PAUSE = 200;

function initSearchPage(root) {
  const form = root.querySelector("[data-sb-form]"), input = form.elements.q;
  const status = root.querySelector("[data-sb-status]"), hits = root.querySelector("[data-sb-hits]");
  const more = root.querySelector("[data-sb-more]"), none = root.querySelector("[data-sb-none]");
  const clear = root.querySelector("[data-sb-clear-box]"), panel = root.querySelector("[data-sb-facets]");
  const query = new URLSearchParams(location.search), facets = readFacets(root, query), loadIndex = indexLoader(root);
  let latest = 0, found = [];

  const write = addressWriter(() => {
    const asked = new URLSearchParams();
    if (input.value.trim()) { asked.set("q", input.value.trim()); }
    for (const facet of facets) { facet.chosen.forEach((value) => asked.append(facet.name, value)); }
    replaceQuery(asked);
  });

  async function find(words, filters) {
    const pagefind = await loadIndex(), asked = queryFor(words);
    await loadFacets(facets, pagefind, asked.asked);
    return findPages(pagefind, asked, filters);
  }

  async function search() {
    const mine = latest += 1, words = input.value.trim(), filters = chosenFilters(facets);
    searchTyped.cancel();
    write();
    if (!isWorthSearching(words) && !isAnyChosen(facets)) {
      show([], null);
      return;
    }
    if (!loadIndex.hasBegun()) { status.textContent = say("Loading the search …"); }
    try {
      const { results, answer } = await find(words, filters);
      if (mine === latest) { show(results, answer); }
    } catch (problem) {
      if (mine !== latest) { return; }
      console.error(problem);
      show([], null);
      status.textContent = say("The index of the search could not be loaded.");
      none.hidden = false;
    }
  }
  const searchTyped = debounce(search, TYPING_PAUSE);

  function show(results, answer) {
    found = results;
    hits.replaceChildren();
    more.parentNode.hidden = true;
    clear.hidden = !isAnyChosen(facets);
    none.hidden = !answer || results.length > 0;
    panel.hidden = !answer && clear.hidden;
    status.textContent = !answer ? "" : results.length ? sayN("%(number)s result", "%(number)s results", results.length) : say("Nothing found.");
    if (answer) { facets.forEach((facet) => renderFacet(facet, answer)); }
    if (results.length) { showMore(false); }
  }

  async function showMore(isAsked) {
    const mine = latest, from = hits.children.length;
    const pages = await Promise.all(found.slice(from, from + PAGE_SIZE).map((result) => result.data()));
    if (mine !== latest || hits.children.length !== from) { return; }
    hits.append(...pages.map(renderHit));
    more.parentNode.hidden = hits.children.length >= found.length;
    if (isAsked && hits.children[from]) { hits.children[from].querySelector("a").focus(); }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  input.addEventListener("input", searchTyped);
  input.addEventListener("focus", () => loadIndex().catch(noop), { once: true });
  panel.addEventListener("change", (event) => {
    if (event.target.type !== "checkbox") { return; }
    choose(facets.find((facet) => facet.name === event.target.name), event.target.value, event.target.checked);
    search();
  });
  for (const facet of facets) {
    facet.node.addEventListener("toggle", () => { if (facet.node.open && !facet.isLoaded && found.length) { search(); } });
  }
  more.addEventListener("click", () => showMore(true));
  clear.querySelector("button").addEventListener("click", () => {
    for (const facet of facets) { facet.chosen = []; }
    search();
    input.focus();
  });

  if (location.protocol === "file:") {
    status.textContent = say("Searching works on a web server, not from a file on a disk. The indexes list everything:");
    none.hidden = false;
    none.querySelector("p").hidden = true;
    return;
  }
  form.hidden = false;
  panel.open = window.matchMedia("(min-width: 60em)").matches;
  input.value = query.get("q") || "";
  if (input.value || isAnyChosen(facets)) { search(); }
  input.focus({ preventScroll: true });
}

window.sourcebookSearch = initSearchPage;
