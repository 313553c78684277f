/* Markers, their popups and their clusters. */

import { element } from "./elements.js";
import { say } from "./words.js";

const POPUP = { maxWidth: 270, minWidth: 180, autoPanPaddingTopLeft: [48, 12], autoPanPaddingBottomRight: [12, 12] };

function popupOf(place, sources) {
  const box = element("div", "sb-popup"), title = element("p", "sb-popup__title"), link = element("a", "", place.name);
  link.href = place.href;
  title.append(link);
  box.append(title, element("p", "sb-popup__note", place.note));
  if (place.summary) { box.append(element("p", "", place.summary)); }
  if (place.sources.length) {
    const list = element("ul");
    for (const number of place.sources) {
      const entry = element("li");
      entry.append(document.importNode(sources[number], true));
      list.append(entry);
    }
    box.append(element("p", "sb-popup__label", say("Sources")), list);
  }
  return box;
}

/* What shows how exactly a place is known: a line, or a circle to scale, or nothing. */
function extentOf(place) {
  if (place.lines) { return L.polyline(place.lines, { className: "sb-outline--shape", interactive: false, smoothFactor: 0.5 }); }
  if (!place.radius) { return null; }
  return L.circle(place.at, { radius: place.radius, className: `sb-outline--radius sb-outline--${place.how}`, interactive: false });
}

/* With the keyboard one goes into what one opened, and comes back to where one was. */
function followKeyboard(marker) {
  let isByKeyboard = false;
  marker.on("keypress", (event) => { isByKeyboard = event.originalEvent.key === "Enter"; });
  marker.on("keydown", (event) => { // a button, says its role: so the space bar presses it
    if (event.originalEvent.key !== " ") { return; }
    event.originalEvent.preventDefault();
    isByKeyboard = true;
    marker.openPopup();
  });
  marker.on("popupopen", (event) => {
    if (isByKeyboard) { event.popup.getElement().querySelector("a[href]").focus(); }
  });
  marker.on("popupclose", (event) => {
    const focused = document.activeElement, popup = event.popup.getElement();
    const isLost = focused === document.body || (popup && popup.contains(focused)); // not from a field one types in
    if (isByKeyboard && isLost && marker.getElement()) { marker.getElement().focus(); }
    isByKeyboard = false;
  });
}

/* A marker with its name. `sources` are the links that places name by number. */
export function createMarker(place, sources, map) {
  const label = element("span", "sb-marker__label", place.name), inner = element("span");
  inner.append(element("span", `sb-dot sb-dot--${place.how}`), label);
  const marker = L.marker(place.at, {
    icon: L.divIcon({ className: "sb-marker", html: inner, iconSize: [24, 24] }),
    title: place.name,
    riseOnHover: true
  });
  marker.place = place;
  marker.label = label;
  followKeyboard(marker); // before Leaflet's own listener opens the popup
  marker.bindPopup(() => popupOf(place, sources), POPUP);
  const extent = extentOf(place);
  if (extent) { // drawn while the marker is: what hides in a cluster has no circle
    // A wide circle hides what it surrounds: it is drawn for the place that is chosen.
    marker.on(place.how === "wide" ? "popupopen" : "add", () => extent.addTo(map));
    marker.on(place.how === "wide" ? "remove popupclose" : "remove", () => extent.remove());
  }
  return marker;
}

function clusterIcon(cluster) {
  const count = cluster.getChildCount(), inner = element("span", "sb-marker__cluster", String(count));
  inner.append(element("span", "sb-marker__unseen", ` ${say("places; press Enter to come closer")}`));
  const size = count < 20 ? 32 : count < 100 ? 38 : 46;
  return L.divIcon({ className: "sb-marker", html: inner, iconSize: [size, size] });
}

/* A layer that draws markers within so many pixels of one another together. */
export function createClusterLayer(map, canvas, radius) {
  const layer = L.markerClusterGroup({
    iconCreateFunction: clusterIcon, showCoverageOnHover: false, maxClusterRadius: radius,
    animate: false, // thousands of places flying apart take longer than a glance
    chunkedLoading: true, chunkInterval: 25, chunkDelay: 5, spiderLegPolylineOptions: { className: "sb-outline--border" }
  });
  // This version of the clusters knows clicks only. Places on one spot come apart, others come closer.
  layer.on("clusterkeypress", (event) => {
    const bounds = event.layer.getBounds();
    if (event.originalEvent.key !== "Enter") { return; }
    if (map.getZoom() >= map.getMaxZoom() || bounds.getSouthWest().equals(bounds.getNorthEast())) { event.layer.spiderfy(); }
    else { event.layer.zoomToBounds({ padding: [30, 30] }); }
    canvas.focus(); // what had the focus is gone: the next Tab leads to what took its place
  });
  return layer;
}

/* Opens a marker's popup, wherever a cluster hides it. */
export function openMarker(marker, map, layer, isClustered) {
  const visible = () => (isClustered && layer.hasLayer(marker) ? layer.getVisibleParent(marker) : marker);
  let group = visible();
  if (group && group !== marker) {
    // As close as one can get; what is still together then lies on one spot and is spread out. The popup opens
    // when that is done: a zoom on its way would gather the places again and close it.
    map.setView(marker.getLatLng(), map.getMaxZoom(), { animate: false });
    group = visible();
    if (group && group !== marker) { group.spiderfy(); }
  }
  marker.openPopup();
}
