"""Sourcebook: a folder of YAML about source documents becomes a research site.

From Python, ``sourcebook.open("sources")`` is the way in: see ``docs/guide/python.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sourcebook.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from sourcebook.api import OpenedCorpus, ProblemsError, UnknownIdError

__all__ = ["OpenedCorpus", "ProblemsError", "UnknownIdError", "__version__", "open"]


def open(
    folder: str | Path = "sources", docs: str | Path | None = None, *, strict: bool = False, drafts: bool = False
) -> OpenedCorpus:
    """A folder of sources, read and linked: records by id, and what runs between them.

    `docs` is the folder of pages written by hand, whose mentions count too. What is wrong is in `problems` and stops
    nothing; with `strict`, errors raise ProblemsError. What the editors keep back (`publish: no`) is there only with
    `drafts`. Raises FileNotFoundError for a folder that is not there.
    """
    from sourcebook.api import open_corpus  # what it needs takes half a second to load

    return open_corpus(folder, docs, strict=strict, drafts=drafts)


def __getattr__(name: str) -> Any:
    if name in __all__:
        from sourcebook import api

        return getattr(api, name)
    raise AttributeError(f"module 'sourcebook' has no attribute '{name}'")
