"""A tile service behind the maps: only where a site's owner has named one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sourcebook.linking.prose_html import to_html

_ORIGIN = re.compile(r"(?:([a-z][a-z0-9+.-]*):)?//([^/?#]*)", re.IGNORECASE)
_LOOPBACK = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?")


@dataclass(frozen=True, slots=True)
class Tiles:
    """A tile service: a template of addresses, whom to name (as HTML), and the last zoom it has.

    Without an origin the address is relative to the site's root.
    """

    url: str
    attribution: str
    max_zoom: int

    @property
    def is_away(self) -> bool:
        """Whether the tiles come from an origin of their own."""
        return _ORIGIN.match(self.url) is not None


def read_tiles(url: str, attribution: str, max_zoom: int = 19) -> Tiles:
    """A tile service that maps can use. Raises ValueError with what is wrong.

    `attribution` is one line of Markdown, links and all.
    """
    if missing := [part for part in ("{z}", "{x}", "{y}") if part not in url]:
        raise ValueError(f"'{url}' has no {' and no '.join(missing)}; write https://…/{{z}}/{{x}}/{{y}}.png")
    if others := sorted(set(re.findall(r"\{[^{}]*\}", url)) - {"{z}", "{x}", "{y}", "{s}", "{r}"}):
        raise ValueError(f"'{url}' has {' and '.join(others)}, which nothing fills in; write the value itself")
    origin = _ORIGIN.match(url)
    if origin:
        scheme, host = (origin[1] or "").lower(), origin[2]
        if scheme != "https" and not (scheme == "http" and _LOOPBACK.fullmatch(host)):
            raise ValueError(f"'{url}' must begin with https://, or be a path on the site itself")
        if not host or "@" in host:
            raise ValueError(
                f"'{url}' {'has a password in it, which every page would show' if host else 'has no host'}"
            )
        if not attribution.strip():
            raise ValueError("'attribution' is missing: say whose tiles these are")
    elif ":" in url.partition("/")[0]:
        raise ValueError(f"'{url}' must begin with https://, or be a path on the site itself")
    if isinstance(max_zoom, bool) or not 1 <= max_zoom <= 24:
        raise ValueError(f"'max_zoom' is {max_zoom}; zooms go from 1 to 24")
    return Tiles(url, re.sub(r"^<p>|</p>$", "", to_html(" ".join(attribution.split())).strip()), max_zoom)
