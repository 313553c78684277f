/* What a page shows is in its address, so that it can be shared. */

import { debounce } from "./timing.js";

const WRITE_DELAY = 200; // browsers limit how often an address may change

/* Not by the name of "q": the theme takes that for a question to its own search. */
export function readAddress(names) {
  const query = new URLSearchParams(location.search), state = {};
  for (const name of names) { state[name] = query.get(name) || ""; }
  return state;
}

export function writeAddress(state) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(state)) {
    if (value) { query.set(name, value); } else { query.delete(name); }
  }
  replaceQuery(query);
}

export function replaceQuery(query) {
  const text = query.toString().replace(/%2C/g, ",");
  history.replaceState(history.state, "", location.pathname + (text ? `?${text}` : "") + location.hash);
}

/* `write`, but once for all changes that follow one another closely, and never on a page that came meanwhile. */
export function addressWriter(write) {
  const path = location.pathname;
  return debounce(() => {
    if (location.pathname === path) { write(); }
  }, WRITE_DELAY);
}
