"""Statements of rights that have an address: those of rightsstatements.org, and the licences of Creative Commons."""

from __future__ import annotations

import re

_STATEMENTS = {
    "InC": "In copyright",
    "InC-OW-EU": "In copyright – EU orphan work",
    "InC-EDU": "In copyright – educational use permitted",
    "InC-NC": "In copyright – non-commercial use permitted",
    "InC-RUU": "In copyright – rights-holder(s) unlocatable or unidentifiable",
    "NoC-CR": "No copyright – contractual restrictions",
    "NoC-NC": "No copyright – non-commercial use only",
    "NoC-OKLR": "No copyright – other known legal restrictions",
    "NoC-US": "No copyright – United States",
    "CNE": "Copyright not evaluated",
    "UND": "Copyright undetermined",
    "NKC": "No known copyright",
}
"""The twelve of https://rightsstatements.org/page/1.0/, by the name in their address."""
_STATEMENT = re.compile(r"https?://rightsstatements\.org/(?:vocab|page)/([A-Za-z-]+)/1\.0/?")
_LICENCE = re.compile(r"https?://creativecommons\.org/(?:licenses/([a-z-]+)/(\d\.\d)|publicdomain/(zero|mark)/1\.0).*")
_PUBLIC_DOMAIN = {"zero": "CC0 1.0", "mark": "Public Domain Mark 1.0"}


def rights_words(address: str) -> str:
    """The name of the statement at this address, in English as its publisher has it; empty for any other address."""
    if found := _STATEMENT.fullmatch(address):
        return _STATEMENTS.get(found[1], "")
    if found := _LICENCE.fullmatch(address):
        return _PUBLIC_DOMAIN[found[3]] if found[3] else f"CC {found[1].upper()} {found[2]}"
    return ""
