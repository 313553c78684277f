from sourcebook.linking.corpus import AuthoredPage
from sourcebook.linking.references import suggest
from sourcebook.pipeline import link_records
from sourcebook.provenance.queries import CorpusQueries
from tests.helpers import codes, lines, linked, read
from tests.pages.test_pages import pages

FILES: dict[str, str | bytes] = {
    "documents/d.yml": "title: D\nkind: news\npublisher: paper\nauthors: [Ann Other]\ndigest: Rey met Sol in Port.\n",
    "documents/e.yml": "title: E\nkind: news\ndigest: |\n  Nothing.\n\n  Sol again in Port.\n",
    "actors/paper.yml": "name: The Paper\nkind: media\n",
    "actors/rey.yml": "name: Rey\nkind: state\nroles:\n  - {title: Chief, of: paper, sources: [{source: d, locator: p. 1}]}\n",
    "actors/sol.yml": "name: Sol\nkind: state\nfacts:\n  - {text: Left Port., sources: [d, e]}\n",
    "places/port.yml": "name: Port\nkind: city\n",
}


def test_backlinks_carry_their_sentence() -> None:
    corpus, problems = linked(FILES)
    assert not problems
    found = [(b.origin, b.field, b.context.before + b.context.name + b.context.after) for b in corpus.backlinks["port"]]
    assert found == [
        ("d", "digest", "Rey met Sol in Port."),
        ("e", "digest", "Sol again in Port."),
        ("sol", "facts", "Left Port."),
    ]


def test_fields_and_citations_are_inverted() -> None:
    corpus, _ = linked(FILES)
    assert [(r.origin, r.field) for r in corpus.incoming["paper"]] == [("d", "publisher"), ("rey", "roles")]
    cited = [(c.record, c.field, c.statement.words, c.citation.locator) for c in corpus.cited_for["d"]]
    assert cited == [("rey", "roles", "Chief", "p. 1"), ("sol", "facts", "Left Port.", None)]


def test_what_a_source_covers() -> None:
    corpus, _ = linked(FILES)
    assert corpus.subjects_by_source == {"d": {"port": 1, "rey": 1, "sol": 1}, "e": {"port": 1, "sol": 1}}
    assert corpus.sources_by_subject["sol"] == ("d", "e")
    counted = {**FILES, "documents/e.yml": "title: E\nkind: news\ndigest: Sol.\nmentions: {rey: 7}\n"}
    assert linked(counted)[0].subjects_by_source["e"] == {"rey": 7, "sol": 0}, "counted in the text; cited by a profile"


def test_neighbours() -> None:
    corpus, _ = linked(FILES)
    assert CorpusQueries(corpus).mentioned_with("port") == (("sol", 2), ("rey", 1))
    assert CorpusQueries(corpus).related("d") == (("e", ("port", "sol")),)


def test_an_unknown_id_names_the_nearest_with_its_file() -> None:
    corpus, _ = read({**FILES, "actors/x.yml": "name: X\nkind: state\nroles:\n  - {title: T, of: papr, sources: dd}\n"})
    _, problems = link_records(corpus)
    assert lines(problems) == [
        "sources/actors/x.yml:4:35: error: unknown source 'dd'; did you mean 'd' (sources/documents/d.yml)? [unknown-id]",
        "sources/actors/x.yml:4:20: error: unknown actor 'papr'; did you mean 'paper' (sources/actors/paper.yml)? "
        "Or write a name with capitals if it has no record [unknown-id]",
    ]


def test_an_id_of_the_wrong_kind() -> None:
    corpus, _ = read({**FILES, "places/x.yml": "name: X\nkind: city\npart_of: sol\n"})
    _, problems = link_records(corpus)
    assert lines(problems) == [
        "sources/places/x.yml:3:10: error: 'sol' is an actor (sources/actors/sol.yml), but 'part_of' names a place "
        "[wrong-kind]"
    ]


def test_a_name_leads_to_its_id() -> None:
    corpus, _ = read(FILES)
    assert suggest(corpus, "The Papr", ("actors",)) == "did you mean 'paper' (sources/actors/paper.yml)?"


def test_free_text_where_it_is_allowed() -> None:
    _, problems = linked({"documents/d.yml": "title: D\nkind: news\npublisher: Some Paper\nauthors: [A. N. Other]\n"})
    assert not problems


def test_explicit_ids_in_prose_are_checked_where_they_stand() -> None:
    corpus, _ = read({**FILES, "actors/x.yml": "name: X\nkind: state\nsummary: |\n  One.\n\n  Two [[prt]] and [[prt|x]].\n"})
    _, problems = link_records(corpus)
    assert [f"{p.where} {p.code}" for p in problems] == [
        "sources/actors/x.yml:6:7 unknown-id",
        "sources/actors/x.yml:6:19 unknown-id",
    ]
    assert problems[0].hint == "did you mean 'port' (sources/places/port.yml)?"


def test_a_broken_file_is_told_once() -> None:
    corpus, problems = read({**FILES, "actors/paper.yml": "name: @\n"})
    assert codes(problems) == ["quote-it"]
    assert link_records(corpus)[1] == []


def test_links_that_lead_nowhere_useful() -> None:
    corpus, _ = read({"actors/x.yml": "name: X\nkind: state\nsummary: See [a](//e.example) and [b](notes.md).\n"})
    _, problems = link_records(corpus)
    assert [f"{p.where} {p.code}" for p in problems] == ["sources/actors/x.yml:3:16 bad-link", "sources/actors/x.yml:3:37 bad-link"]


def test_pages_written_by_hand_are_linked_and_checked() -> None:
    corpus, _ = read(FILES)
    page = AuthoredPage("", True, "docs/index.md", "Home", "# Home\n\nSol in [[prt]].\n", "<p>Sol in [[prt]].</p>")
    result, problems = link_records(corpus, [page])
    assert [f"{p.where} {p.code}" for p in problems] == ["docs/index.md:3:8 unknown-id"]
    assert result.backlinks["sol"][-1].page is page


def test_ids_are_checked_in_files_that_have_other_errors() -> None:
    text = "name: X\nkind: nonsense\nroles:\n  - {title: T, of: port, sources: [e, {source: ee}]}\nnames: [Y]\nsources: papr\n"
    corpus, problems = read({**FILES, "actors/x.yml": text})
    assert codes(problems) == ["unknown-kind"]
    _, problems = link_records(corpus)
    assert sorted(f"{p.where} {p.code}" for p in problems) == [
        "sources/actors/x.yml:4:20 wrong-kind",
        "sources/actors/x.yml:4:48 unknown-id",
        "sources/actors/x.yml:6:10 unknown-id",
    ]


def test_a_name_where_an_id_is_meant_is_told() -> None:
    corpus, _ = read({**FILES, "documents/d.yml": "title: D\nkind: news\npublisher: the paper\nauthors: [Port, Nobody Known]\n"})
    assert [f"{p.where} {p.code} {p.hint}" for p in link_records(corpus)[1] if p.code == "name-not-id"] == [
        "sources/documents/d.yml:3:12 name-not-id write its id: 'paper' (sources/actors/paper.yml)"
    ]


def test_an_id_as_a_key_is_told_at_the_key() -> None:
    corpus, _ = read({**FILES, "documents/d.yml": "title: D\nkind: news\nmentions:\n  nowhere: 3\n"})
    assert [f"{p.where} {p.code}" for p in link_records(corpus)[1] if "d.yml" in str(p.where)] == ["sources/documents/d.yml:4:3 unknown-id"]


def test_what_stands_in_code_is_not_where_a_problem_is() -> None:
    corpus, _ = read({"actors/x.yml": "name: X\nkind: state\nsummary: |\n  See `[[nope]]`.\n\n  Then [[nope]].\n"})
    assert [str(p.where) for p in link_records(corpus)[1]] == ["sources/actors/x.yml:6:8"]


def test_an_insert_in_the_middle_of_text_is_told_what_to_do() -> None:
    corpus, _ = read(FILES)
    page = AuthoredPage("", True, "docs/index.md", "Home", "Now [[:figures]] here\n", "<p>Now [[:figures]] here</p>")
    _, problems = link_records(corpus, [page])
    assert codes(problems) == ["unknown-insert"] and "paragraph of its own" in str(problems[0])


def test_a_title_names_records_and_is_no_link_on_its_own_page() -> None:
    files = {
        "places/murray.yml": "name: Murray\nkind: town\n",
        "documents/a.yml": "title: Panoramic view of Murray, Idaho.\nkind: photograph\n",
        "documents/b.yml": "supplied_title: Murray <from above> [[murray]] & [[nowhere]]\nkind: photograph\ndigest: It shows Murray.\n",
    }
    corpus, problems = linked(files)
    assert problems == []
    assert [(link.origin, link.field, link.context) for link in corpus.backlinks["murray"]] == [
        ("a", "title", ("Panoramic view of ", "Murray", ", Idaho.")),
        ("b", "digest", ("It shows ", "Murray", ".")),
        ("b", "supplied_title", ("", "Murray", " <from above> [[murray]] & [[nowhere]]")),
    ]
    assert corpus.subjects_by_source["a"] == {"murray": 1}
    assert corpus.sources_by_subject["murray"] == ("a", "b")
    made = pages(files)
    mentions = next(str(section.html) for section in made["places/murray"].sections if section.anchor == "mentions")
    assert "Panoramic view of <mark>Murray</mark>, Idaho." in mentions
    assert 'href="../../sources/a/">' in mentions and "#title" not in mentions
    assert "from above" not in mentions.replace("[Murray &lt;from above&gt;", "")  # the digest says more
    assert "Panoramic view of Murray, Idaho." in str(made["sources/a"].lead)
    assert "murray" not in str(made["sources/a"].lead)
