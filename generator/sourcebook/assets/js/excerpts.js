/* What a search has found, as items of a list. What comes out of the index is put in as text, never as markup. */

import { element } from "./elements.js";

const PARTS = 3;

/* An excerpt has the marks of its words and escaped brackets, and nothing else to be read as markup. */
function excerptOf(markup) {
  const node = element("p", "sb-search__hit-words");
  let isMarked = false;
  node.dir = "auto";
  for (const piece of markup.split(/(<\/?mark>)/)) {
    if (piece === "<mark>" || piece === "</mark>") {
      isMarked = piece === "<mark>";
      continue;
    }
    const text = piece.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
    if (text) { node.append(isMarked ? element("mark", "", text) : text); }
  }
  return node;
}

function linkTo(address, className, words) {
  const link = element("a", className, words);
  link.href = address;
  link.dir = "auto";
  return link;
}

/* A section's own heading is the first of its words: once is enough. */
function excerptOfPart(part) {
  const heading = `${part.title}. `;
  return excerptOf(part.excerpt.startsWith(heading) ? part.excerpt.slice(heading.length) : part.excerpt);
}

/* The sections of a page with the most of what was asked for, in the order of the page. */
function bestParts(page) {
  const parts = page.sub_results.filter((part) => part.anchor);
  const best = parts.slice().sort((a, b) => b.locations.length - a.locations.length).slice(0, PARTS);
  return parts.filter((part) => best.includes(part));
}

/* An item for a page that Pagefind has found. */
export function renderHit(page) {
  const hit = element("li", "sb-search__hit"), { kind, type, publisher, year } = page.filters;
  hit.append(linkTo(page.url, "sb-search__hit-title", page.meta.title || page.url));
  const years = (year || []).join("–").replace(/–.*–/, "–");
  const notes = [(kind || type || [""])[0], (publisher || [""])[0], years].filter(Boolean);
  if (notes.length) { hit.append(element("p", "sb-search__note", notes.join(" · "))); }
  const top = page.sub_results.find((part) => !part.anchor);
  if (top || !page.sub_results.length) { hit.append(excerptOf((top || page).excerpt)); }
  const parts = bestParts(page);
  if (parts.length) {
    const list = element("ul", "sb-search__hit-parts");
    for (const part of parts) {
      const item = element("li");
      item.append(linkTo(part.url, "", part.title), excerptOfPart(part));
      list.append(item);
    }
    hit.append(list);
  }
  return hit;
}
