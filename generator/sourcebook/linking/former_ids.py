"""Ids that records had before: each leads to one record, and whoever still writes one is told the id of now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sourcebook.diagnostics import Diagnostic, error
from sourcebook.model.corpus import Corpus
from sourcebook.model.record import Record


def former_ids(corpus: Corpus) -> Iterator[tuple[str, Record]]:
    """Each old id that leads to a record, with that record; of several in one folder that claim it the first."""
    taken = {(record.folder, record.id) for record in corpus.records.values()}
    taken |= {(broken.kind.folder, name) for name, broken in corpus.broken.items()}
    for record in corpus.records.values():
        for old in record.formerly:
            if (record.folder, old) not in taken:
                taken.add((record.folder, old))
                yield old, record


def check_former_ids(corpus: Corpus) -> list[Diagnostic]:
    """A problem for each old id whose address is another page's."""
    living = {(record.folder, record.id): record.path for record in corpus.records.values()}
    living |= {(broken.kind.folder, name): broken.path for name, broken in corpus.broken.items()}
    claimed: dict[tuple[str, str], str] = {}
    problems: list[Diagnostic] = []
    for record in corpus.records.values():
        if record.id in corpus.broken:  # what a kept state says is no longer there to mend
            continue
        for number, old in enumerate(record.formerly):
            where, key = corpus.where(record.id, ("formerly", number)), (record.folder, old)
            if key in living:
                own = old == record.id
                message = f"'{old}' is the id of {'this record' if own else living[key]} now"
                hint = "remove it" if own else "remove it here, or rename that file"
                problems.append(error("former-id", message, where, hint))
            elif key in claimed:
                message = f"'{old}' is a former id of '{claimed[key]}' already"
                hint = f"an old address leads to one {record.noun}: remove it in one of the places"
                problems.append(error("former-id", message, where, hint))
            claimed.setdefault(key, record.path)
    return problems


def now_called(corpus: Corpus, old: str, folders: Iterable[str] = ()) -> str:
    """``it is now 'lee' (sources/places/lee.yml)``, if records of these folders had the id before; empty otherwise.

    No folders are all of them.
    """
    wanted = set(folders)
    found = [
        f"'{record.id}' ({record.path})"
        for name, record in former_ids(corpus)
        if name == old and (not wanted or record.folder in wanted)
    ]
    return f"it is now {' or '.join(found)}" if found else ""
