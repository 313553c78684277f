"""Options that several commands share, and what they become."""

from __future__ import annotations

from pathlib import Path

import click

from sourcebook.options import Options

_FOLDER = click.Path(path_type=Path)
_FOLDER_THERE = click.Path(path_type=Path, exists=True, file_okay=False)

SOURCES = click.option(
    "--sources", type=_FOLDER, default=Path("sources"), show_default=True, help="The folder of records."
)
DOCS = click.option(
    "--docs", type=_FOLDER_THERE, help="The folder of pages written by hand.  [default: docs, if there is one]"
)
_DEFAULT_DOCS = Path("docs")


def pipeline_options(sources: Path, docs: Path | None = None) -> Options:
    """What the pipeline is to read; in messages, folders are called what the person who typed them called them."""
    return Options(sources, sources.as_posix(), docs, docs.as_posix() if docs else "")


def given_or_default(docs: Path | None) -> Path | None:
    """The folder of pages written by hand that was named, or else ``docs``, if there is one."""
    return docs or (_DEFAULT_DOCS if _DEFAULT_DOCS.is_dir() else None)
