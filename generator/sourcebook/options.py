"""What a run needs to know of a project."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sourcebook.model.editors import Editors
from sourcebook.pages.parts.tiles import Tiles
from sourcebook.pages.render import TemplateCache


@dataclass(frozen=True, slots=True)
class Options:
    """What a run needs to know."""

    sources: Path
    """The folder of records."""
    sources_shown: str = "sources"
    """How that is written in messages, '/'-separated."""
    docs: Path | None = None
    """The folder of pages written by hand; None where none are to be read."""
    docs_shown: str = "docs"
    """How that is written in messages, '/'-separated."""
    templates: Path | None = None
    """The folder of the site's own templates, if it has one."""
    language: str = "en"
    """The language that the site's theme and the editors' prose are in, a BCP 47 tag."""
    directory_urls: bool = True
    """Whether each page has a folder of its own: 'places/torkham/', not 'places/torkham.html'."""
    site_url: str = ""
    """Where the site will be published, ending with a slash; empty if that is not known."""
    template_cache: TemplateCache | None = None
    """Where compiled templates are kept between runs; None for nowhere."""
    tiles: Tiles | None = None
    """The tile service that maps show; without one they ask nothing of anybody."""
    drafts: bool = False
    """Whether what is kept back is shown, too: for a preview only."""
    editors: Editors = field(default_factory=Editors)
    """Who makes the site, as far as its owner says."""
