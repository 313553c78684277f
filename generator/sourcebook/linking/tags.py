"""Tags: what each is called, where its page stands, and which records carry it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from anyascii import anyascii

from sourcebook.model.corpus import Corpus
from sourcebook.model.record import Record

_LONGEST = 60
"""So many characters of a tag's words are in its address at most."""
_TAKEN = frozenset({"index"})
"""What no tag's page may be called: where pages are files, the page of all tags is."""
_NO_WORDS = "tag"


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as readers see it: its words, and the last part of its page's address (small letters, digits, hyphens)."""

    label: str
    slug: str


def tag_key(tag: str) -> str:
    """The tag in the form in which tags are compared: those that differ only in case or spaces are one."""
    return " ".join(unicodedata.normalize("NFC", tag.casefold()).split())


def find_tags(corpus: Corpus) -> tuple[dict[str, Tag], dict[str, tuple[str, ...]]]:
    """By key: each tag of the corpus, and the ids of the records that carry it, in their order. Linear in these.

    A tag is spelled as the vocabulary has it; else as most records do, and of equals the first by letters.
    """
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    records: dict[str, dict[str, None]] = defaultdict(dict)
    for record in corpus.records.values():
        for tag in record.tags:
            key = tag_key(tag)
            spellings[key][tag] += 1
            records[key][record.id] = None
    declared = {tag_key(tag): tag for tag in corpus.vocabulary.tags}
    slugs = slugs_of(spellings)
    tags = {key: Tag(declared.get(key) or _most_used(found), slugs[key]) for key, found in spellings.items()}
    return tags, {key: tuple(found) for key, found in records.items()}


def tags_of(record: Record, tags: Mapping[str, Tag]) -> Iterator[Tag]:
    """Those of `tags` (by key) that the record carries, each once."""
    return (tags[key] for key in dict.fromkeys(tag_key(tag) for tag in record.tags))


def _most_used(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling))


def slugs_of(keys: Iterable[str]) -> Mapping[str, str]:
    """The slug of each tag, by key: its words in plain letters.

    Of several with the same words, the one that is written just so has them as they are. Each other one has an end that
    is made of itself, and so is the same whichever others there are.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        groups[_plain(key)].append(key)
    found: dict[str, str] = {}
    ended: list[tuple[str, str]] = []
    for slug, same in groups.items():
        for key in same:
            if slug and slug not in _TAKEN and (len(same) == 1 or key == slug.replace("-", " ")):
                found[key] = slug
            else:
                ended.append((slug or _NO_WORDS, key))
    used = set(found.values())
    for slug, key in sorted(ended):
        digest = hashlib.blake2b(key.encode()).hexdigest()
        ends = (f"{slug}-{digest[:length]}" for length in (6, 12, len(digest)))
        found[key] = next(end for end in ends if end not in used)
        used.add(found[key])
    return found


def _plain(key: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", anyascii(key).lower()).strip("-")
    return words[:_LONGEST].rstrip("-")
