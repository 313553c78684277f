/* Index tables that sort and filter. Without this script they stand in good order. */

import { readAddress, writeAddress } from "./address.js";
import { initFilterForm } from "./filter_form.js";
import { initPagedList } from "./paged_list.js";
import { fold, matchesText, searchableText, wordsOf } from "./text.js";
import { describeCount, say } from "./words.js";

function compareCells(a, b) {
  const isNumeric = a.key !== "" && b.key !== "" && !isNaN(a.key) && !isNaN(b.key);
  const order = isNumeric ? a.key - b.key : (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
  return order || a.position - b.position;
}

/* The positions of the rows, by the column that `sort` names: "2", or "-2" for the other way round. */
function sortRows(rows, heads, sort) {
  const match = /^(-?)(\d+)$/.exec(sort), column = match ? Number(match[2]) : -1;
  heads.forEach((head, position) => {
    if (position === column) { head.setAttribute("aria-sort", match[1] ? "descending" : "ascending"); }
    else { head.removeAttribute("aria-sort"); }
  });
  const isColumn = Boolean(heads[column]);
  const cells = rows.map((row, position) => ({ position, key: isColumn ? fold(row.cells[column].dataset.sort) : "" }));
  if (isColumn) { cells.sort(compareCells); }
  if (isColumn && match[1]) { cells.reverse(); }
  return cells.map((cell) => cell.position);
}

function addSortButtons(heads, onSort) {
  heads.forEach((head, position) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.title = say("Sort by %(column)s", { column: head.textContent });
    head.textContent = "";
    head.append(button);
    button.addEventListener("click", () => onSort(String(position)));
  });
}

export function initIndexTable(index) {
  if (index.dataset.ready !== undefined) { return; }
  const table = index.querySelector("table"), form = index.querySelector("[data-sb-filter]");
  if (!table || !form) { return; }
  index.dataset.ready = "";
  const bodies = Array.from(table.tBodies), heads = Array.from(table.tHead.rows[0].cells);
  const rows = bodies.flatMap((body) => Array.from(body.rows)), texts = [];
  const count = index.querySelector("[data-sb-count]"), empty = index.querySelector("[data-sb-empty]");
  const more = index.querySelector("[data-sb-more]"), pageSize = more ? Number(more.dataset.sbMore) : rows.length;
  const state = readAddress(["find", "kind", "sort"]), paged = initPagedList(bodies[0], more);
  let order = [];
  for (const body of bodies.slice(1)) { body.remove(); }

  function textAt(position) {
    texts[position] ??= searchableText(rows[position]);
    return texts[position];
  }

  function filterRows(size) {
    const words = wordsOf(state.find);
    const matching = order.filter((position) => (
      (!state.kind || rows[position].dataset.kind === state.kind) && (!words.length || matchesText(textAt(position), words))
    ));
    paged.replaceItems(matching.map((position) => rows[position]), size);
    count.textContent = describeCount(matching.length, rows.length, count.dataset.one, count.dataset.many);
    empty.hidden = matching.length > 0;
  }

  /* What is asked for now leads the reader on: the button may be gone. */
  function showMore(size) {
    const before = paged.shown;
    paged.renderList(size);
    if (more.hidden) { bodies[0].rows[before].querySelector("a").focus(); }
  }

  function update() {
    filterRows(pageSize);
    writeAddress(state);
  }

  addSortButtons(heads, (column) => {
    state.sort = state.sort === column ? `-${column}` : column;
    order = sortRows(rows, heads, state.sort);
    filterRows(Math.max(paged.shown, pageSize));
    writeAddress(state);
  });
  if (more) {
    more.querySelector("button").hidden = false;
    more.querySelector("button").addEventListener("click", () => showMore(2 * paged.shown));
    more.querySelector("a").addEventListener("click", (event) => {
      event.preventDefault();
      showMore(paged.items.length);
    });
    index.addEventListener("sb:print", () => paged.renderList(paged.items.length));
  }
  initFilterForm(form, ["find", "kind"], state, { onInput: update, clearButton: index.querySelector("[data-sb-clear]") });
  order = sortRows(rows, heads, state.sort);
  filterRows(pageSize);
}

/* A list on paper is whole. The event goes to the tables that are on the page now, and holds on to none that was left. */
export function printWholeTables() {
  addEventListener("beforeprint", () => {
    for (const index of document.querySelectorAll("[data-sb-index]")) { index.dispatchEvent(new Event("sb:print")); }
  });
}
