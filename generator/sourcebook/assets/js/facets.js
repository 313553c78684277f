/* The filters of the search page. */

import { element } from "./elements.js";
import { fold, formatNumber } from "./text.js";
import { say } from "./words.js";

const FEW = 10;

/* The filters on the page, with the values that the address chooses. */
export function readFacets(root, query) {
  return Array.from(root.querySelectorAll("[data-sb-facet]"), (node) => ({
    node, name: node.dataset.sbFacet, chosen: query.getAll(node.dataset.sbFacet),
    isLoaded: false, values: [], counts: {}, list: null, find: null, rest: null
  }));
}

export function isAnyChosen(facets) {
  return facets.some((facet) => facet.chosen.length);
}

/* What Pagefind is asked to keep to. */
export function chosenFilters(facets) {
  return Object.fromEntries(facets.filter((facet) => facet.chosen.length).map((facet) => [facet.name, { any: facet.chosen }]));
}

/* A filter's values are loaded when somebody opens it. */
export async function loadFacets(facets, pagefind, words) {
  const wanted = facets.filter((facet) => !facet.isLoaded && (facet.node.open || facet.chosen.length));
  if (!wanted.length) { return; }
  await pagefind.preload(words, { filters: Object.fromEntries(wanted.map((facet) => [facet.name, ""])) });
  for (const facet of wanted) { facet.isLoaded = true; }
}

/* A filter's year as a number: "44 BC" is -43, since no year 0 lies between. */
function yearOf(value) { return value.endsWith(" BC") ? 1 - parseInt(value, 10) : Number(value); }

/* Chooses a value, or no longer. */
export function choose(facet, value, isChosen) {
  facet.chosen = facet.chosen.filter((other) => other !== value).concat(isChosen ? [value] : []);
}

/* Shows a filter's values with what each would bring. */
export function renderFacet(facet, answer) {
  const { chosen } = facet;
  facet.node.querySelector("[data-sb-chosen]").textContent = chosen.length ? ` (${chosen.length})` : "";
  if (!facet.isLoaded) { return; }
  /* Another value of a filter that is chosen would widen the search: what it would bring is in the totals. */
  const counts = (chosen.length ? answer.totalFilters : answer.filters)[facet.name] || {};
  const isChosen = (value) => chosen.includes(value);
  facet.counts = counts;
  facet.values = Object.keys(counts).filter((value) => counts[value] || isChosen(value));
  facet.values.push(...chosen.filter((value) => !facet.values.includes(value)));
  facet.values.sort((a, b) => (
    facet.name === "year" ? yearOf(b) - yearOf(a) : isChosen(b) - isChosen(a) || (counts[b] || 0) - (counts[a] || 0) || a.localeCompare(b)
  ));
  renderValues(facet);
}

function addParts(facet) {
  facet.find = element("input", "sb-search__filter-find");
  facet.find.type = "search";
  facet.find.setAttribute("aria-label", say("Find in this list: %(list)s", { list: facet.node.dataset.label }));
  facet.find.placeholder = say("Find in this list");
  facet.list = element("ul", "sb-search__values");
  facet.rest = element("p", "sb-search__note");
  facet.node.querySelector("[data-sb-values]").append(facet.find, facet.list, facet.rest);
  facet.find.addEventListener("input", (event) => {
    event.stopPropagation();
    renderValues(facet);
  });
}

function renderValue(facet, value) {
  const item = element("li"), label = element("label"), box = element("input"), name = element("span", "sb-search__value", value);
  box.type = "checkbox";
  box.name = facet.name;
  box.value = value;
  box.checked = facet.chosen.includes(value);
  name.dir = "auto";
  label.append(box, name, element("span", "sb-text__count", formatNumber(facet.counts[value] || 0)));
  item.append(label);
  return item;
}

function renderValues(facet) {
  if (!facet.list) { addParts(facet); }
  const active = document.activeElement, focused = facet.list.contains(active) ? active.value : null;
  const wanted = fold(facet.find.value);
  const matching = facet.values.filter((value) => !wanted || fold(value).includes(wanted));
  const shown = matching.slice(0, Math.max(FEW, wanted ? 3 * FEW : facet.chosen.length));
  facet.find.hidden = facet.values.length <= FEW;
  facet.rest.hidden = matching.length > 0 && shown.length === matching.length;
  facet.rest.textContent = matching.length ? say("%(number)s more: use the box above", { number: matching.length - shown.length }) : say("none");
  facet.list.replaceChildren(...shown.map((value) => renderValue(facet, value)));
  if (focused !== null) {
    const box = Array.from(facet.list.querySelectorAll("input")).find((other) => other.value === focused);
    if (box) { box.focus({ preventScroll: true }); }
  }
}
