/* Names on a map: as many as there is room for, and none over another. */

import { element } from "./elements.js";

const COUNTRIES_FROM = 4; // the zoom at which countries have names

function overlaps(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

function around(spot, reach) {
  return [spot.x - reach, spot.y - reach, spot.x + reach, spot.y + reach];
}

/* The boxes that clusters take up. From where Leaflet put them: to ask the browser would make it lay out the whole page. */
function clusterBoxes(map) {
  return Array.from(map.getPane("markerPane").querySelectorAll(".sb-marker__cluster"), (cluster) => (
    around(map.layerPointToContainerPoint(L.DomUtil.getPosition(cluster.parentElement)), 20)
  ));
}

/* Where a name may stand beside its marker, the best side first. */
function sidesOf({ x, y }, width) {
  return Object.entries({
    right: [x + 8, y - 9, x + 8 + width, y + 9], left: [x - 8 - width, y - 9, x - 8, y + 9],
    above: [x - width / 2, y - 26, x + width / 2, y - 8], below: [x - width / 2, y + 8, x + width / 2, y + 26]
  });
}

function placeCountryLabel(map, country, size, taken) {
  const spot = map.latLngToContainerPoint(country.at), width = country.name.length * 10;
  const box = [spot.x - width / 2, spot.y - 10, spot.x + width / 2, spot.y + 10];
  const fits = map.getZoom() >= COUNTRIES_FROM && box[0] > 0 && box[2] < size.x && box[1] > 0 && box[3] < size.y &&
    !taken.some((other) => overlaps(box, other));
  if (fits) {
    taken.push(box);
    country.label ??= L.marker(country.at, {
      icon: L.divIcon({ className: "sb-marker", html: element("span", "sb-marker__country", country.name), iconSize: [0, 0] }),
      interactive: false, keyboard: false, pane: "countries"
    });
    country.label.addTo(map);
  } else if (country.label) { country.label.remove(); }
}

/* Shows the names of markers, in their order, and then of countries. */
export function placeLabels(map, markers, countries) {
  const bounds = map.getBounds().pad(0.1), size = map.getSize(), taken = clusterBoxes(map);
  const shown = markers.filter((marker) => marker._icon && bounds.contains(marker.getLatLng()));
  for (const marker of shown) {
    marker.spot = map.latLngToContainerPoint(marker.getLatLng());
    marker.width ??= marker.place.name.length * 7.2 + 6;
    taken.push(around(marker.spot, 7));
  }
  for (const marker of shown) {
    const free = sidesOf(marker.spot, marker.width).find(([, box]) => (
      box[0] > 0 && box[2] < size.x && !taken.some((other) => overlaps(box, other))
    ));
    marker.label.className = `sb-marker__label${free ? ` sb-marker__label--${free[0]}` : ""}`;
    if (free) { taken.push(free[1]); }
  }
  for (const country of countries) { placeCountryLabel(map, country, size, taken); }
}
