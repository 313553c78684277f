"""What tests of the import share: a service on loopback, and a corpus of places without positions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.geocoding.server import FakeService, start

COAST = "name: Coast\nkind: province\ncoordinates: 46, 9\naccuracy_m: 60000\ncountry: CH\n"


class Places:
    """A folder of places: each lies on the coast unless it says otherwise."""

    def __init__(self, root: Path) -> None:
        self.sources = root / "sources"
        self.folder = self.sources / "places"
        self.folder.mkdir(parents=True)
        self.file("coast").write_text(COAST, "utf-8")

    def file(self, name: str) -> Path:
        return self.folder / f"{name}.yml"

    def add(self, *names: str) -> None:
        """Towns of these names, with ids in small letters."""
        for name in names:
            self.file(name.lower()).write_text(f"name: {name}\nkind: town\npart_of: coast\n", "utf-8")

    def read(self, name: str) -> str:
        return self.file(name).read_bytes().decode()

    @property
    def bytes(self) -> dict[str, bytes]:
        """Everything below the folder of sources."""
        return {path.name: path.read_bytes() for path in sorted(self.sources.rglob("*")) if path.is_file()}


@pytest.fixture(autouse=True)
def cache_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's cache folder, for tests and the processes that they start."""
    home = tmp_path / "cache-home"
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    return home


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A coast without towns."""
    return Places(tmp_path)


@pytest.fixture
def service() -> Iterator[FakeService]:
    """A service that knows nothing until it is told."""
    running, end = start()
    yield running
    end()
