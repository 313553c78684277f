/* Maps, the timeline and the search: what draws and filters them is loaded when there is one to be seen, and once. */

import { element } from "./elements.js";
import { assetsOf, isFirstTime, loadFile } from "./loading.js";
import { noop } from "./timing.js";
import { say } from "./words.js";

const MANY = 100, CLUSTER_RADIUS = 50, ONE_SPOT = 1;
let maps = [];

/* Within how many pixels places are drawn together: thousands of them, or any two on one spot, which would hide each other. */
function clusterRadius(root) {
  const spots = Array.from(root.querySelectorAll("[data-at]"), (item) => item.dataset.at);
  return spots.length >= MANY ? CLUSTER_RADIUS : new Set(spots).size < spots.length ? ONE_SPOT : 0;
}

function filesOf(radius) {
  return radius
    ? ["leaflet.css", "map.css", "MarkerCluster.css", "leaflet.js", "leaflet.markercluster.js", "outlines.js", "map.js"]
    : ["leaflet.css", "map.css", "leaflet.js", "outlines.js", "map.js"];
}

function drawMap(root) {
  const radius = clusterRadius(root), assets = assetsOf(root);
  Promise.all(filesOf(radius).map((file) => {
    const loading = loadFile(assets + file);
    return file === "outlines.js" ? loading.catch(noop) : loading; // places without land are a map, too
  })).then(() => {
    if (root.isConnected) { maps.push({ root, remove: window.sourcebookMap(root, radius) }); }
  }).catch((problem) => {
    if (problem instanceof Error) { console.error(problem); }
    root.prepend(element("p", "sb-text__unknown", say("The map could not be loaded. The list says the same.")));
  });
}

export function initMap(root) {
  if (!root.querySelector("[data-at]") || !isFirstTime(root)) { return; }
  if (root.dataset.sbMap === "whole" || !window.IntersectionObserver) {
    drawMap(root);
    return;
  }
  const observer = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      observer.disconnect();
      drawMap(root);
    }
  }, { rootMargin: "300px" });
  observer.observe(root);
}

/* Instant navigation leaves maps behind that nobody sees. */
export function removeLeftMaps() {
  for (const map of maps) {
    if (!map.root.isConnected) { map.remove(); }
  }
  maps = maps.filter((map) => map.root.isConnected);
}

/* The timeline's picture and lists are on the page: it is whole without its filters. */
export function initTimeline(root) {
  if (!isFirstTime(root)) { return; }
  loadFile(`${assetsOf(root)}timeline.js`).then(() => window.sourcebookTimeline(root), noop);
}

/* The search page, where Pagefind makes the index. */
export function initSearch(root) {
  if (!isFirstTime(root)) { return; }
  loadFile(`${assetsOf(root)}search.js`).then(() => window.sourcebookSearch(root), () => {
    root.querySelector("[data-sb-status]").textContent = say("The search could not be loaded.");
  });
}
