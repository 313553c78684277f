"""Every service that geopy knows is used as it wants."""

from typing import Any

import pytest
from geopy.geocoders import SERVICE_TO_GEOCODER

from sourcebook.geocoding.errors import Refusal
from sourcebook.geocoding.geocode import GeopyService
from sourcebook.geocoding.query import Bounds, Parent
from sourcebook.geocoding.services import (
    ServiceAddress,
    call_arguments,
    constructor_arguments,
    geocoder_named,
    read_address,
)

HERE = Bounds(("AF", "PK"), Parent("Khyber", (34.0, 71.2), 50.0))


def arguments(provider: str, key: str = "", at: ServiceAddress | None = None) -> dict[str, str]:
    return constructor_arguments(geocoder_named(provider), provider, key, at)


def test_a_service_nobody_knows() -> None:
    with pytest.raises(Refusal, match=r"geopy knows no service 'nominatm'; did you mean 'nominatim'\?"):
        geocoder_named("nominatm")
    with pytest.raises(Refusal, match=r"'zzz'; the names are arcgis, azure"):
        geocoder_named("zzz")


def test_keys_go_where_the_service_wants_them() -> None:
    assert arguments("nominatim", "k") == arguments("photon", "k") == arguments("arcgis", "k") == {}
    assert arguments("opencage", "k") == arguments("googlev3", "k") == {"api_key": "k"}
    assert arguments("herev7", "k") == {"apikey": "k"}
    assert arguments("azure", "k") == {"subscription_key": "k"}
    assert arguments("geonames", "k") == {"username": "k"}
    with pytest.raises(Refusal, match="'opencage' needs a key: give it with --key, or in SOURCEBOOK_GEOCODE_KEY"):
        arguments("opencage")
    with pytest.raises(Refusal, match="'liveaddress' needs auth_id, which this command cannot give"):
        arguments("liveaddress", "k")


def test_addresses_go_to_services_that_can_be_elsewhere() -> None:
    mine = read_address("https://geo.example.org/nominatim/")
    assert mine == ServiceAddress("https", "geo.example.org/nominatim") and mine.host == "geo.example.org"
    assert arguments("nominatim", at=mine) == {"domain": "geo.example.org/nominatim", "scheme": "https"}
    assert arguments("pelias", at=mine)["domain"] == "geo.example.org/nominatim"
    with pytest.raises(Refusal, match="'pelias' has no address of its own; give one with --address"):
        arguments("pelias")
    with pytest.raises(Refusal, match="'baidu' has one address only; leave --address out"):
        arguments("baidu", "k", mine)


@pytest.mark.parametrize(
    ("text", "loopback"),
    [
        ("http://127.0.0.1:8080", True),
        ("http://localhost/nominatim", True),
        ("http://[::1]:8080/", True),
        ("http://192.168.0.7", False),
        ("http://geo:8080", False),
        ("http://geo.home.arpa", False),
        ("https://192.0.2.7", False),
        ("https://GEO.example.org:8443/a/b", False),
    ],
)
def test_addresses(text: str, loopback: bool) -> None:
    assert read_address(text).is_loopback is loopback
    assert f"{read_address(text).scheme}://{read_address(text).domain}".rstrip("/") == text.lower().rstrip("/")


@pytest.mark.parametrize(
    "text",
    [
        "geo.example.org", "ftp://geo.example.org", "file:///etc/passwd", "https://", "https://a b.org", "https://a@b.org",
        "https://a.org?x=1", "https://a.org#x", "https://a.org:99999", "https://a.org:0", "https://2852039166",
        "https://0x7f.1", "https://127.1", "https://[::1", "https://[1.2.3.4]x", "http://169.254.169.254", "https://169.254.169.254",
        "https://[::ffff:169.254.169.254]", "https://0.0.0.0", "http://geo.example.org", "http://8.8.8.8", "http://[::ffff:8.8.8.8]",
        "https://a.org\nX: 1", "https://a.org/..%2f",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        read_address(text)


def test_each_service_is_told_what_it_can_be_told() -> None:
    def told(provider: str) -> dict[str, Any]:
        return call_arguments(geocoder_named(provider).geocode, HERE)

    box = [[33.5023, 70.5961], [34.4977, 71.8039]]
    assert told("nominatim") == {
        "exactly_one": False,
        "limit": 5,
        "language": "en",
        "country_codes": ["af", "pk"],
        "viewbox": box,
        "bounded": True,
    }
    assert told("photon") == {"exactly_one": False, "limit": 5, "language": "en", "bbox": box}
    assert told("geonames") == {"exactly_one": False, "country": ["af", "pk"]}
    assert told("arcgis") == {"exactly_one": False}
    assert call_arguments(geocoder_named("nominatim").geocode, Bounds(("AF",))) == {
        "exactly_one": False,
        "limit": 5,
        "language": "en",
        "country_codes": ["af"],
    }


@pytest.mark.parametrize("provider", SERVICE_TO_GEOCODER)
def test_every_service_can_be_made_or_says_what_it_lacks(provider: str) -> None:
    try:
        service = GeopyService(provider, "" if provider == "ignfrance" else "key", "https://geo.example.org" if provider == "pelias" else "", "sourcebook/1", 20)
    except Refusal as refusal:
        assert provider in str(refusal) and provider in ("liveaddress",)
        return
    assert service.title and "key" not in service.request_key("Torkham", HERE).replace('"pickpoint"', "")


def test_the_question_names_everything_its_answer_depends_on() -> None:
    def question(name: str = "A", bounds: Bounds = HERE, provider: str = "nominatim", at: str = "") -> str:
        return GeopyService(provider, "", at, "sourcebook/1", 20).request_key(name, bounds)

    assert question() == question()
    others = [question("B"), question(bounds=Bounds(("AF", "PK"))), question(bounds=Bounds(("AF",))), question(provider="photon"), question(at="https://geo.example.org"), question(at="https://geo.example.org/b")]  # fmt: skip
    assert len({question(), *others}) == 7
    assert GeopyService("nominatim", "", "https://geo.example.org/b", "x", 20).title == "Nominatim at geo.example.org"
    assert GeopyService("NOMINATIM", "", "", "sourcebook/1", 20).title == "Nominatim"
