/* Pagefind's index, in its parts, which are searched as one. Nothing of it is loaded before somebody asks. */

import { fold } from "./text.js";

const EVERY_PAGE = "sbeverypage"; // a word of every page: without one, Pagefind would load the whole index
const ARABIC = /[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]/;
/* Names and titles are why most people ask; how often a word is repeated matters less. */
const RANKING = { metaWeights: { title: 8, names: 6, folded: 1 }, termFrequency: 0.4 };

async function loadPagefind(root) {
  const base = new URL(`${root.dataset.assets}search/`, location.href), site = new URL(root.dataset.root, location.href);
  const pagefind = await import(`${base.href}0/pagefind.js`);
  const options = { baseUrl: site.pathname, ranking: RANKING };
  const parts = [pagefind.options(options).then(pagefind.init)];
  for (let number = 1; number < Number(root.dataset.shards); number += 1) {
    parts.push(pagefind.mergeIndex(`${base.pathname}${number}/`, options));
  }
  await Promise.all(parts);
  return pagefind;
}

/* Returns a function that loads the index when it is first called, and again where that has failed. */
export function indexLoader(root) {
  let loading = null;
  function load() {
    if (!loading) {
      loading = loadPagefind(root);
      loading.catch(() => { loading = null; });
    }
    return loading;
  }
  load.hasBegun = () => loading !== null;
  return load;
}

/* Words of one letter say too little; a word of one Arabic letter is one that somebody has begun to type. */
export function isWorthSearching(words) {
  return words.length >= 2 || ARABIC.test(words);
}

/* What is asked for `words`. Letters that keyboards write differently are folded in the index; the words as typed bring
   the marks. */
export function queryFor(words) {
  const folded = fold(words), isSpelled = ARABIC.test(words) && folded !== words.toLowerCase();
  return { asked: isSpelled ? folded : words || EVERY_PAGE, typed: isSpelled ? words : null };
}

/* The pages found, and Pagefind's whole answer. */
export async function findPages(pagefind, { asked, typed }, filters) {
  const [answer, marked] = await Promise.all([
    pagefind.search(asked, { filters }),
    typed === null ? null : pagefind.search(typed, { filters })
  ]);
  const byId = new Map((marked ? marked.results : []).map((result) => [result.id, result]));
  return { results: answer.results.map((result) => byId.get(result.id) || result), answer };
}
