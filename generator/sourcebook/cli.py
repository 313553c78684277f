"""The command ``sourcebook``: no domain logic, only arguments, printing and exit codes."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import IO, Any

import click

from sourcebook import __version__
from sourcebook.diagnostics import MOST_LINES, Level, counted, printable, report_lines
from sourcebook.pipeline import Options, count_names, make_site
from sourcebook.provenance.gaps import find_gaps, gap_diagnostics

_FOLDER = click.Path(path_type=Path)
_FILE = click.Path(path_type=Path, dir_okay=False)
_DOCS = click.Path(path_type=Path, exists=True, file_okay=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sourcebook")
def main() -> None:
    """Sources in YAML become a research site. Build it with 'mkdocs build', preview it with 'mkdocs serve'."""


@main.command()
@click.option("--sources", type=_FOLDER, default=Path("sources"), show_default=True, help="The folder of records.")
@click.option("--docs", type=_DOCS, help="The folder of pages written by hand.  [default: docs, if there is one]")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--gaps", is_flag=True, help="Also print what is missing: sources, dates, positions, profiles …")
@click.option("--all", "everything", is_flag=True, help="Print every problem, however many there are.")
def check(sources: Path, docs: Path | None, strict: bool, gaps: bool, everything: bool) -> None:
    """Read every record and page, and print every problem: path:line:column: error: what is wrong [code].

    Of more than 50 the first three of each code are printed, and how many there are; --all prints them all.

    Exit status 0 if all is well, 1 if there are errors (with --strict: or warnings). Gaps are no faults.
    """
    if docs is None and Path("docs").is_dir():
        docs = Path("docs")
    site = make_site(Options(sources, sources.as_posix(), docs, docs.as_posix() if docs else ""))
    for _, line in report_lines(site.problems, len(site.problems) if everything else MOST_LINES):
        click.echo(line, err=True)
    missing = gap_diagnostics(find_gaps(site.linked), site.linked) if gaps else []
    for gap in missing:
        click.echo(str(gap))
    errors = sum(problem.level is Level.ERROR for problem in site.problems)
    warnings = len(site.problems) - errors
    records = counted(len(site.linked.corpus.records), "record")
    found = [records, counted(errors, "error"), counted(warnings, "warning")]
    click.echo(", ".join([*found, counted(len(missing), "gap")] if gaps else found))
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


@main.command()
@click.argument("places", metavar="[PLACE_ID]...", nargs=-1)
@click.option("--sources", type=_FOLDER, default=Path("sources"), show_default=True, help="The folder of records.")
@click.option(
    "--contact", envvar="SOURCEBOOK_CONTACT", default="", help="Your e-mail or https address, for the service."
)
@click.option("--dry-run", is_flag=True, help="Say what would be asked, and ask and write nothing.")
@click.option("--take", default="", metavar="OBJECT", help="Take this of several answers, as in 'node/123'.")
@click.option("--fresh", is_flag=True, help="Ask anew what was answered before.")
@click.option("--timeout", type=click.FloatRange(1, 120), default=20.0, show_default=True, help="Seconds to wait.")
@click.option("--cache", type=_FILE, help="The file of answers.  [default: geocode.sqlite in your cache folder]")
@click.option("--provider", default="nominatim", show_default=True, help="Another service that geopy knows.")
@click.option("--key", envvar="SOURCEBOOK_GEOCODE_KEY", default="", help="Your key, where the service wants one.")
@click.option("--address", default="", metavar="URL", help="Where a service of your own is.")
def geocode(contact: str, dry_run: bool, take: str, **options: Any) -> None:
    """Ask a geocoding service where places are that have no position, and write what is clear into their files.

    PLACE_ID names the places; without one, all are asked about. One request a second, and none twice. Exit status 0
    if no place is left without a position, 1 if one is, 2 if nothing could be asked, 130 after Ctrl-C.
    """
    from sourcebook.geocoding.errors import Refusal
    from sourcebook.geocoding.geocode import GeocodeOptions as Wishes
    from sourcebook.geocoding.geocode import geocode as run
    from sourcebook.geocoding.geocode import real_clock
    from sourcebook.geocoding.user_agent import contact_in  # geopy is heavy, and the other commands do without

    interrupts: list[int] = []

    def interrupt(number: int, frame: object) -> None:
        interrupts.append(number)
        if len(interrupts) > 1:
            raise KeyboardInterrupt
        # Not by way of Python's buffers, in which the signal may have interrupted somebody.
        os.write(2, b"\nstopping when the request is answered; Ctrl-C once more stops at once\n")

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        if not contact and not dry_run:
            contact = contact_in(Path("mkdocs.yml"))
        wishes = Wishes(contact=contact, dry_run=dry_run, take=take, **options)
        tally = run(wishes, lambda line: click.echo(printable(line)), real_clock(lambda: bool(interrupts)))
    except Refusal as refusal:
        click.echo(f"error: {printable(str(refusal))}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        click.echo("stopped at once", err=True)
        sys.exit(130)
    finally:
        signal.signal(signal.SIGINT, before)
    click.echo(tally)
    sys.exit(130 if tally.interrupted else 0 if dry_run or tally.all_filled else 1)
