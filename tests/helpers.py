"""Short cuts for tests of single stages."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path

from sourcebook.diagnostics import Diagnostic
from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.model.corpus import KINDS, Corpus
from sourcebook.pages.page import Page
from sourcebook.pipeline import link_records
from sourcebook.reading.files import SourceFile
from sourcebook.reading.loader import load

_KINDS = {kind.folder: kind for kind in KINDS}


def read(files: Mapping[str, str | bytes]) -> tuple[Corpus, list[Diagnostic]]:
    """A corpus from texts by path below ``sources/``."""
    found = [
        SourceFile(_KINDS[path.split("/")[0]], f"sources/{path}", text.encode() if isinstance(text, str) else text)
        for path, text in files.items()
    ]
    return load(found)


def linked(files: Mapping[str, str | bytes]) -> tuple[LinkedCorpus, list[Diagnostic]]:
    """A linked corpus from texts by path, which must be readable."""
    corpus, problems = read(files)
    assert not problems, [str(problem) for problem in problems]
    return link_records(corpus)


def lines(problems: list[Diagnostic] | tuple[Diagnostic, ...]) -> list[str]:
    """The problems as they are printed."""
    return [str(problem) for problem in problems]


def codes(problems: list[Diagnostic] | tuple[Diagnostic, ...]) -> list[str]:
    """The problems' codes."""
    return [problem.code for problem in problems]


def page_text(page: Page) -> str:
    """A page as a person reads it, links as ``words <address>``."""
    parts = [f"# {page.title}", f"({page.description})", _text(page.lead)]
    for section in page.sections:
        parts.append(f"## {section.heading or section.anchor} #{section.anchor}\n{_text(section.html)}")
    parts += [f"## (box)\n{_text(page.box)}", f"## (aside)\n{_text(page.aside)}"]
    return "\n\n".join(parts) + "\n"


def _text(markup: str) -> str:
    if "sb-timeline__horizontal" in markup:  # the lists say the same
        markup = re.sub(r'<svg class="sb-timeline__(horizontal|vertical)".*?</svg>', r"(timeline, \1) ", str(markup), flags=re.DOTALL)
    markup = re.sub(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', r"\2 ‹\1›", markup, flags=re.DOTALL)
    markup = re.sub(r"<mark>(.*?)</mark>", r"*\1*", markup)
    markup = re.sub(r"\s*\n\s*", " ", markup)
    markup = re.sub(r"</(?:p|li|h\d|div|dd|tr|blockquote|summary|td)>", "\n", markup)
    text = html.unescape(re.sub(r"<[^>]+>", "", markup))
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)


def root() -> Path:
    """The project's root."""
    return Path(__file__).parent.parent
