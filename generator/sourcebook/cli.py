"""The command ``sourcebook``: no domain logic, only arguments, printing and exit codes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

import click

from sourcebook import __version__
from sourcebook.diagnostics import Level, counted
from sourcebook.pipeline import Options, count_names, make_site

_FOLDER = click.Path(path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sourcebook")
def main() -> None:
    """Sources in YAML become a research site. Build it with 'mkdocs build', preview it with 'mkdocs serve'."""


@main.command()
@click.option("--sources", type=_FOLDER, default=Path("sources"), show_default=True, help="The folder of records.")
@click.option(
    "--docs", type=_FOLDER, default=Path("docs"), show_default=True, help="The folder of pages written by hand."
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
def check(sources: Path, docs: Path, strict: bool) -> None:
    """Read every record and page, and print every problem: path:line:column: error: what is wrong [code].

    Exit status 0 if all is well, 1 if there are errors (with --strict: or warnings).
    """
    site = make_site(Options(sources, sources.as_posix(), docs if docs.is_dir() else None, docs.as_posix()))
    for problem in site.problems:
        click.echo(str(problem), err=True)
    errors = sum(problem.level is Level.ERROR for problem in site.problems)
    warnings = len(site.problems) - errors
    records = counted(len(site.linked.corpus.records), "record")
    click.echo(f"{records}, {counted(errors, 'error')}, {counted(warnings, 'warning')}")
    sys.exit(1 if errors or (strict and warnings) else 0)


@main.command()
@click.argument("text", type=click.File("r", encoding="utf-8"))
@click.option("--sources", type=_FOLDER, default=Path("sources"), show_default=True, help="The folder of records.")
def mentions(text: IO[str], sources: Path) -> None:
    """Count which records a TEXT names, for the field 'mentions' of a source whose text may not be published.

    TEXT is a file of plain text, or - for standard input. Prints YAML to paste; nothing is written.
    """
    found = count_names(Options(sources, sources.as_posix()), text.read())
    click.echo("mentions:" if found else "mentions: {}")
    for name, number in found:
        click.echo(f"  {name}: {number}")
