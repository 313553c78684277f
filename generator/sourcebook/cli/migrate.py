"""``sourcebook migrate``: records written for an earlier version, brought to the form of this one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sourcebook.atomic import write_atomically
from sourcebook.cli.options import SOURCES
from sourcebook.diagnostics import counted, printable
from sourcebook.editing.rename_fields import changes_in, renamed_in, with_version
from sourcebook.editing.replace_file import NotWritten, replace_file
from sourcebook.model import renamed_fields, vocabulary
from sourcebook.reading.files import VOCABULARY, find_files
from sourcebook.reading.vocabulary_file import version_of


@click.command("migrate")
@SOURCES
@click.option("--write", is_flag=True, help="Write the changes; without it they are only shown.")
def command(sources: Path, write: bool) -> None:
    """Rename fields that have other names in this version, in every record: first shown, with --write written.

    Only the fields' names change, and the version in sources/vocabulary.yml. A file that somebody else changes
    meanwhile stays as it is, and is told.

    Exit status 0 if all is well, 1 if a file could not be changed.
    """
    file = sources / VOCABULARY
    before = file.read_bytes() if file.is_file() else b""
    version, now = version_of(before), vocabulary.VERSION
    renamed = renamed_fields.renamed_since(version, now)
    failed = changed = 0
    for one in find_files(sources, sources.as_posix())[0] if renamed else ():
        raw = one.raw or b""
        changes = changes_in(raw, one.kind.folder, renamed)
        for change in changes:
            click.echo(f"{printable(one.path)}:{change.line}:{change.column}: {change.old} → {change.new}")
        if changes and write:
            try:
                replace_file(Path(one.path), raw, renamed_in(raw, changes))
            except (NotWritten, ValueError) as why:
                click.echo(f"{printable(one.path)}: not changed: {why}", err=True)
                failed += 1
        changed += len(changes)
    if write and not failed and version != now:
        write_atomically(file, lambda out: out.write(with_version(before, now)))
    done = "renamed" if write else "to rename; '--write' does it"
    click.echo(f"{counted(changed, 'field')} {done}" if changed else f"nothing to do: version {now}")
    sys.exit(1 if failed else 0)
