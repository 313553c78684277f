"""What goes into the index of the search for one page."""

from __future__ import annotations

import hashlib
from typing import NamedTuple


class Findable(NamedTuple):
    """An HTML document for Pagefind, and the digest that tells it from others."""

    html: str = ""
    digest: bytes = b""


def findable(html: str) -> Findable:
    """A document and its digest."""
    return Findable(html, hashlib.blake2b(html.encode(), digest_size=16).digest())
