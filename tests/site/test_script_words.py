"""What scripts add to a page is said in the language of the catalogue that the page brings them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.test_words import unsaid_in

pytestmark = pytest.mark.browser

MARKED = """
const marked = (message) => `⟦${message}⟧`;
window.sourcebookWords = {
  formOf: (count) => Number(count !== 1),
  messages: new Proxy({}, {
    get: (_, message) => /^%\\(number\\)s \\w+$/.test(message) ? [marked(message), marked(`${message}s`)] : marked(message)
  })
};
"""
ADDED = """async () => {
  const strings = (tree) => {
    const found = [];
    const kept = Array.from(tree.querySelectorAll("template"), (node) => node.content);
    for (const root of [...tree.querySelectorAll(".sb"), ...kept]) {
      for (const node of root.querySelectorAll("*")) {
        if (node.closest(".sb-marker__country, .leaflet-control-scale, script, style")) { continue; }
        for (const name of ["title", "aria-label", "placeholder", "alt"]) {
          if (node.getAttribute(name)) { found.push(node.getAttribute(name)); }
        }
        for (const data of Object.values(node.dataset || {})) { found.push(data); }
        for (const child of node.childNodes) { if (child.nodeType === 3) { found.push(child.data); } }
      }
    }
    return found.map((text) => text.trim()).filter(Boolean);
  };
  const page = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), "text/html");
  const before = new Set(strings(page));
  return strings(document).filter((text) => !before.has(text));
}"""


@pytest.mark.parametrize(
    ("address", "ready", "said"),
    [
        ("sources/", "th button", "⟦Sort by Publisher or author⟧"),
        ("sources/?kind=news", "th button", "⟦2 of ⟦3 sources⟧⟧"),
        ("map/", ".leaflet-marker-icon", "⟦Show on the map⟧"),
        ("map/?place=gull-rock", ".sb-popup", "⟦Sources⟧"),
        ("timeline/?find=ferry", "[data-sb-time][data-ready]", "⟦1 of ⟦2 events⟧⟧"),
        ("compare/", "[data-sb-compare][data-ready]", "⟦Choose two sources to compare them.⟧"),
        ("compare/?a=keeper-diary&b=amber-times-2031-05-02", "[data-sb-verdict]:not([hidden])", "⟦differ⟧"),
    ],
)
def test_what_scripts_add_is_said(
    address: str, ready: str, said: str, small_site: Path, serve_folder: Callable[[Path], str], browser: Browser
) -> None:
    page = browser.new_page()
    try:
        page.add_init_script(MARKED)
        page.goto(f"{serve_folder(small_site)}/{address}")
        page.wait_for_selector(ready, state="attached")
        added = page.evaluate(ADDED)
        assert any(said in text for text in added), added
        assert [text for text in added if list(unsaid_in(text))] == []
    finally:
        page.close()
