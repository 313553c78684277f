"""Which part of the index holds a page: large sites have several parts, so that none takes much memory to make."""

from __future__ import annotations

from zlib import crc32

PAGES_IN_A_SHARD = 1_600
"""Pagefind needs some 80 MB for an index of a thousand pages, and for each page more time the more there are;
browsers search several as one."""
MIN_SHARD_PAGES = 400
"""So many pages are worth a part of their own, up to `EARLY_SHARDS` parts: an edit makes one anew, and the first ones
are made while pages for the others are. A search asks each part, so that more of them would weigh more."""
EARLY_SHARDS = 4


def shard_count(pages: int) -> int:
    """How many parts the index of so many pages has: one at least."""
    return max(1, min(EARLY_SHARDS, pages // MIN_SHARD_PAGES), -(-pages // PAGES_IN_A_SHARD))


def shard_of(address: str, shards: int) -> int:
    """The number of the part, from 0, that holds the page at `address`: the same in every run."""
    return crc32(address.encode()) % shards
