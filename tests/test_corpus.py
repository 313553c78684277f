"""The project's own corpus: complete, cited, and without a problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.linking.prose_html import plain, to_html
from sourcebook.model.actor import Actor
from sourcebook.model.document import Document
from sourcebook.model.place import Place
from sourcebook.model.question import Question
from sourcebook.options import Options
from sourcebook.pipeline import Site, make_site
from sourcebook.provenance.corroboration import corroboration_of

ROOT = Path(__file__).parent.parent
PERSONS = ["khawaja-asif", "nadeem-anjum", "asad-majid", "muhammad-sadiq", "abdul-ghani-baradar", "mohammad-yaqoob", "sirajuddin-haqqani", "amir-khan-muttaqi", "bilawal-bhutto-zardari", "shahbaz-sharif", "ishaq-dar", "abdul-qahhar-balkhi", "amir-rana", "saad-muhammad", "abdul-basit-khan"]
OTHERS = ["ttp", "afghan-taliban", "islamic-state-khorasan", "hafiz-gul-bahadur-group", "haqqani-network", "isi", "pakistan-foreign-ministry", "pakistan-army", "government-of-pakistan", "china", "india", "united-arab-emirates", "united-nations", "al-jazeera", "arab-news", "express-tribune", "terrorism-analysis-platform", "rajaratnam-school"]
PLACES = ["torkham", "kabul", "bajaur", "north-waziristan", "islamabad", "karachi", "panjshir", "ghazni", "khyber-pakhtunkhwa", "durand-line", "munich", "doha", "pakistan", "afghanistan"]


@pytest.fixture(scope="module")
def made() -> Site:
    return make_site(Options(ROOT / "sources", "sources", ROOT / "docs", "docs"))


def test_there_is_no_problem(made: Site) -> None:
    assert [str(problem) for problem in made.problems] == []


def test_everyone_and_everything_is_there(made: Site) -> None:
    corpus = made.linked.corpus
    assert {actor.id for actor in corpus.of_kind(Actor)} >= {*PERSONS, *OTHERS}
    assert {place.id for place in corpus.of_kind(Place)} >= set(PLACES)
    assert len(list(corpus.of_kind(Document))) >= 5


def test_the_five_articles_are_four_origins(made: Site) -> None:
    articles = ["aljazeera-2023-02-22", "delegation-visits-kabul", "tap-kabul-visit", "editorial-2023-02-24", "arabnews-thaw-2025"]
    assert len({made.linked.origin_by_source[article] for article in articles}) == 4
    assert made.linked.origin_by_source["delegation-visits-kabul"] == "aljazeera-2023-02-22"


def test_digests_have_their_length_and_their_counts(made: Site) -> None:
    for document in made.linked.corpus.of_kind(Document):
        words = len(plain(to_html(document.digest or "")).split())
        assert 150 <= words <= 300, f"{document.id}: {words} words"
        assert document.mentions and document.summary


def test_every_profile_is_spoken_of_named_and_cited(made: Site) -> None:
    for record in [*made.linked.corpus.of_kind(Actor), *made.linked.corpus.of_kind(Place)]:
        assert record.summary and record.sources, record.id
        cited = [fact for facts in made.linked.cited_for.values() for fact in facts if fact.record == record.id]
        assert cited, record.id
        for fact in record.facts:
            assert fact.sources, record.id


def test_the_four_places_of_the_mission_are_complete(made: Site) -> None:
    for name in ("torkham", "kabul", "bajaur", "north-waziristan"):
        place = made.linked.corpus.records[name]
        assert isinstance(place, Place)
        assert place.coordinates and place.accuracy_m and place.part_of and place.country and place.facts
        assert {found.lang for found in place.names} & {"ur", "ps"}


FIGURES = {
    "abdul-qahhar-balkhi": (1, 1),
    "muhammad-sadiq": (2, 2),
    "asad-majid": (1, 1),
    "haqqani-network": (1, 1),
    "abdul-ghani-baradar": (3, 2),
    "deputy-prime-minister-office": (2, 2),
    "isi": (3, 2),
    "pakistan-army": (1, 1),
    "munich": (2, 2),
    "panjshir-2021": (1, 1),
    "munich-reply-content-2023": (4, 1),
    "munich-speech-content-2023": (4, 1),
    "talks-agenda-2023": (4, 3),
}
"""Sources and origins, as the articles give them: a source that is silent, or repeats, adds nothing."""

ANSWERS = {
    ("attacks-from-afghanistan", "attacks-from-afghanistan", "denies"): (3, 1),
    ("kabul-visit-reasons-2023", "closure-tension-and-attacks", "asserts"): (0, 0),
    ("kabul-visit-reasons-2023", "closure-tension-and-attacks", "hedges"): (3, 2),
    ("kabul-visit-reasons-2023", "to-learn-the-mood", "asserts"): (0, 0),
    ("relations-outlook-2025", "thaw-goes-on", "asserts"): (0, 0),
    ("talks-agenda-2023", "security-and-armed-groups", "asserts"): (2, 2),
    ("talks-agenda-2023", "is-k", "asserts"): (2, 1),
    ("talks-agenda-2023", "security", "asserts"): (2, 2),
    ("talks-agenda-2023", "security", "hedges"): (2, 2),
    ("talks-participants-2023", "predominantly-military", "hedges"): (0, 0),
    ("ttp-talks-mediator", "talks-helped-by-the-afghan-taliban", "asserts"): (0, 0),
    ("what-pakistan-should-do", "discuss-bilateral-matters", "asserts"): (4, 1),
    ("what-pakistan-should-do", "help-from-abroad", "asserts"): (1, 1),
    ("what-pakistan-should-do", "trade-apart-from-security", "asserts"): (5, 2),
}
"""The same of one answer, by what the sources do: question, answer, stance."""


@pytest.mark.parametrize("record", FIGURES)
def test_a_figure_is_what_the_articles_give(record: str, made: Site) -> None:
    found = made.linked.support_by_subject[record]
    assert (found.sources, found.origins) == FIGURES[record]


@pytest.mark.parametrize(("question", "answer", "stance"), ANSWERS)
def test_a_figure_of_an_answer_is_what_the_articles_give(question: str, answer: str, stance: str, made: Site) -> None:
    record = made.linked.corpus.records[question]
    assert isinstance(record, Question)
    (position,) = (number for number, one in enumerate(record.answers) if one.id == answer)
    found = getattr(corroboration_of(position, made.linked.reports_by_record[question]), stance)
    assert (found.sources, found.origins) == ANSWERS[question, answer, stance]


def test_a_name_is_counted_where_only_its_short_form_stands(made: Site) -> None:
    counted = {(d.id, name): number for d in made.linked.corpus.of_kind(Document) for name, number in d.mentions.items()}
    assert counted["tap-kabul-visit", "bilawal-bhutto-zardari"] == 4
    assert counted["aljazeera-2023-02-22", "amir-rana"] == counted["aljazeera-2023-02-22", "saad-muhammad"] == 2
    assert counted["aljazeera-2023-02-22", "afghan-taliban"] == 12
    assert counted["editorial-2023-02-24", "afghan-taliban"] == 6


SENTENCES = {
    "what Pakistan decided, not what it did": ("sources/places/pakistan.yml", "decided to", "repatriated Afghan refugees by force"),
    "the strike is dated, not the arrival": ("sources/actors/isi.yml", "2021-09-04?", "was taken by the Taliban"),
    "whom the minister meant by we stays open": ("sources/places/munich.yml", '"we and the interim government"', "both governments"),
    "one country raised its mission": ("docs/index.md", "Pakistan", "the two neighbours raised"),
    "the pledge is about what comes from Afghanistan": ("sources/actors/afghan-taliban.yml", "from Afghanistan", "would threaten no other country"),
    "the thaw cannot have appeared before what it tells": ("sources/documents/arabnews-thaw-2025.yml", "[2025-07-07..2025-07-12]", "published: 2025-07 "),
    "armed groups were accused, not the Taliban": ("sources/actors/government-of-pakistan.yml", "ttp", "to demand"),
    "the reply is not the minister's statement": ("sources/places/afghanistan.yml", "speaker: afghan-taliban", "issue. The Afghan side answered"),
    "the day of the arrival is not given": ("sources/events/panjshir-2021.yml", "on that day or earlier is not said", "which came before"),
    "the rewrite has no face to face": ("sources/events/munich-reply-2023.yml", "three of them", "the same in all"),
    "Panjshir was captured after the strike": ("sources/places/kabul.yml", "captured after a heavy strike", "fell to a heavy strike"),
    "when the proposal was made is not said": ("sources/events/ghazni-relocation-plan.yml", "when it was made is not said", "It places the proposal after"),
    "the year 2025 is in no text": ("sources/places/kabul.yml", "general reference", "year follows from"),
    "the official speaks of the TTP only": ("sources/questions/talks-agenda-2023.yml", "Security, with the TTP named", "above all the TTP and IS-K"),
    "the critic speaks of pressure, not of trade": ("sources/questions/what-pakistan-should-do.yml", "not of trade", "the editorial and Saad Muhammad on the other"),
    "the threat spreads if it is not taken seriously": ("sources/questions/munich-speech-content-2023.yml", "if not taken seriously", "above all others"),
    "what one official said is his": ("sources/actors/government-of-pakistan.yml", "speaker: an unnamed official", "reported that it presented evidence"),
    "pressure comes if Pakistan thinks it necessary": ("sources/actors/afghan-taliban.yml", "if Pakistan thinks it necessary", "other pressure if it does not"),
    "four texts name a turning point": ("sources/questions/violence-rise-since-when.yml", "four name turning points", "count it from different turning points"),
    "the newspaper is called pro-government": ("sources/actors/express-tribune.yml", "pro-government", "close to the government"),
    "the judgement is the authors', not the publisher's": ("sources/actors/terrorism-analysis-platform.yml", "unnamed authors of the analysis that it published", "In its assessment the Taliban"),
    "the analysis expects, not its publisher": ("sources/actors/government-of-pakistan.yml", "An analysis that the Terrorism Analysis Platform published holds", "The Terrorism Analysis Platform holds"),
    "three reports of the reply do not name Balkhi": ("sources/actors/abdul-qahhar-balkhi.yml", "the editors' reading", "report this answer"),
    "the envoy is named where his efforts are": ("sources/actors/muhammad-sadiq.yml", "the efforts of Muhammad Sadiq", "Khan, his efforts"),
    "the rewrite has neither face to face nor directly": ("sources/questions/munich-reply-content-2023.yml", "answer: Pakistan should discuss bilateral matters with the Afghan side", "discuss bilateral matters directly"),
    "all five speak of economic relations": ("sources/questions/what-pakistan-should-do.yml", "answer: Keep security problems from harming economic relations", "answer: Keep trade apart from politics"),
    "only the rewrite makes the accusation the reason": ("sources/questions/torkham-closed-by-whom-2023.yml", "which the rewrite makes the reason", "closed it over commitments"),
    "that the militants were to go to Ghazni is inferred": ("sources/places/ghazni.yml", "that they were to live here is inferred", "move TTP militants there"),
    "what the Taliban rejected was not said of one attack": ("sources/events/karachi-police-station-attack-2023.yml", "In general, and not of this attack, the analysis reports", "territory. The analysis says so in general"),
    "the Afghan Taliban helped in the talks": ("sources/events/ttp-peace-deals-2021-2022.yml", "role: helped in the talks", "role: mediator"),
    "the editorial leaves open, and does not doubt": ("sources/actors/afghan-taliban.yml", "leaves open", "doubts that it will act"),
}
"""Sentences that once said more than their source: the file, what it says, and what it said."""


@pytest.mark.parametrize("what", SENTENCES)
def test_a_sentence_says_no_more_than_its_source(what: str) -> None:
    path, right, wrong = SENTENCES[what]
    text = " ".join((ROOT / path).read_text("utf-8").split())
    assert right in text and wrong not in text
