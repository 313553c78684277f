"""What a person's own script makes of a library's export, before they have read how records are written."""

from __future__ import annotations

from pathlib import Path

_GENRES = ("Panoramic photograph", "Stereograph", "Cabinet card", "Glass negative", "map", "Sound recording", "letter", "photo print")
_DATES = ("c. 1889", "1889?", "1889-05-31", "[1889]", "May 1889", "between 1880 and 1889", "n.d.", "1889-06-01T16:07", "31 May - 2 June 1889", "18890531")
_LANGUAGES = ("eng", "ger", "wel", "zxx", "English", "en")
_COUNTRIES = ("USA", "UK", "United States", "US", "xxu")
_SETTLEMENTS = ("settlement", "borough", "town", "Populated place", "county")


def write_export(folder: Path, items: int = 400, places: int = 30, people: int = 7) -> int:
    """Write the records below `folder`. How many there are."""
    for kind in ("documents", "places", "actors"):
        (folder / kind).mkdir(parents=True)
    for n in range(items):
        (folder / "documents" / f"item-{n:03}.yml").write_text(
            f"title: 'Main Street, no. {n}, after the flood.'\n"
            f"kind: {_GENRES[n % len(_GENRES)]}\n"
            f"published: '{_DATES[n % len(_DATES)]}'\n"
            f"language: {_LANGUAGES[n % len(_LANGUAGES)]}\n"
            f"authors: {'A. Sample, B. Model and C. Third' if n % 3 else 'Sample & Sons'}\n"
            f"publisher: Sample Photographic Co.\n"
            f"place_published: Johnstown (Pa.)\n"
            f"call_number: LOT {1000 + n} (H)\n"
            f"repository: Example Library\n"
            f"county: Cambria\n"
            f"subjects: [Floods--Pennsylvania--1880-1890, Streets]\n"
            f"url: {'https://example.org/item/' if n % 2 else 'www.example.org/item/'}{n}\n"
            f"rights: No known restrictions\n"
            f"format: {{extent: 1 photographic print, medium: albumen}}\n"
            f"mentions: [place-{n % places:02}]\n"
            f"sources: [{{page: {n}}}]\n"
            f"digest: A view of [[place-{n % places:02}]].\n",
            "utf-8",
        )
    for n in range(places):
        (folder / "places" / f"place-{n:02}.yml").write_text(
            f"name: Borough Number {n} of Cambria\nkind: {_SETTLEMENTS[n % len(_SETTLEMENTS)]}\n"
            f"country: {_COUNTRIES[n % len(_COUNTRIES)]}\ncounty: Cambria\nlatitude: 40.{n:02}\nlongitude: -78.{n:02}\n"
            f"coordinates: [40.{n:02}, -78.{n:02}]\nfounded: c. 1800\npopulation: {1000 * n}\n",
            "utf-8",
        )
    for n in range(people):
        (folder / "actors" / f"person-{n}.yml").write_text(
            f"name: Uldis Sample {'I' * (n + 1)}\nkind: photographer\nborn: c. 1840\ndied: 1889-05-31\nlanguages: eng\n"
            f"relations:\n  - {{kind: father-of, to: person-{(n + 1) % people}}}\n  - {{kind: works-with, name: Somebody}}\n",
            "utf-8",
        )
    return items + places + people
