"""Filters fold what somebody types as the index of names is folded: one function, written in two languages."""

import re
import unicodedata
from pathlib import Path

from playwright.sync_api import Browser

import sourcebook
from sourcebook.linking.names import key

_RANGES = ((0xC0, 0x250), (0x370, 0x530), (0x600, 0x700), (0x750, 0x780), (0x8A0, 0x900), (0xAC00, 0xAC20), (0x2010, 0x2020))
_FORMS = ((0xFB50, 0xFE00), (0xFE70, 0xFF00))


def test_scripts_fold_as_the_index_does(browser: Browser) -> None:
    scripts = (path.read_text("utf-8") for path in (Path(sourcebook.__file__).parent / "assets").rglob("*.js"))
    module = next(text for text in scripts if "function fold(text)" in text)
    found = re.search(r"^ *(?:var|const) SAME = .*?function fold\(text\) \{.*?^ *\}\n", module, re.DOTALL | re.MULTILINE)
    assert found
    letters = (chr(code) for first, last in (*_RANGES, *_FORMS) for code in range(first, last))
    words = [f"a{letter}b" for letter in letters if unicodedata.category(letter) != "Cn"]
    words += ["  Khawaja \n Asif ", "أحمد الألماسي", "ΑΘΗΝΑΣ", "서울 ۱۲", "TTP’s"]
    script = found[0].replace("export ", "")
    page = browser.new_page()
    folded = page.evaluate("([script, words]) => words.map(new Function(script + '; return fold')())", [script, words])
    page.close()
    assert [(word, other) for word, other in zip(words, folded, strict=True) if key(word) != other] == []
