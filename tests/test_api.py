"""The front door for Python, and the page of the guide that shows it."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import sourcebook
from sourcebook.api import OpenedCorpus
from sourcebook.model.corpus import KINDS
from sourcebook.model.place import Place

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "guide" / "python.md").read_text("utf-8")


def test_the_examples_of_the_guide_run_and_print_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    blocks = re.findall(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert len(blocks) == PAGE.count("```python") == PAGE.count("```text") > 3
    for code, printed in blocks:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(code, names)  # noqa: S102 - our own guide
        assert out.getvalue() == printed, code


def test_every_question_is_in_the_guide() -> None:
    for name, member in vars(OpenedCorpus).items():
        if not name.startswith("_") and callable(member):
            assert f"corpus.{name}(" in PAGE, name
            assert member.__doc__, name


def test_importing_the_package_loads_nothing_else() -> None:
    code = "import sys; before = set(sys.modules); import sourcebook; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert {name.partition(".")[0] for name in done.stdout.split()} - sys.stdlib_module_names == {"sourcebook"}
    assert "sourcebook.pipeline" not in done.stdout and "sourcebook.api" not in done.stdout


@pytest.fixture
def corpus(project: Path) -> OpenedCorpus:
    return sourcebook.open(project / "sources", project / "docs")


def test_records_by_id_and_kind(corpus: OpenedCorpus) -> None:
    assert len(corpus) == len(list(corpus)) == 11 and "dorrin" in corpus and "nobody" not in corpus
    assert {place.id for place in corpus.of_kind(Place)} == {"dorrin", "gull-rock"}
    for kind in KINDS:
        for word in (kind.noun, kind.plural, kind.folder, kind.address):
            assert corpus.of_kind(word) == corpus.of_kind(kind) != ()
    with pytest.raises(ValueError, match="'plaecs' is no kind of record; did you mean 'places'"):
        corpus.of_kind("plaecs")


def test_what_runs_between_records(corpus: OpenedCorpus) -> None:
    facts = corpus.citing("amber-times-2031-05-02")
    assert facts and all(fact.citation.source == "amber-times-2031-05-02" for fact in facts)
    assert {mention.target for mention in corpus.mentions_of("gull-rock")} == {"gull-rock"}
    assert {reference.target for reference in corpus.references_to("gull-rock")} == {"gull-rock"}
    assert "amber-times-2031-05-02" in [source.id for source in corpus.sources_on("gull-rock")]
    assert {corpus.origin_of(source.id) for source in corpus.of_kind("source")} <= set(corpus)
    for ask in (corpus.citing, corpus.mentions_of, corpus.references_to, corpus.sources_on, corpus.origin_of):
        with pytest.raises(KeyError, match=r"there is no record 'gul-rock'; did you mean 'gull-rock'\?"):
            ask("gul-rock")


def test_pages_written_by_hand_count_where_they_are_given(project: Path, corpus: OpenedCorpus) -> None:
    (project / "docs" / "more.md").write_text("# More\n\nOn Gull Rock.\n", "utf-8")
    assert not [link for link in sourcebook.open(project / "sources").mentions_of("gull-rock") if link.page]
    assert [link.page.title for link in sourcebook.open(project / "sources", project / "docs").mentions_of("gull-rock") if link.page][-1] == "More"


def test_what_is_kept_back_is_there_on_request(project: Path) -> None:
    place = project / "sources" / "places" / "dorrin.yml"
    place.write_text("name: Dorrin\nkind: country\npublish: no\nsummary: By [[nobody]].\n", "utf-8")
    published, whole = (sourcebook.open(project / "sources", drafts=drafts) for drafts in (False, True))
    assert "dorrin" not in published and "dorrin" in whole
    assert published.problems == whole.problems and "unknown-id" in [problem.code for problem in whole.problems]


def test_problems_are_values_and_strict_raises_them(project: Path) -> None:
    place = project / "sources" / "places" / "dorrin.yml"
    place.write_text("name: Dorrin\nkind: contry\n", "utf-8")
    corpus = sourcebook.open(project / "sources")
    assert [problem.code for problem in corpus.problems] == ["unknown-kind"]
    assert (corpus["dorrin"].kind_label, corpus["dorrin"].refused_fields) == ("Other", ("kind",))
    with pytest.raises(sourcebook.ProblemsError, match=r"dorrin\.yml:2:7: error: unknown kind of place 'contry'") as caught:
        sourcebook.open(project / "sources", strict=True)
    assert [problem.code for problem in caught.value.problems] == ["unknown-kind"]
    with pytest.raises(FileNotFoundError, match="there is no folder 'nowhere'"):
        sourcebook.open("nowhere")
