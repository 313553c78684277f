"""What a page about the whole corpus declares: the map, and others of its sort."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sourcebook.pages.sections import SectionNames
from sourcebook.pages.view import View


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page that shows all records of some kinds in a way of its own.

    `sections` pairs each block of the template with its heading, as for records. `values` gives what the template
    needs beyond the view.
    """

    address: str
    title: str
    template: str
    intro: str
    sections: SectionNames
    values: Callable[[View], Mapping[str, Any]]
