/* Sourcebook: the search page. Pagefind finds, this shows; nothing of the index is loaded before somebody asks.
   What comes out of the index is put into the page as text, never as markup. */
(function () {
  "use strict";

  var PAGE = 10, WAIT = 200, FEW = 10, PARTS = 3;
  var EVERY = "sbeverypage"; // a word of every page: without one, Pagefind would load the whole index
  var ARABIC = /[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]/;
  /* Names and titles are why most people ask; how often a word is repeated matters less. */
  var RANKING = { metaWeights: { title: 8, names: 6, folded: 1 }, termFrequency: 0.4 };

  function make(tag, className, text) {
    var node = document.createElement(tag);
    if (className) { node.className = className; }
    if (text !== undefined) { node.textContent = text; }
    return node;
  }

  /* An excerpt has the marks of its words and escaped brackets, and nothing else to be read as markup. */
  function excerpt(tag, className, markup) {
    var node = make(tag, className), marked = false;
    node.dir = "auto";
    markup.split(/(<\/?mark>)/).forEach(function (piece) {
      if (piece === "<mark>" || piece === "</mark>") { marked = piece === "<mark>"; return; }
      var text = piece.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
      if (text) { node.append(marked ? make("mark", "", text) : text); }
    });
    return node;
  }

  function counted(number) { return number.toLocaleString("en") + (number === 1 ? " result" : " results"); }

  window.sourcebookSearch = function (root, tools) {
    var form = root.querySelector("[data-sb-form]"), input = form.elements.q;
    var status = root.querySelector("[data-sb-status]"), hits = root.querySelector("[data-sb-hits]");
    var more = root.querySelector("[data-sb-more]"), none = root.querySelector("[data-sb-none]");
    var clear = root.querySelector("[data-sb-clear-box]"), panel = root.querySelector("[data-sb-facets]");
    var address = new URLSearchParams(location.search), engine = null, run = 0, waiting = 0, writing = 0, found = [];
    var facets = Array.from(root.querySelectorAll("[data-sb-facet]"), function (node) {
      return { node: node, name: node.dataset.sbFacet, chosen: address.getAll(node.dataset.sbFacet), loaded: false, list: null, find: null };
    });

    /* The index, in its parts; they are searched as one. */
    function start() {
      if (!engine) {
        var base = new URL(root.dataset.assets + "search/", location.href), site = new URL(root.dataset.root, location.href);
        engine = import(base.href + "0/pagefind.js").then(function (pagefind) {
          var options = { baseUrl: site.pathname, ranking: RANKING }, parts = [pagefind.options(options).then(pagefind.init)];
          for (var number = 1; number < Number(root.dataset.shards); number += 1) {
            parts.push(pagefind.mergeIndex(base.pathname + number + "/", options));
          }
          return Promise.all(parts).then(function () { return pagefind; });
        });
        engine.catch(function () { engine = null; });
      }
      return engine;
    }

    /* A filter's values are loaded when somebody opens it. */
    function loadFacets(pagefind, words) {
      var wanted = facets.filter(function (facet) { return !facet.loaded && (facet.node.open || facet.chosen.length); }), names = {};
      wanted.forEach(function (facet) { names[facet.name] = ""; });
      if (!wanted.length) { return Promise.resolve(); }
      return pagefind.preload(words, { filters: names }).then(function () {
        wanted.forEach(function (facet) { facet.loaded = true; });
      });
    }

    function write() {
      clearTimeout(writing);
      writing = setTimeout(function () { // browsers limit how often an address may change
        var query = new URLSearchParams();
        if (input.value.trim()) { query.set("q", input.value.trim()); }
        facets.forEach(function (facet) { facet.chosen.forEach(function (value) { query.append(facet.name, value); }); });
        var text = query.toString();
        history.replaceState(history.state, "", location.pathname + (text ? "?" + text : "") + location.hash);
      }, 200);
    }

    function search() {
      var mine = run += 1, words = input.value.trim(), folded = tools.fold(words), filters = {};
      facets.forEach(function (facet) { if (facet.chosen.length) { filters[facet.name] = { any: facet.chosen }; } });
      clearTimeout(waiting);
      write();
      if (words.length < 2 && !ARABIC.test(words) && !Object.keys(filters).length) { show([], null); return; }
      if (!engine) { status.textContent = "Loading the search …"; }
      start().then(function (pagefind) {
        /* Letters that keyboards write differently are folded in the index; the words as typed bring the marks. */
        var spelled = ARABIC.test(words) && folded !== words.toLowerCase(), asked = spelled ? folded : words || EVERY;
        return loadFacets(pagefind, asked).then(function () {
          return Promise.all([
            pagefind.search(asked, { filters: filters }),
            spelled ? pagefind.search(words, { filters: filters }) : null
          ]);
        });
      }).then(function (answers) {
        if (mine !== run) { return; }
        var typed = {};
        (answers[1] ? answers[1].results : []).forEach(function (result) { typed[result.id] = result; });
        show(answers[0].results.map(function (result) { return typed[result.id] || result; }), answers[0]);
      }).catch(function (problem) {
        if (mine !== run) { return; }
        if (window.console) { console.error(problem); }
        show([], null);
        status.textContent = "The index of the search could not be loaded.";
        none.hidden = false;
      });
    }

    function show(results, answer) {
      found = results;
      hits.replaceChildren();
      more.parentNode.hidden = true;
      clear.hidden = !facets.some(function (facet) { return facet.chosen.length; });
      none.hidden = !answer || results.length > 0;
      panel.hidden = !answer && clear.hidden;
      status.textContent = answer ? (results.length ? counted(results.length) : "Nothing found.") : "";
      if (answer) { facets.forEach(function (facet) { fill(facet, answer); }); }
      if (results.length) { add(false); }
    }

    function add(focus) {
      var mine = run, from = hits.children.length;
      return Promise.all(found.slice(from, from + PAGE).map(function (result) { return result.data(); })).then(function (pages) {
        if (mine !== run || hits.children.length !== from) { return; }
        pages.forEach(function (page) { hits.append(item(page)); });
        more.parentNode.hidden = hits.children.length >= found.length;
        if (focus && hits.children[from]) { hits.children[from].querySelector("a").focus(); }
      });
    }

    function item(page) {
      var node = make("li", "sb-search__hit"), title = make("a", "sb-search__hit-title", page.meta.title || page.url), is = page.filters;
      title.href = page.url;
      title.dir = "auto";
      node.append(title);
      var notes = [(is.kind || is.type || [""])[0], (is.publisher || [""])[0], (is.year || []).join("–").replace(/–.*–/, "–")].filter(Boolean);
      if (notes.length) { node.append(make("p", "sb-search__note", notes.join(" · "))); }
      var top = page.sub_results.filter(function (part) { return !part.anchor; })[0];
      if (top || !page.sub_results.length) { node.append(excerpt("p", "sb-search__hit-words", (top || page).excerpt)); }
      var parts = page.sub_results.filter(function (part) { return part.anchor; });
      var best = parts.slice().sort(function (a, b) { return b.locations.length - a.locations.length; }).slice(0, PARTS);
      if (best.length) {
        var list = make("ul", "sb-search__hit-parts");
        parts.filter(function (part) { return best.indexOf(part) >= 0; }).forEach(function (part) {
          var line = make("li"), link = make("a", "", part.title);
          link.href = part.url;
          link.dir = "auto";
          var heading = part.title + ". ", words = part.excerpt; // the section's own heading is its first words
          line.append(link, excerpt("p", "sb-search__hit-words", words.indexOf(heading) ? words : words.slice(heading.length)));
          list.append(line);
        });
        node.append(list);
      }
      return node;
    }

    /* Filters ------------------------------------------------------------------------------------- */

    function fill(facet, answer) {
      var chosen = facet.chosen;
      facet.node.querySelector("[data-sb-chosen]").textContent = chosen.length ? " (" + chosen.length + ")" : "";
      if (!facet.loaded) { return; }
      /* Another value of a filter that is chosen would widen the search: what it would bring is in the totals. */
      var counts = (chosen.length ? answer.totalFilters : answer.filters)[facet.name] || {};
      facet.values = Object.keys(counts).filter(function (value) { return counts[value] || chosen.indexOf(value) >= 0; });
      chosen.forEach(function (value) { if (facet.values.indexOf(value) < 0) { facet.values.push(value); } });
      facet.counts = counts;
      facet.values.sort(function (a, b) {
        if (facet.name === "year") { return b - a; }
        return (chosen.indexOf(b) >= 0) - (chosen.indexOf(a) >= 0) || (counts[b] || 0) - (counts[a] || 0) || a.localeCompare(b);
      });
      draw(facet);
    }

    function draw(facet) {
      var box = facet.node.querySelector("[data-sb-values]");
      if (!facet.list) {
        facet.find = make("input", "sb-search__filter-find");
        facet.find.type = "search";
        facet.find.setAttribute("aria-label", "Find in this list: " + facet.node.dataset.label);
        facet.find.placeholder = "Find in this list";
        facet.list = make("ul", "sb-search__values");
        facet.rest = make("p", "sb-search__note");
        box.append(facet.find, facet.list, facet.rest);
        facet.find.addEventListener("input", function (event) { event.stopPropagation(); draw(facet); });
      }
      var active = document.activeElement, kept = facet.list.contains(active) ? active.value : null;
      var wanted = tools.fold(facet.find.value);
      var fits = facet.values.filter(function (value) { return !wanted || tools.fold(value).indexOf(wanted) >= 0; });
      var shown = fits.slice(0, Math.max(FEW, wanted ? 3 * FEW : facet.chosen.length));
      facet.find.hidden = facet.values.length <= FEW;
      facet.rest.hidden = fits.length > 0 && shown.length === fits.length;
      facet.rest.textContent = fits.length ? (fits.length - shown.length) + " more: use the box above" : "none";
      facet.list.replaceChildren.apply(facet.list, shown.map(function (value) {
        var line = make("li"), label = make("label"), tick = make("input"), name = make("span", "sb-search__value", value);
        tick.type = "checkbox";
        tick.name = facet.name;
        tick.value = value;
        tick.checked = facet.chosen.indexOf(value) >= 0;
        name.dir = "auto";
        label.append(tick, name, make("span", "sb-text__count", (facet.counts[value] || 0).toLocaleString("en")));
        line.append(label);
        return line;
      }));
      if (kept !== null) {
        var again = Array.from(facet.list.querySelectorAll("input")).filter(function (tick) { return tick.value === kept; })[0];
        if (again) { again.focus({ preventScroll: true }); }
      }
    }

    /* What readers do ----------------------------------------------------------------------------- */

    form.addEventListener("submit", function (event) { event.preventDefault(); search(); });
    input.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(search, WAIT);
    });
    input.addEventListener("focus", function () { start().catch(function () {}); }, { once: true });
    panel.addEventListener("change", function (event) {
      if (event.target.type !== "checkbox") { return; }
      var facet = facets.filter(function (one) { return one.name === event.target.name; })[0], value = event.target.value;
      facet.chosen = facet.chosen.filter(function (one) { return one !== value; }).concat(event.target.checked ? [value] : []);
      search();
    });
    facets.forEach(function (facet) {
      facet.node.addEventListener("toggle", function () { if (facet.node.open && !facet.loaded && found.length) { search(); } });
    });
    more.addEventListener("click", function () { add(true); });
    clear.querySelector("button").addEventListener("click", function () {
      facets.forEach(function (facet) { facet.chosen = []; });
      search();
      input.focus();
    });

    if (location.protocol === "file:") {
      status.textContent = "Searching works on a web server, not from a file on a disk. The indexes list everything:";
      none.hidden = false;
      none.querySelector("p").hidden = true;
      return;
    }
    form.hidden = false;
    panel.open = window.matchMedia("(min-width: 60em)").matches;
    input.value = address.get("q") || "";
    if (input.value || facets.some(function (facet) { return facet.chosen.length; })) { search(); }
    input.focus({ preventScroll: true });
  };
})();
