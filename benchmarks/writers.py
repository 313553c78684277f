"""The made-up corpus on disk: as Sourcebook's records, as Markdown for plain MkDocs, and as Markdown for Hugo.

The same texts, links and lists in all three; in Markdown the links and the backlinks are written out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from corpus import Made, Profile, Source

FOLDERS = ("sources", "actors", "places")
_Address = Callable[[str, str], str]
"""From a folder and a page's id to a link, as seen from a page in another folder."""


def write_records(made: Made, root: Path, plugins: str = "[search, sourcebook]") -> None:
    """A Sourcebook project below `root`: ``mkdocs.yml``, ``docs/`` and ``sources/``."""
    for folder in ("documents", "actors", "places"):
        (root / "sources" / folder).mkdir(parents=True, exist_ok=True)
    (root / "docs").mkdir(parents=True, exist_ok=True)
    (root / "docs" / "index.md").write_text("# Home\n\n[[:figures]]\n", "utf-8")
    (root / "mkdocs.yml").write_text(f"{_CONFIG}plugins: {plugins}\n", "utf-8")
    for profile in made.profiles:
        names = f"names:\n  - {{name: {profile.urdu}, lang: ur}}\n" if profile.urdu else ""
        cited = "" if profile.folder == "places" else f"sources: {made.sources[0].id}\n"
        text = f"name: {profile.name}\nkind: {profile.kind}\n{names}{cited}summary: {profile.text}\n"
        (root / "sources" / profile.folder / f"{profile.id}.yml").write_text(text, "utf-8")
    for source in made.sources:
        record_file(root, source).write_text(record(source), "utf-8")


def record(source: Source) -> str:
    """A document's YAML."""
    digest = "\n\n".join(f"  {paragraph}" for paragraph in source.paragraphs)
    return (
        f"title: {source.title}\nkind: news\npublisher: {source.publisher.id}\npublished: {source.date}\n"
        f"language: en\ndigest: |\n{digest}\n"
    )


def record_file(root: Path, source: Source) -> Path:
    """Where a document's YAML is."""
    return root / "sources" / "documents" / f"{source.id}.yml"


def write_markdown(made: Made, root: Path) -> None:
    """A plain MkDocs project below `root` with the same texts as Markdown, linked by hand, and a curated nav."""
    docs = root / "docs"
    docs.mkdir(parents=True, exist_ok=True)
    excluded = "not_in_nav: |\n  /sources/d-*\n  /actors/a-*\n  /places/p-*\n"
    (root / "mkdocs.yml").write_text(f"{_CONFIG}{excluded}plugins: [search]\n", "utf-8")
    (docs / "index.md").write_text("# Home\n", "utf-8")
    for folder, name, title, text in _pages(made, lambda folder, name: f"../{folder}/{name}.md"):
        (docs / folder).mkdir(exist_ok=True)
        (docs / folder / f"{name}.md").write_text(f"# {title}\n\n{text}", "utf-8")
    for folder in FOLDERS:
        lines = "\n".join(f"- [{title}]({name}.md)" for name, title in _listed(made, folder))
        (docs / folder / "index.md").write_text(f"# {folder.capitalize()}\n\n{lines}\n", "utf-8")


def write_hugo(made: Made, root: Path) -> None:
    """A Hugo site below `root` with the same Markdown, and layouts as bare as can be: Hugo at its fastest."""
    content, layouts = root / "content", root / "layouts"
    (layouts / "_default").mkdir(parents=True, exist_ok=True)
    content.mkdir(exist_ok=True)
    (root / "hugo.toml").write_text(_HUGO, "utf-8")
    (layouts / "_default" / "baseof.html").write_text(_HUGO_BASE, "utf-8")
    for layout in ("_default/single.html", "_default/list.html", "index.html"):
        (layouts / layout).write_text('{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}{{ end }}\n', "utf-8")
    (content / "_index.md").write_text('---\ntitle: "Home"\n---\n', "utf-8")
    for folder, name, title, text in _pages(made, lambda folder, name: f"../../{folder}/{name}/"):
        (content / folder).mkdir(exist_ok=True)
        (content / folder / f"{name}.md").write_text(f'---\ntitle: "{title}"\n---\n{text}', "utf-8")
    for folder in FOLDERS:
        lines = "\n".join(f"- [{title}]({name}/)" for name, title in _listed(made, folder))
        front = f'---\ntitle: "{folder.capitalize()}"\n---\n'
        (content / folder / "_index.md").write_text(f"{front}{lines}\n", "utf-8")


def _pages(made: Made, address: _Address) -> Iterator[tuple[str, str, str, str]]:
    """Folder, id, title and Markdown of each document's and profile's page."""
    mentions: dict[str, list[str]] = {profile.id: [] for profile in made.profiles}
    for source in made.sources:
        text = "\n\n".join(source.paragraphs)
        for profile in source.named:
            text = text.replace(profile.name, _link(profile, address), 1)
            said = f"- [{source.title}]({address('sources', source.id)})\n\n    > {source.sentence(profile)}\n"
            mentions[profile.id].append(said)
        by = _link(source.publisher, address)
        yield "sources", source.id, source.title, f"News report, {by}, {source.date}, English\n\n{text}\n"
    for profile in made.profiles:
        links = "\n".join(mentions[profile.id])
        text = f"{profile.urdu or ''}\n\n{profile.text}\n\n## Mentioned in\n\n{links}\n"
        yield profile.folder, profile.id, profile.name, text


def _link(profile: Profile, address: _Address) -> str:
    return f"[{profile.name}]({address(profile.folder, profile.id)})"


def _listed(made: Made, folder: str) -> list[tuple[str, str]]:
    if folder == "sources":
        return [(source.id, source.title) for source in made.sources]
    return [(profile.id, profile.name) for profile in made.profiles if profile.folder == folder]


_CONFIG = """site_name: Bench
theme:
  name: material
  font: false
  features: [navigation.tabs]
nav:
  - Home: index.md
  - Sources: sources/index.md
  - Actors: actors/index.md
  - Places: places/index.md
"""
_HUGO = """baseURL = "https://example.org/"
title = "Bench"
disableKinds = ["taxonomy", "term", "RSS"]
"""
_HUGO_BASE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ .Title }} - {{ site.Title }}</title></head>
<body>
<header><nav>
<a href="{{ "" | relURL }}">Home</a> <a href="{{ "sources/" | relURL }}">Sources</a>
<a href="{{ "actors/" | relURL }}">Actors</a> <a href="{{ "places/" | relURL }}">Places</a>
</nav></header>
<main data-pagefind-body>{{ block "main" . }}{{ end }}</main>
</body>
</html>
"""
