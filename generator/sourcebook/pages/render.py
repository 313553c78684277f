"""Templates. The only module that imports Jinja; everything it makes is escaped unless it is Markup already."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
)
from jinja2.bccache import Bucket
from markupsafe import Markup

from sourcebook.diagnostics import counted
from sourcebook.model.languages import direction, language_name


class TemplateCache(BytecodeCache):
    """Compiled templates in memory, for as long as a preview runs. Jinja's keys hold each template's text."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if (compiled := self._compiled.get(bucket.key + bucket.checksum)) is not None:
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


class Renderer:
    """Renders the blocks of a page kind's template.

    A site's own template of the same name in `overrides` comes first; it can take over a single block
    with ``{% extends "builtin/actor.html" %}``.
    """

    def __init__(self, overrides: Path | None = None, cache: TemplateCache | None = None) -> None:
        own = PackageLoader("sourcebook.pages", "templates")
        loaders = [FileSystemLoader(overrides)] if overrides and overrides.is_dir() else []
        self._environment = Environment(
            loader=ChoiceLoader([*loaders, own, PrefixLoader({"builtin": own})]),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            auto_reload=False,
            bytecode_cache=cache,
        )
        self._environment.globals.update(counted=counted, language_name=language_name, direction=direction)
        # Blocks are rendered one by one, without the top of their template: what they share is given to all.
        self._environment.globals["parts"] = self._environment.get_template("_parts.html").module

    def blocks(self, template: str, values: Mapping[str, Any]) -> Blocks:
        """The named template's blocks, filled with `values` when they are asked for."""
        return Blocks(self._environment.get_template(template), values)

    def whole(self, template: str, values: Mapping[str, Any]) -> Markup:
        """The whole template."""
        return Markup(self._environment.get_template(template).render(values))


class Blocks:
    """One template with its values."""

    def __init__(self, template: Template, values: Mapping[str, Any]) -> None:
        self._template = template
        self._context = template.new_context(dict(values))

    def __getitem__(self, name: str) -> Markup:
        """The block's markup without space at its ends; empty where it has nothing to say."""
        return Markup("".join(self._template.blocks[name](self._context)).strip())
