"""Two corpora that are not ours, on other subjects and in other scripts: each from `sourcebook init` on."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.building import build, left_alone, once_a_run
from tests.conftest import ROOT
from tests.site.conftest import watched
from tests.test_cli import sourcebook

CORPORA = ROOT / "tests" / "corpora"
WORDS = {"millbrook": ("Millbrook", "local-history", "en"), "memoria": ("Memoria del puerto", "human-rights", "es")}


def begun(folder: Path, name: str) -> None:
    """A project as `sourcebook init` begins it, with the corpus in the place of the examples, and its site."""
    title, vocabulary, language = WORDS[name]
    options = ("--title", title, "--about", "A corpus of its own.", "--vocabulary", vocabulary, "--language", language, "--yes")
    done = sourcebook("init", "project", *options, cwd=folder)
    assert done.returncode == 0, done.stderr
    for example in (folder / "project" / "sources").glob("*/example-*"):
        example.unlink()
    shutil.copytree(CORPORA / name, folder / "project", dirs_exist_ok=True)
    checked = sourcebook("check", "--strict", cwd=folder / "project")
    assert checked.returncode == 0, checked.stderr
    build(folder / "project", folder / "project" / "site")


@pytest.fixture(scope="session")
def millbrook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A local history: letters, a ship, a family, and a road of before our era."""
    with left_alone(once_a_run(tmp_path_factory, "millbrook", lambda folder: begun(folder, "millbrook"))) as folder:
        yield folder / "project" / "site"


@pytest.fixture(scope="session")
def memoria(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Human rights, documented in Arabic and Spanish."""
    with left_alone(once_a_run(tmp_path_factory, "memoria", lambda folder: begun(folder, "memoria"))) as folder:
        yield folder / "project" / "site"


def words(site: Path, address: str) -> str:
    """What a page says, on one line."""
    text = (site / address / "index.html").read_text("utf-8")
    article = text[text.index("<article") : text.index("</article>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", article, flags=re.DOTALL))).split())


def test_kinds_fields_and_relations_of_a_local_history(millbrook: Path) -> None:
    ship = words(millbrook, "actors/petrel")
    assert "Kind Ship" in ship and "Tonnage 38.50 t" in ship and "Home port Millbrook" in ship and "Had on board Tom Wade" in ship
    jonas = words(millbrook, "actors/jonas-weir")
    assert jonas.count("Sibling of") == 1 and "Had letters from Hanna Weir" in jonas
    assert "Born about 1861 Died February 1934 or March 1934" in words(millbrook, "actors/hanna-weir")
    letter = words(millbrook, "sources/hanna-1889-06-02")
    assert "To Jonas Weir" in letter and "Call number Letters 7" in letter and "No copyright – United States" in letter
    assert "What is there today ¶ A garage stands there" in words(millbrook, "places/mill-house")


def test_fields_that_mean_when_and_where_are_on_the_timeline_and_on_maps(millbrook: Path) -> None:
    timeline = words(millbrook, "timeline")
    assert "1871 (uncertain) Launched: The Petrel Ship · 2 sources, 2 origins" in timeline and "Built: Mill house" in timeline
    petrel = (millbrook / "actors" / "petrel" / "index.html").read_text("utf-8")
    assert '<li data-id="millbrook"' in petrel, "her home port is on her map"
    assert "Hanna Weir , eyewitness" in words(millbrook, "events/flood-of-1889")


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_the_timeline_is_filtered_by_a_field_of_its_own(
    width: int, millbrook: Path, serve_folder: Callable[[Path], str], browser: Browser
) -> None:
    address = serve_folder(millbrook) + "/"
    for page in watched(browser, address, viewport={"width": width, "height": 900}):
        page.goto(address + "timeline/?kind=actors.launched")
        expect(page.locator("[data-sb-events] > li:visible")).to_have_count(1)
        expect(page.locator("[data-sb-events] > li:visible")).to_contain_text("Launched: The Petrel")
        expect(page.locator("svg a[data-id='petrel.launched.0']:visible").first).to_be_visible()
        expect(page.locator("svg a[data-id='flood-of-1889']:visible")).to_have_count(0)
        expect(page.locator("[data-sb-published] > li:visible")).to_have_count(2)


def test_a_copy_of_a_way_of_deriving_of_its_own_adds_no_origin(millbrook: Path) -> None:
    assert "To the kitchen, on the ground floor. 2 sources, 1 origin" in words(millbrook, "questions/how-high")


def test_years_before_our_era_are_read_as_people_count_them(millbrook: Path) -> None:
    assert "about 1000 BC" in words(millbrook, "events/road-laid")
    assert "about 15 March 44 BC" in words(millbrook, "events/stone-set")
    axis = (millbrook / "timeline" / "index.html").read_text("utf-8")
    assert re.search(r">\d+ BC<", axis) and ">-0" not in axis


def test_names_in_arabic_and_spanish_lead_to_their_records(memoria: Path) -> None:
    testimony = (memoria / "sources" / "shahada" / "index.html").read_text("utf-8")
    assert '<a href="../../actors/umm-salim/"><bdi>أم سليم</bdi></a>' in testimony and '<a href="../../places/puerto-claro/"><bdi>بويرتو كلارو</bdi></a>' in testimony
    assert re.search(r'<h1[^>]* lang="ar" dir="rtl"[^>]*>شهادة', testimony)
    mother = words(memoria, "actors/umm-salim")
    assert mother.count("Parent of") == 1 and "Represented by Red Memoria" in mother


def test_what_is_alleged_says_who_alleges_and_who_denies(memoria: Path) -> None:
    arrest = words(memoria, "events/detencion-mercado")
    assert "Alleged by [Testimonio de una persona detenida]" in arrest and "Denied by Policía del Puerto" in arrest
    assert "Persons concerned 1" in arrest and "What became of it ¶ Libre al tercer día" in arrest
    question = words(memoria, "questions/hubo-detenciones")
    assert "Sí, al menos una, de tres días y sin abogado. 2 sources, 1 origin" in question


def test_words_that_run_from_right_to_left_leave_their_neighbours_in_place(memoria: Path) -> None:
    """A name is isolated, so that its count stays behind it; a digest ends on its own side."""
    page = (memoria / "sources" / "shahada" / "index.html").read_text("utf-8")
    assert "<bdi>سليم الحداد</bdi> <span>1</span>" in page and "<summary><bdi>أم سليم</bdi> <span" in page
    assert '<p dir="auto">تقول' in page
    assert 'dir="auto"' not in (memoria / "sources" / "comunicado-policia" / "index.html").read_text("utf-8")
