"""A real preview: `mkdocs serve`, driven over HTTP while its files change."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ENVIRONMENT, SMALL, free_port, mkdocs

PATIENCE = 30.0


class Preview:
    """A running preview of a project."""

    def __init__(self, project: Path, port: int, process: subprocess.Popen[bytes], log: Path) -> None:
        self.project, self.process, self._log = project, process, log
        self._address = f"http://127.0.0.1:{port}/"

    def status(self, path: str) -> int:
        """What a request for a path is answered with; 0 where it is not answered."""
        try:
            with urllib.request.urlopen(self._address + path, timeout=5) as answer:
                found: int = answer.status
                return found
        except urllib.error.HTTPError as refused:
            return refused.code
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return 0

    def get(self, path: str) -> str:
        """The page, or nothing while there is none."""
        try:
            with urllib.request.urlopen(self._address + path, timeout=5) as answer:
                text: str = answer.read().decode()
                return text
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return ""

    def wait(self, path: str, wanted: Callable[[str], bool]) -> str:
        """The page as soon as it is as wanted."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            assert self.process.poll() is None, f"the preview ended:\n{self.log()}"
            text = self.get(path)
            if wanted(text):
                return text
            time.sleep(0.02)
        raise AssertionError(f"{path} did not change in {PATIENCE} s:\n{self.log()}")

    def log(self) -> str:
        return self._log.read_text("utf-8", "replace")

    def file(self, name: str) -> Path:
        return self.project / "sources" / name


@contextlib.contextmanager
def preview(project: Path, *options: str) -> Iterator[Preview]:
    port, log = free_port(), project.parent / "serve.log"
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}", *options]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=project, env=ENVIRONMENT, stdout=output, stderr=subprocess.STDOUT)
        try:
            running = Preview(project, port, process, log)
            running.wait("", lambda text: "Amber" in text)
            yield running
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture
def running(project: Path) -> Iterator[Preview]:
    with preview(project) as found:
        yield found


def test_an_edit_shows_everywhere_it_reaches(running: Preview) -> None:
    file = running.file("places/gull-rock.yml")
    text = file.read_text("utf-8")
    file.write_text(text.replace("name: Gull Rock", "name: Tern Rock\nsummary: Rock of terns.").replace("summary: A rock", "notes: A rock"), "utf-8")
    running.wait("places/gull-rock/", lambda page: "Rock of terns" in page)
    assert ">Tern Rock</a>" in running.get("places/")
    assert "Tern Rock" in running.get("places/dorrin/"), "a place that lies in another is shown there"
    assert 'places/gull-rock/">the rock</a>' in running.get("")
    assert "Tern Rock" in running.get("search/search_index.json")


def test_a_problem_shows_a_bar_and_the_page_without_the_value_or_as_it_was(running: Preview) -> None:
    file = running.file("places/gull-rock.yml")
    text = file.read_text("utf-8")
    file.write_text(text.replace("kind: site", "kind: sitte").replace("A rock", "A new rock"), "utf-8")
    page = running.wait("places/gull-rock/", lambda page: "data-sb-banner" in page)
    assert "sources/places/gull-rock.yml:2:7" in page and "did you mean &#39;site&#39;?" in page
    assert "A new rock with a light" in page and "<span>Other</span>" in page
    assert "data-sb-banner" in running.get("actors/mara-quill/") and "data-sb-banner" in running.get("")

    file.write_bytes(b"name: \xff\n")
    running.wait("", lambda page: "is not UTF-8" in page)
    assert "A new rock with a light" in running.get("places/gull-rock/"), "the last good state"

    other = running.file("places/dorrin.yml")
    other.write_text("name: Dorrin\nkind: country\nsummary: Still editing.\n", "utf-8")
    assert "data-sb-banner" in running.wait("places/dorrin/", lambda page: "Still editing." in page)

    file.write_text(text.replace("A rock", "A mended rock"), "utf-8")
    page = running.wait("places/gull-rock/", lambda page: "A mended rock" in page)
    assert "data-sb-banner" not in page and "data-sb-banner" not in running.get("")


def test_records_come_and_go(running: Preview) -> None:
    new = running.file("places/lee.yml")
    new.write_text("name: Leeward Bay\nkind: site\n", "utf-8")
    running.wait("places/lee/", lambda page: "Leeward Bay" in page)
    new.rename(running.file("places/bay.yml"))
    running.wait("places/bay/", lambda page: "Leeward Bay" in page)
    assert running.get("places/lee/") == "" and "places/lee/" not in running.get("places/")
    running.file("places/bay.yml").unlink()
    running.wait("places/", lambda page: "Leeward Bay" not in page)
    assert running.get("places/bay/") == "" and "Leeward" not in running.get("search/search_index.json")


def test_tags_come_and_go(running: Preview) -> None:
    file, other = running.file("places/gull-rock.yml"), running.file("places/dorrin.yml")
    texts = file.read_text("utf-8"), other.read_text("utf-8")
    assert running.status("tags/") == 404
    file.write_text(texts[0] + "tags: sea marks\n", "utf-8")
    running.wait("tags/", lambda page: "sea-marks/" in page)
    other.write_text(texts[1] + "tags: [Sea Marks, islands]\n", "utf-8")
    running.wait("tags/sea-marks/", lambda page: "Gull Rock</a>" in page and "Dorrin</a>" in page)
    assert "islands" in running.get("tags/") and "tags/islands/" in running.get("places/dorrin/")
    assert "tags/islands/" in running.get("sitemap.xml")
    other.write_text(texts[1], "utf-8")
    running.wait("tags/sea-marks/", lambda page: "Gull Rock</a>" in page and "Dorrin</a>" not in page)
    assert running.status("tags/islands/") == 404 and "islands" not in running.get("tags/")
    file.write_text(texts[0], "utf-8")
    running.wait("places/gull-rock/", lambda page: "sea-marks" not in page)
    assert running.status("tags/") == running.status("tags/sea-marks/") == 404


def test_an_old_address_comes_and_goes(running: Preview) -> None:
    file, hand = running.file("places/lee.yml"), running.project / "docs" / "places" / "bay.md"
    file.write_text("name: Leeward Bay\nkind: site\n", "utf-8")
    running.wait("places/lee/", lambda page: "Leeward Bay" in page)
    file.unlink()
    running.file("places/cove.yml").write_text("name: Cove\nkind: site\nformerly: [lee, bay]\n", "utf-8")
    assert ">Cove</a>" in running.wait("places/lee/", lambda page: "refresh" in page)
    assert "refresh" in running.get("places/bay/")
    assert "places/lee" not in running.get("places/") and "places/lee" not in running.get("sitemap.xml")

    hand.parent.mkdir()
    hand.write_text("# By hand\n", "utf-8")
    running.wait("places/bay/", lambda page: "By hand" in page)
    running.file("places/cove.yml").write_text("name: The Cove\nkind: site\nformerly: [lee, bay]\n", "utf-8")
    running.wait("places/lee/", lambda page: "The Cove</a>" in page)
    assert "By hand" in running.get("places/bay/")

    running.file("places/cove.yml").write_text("name: The Cove\nkind: site\n", "utf-8")
    running.wait("places/lee/", lambda page: page == "")
    assert "By hand" in running.get("places/bay/")
    file.write_text("name: Leeward Bay\nkind: site\n", "utf-8")
    assert "refresh" not in running.wait("places/lee/", lambda page: "Leeward Bay" in page)


def test_an_atomic_save_and_a_page_written_by_hand(running: Preview) -> None:
    file = running.file("places/dorrin.yml")
    draft = running.project / "draft"
    draft.write_text("name: Dorrin\nkind: country\nsummary: Saved whole.\n", "utf-8")
    draft.replace(file)
    running.wait("places/dorrin/", lambda page: "Saved whole." in page)
    (running.project / "docs" / "index.md").write_text("# The Amber Strait\n\nDorrin, by hand.\n", "utf-8")
    page = running.wait("", lambda page: "by hand" in page)
    assert '<a href="places/dorrin/">Dorrin</a>' in page
    assert "by hand" in running.wait("places/dorrin/", lambda page: "by hand" in page)


def test_a_page_that_is_edited_during_a_build_is_not_forgotten(project: Path) -> None:
    (project / "hooks.py").write_text("import time\n\n\ndef on_env(env, **others):\n    time.sleep(1)\n", "utf-8")
    config = project / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "hooks: [hooks.py]\n", "utf-8")
    page = project / "docs" / "index.md"
    text = page.read_text("utf-8")
    with preview(project) as running:
        page.write_text(f"{text}\nThe first word.\n", "utf-8")
        end = time.monotonic() + PATIENCE
        while running.log().count("Building documentation") < 2 and time.monotonic() < end:
            time.sleep(0.02)
        time.sleep(0.5)  # in the second that the build waits, with its pages read
        page.write_text(f"{text}\nThe second word.\n", "utf-8")
        running.wait("", lambda shown: "The second word." in shown)


def test_nothing_is_built_while_nothing_changes(running: Preview) -> None:
    builds = running.log().count("Building documentation")
    time.sleep(5)
    assert running.log().count("Building documentation") == builds


def test_a_preview_starts_even_from_a_broken_file(project: Path) -> None:
    (project / "sources" / "places" / "dorrin.yml").write_text("name: Dorrin\nkind: contry\n", "utf-8")
    with preview(project) as running:
        page = running.get("places/")
        assert "dorrin.yml:2:7" in page and "Gull Rock" in page
        running.file("places/dorrin.yml").write_text("name: Dorrin\nkind: country\n", "utf-8")
        running.wait("places/dorrin/", lambda page: "Dorrin" in page and "data-sb-banner" not in page)


PAGES = [
    "",
    *(f"{folder}/" for folder in ("sources", "actors", "places", "events", "questions", "map", "timeline", "gaps")),
    *(f"{path.parent.name.replace('documents', 'sources')}/{path.stem}/" for path in sorted(SMALL.glob("sources/*/*.yml"))),
]


def refused(running: Preview) -> dict[str, int]:
    """The pages that are not there."""
    return {path: status for path in PAGES if (status := running.status(path)) != 200}


@pytest.mark.parametrize("option", ["--no-livereload", "--clean", "--dirty"])
def test_every_page_is_served_however_the_server_is_started(option: str, project: Path) -> None:
    with preview(project, option) as running:
        assert refused(running) == {}
        if option != "--no-livereload":
            running.file("places/dorrin.yml").write_text("name: Dorrin\nkind: country\nsummary: Changed.\n", "utf-8")
            running.wait("places/dorrin/", lambda page: "Changed." in page)
            running.file("places/dorrin.yml").write_text("name: Dorrin\nkind: contry\nsummary: Changed again.\n", "utf-8")
            page = running.wait("places/dorrin/", lambda page: "did you mean &#39;country&#39;?" in page)
            assert "Changed again." in page and page.count("data-sb-banner") == 1 and refused(running) == {}
    assert {path.name for path in project.glob(".cache/sourcebook/*")} <= {".gitignore"}, "a preview keeps nothing, and leaves nothing"


def with_templates(project: Path) -> Path:
    """Gives a project a folder for templates of its own."""
    config = (project / "mkdocs.yml").read_text("utf-8").replace("  font: false", "  font: false\n  custom_dir: own")
    (project / "mkdocs.yml").write_text(config, "utf-8")
    (project / "own" / "sourcebook").mkdir(parents=True)
    return project / "own" / "sourcebook"


def test_what_goes_wrong_beside_records_leaves_the_last_good_site_and_is_mended(project: Path) -> None:
    """A bar says what it is, and as soon as it is mended, all is as it was."""
    template = with_templates(project) / "actor.html"
    page, config = project / "docs" / "bad.md", project / "mkdocs.yml"
    with preview(project) as running:

        def goes_wrong(named: str) -> None:
            shown = running.wait("", lambda text: "data-sb-banner" in text)
            assert named in shown and "Amber" in shown and refused(running) == {}

        def is_mended() -> None:
            running.wait("", lambda text: text != "" and "data-sb-banner" not in text)
            assert refused(running) == {}

        page.write_bytes(b"# Bad\n\n\xff\n")
        goes_wrong("docs/bad.md:3:1")
        time.sleep(4)
        page.unlink()
        is_mended()
        page.write_bytes(b"\xff\n")
        goes_wrong("docs/bad.md:1:1")
        page.write_text("# Mended\n", "utf-8")
        is_mended()
        assert "Mended" in running.get("bad/")

        text = config.read_text("utf-8")
        for broken, named in ((text + "\nno: [\n", "mkdocs.yml"), (text + "docs_dir: nowhere\n", "docs_dir"), (text + "theme: none\n", "theme")):
            config.write_text(broken, "utf-8")
            goes_wrong(named)
            config.write_text(text, "utf-8")
            is_mended()

        template.write_text('{% extends "builtin/actor.html" %}{% block summary %}{{ record.nonsense }}{% endblock %}', "utf-8")
        goes_wrong("sourcebook/actor.html:1")
        template.write_text('{% extends "builtin/actor.html" %}{% block summary %}Ours.{% endblock %}', "utf-8")
        is_mended()
        assert "Ours." in running.get("actors/mara-quill/")


def test_an_edit_of_records_while_a_page_by_hand_is_bad_is_shown_when_that_is_as_it_was(running: Preview) -> None:
    """The page comes back with the time of change that it had: nothing but records differs from the last good build."""
    page, away = running.project / "docs" / "index.md", running.project / "index.md"
    page.rename(away)
    page.write_bytes(b"\xff\n")
    running.wait("", lambda text: "docs/index.md:1:1" in text)
    running.file("places/dorrin.yml").write_text("name: Dorrin\nkind: country\nsummary: Meanwhile.\n", "utf-8")
    time.sleep(1)
    away.rename(page)
    assert "data-sb-banner" not in running.wait("places/dorrin/", lambda text: "Meanwhile." in text)
    running.wait("", lambda text: "Amber" in text and "data-sb-banner" not in text)
    assert refused(running) == {}


@pytest.mark.parametrize("seconds", [0.2, 5])
def test_folders_that_are_moved_away_and_back(seconds: float, running: Preview) -> None:
    away = running.project / "away"
    for folder, file, path, edit in (("sources", "places/dorrin.yml", "places/dorrin/", "summary: A new edit."), ("docs", "index.md", "", "\nAn edit of this page.")):
        (running.project / folder).rename(away)
        time.sleep(seconds)
        away.rename(running.project / folder)
        edited = running.project / folder / file
        edited.write_text(f"{edited.read_text('utf-8').rstrip()}\n{edit}\n", "utf-8")
        running.wait(path, lambda text: edit.split(": ")[-1].strip() in text and "data-sb-banner" not in text)  # noqa: B023
        running.wait("", lambda text: "Amber" in text and "data-sb-banner" not in text)
        assert refused(running) == {}


def test_an_address_that_no_file_can_have_is_not_found(running: Preview) -> None:
    assert [running.status(path) for path in ("%00", "places/%00/", "x" * 3000)] == [404] * 3
    assert "Traceback" not in running.log()


KEPT_BACK = "name: Zqx Cove\nkind: site\npublish: no\n"


def test_a_preview_shows_what_is_kept_back_only_if_it_is_asked_to(project: Path) -> None:
    """And marks it; a build of the same project shows nothing of it."""
    config = project / "mkdocs.yml"
    text = config.read_text("utf-8")
    (project / "sources" / "places" / "cove.yml").write_text(KEPT_BACK, "utf-8")
    league = project / "sources" / "actors" / "harbour-league.yml"
    league.write_text(league.read_text("utf-8").replace("names:\n", "names:\n  - {name: The Zqx League, publish: no}\n"), "utf-8")
    with preview(project) as running:
        assert "Zqx Cove" not in running.get("places/") and "Zqx" not in running.get("actors/harbour-league/")
    config.write_text(text.replace("plugins: [search, sourcebook]", "plugins: [search, sourcebook: {drafts: true}]"), "utf-8")
    with preview(project) as running:
        assert "Zqx Cove" in running.get("places/")
        assert "<strong>Not published.</strong>" in running.get("places/cove/")
        page = running.get("actors/harbour-league/")
        assert "The Zqx League" in page and "in this preview only:</strong> Other names 1." in page
        running.file("places/cove.yml").write_text(KEPT_BACK.replace("no", "yes"), "utf-8")
        running.wait("places/cove/", lambda page: "Zqx Cove" in page and "Not published" not in page)
        running.file("places/cove.yml").write_text(KEPT_BACK, "utf-8")
        running.wait("places/cove/", lambda page: "Not published" in page)
    done = mkdocs("build", cwd=project)
    assert done.returncode == 0 and not (project / "site" / "places" / "cove").exists()
    assert not [path for path in (project / "site").rglob("*.*") if path.is_file() and b"Zqx" in path.read_bytes()]
