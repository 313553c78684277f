"""Who makes the site, and how to write to them: what the owner says, and nothing that nobody said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

PLACEHOLDERS = ("{title}", "{address}")
"""What a contact's web address may have behind its '?': a message's subject, and the address that it is about."""

_EMAIL = re.compile(r"[^\s@<>\"'?&]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_WEB = re.compile(r"https?://[\w.-]+(?::\d{1,5})?(?:[/?#][^\s<>\"']*)?")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}?|\}")


@dataclass(frozen=True, slots=True)
class Editors:
    """Who makes the site, as far as its owner says."""

    names: tuple[str, ...] = ()
    """Their names, in the owner's order."""
    contact: str = ""
    """An e-mail address, or a web address that may hold `PLACEHOLDERS`; empty where none is given."""
    site_url: str = ""
    """Where the site is published, ending with a slash; empty if that is not known."""

    @property
    def is_email(self) -> bool:
        """Whether the contact is an e-mail address."""
        return "://" not in self.contact

    @property
    def address(self) -> str:
        """Where a reader writes to, as a link's address, about nothing yet; empty where no contact is given."""
        if self.is_email:
            return f"mailto:{quote(self.contact, safe='@')}" if self.contact else ""
        base, _, query = self.contact.partition("?")
        return base if _PLACEHOLDER.search(query) else self.contact

    def report_address(self, title: str, path: str) -> str:
        """Where a reader reports a mistake, as a link's address with the message begun; empty without a contact.

        `title` becomes its subject, and `path` below the site is the address that it is about.
        """
        if not self.contact:
            return ""
        values = dict(zip(PLACEHOLDERS, (title, self.site_url + path), strict=True))
        if self.is_email:
            subject, body = (quote(value, safe="") for value in values.values())
            return f"{self.address}?subject={subject}&body={body}"
        return _PLACEHOLDER.sub(lambda found: quote(values[found[0]], safe=""), self.contact)


def read_contact(text: str) -> str:
    """The contact, without space around it. Raises ValueError with what is wrong, and the nearest right answer."""
    contact = text.strip()
    if _EMAIL.fullmatch(contact):
        return contact
    if not _WEB.fullmatch(contact):
        raise ValueError(
            f"'{contact[:80]}' is neither an e-mail address nor a web address; "
            "write 'you@example.org', or a whole address with https://"
        )
    base, _, query = contact.partition("?")
    if found := _PLACEHOLDER.search(base):
        raise ValueError(f"'{found[0]}' stands before the '?'; placeholders stand behind it")
    for found in _PLACEHOLDER.finditer(query):
        if found[0] not in PLACEHOLDERS:
            raise ValueError(f"there is no placeholder '{found[0][:40]}'; there are {' and '.join(PLACEHOLDERS)}")
    return contact


def read_editors(names: object) -> tuple[str, ...]:
    """The names, without space around them. Raises ValueError for what is no list of names."""
    listed = [names] if isinstance(names, str) else names
    if not isinstance(listed, list) or not all(isinstance(name, str) and name.strip() for name in listed):
        raise ValueError("write a list of names: [Ann Other, Ben Example]")
    return tuple(" ".join(name.split()) for name in listed)
