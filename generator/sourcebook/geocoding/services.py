"""Which geopy geocoder is meant, and what it takes: found by looking at it, so that every one of them can be used."""

from __future__ import annotations

import inspect
import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sourcebook.diagnostics import did_you_mean, nearest
from sourcebook.geocoding.errors import Refusal
from sourcebook.geocoding.query import Bounds

NOMINATIM = "nominatim"
MAX_CANDIDATES = 5
_KEYS = ("api_key", "apikey", "subscription_key", "access_token", "auth_token", "username")
_ADDRESS = re.compile(r"(https?)://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]{1,253})(:\d{1,5})?((?:/[A-Za-z0-9._~-]+)*)/?")
_PRIVATE_NAME = re.compile(r"(?:[a-z0-9-]+\.)*(?:localhost|local|lan|internal|home\.arpa)|[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class ServiceAddress:
    """Where a service of one's own is: scheme, and host with port and path as geopy takes them."""

    scheme: str
    domain: str

    @property
    def host(self) -> str:
        """The host without port and path."""
        return re.sub(r"(?::\d+)?(?:/.*)?$", "", self.domain)

    @property
    def is_loopback(self) -> bool:
        """Whether it is on this machine."""
        number = _ip(self.host)
        return self.host == "localhost" or (number is not None and number.is_loopback)


def read_address(text: str) -> ServiceAddress:
    """The address of a service. Raises Refusal unless it is ``https://host[:port][/path]``.

    ``http://`` is for this machine and private networks only: what is asked would travel in the open.
    """
    match = _ADDRESS.fullmatch(text.strip())
    if not match or (match[3] and not 0 < int(match[3][1:]) < 65536):
        raise Refusal(f"'{text[:80]}' is not the address of a service; write 'https://geo.example.org' and no more")
    scheme, host, port, path = match[1], match[2].lower(), match[3] or "", match[4]
    number = _ip(host)
    if number is None and (
        host.startswith("[") or re.fullmatch(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+))*\.?", host)
    ):
        raise Refusal(f"'{host}' is not a host; write its name, or its number as in '192.168.0.1'")
    if number is not None and (number.is_link_local or number.is_multicast or number.is_unspecified):
        raise Refusal(f"there is no service at '{host}'")
    private = _PRIVATE_NAME.fullmatch(host) if number is None else number.is_private or number.is_loopback
    if scheme == "http" and not private:
        raise Refusal(f"'{text[:80]}' would send every question in the open; write 'https://'")
    return ServiceAddress(scheme, f"{host}{port}{path}")


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        number = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
    return getattr(number, "ipv4_mapped", None) or number


def geocoder_named(provider: str) -> Any:
    """geopy's class for a service. Raises Refusal with the nearest right names if there is none."""
    from geopy.exc import GeocoderNotFound  # heavy imports
    from geopy.geocoders import SERVICE_TO_GEOCODER, get_geocoder_for_service

    try:
        return get_geocoder_for_service(provider)
    except GeocoderNotFound:
        near = did_you_mean([f"'{name}'" for name in nearest(provider, SERVICE_TO_GEOCODER)])
        hint = near or f"the names are {', '.join(SERVICE_TO_GEOCODER)}"
        raise Refusal(f"geopy knows no service '{provider[:40]}'; {hint}") from None


def constructor_arguments(
    geocoder: Callable[..., Any], provider: str, key: str, at: ServiceAddress | None
) -> dict[str, str]:
    """The key and the address as the geocoder's constructor calls them. Raises Refusal if it lacks or refuses one."""
    parameters = _parameters(geocoder)
    needed = [name for name, default in parameters.items() if default is inspect.Parameter.empty]
    given: dict[str, str] = {}
    if at is not None:
        if not {"domain", "scheme"} <= parameters.keys():
            raise Refusal(f"'{provider}' has one address only; leave --address out")
        given = {"domain": at.domain, "scheme": at.scheme}
    # A user name without a password is a key only where nothing works without it.
    names = [name for name in _KEYS if name in needed or (name in parameters and name != "username")]
    if key and names:
        given[names[0]] = key
    missing = [name for name in needed if name not in given]
    if missing == ["domain"]:
        raise Refusal(f"'{provider}' has no address of its own; give one with --address")
    if len(missing) == 1 and missing[0] in _KEYS:
        raise Refusal(f"'{provider}' needs a key: give it with --key, or in SOURCEBOOK_GEOCODE_KEY")
    if missing:
        raise Refusal(f"'{provider}' needs {' and '.join(missing)}, which this command cannot give")
    return given


def call_arguments(geocode: Callable[..., Any], bounds: Bounds) -> dict[str, Any]:
    """What the geocoder's method takes of the bounds, of the number of answers and of their language.

    The rest is left to judging: a service that cannot be told a country answers from everywhere.
    """
    parameters = _parameters(geocode)
    wanted: dict[str, Any] = {
        "exactly_one": False,
        "limit": MAX_CANDIDATES,
        "language": "en",
        "country_codes": [code.lower() for code in bounds.countries],
    }
    if "country_codes" not in parameters:
        wanted["country"] = [code.lower() for code in bounds.countries]
    if bounds.parent:
        west, south, east, north = bounds.parent.box
        name = next((name for name in ("viewbox", "bbox", "bounds", "boundary_rect") if name in parameters), "")
        wanted |= {name: [[south, west], [north, east]], "bounded": True}
    return {name: value for name, value in wanted.items() if name in parameters and value != []}


def _parameters(function: Callable[..., Any]) -> Mapping[str, Any]:
    return {name: parameter.default for name, parameter in inspect.signature(function).parameters.items()}
