/* The map page: filters, the list, the address. */

import { addressWriter, readAddress, writeAddress } from "./address.js";
import { element } from "./elements.js";
import { initFilterForm } from "./filter_form.js";
import { initPagedList } from "./paged_list.js";
import { drawPlaceMap } from "./place_map.js";
import { textOf } from "./places.js";
import { matchesText, wordsOf } from "./text.js";
import { debounce, noop } from "./timing.js";
import { describeCount, say } from "./words.js";

const PAGE_SIZE = 60, TYPING_PAUSE = 120; // several letters in one breath are one search

/* How close one comes to a place: the zoom at which what is known of its position fills a part of the map. */
function closeZoom(marker) { return marker.place.how === "exact" ? 7 : 5; }

/* Latitude, longitude and zoom, if an address holds them. A map that begins at 180 degrees ends at 540. */
function readView(text) {
  const view = text.split(",").map(Number);
  return view.length === 3 && view.every(isFinite) && Math.abs(view[0]) <= 90 && view[1] >= -210 && view[1] <= 570 ? view : null;
}

function addLocateButtons(places) {
  for (const place of places) {
    const button = element("button", "sb-map__locate");
    button.type = "button";
    button.title = say("Show on the map");
    button.setAttribute("aria-label", say("Show %(place)s on the map", { place: place.name }));
    place.item.prepend(button);
  }
}

/* Within the list: the page itself stays where it is. */
function scrollWithin(frame, item) {
  const inner = item.getBoundingClientRect(), outer = frame.getBoundingClientRect();
  if (inner.top < outer.top || inner.bottom > outer.bottom) { frame.scrollTop += inner.top - outer.top - 8; }
}

/* Draws the map and starts what belongs to it; returns what ends both. */
export function initMapPage(root, radius) {
  const placeMap = drawPlaceMap(root, radius);
  if (!placeMap) { return noop; }
  const { map, places, markerById } = placeMap, frame = root.querySelector("[data-sb-scroll]");
  const count = root.querySelector("[data-sb-count]"), empty = root.querySelector("[data-sb-empty]");
  const more = root.querySelector("[data-sb-more]"), paged = initPagedList(root.querySelector("[data-sb-places]"), more);
  const state = readAddress(["find", "kind", "at", "place"]), write = addressWriter(() => writeAddress(state));
  let isSettled = false;

  function filter(move, done) {
    const words = wordsOf(state.find);
    const matching = places.filter((place) => (
      (!state.kind || place.kind === state.kind) && (!words.length || matchesText(textOf(place), words))
    ));
    placeMap.shown = new Set(matching);
    paged.replaceItems(matching.map((place) => place.item), PAGE_SIZE);
    placeMap.show(placeMap.shown, move, done);
    empty.hidden = matching.length > 0;
    count.textContent = describeCount(matching.length, places.length, count.dataset.one, count.dataset.many);
  }

  function fitShown() {
    if (state.find || state.kind) { placeMap.fitBounds(Array.from(placeMap.shown)); } else { placeMap.goHome(); }
  }

  function showFiltered() {
    filter(fitShown, noop);
    write();
  }

  function highlight(id) {
    for (const place of places) {
      if (place.id === id) { place.item.setAttribute("aria-current", "true"); } else { place.item.removeAttribute("aria-current"); }
    }
    const marker = markerById.get(id), row = marker ? paged.items.indexOf(marker.place.item) : -1;
    if (row >= paged.shown) { paged.renderList(row + 10); }
    if (row >= 0) { scrollWithin(frame, marker.place.item); }
  }

  addLocateButtons(placeMap.located);
  frame.addEventListener("click", (event) => {
    const button = event.target.closest(".sb-map__locate");
    if (!button) { return; }
    const marker = markerById.get(button.parentElement.dataset.id);
    root.querySelector("[data-sb-canvas]").scrollIntoView({ block: "nearest" }); // on a phone it is far above
    map.setView(marker.getLatLng(), Math.max(map.getZoom(), closeZoom(marker)), { animate: false });
    placeMap.select(marker.place.id);
  });
  more.querySelector("button").addEventListener("click", () => {
    const first = paged.items[paged.shown];
    paged.renderList(paged.shown + 4 * PAGE_SIZE);
    first.querySelector("a").focus();
  });

  map.on("popupopen", (event) => {
    const place = event.popup._source && event.popup._source.place;
    state.place = place ? place.id : "";
    highlight(state.place);
    write();
  });
  map.on("popupclose", () => {
    state.place = "";
    highlight("");
    write();
  });
  map.on("moveend", () => {
    if (!isSettled) { return; }
    const centre = map.getCenter();
    state.at = [centre.lat.toFixed(3), centre.lng.toFixed(3), map.getZoom()].join(",");
    write();
  });

  const showTyped = debounce(() => {
    map.closePopup();
    showFiltered();
  }, TYPING_PAUSE);
  initFilterForm(root.querySelector("[data-sb-filter]"), ["find", "kind"], state, {
    onInput: showTyped, clearButton: root.querySelector("[data-sb-clear]"), onClear: showFiltered
  });

  const view = readView(state.at), wanted = state.place;
  filter(() => {
    if (view) { map.setView([view[0], view[1]], view[2], { animate: false }); }
    else if (markerById.has(wanted)) {
      map.setView(markerById.get(wanted).getLatLng(), closeZoom(markerById.get(wanted)), { animate: false });
    } else { fitShown(); }
  }, () => {
    if (wanted) { placeMap.select(wanted); }
    isSettled = true;
  });

  function renderWhole() {
    paged.renderList(paged.items.length);
    map.invalidateSize({ animate: false });
  }
  window.addEventListener("beforeprint", renderWhole);
  root.dispatchEvent(new CustomEvent("sourcebook:map", { bubbles: true }));
  return () => {
    window.removeEventListener("beforeprint", renderWhole);
    map.remove(); // which closes a popup, and that would be written
    write.cancel();
    showTyped.cancel();
  };
}
