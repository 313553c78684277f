"""Sources that count for an actor or a place without naming it."""

from __future__ import annotations

from sourcebook.diagnostics import Diagnostic, warning
from sourcebook.model.actor import Actor
from sourcebook.model.corpus import Corpus
from sourcebook.model.document import Document
from sourcebook.model.place import Place
from sourcebook.provenance.coverage import Spoken


def check_named(corpus: Corpus, spoken: Spoken) -> list[Diagnostic]:
    """A warning for each source that counts for an actor or a place, and neither names nor is said to describe it.

    Only of a source whose text is here, or in whose text the mentions were counted: what a digest leaves out the source
    may name all the same. Nor of one of which the record says once how it describes it.
    """
    problems = []
    for record, facts in spoken.citations.items():
        if not isinstance(corpus.records[record], Actor | Place):
            continue
        described = {fact.citation.source for fact in facts if fact.citation.described_as}
        told: set[str] = set()
        for fact in facts:
            source = fact.citation.source
            document = corpus.records[source]
            assert isinstance(document, Document)
            if source in described or source in told or not fact.citation.speaks or document.retracted:
                continue
            told.add(source)
            if not (document.mentions or document.text):
                continue
            if record in document.mentions or record in spoken.mention_counts[source]:
                continue
            message = f"'{source}' counts for '{record}', but neither names it nor is said to describe it"
            hint = (
                "write 'described_as' if it means it by other words, 'says: nothing' if it is silent on it, "
                "'says: other-part' if it supports another part of the fact only, or count its 'mentions' anew"
            )
            problems.append(warning("not-named", message, corpus.where(record, fact.path), hint))
    return problems
