"""A corpus made up for measuring: the same for the same seed. `writers.py` writes it down.

Documents of 400 words name eight records each, popular ones far more often than others (Zipf);
one profile for five documents; some names in Urdu.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

_SYLLABLES = "ka ra ban dol mir shah zar gul to pir ha wan se lim nor dak bar tam qal far".split()  # noqa: SIM905
_WORDS = (  # noqa: SIM905
    "the of and to in a report says that talks officials border trade road security meeting group region "
    "statement according people district council market river school week month year after before during "
    "between against under over new long early late open closed several many few large small local"
).split()
_URDU = "کابل پشاور خیبر باجوڑ غزنی پنجشیر قندھار جلال آباد میران شاہ تورخم".split()  # noqa: SIM905
NAMED = 8
"""How many records a document names."""


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

    def sentence(self, profile: Profile) -> str:
        """The first sentence that names `profile`."""
        return next(s for p in self.paragraphs for s in p.removesuffix(".").split(". ") if profile.name in s) + "."


@dataclass(frozen=True)
class Made:
    """Everything made up."""

    profiles: tuple[Profile, ...]
    sources: tuple[Source, ...]


def make(documents: int, seed: int = 7) -> Made:
    """A corpus of `documents` sources and a fifth as many profiles."""
    dice = random.Random(seed)
    profiles = tuple(_profile(dice, number) for number in range(max(NAMED + 2, documents // 5)))
    weights = [1 / (rank + 1) for rank in range(len(profiles))]
    sources = tuple(_source(dice, number, profiles, weights) for number in range(documents))
    return Made(profiles, sources)


def changed(made: Made, number: int) -> tuple[Source, Profile]:
    """A document with one more sentence, and the profile that it names there for the first time; both differ by
    `number`."""
    source = made.sources[(number * 7919 + 13) % len(made.sources)]
    others = [profile for profile in made.profiles if profile not in (*source.named, source.publisher)]
    added = others[(number * 104729 + 5) % len(others)]
    more = f"{source.paragraphs[-1]} Change {number} is told of {added.name} today."
    return replace(source, paragraphs=(*source.paragraphs[:-1], more), named=(*source.named, added)), added


def _profile(dice: random.Random, number: int) -> Profile:
    words = ["".join(dice.choices(_SYLLABLES, k=3)).capitalize(), "".join(dice.choices(_SYLLABLES, k=2)).capitalize()]
    name = f"{words[0]} {words[1]}{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}{chr(97 + number // 676)}"
    urdu = f"{dice.choice(_URDU)} {dice.choice(_URDU)} {number}" if number % 3 == 0 else None
    place = number % 4 == 0
    kind = "district" if place else dice.choice(["person", "organisation", "armed-group", "media"])
    text = _sentence(dice.choices(_WORDS, k=40))
    return Profile(f"{'p' if place else 'a'}-{number:05}", name, urdu, "places" if place else "actors", kind, text)


def _source(dice: random.Random, number: int, profiles: tuple[Profile, ...], weights: list[float]) -> Source:
    named: tuple[Profile, ...] = ()
    while len(named) < NAMED:
        named = tuple(dict.fromkeys((*named, *dice.choices(profiles, weights, k=NAMED))))[:NAMED]
    words = dice.choices(_WORDS, k=400)
    for place, profile in enumerate(named):
        words[place * 48 + dice.randrange(40)] = profile.name
    paragraphs = tuple(
        " ".join(_sentence(words[part : part + 20]) for part in range(start, start + 100, 20))
        for start in range(0, 400, 100)
    )
    title = _sentence(dice.choices(_WORDS, k=8)).removesuffix(".") + f" {number}"
    publisher = next((p for p in dice.choices(profiles, k=20) if p.folder == "actors"), profiles[1])
    date = f"{dice.randrange(2010, 2026)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"
    return Source(f"d-{number:05}", title, publisher, date, paragraphs, named)


def _sentence(words: list[str]) -> str:
    """The words with a capital and a full stop; names keep their own capitals, or no one could link them."""
    text = " ".join(words)
    return f"{text[0].upper()}{text[1:]}."
