/* The outlines of land and borders, which outlines.js brings as a topology (see geography/outlines.py). */

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
      const arc = number < 0 ? arcs[~number].slice().reverse() : arcs[number];
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

/* Draws land and borders; returns the countries whose names there may be room for, each with its position. */
export function drawOutlines(map) {
  if (!window.sourcebookOutlines) { return []; }
  decoded ??= decodeTopology(window.sourcebookOutlines);
  map.createPane("outlines").classList.add("sb-pane-outlines");
  const shared = { pane: "outlines", renderer: L.svg({ pane: "outlines", padding: 0.6 }), interactive: false, smoothFactor: 0.6 };
  L.polygon(decoded.land, { className: "sb-map-land", ...shared }).addTo(map);
  L.polyline(decoded.borders, { className: "sb-map-border", ...shared }).addTo(map);
  return decoded.countries.map((country) => ({ ...country })); // each map gives them labels of its own
}
