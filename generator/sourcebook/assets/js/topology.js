/* The outlines of land and borders, which outlines.js brings as a topology (see geography/outlines.py). */

import { repeatOnMap, shiftEast, shiftInto } from "./longitudes.js";

let decoded = null;

/* Its arcs as lists of [latitude, longitude]. */
function decodeArc(steps, scale) {
  const points = [];
  let x = 0, y = 0;
  for (let i = 0; i < steps.length; i += 2) {
    x += steps[i];
    y += steps[i + 1];
    points.push([y * scale, x * scale]);
  }
  return points;
}

function decodeTopology(topology) {
  const arcs = topology.arcs.map((steps) => decodeArc(steps, topology.scale));
  function ring(numbers) {
    const points = [];
    for (const number of numbers) {
      let arc = number < 0 ? arcs[~number].slice().reverse() : arcs[number];
      if (points.length) { arc = shiftEast(arc, 360 * Math.round((points[points.length - 1][1] - arc[0][1]) / 360)); }
      points.push(...(points.length ? arc.slice(1) : arc));
    }
    return points;
  }
  return {
    land: topology.countries.flatMap((country) => country.polygons.map((rings) => rings.map(ring))),
    borders: topology.borders.map((number) => arcs[number]),
    countries: topology.countries.filter((country) => country.at)
      .map((country) => ({ name: country.name, at: [country.at[1], country.at[0]] }))
  };
}

/* Draws land and borders on a map that begins at the longitude `west`; returns the countries whose names there may be
   room for, each with its position. */
export function drawOutlines(map, west) {
  if (!window.sourcebookOutlines) { return []; }
  decoded ??= decodeTopology(window.sourcebookOutlines);
  map.createPane("outlines").classList.add("sb-outline__pane--outlines");
  const shared = { pane: "outlines", renderer: L.svg({ pane: "outlines", padding: 0.6 }), interactive: false, smoothFactor: 0.6 };
  const shiftRings = (rings, degrees) => rings.map((ring) => shiftEast(ring, degrees));
  const land = repeatOnMap(decoded.land, west, ([outer]) => outer, shiftRings);
  const borders = repeatOnMap(decoded.borders, west, (line) => line, shiftEast);
  L.polygon(land, { className: "sb-outline--land", ...shared }).addTo(map);
  L.polyline(borders, { className: "sb-outline--border", ...shared }).addTo(map);
  return decoded.countries.map(({ name, at }) => ({ name, at: shiftEast([at], shiftInto(at[1], west))[0] }));
}
