"""Which of a service's answers is the place that was asked for: one, none, or somebody has to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sourcebook.geocoding.candidates import Candidate
from sourcebook.geocoding.query import Bounds
from sourcebook.geography.borders import in_countries
from sourcebook.geography.distance import kilometres

_SAME_KM = 5.0  # a town's square, its town hall and its outline have points this far apart

_SETTLED = ("city", "municipality", "town", "village", "suburb", "hamlet", "city_district", "borough", "locality")
_AREAS = ("district", "county", "municipality", "city_district", "borough", "administrative", "place")
_BUILT = ("historic", "military", "tourism", "amenity", "building", "office", "man_made", "leisure", "landuse")
_FITS: Mapping[str, tuple[str, ...]] = {
    "crossing": ("border_control", "customs", "border_crossing", "checkpoint", "mountain_pass", *_SETTLED, "barrier"),
    "city": ("city", "municipality", "town", "administrative", "place"),
    "town": ("town", "city", "village", "municipality", "suburb", "administrative", "place"),
    "village": ("village", "hamlet", "isolated_dwelling", "town", "suburb", "locality", "administrative", "place"),
    "district": _AREAS,
    "province": ("state", "province", "region", "administrative", "place"),
    "region": ("region", "state", "province", "administrative", "place", "natural", "boundary"),
    "country": ("country", "administrative", "place"),
    "venue": (*_BUILT, "club", "shop", "craft", "place"),
    "site": (*_BUILT, "aeroway", "natural", "railway", "waterway", "power", "place", "boundary"),
    "water": ("water", "river", "waterway", "lake", "sea", "ocean", "bay", "strait", "wetland", "spring"),
    "mountain": ("peak", "mountain_range", "ridge", "saddle", "volcano", "mountain_pass", "natural"),
}
"""The words of OpenStreetMap that fit a kind of place, best first (https://wiki.openstreetmap.org/wiki/Map_features).

They are compared with what Nominatim calls an answer's address type, type and category. A kind that is not here
fits everything.
"""


@dataclass(frozen=True, slots=True)
class Rejected:
    """An answer that cannot be the place, and why."""

    candidate: Candidate
    why: str


@dataclass(frozen=True, slots=True)
class Match:
    """`left` holds the answers that can be the place: one is taken, of several somebody must choose.

    `misfits` are within the bounds but of another kind (a street called after the town), `rejected` outside them.
    """

    remaining: tuple[Candidate, ...] = ()
    misfits: tuple[Candidate, ...] = ()
    rejected: tuple[Rejected, ...] = ()

    @property
    def taken(self) -> Candidate | None:
        """The answer, if it is clear."""
        return self.remaining[0] if len(self.remaining) == 1 else None

    @property
    def all(self) -> tuple[Candidate, ...]:
        """Every answer, in the order in which somebody would look at them."""
        return (*self.remaining, *self.misfits, *(one.candidate for one in self.rejected))

    def and_then(self, later: Match) -> Match:
        """What this verdict and that on a further name come to: each answer once."""
        known = {answer.ref for answer in self.all}
        return Match(
            (*self.remaining, *(answer for answer in later.remaining if answer.ref not in known)),
            (*self.misfits, *(answer for answer in later.misfits if answer.ref not in known)),
            (*self.rejected, *(one for one in later.rejected if one.candidate.ref not in known)),
        )


def match(answers: Sequence[Candidate], kind: str, bounds: Bounds) -> Match:
    """What the answers come to for a place of this kind within these bounds."""
    rejected = [Rejected(answer, why) for answer in answers if (why := outside(answer, bounds))]
    out = {one.candidate.ref for one in rejected}
    within = [answer for answer in answers if answer.ref not in out]
    fits = {answer.ref: rank_by_kind(answer, kind) for answer in within}
    fitting = [answer for answer in within if fits[answer.ref] is not None]
    # Best first, so that of two answers for one place the better stays. Only with those that stay is compared:
    # two villages in one district are two, though the district is the same place as either.
    left: list[Candidate] = []
    for answer in sorted(fitting, key=lambda answer: fits[answer.ref] or 0):
        if not any(_same(answer, other) for other in left):
            left.append(answer)
    misfits = tuple(answer for answer in within if fits[answer.ref] is None)
    return Match(tuple(left), misfits, tuple(rejected))


def outside(answer: Candidate, bounds: Bounds) -> str:
    """Why an answer lies outside the bounds; empty if it does not. The answer's own reach is granted to it."""
    reach_km = (answer.radius_m or 0) / 1000
    if bounds.countries and not in_countries(answer.point, bounds.countries, reach_km):
        return f"outside {' and '.join(bounds.countries)}"
    if parent := bounds.parent:
        distance = kilometres(answer.point, parent.point)
        if distance > parent.reach_km + reach_km + parent.slack_km:
            return f"outside {parent.name}, which reaches {parent.reach_km:,.0f} km"
    return ""


def rank_by_kind(answer: Candidate, kind: str) -> int | None:
    """How well what an answer is fits a kind of place: 0 is best, None not at all."""
    words = _FITS.get(kind, ())
    said = {answer.address_type, answer.type, answer.category} - {""}
    if not words or not said:
        return len(words)
    return min((words.index(word) for word in said if word in words), default=None)


def _same(one: Candidate, other: Candidate) -> bool:
    reach_km = max(one.radius_m or 0, other.radius_m or 0) / 1000
    return kilometres(one.point, other.point) <= max(_SAME_KM, reach_km)
