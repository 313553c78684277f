/* Words and figures: how they are compared, and how they are written. */

const SAME = { "ی": "يىېۍ", "ک": "كڪ", "گ": "ګ", "ه": "ہھەةۃ", "ا": "ٱٲٳ", "σ": "ς", "'": "’‘ʼ", "-": "‐‑–" };
const LETTERS = Object.fromEntries(
  Object.entries(SAME).flatMap(([letter, variants]) => Array.from(variants, (variant) => [variant, letter]))
);

/* As linking/names.py folds names, so that a filter finds every spelling and script. */
export function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/[\ufb50-\ufdff\ufe70-\ufefc\u0675-\u0678]/g, (letter) => letter.normalize("NFKD"))
    .replace(/[\p{Mn}\p{Cf}\u0640\u0674]/gu, "").replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (figure) => figure.charCodeAt(0) & 15)
    .replace(/[^\x00-\x7f]/g, (letter) => LETTERS[letter] || letter).normalize("NFC").replace(/\s+/g, " ").trim();
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
