"""The plugin's options in ``mkdocs.yml``."""

from __future__ import annotations

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError

from sourcebook.model.editors import Editors, read_contact, read_editors
from sourcebook.pages.parts.tiles import Tiles, read_tiles


class TilesConfig(Config):  # type: ignore[no-untyped-call]
    """A tile service that the site's maps show behind their places."""

    url = config_options.Optional(config_options.Type(str))
    """Where the tiles are: an address with {z}, {x} and {y}, or a path on the site."""
    attribution = config_options.Type(str, default="")
    """Whom the service asks to be named; Markdown links are kept."""
    max_zoom = config_options.Type(int, default=19)
    """The last zoom that the service has."""


class SearchConfig(Config):  # type: ignore[no-untyped-call]
    """What readers search the site with."""

    engine = config_options.Choice(("auto", "material", "pagefind"), default="auto")
    """``pagefind``, ``material``, or ``auto``: Material's own on small sites, Pagefind on large ones."""
    from_pages = config_options.Type(int, default=1000)
    """From how many pages on ``auto`` takes Pagefind."""


class SourcebookConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's options in ``mkdocs.yml``."""

    sources = config_options.Type(str, default="sources")
    """The folder of records, relative to ``mkdocs.yml``."""
    tiles = config_options.SubConfig(TilesConfig)
    """A tile service for the maps; without it they ask nothing of another site."""
    search = config_options.SubConfig(SearchConfig)
    """What readers search the site with."""
    editors = config_options.Optional(config_options.Type((str, list)))
    """Who makes the site: names, which its foot and the page of the method show."""
    drafts = config_options.Type(bool, default=False)
    """Whether ``mkdocs serve`` shows what is kept back, too. No other build ever does."""
    contact = config_options.Optional(config_options.Type(str))
    """Where readers, and a geocoding service, may write to: an e-mail address or a web address."""


def editors_of(config: SourcebookConfig, site_url: str) -> Editors:
    """Who makes the site that will be published there. Raises PluginError for what is no name or no address."""
    try:
        names = read_editors(config.editors) if config.editors is not None else ()
    except ValueError as problem:
        raise PluginError(f"mkdocs.yml: plugins: sourcebook: editors: {problem}") from None
    try:
        contact = read_contact(config.contact) if config.contact is not None else ""
    except ValueError as problem:
        raise PluginError(f"mkdocs.yml: plugins: sourcebook: contact: {problem}") from None
    return Editors(names, contact, site_url)


def tiles_of(config: TilesConfig) -> Tiles | None:
    """The tile service that the site names. Raises PluginError where maps could not use it."""
    if not config.url:
        if config.attribution:
            raise PluginError("mkdocs.yml: plugins: sourcebook: tiles: 'url' is missing: say where the tiles are")
        return None
    try:
        return read_tiles(config.url, config.attribution, config.max_zoom)
    except ValueError as problem:
        raise PluginError(f"mkdocs.yml: plugins: sourcebook: tiles: {problem}") from None
