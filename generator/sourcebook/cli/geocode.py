"""``sourcebook geocode``: positions asked of a geocoding service."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sourcebook.cli.options import SOURCES
from sourcebook.diagnostics import printable

if TYPE_CHECKING:
    from sourcebook.geocoding.batch import BatchReport

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("geocode")
@click.argument("places", metavar="[PLACE_ID]...", nargs=-1)
@SOURCES
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
def command(**options: Any) -> None:
    """Ask a geocoding service where places are that have no position, and write what is clear into their files.

    PLACE_ID names the places; without one, all are asked about. One request a second, and none twice. Exit status 0
    if no place is left without a position, 1 if one is, 2 if nothing could be asked, 130 after Ctrl-C.
    """
    from sourcebook.geocoding.errors import Refusal  # geopy is heavy, and the other commands do without

    try:
        with _interrupts() as interrupts:
            tally = _run(options, interrupts)
    except Refusal as refusal:
        click.echo(f"error: {printable(str(refusal))}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        click.echo("stopped at once", err=True)
        sys.exit(130)
    click.echo(tally)
    sys.exit(130 if tally.interrupted else 0 if options["dry_run"] or tally.all_filled else 1)


def _run(options: dict[str, Any], interrupts: list[int]) -> BatchReport:
    """Ask and write as the options say. Raises Refusal where nothing can be asked."""
    from sourcebook.geocoding.geocode import GeocodeOptions, geocode, real_clock
    from sourcebook.geocoding.user_agent import contact_in

    if not options["contact"] and not options["dry_run"]:
        options = {**options, "contact": contact_in(Path("mkdocs.yml"))}
    return geocode(
        GeocodeOptions(**options), lambda line: click.echo(printable(line)), real_clock(lambda: bool(interrupts))
    )


@contextmanager
def _interrupts() -> Iterator[list[int]]:
    """The interrupts so far: the first is only written down, the second raises KeyboardInterrupt."""
    interrupts: list[int] = []

    def interrupt(number: int, frame: object) -> None:
        interrupts.append(number)
        if len(interrupts) > 1:
            raise KeyboardInterrupt
        # Not by way of Python's buffers, in which the signal may have interrupted somebody.
        os.write(2, b"\nstopping when the request is answered; Ctrl-C once more stops at once\n")

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, before)
