"""The files of Pagefind's index, tidied: only what a search loads, and the same bytes for the same pages.

Pagefind writes the values of a filter in another order each time, and names files by what is in them. Here they are
put in order and named anew. The files hold a signature and CBOR (RFC 8949), in gzip.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from sourcebook.search.cbor import cbor_dump, cbor_load

_SIGNATURE = b"pagefind_dcd"
_PROGRAM = ("pagefind.js", "pagefind-worker.js")
_ENTRY = "pagefind-entry.json"
_FILTERS = 3  # where the list of filters stands in the index's description


def normalize_index(files: Mapping[str, bytes], *, primary: bool) -> dict[str, bytes]:
    """The files of an index that a search loads, in order of path, the same for the same pages.

    Without Pagefind's own pages and, but for a `primary` index, without the program.
    """
    entry = json.loads(files[_ENTRY])
    kept = {path: content for path, content in files.items() if path.startswith(("fragment/", "index/"))}
    for language in entry["languages"].values():
        description = _unpacked(files[f"pagefind.{language['hash']}.pf_meta"])
        prefix = language["hash"].rpartition("_")[0]
        for declared in description[_FILTERS]:
            values = _unpacked(files[f"filter/{declared[1]}.pf_filter"])
            values[1].sort()
            packed = _packed(values)
            declared[1] = f"{prefix}_{_name(packed)}"
            kept[f"filter/{declared[1]}.pf_filter"] = packed
        description[_FILTERS].sort()
        packed = _packed(description)
        language["hash"] = f"{prefix}_{_name(packed)}"
        kept[f"pagefind.{language['hash']}.pf_meta"] = packed
        if primary:
            program = f"wasm.{language['wasm'] or 'unknown'}.pagefind"
            kept[program] = files[program]
    if primary:
        kept |= {path: files[path] for path in _PROGRAM}
    kept[_ENTRY] = json.dumps(entry, separators=(",", ":"), ensure_ascii=False, sort_keys=True).encode()
    return dict(sorted(kept.items()))


def _unpacked(content: bytes) -> Any:
    raw = gzip.decompress(content)
    if not raw.startswith(_SIGNATURE):
        raise ValueError("not a file of Pagefind's")
    return cbor_load(raw[len(_SIGNATURE) :])


def _packed(value: Any) -> bytes:
    return gzip.compress(_SIGNATURE + cbor_dump(value), 9, mtime=0)


def _name(content: bytes) -> str:
    return sha256(content).hexdigest()[:10]
