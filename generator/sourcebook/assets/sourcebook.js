/* Sourcebook: index tables that sort and filter, maps, and the timeline. Without this script tables and lists stand in good order. */
(function () {
  "use strict";

  /* As linking/names.py folds names, so that a filter finds every spelling and script. */
  function fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\p{Mn}\p{Cf}\u0640]/gu, "").normalize("NFC")
      .replace(/[يى]/g, "ی").replace(/ك/g, "ک").replace(/ہ/g, "ه").replace(/[’‘ʼ]/g, "'").replace(/[‐‑–]/g, "-").replace(/\s+/g, " ").trim();
  }

  /* Not by the name of "q": the theme takes that for a question to its own search. */
  function readAddress(names) {
    var query = new URLSearchParams(location.search), state = {};
    names.forEach(function (name) { state[name] = query.get(name) || ""; });
    return state;
  }

  function writeAddress(state) {
    var query = new URLSearchParams(location.search);
    Object.keys(state).forEach(function (name) {
      if (state[name]) { query.set(name, state[name]); } else { query.delete(name); }
    });
    var text = query.toString().replace(/%2C/g, ",");
    history.replaceState(history.state, "", location.pathname + (text ? "?" + text : "") + location.hash);
  }

  function figure(number) { return number.toLocaleString("en"); }

  function compare(a, b) {
    var x = a.key, y = b.key, numeric = x !== "" && y !== "" && !isNaN(x) && !isNaN(y);
    var order = numeric ? x - y : (x < y ? -1 : x > y ? 1 : 0);
    return order || a.place - b.place;
  }

  function start(index) {
    if (index.dataset.ready !== undefined) { return; }
    var table = index.querySelector("table"), form = index.querySelector("[data-sb-filter]");
    if (!table || !form) { return; }
    index.dataset.ready = "";
    var bodies = Array.from(table.tBodies), heads = Array.from(table.tHead.rows[0].cells), more = index.querySelector("[data-sb-more]");
    var rows = bodies.reduce(function (all, body) { return all.concat(Array.from(body.rows)); }, []);
    var count = index.querySelector("[data-sb-count]"), empty = index.querySelector("[data-sb-empty]");
    var state = readAddress(["find", "kind", "sort"]), words = [], order = rows.map(function (row, place) { return place; });
    var matching = rows, holds = 0, atFirst = more ? Number(more.dataset.sbMore) : rows.length;
    bodies.slice(1).forEach(function (body) { body.remove(); });

    /* The table holds so many of the matching rows: to lay out thousands of them takes seconds on a phone. */
    function fill(many) {
      var held = holds;
      holds = Math.min(many, matching.length);
      bodies[0].append.apply(bodies[0], matching.slice(held, holds));
      if (!more) { return; }
      more.hidden = holds === matching.length;
      more.querySelector("span").textContent = "Showing " + figure(holds) + " of " + figure(matching.length) + ".";
    }

    function says(place, asked) {
      if (words[place] === undefined) { words[place] = rows[place].dataset.words + " " + fold(rows[place].textContent); }
      return asked.every(function (word) { return words[place].indexOf(word) >= 0; });
    }

    /* What is asked for now leads the reader on: the button may be gone. */
    function show(many) {
      var held = holds;
      fill(many);
      if (more.hidden) { bodies[0].rows[held].querySelector("a").focus(); }
    }

    function filter(many) {
      var asked = fold(state.find).split(" ").filter(Boolean);
      matching = order.filter(function (place) {
        if (state.kind && rows[place].dataset.kind !== state.kind) { return false; }
        return !asked.length || says(place, asked);
      }).map(function (place) { return rows[place]; });
      bodies[0].replaceChildren();
      holds = 0;
      fill(many || atFirst);
      count.textContent = (matching.length === rows.length ? "" : figure(matching.length) + " of ") + figure(rows.length) + " " +
        (rows.length === 1 ? count.dataset.one : count.dataset.many);
      empty.hidden = matching.length > 0;
    }

    function sort() {
      var match = /^(-?)(\d+)$/.exec(state.sort), column = match ? Number(match[2]) : -1;
      heads.forEach(function (head, place) {
        if (place === column) { head.setAttribute("aria-sort", match[1] ? "descending" : "ascending"); }
        else { head.removeAttribute("aria-sort"); }
      });
      var items = rows.map(function (row, place) {
        return { place: place, key: heads[column] ? fold(row.cells[column].dataset.sort) : "" };
      });
      if (heads[column]) { items.sort(compare); }
      if (heads[column] && match[1]) { items.reverse(); }
      order = items.map(function (item) { return item.place; });
    }

    heads.forEach(function (head, place) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.title = "Sort by " + head.textContent;
      head.textContent = "";
      head.append(button);
      button.addEventListener("click", function () {
        state.sort = state.sort === String(place) ? "-" + place : String(place);
        sort();
        filter(Math.max(holds, atFirst));
        writeAddress(state);
      });
    });
    if (more) {
      more.querySelector("button").hidden = false;
      more.querySelector("button").addEventListener("click", function () { show(2 * holds); });
      more.querySelector("a").addEventListener("click", function (event) {
        event.preventDefault();
        show(matching.length);
      });
      index.addEventListener("sb:print", function () { fill(matching.length); });
    }

    form.hidden = false;
    form.elements.find.value = state.find;
    form.elements.kind.value = state.kind;
    if (form.elements.kind.value !== state.kind) { state.kind = form.elements.kind.value = ""; }
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", function () {
      state.find = form.elements.find.value;
      state.kind = form.elements.kind.value;
      filter();
      writeAddress(state);
    });
    index.querySelector("[data-sb-clear]").addEventListener("click", function () {
      form.reset();
      state.find = state.kind = form.elements.find.value = form.elements.kind.value = "";
      filter();
      writeAddress(state);
      form.elements.find.focus();
    });
    sort();
    filter();
  }

  addEventListener("beforeprint", function () {
    document.querySelectorAll("[data-sb-index]").forEach(function (index) { index.dispatchEvent(new Event("sb:print")); });
  });

  /* Maps: what draws them is loaded when there is one to be seen, and once. */

  var loaded = {}, drawn = [];

  /* A script is loaded once; a stylesheet again where the theme's instant navigation has thrown it out. */
  function load(address) {
    var known = loaded[address], isStyle = /\.css$/.test(address);
    if (known && (!isStyle || known.node.isConnected)) { return known.promise; }
    var node = document.createElement(isStyle ? "link" : "script");
    var promise = new Promise(function (done, failed) {
      if (isStyle) { node.rel = "stylesheet"; node.href = address; } else { node.async = false; node.src = address; }
      node.onload = done;
      node.onerror = function (problem) { delete loaded[address]; failed(problem); };
    });
    loaded[address] = { node: node, promise: promise };
    document.head.append(node);
    return promise;
  }

  /* Whether near places are drawn together: thousands of them, or any two on one spot, which would hide each other. */
  function wantsClusters(root) {
    var spots = Array.from(root.querySelectorAll("[data-at]"), function (item) { return item.dataset.at; });
    return spots.length >= 100 ? 50 : new Set(spots).size < spots.length ? 1 : 0;
  }

  function drawMap(root) {
    var reach = wantsClusters(root);
    var base = new URL(root.dataset.assets, location.href).href;
    var files = ["leaflet.css", "map.css", "leaflet.js", "outlines.js", "map.js"];
    if (reach) { files.splice(2, 0, "MarkerCluster.css"); files.splice(4, 0, "leaflet.markercluster.js"); }
    Promise.all(files.map(function (file) {
      var wanted = load(base + file);
      return file === "outlines.js" ? wanted.catch(function () {}) : wanted; // places without land are a map, too
    })).then(function () {
      var tools = { fold: fold, read: readAddress, write: writeAddress, clusters: reach };
      if (root.isConnected) { drawn.push({ root: root, end: window.sourcebookMap(root, tools) }); }
    }).catch(function (problem) {
      if (window.console && problem instanceof Error) { console.error(problem); }
      var words = document.createElement("p");
      words.className = "sb-text__unknown";
      words.textContent = "The map could not be loaded. The list says the same.";
      root.prepend(words);
    });
  }

  function startMap(root) {
    if (root.dataset.begun !== undefined || !root.querySelector("[data-at]")) { return; }
    root.dataset.begun = "";
    if (root.dataset.sbMap === "whole" || !window.IntersectionObserver) { drawMap(root); return; }
    var observer = new IntersectionObserver(function (entries) {
      if (entries.some(function (entry) { return entry.isIntersecting; })) {
        observer.disconnect();
        drawMap(root);
      }
    }, { rootMargin: "300px" });
    observer.observe(root);
  }

  /* Two sources side by side: on which answers they agree, differ, or one is silent. */
  function startComparison(root) {
    if (root.dataset.ready !== undefined) { return; }
    root.dataset.ready = "";
    var form = root.querySelector("[data-sb-filter]"), state = readAddress(["a", "b"]);
    var count = root.querySelector("[data-sb-count]");
    var rows = Array.from(root.querySelectorAll("[data-said]"), function (item) {
      var said = {};
      item.dataset.said.split(" ").filter(Boolean).forEach(function (one) {
        var cut = one.lastIndexOf(":"), source = one.slice(0, cut);
        (said[source] = said[source] || []).push(one.slice(cut + 1));
      });
      return { item: item, said: said };
    });

    /* As linking/comparison.py judges, with silence besides. */
    function verdict(a, b) {
      if (!a || !b) { return [a ? "the other is silent" : "the first is silent", "quiet"]; }
      if (a.join() === b.join()) { return ["agree", "asserts"]; }
      var all = a.concat(b), shared = a.some(function (stance) { return b.indexOf(stance) >= 0; });
      return all.indexOf("asserts") >= 0 && all.indexOf("denies") >= 0 && !shared ? ["differ", "denies"] : ["unsure", "hedges"];
    }

    function compare() {
      var two = state.a && state.b && state.a !== state.b, any = Boolean(state.a || state.b), tally = {};
      rows.forEach(function (row) {
        var a = row.said[state.a], b = row.said[state.b], badge = row.item.querySelector("[data-sb-verdict]");
        row.item.hidden = any && !a && !b;
        badge.hidden = !two || row.item.hidden;
        if (!badge.hidden) {
          var found = verdict(a, b);
          badge.textContent = found[0] + (found[0] === "agree" && a.length > 1 ? ": both tell both sides" : "");
          badge.className = "sb-compare__verdict sb-compare__verdict--" + found[1];
          tally[found[0]] = (tally[found[0]] || 0) + 1;
        }
        row.item.querySelectorAll("[data-source]").forEach(function (node) {
          node.hidden = any && node.dataset.source !== state.a && node.dataset.source !== state.b;
        });
      });
      root.querySelectorAll("[data-sb-question]").forEach(function (section) {
        section.hidden = !section.querySelector("[data-said]:not([hidden])");
      });
      count.textContent = two
        ? Object.keys(tally).map(function (words) { return words + ": " + tally[words]; }).join(", ") || "Neither speaks to a question."
        : "Choose two sources to compare them.";
    }

    form.hidden = false;
    ["a", "b"].forEach(function (name) {
      form.elements[name].value = state[name];
      if (form.elements[name].value !== state[name]) { state[name] = form.elements[name].value = ""; }
    });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", function () {
      state.a = form.elements.a.value;
      state.b = form.elements.b.value;
      compare();
      writeAddress(state);
    });
    compare();
  }

  /* A citation to paste: the words of the page, its address, and the day. */
  function startCitation(button) {
    if (button.dataset.ready !== undefined || !navigator.clipboard) { return; }
    button.dataset.ready = "";
    button.hidden = false;
    var words = button.textContent;
    button.addEventListener("click", function () {
      var address = location.href.replace(/[#?].*$/, "") + button.dataset.sbCite;
      var site = document.querySelector(".md-header__title .md-ellipsis");
      var text = button.dataset.text + " " + (site ? site.textContent.trim() + ", " : "") + address +
        ", seen on " + new Date().toISOString().slice(0, 10) + ".";
      navigator.clipboard.writeText(text).then(function () { button.textContent = "Copied"; },
        function () { button.textContent = "Could not be copied"; });
      setTimeout(function () { button.textContent = words; }, 2000);
    });
  }

  /* The timeline page: the picture and its lists are there; what filters them is loaded when there is one. */

  function startTimeline(root) {
    if (root.dataset.begun !== undefined) { return; }
    root.dataset.begun = "";
    load(new URL(root.dataset.assets, location.href).href + "timeline.js").then(function () {
      window.sourcebookTimeline(root, { fold: fold, read: readAddress, write: writeAddress, figure: figure });
    }, function () {}); // the page is whole without its filters
  }

  /* The search page, where Pagefind makes the index. */
  function startSearch(root) {
    if (root.dataset.begun !== undefined) { return; }
    root.dataset.begun = "";
    load(new URL(root.dataset.assets, location.href).href + "search.js").then(function () {
      window.sourcebookSearch(root, { fold: fold });
    }, function () { root.querySelector("[data-sb-status]").textContent = "The search could not be loaded."; });
  }

  /* The theme's own keys for its search box. */
  document.addEventListener("keydown", function (event) {
    var at = event.target, box = document.querySelector("[data-sb-find] [type=search]") || document.querySelector("[data-sb-search] input");
    if (!box || event.ctrlKey || event.metaKey || event.altKey || ["/", "s", "f"].indexOf(event.key) < 0) { return; }
    if (at.isContentEditable || /^(input|textarea|select)$/i.test(at.tagName)) { return; }
    event.preventDefault();
    if (box.offsetParent) { box.focus(); box.select(); } else { location.href = document.querySelector(".sb-search__link").href; }
  });

  function startAll() {
    document.querySelectorAll("[data-sb-find]").forEach(startSearch);
    document.querySelectorAll("[data-sb-cite]").forEach(startCitation);
    document.querySelectorAll("[data-sb-compare]").forEach(startComparison);
    document.querySelectorAll("[data-sb-index]").forEach(start);
    drawn = drawn.filter(function (map) { // instant navigation leaves maps behind that nobody sees
      if (!map.root.isConnected) { map.end(); }
      return map.root.isConnected;
    });
    document.querySelectorAll("[data-sb-map]").forEach(startMap);
    document.querySelectorAll("[data-sb-time]").forEach(startTimeline);
  }

  /* Material's instant navigation replaces pages without loading them anew. */
  if (window.document$ && window.document$.subscribe) { window.document$.subscribe(startAll); }
  else if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", startAll); }
  else { startAll(); }
})();
