"""The types that everything passes on say of each attribute what form it has."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import get_type_hints

import pytest

from sourcebook.api import OpenedCorpus
from sourcebook.exports.registry import Export
from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.linking.reports import ResolvedReport, SourceGroup, Support
from sourcebook.model.corpus import KINDS
from sourcebook.model.record import Record
from sourcebook.options import Options
from sourcebook.pages.headings import Heading
from sourcebook.pages.page import Download, Page, PagePlan, Section, Urls
from sourcebook.pipeline import LoadedCorpus, Site
from sourcebook.provenance.corroboration import Corroboration
from sourcebook.provenance.coverage import Coverage

TYPES = (
    Coverage,
    Download,
    Export,
    Heading,
    LinkedCorpus,
    LoadedCorpus,
    OpenedCorpus,
    Options,
    Page,
    PagePlan,
    Section,
    Site,
    ResolvedReport,
    SourceGroup,
    Corroboration,
    Support,
    Urls,
)


def attributes(kind: type) -> Iterator[tuple[str, str, ast.expr]]:
    """Each attribute that a class declares, with the docstring beneath it, and its type."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(tree, ast.ClassDef)
    for statement, after in zip(tree.body, [*tree.body[1:], None], strict=True):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            told = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and str(after.value.value)
            yield statement.target.id, told or "", statement.annotation


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_every_attribute_says_its_form(kind: type) -> None:
    found = {name: told for name, told, _ in attributes(kind)}
    assert found.keys() == get_type_hints(kind).keys() and found
    assert [name for name, told in found.items() if len(told) < 15 or not told.endswith(".")] == []


@pytest.mark.parametrize("kind", [LinkedCorpus, Coverage], ids=lambda kind: kind.__name__)
def test_every_mapping_says_what_it_maps_from(kind: type) -> None:
    for name, told, annotation in attributes(kind):
        if ast.unparse(annotation).startswith(("Mapping[", "Counts")):
            assert told.startswith(("By ", "Of ")), name


def test_what_is_no_field_of_a_record_is_told() -> None:
    told = {name: words for name, words, annotation in attributes(Record) if ast.unparse(annotation).startswith("ClassVar")}
    assert told.keys() == {"folder", "address", "noun", "plural"} and all(told.values())
    for kind in KINDS:
        for name, member in vars(kind).items():
            if isinstance(member, property) and not name.startswith("_"):
                inherited = getattr(Record, name, member)
                assert member.__doc__ or inherited.__doc__, f"{kind.__name__}.{name}"
