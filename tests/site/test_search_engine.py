"""The index of a search whose pages MkDocs renders one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.incremental.search_index import FOLDER
from sourcebook.plugin.search import SiteSearch
from sourcebook.search import shards


def test_every_part_of_the_index_has_pages_where_mkdocs_makes_them_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "PAGES_IN_A_SHARD", 10)
    finding = SiteSearch(30, "en")
    assert finding.shards == 3
    finding.documents = {f"p/{n}/": f"<html lang='en'><body><p>word{n}</p></body></html>" for n in range(30)}
    finding.make(tmp_path)
    found = [len(list((tmp_path / FOLDER / str(number) / "fragment").iterdir())) for number in range(3)]
    assert sum(found) == 30 and min(found) > 3
    assert (tmp_path / FOLDER / "0" / "wasm.en.pagefind").is_file()
