"""The command ``sourcebook``: no domain logic, only arguments, printing and exit codes. One file a command."""

from __future__ import annotations

import click

from sourcebook.cli import check, geocode, init, mentions, migrate
from sourcebook.version import __version__

COMMANDS: tuple[click.Command, ...] = (init.command, check.command, mentions.command, geocode.command, migrate.command)
"""Every command, in the order of the guide. A new one: a file beside these, and its name here."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sourcebook")
def main() -> None:
    """Sources in YAML become a research site. Build it with 'mkdocs build', preview it with 'mkdocs serve'."""


for _command in COMMANDS:
    main.add_command(_command)
