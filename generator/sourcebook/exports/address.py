"""What every format needs to know of the site it is made for."""

from __future__ import annotations

from collections.abc import Callable

from sourcebook.model.record import Record

Address = Callable[[Record], str]
"""A record's address: absolute, where the site's own is known; else relative to the site's root."""
