"""What is kept back is in no file of a built site, nor in what the build says."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from tests.building import mkdocs

HIDDEN_WORD = "zqx"
FILES = {
    "sources/actors/zqx-witness.yml": "name: Zqx Witness\nkind: person\nformerly: zqx-old\npublish: no\nsummary: Zqx.\nfacts:\n"
    "  - {text: 'Zqx saw [[gull-rock]] and Mara Quill.', sources: [strait-letter]}\n",
    "sources/documents/zqx-interview.yml": "title: Zqx interview\nkind: interview\npublisher: amber-times\npublish: no\n"
    "digest: '[[zqx-witness]] on Gull Rock.'\nurl: https://zqx.example/\n",
    "sources/places/zqx-broken.yml": "name: Zqx cove\nkind: zqxkind\npublish: no\n",
    "sources/places/zqx-unread.yml": "publish: no\nname: Zqx: cove\nformerly:\n  - zqx-creek\n",
    "sources/places/lee.yml": "name: Lee\nkind: water\nnotes: For all.\nprivate_notes: Zqx for us.\nsummary: 'By [[zqx-witness]], [[zqx-old]].'\n"
    "names: [{name: Zqx lee, publish: no}]\ncoordinates: {lat: 12.3456, lon: 3.4567, basis: Zqx map, publish: no}\nfacts:\n"
    "  - {text: Zqx rests on it alone., sources: zqx-interview}\n  - {text: All saw it., sources: [zqx-interview, strait-letter]}\n"
    "  - {text: Zqx hidden., publish: no}\n",
    "docs/about.md": "# About [[zqx-witness]]\n\nThe [[zqx-witness|one]] of [[lee]], `[[zqx-interview]]`, [[zqx-broken]], [[zqx-creek]].\n",
}


def test_no_file_of_a_site_has_a_word_of_it(project: Path) -> None:
    for path, text in FILES.items():
        (project / path).write_text(text, "utf-8")
    done = mkdocs("build", cwd=project)
    assert done.returncode == 0, done.stderr
    site = project / "site"
    assert "All saw it." in (site / "places" / "lee" / "index.html").read_text("utf-8")
    assert "For all." in (site / "places" / "lee" / "index.html").read_text("utf-8")
    found: list[str] = []
    for file in site.rglob("*"):
        raw = file.read_bytes() if file.is_file() else b""
        raw = gzip.decompress(raw) if file.suffix == ".gz" else raw
        name = file.relative_to(site).as_posix()
        if HIDDEN_WORD in name or HIDDEN_WORD.encode() in raw.lower() or b"12.3456" in raw:
            found.append(name)
    assert found == []
    told = [line for line in done.stderr.lower().splitlines() if HIDDEN_WORD in line]
    assert len(told) == 3, done.stderr
    assert not any(HIDDEN_WORD in re.sub(r"sources/\S+\.yml:\d+:\d+: ", "", line) for line in told), told
    assert done.stderr.count("[names-withheld]") == 7
