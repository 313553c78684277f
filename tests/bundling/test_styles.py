"""Each class of ours has one home: the file of the component that its name begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from compare_sites import rules
from sourcebook.bundling.styles import STYLE_BUNDLES, Stylesheet, join_styles
from tests.conftest import ROOT

FOLDER = ROOT / "generator" / "sourcebook" / "assets" / "css"
FILES = {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.css"))}
LIBRARIES = {"leaflet.css": "leaflet-"}
"""Whose classes a file may style as its own, besides ours."""
EVERY_COMPONENT = {"print.css"}
"""What paper leaves out stands in one place, and outweighs the components that it speaks of."""
_CLASS = re.compile(r"\.((?:sb|leaflet)-[\w-]+)")


def selectors(css: str) -> Iterator[str]:
    """Each selector of a stylesheet with what surrounds it."""
    yield from dict.fromkeys(rule.partition(" {")[0] for rule in rules(css))


def component(name: str) -> str:
    """The component of a class of ours, or of a file."""
    return re.split("__|--|[.]", name.removeprefix("sb-"))[0]


def homeless(files: Mapping[str, str]) -> list[str]:
    """The selectors that style a class of another component, outside their own, as ``file: selector``."""
    found = []
    for file, css in files.items():
        for selector in selectors(css):
            # Of what a selector leaves out it says nothing.
            classes = _CLASS.findall(re.sub(r":not\([^()]*\)", "", selector))
            own = [c for c in classes if component(c) == component(file) or c.startswith(LIBRARIES.get(file, "sb-!"))]
            if classes and not own and file not in EVERY_COMPONENT:
                found.append(f"{file}: {selector}")
    return found


def defined_twice(files: Mapping[str, str]) -> list[str]:
    """Classes that two files style wherever they stand."""
    homes: dict[str, set[str]] = {}
    for file, css in files.items():
        for selector in selectors(css):
            classes = _CLASS.findall(re.sub(r":not\([^()]*\)", "", selector))
            if len({component(c) for c in classes}) == 1 and file not in EVERY_COMPONENT:
                for name in classes:
                    homes.setdefault(name, set()).add(file)
    return [f"{name}: {', '.join(sorted(files))}" for name, files in sorted(homes.items()) if len(files) > 1]


def test_no_class_has_two_homes() -> None:
    assert homeless(FILES) == [] and defined_twice(FILES) == []


def test_a_clash_is_found() -> None:
    files = {"gaps.css": ".sb-gaps__gap + .sb-gaps__gap { margin: 0 }", "timeline.css": "@media print { .a .sb-gaps__gap, b { color: red } }"}
    assert homeless(files) == ["timeline.css: @media print / .a .sb-gaps__gap"]
    assert defined_twice(files) == ["sb-gaps__gap: gaps.css, timeline.css"]
    adjusted = {"card.css": ".sb-card .sb-text { margin: 0 } .sb-card a:not(.sb-pill) { margin: 0 }", "text.css": ".sb-text { color: red }"}
    assert homeless(adjusted) == defined_twice(adjusted) == []


def test_every_file_is_joined_once_and_stays_small() -> None:
    joined = [f"{name}.css" for stylesheet in STYLE_BUNDLES for name in stylesheet.components]
    assert sorted(joined) == sorted(FILES) and len(set(joined)) == len(joined)
    assert [name for name, css in FILES.items() if css.count("\n") > 300] == []


def test_every_class_is_called_after_its_component() -> None:
    form = re.compile(r"sb-[a-z]+(?:-[a-z]+)*(?:__[a-z]+(?:-[a-z]+)*)?(?:--[a-z0-9]+(?:-[a-z0-9]+)*)?")
    wrong = {name for css in FILES.values() for name in _CLASS.findall(css) if name.startswith("sb-") and not form.fullmatch(name)}
    assert wrong == set()


def test_files_are_joined_in_order() -> None:
    parts = {"b.css": "/* B,\n   said. */\nb { margin: 0 } /* so */\n\n", "a.css": "a { margin: 0 }\n"}
    assert join_styles(Stylesheet("x.css", ("b", "a")), parts.__getitem__) == "b{margin: 0}\na{margin: 0}\n"


def test_layout_goes_but_for_what_stands_in_quotation_marks() -> None:
    css = 'a > b,\n  c d { content: "; {  } , "; margin: 0 auto;\n}\n@media (min-width: 1px) { a:hover { color: red; } }\n'
    found = join_styles(Stylesheet("x.css", ("a",)), lambda name: css)
    assert found == 'a > b,c d{content: "; {  } , ";margin: 0 auto}\n@media (min-width: 1px){a:hover{color: red}\n}\n'


@pytest.mark.parametrize("pattern", ["*.html", "*.py", "*.js"])
def test_every_class_in_markup_has_a_component(pattern: str) -> None:
    """A name that no file of styles could hold is a slip of the pen, or an old name."""
    components = {component(name) for name in FILES}
    for path in sorted((ROOT / "generator" / "sourcebook").rglob(pattern)):
        for name in re.findall(r"(?<![\w-])sb-[a-z][\w-]*", path.read_text("utf-8")):
            assert component(name) in components, f"{Path(path).name}: {name}"


def coloured_by_width(files: Mapping[str, str]) -> list[str]:
    """Rules that set a colour on screens of some width only, as ``file: rule``."""
    colour = re.compile(r"(?:^|[\s;{])(?:color|background(?:-color|-image)?|fill|opacity|filter)\s*:(?!\s*(?:none|inherit|transparent)\b)")
    return [
        f"{file}: {rule}"
        for file, css in files.items()
        for rule in rules(css)
        if re.search(r"(?:min|max)-width", rule) and colour.search(rule.partition(" {")[2])
    ]


def test_no_colour_depends_on_the_width() -> None:
    """So that one width in the light and another in the dark show all there is (`on_every_screen`). What stands before
    a label is grey as labels are; axe looks at no such words."""
    assert [rule for rule in coloured_by_width(FILES) if "::before" not in rule] == []
    assert coloured_by_width({"a.css": "@media (max-width: 40em) {\n  .sb-a { color: red; }\n}\n"})
