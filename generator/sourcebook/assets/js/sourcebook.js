/* Sourcebook: what every page loads. Without this script tables and lists stand in good order. */

import { initCitation } from "./citation.js";
import { initComparison } from "./comparison.js";
import { initIndexTable, printWholeTables } from "./index_table.js";
import { initMap, initSearch, initTimeline, removeLeftMaps } from "./on_demand.js";
import { initShortcuts } from "./shortcuts.js";

const COMPONENTS = [
  ["[data-sb-find]", initSearch],
  ["[data-sb-cite]", initCitation],
  ["[data-sb-compare]", initComparison],
  ["[data-sb-index]", initIndexTable],
  ["[data-sb-map]", initMap],
  ["[data-sb-time]", initTimeline]
];

function initPage() {
  removeLeftMaps();
  for (const [selector, init] of COMPONENTS) { document.querySelectorAll(selector).forEach((root) => init(root)); }
}

printWholeTables();
initShortcuts();

/* Material's instant navigation replaces pages without loading them anew. */
if (window.document$ && window.document$.subscribe) { window.document$.subscribe(initPage); }
else if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", initPage); }
else { initPage(); }
