/* Sourcebook: index tables that sort and filter, maps, and the timeline. Without this script tables and lists stand in good order. */
(function () {
  "use strict";

  /* As linking/names.py folds names, so that a filter finds every spelling and script. */
  function fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\p{Mn}\u0640]/gu, "").normalize("NFC")
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
    var body = table.tBodies[0], rows = Array.from(body.rows), heads = Array.from(table.tHead.rows[0].cells);
    var count = index.querySelector("[data-sb-count]"), empty = index.querySelector("[data-sb-empty]");
    var words = rows.map(function (row) { return row.dataset.words + " " + fold(row.textContent); });
    var state = readAddress(["find", "kind", "sort"]);

    function filter() {
      var wanted = fold(state.find).split(" ").filter(Boolean), shown = 0;
      rows.forEach(function (row, place) {
        var fits = (!state.kind || row.dataset.kind === state.kind) &&
          wanted.every(function (word) { return words[place].indexOf(word) >= 0; });
        row.hidden = !fits;
        if (fits) { shown += 1; }
      });
      count.textContent = (shown === rows.length ? "" : shown + " of ") + rows.length + " " +
        (rows.length === 1 ? count.dataset.one : count.dataset.many);
      empty.hidden = shown > 0;
    }

    function sort() {
      var match = /^(-?)(\d+)$/.exec(state.sort), column = match ? Number(match[2]) : -1;
      heads.forEach(function (head, place) {
        if (place === column) { head.setAttribute("aria-sort", match[1] ? "descending" : "ascending"); }
        else { head.removeAttribute("aria-sort"); }
      });
      var order = rows.map(function (row, place) {
        return { row: row, place: place, key: heads[column] ? fold(row.cells[column].dataset.sort) : "" };
      });
      if (heads[column]) { order.sort(compare); }
      if (heads[column] && match[1]) { order.reverse(); }
      body.append.apply(body, order.map(function (item) { return item.row; }));
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
        writeAddress(state);
      });
    });

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

  /* Maps: what draws them is loaded when there is one to be seen, and once. */

  var loaded = {};

  function load(address) {
    loaded[address] = loaded[address] || new Promise(function (done, failed) {
      var isStyle = /\.css$/.test(address), node = document.createElement(isStyle ? "link" : "script");
      if (isStyle) { node.rel = "stylesheet"; node.href = address; } else { node.async = false; node.src = address; }
      node.onload = done;
      node.onerror = failed;
      document.head.append(node);
    });
    return loaded[address];
  }

  function drawMap(root) {
    var many = root.querySelectorAll("[data-at]").length >= 100;
    var base = new URL(root.dataset.assets, location.href).href;
    var files = ["leaflet.css", "map.css", "leaflet.js", "outlines.js", "map.js"];
    if (many) { files.splice(2, 0, "MarkerCluster.css"); files.splice(4, 0, "leaflet.markercluster.js"); }
    Promise.all(files.map(function (file) {
      var wanted = load(base + file);
      return file === "outlines.js" ? wanted.catch(function () {}) : wanted; // places without land are a map, too
    })).then(function () {
      window.sourcebookMap(root, { fold: fold, read: readAddress, write: writeAddress });
    }, function () {
      var words = document.createElement("p");
      words.className = "sb-unknown";
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

  /* The timeline page: the picture and its lists are there; what filters them is loaded when there is one. */

  function startTimeline(root) {
    if (root.dataset.begun !== undefined) { return; }
    root.dataset.begun = "";
    load(new URL(root.dataset.assets, location.href).href + "timeline.js").then(function () {
      window.sourcebookTimeline(root, { fold: fold, read: readAddress, write: writeAddress });
    }, function () {}); // the page is whole without its filters
  }

  function startAll() {
    document.querySelectorAll("[data-sb-index]").forEach(start);
    document.querySelectorAll("[data-sb-map]").forEach(startMap);
    document.querySelectorAll("[data-sb-time]").forEach(startTimeline);
  }

  /* Material's instant navigation replaces pages without loading them anew. */
  if (window.document$ && window.document$.subscribe) { window.document$.subscribe(startAll); }
  else if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", startAll); }
  else { startAll(); }
})();
