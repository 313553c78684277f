/* A list that shows the first of its items: to lay out thousands of them takes seconds on a phone. */

import { formatNumber } from "./text.js";
import { say } from "./words.js";

/* `more` is the line beneath that says how many there are, or nothing where the list is never long. */
export function initPagedList(list, more) {
  const paged = { items: [], shown: 0, renderList, replaceItems };

  /* Shows items up to the number `count`; never fewer than before. */
  function renderList(count) {
    const before = paged.shown;
    paged.shown = Math.max(before, Math.min(count, paged.items.length));
    list.append(...paged.items.slice(before, paged.shown));
    if (!more) { return; }
    more.hidden = paged.shown === paged.items.length;
    more.querySelector("span").textContent = say("Showing %(first)s of %(all)s.", {
      first: formatNumber(paged.shown), all: formatNumber(paged.items.length)
    });
  }

  function replaceItems(items, count) {
    list.replaceChildren();
    paged.items = items;
    paged.shown = 0;
    renderList(count);
  }

  return paged;
}
