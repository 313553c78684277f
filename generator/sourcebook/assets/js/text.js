/* Words and figures: how they are compared, and how they are written. */

/* As linking/names.py folds names, so that a filter finds every spelling and script. */
export function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/[\p{Mn}\p{Cf}\u0640]/gu, "").normalize("NFC")
    .replace(/[يى]/g, "ی").replace(/ك/g, "ک").replace(/ہ/g, "ه").replace(/[’‘ʼ]/g, "'").replace(/[‐‑–]/g, "-").replace(/\s+/g, " ").trim();
}

/* The folded words that somebody typed. */
export function wordsOf(typed) {
  return fold(typed).split(" ").filter(Boolean);
}

/* What a filter's words are looked for in: what an item shows, and the folded names that it carries besides. */
export function searchableText(item) {
  return `${item.dataset.words || ""} ${fold(item.textContent)}`;
}

export function matchesText(text, words) {
  return words.every((word) => text.includes(word));
}

export function formatNumber(number) {
  return number.toLocaleString("en");
}

/* "3 of 14 places", or "14 places" where all of them match. */
export function describeCount(matching, total, noun, plural) {
  const part = matching === total ? "" : `${formatNumber(matching)} of `;
  return `${part}${formatNumber(total)} ${total === 1 ? noun : plural}`;
}
