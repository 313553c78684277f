"""The files of a new site, made from a few answers and the texts in ``starter/``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from unicodedata import category

STARTER = Path(__file__).parents[1] / "starter"
GENERAL = "general"
VOCABULARIES = (GENERAL, "local-history", "human-rights")
"""What a site may start with: the built-in words alone, or with those for a subject."""
ENGINES = ("mkdocs", "properdocs")
"""The programs that make a site: each is the name of a package and of a command."""
_HIDDEN = {"gitignore": ".gitignore", "pre-commit-config.yaml": ".pre-commit-config.yaml"}
"""Files that have another name here, as they would mean something to tools that look at this folder."""
_PLACE = re.compile("@(TITLE|ABOUT|LANGUAGE|ENGINE|PACKAGES)(_YAML)?@")
_MARKS = re.compile(r"[\\`*_{}\[\]<>#|$~&=^]|:(?=\S)|^[-+:!?]|^(\d+)[.)]")
"""What Markdown, and the extensions of it that sites have, may take for a mark: some only where a line begins."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a new site is told about itself."""

    title: str
    """What it is called."""
    about: str
    """What it is about, in one sentence."""
    vocabulary: str = GENERAL
    """One of `VOCABULARIES`."""
    language: str = "en"
    """The language of its pages, a BCP 47 tag."""
    engine: str = ENGINES[0]
    """One of `ENGINES`."""


def starter_files(answers: Answers) -> dict[str, bytes]:
    """The files of a new site, by '/'-separated path from its folder."""
    values = {
        "TITLE": printed_words(answers.title),
        "ABOUT": printed_words(answers.about),
        "LANGUAGE": answers.language,
        "ENGINE": answers.engine,
        # MkDocs comes with Sourcebook.
        "PACKAGES": "mkdocs-sourcebook" if answers.engine == "mkdocs" else f"mkdocs-sourcebook {answers.engine}",
    }
    found: dict[str, bytes] = {}
    for path, raw in _files(STARTER / "site"):
        found[path] = _filled(raw, path, values)
    for path, raw in _files(STARTER / "examples" / answers.vocabulary):
        found[f"sources/{path}"] = raw
    found["sources/vocabulary.yml"] = (STARTER / "vocabularies" / f"{answers.vocabulary}.yml").read_bytes()
    return dict(sorted(found.items()))


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            path = file.relative_to(folder).as_posix()
            yield _HIDDEN.get(path, path), file.read_bytes()


def _filled(raw: bytes, path: str, values: Mapping[str, str]) -> bytes:
    """A text with the answers in it, written so that they stay words in its language."""

    def value(match: re.Match[str]) -> str:
        text = values[match[1]]
        if match[2]:
            # Themes print these as they are. What JSON writes, YAML reads as well.
            return json.dumps(escape(text), ensure_ascii=False)
        return markdown(text) if path.endswith(".md") and match[1] in ("TITLE", "ABOUT") else text

    return _PLACE.sub(value, raw.decode("utf-8")).encode("utf-8")


def markdown(text: str) -> str:
    """`text`, of one line, so that Markdown shows it as it is, within HTML too: its marks are written as character
    references. Words with no mark in them stay as they are, for whoever edits the file."""
    return _MARKS.sub(lambda mark: f"{mark[1] or ''}&#{ord(mark[0][-1])};", text)


def printed_words(text: str) -> str:
    """`text` on one line, without what no file of text can hold: control characters, and what is no character."""
    return " ".join("".join(sign if _is_character(sign) else " " for sign in text).split())


def _is_character(sign: str) -> bool:
    """Not so are halves of surrogate pairs (bytes in no known encoding), and the last two places of each plane."""
    return category(sign) not in ("Cc", "Cs") and ord(sign) & 0xFFFE != 0xFFFE
