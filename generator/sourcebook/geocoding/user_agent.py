"""Who is asking: services want to know whom to write to before they lock somebody out."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from sourcebook.geocoding.errors import Refusal
from sourcebook.reading.mkdocs_yml import plugin_option
from sourcebook.version import __version__

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_PAGE = re.compile(
    r"https://[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}(?::\d{1,5})?(?:/[A-Za-z0-9._~/%+=&?#-]{0,200})?"
)

NO_CONTACT = (
    "the service wants to know who asks: give an e-mail address or an https address with --contact, in the "
    "environment variable SOURCEBOOK_CONTACT, or as 'contact' below 'sourcebook' in mkdocs.yml"
)


def user_agent(contact: str, needed: bool = True) -> str:
    """What requests are signed with: ``sourcebook/0.1.0 (contact: you@example.org)``.

    Raises Refusal if the contact is neither an e-mail nor an https address. It becomes a line of an HTTP header, so
    nothing else can be in it.
    """
    contact = contact.strip()
    if "{" in contact:  # the message that readers begin with
        contact = contact.partition("?")[0]
    if not contact and not needed:
        return f"sourcebook/{__version__}"
    if not contact:
        raise Refusal(NO_CONTACT)
    if not (_EMAIL.fullmatch(contact) or _PAGE.fullmatch(contact)):
        raise Refusal(f"the contact '{contact[:80]}' is neither an e-mail address nor an https address")
    return f"sourcebook/{__version__} (contact: {contact})"


def contact_in(mkdocs_yml: Path) -> str:
    """The option ``contact`` of the plugin ``sourcebook`` in a ``mkdocs.yml``; empty if there is none, or no such file.

    Raises Refusal if the file cannot be read, or is no YAML.
    """
    try:
        contact = plugin_option(mkdocs_yml, "contact")
    except OSError as problem:
        raise Refusal(f"mkdocs.yml cannot be read: {problem.strerror}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        raise Refusal(f"mkdocs.yml{f':{mark.line + 1}' if mark else ''} cannot be read") from None
    if contact is None:
        return ""
    if isinstance(contact, yaml.ScalarNode) and contact.tag == "tag:yaml.org,2002:str":
        return str(contact.value)
    raise Refusal(
        "'contact' in mkdocs.yml must be written out; for a value from the environment set SOURCEBOOK_CONTACT"
    )
