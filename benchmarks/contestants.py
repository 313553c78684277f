"""Who is measured: how each is made ready for a run, what is run, and what must be so afterwards."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus import Made, changed
from writers import record, record_file, write_hugo, write_markdown, write_records

COLD, UNCHANGED, CHANGED, HUGO, PLAIN = "cold", "unchanged", "changed", "hugo", "plain"
NAMES = {
    COLD: "Sourcebook, clean",
    UNCHANGED: "Sourcebook, nothing changed",
    CHANGED: "Sourcebook, one record changed",
    HUGO: "Hugo + Pagefind",
    PLAIN: "MkDocs + Material",
}
"""Every contestant, in the order in which they run: a warm build needs the cold one before it."""
MKDOCS = (sys.executable, "-m", "mkdocs")


@dataclass(frozen=True)
class Contestant:
    """One of them over one corpus. What `prepare` and `check` do for run `n` is not measured."""

    key: str
    root: Path
    site: Path
    commands: tuple[tuple[str, ...], ...]
    prepare: Callable[[int], None]
    check: Callable[[int], None]


class NotBuiltError(Exception):
    """A build left a site that does not have what it should."""


def contestants(made: Made, root: Path, search: bool) -> list[Contestant]:
    """All of them over `made`, with their projects written below `root`. `search`: Sourcebook makes its own search."""
    ours, plain, hugo = root / "sourcebook", root / "plain", root / "hugo"
    write_records(made, ours, plugins=plugins(search))
    write_markdown(made, plain)
    write_hugo(made, hugo)

    ours_site, plain_site, public = ours / "site", plain / "site", hugo / "public"
    aside = root / "aside"
    aside.mkdir(exist_ok=True)

    def forget(*paths: Path) -> Callable[[int], None]:
        """Set aside, not removed: some file systems are slow to make files where thousands have just been removed."""

        def do(run: int) -> None:
            for path in paths:
                if path.exists():
                    path.rename(Path(tempfile.mkdtemp(dir=aside), path.name))

        return do

    def complete(site: Path) -> Callable[[int], None]:
        pages = [f"sources/{source.id}" for source in made.sources]
        pages += [f"{profile.folder}/{profile.id}" for profile in made.profiles]

        def check(run: int) -> None:
            missing = [page for page in pages if not (site / page / "index.html").is_file()]
            if missing:
                raise NotBuiltError(f"{site.parent.name}: {len(missing)} pages are missing, {missing[0]} among them")

        return check

    whole = complete(ours_site)

    def change(run: int) -> None:
        source, _ = changed(made, run)
        record_file(ours, source).write_text(record(source), "utf-8")

    def changed_is_told(run: int) -> None:
        """All pages are there, and the change is on both that it concerns; then it is undone."""
        whole(run)
        source, profile = changed(made, run)
        for page in (f"sources/{source.id}", f"{profile.folder}/{profile.id}"):
            files = (ours_site / page).rglob("index.html")  # somebody popular has the list of mentions on a page below
            if not any(f"Change {run} is told of" in file.read_text("utf-8") for file in files):
                raise NotBuiltError(f"{page} does not say what the changed record says")
        original = next(one for one in made.sources if one.id == source.id)
        record_file(ours, original).write_text(record(original), "utf-8")

    build = ((*MKDOCS, "build", "--strict"),)
    hugo_commands = ((hugo_binary(),), (pagefind_binary(), "--site", "public"))
    return [
        Contestant(COLD, ours, ours_site, build, forget(ours_site, ours / ".cache"), whole),
        Contestant(UNCHANGED, ours, ours_site, build, forget(), whole),
        Contestant(CHANGED, ours, ours_site, build, change, changed_is_told),
        Contestant(HUGO, hugo, public, hugo_commands, forget(public, hugo / "resources"), complete(public)),
        Contestant(PLAIN, plain, plain_site, build, forget(plain_site), complete(plain_site)),
    ]


def knows_search() -> bool:
    """Whether the installed Sourcebook has a search of its own."""
    from sourcebook.plugin.settings import SourcebookConfig

    return any(name == "search" for name, _ in SourcebookConfig._schema)


def plugins(search: bool) -> str:
    """Sourcebook's plugins in ``mkdocs.yml``: without a search of its own it has the theme's."""
    return "[{sourcebook: {search: {engine: pagefind}}}]" if search else "[search, sourcebook]"


def hugo_binary() -> str:
    """Hugo itself: the package's command would add the start of a Python to each run. Raises ModuleNotFoundError."""
    return _in_package("hugo", "binaries/hugo", "binaries/hugo.exe")


def pagefind_binary() -> str:
    """Pagefind itself. Raises ModuleNotFoundError."""
    return _in_package("pagefind_bin", "pagefind_extended", "pagefind", "pagefind_extended.exe", "pagefind.exe")


def _in_package(package: str, *names: str) -> str:
    found = importlib.util.find_spec(package)
    for folder in (found.submodule_search_locations or []) if found else []:
        for path in (Path(folder) / name for name in names):
            if path.is_file():
                return str(path)
    raise ModuleNotFoundError(f"{package} is not installed: pip install --editable '.[bench]'")
