/* Sourcebook: maps of places. Names and summaries go in as text, never as markup. Without this script the list is the page. */

import { initMapPage } from "./map_page.js";
import { drawPlaceMap } from "./place_map.js";
import { noop } from "./timing.js";

/* Draws a map; returns what ends it. */
function initMap(root, radius) {
  if (root.dataset.sbMap === "whole") { return initMapPage(root, radius); }
  const placeMap = drawPlaceMap(root, radius);
  return placeMap ? () => placeMap.map.remove() : noop;
}

window.sourcebookMap = initMap;
