"""Small pages at the addresses that records had before: each leads on to the record's page, without a script.

They stand outside the theme: nothing lists them, no search finds them, and they have nothing else to say.
"""

from __future__ import annotations

from markupsafe import Markup

from sourcebook.linking.former_ids import former_ids
from sourcebook.model.corpus import Corpus
from sourcebook.model.languages import direction
from sourcebook.pages.page import Urls
from sourcebook.words import say, say_markup

_PAGE = Markup("""<!doctype html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={link}">
<link rel="canonical" href="{canonical}">
<title>{heading}</title>
</head>
<body>
<main>
<h1>{heading}</h1>
<p>{words}</p>
</main>
</body>
</html>
""")


def former_pages(corpus: Corpus, urls: Urls, site_url: str, language: str) -> dict[str, bytes]:
    """A page for each address that a record had before, by path from the site's root; none where another record is.

    `site_url` is where the site will be published, ending with a slash, or empty: canonical addresses are relative
    then. `language` is the site's, a BCP 47 tag.
    """
    made: dict[str, bytes] = {}
    for old, record in former_ids(corpus):
        former, now = f"{record.address}/{old}", f"{record.address}/{record.id}"
        link = urls.up(former) + urls.path(now)
        text = _PAGE.format(
            language=language,
            direction=direction(language),
            link=link,
            canonical=site_url + urls.path(now) if site_url else link,
            heading=say("This page has another address now"),
            words=say_markup(
                "It is now at %(link)s.", link=Markup('<a href="{}">{}</a>').format(link, record.title)
            ),
        )
        made[urls.file(former)] = text.encode("utf-8", errors="xmlcharrefreplace")
    return made
