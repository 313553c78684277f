"""What goes into the index of the search for one page."""

from __future__ import annotations

import hashlib
from typing import NamedTuple


class IndexDocument(NamedTuple):
    """An HTML document for Pagefind, in UTF-8, and the digest that tells it from others.

    As bytes: all of a site's are held until its index is made, and one Urdu name would double what a text takes.
    """

    html: bytes = b""
    digest: bytes = b""


def index_document(html: str) -> IndexDocument:
    """A document and its digest."""
    raw = html.encode()
    return IndexDocument(raw, hashlib.blake2b(raw, digest_size=16).digest())
