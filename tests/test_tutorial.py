"""The tutorial is followed to the letter: what it says to write is right, and what it shows is what one sees."""

from __future__ import annotations

import re
from pathlib import Path

from tests.conftest import ROOT
from tests.test_cli import sourcebook

TEXT = (ROOT / "docs" / "guide" / "start.md").read_text("utf-8")


def test_whoever_follows_it_has_a_site_without_a_problem(tmp_path: Path) -> None:
    begun = sourcebook("init", ".", "--yes", "--title", "Millbrook", "--vocabulary", "local-history", cwd=tmp_path)
    for line in re.findall(r"^(?:wrote: |\d+ files written).*$", TEXT, re.MULTILINE):
        assert line.removesuffix(". Next:") in begun.stdout
    for example in tmp_path.glob("sources/*/example-*"):
        example.unlink()
    blocks = re.findall(r"`(sources/[\w/-]+\.yml)`[^`]*\n\n```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert [path for path, _ in blocks] == ["sources/documents/hanna-1889-06-02.yml", "sources/actors/hanna-weir.yml", "sources/places/mill-house.yml", "sources/questions/how-high.yml", "sources/documents/mill-house-photograph.yml"]
    assert "In the letter, write `authors: [hanna-weir]`" in TEXT
    for path, text in blocks:
        (tmp_path / path).write_text(text.replace("authors: [Hanna Weir]", "authors: [hanna-weir]"), "utf-8")
    (second,) = re.findall(r"below the first:\n\n```yaml\n(.*?)```", TEXT, re.DOTALL)
    with (tmp_path / "sources" / "questions" / "how-high.yml").open("a", encoding="utf-8") as question:
        question.write(second)
    (told,) = re.findall(r"^\$ sourcebook check --strict\n(.*)$", TEXT, re.MULTILINE)
    checked = sourcebook("check", "--strict", cwd=tmp_path)
    assert (checked.stderr, checked.stdout.strip()) == ("", told)


def test_a_slip_on_purpose_is_answered_as_it_says(tmp_path: Path) -> None:
    sourcebook("init", ".", "--yes", "--vocabulary", "local-history", cwd=tmp_path)
    (tmp_path / "sources" / "documents" / "a.yml").write_text("title: A\nkind: leter\n", "utf-8")
    assert "did you mean 'letter'?" in sourcebook("check", cwd=tmp_path).stderr and "kind: leter" in TEXT
