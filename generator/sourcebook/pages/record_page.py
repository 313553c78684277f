"""What a page kind declares: its record, its template, its sections, its columns in the index."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from markupsafe import Markup

from sourcebook.model.record import Record
from sourcebook.pages.sections import SectionNames
from sourcebook.pages.view import View

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column of an index: its heading, what a cell shows, and the text or number it sorts by."""

    label: str
    cell: Callable[[View, R], Markup]
    sort: Callable[[View, R], str | int]


@dataclass(frozen=True, slots=True)
class RecordPage(Generic[R]):
    """A page kind.

    `sections` pairs each block of the template with its heading, in order; a block that comes out empty
    is left out. `values` gives what the template needs beyond the record and the view.
    """

    kind: type[R]
    template: str
    sections: SectionNames
    values: Callable[[View, R], Mapping[str, Any]]
    describe: Callable[[View, R], str]
    intro: str
    columns: tuple[Column[R], ...]
    order: Callable[[R], Any]
