"""The pages of each kind, from the records to what is shown."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest

from sourcebook.diagnostics import Diagnostic, Level, Where
from sourcebook.pages.page import Page, Urls
from sourcebook.pages.parts.banner import banner
from sourcebook.pages.parts.map_items import accuracy
from sourcebook.pages.plan import plan_pages
from sourcebook.pages.render import Renderer
from tests.helpers import linked

SOURCE = "title: D\nkind: news\npublisher: {publisher}\n{published}digest: |\n  {digest}\n"


def pages(files: Mapping[str, str | bytes]) -> dict[str, Page]:
    corpus, problems = linked(files)
    assert not problems, [str(problem) for problem in problems]
    return {plan.address: plan.build(None) for plan in plan_pages(corpus, Urls(), Renderer())}


def section(page: Page, anchor: str) -> str:
    return next((str(found.html) for found in page.sections if found.anchor == anchor), "")


def test_ids_never_stand_twice_whatever_a_record_is_called() -> None:
    names = ("mentions", "content", "facts", "summary", "roles", "names", "list", "digest")
    files = {f"actors/{name}.yml": f"name: N{name}\nkind: state\nsummary: S.\nfacts: [{{text: F.}}]\n" for name in names}
    for page in pages(files).values():
        html = str(Renderer().whole("page.html", {"page": page}))
        ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
        assert len(ids) == len(set(ids)), ids


def test_summaries_are_words_wherever_they_are_words() -> None:
    made = pages({
        "places/kabul.yml": "name: Kabul\nkind: city\n",
        "actors/a.yml": "name: Ann\nkind: organisation\nsummary: 'Based in [[kabul|the city]], *once*; 1 < 2 and a > b.'\n",
    })  # fmt: skip
    assert made["actors/a"].description == "Based in the city, once; 1 < 2 and a > b."
    assert "Based in the city, once; 1 &lt; 2 and a &gt; b." in section(made["actors"], "list")


def test_a_citation_says_no_more_than_is_known() -> None:
    made = pages({
        "documents/d.yml": SOURCE.format(publisher="The Paper", published='published: "[2023-02-22..]"\n', digest="X."),
        "documents/e.yml": "title: E\nkind: editorial\n",
        "places/p.yml": "name: P1\nkind: city\nfacts: [{text: F., sources: [{source: d, locator: p. 2, note: doubtful}, e]}]\n",
    })  # fmt: skip
    facts = section(made["places/p"], "facts")
    assert ">The Paper, 22 Feb 2023 or later</a> p. 2 (doubtful)" in facts
    assert ">E, undated</a>" in facts


def test_a_name_links_once_in_a_section() -> None:
    made = pages({
        "places/kabul.yml": "name: Kabul\nkind: city\n",
        "actors/a.yml": "name: Ann\nkind: state\nsummary: Kabul.\nfacts: [{text: Kabul one.}, {text: Kabul two.}]\n",
    })  # fmt: skip
    assert section(made["actors/a"], "facts").count("kabul/") == 1
    assert section(made["actors/a"], "summary").count("kabul/") == 1


def test_a_source_with_a_summary_only_shows_it_where_links_lead() -> None:
    made = pages({
        "places/kabul.yml": "name: Kabul\nkind: city\n",
        "documents/d.yml": "title: D\nkind: news\nsummary: About Kabul.\n",
    })  # fmt: skip
    assert "About " in section(made["sources/d"], "summary")
    assert 'sources/d/#summary"' in section(made["places/kabul"], "mentions")


def test_a_text_without_rights_reaches_no_page() -> None:
    files = {
        "places/kabul.yml": "name: Kabul\nkind: city\n",
        "documents/d.yml": "title: D\nkind: news\nrights: {publish: full}\ntext: A secret of Kabul.\n",
    }
    assert "secret" in section(pages(files)["places/kabul"], "mentions")
    from sourcebook.pipeline import link_records
    from tests.helpers import read

    corpus, _ = read({**files, "documents/d.yml": "title: D\nkind: news\ntext: A secret of Kabul.\n"})
    found, _ = link_records(corpus)
    for plan in plan_pages(found, Urls(), Renderer()):
        assert "secret" not in str(Renderer().whole("page.html", {"page": plan.build(None)}))


def test_derivation_is_seen_from_both_ends() -> None:
    made = pages({
        "documents/a.yml": "title: First\nkind: news\npublished: 2023\n",
        "documents/b.yml": "title: Second\nkind: news\nderived_from: {source: a, how: rewrite, basis: Same words.}\n",
        "documents/c.yml": "title: Third\nkind: news\nderived_from: {source: a, how: quotes}\n",
    })  # fmt: skip
    first = section(made["sources/a"], "derivation")
    assert "rewritten as" in first and "quoted by" in first and "2 sources, 1 origin" in first
    assert "Same words." in section(made["sources/b"], "derivation")
    assert "1 origin" not in section(made["sources/c"], "derivation")
    assert "after <a" in made["sources/b"].box


def test_the_places_around_a_place() -> None:
    made = pages({
        "places/a.yml": "name: Gate\nkind: crossing\npart_of: [b, c]\naccuracy_m: 400\ncoordinates: 1, 2\n",
        "places/b.yml": "name: Line\nkind: line\n",
        "places/c.yml": "name: Land\nkind: country\npart_of: d\n",
        "places/d.yml": "name: World\nkind: region\n",
    })  # fmt: skip
    words = [made["places/a"].lead.index(name) for name in ("Line", "Land", "World")]
    assert words == sorted(words)
    assert "WGS 84, ± 400 m" in made["places/a"].box and "Gate" in section(made["places/b"], "within")
    assert "not known" in made["places/b"].box


def test_distances_for_people() -> None:
    assert [accuracy(metres) for metres in (50, 999, 1000, 2000, 2500, 250_000)] == [
        "± 50 m", "± 999 m", "± 1 km", "± 2 km", "± 2.5 km", "± 250 km",
    ]  # fmt: skip


def test_the_bar_shows_errors_first_and_not_too_many() -> None:
    def problem(level: Level, number: int) -> Diagnostic:
        return Diagnostic(level, "c", f"<m{number}>", Where("f.yml", number, 1), "mend")

    assert banner([]) == ""
    warnings = [problem(Level.WARNING, 1)]
    assert "strict build would stop" in banner(warnings) and "&lt;m1&gt;; mend" in banner(warnings)
    bar = banner([*warnings, *(problem(Level.ERROR, n) for n in range(2, 10))])
    assert "f.yml:1:1" not in bar and "f.yml:2:1" in bar and "and 4 more" in bar and "made without what is wrong" in bar


def test_a_paragraph_full_of_names_is_linked_in_no_time() -> None:
    names = {f"actors/n{n}.yml": f"name: Nam{n}\nkind: state\n" for n in range(200)}
    text = " ".join(f"Lt. Nam{n % 200} met Mr. Nam{(n * 7) % 200} in the U. N. hall." for n in range(2000))
    start = time.process_time()
    linked({**names, "documents/d.yml": f"title: D\nkind: news\ndigest: {text}\n"})
    assert time.process_time() - start < 5  # once it took minutes: sentences were sought anew for each name


def test_a_family_of_more_than_one_step_is_a_tree() -> None:
    text = "title: {0} paper\nkind: news\npublished: 2023-01-0{1}\n{2}"
    rests = "derived_from: {{source: {0}, how: rewrite}}\n"
    made = pages({
        "documents/a.yml": text.format("A", 1, ""),
        "documents/b.yml": text.format("B", 2, rests.format("a")),
        "documents/c.yml": text.format("C", 3, rests.format("b")),
        "documents/d.yml": text.format("D", 4, "derived_from: [{source: a, how: rewrite}, {source: c, how: translation}, {source: b, how: quotes}]\n"),
        "documents/e.yml": text.format("E", 5, ""),
        "documents/f.yml": text.format("F", 6, rests.format("e")),
    })  # fmt: skip
    tree = section(made["sources/c"], "derivation").partition('<ul class="sb-derivation__tree">')[2]
    depths = [(part[0], part.partition("paper")[0][-2]) for part in tree.split("sb-derivation__branch--")[1:] if "sb-derivation__source--this" not in part]
    assert depths == [("0", "A"), ("1", "B"), ("1", "D")] and 'sb-derivation__branch--2"><span class="sb-derivation__source sb-derivation__source--this">this source' in tree
    assert 'translation of <a href="../../sources/c/">' in tree and "quotes" not in tree
    assert "sb-derivation__tree" not in section(made["sources/f"], "derivation"), "one step is an arrow"


def test_the_sentence_of_a_mention_is_text_whatever_stands_in_it() -> None:
    digest = "`<img src=x onerror=alert(1)>` the <b>R&D <s> Office</b> `<svg onload=alert(2)>`"
    made = pages({
        "actors/rd.yml": "name: R&D <s> Office\nkind: organisation\n",
        "documents/d.yml": f"title: D\nkind: news\ndigest: '{digest.replace('<s>', '&lt;s&gt;')}'\n",
    })  # fmt: skip
    assert (
        '<p class="sb-mentions__ours">&lt;img src=x onerror=alert(1)&gt; the <mark>R&amp;D &lt;s&gt; Office</mark> '
        "&lt;svg onload=alert(2)&gt; <small>in our digest</small></p>"
    ) in section(made["actors/rd"], "mentions")
    for page in made.values():
        assert not any(live in str(found.html) for found in page.sections for live in ("<img", "<svg onload", "<s>"))


def test_a_published_sentence_is_text_whatever_stands_in_it() -> None:
    text = "`<img src=x onerror=alert(1)>` the <b>R&D &lt;s> Office</b> `<svg onload=alert(2)>`"
    made = pages({
        "actors/rd.yml": "name: R&D <s> Office\nkind: organisation\n",
        "documents/d.yml": f"title: D\nkind: news\nrights: {{publish: full}}\ntext: '{text}'\n",
    })  # fmt: skip
    assert (
        "<blockquote>&lt;img src=x onerror=alert(1)&gt; the <mark>R&amp;D &lt;s&gt; Office</mark> "
        "&lt;svg onload=alert(2)&gt;</blockquote>"
    ) in section(made["actors/rd"], "mentions")


@pytest.mark.parametrize(
    ("field", "is_quotation"),
    [("title", True), ("text", True), ("digest", False), ("summary", False), ("notes", False), ("supplied_title", False)],
)
def test_a_block_quote_is_a_source_s_own_words(field: str, is_quotation: bool) -> None:
    given = {"title": "T", field: "They saw Ann."} if field != "supplied_title" else {field: "They saw Ann."}
    record = "".join(f"{key}: {value}\n" for key, value in given.items())
    made = pages({
        "actors/ann.yml": "name: Ann\nkind: person\n",
        "documents/d.yml": f"{record}kind: news\nrights: {{publish: full}}\n",
        "events/e.yml": "name: Ee\nsummary: Ann came.\n",
    })  # fmt: skip
    shown = section(made["actors/ann"], "mentions")
    assert ("<blockquote>They saw <mark>Ann</mark>.</blockquote>" in shown) == is_quotation
    assert ('<p class="sb-mentions__ours">They saw <mark>Ann</mark>.' in shown) != is_quotation
    assert ("in our digest" in shown) == (field == "digest")
    assert '<p class="sb-mentions__ours"><mark>Ann</mark> came.</p>' in shown, "a record of another kind is ours"
