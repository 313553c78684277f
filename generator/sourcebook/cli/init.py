"""``sourcebook init``: a new site that builds, serves and checks at once."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote

import click

from sourcebook.atomic import write_atomically
from sourcebook.diagnostics import counted, printable
from sourcebook.model.languages import is_language
from sourcebook.starting.files import ENGINES, GENERAL, VOCABULARIES, Answers, printed_words, starter_files

_ABOUT = "Who says what, each statement with its source."


def _language(context: click.Context, parameter: click.Parameter, value: str) -> str:
    if not is_language(value):
        raise click.BadParameter(f"'{value}' is not a language tag; write 'en', 'ur' or 'zh-Hant'")
    return value


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--title", help="What the site is called.")
@click.option("--about", help="What it is about, in one sentence.")
@click.option(
    "--vocabulary",
    type=click.Choice(VOCABULARIES),
    help="The words and examples that it starts with: general has the built-in words only.",
)
@click.option("--language", default="en", show_default=True, callback=_language, help="The language of its pages.")
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=ENGINES[0],
    show_default=True,
    help="The program that makes the site.",
)
@click.option("--yes", is_flag=True, help="Ask nothing: take what is not given as it is proposed.")
@click.option("--dry-run", is_flag=True, help="Only say what would be written.")
def command(
    folder: Path,
    title: str | None,
    about: str | None,
    vocabulary: str | None,
    language: str,
    engine: str,
    yes: bool,
    dry_run: bool,
) -> None:
    """Start a site in DIR: settings, a home page, one example of each kind of record, and what publishing needs.

    Asks for what is not given by an option. Files that are there already stay as they are.

    Exit status 0 if all is well, 1 if a file could not be written, 2 for wrong use.
    """
    ask = sys.stdin.isatty() and not yes
    named = printed_words(folder.resolve().name.replace("-", " ").replace("_", " "))
    proposed = named[:1].upper() + named[1:] or "Sourcebook"
    answers = Answers(
        _words(title, "What is it called", proposed, ask),
        _words(about, "What is it about, in one sentence", _ABOUT, ask),
        vocabulary
        or (click.prompt("Words to start with", type=click.Choice(VOCABULARIES), default=GENERAL) if ask else GENERAL),
        language,
        engine,
    )
    written = kept = 0
    for name, raw in starter_files(answers).items():
        path = folder / name
        if path.exists() or path.is_symlink():
            click.echo(f"there already: {printable(str(path))}")
            kept += 1
            continue
        if not dry_run:
            _write(path, raw)
        click.echo(f"{'would write' if dry_run else 'wrote'}: {printable(str(path))}")
        written += 1
    done = f"{counted(written, 'file')} {'to write' if dry_run else 'written'}, {kept} there already"
    config = folder / "mkdocs.yml"
    if kept and config.is_file() and b"sourcebook" not in config.read_bytes():
        click.echo(f"{printable(str(config))} does not name the plugin: add '- sourcebook' to its 'plugins'")
    there = f"  cd {quote(printable(str(folder)))}\n" if folder != Path() else ""
    click.echo(done if dry_run else f"{done}. Next:\n{there}  {engine} serve")


def _words(given: str | None, question: str, proposed: str, ask: bool) -> str:
    """What is given by an option, or answered, if it has any words; else what is proposed."""
    said = printed_words(given or "")
    if not said and ask:
        said = printed_words(click.prompt(question, default=proposed))
    return said or proposed


def _write(path: Path, raw: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, lambda file: file.write(raw))
        path.chmod(0o644)
    except OSError as problem:
        raise click.ClickException(f"'{printable(str(path))}' cannot be written: {problem.strerror}") from None
