"""A corpus that somebody's own script made: every record with a title is there, and what is wrong fits on a page."""

from __future__ import annotations

from pathlib import Path

from sourcebook.diagnostics import Level
from sourcebook.options import Options
from sourcebook.pipeline import make_site
from tests.helpers import page_text
from tests.library_export import write_export
from tests.test_cli import sourcebook


def test_no_record_is_lost_and_the_problems_fit_on_a_page(tmp_path: Path) -> None:
    count = write_export(tmp_path / "sources")
    short, whole = sourcebook("check", cwd=tmp_path), sourcebook("check", "--all", cwd=tmp_path)
    assert count == 437 and short.stdout.startswith("437 records, ") and short.returncode == whole.returncode == 1
    problems = whole.stderr.splitlines()
    assert len(problems) > 3_000 and len(short.stderr.splitlines()) <= 60
    assert "more errors [unknown-field]: unknown field 'county' (430), " in short.stderr
    assert "unknown kind of document 'Stereograph' (50)," in short.stderr
    assert len(set(problems)) == len(problems), "each is told once"


def test_its_pages_show_what_could_be_read(tmp_path: Path) -> None:
    write_export(tmp_path / "sources", 20, 5, 3)
    site = make_site(Options(tmp_path / "sources"))
    assert len(site.linked.corpus.records) == 28 and not site.linked.corpus.broken
    assert any(problem.level is Level.ERROR for problem in site.problems)
    pages = {plan.address: page_text(plan.build(None)) for plan in site.plans}
    assert "31 May 1889" in pages["sources/item-002"] and "Sample Photographic Co." in pages["sources/item-002"]
    assert "Borough Number 2 of Cambria ‹../../places/place-02/›" in pages["sources/item-002"]
    assert "Publishedcannot be read as it is written" in pages["sources/item-000"]
