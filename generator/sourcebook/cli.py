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
_DOCS = click.Path(path_type=Path, exists=True, file_okay=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sourcebook")
def main() -> None:
    """Sources in YAML become a research site. Build it with 'mkdocs build', preview it with 'mkdocs serve'."""


@main.command()
@click.option("--sources", type=_FOLDER, default=Path("sources"), show_default=True, help="The folder of records.")
@click.option("--docs", type=_DOCS, help="The folder of pages written by hand.  [default: docs, if there is one]")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
def check(sources: Path, docs: Path | None, strict: bool) -> None:
    """Read every record and page, and print every problem: path:line:column: error: what is wrong [code].

    Exit status 0 if all is well, 1 if there are errors (with --strict: or warnings).
    """
    if docs is None and Path("docs").is_dir():
        docs = Path("docs")
    site = make_site(Options(sources, sources.as_posix(), docs, docs.as_posix() if docs else ""))
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
    try:
        words = text.read()
    except UnicodeDecodeError as problem:
        message = f"byte {problem.start} is not UTF-8; save the text as UTF-8"
        raise click.BadParameter(message, param_hint="TEXT") from None
    found = count_names(Options(sources, sources.as_posix()), words)
    click.echo("mentions:" if found else "mentions: {}")
    for name, number in found:
        click.echo(f"  {name}: {number}")
