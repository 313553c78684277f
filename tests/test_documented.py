"""Nothing a user meets is undocumented: commands, options, fields, problem codes, inserts, templates."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from pydantic import BaseModel

from sourcebook.cli import main
from sourcebook.exports.registry import EXPORTS
from sourcebook.model.corpus import KINDS
from sourcebook.model.own_fields import FIELD_TYPES, FieldEntry
from sourcebook.model.schema import schema_of
from sourcebook.model.vocabulary import VocabularyFile
from sourcebook.pages.parts.shortcodes import SHORTCODES
from sourcebook.plugin.settings import SourcebookConfig
from sourcebook.provenance.gap_kinds import GAP_KINDS
from sourcebook.reading.vocabulary_file import parse_vocabulary

ROOT = Path(__file__).parent.parent
GUIDE = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "docs" / "guide").glob("*.md")))
HOUSE = ROOT / "generator" / "sourcebook"


def test_every_command_and_option_is_in_the_guide() -> None:
    for name, command in main.commands.items():
        assert f"`sourcebook {name}" in GUIDE
        assert command.help
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help and parameter.opts[0] in GUIDE
            else:
                assert parameter.human_readable_name in GUIDE


def test_every_plugin_option_is_in_the_guide() -> None:
    site = (ROOT / "docs" / "guide" / "site.md").read_text("utf-8")
    for name, _ in SourcebookConfig._schema:
        assert re.search(rf"^ +{name}:", site, re.MULTILINE)


def models(model: type[BaseModel]) -> set[type[BaseModel]]:
    found = {model}
    for field in schema_of(model):
        if field.model is not None and field.model not in found:
            found |= models(field.model)
    return found


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.noun)
def test_every_field_says_what_it_holds(kind: type[BaseModel]) -> None:
    for model in models(kind):
        for field in schema_of(model):
            assert len(field.description) > 8 and field.label, f"{model.__name__}.{field.key}"


def codes() -> set[str]:
    found: set[str] = set()
    pattern = re.compile(r'(?:\berror|\bwarning|_stop|ModelWarning|VocabularyFault|TagProblem|PydanticCustomError|OneOf|TermIn)\(\s*"([a-z][a-z0-9-]+)"')
    for path in HOUSE.rglob("*.py"):
        found |= set(pattern.findall(path.read_text("utf-8")))
    return found


def test_every_problem_code_is_explained() -> None:
    known = codes()
    assert len(known) > 40
    problems = (ROOT / "docs" / "guide" / "problems.md").read_text("utf-8")
    listed = {code for row in re.findall(r"^\| (`[^|]+) \|", problems, re.MULTILINE) for code in re.findall(r"`([^`]+)`", row)}
    assert known - listed == set(), "not explained in docs/guide/problems.md"
    assert listed - known == set(), "explained, but nothing says it"


def test_every_sort_of_gap_is_explained() -> None:
    for lack in GAP_KINDS:
        assert f"| `{lack.code}` |" in GUIDE and lack.heading and lack.remedy


def test_every_insert_and_template_is_in_the_guide() -> None:
    for insert in SHORTCODES:
        assert f"`[[:{insert.name}]]`" in GUIDE and insert.meaning
    for template in (HOUSE / "pages" / "templates").glob("*.html"):
        assert f"`{template.name}`" in GUIDE


def test_every_export_is_in_the_guide() -> None:
    for export in EXPORTS:
        assert f"`{export.path}`" in GUIDE and export.meaning


def test_the_readme_names_every_make_target() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    for target in set(phony[1].split()) - {"format", "clean"}:
        assert f"make {target}" in readme


def test_every_key_and_type_of_a_vocabulary_is_in_its_page() -> None:
    page = (ROOT / "docs" / "guide" / "vocabulary.md").read_text("utf-8")
    for term in FIELD_TYPES:
        assert f"`{term.key}`" in page, term.key
    for field in schema_of(FieldEntry):
        assert re.search(rf"\b{field.key}: ", page), field.key
    for model in models(VocabularyFile):
        for field in schema_of(model):
            assert len(field.description) > 8 and field.label, f"{model.__name__}.{field.key}"


def test_the_example_of_a_vocabulary_is_right() -> None:
    page = (ROOT / "docs" / "guide" / "vocabulary.md").read_text("utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len(blocks) > 4
    for block in blocks:
        if not block.startswith("name:"):
            assert parse_vocabulary(block.encode(), "vocabulary.yml").problems == ()
