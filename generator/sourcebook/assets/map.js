/* Sourcebook: maps of places. Everything a map shows is read from the list that stands beside it; names and summaries
   go in as text, never as markup. Without this script the list is the page. */
(function () {
  "use strict";

  var A_SCREENFUL = 60, CLOSE_UP = 9, FURTHEST_IN = 11;
  var still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (text) { made.textContent = text; }
    return made;
  }

  /* Outlines ------------------------------------------------------------------------------------------------------ */

  /* The arcs of a topology (see geography/outlines.py) as lists of [latitude, longitude]. */
  function decode(topology) {
    var arcs = topology.arcs.map(function (steps) {
      var points = [], x = 0, y = 0;
      for (var i = 0; i < steps.length; i += 2) {
        x += steps[i];
        y += steps[i + 1];
        points.push([y * topology.scale, x * topology.scale]);
      }
      return points;
    });
    function ring(numbers) {
      var points = [];
      numbers.forEach(function (number) {
        var arc = number < 0 ? arcs[~number].slice().reverse() : arcs[number];
        points = points.concat(points.length ? arc.slice(1) : arc);
      });
      return points;
    }
    return {
      land: [].concat.apply([], topology.countries.map(function (country) {
        return country.polygons.map(function (rings) { return rings.map(ring); });
      })),
      borders: topology.borders.map(function (number) { return arcs[number]; }),
      names: topology.countries.filter(function (country) { return country.at; }).map(function (country) {
        return { name: country.name, at: [country.at[1], country.at[0]] };
      })
    };
  }

  var decoded = null;

  function drawOutlines(map) {
    if (!window.sourcebookOutlines) { return []; }
    decoded = decoded || decode(window.sourcebookOutlines);
    map.createPane("outlines").classList.add("sb-outline__pane--outlines");
    var renderer = L.svg({ pane: "outlines", padding: 0.6 });
    var shared = { pane: "outlines", renderer: renderer, interactive: false };
    L.polygon(decoded.land, L.extend({ className: "sb-outline--land", smoothFactor: 0.6 }, shared)).addTo(map);
    L.polyline(decoded.borders, L.extend({ className: "sb-outline--border", smoothFactor: 0.6 }, shared)).addTo(map);
    return decoded.names;
  }

  /* Places -------------------------------------------------------------------------------------------------------- */

  function readShape(text) {
    return text.split(";").map(function (line) {
      return line.split(" ").map(function (pair) { return pair.split(",").map(Number); });
    });
  }

  /* A place as its item in the list tells it. */
  function readPlace(item) {
    var link = item.querySelector("a"), small = item.querySelector("small"), summary = item.querySelector("p");
    var data = item.dataset;
    return {
      item: item,
      id: data.id,
      at: data.at ? data.at.split(",").map(Number) : null,
      how: data.how,
      kind: data.kind || "",
      radius: Number(data.radius) || 0,
      shape: data.shape ? readShape(data.shape) : null,
      name: data.name || link.textContent.trim(),
      rank: Number(data.rank) || 0,
      href: link.getAttribute("href"),
      note: small ? small.textContent : data.note || "",
      summary: summary ? summary.textContent : data.summary || "",
      sources: data.sources ? data.sources.split(" ").map(Number) : [],
      words: null
    };
  }

  function popup(place, sources) {
    var box = element("div", "sb-popup"), title = element("p", "sb-popup__title"), link = element("a", "", place.name);
    link.href = place.href;
    title.append(link);
    box.append(title, element("p", "sb-popup__note", place.note));
    if (place.summary) { box.append(element("p", "", place.summary)); }
    if (place.sources.length) {
      var list = element("ul");
      place.sources.forEach(function (number) {
        var entry = element("li");
        entry.append(document.importNode(sources[number], true));
        list.append(entry);
      });
      box.append(element("p", "sb-popup__label", "Sources"), list);
    }
    return box;
  }

  /* A marker with its name, and what shows how exactly it is known: a circle to scale, or a line. */
  function marker(place, sources, map) {
    var body = element("span", "sb-dot sb-dot--" + place.how);
    var label = element("span", "sb-marker__label", place.name), inner = element("span");
    inner.append(body, label);
    var made = L.marker(place.at, {
      icon: L.divIcon({ className: "sb-marker", html: inner, iconSize: [24, 24] }),
      title: place.name,
      riseOnHover: true
    });
    made.place = place;
    made.label = label;
    // With the keyboard one goes into what one opened, and comes back to where one was. Known before the popup opens.
    made.on("keypress", function (event) { made.byKeyboard = event.originalEvent.key === "Enter"; });
    made.on("keydown", function (event) { // a button, says its role: so the space bar presses it
      if (event.originalEvent.key !== " ") { return; }
      event.originalEvent.preventDefault();
      made.byKeyboard = true;
      made.openPopup();
    });
    made.bindPopup(function () { return popup(place, sources); }, { maxWidth: 270, minWidth: 180, autoPanPaddingTopLeft: [48, 12], autoPanPaddingBottomRight: [12, 12] });
    var around = place.shape
      ? L.polyline(place.shape, { className: "sb-outline--shape", interactive: false, smoothFactor: 0.5 })
      : place.radius ? L.circle(place.at, { radius: place.radius, className: "sb-outline--radius sb-outline--" + place.how, interactive: false }) : null;
    if (around) { // drawn while the marker is: what hides in a cluster has no circle
      // A wide circle hides what it surrounds: it is drawn for the place that is chosen.
      made.on(place.how === "wide" ? "popupopen" : "add", function () { around.addTo(map); });
      made.on(place.how === "wide" ? "remove popupclose" : "remove", function () { around.remove(); });
    }
    made.on("popupopen", function (event) {
      if (made.byKeyboard) { event.popup.getElement().querySelector("a[href]").focus(); }
    });
    made.on("popupclose", function (event) {
      var focused = document.activeElement, inside = event.popup.getElement();
      var lost = focused === document.body || (inside && inside.contains(focused)); // not from a field one types in
      if (made.byKeyboard && lost && made.getElement()) { made.getElement().focus(); }
      made.byKeyboard = false;
    });
    return made;
  }

  function clusterIcon(cluster) {
    var count = cluster.getChildCount(), inner = element("span", "sb-marker__cluster", String(count));
    inner.append(element("span", "sb-marker__unseen", " places; press Enter to come closer"));
    var size = count < 20 ? 32 : count < 100 ? 38 : 46;
    return L.divIcon({ className: "sb-marker", html: inner, iconSize: [size, size] });
  }

  /* Names --------------------------------------------------------------------------------------------------------- */

  function meets(a, b) {
    return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  }

  /* Shows as many names as there is room for, those of places that more sources speak of first. */
  function showNames(map, markers, countries) {
    var bounds = map.getBounds().pad(0.1), size = map.getSize();
    var shown = markers.filter(function (m) { return m._icon && bounds.contains(m.getLatLng()); });
    // From where Leaflet put them: to ask the browser would make it lay out the whole page first.
    var taken = Array.from(map.getPane("markerPane").querySelectorAll(".sb-marker__cluster"), function (cluster) {
      var spot = map.layerPointToContainerPoint(L.DomUtil.getPosition(cluster.parentElement));
      return [spot.x - 20, spot.y - 20, spot.x + 20, spot.y + 20];
    });
    shown.forEach(function (m) {
      m.spot = map.latLngToContainerPoint(m.getLatLng());
      m.width = m.width || m.place.name.length * 7.2 + 6;
      taken.push([m.spot.x - 7, m.spot.y - 7, m.spot.x + 7, m.spot.y + 7]);
    });
    shown.forEach(function (m) {
      var x = m.spot.x, y = m.spot.y, w = m.width;
      var sides = {
        right: [x + 8, y - 9, x + 8 + w, y + 9], left: [x - 8 - w, y - 9, x - 8, y + 9],
        above: [x - w / 2, y - 26, x + w / 2, y - 8], below: [x - w / 2, y + 8, x + w / 2, y + 26]
      };
      var side = Object.keys(sides).find(function (name) {
        var box = sides[name];
        return box[0] > 0 && box[2] < size.x && !taken.some(function (other) { return meets(box, other); });
      });
      m.label.className = "sb-marker__label" + (side ? " sb-marker__label--" + side : "");
      if (side) { taken.push(sides[side]); }
    });
    countries.forEach(function (country) {
      var spot = map.latLngToContainerPoint(country.at), w = country.name.length * 10;
      var box = [spot.x - w / 2, spot.y - 10, spot.x + w / 2, spot.y + 10];
      var fits = map.getZoom() >= 4 && box[0] > 0 && box[2] < size.x && box[1] > 0 && box[3] < size.y &&
        !taken.some(function (other) { return meets(box, other); });
      if (fits) { taken.push(box); }
      if (fits && !country.label) {
        country.label = L.marker(country.at, {
          icon: L.divIcon({ className: "sb-marker", html: element("span", "sb-marker__country", country.name), iconSize: [0, 0] }),
          interactive: false, keyboard: false, pane: "countries"
        });
      }
      if (fits) { country.label.addTo(map); } else if (country.label) { country.label.remove(); }
    });
  }

  /* The map ------------------------------------------------------------------------------------------------------- */

  function fitAll(places) {
    var bounds = L.latLngBounds([]);
    places.forEach(function (place) {
      if (place.shape) { bounds.extend(place.shape); } else { bounds.extend(place.at); }
    });
    return bounds;
  }

  /* The two thirds of some places that lie nearest to the middle one: a single far one would make all others one dot. */
  function inMost(places) {
    var sorted = [0, 1].map(function (axis) {
      return places.map(function (place) { return place.at[axis]; }).sort(function (a, b) { return a - b; });
    });
    var middle = L.latLng(sorted[0][places.length >> 1], sorted[1][places.length >> 1]);
    return places.slice().sort(function (a, b) { return middle.distanceTo(a.at) - middle.distanceTo(b.at); })
      .slice(0, Math.ceil(places.length * 2 / 3));
  }

  function showAllButton(map, show) {
    var control = L.control({ position: "topleft" });
    control.onAdd = function () {
      var bar = element("div", "leaflet-bar"), button = element("button", "sb-leaflet__show-all", "⤢");
      button.type = "button";
      button.title = "Show all";
      button.setAttribute("aria-label", "Show all places");
      bar.append(button);
      L.DomEvent.disableClickPropagation(bar);
      L.DomEvent.on(button, "click", function (event) { L.DomEvent.stop(event); show(); });
      return bar;
    };
    control.addTo(map);
  }

  /* Draws the map of `root`, an element with a list of places in it. Returns what the filters and the list need. */
  function draw(root, tools) {
    var small = root.dataset.sbMap === "small", canvas = root.querySelector("[data-sb-canvas]");
    var table = root.querySelector("[data-sb-sources]");
    var sources = table ? Array.from(table.content.querySelectorAll("a")) : [];
    var places = Array.from(root.querySelectorAll("[data-sb-places] > [data-id]"), readPlace);
    var located = places.filter(function (place) { return place.at; });
    if (!located.length) { return null; }
    canvas.hidden = false;
    root.dataset.ready = ""; // the list makes room before the map looks how large it may be
    var map = L.map(canvas, {
      minZoom: 1, maxZoom: root.dataset.tiles ? Number(root.dataset.zoom) : FURTHEST_IN, zoomControl: true,
      zoomSnap: 0.5, scrollWheelZoom: !small, dragging: !(small && L.Browser.mobile),
      maxBounds: [[-88, -210], [88, 210]], maxBoundsViscosity: 0.8,
      zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still
    });
    map.attributionControl.setPrefix(false);
    map.createPane("countries").classList.add("sb-outline__pane--countries");
    var countries = drawOutlines(map);
    var own = new Set(located.map(function (place) { return place.name; }));
    countries = countries.filter(function (country) { return !own.has(country.name); });
    if (root.dataset.tiles) {
      L.tileLayer(root.dataset.tiles, {
        attribution: root.dataset.attribution, maxZoom: Number(root.dataset.zoom)
      }).addTo(map);
      countries = [];
    } else {
      map.attributionControl.addAttribution("Outlines: Natural Earth");
    }
    L.control.scale({ imperial: false }).addTo(map);

    var markers = located.map(function (place) { return marker(place, sources, map); });
    var byId = Object.create(null); // an id may be "constructor"
    markers.forEach(function (m) { byId[m.place.id] = m; });
    // Those that more sources speak of get their names first.
    var ranked = markers.slice().sort(function (a, b) { return b.place.rank - a.place.rank; });
    var clustered = tools.clusters && L.markerClusterGroup;
    var layer = clustered
      ? L.markerClusterGroup({
        iconCreateFunction: clusterIcon, showCoverageOnHover: false, maxClusterRadius: tools.clusters,
        animate: false, // thousands of places flying apart take longer than a glance
        chunkedLoading: true, chunkInterval: 25, chunkDelay: 5, spiderLegPolylineOptions: { className: "sb-outline--border" }
      })
      : L.layerGroup();
    var naming = 0, names = function () { // in a frame of its own, once for all that asks for it
      cancelAnimationFrame(naming);
      naming = requestAnimationFrame(function () { showNames(map, ranked, countries); });
    };
    var atlas = { map: map, places: places, byId: byId, located: located, layer: layer, sources: sources, names: names };
    /* Shows some places, after `move` has moved the map. With thousands of places each step gets a frame of its own,
       and the map moves while it is empty. `done` follows. */
    var latest = 0, step = clustered ? requestAnimationFrame : function (act) { act(); };
    atlas.show = function (wanted, move, done) {
      var mine = latest += 1;
      function current(act) { return function () { if (mine === latest) { act(); } }; }
      layer.clearLayers();
      step(current(function () {
        move();
        step(current(function () {
          var some = markers.filter(function (m) { return wanted.has(m.place); });
          if (clustered) { layer.addLayers(some); } else { some.forEach(function (m) { layer.addLayer(m); }); }
          step(current(function () { names(); done(); }));
        }));
      }));
    };
    atlas.fit = function (some) {
      var bounds = fitAll(some.filter(function (place) { return place.at; }));
      if (bounds.isValid()) { map.fitBounds(bounds, { padding: [36, 36], maxZoom: small ? 6.5 : CLOSE_UP - 1, animate: false }); }
    };
    atlas.home = function () {
      var home = (root.dataset.home || "").split(",").map(Number);
      if (home.length === 4 && home.every(isFinite)) {
        map.fitBounds([[home[0], home[1]], [home[2], home[3]]], { animate: false });
      } else { atlas.fit(located); }
    };
    atlas.select = function (id) {
      var chosen = byId[id];
      if (!chosen) { return; }
      var group = clustered && layer.hasLayer(chosen) ? layer.getVisibleParent(chosen) : chosen;
      if (group && group !== chosen) {
        // As close as one can get; what is still together then lies on one spot and is spread out. The popup opens
        // when that is done: a zoom on its way would gather the places again and close it.
        map.setView(chosen.getLatLng(), map.getMaxZoom(), { animate: false });
        group = layer.getVisibleParent(chosen);
        if (group && group !== chosen) { group.spiderfy(); }
      }
      chosen.openPopup();
    };
    if (clustered) {
      layer.addTo(map);
      layer.on("animationend spiderfied unspiderfied", names);
      // This version of the clusters knows clicks only. Places on one spot come apart, others come closer.
      layer.on("clusterkeypress", function (event) {
        var bounds = event.layer.getBounds();
        if (event.originalEvent.key !== "Enter") { return; }
        if (map.getZoom() >= map.getMaxZoom() || bounds.getSouthWest().equals(bounds.getNorthEast())) { event.layer.spiderfy(); }
        else { event.layer.zoomToBounds({ padding: [30, 30] }); }
        canvas.focus(); // what had the focus is gone: the next Tab leads to what took its place
      });
    } else { layer.addTo(map); }
    if (small) { atlas.fit(inMost(located)); } else { atlas.home(); } // a map is somewhere before it holds anything
    showAllButton(map, function () { atlas.fit(atlas.shown ? Array.from(atlas.shown) : located); });
    map.on("moveend", names);
    // Leaflet's own Escape listens only while the map itself has the focus, not a link in a popup.
    canvas.addEventListener("keydown", function (event) { if (event.key === "Escape") { map.closePopup(); } });
    if (small) { atlas.show(new Set(located), nothing, nothing); }
    return atlas;
  }

  function nothing() {}

  function closeness(chosen) { return chosen.place.how === "exact" ? 7 : 5; }

  /* The map page: filters, the list, the address ------------------------------------------------------------------ */

  function startWhole(root, tools) {
    var atlas = draw(root, tools);
    if (!atlas) { return nothing; }
    var map = atlas.map, form = root.querySelector("[data-sb-filter]"), scroll = root.querySelector("[data-sb-scroll]");
    var count = root.querySelector("[data-sb-count]"), empty = root.querySelector("[data-sb-empty]");
    var list = root.querySelector("[data-sb-places]"), more = root.querySelector("[data-sb-more]");
    var state = tools.read(["find", "kind", "at", "place"]), waiting = 0, writing = 0, settled = false, matching = [], holds = 0;

    function write() {
      clearTimeout(writing);
      writing = setTimeout(function () { if (root.isConnected) { tools.write(state); } }, 200); // browsers limit how often an address may change
    }

    /* The list holds so many of the matching items: thousands of them would make every step of the map wait. */
    function fill(many) {
      holds = Math.min(many, matching.length);
      list.replaceChildren.apply(list, matching.slice(0, holds));
      more.hidden = holds === matching.length;
      more.querySelector("span").textContent = "Showing " + holds + " of " + matching.length + ". ";
    }

    function filter(move, done) {
      var wanted = tools.fold(state.find).split(" ").filter(Boolean);
      var shown = atlas.places.filter(function (place) {
        if (place.words === null) { place.words = (place.item.dataset.words || "") + " " + tools.fold(place.item.textContent); }
        return (!state.kind || place.kind === state.kind) &&
          wanted.every(function (word) { return place.words.indexOf(word) >= 0; });
      });
      var set = new Set(shown);
      matching = shown.map(function (place) { return place.item; });
      fill(A_SCREENFUL);
      atlas.shown = set;
      atlas.show(set, move, done);
      empty.hidden = shown.length > 0;
      count.textContent = (shown.length === atlas.places.length ? "" : shown.length + " of ") + atlas.places.length + " " +
        (atlas.places.length === 1 ? count.dataset.one : count.dataset.many);
    }

    function goThere() {
      if (state.find || state.kind) { atlas.fit(Array.from(atlas.shown)); } else { atlas.home(); }
    }

    function mark(id) {
      atlas.places.forEach(function (place) {
        if (place.id === id) { place.item.setAttribute("aria-current", "true"); } else { place.item.removeAttribute("aria-current"); }
      });
      var chosen = atlas.byId[id], row = chosen ? matching.indexOf(chosen.place.item) : -1;
      if (row >= holds) { fill(row + 10); }
      if (row >= 0) { // within the list: the page itself stays where it is
        var item = chosen.place.item.getBoundingClientRect(), frame = scroll.getBoundingClientRect();
        if (item.top < frame.top || item.bottom > frame.bottom) { scroll.scrollTop += item.top - frame.top - 8; }
      }
    }

    atlas.located.forEach(function (place) {
      var button = element("button", "sb-map__locate");
      button.type = "button";
      button.title = "Show on the map";
      button.setAttribute("aria-label", "Show " + place.name + " on the map");
      place.item.prepend(button);
    });
    scroll.addEventListener("click", function (event) {
      var button = event.target.closest(".sb-map__locate");
      if (!button) { return; }
      var chosen = atlas.byId[button.parentElement.dataset.id];
      root.querySelector("[data-sb-canvas]").scrollIntoView({ block: "nearest" }); // on a phone it is far above
      map.setView(chosen.getLatLng(), Math.max(map.getZoom(), closeness(chosen)), { animate: false });
      atlas.select(chosen.place.id);
    });

    map.on("popupopen", function (event) {
      var chosen = event.popup._source && event.popup._source.place;
      state.place = chosen ? chosen.id : "";
      mark(state.place);
      write();
    });
    map.on("popupclose", function () {
      state.place = "";
      mark("");
      write();
    });
    map.on("moveend", function () {
      if (!settled) { return; }
      var centre = map.getCenter();
      state.at = [centre.lat.toFixed(3), centre.lng.toFixed(3), map.getZoom()].join(",");
      write();
    });

    more.querySelector("button").addEventListener("click", function () {
      var first = matching[holds];
      fill(holds + 4 * A_SCREENFUL);
      first.querySelector("a").focus();
    });

    form.hidden = false;
    form.elements.find.value = state.find;
    form.elements.kind.value = state.kind;
    if (form.elements.kind.value !== state.kind) { state.kind = form.elements.kind.value = ""; }
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", function () {
      state.find = form.elements.find.value;
      state.kind = form.elements.kind.value;
      clearTimeout(waiting); // several letters in one breath are one search
      waiting = setTimeout(function () {
        map.closePopup();
        filter(goThere, nothing);
        write();
      }, 120);
    });
    root.querySelector("[data-sb-clear]").addEventListener("click", function () {
      state.find = state.kind = form.elements.find.value = form.elements.kind.value = "";
      filter(goThere, nothing);
      write();
      form.elements.find.focus();
    });

    var at = state.at.split(",").map(Number), wanted = state.place;
    filter(function () {
      if (at.length === 3 && at.every(isFinite) && Math.abs(at[0]) <= 90 && Math.abs(at[1]) <= 210) {
        map.setView([at[0], at[1]], at[2], { animate: false });
      } else if (atlas.byId[wanted]) {
        map.setView(atlas.byId[wanted].getLatLng(), closeness(atlas.byId[wanted]), { animate: false });
      } else { goThere(); }
    }, function () {
      if (wanted) { atlas.select(wanted); }
      settled = true;
    });
    function whole() {
      fill(matching.length);
      map.invalidateSize({ animate: false });
    }
    window.addEventListener("beforeprint", whole);
    root.dispatchEvent(new CustomEvent("sourcebook:map", { bubbles: true }));
    return function () {
      clearTimeout(writing);
      clearTimeout(waiting);
      window.removeEventListener("beforeprint", whole);
      map.remove();
    };
  }

  /* Draws a map; returns what ends it. */
  window.sourcebookMap = function (root, tools) {
    if (root.dataset.sbMap === "whole") { return startWhole(root, tools); }
    var atlas = draw(root, tools);
    return atlas ? function () { atlas.map.remove(); } : nothing;
  };
})();
