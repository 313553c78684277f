"""Templates. The only module that imports Jinja; everything it makes is escaped unless it is Markup already."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.debug import rewrite_traceback_stack
from jinja2.nodes import Expr
from markupsafe import Markup, escape

from sourcebook.diagnostics import counted
from sourcebook.model.languages import direction, language_name
from sourcebook.pages.parts.items import mention_item, source_item
from sourcebook.pages.safe_markup import safe


class TemplateFault(ValueError):  # noqa: N818 - a fault in the site's files, told to people under this name
    """A template cannot be read or filled: which, where and why."""

    def __init__(self, template: str, line: int, message: str) -> None:
        super().__init__(f"template {template}:{line}: {message}")
        self.template, self.line, self.message = template, line, message


TemplateCache = BytecodeCache
"""Compiled templates. Jinja's keys hold each template's text."""


class MemoryTemplateCache(BytecodeCache):
    """Compiled templates in memory, for as long as a preview runs."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if (compiled := self._compiled.get(bucket.key + bucket.checksum)) is not None:
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


def disk_template_cache(folder: Path) -> BytecodeCache:
    """Templates as they were compiled for an earlier run, kept in `folder`; in memory where that cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return FileSystemBytecodeCache(str(folder))
    except OSError:
        return MemoryTemplateCache()


_escaped = lru_cache(maxsize=1 << 14)(escape)


class _MemoizingCodeGenerator(CodeGenerator):
    """Has templates escape what they show by `_Environment.shown`; `jinja2.nativetypes` has them do nothing to it."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if finalize.src is not None or frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


class _Environment(Environment):
    code_generator_class = _MemoizingCodeGenerator

    @staticmethod
    def shown(value: Any) -> str:
        """`value` as escaped markup: what `escape` gives, in a quarter of the time. Pages show a hundred values each,
        most of which other pages show, too."""
        kind = type(value)
        if kind is Markup:
            return value  # type: ignore[no-any-return]
        return _escaped(value) if kind is str else escape(value)


class Renderer:
    """Renders the blocks of a page kind's template.

    A site's own template of the same name in `overrides` comes first; it can take over a single block
    with ``{% extends "builtin/actor.html" %}``.
    """

    def __init__(self, overrides: Path | None = None, cache: TemplateCache | None = None) -> None:
        own = PackageLoader("sourcebook.pages", "templates")
        loaders = [FileSystemLoader(overrides)] if overrides and overrides.is_dir() else []
        self._environment = _Environment(
            loader=ChoiceLoader([*loaders, own, PrefixLoader({"builtin": own})]),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            auto_reload=False,
            bytecode_cache=cache,
        )
        self._environment.globals.update(
            counted=counted,
            language_name=language_name,
            direction=direction,
            mention_item=mention_item,
            source_item=source_item,
        )
        self._parts: object = None

    def blocks(self, template: str, values: Mapping[str, Any]) -> Blocks:
        """The named template's blocks, filled with `values` when they are asked for. Raises TemplateFault."""
        with _Faults(template):
            if self._parts is None:
                # Blocks are rendered one by one, without the top of their template: what they share is given to all.
                self._parts = self._environment.globals["parts"] = self._environment.get_template("_parts.html").module
            return Blocks(self._environment.get_template(template), values, template)

    def whole(self, template: str, values: Mapping[str, Any]) -> Markup:
        """The whole template. Raises TemplateFault."""
        with _Faults(template):
            return safe(self._environment.get_template(template).render(values))


class Blocks:
    """One template with its values."""

    def __init__(self, template: Template, values: Mapping[str, Any], name: str) -> None:
        self._name = name
        self._context = template.new_context(dict(values))
        # The first step of rendering is where a template that extends another learns of that one's blocks.
        steps = template.root_render_func(self._context)
        next(iter(steps), None)

    def __getitem__(self, name: str) -> Markup:
        """The block's markup without space at its ends; empty where it has nothing to say or does not exist."""
        found = self._context.blocks.get(name)
        if not found:
            return Markup("")
        with _Faults(self._name):
            return safe("".join(found[0](self._context)).strip())


class _Faults:
    """What goes wrong in a template is told as a TemplateFault. A class: a generator would take five times as long."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        if isinstance(problem, TypeError) and "macro '" in str(problem):
            where = _where_in_template(rewrite_traceback_stack()) or (self._name, 1)
            hint = f"{problem}: a macro of the site's own '_parts.html' is an old one"
            raise TemplateFault(*where, hint) from problem
        if isinstance(problem, TemplateSyntaxError):
            raise TemplateFault(problem.name or self._name, problem.lineno, problem.message or "") from problem
        if isinstance(problem, TemplateError):
            where = _where_in_template(rewrite_traceback_stack()) or (self._name, 1)
            raise TemplateFault(*where, problem.message or str(problem)) from problem


def _where_in_template(problem: BaseException) -> tuple[str, int] | None:
    """Template and line where an error rose, from a traceback that Jinja has mapped back to templates."""
    frames = [frame for frame in traceback.extract_tb(problem.__traceback__) if frame.filename.endswith(".html")]
    return (Path(frames[-1].filename).name, frames[-1].lineno or 1) if frames else None
