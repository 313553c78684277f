"""What is kept back is taken out before anything is linked: records, parts of them, and what names or rests on them."""

from __future__ import annotations

from sourcebook.linking.corpus import AuthoredPage
from sourcebook.model.actor import Actor
from sourcebook.model.event import Event
from sourcebook.pipeline import link_records
from sourcebook.provenance.withheld_names import names_withheld
from sourcebook.provenance.withholding import Withheld, withhold, withhold_read
from sourcebook.reading.files import SourceFile
from sourcebook.reading.loader import load
from tests.helpers import lines, read

WITNESS = "name: Ilse Varn\nkind: person\nformerly: keeper-s-wife\npublish: no\n"
DIARY = "title: Diary\nkind: statement\npublish: no\n"
LETTER = "title: Letter\nkind: statement\n"


def kept(files: dict[str, str]) -> Withheld:
    corpus, problems = read(files)
    assert not problems, lines(problems)
    return withhold(corpus)


def origins(files: dict[str, str], record: str) -> tuple[int, int]:
    """How many origins a record has in all that was read, and in what is published of it."""
    found = kept(files)
    whole, published = (link_records(corpus)[0] for corpus in (found.complete, found.corpus))
    return whole.support_by_subject[record].origins, published.support_by_subject[record].origins


def test_where_nothing_is_kept_back_nothing_is_made() -> None:
    found = kept({"documents/letter.yml": LETTER + "publish: yes\n"})
    assert found.corpus is found.complete and names_withheld(found) == []


def test_a_record_goes_and_what_names_it() -> None:
    found = kept({
        "actors/witness.yml": WITNESS,
        "documents/diary.yml": DIARY,
        "documents/letter.yml": LETTER + "publisher: witness\nmentions: {witness: 2, town: 1}\nauthors: [witness, A Clerk]\n",
        "places/town.yml": "name: Town\nkind: city\n",
        "events/fire.yml": "name: Fire\nkind: disaster\nparticipants: [witness, A Clerk]\nfacts:\n"
        "  - {text: It burned., speaker: witness, sources: [letter, diary]}\n"
        "  - {text: She ran., sources: diary}\n"
        "  - {text: She hid., sources: diary, basis: an interview that is not published}\n",
    }).corpus
    assert list(found.records) == ["letter", "fire", "town"] or sorted(found.records) == ["fire", "letter", "town"]
    fire, letter = found.records["fire"], found.records["letter"]
    assert isinstance(fire, Event)
    assert [one.actor for one in fire.participants] == ["A Clerk"]
    assert [(fact.text, fact.speaker, [c.source for c in fact.sources]) for fact in fire.facts] == [
        ("It burned.", None, ["letter"]),
        ("She hid.", None, []),
    ]
    assert letter.publisher is None and letter.authors == ("A Clerk",)  # type: ignore[attr-defined]
    assert dict(letter.mentions) == {"town": 1}  # type: ignore[attr-defined]


def test_a_part_goes_and_the_others_keep_their_place_in_the_file() -> None:
    files = {
        "actors/keeper.yml": "name: Keeper\nkind: person\nprivate_notes: He asked for it.\nfacts:\n"
        "  - {text: Secret., publish: no}\n  - {text: 'He saw [[nobody]].'}\nnames:\n  - {name: K., publish: No}\n  - Keep\n",
    }
    corpus, _ = read(files)
    found = withhold(corpus)
    keeper = found.corpus.records["keeper"]
    assert isinstance(keeper, Actor)
    assert [fact.text for fact in keeper.facts] == ["He saw [[nobody]]."]
    assert [name.name for name in keeper.names] == ["Keep"] and keeper.private_notes is None
    assert [str(problem.where) for problem in link_records(found.corpus)[1]] == ["sources/actors/keeper.yml:6:20"]


def test_a_slip_of_the_pen_publishes_nothing() -> None:
    found = kept({"documents/letter.yml": LETTER + "publish: nein\n"})
    assert not found.corpus.records
    assert lines(names_withheld(found)) == [
        "sources/documents/letter.yml:3:10: error: 'publish' is neither yes nor no, so this is kept back; "
        "write 'yes' or 'no' [bad-yes-no]"
    ]


def test_a_published_sentence_that_names_it_is_an_error_and_says_nothing_of_it() -> None:
    found = kept({
        "actors/witness.yml": WITNESS,
        "places/town.yml": "name: Town\nkind: city\nsummary: |\n  One [[witness]] and [[witness|her]], [[keeper-s-wife]].\n"
        "  Ilse Varn fled.\n",
    })
    assert found.corpus.records["town"].summary == "One  and her, .\nIlse Varn fled.\n"
    page = AuthoredPage("", True, "docs/index.md", "Home", "# Home\n\nBy [[ witness ]].\n", "", True)
    place = "sources/places/town.yml"
    said = "'[[witness]]' is published, and 'witness' is kept back; say it in words that may be published, or publish that too"
    assert lines(names_withheld(found, [page], in_full=True)) == [
        f"{place}:4:7: error: {said} [names-withheld]",
        f"{place}:4:23: error: {said} [names-withheld]",
        f"{place}:4:40: error: {said.replace('witness', 'keeper-s-wife')} [names-withheld]",
        f"docs/index.md:3:4: error: {said} [names-withheld]",
        f"{place}:5:3: warning: 'Ilse Varn' is published, and names 'witness' (sources/actors/witness.yml) by what is kept "
        "back; say it in words that may be published, or publish that too [names-withheld]",
    ]
    told = lines(names_withheld(found, [page]))
    assert len(told) == 5 and not any("witness" in line or "Varn" in line or "wife" in line for line in told)


def test_a_name_that_is_published_too_is_no_slip() -> None:
    found = kept({"actors/witness.yml": WITNESS, "actors/other.yml": "name: Ilse Varn\nkind: person\n"})
    assert names_withheld(found, in_full=True) == []


def test_problems_in_it_are_told_by_code_and_place() -> None:
    files = [
        SourceFile(Actor, f"sources/actors/{name}.yml", text.encode())
        for name, text in {
            "broken": "name: Ilse Varn\nkind: persn\npublish: no\n",
            "unread": "publish: no\nname: Ilse: Varn\n",
            "partly": "name: A\nkind: person\nroles:\n  - {title: T, from: 2030, to: 2020, publish: no, sources: x}\n"
            "  - {title: U, from: 2031, to: 2021, sources: x}\n",
        }.items()
    ]
    corpus, problems = load(files)
    found = withhold_read(corpus, files)
    assert sorted(found.corpus.records) == ["partly"] and not found.corpus.broken
    silent = "it is kept back, so nothing of it is told here; 'sourcebook check' says what is wrong"
    told = lines(found.without_words(problems))
    assert [line for line in told if "roles" not in line and silent not in line] == [
        "sources/actors/partly.yml:5:32: warning: the role ends (2021) before it begins (2031) [backwards]"
    ]
    assert len(told) == len(problems) == 4
    assert f"sources/actors/broken.yml:2:7: error: {silent} [unknown-kind]" in told
    assert f"sources/actors/partly.yml:4:32: warning: {silent} [backwards]" in told


COPY = "title: {0}\nkind: news\nderived_from: [{{source: diary, how: rewrite}}]\ndigest: '[[town]]'\n"


def test_two_copies_of_what_is_kept_back_are_one_origin() -> None:
    copies = {f"documents/{name}.yml": COPY.format(name) for name in ("amber", "blue")}
    files = {**copies, "documents/diary.yml": DIARY, "places/town.yml": "name: Town\nkind: city\n"}
    assert origins(files, "town") == (1, 1)
    found = link_records(kept(files).corpus)[0]
    assert found.origin_by_source == {"amber": "amber", "blue": "amber"} and not found.copied_from


def test_a_derivation_that_is_kept_back_counts_and_is_not_shown() -> None:
    copy = "title: Amber\nkind: news\nderived_from: [{source: diary, how: rewrite, publish: no}]\ndigest: '[[town]]'\n"
    files = {
        "documents/amber.yml": copy,
        "documents/diary.yml": "title: Diary\nkind: statement\ndigest: '[[town]]'\n",
        "places/town.yml": "name: Town\nkind: city\n",
    }
    assert origins(files, "town") == (1, 1)


def test_one_witness_whose_name_is_kept_back_is_one_origin() -> None:
    fact = "facts:\n  - {text: It burned., speaker: witness, sources: [amber, letter]}\n"
    question = "question: Who?\nanswers:\n  - id: she\n    answer: She did.\n    reports:\n"
    question += "      - {source: amber, speaker: witness}\n      - {source: letter, via: [witness, A Clerk]}\n"
    files = {
        "actors/witness.yml": WITNESS,
        "documents/amber.yml": "title: Amber\nkind: news\n",
        "documents/letter.yml": LETTER,
        "places/town.yml": "name: Town\nkind: city\n" + fact,
        "questions/who.yml": question,
    }
    assert origins(files, "town") == (1, 1)
    assert origins(files, "who") == (1, 1)
