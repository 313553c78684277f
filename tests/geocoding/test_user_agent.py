"""Who asks."""

from pathlib import Path

import pytest

from sourcebook import __version__
from sourcebook.geocoding.errors import Refusal
from sourcebook.geocoding.user_agent import contact_in, user_agent
from sourcebook.plugin.settings import SourcebookConfig


@pytest.mark.parametrize("contact", ["you@example.org", " a.b+c@geo.example.org ", "https://example.org/~you?x=1#y", "https://example.org"])  # fmt: skip
def test_an_address_signs_the_requests(contact: str) -> None:
    assert user_agent(contact) == f"sourcebook/{__version__} (contact: {contact.strip()})"


@pytest.mark.parametrize(
    "contact",
    ["you", "you@example", "http://example.org", "https://", "a@b.c\r\nX-Evil: 1", "a@b.c\n", "a@b.c d@e.f", "a@b.c)", "ä@b.c", "https://exa mple.org", "mailto:a@b.c", "https://e.org/\x1b", "a" * 65 + "@b.c"],
)  # fmt: skip
def test_anything_else_is_refused(contact: str) -> None:
    if contact == "a@b.c\n":  # white space around it does no harm
        assert "\n" not in user_agent(contact)
        return
    with pytest.raises(Refusal, match="neither an e-mail address nor an https address"):
        user_agent(contact)


def test_nobody_asks_anonymously() -> None:
    for nothing in ("", "  "):
        with pytest.raises(Refusal, match=r"--contact, in the environment variable SOURCEBOOK_CONTACT.*mkdocs\.yml"):
            user_agent(nothing)
    assert user_agent("", needed=False) == f"sourcebook/{__version__}"


TAGS = """
site_url: !ENV [SITE, "https://example.org"]
markdown_extensions:
  - pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji , x: !!python/object/apply:os.abort []}
"""


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("plugins:\n  - search\n  - sourcebook:\n      contact: you@example.org\n", "you@example.org"),
        ("plugins:\n  search: {}\n  sourcebook: {sources: s, contact: 'you@example.org'}\n" + TAGS, "you@example.org"),
        ("plugins: [search, sourcebook]\n", ""),
        ("plugins: sourcebook\n", ""),
        ("plugins:\n", ""),
        ("site_name: x\n" + TAGS, ""),
        ("- a\n", ""),
        ("", ""),
    ],
)
def test_the_contact_of_mkdocs_yml(tmp_path: Path, text: str, contact: str) -> None:
    assert contact_in(tmp_path / "mkdocs.yml") == ""
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    assert contact_in(tmp_path / "mkdocs.yml") == contact


@pytest.mark.parametrize("value", ["!ENV SOMEBODY", "[a, b]", "7"])
def test_a_contact_that_is_not_written_out_is_told(tmp_path: Path, value: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"plugins:\n  - sourcebook: {{contact: {value}}}\n", "utf-8")
    with pytest.raises(Refusal, match=r"must be written out.*SOURCEBOOK_CONTACT"):
        contact_in(tmp_path / "mkdocs.yml")


@pytest.mark.parametrize(("raw", "where"), [(b"a: [\n", ":2"), (b"\xff\xfe\xff", ""), (b"a: b\n c: d\n", ":2"), (b"\x00", "")])
def test_a_broken_mkdocs_yml_is_told(tmp_path: Path, raw: bytes, where: str) -> None:
    (tmp_path / "mkdocs.yml").write_bytes(raw)
    with pytest.raises(Refusal, match=rf"^mkdocs\.yml{where} cannot be read$"):
        contact_in(tmp_path / "mkdocs.yml")
    with pytest.raises(Refusal, match=r"^mkdocs\.yml cannot be read: "):
        contact_in(tmp_path)


def test_the_plugin_knows_the_option() -> None:
    for contact in ("you@example.org", None):
        config = SourcebookConfig()
        config.load_dict({"contact": contact})
        assert config.validate() == ([], [])


def test_the_message_that_readers_begin_with_is_none_of_a_service_s_business() -> None:
    agent = user_agent("https://example.org/new?title={title}&body={address}")
    assert agent == f"sourcebook/{__version__} (contact: https://example.org/new)"
