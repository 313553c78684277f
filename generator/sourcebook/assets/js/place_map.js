/* A map of places. Everything it shows is read from the list that stands beside it. */

import { element } from "./elements.js";
import { placeLabels } from "./labels.js";
import { shiftEast, shiftInto, westernEnd } from "./longitudes.js";
import { createClusterLayer, createMarker, openMarker } from "./markers.js";
import { boundsOf, longitudesOf, mostCentral, placeOnMap, readPlace } from "./places.js";
import { noop } from "./timing.js";
import { drawOutlines } from "./topology.js";
import { say } from "./words.js";

const CLOSE_UP = 9, FURTHEST_IN = 11, SMALL_CLOSE_UP = 6.5;
const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

function createMap(root, canvas, isSmall, west) {
  const map = L.map(canvas, {
    minZoom: 1, maxZoom: root.dataset.tiles ? Number(root.dataset.zoom) : FURTHEST_IN, zoomControl: false,
    zoomSnap: 0.5, scrollWheelZoom: !isSmall, dragging: !(isSmall && L.Browser.mobile),
    maxBounds: [[-88, west - 30], [88, west + 390]], maxBoundsViscosity: 0.8,
    zoomAnimation: !isStill, fadeAnimation: !isStill, markerZoomAnimation: !isStill, inertia: !isStill
  });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: say("Zoom in"), zoomOutTitle: say("Zoom out") }).addTo(map);
  map.on("popupopen", ({ popup }) => {
    popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", say("Close popup"));
  });
  map.createPane("countries").classList.add("sb-outline__pane--countries");
  // Leaflet's own Escape listens only while the map itself has the focus, not a link in a popup.
  canvas.addEventListener("keydown", (event) => { if (event.key === "Escape") { map.closePopup(); } });
  return map;
}

/* Draws what lies beneath the places. Returns the countries that are to be named: tiles bring names of their own. */
function drawGround(root, map, places, west) {
  const countries = drawOutlines(map, west), names = new Set(places.map((place) => place.name));
  if (root.dataset.tiles) {
    L.tileLayer(root.dataset.tiles, {
      attribution: root.dataset.attribution, maxZoom: Number(root.dataset.zoom)
    }).addTo(map);
    return [];
  }
  map.attributionControl.addAttribution(say("Outlines: Natural Earth"));
  return countries.filter((country) => !names.has(country.name));
}

function addShowAllButton(map, onClick) {
  const control = L.control({ position: "topleft" });
  control.onAdd = () => {
    const bar = element("div", "leaflet-bar"), button = element("button", "sb-leaflet__show-all", "⤢");
    button.type = "button";
    button.title = say("Show all");
    button.setAttribute("aria-label", say("Show all places"));
    bar.append(button);
    L.DomEvent.disableClickPropagation(bar);
    L.DomEvent.on(button, "click", (event) => {
      L.DomEvent.stop(event);
      onClick();
    });
    return bar;
  };
  control.addTo(map);
}

/* Returns a function that shows some places, after `move` has moved the map; `done` follows. With thousands of places
   each step gets a frame of its own, and the map moves while it is empty. */
function placeShower(layer, markers, isClustered, showLabels) {
  const step = isClustered ? requestAnimationFrame : (act) => act();
  let latest = 0;
  return (wanted, move, done) => {
    const mine = latest += 1;
    const unlessOutdated = (act) => () => { if (mine === latest) { act(); } };
    layer.clearLayers();
    step(unlessOutdated(() => {
      move();
      step(unlessOutdated(() => {
        const some = markers.filter((marker) => wanted.has(marker.place));
        if (isClustered) { layer.addLayers(some); } else { some.forEach((marker) => layer.addLayer(marker)); }
        step(unlessOutdated(() => {
          showLabels();
          done();
        }));
      }));
    }));
  };
}

/* Draws the map of `root`, an element with a list of places in it; `radius` is within how many pixels places are drawn
   together, or 0. Returns what the map's page needs, or nothing where no place has a position. */
export function drawPlaceMap(root, radius) {
  const isSmall = root.dataset.sbMap === "small", canvas = root.querySelector("[data-sb-canvas]");
  const table = root.querySelector("[data-sb-sources]");
  const sources = table ? Array.from(table.content.querySelectorAll("a")) : [];
  const places = Array.from(root.querySelectorAll("[data-sb-places] > [data-id]"), readPlace);
  const located = places.filter((place) => place.at);
  if (!located.length) { return null; }
  const west = westernEnd(located.flatMap(longitudesOf));
  for (const place of located) { placeOnMap(place, west); }
  canvas.hidden = false;
  root.dataset.ready = ""; // the list makes room before the map looks how large it may be
  const map = createMap(root, canvas, isSmall, west), countries = drawGround(root, map, located, west);
  L.control.scale({ imperial: false }).addTo(map);

  const markers = located.map((place) => createMarker(place, sources, map));
  const markerById = new Map(markers.map((marker) => [marker.place.id, marker]));
  // Those that more sources speak of get their names first.
  const ranked = markers.slice().sort((a, b) => b.place.rank - a.place.rank);
  const isClustered = Boolean(radius && L.markerClusterGroup);
  const layer = isClustered ? createClusterLayer(map, canvas, radius) : L.layerGroup();
  let frame = 0;
  function showLabels() { // in a frame of its own, once for all that asks for it
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => placeLabels(map, ranked, countries));
  }

  const placeMap = { map, places, located, markerById, shown: new Set(located) };
  placeMap.show = placeShower(layer, markers, isClustered, showLabels);
  placeMap.fitBounds = (some) => {
    const bounds = boundsOf(some.filter((place) => place.at));
    if (!bounds.isValid()) { return; }
    map.fitBounds(bounds, { padding: [36, 36], maxZoom: isSmall ? SMALL_CLOSE_UP : CLOSE_UP - 1, animate: false });
  };
  placeMap.goHome = () => {
    const home = (root.dataset.home || "").split(",").map(Number);
    if (home.length === 4 && home.every(isFinite)) {
      const corners = shiftEast([[home[0], home[1]], [home[2], home[3]]], shiftInto((home[1] + home[3]) / 2, west));
      map.fitBounds(corners, { animate: false });
    } else { placeMap.fitBounds(located); }
  };
  placeMap.select = (id) => {
    if (markerById.has(id)) { openMarker(markerById.get(id), map, layer, isClustered); }
  };

  layer.addTo(map);
  if (isClustered) { layer.on("animationend spiderfied unspiderfied", showLabels); }
  if (isSmall) { placeMap.fitBounds(mostCentral(located)); } else { placeMap.goHome(); } // a map is somewhere before it holds anything
  addShowAllButton(map, () => placeMap.fitBounds(Array.from(placeMap.shown)));
  map.on("moveend", showLabels);
  if (isSmall) { placeMap.show(placeMap.shown, noop, noop); }
  return placeMap;
}
