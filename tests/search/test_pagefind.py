"""The client of Pagefind's service, with the real program and with such as fail."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from sourcebook.search.cbor import cbor_dump, cbor_load
from sourcebook.search.index_files import normalize_index
from sourcebook.search.pagefind import Indexer, PagefindError, executable
from sourcebook.search.shards import PAGES_IN_A_SHARD, shard_count, shard_of


def page(number: int) -> str:
    filters = "".join(
        f'<b data-pagefind-filter="{name}">{value}</b>'
        for name, value in (("actor", f"A{number % 7}"), ("kind", f"K{number % 3}"), ("kind", "Every"))
    )
    return f'<html lang="en"><body><div data-pagefind-ignore>{filters}</div><h1>Page {number}</h1><h2 id="a">Roles</h2><p>word{number}</p></body></html>'


PAGES = {f"p/{number}/": page(number) for number in range(60)}


def made(pages: Mapping[str, str], *, primary: bool = True) -> dict[str, bytes]:
    with Indexer() as indexer:
        for address, html in pages.items():
            indexer.add(address, html)
        return indexer.finish(primary=primary)


def test_the_same_pages_make_the_same_bytes() -> None:
    first = made(PAGES)
    for _ in range(3):
        assert made(PAGES) == first
    assert list(first) == sorted(first)


def test_an_index_holds_what_a_search_loads_and_no_more() -> None:
    own, second = made({"a/": page(1)}), made({"b/": page(2)}, primary=False)
    assert {"pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "wasm.en.pagefind"} <= own.keys()
    assert not any("ui" in path or "highlight" in path or "unknown" in path for path in {*own, *second})
    assert not any(path.endswith((".js", ".pagefind")) for path in second), "the program comes with the first part alone"
    entry = json.loads(second["pagefind-entry.json"])
    assert f"pagefind.{entry['languages']['en']['hash']}.pf_meta" in second


def test_a_page_of_another_language_stands_in_the_index_of_the_sites() -> None:
    files = made({"a/": '<html lang="ur"><body><p>خواجہ آصف</p></body></html>'})
    assert list(json.loads(files["pagefind-entry.json"])["languages"]) == ["en"]


SAYS = "import sys; print(sys.argv[1], file=sys.stderr if sys.argv[1] == 'no luck' else sys.stdout, flush=True)"


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (("/nowhere/pagefind",), "cannot be started"),
        ((sys.executable, "-c", "pass"), "ended without a word"),
        ((sys.executable, "-c", SAYS, "no luck"), "no luck"),
        ((sys.executable, "-c", SAYS, "bm90IGpzb24=,"), "not understood"),
        ((sys.executable, "-c", "import time; time.sleep(60)"), "said nothing for 0.5 seconds"),
    ],
    ids=["missing", "silent", "complains", "garbled", "hangs"],
)
def test_what_goes_wrong_is_said_in_one_line(command: tuple[str, ...], why: str) -> None:
    silence = 0.5 if "said nothing" in why else 30  # on a busy machine Python begins after more than a second
    with pytest.raises(PagefindError, match=why) as problem, Indexer(command=command, silence=silence) as indexer:
        indexer.finish()
    assert "\n" not in str(problem.value)


def test_a_service_that_takes_nothing_in_does_not_hold_the_build_up_for_ever(tmp_path: Path) -> None:
    deaf = tmp_path / "deaf.py"
    deaf.write_text(
        "import base64, json, sys, time\nsys.stdin.buffer.read(1)\n"
        "answer = {'message_id': 1, 'payload': {'type': 'NewIndex', 'index_id': 0}}\n"
        "sys.stdout.buffer.write(base64.b64encode(json.dumps(answer).encode()) + b',')\nsys.stdout.flush()\ntime.sleep(60)\n"
    )
    with pytest.raises(PagefindError, match="takes nothing in"), Indexer(command=(sys.executable, str(deaf)), silence=2) as indexer:
        for number in range(8_000):
            indexer.add(str(number), "x" * 1_000)


def test_no_process_stays_behind() -> None:
    indexer = Indexer()
    process = indexer._process
    with pytest.raises(KeyError), indexer:
        raise KeyError
    assert process.returncode is not None


def test_an_error_of_the_service_is_told() -> None:
    with pytest.raises(PagefindError), Indexer() as indexer:
        indexer._index = 99
        indexer.add("a/", page(1))
        indexer.finish()


def test_pagefind_is_installed() -> None:
    assert Path(executable()).is_file()


def test_shards_are_few_and_a_page_stays_in_its_own() -> None:
    assert [shard_count(n) for n in (0, 1, 799, 800, 1_199, 1_200, 1_600)] == [1, 1, 1, 2, 2, 3, 4]
    assert [shard_count(n * PAGES_IN_A_SHARD + more) for n in (4, 10) for more in (0, 1)] == [4, 5, 10, 11]
    assert shard_of("places/torkham/", 4) == 3 and shard_of("places/kabul/", 4) == 0
    sizes = [sum(shard_of(f"sources/d-{n}/", 3) == shard for n in range(3_000)) for shard in range(3)]
    assert min(sizes) > 900


@pytest.mark.parametrize("number", [0, 23, 24, 255, 256, 65_535, 65_536, 2**32 - 1, 2**32])
def test_numbers_and_text_come_back(number: int) -> None:
    value = [number, "x" * (number % 300), ["خواجہ"]]
    assert cbor_load(cbor_dump(value)) == value
    assert cbor_dump(10) == b"\x0a" and cbor_dump(500) == b"\x19\x01\xf4" and cbor_dump("IETF") == b"dIETF"  # of RFC 8949, appendix A


@pytest.mark.parametrize("data", [b"", b"\x82\x01", b"\x01\x01", b"\xf6", b"\x9f\xff"])
def test_other_data_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        cbor_load(data)


def test_files_of_another_program_are_refused() -> None:
    with pytest.raises((KeyError, ValueError)):
        normalize_index({"pagefind-entry.json": b"{}"}, primary=True)
