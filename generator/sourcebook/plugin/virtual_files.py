"""Records' pages as MkDocs sees them: files of the site that somebody else writes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.utils import get_build_date

from sourcebook.pages.page import PagePlan
from sourcebook.plugin.faults import build_or_refuse
from sourcebook.plugin.mkdocs_helpers import root


@dataclass(frozen=True)
class ListedPage:
    """A record's page as the sitemap and the checks of links ask for it."""

    plan: PagePlan
    canonical_url: str | None
    update_date: str
    is_link: bool = False

    @property
    def abs_url(self) -> str | None:
        """The path of the page on its server."""
        return urlsplit(self.canonical_url).path if self.canonical_url else None

    @cached_property
    def present_anchor_ids(self) -> set[str]:
        """What a link into the page can lead to. The page is made to find out: few pages are linked so."""
        return set(build_or_refuse(self.plan).anchors)


def canonical_url(config: MkDocsConfig, url: str) -> str | None:
    """Where a page will be published, as MkDocs writes it; None where that is not known. `url` is its address on the
    site."""
    base = config.site_url
    return urljoin(base if base.endswith("/") else f"{base}/", url) if base else None


def source_file(config: MkDocsConfig, source: str | None) -> str:
    """The file that a page of ours is made of, for plugins that ask each page when its file was written.

    It is the record's, called `source` in messages; for a page of many records that of the site's configuration.
    """
    return str(root(config) / source) if source else config.config_file_path or str(Path(config.docs_dir))


class RecordFile(File):
    """A record's page: MkDocs can link to it and list it, and has nothing to render, copy or write for it."""

    def __init__(self, plan: PagePlan, path: str, config: MkDocsConfig) -> None:
        """`path` is the page's on the site."""
        super().__init__(
            f"{plan.address}.md",
            src_dir=None,
            dest_dir=config.site_dir,
            use_directory_urls=config.use_directory_urls,
            dest_uri=path,
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        self.generated_by = "sourcebook"
        self.abs_src_path = source_file(config, plan.source)
        self._content = ""
        self.plan = plan
        self.page = ListedPage(plan, canonical_url(config, self.url), get_build_date())  # type: ignore[assignment]

    def is_documentation_page(self) -> bool:
        """No: its Markdown is not to be read, as there is none."""
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing: the page is written with all others."""


class ReservedFile(File):
    """A record's page as other plugins see it while they gather files: a page at its address, to which navigations,
    redirects and the like can lead. Another file takes its place before MkDocs reads anything."""

    def __init__(self, address: str, source: str, path: str, config: MkDocsConfig) -> None:
        """`source` is the record's file as messages call it, `path` the page's on the site."""
        super().__init__(
            f"{address}.md",
            src_dir=None,
            dest_dir=config.site_dir,
            use_directory_urls=config.use_directory_urls,
            dest_uri=path,
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        self.generated_by = "sourcebook"
        self.abs_src_path = source_file(config, source)
        self._content = ""


class LinkedFile(File):
    """A page of ours in a part of a build: can be linked to and named in a navigation, and is written by the whole."""

    def __init__(self, source_uri: str, path: str, config: MkDocsConfig) -> None:
        """`source_uri` is the path that a page written by hand would have, `path` the page's on the site."""
        super().__init__(
            source_uri,
            src_dir=None,
            dest_dir=config.site_dir,
            use_directory_urls=config.use_directory_urls,
            dest_uri=path,
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        self.generated_by = "sourcebook"
        self._content = ""

    def is_documentation_page(self) -> bool:
        """No: nothing is to be made of it here."""
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing: see above."""
