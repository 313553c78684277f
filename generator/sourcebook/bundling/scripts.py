"""Scripts joined into one: browsers refuse modules from a disk, and a site must work from there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from sourcebook.bundling.modules import Import, Module, ScriptError, read_module
from sourcebook.diagnostics import did_you_mean, nearest


def join_scripts(texts: Mapping[str, str], entry: str) -> str:
    """The script `entry` with all that it imports, as one classic script in strict mode and a scope of its own.

    `texts` are the files by path, from which imports are resolved. What a file imports stands before it. Comments on
    lines of their own are left out: they are for who writes scripts, and every reader would load them. Raises
    `ScriptError` where a file is outside of the subset that `read_module` reads, imports what there is not, imports
    in a circle, uses a name of another file without importing it, or shares a name with one: they have one scope.
    """
    modules = _in_order(texts, entry)
    _check_names(modules)
    parts = [f"\n/* {module.path} */\n\n{module.code.strip()}\n" for module in modules]
    return '(() => {\n"use strict";\n' + "".join(parts) + "})();\n"


def _in_order(texts: Mapping[str, str], entry: str) -> tuple[Module, ...]:
    """The modules that `entry` needs, each after all that it imports."""
    done: dict[str, Module] = {}
    visiting: list[str] = []

    def visit(path: str) -> None:
        module = read_module(path, texts[path])
        visiting.append(path)
        for wanted in module.imports:
            target = _resolve(texts, module, wanted)
            if target in visiting:
                circle = " → ".join([*visiting[visiting.index(target) :], target])
                raise ScriptError(path, module.text, wanted.offset, f"a circle of imports: {circle}")
            if target not in done:
                visit(target)
            _check_import(module, wanted, done[target])
        visiting.pop()
        done[path] = module

    visit(entry)
    return tuple(done.values())


def _resolve(texts: Mapping[str, str], module: Module, wanted: Import) -> str:
    folder = posixpath.dirname(module.path)
    target = posixpath.normpath(posixpath.join(folder, wanted.path))
    if target in texts:
        return target
    near = [f"./{posixpath.relpath(path, folder or '.')}".replace("./../", "../") for path in nearest(target, texts)]
    raise ScriptError(module.path, module.text, wanted.offset, _advised(f"there is no script '{wanted.path}'", near))


def _check_import(module: Module, wanted: Import, target: Module) -> None:
    for name in wanted.names:
        if name not in target.exports:
            message = _advised(f"{target.path} exports no '{name}'", nearest(name, target.exports))
            raise ScriptError(module.path, module.text, wanted.offset, message)
        if name not in module.used:
            raise ScriptError(module.path, module.text, wanted.offset, f"'{name}' is imported and not used")


def _check_names(modules: tuple[Module, ...]) -> None:
    """Files have one scope once they are joined: no name may mean two things in it, or be there by luck."""
    declared: dict[str, Module] = {}
    for module in modules:
        for name, offset in module.declared.items():
            if (other := declared.setdefault(name, module)) is not module:
                message = f"'{name}' is a name in {other.path}, too, and joined they share one scope"
                raise ScriptError(module.path, module.text, offset, message)
    for module in modules:
        imported = set(_imported(module))
        for name in sorted(module.used.keys() & declared.keys() - imported - module.declared.keys()):
            message = f"'{name}' of {declared[name].path} is used and not imported"
            raise ScriptError(module.path, module.text, module.used[name], message)


def _imported(module: Module) -> Iterator[str]:
    for wanted in module.imports:
        yield from wanted.names


def _advised(message: str, choices: Sequence[str]) -> str:
    hint = did_you_mean(choices)
    return f"{message}; {hint}" if hint else message
