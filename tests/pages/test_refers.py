"""What refers to a record: each reference is shown on its page, in a section of its kind or in the last one."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.model.corpus import KINDS
from sourcebook.model.vocabulary import VocabularyFile, built_in, merge
from sourcebook.options import Options
from sourcebook.pages.page import Page, Urls
from sourcebook.pages.parts.list_pages import LIST_LIMIT
from sourcebook.pages.parts.refers import SHOWN, _pattern
from sourcebook.pages.parts.search_text import pagefind_document
from sourcebook.pages.plan import plan_pages
from sourcebook.pages.render import Renderer
from sourcebook.pipeline import link_records, load_corpus
from sourcebook.reading.files import SourceFile
from sourcebook.reading.loader import load
from tests.conftest import SMALL
from tests.helpers import linked, page_text, root
from tests.pages.test_pages import pages, section

FIELDS = {
    "actors": {"rig": {"type": "text"}},
    "documents": {"held_by": {"type": "record", "of": ["actors"], "label": "Held by"}},
    "events": {"ruled_by": {"type": "record", "of": ["questions"], "many": "yes"}},
}


def _own(files: Mapping[str, str]) -> LinkedCorpus:
    """The corpus of a site with fields of its own."""
    kinds = {kind.folder: kind for kind in KINDS}
    words = merge(VocabularyFile.model_validate({"fields": FIELDS}), built_in())
    found = [SourceFile(kinds[path.split("/")[0]], f"sources/{path}", text.encode()) for path, text in files.items()]
    corpus, problems = load(found, None, {}, words)
    assert not problems, [str(problem) for problem in problems]
    return link_records(corpus)[0]


def _made(corpus: LinkedCorpus) -> dict[str, Page]:
    return {plan.address: plan.build(None) for plan in plan_pages(corpus, Urls(), Renderer())}


def _refers(page: Page) -> list[str]:
    """The lines of the last section."""
    found = page_text(page).partition("## What refers to it #refers\n")[2].partition("\n\n")[0]
    return found.splitlines()


def test_a_field_that_the_generator_has_never_heard_of_is_seen_from_the_other_side() -> None:
    made = _made(_own({
        "actors/museum.yml": "name: Harbour Museum\nkind: repository\nnotes: Closed.\n",
        "documents/letter.yml": "title: A letter\nkind: letter\nheld_by: museum\n",
        "documents/log.yml": "title: A log\nkind: diary\nheld_by: museum\n",
        "events/trial.yml": "name: The trial\nkind: other\nruled_by: [who, why]\n",
        "questions/who.yml": "question: Who?\n",
        "questions/why.yml": "question: Why?\n",
    }))  # fmt: skip
    assert _refers(made["actors/museum"]) == ["As “Held by” in A letter ‹../../sources/letter/›, A log ‹../../sources/log/›"]
    assert made["actors/museum"].sections[-1].anchor == "refers", "it comes last, after the notes"
    assert _refers(made["questions/why"]) == ["As “Ruled by” in The trial ‹../../events/trial/›"]
    assert "A log" not in pagefind_document(made["actors/museum"])


@pytest.mark.parametrize(
    ("target", "line"),
    [
        ("actors/ann", "As “Assessment · Assessed by” in Why? ‹../../questions/why/›"),
        ("actors/ann", "As “What sources say · Through” in Ben ‹../../actors/ben/›"),
        ("actors/ann", "As “Participants” in The burst ‹../../events/burst/›"),
        ("events/burst", "As “What sources say · Event” in Ben ‹../../actors/ben/›"),
        ("places/dam", "As “Where” in The burst ‹../../events/burst/›"),
        ("sources/d", "As “Assessment · Sources” in Why? ‹../../questions/why/›"),
        ("sources/d", "As “Sources” in Why? ‹../../questions/why/›"),
        ("sources/e", "As “Answers · Probably the same” in Why? ‹../../questions/why/›"),
    ],
)
def test_what_no_section_shows_is_shown_in_the_last_one(target: str, line: str) -> None:
    made = pages({
        "actors/ann.yml": "name: Ann\nkind: organisation\n",
        "actors/ben.yml": "name: Ben\nkind: organisation\nfacts: [{text: He left., date: 1889, event: burst, sources: [{source: d, via: [x ray, ann]}]}]\n",
        "places/dam.yml": "name: The dam\nkind: site\n",
        "events/burst.yml": "name: The burst\nkind: disaster\ndate: 1889\nplaces: dam\nparticipants: [{actor: ann, sources: e}]\n",
        "questions/why.yml": (
            "question: Why?\nsummary: Nobody knows.\nsources: d\nassessment: {text: Unclear., by: ann, sources: d}\n"
            "answers: [{id: a, answer: Rain., reports: [{source: d, same_as: {report: e, basis: Alike., counts_as: one}}, e]}]\n"
        ),
        "documents/d.yml": "title: D\nkind: news\n",
        "documents/e.yml": "title: E\nkind: news\n",
    })  # fmt: skip
    assert line in _refers(made[target]), _refers(made[target])


EVERY_WAY = {
    "actors/ann.yml": (
        "name: Ann A\nkind: state\nroles: [{title: Head, of: ben, sources: d}]\nrelations: [{kind: met, to: ben, sources: d}]\n"
        "designations: [{label: Foe, by: ben, sources: d}]\nfacts: [{text: It left., speaker: ben, sources: d}]\n"
    ),
    "actors/ben.yml": "name: Ben B\nkind: state\n",
    "actors/cat.yml": "name: Cat C\nkind: media\n",
    "places/dam.yml": "name: Dam D\nkind: site\npart_of: vale\nfacts: [{text: It broke., speaker: cat, sources: d}]\n",
    "places/vale.yml": "name: Vale V\nkind: region\n",
    "events/e1.yml": "name: One E\nkind: visit\ndate: 1889\nplaces: dam\nparticipants: [{actor: ben, sources: d}]\npart_of: e2\n",
    "events/e2.yml": (
        "name: Two E\nkind: visit\ndate: 1890\nplaces: dam\nparticipants: [{actor: ben, sources: d}]\n"
        "facts: [{text: It began., speaker: cat, sources: d}]\n"
    ),
    "questions/q.yml": (
        "question: Who?\nabout: [ann, dam, e1]\nanswers: [{id: a, answer: They., reports: [{source: d, speaker: ann}]}]\n"
    ),
    "questions/r.yml": "question: What?\nanswers: [{id: a, answer: It., reports: [{source: d, via: [cat]}]}]\n",
    "documents/d.yml": (
        "title: D one\nkind: news\npublisher: cat\nauthors: [ben]\nmentions: {ann: 1, vale: 1, dam: 1}\n"
        "derived_from: [{source: f, how: rewrite, sources: g}]\n"
    ),
    "documents/f.yml": "title: F two\nkind: news\n",
    "documents/g.yml": "title: G three\nkind: news\n",
}
"""A corpus in which records name one another in every way that a section of a page shows."""


def test_what_a_section_is_said_to_show_it_shows_and_the_last_one_does_not() -> None:
    corpus, problems = linked(EVERY_WAY)
    assert not problems, [str(problem) for problem in problems]
    made = _made(corpus)
    met: set[tuple[type, int]] = set()
    for origin, target, place in _all_references(corpus):
        record = corpus.corpus.records[target]
        kind = next(kind for kind in SHOWN if isinstance(record, kind))
        found = _pattern(kind).fullmatch(place)
        if not found or origin == target:
            continue
        met.add((kind, int(str(found.lastgroup)[1:])))
        page = made[f"{record.address}/{target}"]
        html = "".join([str(page.aside), *(str(part.html) for part in page.sections if part.anchor != "refers")])
        other = corpus.corpus.records[origin]
        assert f'href="../../{other.address}/{origin}/' in html, (place, target)
    assert not [(name, _refers(page)) for name, page in made.items() if _refers(page) and name not in ("places/dam", "places/vale")]
    assert met == {(kind, number) for kind, shown in SHOWN.items() for number in range(len(shown))}


def _all_references(corpus: LinkedCorpus) -> list[tuple[str, str, str]]:
    """Who names whom where: ids, and the place as a folder and a path."""
    records = corpus.corpus.records
    found = [(one.origin, one.target, one.path) for several in corpus.incoming.values() for one in several]
    found += [(one.record, one.citation.source, one.path) for several in corpus.cited_for.values() for one in several]
    return [(origin, target, f"{records[origin].folder}/{'.'.join(map(str, path))}") for origin, target, path in found]


@pytest.mark.parametrize("sources", [SMALL / "sources", root() / "sources"], ids=["small", "ours"])
def test_nothing_is_invisible(sources: object) -> None:
    """Whoever names a record in a field is linked from its page, or from a page of one of its long lists."""
    loaded, _ = load_corpus(Options(sources=sources))  # type: ignore[arg-type]
    corpus, _ = link_records(loaded.corpus)
    made = _made(corpus)
    for origin, target, place in _all_references(corpus):
        if origin == target:
            continue
        record, other = corpus.corpus.records[target], corpus.corpus.records[origin]
        address = f"{record.address}/{target}"
        shown = [page for name, page in made.items() if name == address or name.startswith(f"{address}/")]
        html = "".join(str(part) for page in shown for part in (page.aside, *(one.html for one in page.sections)))
        assert re.search(rf'href="(\.\./)+{other.address}/{origin}/', html), (place, target)


def test_events_are_referred_to_where_no_timeline_shows_them() -> None:
    files = {"actors/ann.yml": "name: Ann\nkind: state\n", "documents/d.yml": "title: D\nkind: news\n"}
    event = "name: Visit {0}\nkind: visit\ndate: 188{0}\nparticipants: [{{actor: ann, sources: d}}]\n"
    one = pages({**files, "events/v1.yml": event.format(1)})
    assert _refers(one["actors/ann"]) == ["As “Participants” in Visit 1 ‹../../events/v1/›"]
    two = pages({**files, "events/v1.yml": event.format(1), "events/v2.yml": event.format(2)})
    assert not _refers(two["actors/ann"]) and "Visit 1" in section(two["actors/ann"], "timeline")


def test_a_long_list_of_what_refers_has_a_page_of_its_own() -> None:
    def files(number: int) -> dict[str, str]:
        letters = {f"documents/l-{n:02}.yml": f"title: Letter {n:02}\nkind: letter\nheld_by: museum\n" for n in range(number)}
        return {"actors/museum.yml": "name: Museum\nkind: repository\n", **letters}

    few = _made(_own(files(LIST_LIMIT)))
    assert "Letter 39" in section(few["actors/museum"], "refers") and "actors/museum/refers" not in few
    many = _made(_own(files(LIST_LIMIT + 2)))
    short, whole = section(many["actors/museum"], "refers"), many["actors/museum/refers"]
    assert "Letter 39" in short and "Letter 40" not in short
    assert '<p><a href="../../actors/museum/refers/">All 42 on a page of their own</a></p>' in short
    assert whole.title == "Museum: what refers to it" and "Letter 41" in section(whole, "refers")
    assert not whole.searched
