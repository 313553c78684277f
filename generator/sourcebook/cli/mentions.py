"""``sourcebook mentions``: which records a text names, and how often."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import click

from sourcebook.cli.options import SOURCES, pipeline_options
from sourcebook.linking.names import build_index, count_names
from sourcebook.model.actor import Actor
from sourcebook.model.place import Place
from sourcebook.pipeline import load_corpus


@click.command("mentions")
@click.argument("text", type=click.File("r", encoding="utf-8"))
@SOURCES
def command(text: IO[str], sources: Path) -> None:
    """Count which actors and places a TEXT names, for the field 'mentions' of a source whose text may not be published.

    TEXT is a file of plain text, or - for standard input. Prints YAML to paste; nothing is written.
    """
    words = _read(text)
    loaded, _ = load_corpus(pipeline_options(sources))  # without what is kept back: no id of it is given out to paste
    index, _ = build_index(loaded.corpus)
    # Names of other records are the editors' own words, and not counted.
    countable = {record.id for kind in (Actor, Place) for record in loaded.corpus.of_kind(kind)}
    counts = [(name, number) for name, number in count_names(index, words) if name in countable]
    click.echo("mentions:" if counts else "mentions: {}")
    for record_id, number in counts:
        click.echo(f"  {record_id}: {number}")


def _read(text: IO[str]) -> str:
    """All of the text. Raises BadParameter where it is not UTF-8."""
    try:
        return text.read()
    except UnicodeDecodeError as problem:
        message = f"byte {problem.start} is not UTF-8; save the text as UTF-8"
        raise click.BadParameter(message, param_hint="TEXT") from None
