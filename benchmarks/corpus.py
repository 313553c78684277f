"""A corpus made up for measuring: the same for the same seed. Written as records, and as plain Markdown pages.

Documents of 400 words name eight records each, popular ones far more often than others (Zipf);
one profile for five documents; some names in Urdu.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

_SYLLABLES = "ka ra ban dol mir shah zar gul to pir ha wan se lim nor dak bar tam qal far".split()  # noqa: SIM905
_WORDS = (  # noqa: SIM905
    "the of and to in a report says that talks officials border trade road security meeting group region "
    "statement according people district council market river school week month year after before during "
    "between against under over new long early late open closed several many few large small local"
).split()
_URDU = "کابل پشاور خیبر باجوڑ غزنی پنجشیر قندھار جلال آباد میران شاہ تورخم".split()  # noqa: SIM905


@dataclass(frozen=True)
class Profile:
    """A made-up actor or place."""

    id: str
    name: str
    urdu: str | None
    folder: str
    kind: str
    text: str


@dataclass(frozen=True)
class Source:
    """A made-up document: paragraphs in which eight profiles are named, and which profile published it."""

    id: str
    title: str
    publisher: Profile
    date: str
    paragraphs: tuple[str, ...]
    named: tuple[Profile, ...]


@dataclass(frozen=True)
class Made:
    """Everything made up."""

    profiles: tuple[Profile, ...]
    sources: tuple[Source, ...]


def make(documents: int, seed: int = 7) -> Made:
    """A corpus of `documents` sources and a fifth as many profiles."""
    dice = random.Random(seed)
    profiles = tuple(_profile(dice, number) for number in range(max(8, documents // 5)))
    weights = [1 / (rank + 1) for rank in range(len(profiles))]
    sources = tuple(_source(dice, number, profiles, weights) for number in range(documents))
    return Made(profiles, sources)


def _profile(dice: random.Random, number: int) -> Profile:
    words = ["".join(dice.choices(_SYLLABLES, k=3)).capitalize(), "".join(dice.choices(_SYLLABLES, k=2)).capitalize()]
    name = f"{words[0]} {words[1]}{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}{chr(97 + number // 676)}"
    urdu = f"{dice.choice(_URDU)} {dice.choice(_URDU)} {number}" if number % 3 == 0 else None
    place = number % 4 == 0
    kind = "district" if place else dice.choice(["person", "organisation", "armed-group", "media"])
    text = " ".join(dice.choices(_WORDS, k=40)).capitalize() + "."
    return Profile(f"{'p' if place else 'a'}-{number:05}", name, urdu, "places" if place else "actors", kind, text)


def _source(dice: random.Random, number: int, profiles: tuple[Profile, ...], weights: list[float]) -> Source:
    named = tuple(dict.fromkeys(dice.choices(profiles, weights, k=12)))[:8]
    words = dice.choices(_WORDS, k=400)
    for place, profile in enumerate(named):
        words[place * 48 + dice.randrange(40)] = profile.name
    paragraphs = tuple(
        ". ".join(" ".join(words[start + part : start + part + 20]).capitalize() for part in range(0, 100, 20)) + "."
        for start in range(0, 400, 100)
    )
    title = " ".join(dice.choices(_WORDS, k=8)).capitalize() + f" {number}"
    publisher = next((p for p in dice.choices(profiles, k=20) if p.folder == "actors"), profiles[1])
    date = f"{dice.randrange(2010, 2026)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"
    return Source(f"d-{number:05}", title, publisher, date, paragraphs, named)


def write_records(made: Made, root: Path) -> None:
    """A Sourcebook project below `root`: ``mkdocs.yml``, ``docs/`` and ``sources/``."""
    for folder in ("documents", "actors", "places"):
        (root / "sources" / folder).mkdir(parents=True, exist_ok=True)
    (root / "docs").mkdir(parents=True, exist_ok=True)
    (root / "docs" / "index.md").write_text("# Home\n\n[[:figures]]\n", "utf-8")
    (root / "mkdocs.yml").write_text(_CONFIG + _NAV_RECORDS + "plugins: [search, sourcebook]\n", "utf-8")
    for profile in made.profiles:
        names = f"names:\n  - {{name: {profile.urdu}, lang: ur}}\n" if profile.urdu else ""
        cited = "" if profile.folder == "places" else f"sources: {made.sources[0].id}\n"
        text = f"name: {profile.name}\nkind: {profile.kind}\n{names}{cited}summary: {profile.text}\n"
        (root / "sources" / profile.folder / f"{profile.id}.yml").write_text(text, "utf-8")
    for source in made.sources:
        digest = "\n\n".join(f"  {paragraph}" for paragraph in source.paragraphs)
        text = (
            f"title: {source.title}\nkind: news\npublisher: {source.publisher.id}\npublished: {source.date}\n"
            f"language: en\ndigest: |\n{digest}\n"
        )
        (root / "sources" / "documents" / f"{source.id}.yml").write_text(text, "utf-8")


def write_markdown(made: Made, root: Path) -> None:
    """A plain MkDocs project below `root` with the same texts as Markdown, linked by hand, and a curated nav."""
    for folder in ("sources", "actors", "places"):
        (root / "docs" / folder).mkdir(parents=True, exist_ok=True)
    excluded = "not_in_nav: |\n  /sources/d-*\n  /actors/a-*\n  /places/p-*\n"
    (root / "mkdocs.yml").write_text(_CONFIG + _NAV_RECORDS + excluded + "plugins: [search]\n", "utf-8")
    (root / "docs" / "index.md").write_text("# Home\n", "utf-8")
    mentions: dict[str, list[str]] = {profile.id: [] for profile in made.profiles}
    for source in made.sources:
        text = "\n\n".join(source.paragraphs)
        for profile in source.named:
            text = text.replace(profile.name, f"[{profile.name}](../{profile.folder}/{profile.id}.md)", 1)
            sentence = next((s for p in source.paragraphs for s in p.split(". ") if profile.name in s), profile.name)
            mentions[profile.id].append(f"- [{source.title}](../sources/{source.id}.md)\n\n    > {sentence}\n")
        by = f"[{source.publisher.name}](../{source.publisher.folder}/{source.publisher.id}.md)"
        page = f"# {source.title}\n\nNews report, {by}, {source.date}, English\n\n{text}\n"
        (root / "docs" / "sources" / f"{source.id}.md").write_text(page, "utf-8")
    for profile in made.profiles:
        links = "\n".join(mentions[profile.id])
        page = f"# {profile.name}\n\n{profile.urdu or ''}\n\n{profile.text}\n\n## Mentioned in\n\n{links}\n"
        (root / "docs" / profile.folder / f"{profile.id}.md").write_text(page, "utf-8")
    for folder, items in (
        ("sources", [(s.title, s.id) for s in made.sources]),
        ("actors", [(p.name, p.id) for p in made.profiles if p.folder == "actors"]),
        ("places", [(p.name, p.id) for p in made.profiles if p.folder == "places"]),
    ):
        lines = "\n".join(f"- [{title}]({name}.md)" for title, name in items)
        (root / "docs" / folder / "index.md").write_text(f"# {folder.capitalize()}\n\n{lines}\n", "utf-8")


_CONFIG = """site_name: Bench
theme:
  name: material
  font: false
  features: [navigation.tabs]
"""
_NAV_RECORDS = """nav:
  - Home: index.md
  - Sources: sources/index.md
  - Actors: actors/index.md
  - Places: places/index.md
"""
