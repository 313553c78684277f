"""Every word of the interface passes one function and stands in one catalogue: a site in a language that is none shows
which does not."""

from __future__ import annotations

import importlib.util
import io
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from gettext import NullTranslations
from html.parser import HTMLParser
from pathlib import Path
from string import ascii_letters
from typing import Any

import pytest
import yaml
from babel.messages.pofile import read_po

from sourcebook import words
from sourcebook.diagnostics import Where, error
from sourcebook.linking.tracking import DependencyTracker
from sourcebook.model.corpus import KINDS
from sourcebook.model.schema import FieldSchema, walk_raw
from sourcebook.model.values import OneOf
from sourcebook.pages.authored import link_authored_page
from sourcebook.pages.builder import PageBuilder
from sourcebook.pages.page import Urls
from sourcebook.pages.parts.banner import banner
from sourcebook.pages.parts.search_text import pagefind_document
from sourcebook.pages.parts.shortcodes import SHORTCODES
from sourcebook.pages.plan import plan_pages
from sourcebook.pages.render import MemoryTemplateCache, Renderer, TemplateCache, disk_template_cache
from sourcebook.pages.site.search_page import search_page
from sourcebook.pages.view import View
from sourcebook.pipeline import link_records
from tests.helpers import read, root

_SPEC = importlib.util.spec_from_file_location("extracting", root() / "tools" / "words.py")
assert _SPEC and _SPEC.loader
extracting: Any = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(extracting)

TEMPLATES = sorted((root() / "generator" / "sourcebook" / "pages" / "templates").rglob("*.html"))
READ_ALOUD = ("title", "aria-label", "placeholder", "alt", "label", "data-label", "data-text")
"""The attributes whose values people read or hear, some of them by way of a script."""


# The catalogue ------------------------------------------------------------------------------------


def test_the_catalogue_is_what_extraction_gives() -> None:
    kept, extracted = (
        {str(message.id): sorted(message.locations) for message in read_po(io.StringIO(text))}
        for text in (extracting.CATALOGUE.read_text("utf-8"), extracting.catalogue())
    )
    assert len(kept) > 400
    assert kept == extracted, "run 'make words'"


@cache
def known() -> frozenset[str]:
    """Every message and plural of the catalogue."""
    with extracting.CATALOGUE.open("rb") as file:
        found = [message.id for message in read_po(file) if message.id]
    return frozenset(part for message in found for part in ([message] if isinstance(message, str) else message))


def test_extraction_finds_what_is_said_and_what_is_declared() -> None:
    text = """
class A(Record):
    noun: ClassVar[str] = "ox"
    plural: ClassVar[str] = "oxen"
    field: X = Field(None, title="Title", description="What it is.")
say("One." if x else "Two.", n=1); say_n("%(number)s day", "%(number)s days", 2); say_count(3, "foot", "feet")
PAGE = RecordPage(sections=(("side_by_side", ""), ("notes", "Notes")), intro="Intro.")
say(anything)
"""
    assert set(extracting.python_words(text)) == {
        *("ox", "oxen", ("%(number)s ox", "%(number)s oxen"), "Title", "What it is.", "One.", "Two."),
        *(("%(number)s day", "%(number)s days"), ("%(number)s foot", "%(number)s feet"), "Side by side", "Notes"),
        "Intro.",
    }


# What is said -------------------------------------------------------------------------------------


def test_values_are_put_in_by_name_and_numbers_take_their_form() -> None:
    assert words.say("See %(title)s", title="100 %") == "See 100 %"
    assert (words.say_count(1, "source"), words.say_count(1200, "source")) == ("1 source", "1,200 sources")
    assert words.say_count(2, "foot", "feet") == "2 feet"
    assert words.say_markup("<em>%(what)s</em>", what="<b>") == "<em>&lt;b&gt;</em>"
    assert words.say("") == "", "the message '' is a catalogue's own header"


def test_another_language_has_its_plurals_and_is_left_again() -> None:
    class Polish(NullTranslations):
        def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
            few = 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14
            return "%(number)s źródło" if n == 1 else "%(number)s źródła" if few else "%(number)s źródeł"

    with words.spoken(Polish(), "pl"):
        assert [words.say_count(n, "source") for n in (1, 2, 5, 22)] == [
            "1 źródło",
            "2 źródła",
            "5 źródeł",
            "22 źródła",
        ]
        assert words.language() == "pl"
    assert words.say_count(2, "source") == "2 sources" and words.language() == "en"


TEMPLATE = """{% trans number=n, name=name %}<b>{{ number }} of {{ name }}</b>, 100%{% endtrans %}
{% trans number=n %}{{ number }} ox{% pluralize %}{{ number }} oxen{% endtrans %} {{ say("by") }}
"""


def filled(folder: Path, number: int, cache: TemplateCache | None = None) -> str:
    (folder / "own.html").write_text(TEMPLATE, "utf-8")
    return str(Renderer(folder, cache).whole("own.html", {"n": number, "name": "<i>"}))


def test_templates_say_words_with_their_values_escaped(tmp_path: Path) -> None:
    assert filled(tmp_path, 1) == "<b>1 of &lt;i&gt;</b>, 100%1 ox by"
    assert filled(tmp_path, 2).endswith("2 oxen by")


def test_a_template_kept_from_another_language_is_compiled_anew(tmp_path: Path) -> None:
    cache = disk_template_cache(tmp_path / "cache")
    for kept in (cache, MemoryTemplateCache()):
        assert filled(tmp_path, 2, kept).startswith("<b>2 of")
        with words.spoken(Marked(), "x-marked"):
            assert filled(tmp_path, 2, kept) == "⟦<b>2 of &lt;i&gt;</b>, 100%⟧⟦2 oxen⟧ ⟦by⟧"
        assert filled(tmp_path, 2, kept).startswith("<b>2 of")


# A site in a language that is none ----------------------------------------------------------------


class Marked(NullTranslations):
    """Wraps each message in brackets, and keeps those that the catalogue does not have."""

    def __init__(self) -> None:
        super().__init__()
        self.unknown: set[str] = set()

    def gettext(self, message: str) -> str:
        self.unknown |= {message} - known()
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.unknown |= {msgid1, msgid2} - known()
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


_OTHER = str.maketrans(ascii_letters, "абцдефгхийклмнопярстуввхызАБЦДЕФГХИЙКЛМНОПЯРСТУВВХЫЗ")
_KEPT = re.compile(r"\[\[[^\]|]*|\]\([^)]*\)|https?://\S+|&\w+;|<[^>]*>")


def in_other_letters(text: str) -> str:
    """`text` in Cyrillic letters; links and markup as they are."""
    pieces = re.split(f"({_KEPT.pattern})", text)
    return "".join(piece if n % 2 else piece.translate(_OTHER) for n, piece in enumerate(pieces))


def is_words(field: FieldSchema, text: str) -> bool:
    """Whether a field's text is anybody's own words, and not a code, an id or an address."""
    if field.key in ("id", "wikidata", "geonames", "url", "archived_url", "type", "file", "statement_id", "formerly"):
        return False
    if field.refers is not None:
        return field.refers.loose and not re.fullmatch(r"[a-z0-9-]+", text)
    return field.value_type is str and not any(
        isinstance(mark, OneOf) or type(mark).__name__ == "Shows" for mark in field.marks
    )


def other_corpus(folder: Path) -> dict[str, str | bytes]:
    """A corpus's files with all words of their records in Cyrillic letters."""
    files: dict[str, str | bytes] = {}
    for kind in KINDS:
        for path in sorted((folder / kind.folder).glob("*.yml")):
            data = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
            if "file" in (data.get("geometry") or ()):
                del data["geometry"]
            for place, field, text in list(walk_raw(kind, data)):
                if isinstance(text, str) and is_words(field, text):
                    put(data, place, in_other_letters(text))
            if isinstance(data.get("basis"), dict):  # the values of a mapping are met on no walk
                data["basis"] = {key: in_other_letters(text) for key, text in data["basis"].items()}
            for key in ("tags", "names"):
                if isinstance(data.get(key), list):
                    data[key] = [in_other_letters(one) if isinstance(one, str) else one for one in data[key]]
            files[f"{kind.folder}/{path.name}"] = yaml.safe_dump(data, allow_unicode=True, width=10**6)
    return files


def put(data: Any, place: tuple[str | int, ...], text: str) -> None:
    for step in place[:-1]:
        data = data[step]
    if isinstance(data[place[-1]], str):
        data[place[-1]] = text


class Shown(HTMLParser):
    """What people read and hear of a page: text and attributes, but for code and the base map's countries."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = [""]
        self._hidden: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[-1:-1] = [f"[{name}] {value}" for name, value in attrs if name in READ_ALOUD and value]
        country = tag == "text" and ("class", "sb-locator__country") in attrs
        if tag in ("code", "pre", "script", "style") or country:
            self._hidden.append(tag)
        if tag not in ("a", "small", "span", "em", "strong", "bdi", "mark", "code"):
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and self._hidden[-1] == tag:
            self._hidden.pop()
        elif tag not in ("a", "small", "span", "em", "strong", "bdi", "mark", "code"):
            self.found.append("")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.found[-1] += data


def unsaid(html: str) -> Iterator[str]:
    """The pieces of a page in which a word stands that no function said and no record has."""
    for text in Shown(html).found:
        yield from unsaid_in(text)


def unsaid_in(text: str) -> Iterator[str]:
    rest, depth = [], 0
    for piece in re.split(r"([⟦⟧])", re.sub(r"[^\s⟦⟧]*\w[./]\w[^\s⟦⟧]*|^\[[\w-]+\]", "", text)):
        depth += {"⟦": 1, "⟧": -1}.get(piece, 0)
        rest.append(piece if not depth else "")
    if re.search(r"[A-Za-z]{2}", "".join(rest)):
        yield " ".join(text.split())[:160]


def made_pages(files: Mapping[str, str | bytes]) -> Iterator[tuple[str, str]]:
    """Every page of the corpus and every shortcode: its address, and its HTML with its title and description."""
    corpus, problems = read(files)
    assert not [str(problem) for problem in problems if problem.level.value == "error"]
    linked, _ = link_records(corpus)
    renderer, urls = Renderer(), Urls()
    view = View(linked, urls, "search", is_index=True)
    plans = [*plan_pages(linked, urls, renderer), search_page(view, renderer, 1)]
    builder = PageBuilder(renderer, DependencyTracker())
    for plan in plans:
        built = builder.build(plan, "https://example.org/edit")
        page = built.page
        facets = "".join(re.findall(r'<b data-pagefind-filter="(?:type|kind)">.*?</b>', pagefind_document(page)))
        yield plan.address, f"<p>{page.title}</p><p>{page.description}</p>{facets}{built.html}"
    for shortcode in SHORTCODES:
        html = f"<p>[[:{shortcode.name}]]</p>"
        yield (
            shortcode.name,
            link_authored_page(html, "", True, names=True, linked=linked, urls=urls, renderer=renderer),
        )
    yield "banner", str(banner([error("x", "х", Where("я"))] * 9))


@pytest.fixture
def forgetful() -> Iterator[None]:
    """What the process has said before, in another language, is forgotten."""
    yield from _forget()
    next(_forget())


def _forget() -> Iterator[None]:
    for name, module in list(sys.modules.items()):
        if name.startswith("sourcebook"):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
    yield


@pytest.mark.parametrize("folder", ["sources", "tests/corpus/sources"])
def test_every_word_on_every_page_is_said(folder: str, forgetful: None) -> None:
    marked = Marked()
    with words.spoken(marked, "ru"):  # the names of languages and countries are Russian, and in other letters, too
        found = {address: list(unsaid(html)) for address, html in made_pages(other_corpus(root() / folder))}
    assert len(found) > 20
    assert not {address: texts for address, texts in found.items() if texts}
    assert not marked.unknown, "said, but not in the catalogue: mark it where it is declared"


_TAGS = re.compile(r"\{%-? trans\b.*?\{%-? endtrans -?%\}|\{#.*?#\}|\{%.*?%\}", re.DOTALL)
_VALUES = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_OUTPUT = re.compile(r"\{\{-?\s*(?:\"([^\"]*)\"|.*?\b(?:or|else)\s+\"([^\"]*)\")\s*-?\}\}")


def bare_words(template: str) -> Iterator[str]:
    """The words of a template that stand outside ``{% trans %}``: also those of branches that no page of a test takes."""
    text = _TAGS.sub("", template)
    yield from (
        found
        for pair in _OUTPUT.findall(text)
        for found in pair
        if re.search(r"[A-Za-z]{2}", found) and not re.fullmatch(r"[a-z]+(-[a-z]+)+", found)
    )
    text = re.sub(r'\bdata-(?:assets|tiles|attribution|zoom)="[^"]*"', "", _VALUES.sub("", text))  # of a macro
    yield from unsaid(text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_words_outside_of_trans(path: Path) -> None:
    assert list(bare_words(path.read_text("utf-8"))) == []


def test_a_bare_word_in_a_template_is_found() -> None:
    assert (
        list(
            bare_words(
                '<p title="{% trans %}Ok{% endtrans %}">{{ name or say("none") }}{% if a == "b" %}{% endif %}</p>'
            )
        )
        == []
    )
    assert list(bare_words('<p title="Not ok">{{ name or "none" }} by {{ name }}</p>')) == [
        "none",
        "[title] Not ok",
        "by",
    ]


# Scripts ------------------------------------------------------------------------------------------

SCRIPTS = sorted((root() / "generator" / "sourcebook" / "assets").rglob("*.js"))
_SHOWN = re.compile(
    r"\.(?:textContent|title|placeholder|innerText|innerHTML)\s*=\s*([^=;][^;]*);"
    r'|setAttribute\("(?:aria-label|title|placeholder|alt)",([^;]*)\);'
    r"|\belement\([^,()]*,[^,()]*,([^;]*?)\)[;,)]|addAttribution\(([^;]*)\);"
)
_SAID = re.compile(r"""\b(?:say|sayN)\((?:\s*"[^"]*",?)+|\bdescribeCount\([^)]*\)""")
_COMPARED = re.compile(r"""===?\s*"[^"]*"|"[^"]*"\s*===?""")
_LITERAL = re.compile(r"""["'`](.*?)["'`]""")


def bare_literals(script: str) -> Iterator[str]:
    """The literals of a script that it shows without saying them."""
    for groups in _SHOWN.findall(script):
        for literal in _LITERAL.findall(_COMPARED.sub("", _SAID.sub("", "".join(groups)))):
            if re.search(r"[A-Za-z]{2}", re.sub(r"\$\{[^}]*\}", "", literal)):
                yield literal


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_say_what_they_show(path: Path) -> None:
    assert list(bare_literals(path.read_text("utf-8"))) == []


def test_a_bare_literal_of_a_script_is_found() -> None:
    said = 'node.textContent = isNone ? say("None") : sayN("%(number)s ox", "%(number)s oxen", n);\nnode.title = kind === "ox" ? a : b;'
    assert list(bare_literals(said)) == []
    assert list(bare_literals('node.textContent = isNone ? "None" : say("Some");')) == ["None"]
    assert list(
        bare_literals('button.title = `Sort by ${head}`; node.setAttribute("aria-label", `Show ${name}`);')
    ) == [
        *("Sort by ${head}", "Show ${name}"),
    ]
    assert list(bare_literals('box.append(element("p", "sb-x", "Sources"), list);')) == ["Sources"]


def test_an_unsaid_word_is_found() -> None:
    page = '<p>⟦Said⟧ слово <a title="⟦ok⟧">dawn.com/x</a> <code>x-y</code></p>'
    assert list(unsaid(page)) == []
    assert list(unsaid(page.replace("слово", "word"))) == ["⟦Said⟧ word dawn.com/x"]
    assert list(unsaid(page.replace("⟦ok⟧", "not ok"))) == ["[title] not ok"]
    assert list(unsaid("<p>⟦a ⟦b⟧ c⟧ d е</p>")) == [], "a value may be said, too"
