/* Sourcebook: the timeline page. Hides what is not asked for, in the picture and in the lists alike; nothing is drawn
   anew. Without this script everything is shown. */
(function () {
  "use strict";

  function list(words) { return words ? words.split(" ") : []; }

  window.sourcebookTimeline = function (root, tools) {
    var form = root.querySelector("[data-sb-filter]"), count = root.querySelector("[data-sb-count]");
    var empty = root.querySelector("[data-sb-empty]"), page = root.closest(".sb") || document;
    var names = ["find", "actor", "place", "kind", "known"], fields = names.filter(function (name) { return form.elements[name]; });
    var state = tools.read(names), writing = 0, shown = new Set();
    var marks = {};
    root.querySelectorAll("a[data-id]").forEach(function (mark) {
      (marks[mark.dataset.id] = marks[mark.dataset.id] || []).push(mark);
    });

    // Of very many only some have a mark of their own: all are in one path, with a space between them.
    var crowds = Array.from(root.querySelectorAll("[data-ids]"), function (path) {
      var ids = path.dataset.ids.split(" ");
      return { path: path, ids: ids, marks: path.getAttribute("d").split(/ (?=M)/), drawn: ids.length };
    });

    function read(item) {
      return {
        item: item, id: item.dataset.id, kind: item.dataset.kind, known: item.dataset.known || "",
        actors: list(item.dataset.actors), places: list(item.dataset.places), sources: list(item.dataset.sources),
        words: (item.dataset.words || "") + " " + tools.fold(item.textContent)
      };
    }
    var events = Array.from(page.querySelectorAll("[data-sb-events] > li"), read);
    var sources = Array.from(page.querySelectorAll("[data-sb-published] > li"), read);

    function show(one, fits) {
      one.item.hidden = !fits;
      if (fits) { shown.add(one.id); }
      (marks[one.id] || []).forEach(function (mark) { mark.toggleAttribute("hidden", !fits); });
      var unsure = one.item.querySelector("[data-sb-unsure]");
      if (unsure) { unsure.hidden = !state.known; }
      return fits;
    }

    /* Only what is sure to have come later is hidden: no date, or one that may be earlier, stays. */
    function wasKnown(one) { return !state.known || one.known <= state.known; }

    function told(number, all, one, many) {
      return (number === all ? "" : tools.figure(number) + " of ") + tools.figure(all) + " " + (all === 1 ? one : many);
    }

    function redraw(crowd) {
      var left = crowd.marks.filter(function (mark, place) { return shown.has(crowd.ids[place]); });
      if (left.length === crowd.marks.length && crowd.drawn === left.length) { return; }
      crowd.drawn = left.length;
      crowd.path.setAttribute("d", left.join(" "));
    }

    function filter() {
      shown.clear();
      var wanted = tools.fold(state.find).split(" ").filter(Boolean), cited = new Set();
      function says(one) { return wanted.every(function (word) { return one.words.indexOf(word) >= 0; }); }
      var chosen = state.actor || state.place || state.kind;
      var happened = events.filter(function (one) {
        var fits = (!state.actor || one.actors.indexOf(state.actor) >= 0) && (!state.place || one.places.indexOf(state.place) >= 0) &&
          (!state.kind || one.kind === state.kind) && says(one) && wasKnown(one);
        if (fits) { one.sources.forEach(function (number) { cited.add(Number(number)); }); }
        return show(one, fits);
      }).length;
      // A source stays with the events that cite it; words find it by itself, too.
      var published = sources.filter(function (one, number) {
        return show(one, (cited.has(number) || (!chosen && says(one))) && wasKnown(one));
      }).length;
      crowds.forEach(redraw);
      count.textContent = told(happened, events.length, "event", "events") + ", " +
        told(published, sources.length, "source", "sources");
      empty.hidden = happened + published > 0;
      page.querySelectorAll("[data-sb-events], [data-sb-published]").forEach(function (ol) {
        var section = ol.closest("section");
        if (section) { section.hidden = !ol.querySelector(":scope > li:not([hidden])"); }
      });
    }

    function fill() {
      fields.forEach(function (name) {
        form.elements[name].value = state[name];
        if (form.elements[name].value !== state[name]) { state[name] = form.elements[name].value = ""; }
      });
    }

    function apply() {
      filter();
      clearTimeout(writing);
      writing = setTimeout(function () { tools.write(state); }, 200); // browsers limit how often an address may change
    }

    names.forEach(function (name) { if (!form.elements[name]) { state[name] = ""; } });
    fill();
    form.hidden = false;
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", function () {
      fields.forEach(function (name) { state[name] = form.elements[name].value; });
      apply();
    });
    root.querySelector("[data-sb-clear]").addEventListener("click", function () {
      names.forEach(function (name) { state[name] = ""; });
      fill();
      apply();
      form.elements.find.focus();
    });
    filter();
    root.dataset.ready = "";
  };
})();
