"""One option of the plugin in a ``mkdocs.yml``, for commands that do not start MkDocs."""

from __future__ import annotations

from pathlib import Path

import yaml


def plugin_option(mkdocs_yml: Path, name: str) -> yaml.Node | None:
    """What the file has at an option of the plugin ``sourcebook``; None where it has none, or there is no such file.

    Nothing is constructed, so the file's tags (``!ENV``, ``!!python/name``) neither act nor disturb. Raises OSError if
    the file cannot be read, yaml.YAMLError, ValueError or RecursionError if it is no YAML.
    """
    if not mkdocs_yml.exists():
        return None
    plugins = _value(yaml.compose(mkdocs_yml.read_bytes(), Loader=yaml.SafeLoader), "plugins")
    entries = plugins.value if isinstance(plugins, yaml.SequenceNode) else [plugins]
    found = (_value(_value(entry, "sourcebook"), name) for entry in entries)
    return next((option for option in found if option is not None), None)


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if isinstance(name, yaml.ScalarNode) and name.value == key), None)
