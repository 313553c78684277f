from pathlib import Path

from sourcebook.pages.authored import link_authored_page, prepare_markdown, read_authored_pages
from sourcebook.pages.page import Urls
from sourcebook.pages.parts.shortcodes import SHORTCODES
from sourcebook.pages.render import Renderer
from tests.helpers import lines, linked

FILES: dict[str, str | bytes] = {
    "places/kabul.yml": "name: Kabul\nkind: city\n",
    "documents/d.yml": "title: T <i>\nkind: news\ndigest: Kabul.\n",
    "actors/a.yml": "name: Ann\nkind: state\n",
}


def show(html: str, address: str = "", *, names: bool = True, directory: bool = True) -> str:
    corpus, _ = linked(FILES)
    return link_authored_page(
        html, address, address == "", names=names, linked=corpus, urls=Urls(directory), renderer=Renderer()
    )


def test_links_are_relative_to_the_page() -> None:
    assert show("<p>Kabul</p>") == '<p><a href="places/kabul/">Kabul</a></p>'
    assert show("<p>Kabul</p>", "guide/x") == '<p><a href="../../places/kabul/">Kabul</a></p>'
    assert show("<p>Kabul</p>", "guide/x", directory=False) == '<p><a href="../places/kabul.html">Kabul</a></p>'
    assert show("<p>Kabul</p>", directory=False) == '<p><a href="places/kabul.html">Kabul</a></p>'


def test_a_page_may_keep_names_from_linking() -> None:
    assert show("<p>Kabul [[kabul]]</p>", names=False) == '<p>Kabul <a href="places/kabul/">Kabul</a></p>'


def test_headings_have_words_and_tables_keep_their_cells() -> None:
    corpus, _ = linked(FILES)
    text = "# At [[kabul]] and [[a|her]] [[x]]\n\n| a |\n|---|\n| [[kabul|there]] |\n"
    ready = prepare_markdown(text, corpus.resolve)
    assert ready.startswith("# At Kabul and her x\n")
    html = show("<td>" + ready.split("| ")[-1].split(" |")[0] + "</td>")
    assert html == '<td><a href="places/kabul/">there</a></td>'


def test_every_insert_can_be_put_in() -> None:
    for insert in SHORTCODES:
        html = show(f"<p>before Kabul</p><p>[[:{insert.name}]]</p><p>after</p>")
        assert html.startswith('<p>before <a href="places/kabul/">') and html.endswith("<p>after</p>")
        assert "[[:" not in html and len(html) > 100 and "<i>" not in html


def test_an_insert_in_code_is_text() -> None:
    html = "<p><code>[[:figures]]</code></p><pre>[[:figures]]</pre>"
    assert show(html) == html


def test_pages_are_read_with_their_problems(tmp_path: Path) -> None:
    (tmp_path / "guide").mkdir()
    (tmp_path / "index.md").write_text("# The *Home* page #\n\nText.\n\n[[:figurs]]\n", "utf-8")
    (tmp_path / "guide" / "index.md").write_text("---\nlink_names: false\n---\nKabul\n", "utf-8")
    (tmp_path / "guide" / "two-words.md").write_bytes(b"# Caf\xe9\n")
    (tmp_path / ".hidden.md").write_text("[[:nothing]]", "utf-8")
    pages, problems = read_authored_pages(tmp_path, "docs")
    assert [(p.address, p.is_index, p.title, p.names) for p in pages] == [
        ("", True, "The Home page", True),
        ("guide", True, "Guide", False),
    ]
    assert [line.split(" (")[0].split(": '")[0] for line in lines(problems)] == [
        "docs/index.md:5:1: error: there is nothing called 'figurs' to put in here; did you mean '[[:figures]]'? "
        "[unknown-insert]",
        "docs/guide/two-words.md:1:1: error: byte 5",
    ]
