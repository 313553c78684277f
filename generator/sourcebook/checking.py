"""The corpus and everything that is wrong with it, what its editors keep back included."""

from __future__ import annotations

from dataclasses import replace

from sourcebook.diagnostics import Diagnostic, in_order
from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.options import Options
from sourcebook.pipeline import link_corpus, load_corpus
from sourcebook.provenance.withheld_names import names_withheld


def check_corpus(options: Options, *, drafts: bool = False) -> tuple[LinkedCorpus, tuple[Diagnostic, ...]]:
    """The corpus as it is published, linked (with `drafts` the whole), and every problem, of what is kept back, too."""
    loaded, problems = load_corpus(options, in_full=True)
    linked, between = link_corpus(loaded)
    problems += between
    if (kept := loaded.withheld) and kept.complete is not kept.corpus:
        whole, found = link_corpus(replace(loaded, corpus=kept.complete))
        problems += [*found, *names_withheld(kept, loaded.authored_pages, in_full=True)]
        linked = whole if drafts else linked
    return linked, in_order(problems)
