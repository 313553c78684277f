"""Which record a name stands for: one index over every name, folded so that spellings of one script meet."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from sourcebook.diagnostics import Diagnostic, warning
from sourcebook.model.corpus import Corpus
from sourcebook.model.schema import FieldPath

_MIN_LENGTH = 2
# Letters that one name is written with now so, now so. Marks are left out before: Unicode decomposes alef, waw and yeh
# with hamza or madda into letter and mark (UAX #15), so that أ, إ and آ are ا already. What is folded beyond that:
# - yeh, keheh and heh, which keyboards for Arabic, Persian, Urdu and Pashto encode differently, and hamza forms
#   without a decomposition (Unicode Core Specification, 9.2; Lucene's PersianNormalizer and SoraniNormalizer);
# - teh marbuta and heh, alef maksura and yeh (Lucene's ArabicNormalizer): Persian and Urdu write them so;
# - Pashto's gaf and its yehs, for which other keyboards have گ and ی only;
# - figures of either Arabic set (UAX #44, Numeric_Value), and presentation forms (UAX #15, NFKD).
# Not ے, and not the retroflex letters of Urdu and Pashto: they tell words apart, and a name's spelling in each of the
# languages belongs to its record. `fold` in the scripts does the same; a test compares them.
_LETTERS = {
    "ی": "يىېۍ",
    "ک": "كڪ",
    "گ": "ګ",
    "ه": "ہھەةۃ",
    "ا": "ٱٲٳ",
    "σ": "ς",
    "'": "’‘ʼ",
    "-": "‐‑–",
    **{str(figure): chr(0x660 + figure) + chr(0x6F0 + figure) for figure in range(10)},
}
_SAME = {variant: letter for letter, variants in _LETTERS.items() for variant in variants}
_LEFT_OUT = frozenset("\u0640\u0674")  # tatweel; the high hamza that ٵ and its like decompose into
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc\u0675-\u0678]")


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text: which record, and from where to where in the text as given."""

    target: str
    start: int
    end: int


@cache
def _fold_character(character: str) -> str:
    if character in _SAME:
        return _SAME[character]
    if character.isspace():
        return " "
    if unicodedata.category(character) in ("Mn", "Cf"):
        return ""  # vowel signs, joiners and soft hyphens are left out as often as written
    bare = unicodedata.normalize("NFKD" if _PRESENTATION.match(character) else "NFD", character.lower())
    letters = (_SAME.get(c, c) for c in bare if c not in _LEFT_OUT and unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", "".join(letters))  # NFD takes Hangul apart


def fold(text: str) -> tuple[str, list[int] | None]:
    """`text` without case, accents, vowel signs and variants of one letter, and where each of its characters was.

    The positions are None where nothing moved. They end with the length of `text`.
    """
    if text.isascii() and not _RUN.search(text):
        return text.lower().translate(_SPACES), None
    pieces = [_fold_character(character) for character in text]
    for place in range(1, len(pieces)):  # a line break and an indent are one space
        if pieces[place] == " " and text[place - 1].isspace():
            pieces[place] = ""
    folded = "".join(pieces)
    if len(folded) == len(text) and all(len(piece) == 1 for piece in pieces):
        return folded, None
    places = [position for position, piece in enumerate(pieces) for _ in piece]
    return folded, [*places, len(text)]


_RUN = re.compile(r"\s\s")
_SPACES = str.maketrans("\t\n\r\f\v", "     ")


@lru_cache(maxsize=1 << 16)  # a preview asks for the same names after every edit
def key(name: str) -> str:
    """A name as the index holds it: folded, with single spaces."""
    return " ".join(fold(name)[0].split())


def _is_acronym(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)


def _joins(character: str) -> bool:
    """Whether a character belongs to the word beside it."""
    return character.isalnum() or character == "_" or unicodedata.category(character).startswith("M")


def _goes_on(text: str, last: int) -> bool:
    """Whether the word that a name ends with goes on after it; vowel signs of its last letter do not count."""
    while last < len(text) and unicodedata.category(text[last]) == "Mn":
        last += 1
    return last < len(text) and _joins(text[last])


class NameIndex:
    """Finds names in text, in time proportional to the text however many names there are."""

    def __init__(self, owners: Mapping[str, tuple[str, str]]) -> None:
        """`owners` gives for each folded name its record's id and, for an acronym, its exact letters.

        A name with an empty id links to nobody, and keeps shorter names in it from linking.
        """
        self.owners = owners
        self._owners = list(owners.values())
        keys = list(owners)
        self._machine = (
            AhoCorasick(keys, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)
            if keys
            else None
        )

    def __reduce__(self) -> tuple[type[NameIndex], tuple[Mapping[str, tuple[str, str]]]]:
        return NameIndex, (self.owners,)  # the machine is made anew

    def occurs(self, text: str) -> bool:
        """Whether one of the names may be in `text`: no whole word is asked for."""
        return self._machine is not None and bool(self._machine.find_matches_as_indexes(fold(text)[0]))

    def find(self, text: str) -> list[Found]:
        """The names in `text` from left to right: whole words; of those that begin together the longest."""
        if self._machine is None:
            return []
        folded, places = fold(text)
        hits = self._machine.find_matches_as_indexes(folded, overlapping=True)
        if not hits:
            return []
        taken: list[Found] = []
        end_of_last = 0
        for number, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
            if start < end_of_last:
                continue
            target, exact = self._owners[number]
            first = places[start] if places else start
            last = places[end - 1] + 1 if places else end
            if (first and _joins(text[first - 1])) or _goes_on(text, last):
                continue
            if places:  # vowel signs after the last letter belong to it
                while last < len(text) and unicodedata.category(text[last]) == "Mn":
                    last += 1
            if exact and text[first:last] != exact:
                continue
            if target:
                taken.append(Found(target, first, last))
            end_of_last = end
        return taken


def build_index(corpus: Corpus) -> tuple[NameIndex, list[Diagnostic]]:
    """The index of every name that may become a link, and the names that two records claim.

    A name of several records is reported once for each record after the first, and linked to none.
    """
    claims: dict[str, list[tuple[str, str, FieldPath]]] = defaultdict(list)
    owners: dict[str, tuple[str, str]] = {}
    for record_id, name, path, links in _all_names(corpus):
        if links:
            claims[key(name)].append((record_id, name, path))
        else:
            owners[key(name)] = ("", "")
    problems: list[Diagnostic] = []
    for folded, claimants in claims.items():
        ids = dict.fromkeys(record_id for record_id, _, _ in claimants)
        if len(ids) == 1:
            record_id, name, _ = claimants[0]
            acronym = all(_is_acronym(name) for _, name, _ in claimants)
            owners[folded] = (record_id, name if acronym else "")
            continue
        owners[folded] = ("", "")
        first = next(iter(ids))
        for other, (record_id, name, path) in {claim[0]: claim for claim in reversed(claimants)}.items():
            if other != first:
                problems.append(
                    warning(
                        "ambiguous-name",
                        f"'{name}' is also a name of '{first}' ({corpus.records[first].path}), so it links to neither",
                        corpus.where(record_id, path),
                        "write 'link: no' beside the name in one of them ('link_name: no' if it is the main name)",
                    )
                )
    return NameIndex(owners), problems


def _all_names(corpus: Corpus) -> Iterator[tuple[str, str, FieldPath, bool]]:
    for record in corpus.records.values():
        for name, path, links in record.all_names():
            if _is_long_enough(name):
                yield record.id, name, path, links


@lru_cache(maxsize=1 << 16)
def _is_long_enough(name: str) -> bool:
    return len(re.sub(r"\W", "", name)) >= _MIN_LENGTH


def count_names(index: NameIndex, text: str) -> list[tuple[str, int]]:
    """How often `text` names each record, most often first: ids and counts."""
    counts = Counter(found.target for found in index.find(text))
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
