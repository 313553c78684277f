"""What readers' browsers run: our own files, and what other people wrote, taken out of installed packages while a
site is built."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from sourcebook.bundling.scripts import join_scripts
from sourcebook.bundling.styles import STYLE_BUNDLES, join_styles


@dataclass(frozen=True, slots=True)
class Library:
    """A library of the browser: its name and licence, the Python package that holds it, and the files wanted of it."""

    name: str
    licence: str
    package: str
    files: tuple[str, ...]

    def paths(self) -> Iterator[tuple[str, Path]]:
        """Each file's name and where it lies on this machine."""
        folder = Path(str(resources.files(self.package))) / "data"
        return ((name, folder / name) for name in self.files)


LIBRARIES: tuple[Library, ...] = (
    Library(
        "Leaflet",
        "BSD-2-Clause",
        "xstatic.pkg.leaflet",
        # The stylesheet names the pictures, though our markers use none of them.
        (
            "leaflet.js",
            "leaflet.css",
            "images/layers.png",
            "images/layers-2x.png",
            "images/marker-icon.png",
        ),
    ),
    Library(
        "Leaflet.markercluster",
        "MIT",
        "xstatic.pkg.leaflet_markercluster",
        ("leaflet.markercluster.js", "MarkerCluster.css"),
    ),
)
"""Every library that pages load, and only when they have a use for it."""

_COPIED = ("third-party.txt",)

_SCRIPTS = (
    "sourcebook.js",
    # These are loaded by pages that have a map, the timeline or the search.
    "map.js",
    "timeline.js",
    "search.js",
)
"""The scripts that browsers load, each joined from the file of its name and what that one imports."""


def own_assets() -> Iterator[tuple[str, Path | bytes]]:
    """Our own files: each one's name, and where it lies on this machine or, if it is made here, what is in it.

    Raises `ScriptError` where a script cannot be joined.
    """
    folder = Path(__file__).parent.parent / "assets"
    yield from ((name, folder / name) for name in _COPIED)
    for stylesheet in STYLE_BUNDLES:
        text = join_styles(stylesheet, lambda name: (folder / "css" / name).read_text("utf-8"))
        yield stylesheet.name, text.encode()
    texts = {path.name: path.read_text("utf-8") for path in sorted((folder / "js").glob("*.js"))}
    yield from ((name, join_scripts(texts, name).encode()) for name in _SCRIPTS)
