"""Templates. The only module that imports Jinja; everything it makes is escaped unless it is Markup already."""

from __future__ import annotations

import contextlib
import re
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
    nodes,
)
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.debug import rewrite_traceback_stack
from jinja2.ext import InternationalizationExtension
from markupsafe import Markup, escape

from sourcebook import words
from sourcebook.model.languages import direction, language_name, site_attributes
from sourcebook.pages.bylines import title_attributes
from sourcebook.pages.parts.items import by_links, mention_item, record_item, source_item
from sourcebook.pages.safe_markup import isolated, safe


class TemplateFault(ValueError):  # noqa: N818 - a fault in the site's files, told to people under this name
    """A template cannot be read or filled: which, where and why."""

    def __init__(self, template: str, line: int, message: str) -> None:
        super().__init__(f"template {template}:{line}: {message}")
        self.template, self.line, self.message = template, line, message


TemplateCache = BytecodeCache
"""Compiled templates. Jinja's keys hold each template's text, ours the language that it is compiled in, too."""


class MemoryTemplateCache(BytecodeCache):
    """Compiled templates in memory, for as long as a preview runs."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if (compiled := self._compiled.get(bucket.key + bucket.checksum)) is not None:
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key + bucket.checksum] = bucket.bytecode_to_string()

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(words.language() + source)


class _DiskTemplateCache(FileSystemBytecodeCache):
    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):  # without room for it, it is compiled again
            super().dump_bytecode(bucket)

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(words.language() + source)


def disk_template_cache(folder: Path) -> BytecodeCache:
    """Templates as they were compiled for an earlier run, kept in `folder`; in memory where that cannot be made."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        return _DiskTemplateCache(str(folder))
    return MemoryTemplateCache()


_escaped = lru_cache(maxsize=1 << 14)(escape)


class _MemoizingCodeGenerator(CodeGenerator):
    """Has templates escape what they show by `_Environment.shown`; `jinja2.nativetypes` has them do nothing to it."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if finalize.src is not None or frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


class _SaidWhenCompiled(InternationalizationExtension):
    """``{% trans %}`` costs a page nothing: what has no plural is said when its template is compiled, and becomes text
    with values in it, which are escaped as everywhere."""

    def _make_node(
        self,
        singular: str,
        plural: str | None,
        context: str | None,
        variables: dict[str, nodes.Expr],
        plural_expr: nodes.Expr | None,
        vars_referenced: bool,
        num_called_num: bool,
    ) -> nodes.Output:
        if plural_expr is not None or context is not None:
            return super()._make_node(
                singular, plural, context, variables, plural_expr, vars_referenced, num_called_num
            )
        pieces = re.split(r"%\((\w+)\)s", words.say(singular))
        return nodes.Output(
            [variables[p] if n % 2 else nodes.TemplateData(p.replace("%%", "%")) for n, p in enumerate(pieces)]
        )


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

    def __init__(self, overrides: Path | None = None, cache: TemplateCache | None = None, language: str = "en") -> None:
        """`language` is the site's, a BCP 47 tag: that of its theme and its prose."""
        own = PackageLoader("sourcebook.pages", "templates")
        self._overrides = overrides if overrides and overrides.is_dir() else None
        loaders = [FileSystemLoader(self._overrides)] if self._overrides else []
        self._environment = _Environment(
            loader=ChoiceLoader([*loaders, own, PrefixLoader({"builtin": own})]),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            auto_reload=False,
            bytecode_cache=cache,
            extensions=[_SaidWhenCompiled],
        )
        self._environment.policies["ext.i18n.trimmed"] = True
        # What the extension above leaves to the moment at which a page is made.
        self._environment.install_gettext_callables(words.say, words.form_for, newstyle=True)  # type: ignore[attr-defined]
        said = (words.say, words.say_n, words.say_count, words.form_for, isolated)
        shared = (*said, language_name, direction, title_attributes, by_links, mention_item, record_item, source_item)
        self._environment.globals.update({function.__name__: function for function in shared})
        self._environment.globals.update({name: safe(text) for name, text in site_attributes(language).items()})
        self._parts: object = None

    def blocks(self, template: str, values: Mapping[str, Any]) -> Blocks:
        """The named template's blocks, filled with `values` when they are asked for. Raises TemplateFault."""
        with _Faults(template, self._overrides):
            if self._parts is None:
                # Blocks are rendered one by one, without the top of their template: what they share is given to all.
                self._parts = self._environment.globals["parts"] = self._environment.get_template("_parts.html").module
            return Blocks(self._environment.get_template(template), values, template, self._overrides)

    def outline(self, template: str) -> BlockOutline | None:
        """The blocks of a template of the site's own, or of ours if it has none of that name; None where it extends
        one that is not known before it is filled. Raises TemplateFault."""
        blocks: list[BlockPlace] = []
        inherited, nested = set[str](), set[str]()
        name, seen = template, set[str]()
        while name not in seen:
            seen.add(name)
            tree, ours = self._parsed(name)
            for block, inside in _blocks_in(tree):
                if inside:
                    nested.add(block.name)
                elif ours and name != template:
                    inherited.add(block.name)
                else:
                    blocks.append(BlockPlace(block.name, name, block.lineno))
            extends = tree.find(nodes.Extends)
            if extends and not isinstance(extends.template, nodes.Const):
                return None
            name = extends.template.value if extends and isinstance(extends.template, nodes.Const) else template
        return BlockOutline(template, tuple(blocks), frozenset(inherited), frozenset(nested))

    def has_own(self, template: str) -> bool:
        """Whether the site has a template of its own of this name."""
        return self._overrides is not None and (self._overrides / template).is_file()

    def _parsed(self, name: str) -> tuple[nodes.Node, bool]:
        """A template's syntax tree, and whether it is one of ours."""
        assert self._environment.loader is not None
        with _Faults(name):
            source, _, _ = self._environment.loader.get_source(self._environment, name)
            return self._environment.parse(source, name), not self.has_own(name)

    def whole(self, template: str, values: Mapping[str, Any]) -> Markup:
        """The whole template. Raises TemplateFault."""
        with _Faults(template, self._overrides):
            return safe(self._environment.get_template(template).render(values))


class Blocks:
    """One template with its values."""

    def __init__(self, template: Template, values: Mapping[str, Any], name: str, overrides: Path | None = None) -> None:
        self._name, self._overrides = name, overrides
        self._context = template.new_context(dict(values))
        # The first step of rendering is where a template that extends another learns of that one's blocks.
        steps = template.root_render_func(self._context)
        next(iter(steps), None)

    def __getitem__(self, name: str) -> Markup:
        """The block's markup without space at its ends; empty where it has nothing to say or does not exist."""
        found = self._context.blocks.get(name)
        if not found:
            return Markup("")
        with _Faults(self._name, self._overrides):
            return safe("".join(found[0](self._context)).strip())


@dataclass(frozen=True, slots=True)
class BlockPlace:
    """A block, and the template and line where it stands."""

    name: str
    template: str
    line: int


@dataclass(frozen=True, slots=True)
class BlockOutline:
    """Which blocks a template has, without filling any."""

    template: str
    blocks: tuple[BlockPlace, ...]
    """Those of the template itself, and of others of the site that it extends: none that stands inside another."""
    inherited: frozenset[str]
    """Those of the templates of ours that it extends."""
    nested: frozenset[str]
    """Those that stand inside another, and are shown with it."""


def _blocks_in(node: nodes.Node, inside: bool = False) -> Iterator[tuple[nodes.Block, bool]]:
    """Each block below `node`, and whether it stands inside another."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block):
            yield child, inside
        yield from _blocks_in(child, inside or isinstance(child, nodes.Block))


class _Faults:
    """What goes wrong in a template is told as a TemplateFault: all that Jinja finds, and whatever a template of the
    site's own brings about. A class: a generator would take five times as long."""

    __slots__ = ("_name", "_overrides")

    def __init__(self, name: str, overrides: Path | None = None) -> None:
        self._name, self._overrides = name, overrides

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
        if isinstance(problem, Exception) and self._overrides:
            own = _where_in_template(rewrite_traceback_stack(), self._overrides)
            if own:
                raise TemplateFault(*own, f"{type(problem).__name__}: {problem}".removesuffix(": ")) from problem


def _where_in_template(problem: BaseException, folder: Path | None = None) -> tuple[str, int] | None:
    """Template and line where an error rose, from a traceback that Jinja has mapped back to templates; only of those
    below `folder`, if it is given."""
    frames = [
        frame
        for frame in traceback.extract_tb(problem.__traceback__)
        if frame.filename.endswith(".html") and (folder is None or Path(frame.filename).is_relative_to(folder))
    ]
    return (Path(frames[-1].filename).name, frames[-1].lineno or 1) if frames else None
