/* Places as the list beside a map tells them, and where they lie together. */

import { longitudeRange, shiftEast, shiftInto, unwrapLine } from "./longitudes.js";
import { searchableText } from "./text.js";

function readLines(text) {
  return text.split(";").map((line) => line.split(" ").map((pair) => pair.split(",").map(Number)));
}

export function readPlace(item) {
  const link = item.querySelector("a"), small = item.querySelector("small"), summary = item.querySelector("p");
  const data = item.dataset;
  return {
    item,
    id: data.id,
    at: data.at ? data.at.split(",").map(Number) : null,
    how: data.how,
    kind: data.kind || "",
    radius: Number(data.radius) || 0,
    lines: data.shape ? readLines(data.shape) : null,
    name: data.name || link.textContent.trim(),
    rank: Number(data.rank) || 0,
    href: link.getAttribute("href"),
    note: small ? small.textContent : data.note || "",
    summary: summary ? summary.textContent : data.summary || "",
    sources: data.sources ? data.sources.split(" ").map(Number) : [],
    text: null
  };
}

/* The longitudes of a place's position and of every point of its shape. */
export function longitudesOf(place) {
  return [place.at, ...(place.lines || []).flat()].map(([, longitude]) => longitude);
}

/* Puts a place on a flat map that begins at `west`, each line of its shape as a whole. */
export function placeOnMap(place, west) {
  place.at = shiftEast([place.at], shiftInto(place.at[1], west))[0];
  place.lines = place.lines && place.lines.map(unwrapLine).map((line) => {
    const [least, most] = longitudeRange(line);
    return shiftEast(line, shiftInto((least + most) / 2, west));
  });
}

/* What a filter's words are looked for in. Put together when somebody first asks: there may be thousands. */
export function textOf(place) {
  place.text ??= searchableText(place.item);
  return place.text;
}

export function boundsOf(places) {
  const bounds = L.latLngBounds([]);
  for (const place of places) { bounds.extend(place.lines || place.at); }
  return bounds;
}

/* The two thirds of some places that lie nearest to the middle one: a single far one would make all others one dot. */
export function mostCentral(places) {
  const [latitudes, longitudes] = [0, 1].map((axis) => places.map((place) => place.at[axis]).sort((a, b) => a - b));
  const middle = L.latLng(latitudes[places.length >> 1], longitudes[places.length >> 1]);
  return places.slice().sort((a, b) => middle.distanceTo(a.at) - middle.distanceTo(b.at))
    .slice(0, Math.ceil(places.length * 2 / 3));
}
