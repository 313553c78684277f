"""What may reach a page, whatever a file says."""

import re
import subprocess
import sys

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from sourcebook.linking import prose_html
from sourcebook.linking.prose_html import TooWildError, pieces, plain, to_html
from tests.profiles import THOROUGH, examples

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,hi)",
    "[x](//evil.example)",
    "[x](../../etc)",
    '<a href="javascript:alert(1)">x</a>',
    '<p style="position:fixed;inset:0">x</p>',
    '<div id="__search" name="__config">x</div>',
    '<form action="https://evil.example"><input></form>',
    '<iframe src="https://evil.example"></iframe>',
    "<style>body{display:none}</style>",
    "![x](http://tracker.example/p.gif)",
    '<a href="https://ok.example" onclick="x()">x</a>',
    "# h {: onclick=alert(1) }",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_active_survives(text: str) -> None:
    tags = [piece for piece, is_tag in pieces(to_html(text)) if is_tag]
    for tag in tags:
        assert not re.search(r"\son\w+\s*=|\sstyle=|\sid=|\sname=|javascript:|data:", tag), tag
        assert not re.match(r"</?(script|style|iframe|img|svg|form|input|div|object|math)\b", tag), tag
        address = re.search(r'href="([^"]*)"', tag)
        assert address is None or re.match(r"https?://|mailto:", address[1]), tag


def test_a_picture_becomes_a_link() -> None:
    assert 'href="http://t.example/p.gif"' in to_html("![a map](http://t.example/p.gif)")
    assert ">a map</a>" in to_html("![a map](http://t.example/p.gif)")


def test_restricted_markdown() -> None:
    html = to_html("# Title\n\nA *b* **c** `d` [e](https://f.example)\n\n- g\n\n> h\n\n| i | j |\n|---|--:|\n| k | l |\n")
    assert "<h3>Title</h3>" in html and "<h1" not in html
    assert "<em>b</em> <strong>c</strong> <code>d</code>" in html
    assert "<td>l</td>" in html and "style" not in html


def test_templates_and_entities_are_text() -> None:
    assert plain(to_html("{{ 7*7 }} {% raw %} R&D < 3 &lt;b&gt;")) == "{{ 7*7 }} {% raw %} R&D < 3 <b>"


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "<a " * 20_000, "`" * 20_000, ">" * 400 + "x", " " * 400 + "- x", "x" * 500_000]
)
def test_a_text_that_would_take_for_ever_is_refused(text: str) -> None:
    with pytest.raises(TooWildError):
        to_html(text)


def test_what_is_let_through_is_quick() -> None:
    """In a process of its own, which can be ended: what is not refused must not hang either."""
    many = 2900 if THOROUGH else 1450  # brackets take four times as long twice as often; what hangs, hangs at both
    script = (
        "from sourcebook.linking.prose_html import *\n"
        f"many = {many}\n"
        "for t in ('[' * many, '<a ' * many, '![' * many, '`' * many, '*a ' * many, '_a' * many, '&#' * many,\n"
        "          '\\n'.join('  ' * n + '- x' for n in range(25)), '(' * 50000, '[a](' * many, '<!--' * many):\n"
        "    try: to_html(t)\n"
        "    except TooWildError: pass\n"
    )
    subprocess.run([sys.executable, "-c", script], timeout=60, check=True)


WORDS = st.lists(
    st.sampled_from(
        [
            *("ab A1.,;'\"!?()-–—’ =+:/@%$^}é\n*<`_&#|\\", "\n\n", "کابل", "0.", "12. ", "- ", "[[a-b]]", "[[a|b c]]"),
            *("](", "]: x", "https://a.example/b", "  \n", "\n    ", "\r", "\t", "٣. ", "[", "]"),
            *("\u2003", "\u00a0", "İ", "\u0301", "~~~", *"ab A1.,;'\"!?()-–—’ =+:/@%$^}é\n*<`_&#|\\"),
        ]
    ),
    max_size=14,
).map("".join)


@examples(600)
@given(WORDS)
def test_prose_that_skips_the_converter_comes_out_as_if_it_had_not(text: str) -> None:
    converted = prose_html._converter().reset().convert(prose_html.guard_bars(text))
    event(f"plain: {prose_html.is_plain(prose_html.guard_bars(text))}")
    if prose_html.is_plain(prose_html.guard_bars(text)):
        assert to_html(text) == prose_html._cleaner().clean(converted)


def test_most_prose_skips_the_converter() -> None:
    assert prose_html.is_plain("Two ministers met in Kabul.\n\n“It helped”, one said of [[torkham]]; 12 days later it closed.")
    assert not prose_html.is_plain("A *word*.") and not prose_html.is_plain("One.\n\n- a list") and not prose_html.is_plain("")
