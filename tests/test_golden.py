"""Golden cases: the files of a corpus, and beside them what comes of it, to be read by anyone.

`pages/` holds each page as a person reads it; `problems.txt` every problem. After a wanted change:
``GOLDEN=write python -m pytest tests/test_golden.py``, then read the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sourcebook.options import Options
from sourcebook.pipeline import make_site
from tests.helpers import page_text

GOLDEN = Path(__file__).parent / "golden"
CASES = {"amber": Path(__file__).parent / "corpus", **{name: GOLDEN / name for name in ("ancient", "harbour", "kept-back", "mistakes")}}


@pytest.mark.parametrize("case", CASES)
def test_what_comes_of_a_corpus(case: str) -> None:
    folder = CASES[case]
    made = make_site(Options(folder / "sources", "sources", folder / "docs", "docs"))
    found = {"problems.txt": "".join(f"{problem}\n" for problem in made.problems)}
    if case != "mistakes":
        for plan in made.plans:
            found[f"pages/{plan.address.replace('/', '--')}.txt"] = page_text(plan.build(None))
    expected = GOLDEN / case
    if os.environ.get("GOLDEN") == "write":
        for name, text in found.items():
            (expected / name).parent.mkdir(parents=True, exist_ok=True)
            (expected / name).write_text(text, "utf-8")
    there = {path.relative_to(expected).as_posix() for path in expected.rglob("*.txt")}
    assert there == set(found)
    for name, text in found.items():
        assert (expected / name).read_text("utf-8") == text, name
