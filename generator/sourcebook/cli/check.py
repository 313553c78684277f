"""``sourcebook check``: every problem, and on request every gap."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click
import yaml

from sourcebook.checking import check_corpus
from sourcebook.cli.options import DOCS, SOURCES, given_or_default, pipeline_options
from sourcebook.diagnostics import MOST_LINES, Diagnostic, Level, counted, report_lines
from sourcebook.model.editors import Editors
from sourcebook.provenance.gaps import Gap, find_gaps, gap_diagnostics, site_gaps
from sourcebook.reading.mkdocs_yml import plugin_option


@click.command("check")
@SOURCES
@DOCS
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--gaps", is_flag=True, help="Also print what is missing: sources, dates, positions, profiles …")
@click.option("--all", "everything", is_flag=True, help="Print every problem, however many there are.")
def command(sources: Path, docs: Path | None, strict: bool, gaps: bool, everything: bool) -> None:
    """Read every record and page, and print every problem: path:line:column: error: what is wrong [code].

    Of more than 50 the first three of each code are printed, and how many there are; --all prints them all.

    Exit status 0 if all is well, 1 if there are errors (with --strict: or warnings). Gaps are no faults.
    """
    linked, problems = check_corpus(pipeline_options(sources, given_or_default(docs)))
    missing = gap_diagnostics([*find_gaps(linked), *_site_gaps(Path("mkdocs.yml"))], linked) if gaps else None
    for _, line in report_lines(problems, len(problems) if everything else MOST_LINES):
        click.echo(line, err=True)
    for gap in missing or ():
        click.echo(str(gap))
    click.echo(_totals(len(linked.corpus.records), problems, missing))
    sys.exit(1 if any(problem.level is Level.ERROR or strict for problem in problems) else 0)


def _site_gaps(mkdocs_yml: Path) -> list[Gap]:
    """What the site does not say of itself; nothing where there is none, or MkDocs could not read it."""
    if not mkdocs_yml.is_file():
        return []
    with suppress(OSError, yaml.YAMLError, ValueError, RecursionError):
        given = {name: plugin_option(mkdocs_yml, name) is not None for name in ("editors", "contact")}
        return site_gaps(Editors(("…",) if given["editors"] else (), "…" if given["contact"] else ""))
    return []


def _totals(records: int, problems: Sequence[Diagnostic], missing: Sequence[Diagnostic] | None) -> str:
    """``11 records, 0 errors, 0 warnings``."""
    errors = sum(problem.level is Level.ERROR for problem in problems)
    counts = [counted(records, "record"), counted(errors, "error"), counted(len(problems) - errors, "warning")]
    return ", ".join([*counts, counted(len(missing), "gap")] if missing is not None else counts)
