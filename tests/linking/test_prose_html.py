"""What may reach a page, whatever a file says."""

import html
import re
import subprocess
import sys

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from sourcebook.linking import prose_html
from sourcebook.linking.prose_html import TooWildError, convert_prose, page_to_html, pieces, plain, to_html
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
    made = to_html("# Title\n\nA *b* **c** `d` [e](https://f.example)\n\n- g\n\n> h\n\n| i | j |\n|---|--:|\n| k | l |\n")
    assert "<h3>Title</h3>" in made and "<h1" not in made
    assert "<em>b</em> <strong>c</strong> <code>d</code>" in made
    assert "<td>l</td>" in made and "style" not in made


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
        "for t in ('$a ' * 50000, '\\\\(' * 50000, '\\\\[' * 50000, '\\\\begin{a}' * 5000, '$$' * 50000):\n"
        "    without_maths(t)\n"
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


@pytest.mark.parametrize(
    ("text", "shown", "told"),
    [
        ("He wrote <style> in the margin. After this.", "He wrote <style> in the margin. After this.", ["<style>"]),
        ("the <name> placeholder and <unknown> here", "the <name> placeholder and <unknown> here", []),
        ("A <textarea> and after.", "A <textarea> and after.", ["<textarea>"]),
        ("<title>a</title> <xmp>b <plaintext> c", "<title>a</title> <xmp>b <plaintext> c", ["<title>", "<xmp>", "<plaintext>"]),
        ("<iframe src=x>a</iframe> b", "<iframe src=x>a</iframe> b", ["<iframe>"]),
        ("<div>\n\nA *b*\n\n</div>", "<div> A b </div>", ["<div>"]),
        ("<?php echo 1 ?> a <![CDATA[ b ]]> <!DOCTYPE c> </ d> <!-- e", "<?php echo 1 ?> a <![CDATA[ b ]]> <!DOCTYPE c> </ d> <!-- e", []),
        ("Press <b> now", "Press <b> now", ["<b>"]),
        ("a </p> b", "a </p> b", ["</p>"]),
        ("`<style>` and ``<b>`` and\n\n    <div>\n\n```\n<xmp>\n```", "<style> and <b> and <div> <xmp>", []),
        ("A <b>c</b><br>d &lt;style&gt;", "A c d <style>", []),
        ("[Source]: Dawn\n\n[1]: https://a.example", "[Source]: Dawn [1]: https://a.example", []),
        ("[a][1] [b]\n\n[1]: https://a.example\n[b]: <https://b.example>", "a b", []),
        ("```\n[a]: b\n```\n\n`[c]: d`", "[a]: b [c]: d", []),
        ("<https://a.example/x> <me@a.example>", "https://a.example/x me@a.example", []),
    ],
)  # fmt: skip
def test_what_is_no_markup_stays_as_text_and_is_told(text: str, shown: str, told: list[str]) -> None:
    converted = convert_prose(text)
    assert plain(converted.html) == shown
    assert [problem.message.split("'")[1] for problem in converted.problems] == told
    assert all(problem.code == "shown-as-text" for problem in converted.problems)


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("a <!-- see page 4 --> b", "left-out", "the comment 'see page 4' is left out"),
        ('<b class="x">a</b>', "left-out", "'class' of '<b>' is left out"),
        ("<a href='javascript:x()'>a</a>", "bad-link", "the link to 'javascript:x()' is left out"),
        ("| a |\n|---|\n| b | lost words |", "left-out", "'lost' is left out, and 1 other word"),
    ],
)
def test_what_is_left_out_is_told(text: str, code: str, message: str) -> None:
    assert [(problem.code, problem.message) for problem in convert_prose(text).problems] == [(code, message)]


def test_the_title_of_a_picture_stays() -> None:
    assert 'title="Words"' in to_html('![a](https://a.example/p.png "Words")')


def test_pages_by_hand_keep_html_of_their_own() -> None:
    assert plain(page_to_html('<div class="x">a</div><script>b</script> <!-- c -->')) == "a"


_NAMES = ("style", "script", "b", "p", "a", "name", "textarea", "td", "plaintext", "title", "img", "svg", "h2", "select", "br")
_SNIPPETS = st.one_of(
    st.integers(0, 9).map(lambda number: f"wörd{number}"),
    st.sampled_from(_NAMES).map("<{}>".format),
    st.sampled_from(_NAMES).map("</{}>".format),
    st.sampled_from(_NAMES).map('<{} title="inside" onclick=other>'.format),
    st.sampled_from(_NAMES).map("<{}".format),
    st.sampled_from(["<!--", "-->", "<!", "<?", "?>", "<![CDATA[", "]]>", "</", "/>", ">", "<", "&lt;", "&amp;", "<!-- hidden -->"]),
    st.sampled_from(["`", "``", "```\n", "\n```\n", "\n~~~\n", "\n    ", "\n\n", "\n", " ", "*", "_", "- ", "> ", "# ", "\\", '"', "'"]),
    st.sampled_from(["| a | b |\n|---|---|\n| c ", " | ", "[x](", ")", "[label]: ", "[label]", "![alt](", "https://a.example/", "![", "]"]),
    st.sampled_from(["[[kabul]]", "[[kabul|words]]", "[x](https://a.example \"titled\")", "<https://a.example>", "<a@b.example>"]),
)  # fmt: skip


@examples(500)
@given(st.lists(_SNIPPETS, min_size=1, max_size=12).map("".join))
def test_no_word_of_prose_vanishes_in_silence(text: str) -> None:
    converted = convert_prose(text)
    event(f"told: {bool(converted.problems)}")
    if not converted.problems:
        said = re.sub(r"\]\([^)\s]*\)", "]", text)  # where a link leads is an address, and looked at as such
        words = re.findall(r"wörd\d|name|style|script|textarea|title|plaintext|select|inside|hidden|alt|titled|words", said)
        shown = html.unescape(converted.html)
        for word in set(words):
            assert shown.count(word) >= words.count(word), word


@examples(150)
@given(st.lists(_SNIPPETS, min_size=1, max_size=12).map("".join))
def test_nothing_but_known_markup_begins_with_a_bracket(text: str) -> None:
    for piece in re.findall(r"<[^>]*>?", to_html(text)):
        assert re.match(r"</?[a-z0-9]+[ >]", piece), piece
        assert re.match(r"</?([a-z0-9]+)", piece)[1] in prose_html._TAGS, piece  # type: ignore[index]
