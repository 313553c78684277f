/* The theme's own keys for its search box, where the search is ours. */

const SEARCH_KEYS = ["/", "s", "f"];

function focusSearch(event) {
  const target = event.target;
  const box = document.querySelector("[data-sb-find] [type=search]") || document.querySelector("[data-sb-search] input");
  if (!box || event.ctrlKey || event.metaKey || event.altKey || !SEARCH_KEYS.includes(event.key)) { return; }
  if (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName)) { return; }
  event.preventDefault();
  if (box.offsetParent) {
    box.focus();
    box.select();
  } else { location.href = document.querySelector(".sb-search__link").href; }
}

export function initShortcuts() {
  document.addEventListener("keydown", focusSearch);
}
