import pytest

from sourcebook.linking.mentions import Link, LinkedProse, link_prose, sentence
from sourcebook.linking.names import build_index
from sourcebook.linking.prose_html import to_html
from sourcebook.pipeline import link_records
from tests.helpers import lines, read

CORPUS, _ = read({
    "places/kabul.yml": "name: Kabul\nkind: city\n",
    "places/torkham.yml": "name: Torkham\nkind: crossing\n",
    "actors/rd.yml": "name: R&D Office\nkind: organisation\n",
})  # fmt: skip
INDEX, _ = build_index(CORPUS)


def resolve(name: str) -> str | None:
    record = CORPUS.records.get(name)
    return record.title if record else "" if name == "broken" else None


def show(prose: LinkedProse) -> str:
    return "".join(f"‹{part.target}|{part.words}›" if isinstance(part, Link) else part for part in prose.parts)


def linked(markdown: str, own: str = "") -> str:
    return show(link_prose(to_html(markdown), INDEX, resolve, own)[0]).strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("To Kabul, from Kabul.", "<p>To ‹kabul|Kabul›, from Kabul.</p>"),
        ("*Kabul* and **Torkham**", "<p><em>‹kabul|Kabul›</em> and <strong>‹torkham|Torkham›</strong></p>"),
        ("`Kabul` in Kabul", "<p><code>Kabul</code> in ‹kabul|Kabul›</p>"),
        ("[[kabul]]", "<p>‹kabul|Kabul›</p>"),
        ("[[kabul|the city]] Kabul", "<p>‹kabul|the city› Kabul</p>"),
        ("[[ kabul ]]", "<p>‹kabul|Kabul›</p>"),
        ("`[[kabul]]`", "<p><code>[[kabul]]</code></p>"),
        ("[[nowhere]] x", "<p>[[nowhere]] x</p>"),
        ("[[nowhere|some words]]", "<p>some words</p>"),
        ("[[broken|its words]]", "<p>its words</p>"),
        ("At the R&D Office.", "<p>At the ‹rd|R&D Office›.</p>"),
        ("# Kabul\n\nKabul", "<h3>Kabul</h3>\n<p>‹kabul|Kabul›</p>"),
        ("a < b & c Kabul", "<p>a &lt; b &amp; c ‹kabul|Kabul›</p>"),
    ],
)
def test_where_links_go(text: str, expected: str) -> None:
    assert linked(text) == expected


def test_never_inside_a_link() -> None:
    assert "‹" not in linked("[to Kabul](https://a.example) and [[torkham]]").split("</a>")[0]


def test_a_record_does_not_link_to_itself() -> None:
    prose, _ = link_prose("<p>Kabul and Torkham, [[kabul]]</p>", INDEX, resolve, own="kabul")
    assert show(prose) == "<p>Kabul and ‹torkham|Torkham›, Kabul</p>"
    assert [mention.target for mention in prose.mentions] == ["torkham"]


def test_sections_begin_anew() -> None:
    prose, _ = link_prose("<h2>A</h2><p>Kabul Kabul</p><h2>B</h2><p>Kabul</p>", INDEX, resolve, restart=frozenset({"h2"}))
    assert show(prose).count("‹kabul") == 2 and prose.mentions[0].count == 3


def test_scripts_and_attributes_of_hand_written_pages_are_left_alone() -> None:
    html = '<!-- Kabul --><script>"Kabul"</script><p title="Kabul > x">Kabul</p><pre>Kabul</pre>'
    prose, _ = link_prose(html, INDEX, resolve)
    assert show(prose) == html.replace(">Kabul</p>", ">‹kabul|Kabul›</p>")


def test_mentions_are_counted_with_their_first_sentence() -> None:
    text = "Nothing here. They came to Kabul by road. Kabul was calm.\n\nLater Kabul again."
    prose, _ = link_prose(to_html(text), INDEX, resolve)
    (mention,) = prose.mentions
    assert mention.count == 3
    assert (mention.context.before, mention.context.name, mention.context.after) == ("They came to ", "Kabul", " by road.")


def test_an_unknown_id_is_told_each_time() -> None:
    _, unknown = link_prose("<p>[[nowhere]] and [[nowhere]]</p>", INDEX, resolve)
    assert [(item.name, item.occurrence) for item in unknown] == [("nowhere", 0), ("nowhere", 1)]


def test_a_link_to_a_part_is_told_what_to_write() -> None:
    files = {"places/kabul.yml": "name: Kabul\nkind: city\n", "documents/d.yml": "title: T\nkind: news\ndigest: |\n  A [[kabul#names]] b [[kаbul]].\n"}
    _, problems = link_records(read(files)[0])
    assert lines(problems) == [
        "sources/documents/d.yml:4:5: error: '[[kabul#names]]' leads nowhere: links take no part of a record; "
        "write [[kabul]] [unknown-id]",
        "sources/documents/d.yml:4:23: error: '[[kаbul]]' leads nowhere: there is no such record, its 'а' is U+0430, "
        "CYRILLIC SMALL LETTER A, not a Latin letter; did you mean 'kabul' (sources/places/kabul.yml)? [unknown-id]",
    ]


def test_what_prose_loses_is_told_where_it_stands() -> None:
    digest = "One <b>\n  `<b>` two <b>\n\n  <!-- first -->\n  <name> <div>x</div>\n"
    files = {"documents/d.yml": f"title: <b>\nkind: news\ndigest: |\n  {digest}"}
    _, problems = link_records(read(files)[0])
    assert [line.partition(": warning: ")[::2] for line in lines(sorted(problems, key=lambda p: p.where))] == [
        ("sources/documents/d.yml:4:7", "'<b>' has no partner, so it is shown as text; write '&lt;b&gt;' or `<b>` if it is text [shown-as-text]"),
        ("sources/documents/d.yml:5:13", "'<b>' has no partner, so it is shown as text; write '&lt;b&gt;' or `<b>` if it is text [shown-as-text]"),
        ("sources/documents/d.yml:7:3", "the comment 'first' is left out; keep notes to yourselves in lines of YAML that begin with '#' [left-out]"),
        ("sources/documents/d.yml:8:10", "'<div>' is no markup that prose may have, so it is shown as text; write '&lt;div&gt;' or `<div>` if it is text [shown-as-text]"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["[[kabul", "[[torkham|<b>x</b>]]", "see [[kabul]] and [[tork"])
def test_a_link_that_does_not_end_is_told(text: str) -> None:
    _, unknown = link_prose(to_html(text), INDEX, resolve)
    assert [item.whole for item in unknown] == [False]


@pytest.mark.parametrize(
    ("block", "name", "expected"),
    [
        ("One. Two Kabul two. Three.", "Kabul", "Two |Kabul| two."),
        ("Lt. Gen. Anjum of Kabul spoke. Then left.", "Kabul", "Lt. Gen. Anjum of |Kabul| spoke."),
        ("He said: “Go.” Kabul heard.", "Kabul", "|Kabul| heard."),
        ("He met IS-K. Kabul was calm.", "Kabul", "|Kabul| was calm."),
        ("The U. N. in Kabul.", "Kabul", "The U. N. in |Kabul|."),
        ("یہ ایک جملہ ہے۔ کابل دور ہے۔ آخر۔", "کابل", "|کابل| دور ہے۔"),
        ("no end Kabul at all", "Kabul", "no end |Kabul| at all"),
    ],
)
def test_the_sentence_around_a_name(block: str, name: str, expected: str) -> None:
    start = block.index(name)
    context = sentence(block, start, start + len(name))
    assert f"{context.before}|{context.name}|{context.after}" == expected


def test_a_very_long_sentence_is_cut_at_words() -> None:
    block = "word " * 200 + "Kabul" + " word" * 200
    context = sentence(block, 1000, 1005)
    assert context.before.startswith("… word") and context.after.endswith("word …")
    assert len(context.before) + len(context.after) < 340
