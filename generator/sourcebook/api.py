"""The front door for Python: a folder of sources as one object, read and linked (``sourcebook.open``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, overload

from sourcebook.checking import check_corpus
from sourcebook.diagnostics import Diagnostic, Level, did_you_mean, nearest
from sourcebook.linking.corpus import Backlink, LinkedCorpus
from sourcebook.linking.references import CitedFact, Reference
from sourcebook.model.corpus import KINDS
from sourcebook.model.document import Document
from sourcebook.model.record import Record
from sourcebook.options import Options

R = TypeVar("R", bound=Record)


class ProblemsError(ValueError):
    """A corpus that was to be without errors has some. `problems` are all of them; the message has one a line."""

    def __init__(self, problems: Sequence[Diagnostic]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


class UnknownIdError(KeyError):
    """There is no record of this id. The message names the nearest."""

    def __str__(self) -> str:
        return str(self.args[0])


class OpenedCorpus(Mapping[str, Record]):
    """A folder of sources, read and linked: a mapping of records by id, in the order of their files.

    Records go without values that are wrong, and files that make no record are not there: `problems` says what it is.
    """

    linked: LinkedCorpus
    """All that runs between the records; the methods here are the commonest questions to it."""
    problems: tuple[Diagnostic, ...]
    """Everything that ``sourcebook check`` would print, in its order; ``str(problem)`` is its line."""

    def __init__(self, linked: LinkedCorpus, problems: Sequence[Diagnostic]) -> None:
        self.linked, self.problems = linked, tuple(problems)

    def __getitem__(self, record_id: str) -> Record:
        """The record of an id. Raises UnknownIdError, a KeyError."""
        try:
            return self.linked.corpus.records[record_id]
        except KeyError:
            near = did_you_mean([f"'{name}'" for name in nearest(str(record_id), self)])
            words = f"there is no record '{record_id}'"
            raise UnknownIdError(f"{words}; {near}" if near else words) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.linked.corpus.records)

    def __len__(self) -> int:
        return len(self.linked.corpus.records)

    def __contains__(self, record_id: object) -> bool:
        return record_id in self.linked.corpus.records

    def __repr__(self) -> str:
        return f"<OpenedCorpus: {len(self)} records, {len(self.problems)} problems>"

    @overload
    def of_kind(self, kind: str) -> tuple[Any, ...]: ...
    @overload
    def of_kind(self, kind: type[R]) -> tuple[R, ...]: ...
    def of_kind(self, kind: str | type[Record]) -> tuple[Any, ...]:
        """The records of a kind: its class, or a word for it ('places'). Raises ValueError for another word."""
        return tuple(self.linked.corpus.of_kind(_kind(kind) if isinstance(kind, str) else kind))

    def citing(self, source: str) -> tuple[CitedFact, ...]:
        """What a source is cited for: each fact with its record's id, its words, and where in the source it stands."""
        return self.linked.cited_for.get(self[source].id, ())

    def mentions_of(self, record_id: str) -> tuple[Backlink, ...]:
        """Where a record is spoken of in prose: in which record and field, in which sentence, how often."""
        return self.linked.backlinks.get(self[record_id].id, ())

    def references_to(self, record_id: str) -> tuple[Reference, ...]:
        """Which records name this one in a field, and in which; citations are not among them."""
        return self.linked.incoming.get(self[record_id].id, ())

    def sources_on(self, record_id: str) -> tuple[Document, ...]:
        """The sources that speak of a record: in their text or digest, or because the record cites them."""
        found = (self[source] for source in self.linked.sources_by_subject.get(self[record_id].id, ()))
        return tuple(source for source in found if isinstance(source, Document))

    def origin_of(self, source: str) -> str:
        """The id of the source that a source's account comes from: its own, where it rests on no other."""
        return self.linked.origin_by_source.get(self[source].id, source)


def open_corpus(
    folder: str | Path, docs: str | Path | None = None, *, strict: bool = False, drafts: bool = False
) -> OpenedCorpus:
    """Read and link a folder of sources: see `sourcebook.open`."""
    sources, pages = Path(folder), None if docs is None else Path(docs)
    for path in (sources, pages):
        if path is not None and not path.is_dir():
            raise FileNotFoundError(f"there is no folder '{path.as_posix()}'")
    options = Options(sources, sources.as_posix(), pages, pages.as_posix() if pages else "")
    linked, problems = check_corpus(options, drafts=drafts)
    if strict and any(problem.level is Level.ERROR for problem in problems):
        raise ProblemsError(problems)
    return OpenedCorpus(linked, problems)


def _kind(word: str) -> type[Record]:
    words = {name: kind for kind in KINDS for name in (kind.noun, kind.plural, kind.folder, kind.address)}
    if word not in words:
        near = did_you_mean([f"'{name}'" for name in nearest(word, words, 1)]) or f"the kinds are {', '.join(words)}"
        raise ValueError(f"'{word}' is no kind of record; {near}")
    return words[word]
