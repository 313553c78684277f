import os
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage

from sourcebook.linking.corpus import AuthoredPage
from sourcebook.linking.mentions import link_prose
from sourcebook.linking.prose_html import guard_bars, page_to_html
from sourcebook.pages.authored import link_authored_page, pages_in, prepare_markdown, read_authored_pages
from sourcebook.pages.page import Urls
from sourcebook.pages.parts.shortcodes import SHORTCODES
from sourcebook.pages.render import Renderer
from sourcebook.pages.view import View
from sourcebook.pipeline import link_records
from sourcebook.plugin.authored_files import converter
from sourcebook.plugin.mkdocs_helpers import in_nav
from tests.helpers import lines, linked, read

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


def test_a_page_in_the_place_of_the_method_is_to_hold_it(tmp_path: Path) -> None:
    page = tmp_path / "method.md"
    for text in ("# Ours\n", "# Ours\n\nSee `[[:method]]`\n"):
        page.write_text(text, "utf-8")
        assert lines(read_authored_pages(pages_in(tmp_path, "docs"), page_to_html)[1]) == [
            "docs/method.md:1:1: warning: the page takes the place of the method, and links to what a word means lead "
            "nowhere in it; write '[[:method]]' in a line of its own [no-method]"
        ]
    page.write_text("# Ours\n\n[[:method]]\n", "utf-8")
    (tmp_path / "guide").mkdir()
    (tmp_path / "guide" / "method.md").write_text("# Another\n", "utf-8")
    assert read_authored_pages(pages_in(tmp_path, "docs"), page_to_html)[1] == []


def test_a_page_may_keep_names_from_linking() -> None:
    assert show("<p>Kabul [[kabul]]</p>", names=False) == '<p>Kabul <a href="places/kabul/">Kabul</a></p>'


def test_headings_have_words_and_tables_keep_their_cells() -> None:
    corpus, _ = linked(FILES)
    text = "# At [[kabul]] and [[a|her]] [[x]]\n\n| a |\n|---|\n| [[kabul|there]] |\n"
    ready = prepare_markdown(text, corpus.resolve)
    heading = ready.partition("\n")[0]
    assert re.sub(r"<[^>]*>", "", heading) == "# At Kabul and her x"
    assert show(f"<h1>{heading[2:]}</h1>") == (
        '<h1>At <a href="places/kabul/">Kabul</a> and <a href="actors/a/">her</a> x</h1>'
    )
    html = show("<td>" + ready.split("| ")[-1].split(" |")[0] + "</td>")
    assert html == '<td><a href="places/kabul/">there</a></td>'


@pytest.mark.parametrize(
    ("text", "ready"),
    [
        ("About [[kabul]]\n-----\n", 'About <span data-sb-record="kabul">Kabul</span>\n-----\n'),
        ("x\n\n#[[kabul|*the* city]]\n", 'x\n\n#<span data-sb-record="kabul">*the* city</span>\n'),
        ("```\n# [[kabul]]\n```\n", "```\n# [[kabul]]\n```\n"),
        ("# `[[kabul]]`\n", "# `[[kabul]]`\n"),
        (r"# Where \([[kabul]]\) and $[[a]]$", r"# Where \([[kabul]]\) and $[[a]]$"),
        ("# [[nobody]] [[nobody|she]]\n", "# nobody she\n"),
        ("words [[kabul]]\n", "words [[kabul]]\n"),
    ],
)
def test_links_in_headings_are_marked_words(text: str, ready: str) -> None:
    corpus, _ = linked(FILES)
    assert prepare_markdown(text, corpus.resolve) == ready


@pytest.mark.parametrize(
    "html",
    [
        r'<p><span class="arithmatex">\([[kabul]] Kabul\)</span></p>',
        r'<div class="arithmatex">\[<b>x</b> [[nobody|Kabul]]\]</div>',
        '<script type="math/tex; mode=display">[[kabul|x]] Kabul</script>',
    ],
)
def test_maths_is_left_alone(html: str) -> None:
    assert show(guard_bars(html)) == html
    corpus, _ = linked(FILES)
    assert link_prose(html, corpus.index, corpus.resolve)[1] == []
    assert show(html + "<p>Kabul</p>") == html + '<p><a href="places/kabul/">Kabul</a></p>'


def test_maths_is_no_link_where_only_the_text_is_known() -> None:
    html = page_to_html("a $[[x]]$ b \\([[y]]\\) c\n\n\\[\n[[z]]\n\\]\n\n$$[[w]]$$\n\nAt [[v]] it cost $5, later $6.")
    corpus, _ = linked(FILES)
    assert [item.name for item in link_prose(html, corpus.index, corpus.resolve)[1]] == ["v"]


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a-page.md", "```\n# fenced\n```\n\nText.\n", "A page"),
        ("My_Page.md", "Text.\n\n# Later\n", "My Page"),
        ("a.md", "Under *lines*\n=====\n", "Under lines"),
        ("a.md", "# Known { #custom .cls }\n", "Known"),
        ("a.md", "---\ntitle: 'From *the* front'\n---\n# Heading\n", "From *the* front"),
        ("a.md", "---\ntags: [x]\n---\n\n# Heading `code`\n", "Heading code"),
        ("a.md", "Title: Of old\nTags: x\n\n# Heading\n", "Of old"),
        ("a.md", "Tags: x\n\n# Heading\n", "Heading"),
        ("a.md", "# Of [[kabul]] & [[kabul|the city]]\n", "Of Kabul & the city"),
        ("a.md", "## Second\n", "A"),
        ("a.md", "<h1>Raw</h1>\n", "A"),
        ("guide/named.md", "# Heading\n", "As the navigation says"),
        ("README.md", "Text.\n", "Home"),
    ],
)
def test_a_page_has_the_title_that_mkdocs_gives_it(tmp_path: Path, name: str, text: str, title: str) -> None:
    docs = tmp_path / "docs"
    (docs / "guide").mkdir(parents=True)
    (docs / name).write_text(text, "utf-8")
    nav = "nav: [As the navigation says: guide/named.md]\n" if "/" in name else ""
    settings = f"site_name: x\nmarkdown_extensions: [attr_list, toc: {{permalink: true}}]\n{nav}"
    (tmp_path / "mkdocs.yml").write_text(settings, "utf-8")
    config = load_config(str(tmp_path / "mkdocs.yml"))
    corpus, _ = linked(FILES)
    labels = in_nav(config.nav)
    files = [replace(file, label=labels.get(file.address, "")) for file in pages_in(docs, "docs")]
    pages, _ = read_authored_pages(files, converter(config, {}), corpus.resolve)
    assert [page.title for page in pages] == [title]

    file = File(name, str(docs), str(tmp_path / "site"), use_directory_urls=True)
    theirs = MkDocsPage(next(iter(labels.values()), None), file, config)
    theirs.read_source(config)
    theirs.markdown = prepare_markdown(theirs.markdown or "", corpus.resolve)
    theirs.render(config, Files([file]))
    assert unescape(str(theirs.title)) == title
    assert not re.search(r"[<\[]|&lt;", "".join(item.title for item in theirs.toc)), "words alone in the contents"


def test_a_mention_leads_to_a_page_of_any_name() -> None:
    corpus, problems = read(FILES)
    page = AuthoredPage("notes/C# & 50%", False, "docs/notes/C# & 50%.md", "C#", "Kabul", "<p>Kabul</p>")
    found, more = link_records(corpus, [page])
    view = View(found, Urls(), "places/kabul", False)
    (link_to,) = [item for item in found.backlinks["kabul"] if item.page]
    assert str(view.source_of_mention(link_to)) == '<a href="../../notes/C%23%20%26%2050%25/">C#</a>' and not [*problems, *more]


def test_what_is_no_ordinary_file_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "round.md").symlink_to("round.md")
    pages, problems = read_authored_pages(pages_in(tmp_path, "docs"), page_to_html)
    assert not pages and lines(problems) == [
        f"docs/{name}.md:1:1: error: this is not an ordinary file; put the file itself here [unreadable]"
        for name in ("pipe", "round")
    ]


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
    pages, problems = read_authored_pages(pages_in(tmp_path, "docs"), page_to_html)
    assert [(p.address, p.is_index, p.title, p.names) for p in pages] == [
        ("", True, "The Home page", True),
        ("guide", True, "Index", False),
    ]
    assert [line.split(" (")[0].split(": '")[0] for line in lines(problems)] == [
        "docs/index.md:5:1: error: there is nothing called 'figurs' to put in here; did you mean '[[:figures]]'? "
        "[unknown-insert]",
        "docs/guide/two-words.md:1:1: error: byte 5",
    ]
