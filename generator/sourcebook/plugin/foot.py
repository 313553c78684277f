"""The line at the foot of every page: the way to the method, who makes the site, and how to write to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from sourcebook.model.editors import Editors
from sourcebook.pages.page import Urls
from sourcebook.pages.view import METHOD
from sourcebook.words import say

_THEME = Path(__file__).parent.parent / "theme" / "foot"


def add_foot(config: MkDocsConfig) -> None:
    """Have Material's foot come from our partial, behind the site's own templates and before Material's."""
    theme = str(_THEME)
    if config.theme.name == "material" and theme not in config.theme.dirs:
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, theme)


def tell_foot(env: Any, editors: Editors, urls: Urls) -> None:
    """Give the partial its words: the theme's templates know nothing of ours."""
    env.globals["sourcebook_foot"] = {
        "path": urls.path(METHOD, is_index=True),
        "method": say("How this site counts, and what its words mean"),
        "names": say("Edited by %(names)s", names=", ".join(editors.names)) if editors.names else "",
        "address": editors.address,
        "write": say("Write to the editors"),
    }
