"""Positions of places, asked of a geocoding service: the one room with a network and a clock."""

from __future__ import annotations

import datetime
import http.client
import json
import threading
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import platformdirs
from geopy.adapters import AdapterHTTPError, BaseSyncAdapter, get_retry_after
from geopy.exc import (
    ConfigurationError,
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderQuotaExceeded,
    GeocoderServiceError,
)

from sourcebook.geocoding.apply import OSM_LICENCE
from sourcebook.geocoding.batch import BatchReport, GeocodeBatch
from sourcebook.geocoding.client import GeocodingClient
from sourcebook.geocoding.errors import After, BadAnswer, Fault, Refusal, fault_of
from sourcebook.geocoding.query import Bounds
from sourcebook.geocoding.response_cache import Clock, open_cache, peek
from sourcebook.geocoding.services import NOMINATIM, call_arguments, constructor_arguments, geocoder_named, read_address
from sourcebook.geocoding.tasks import plan_tasks
from sourcebook.geocoding.user_agent import user_agent

MAX_RESPONSE_BYTES = 2_000_000
_MOST_ITEMS = 20  # some services cannot be told how many answers are enough
_OSM_BASED = ("nominatim", "photon", "pickpoint", "openmapquest")
_NO_MORE = (GeocoderQuotaExceeded, GeocoderAuthenticationFailure, GeocoderInsufficientPrivileges)


@dataclass(frozen=True, slots=True)
class GeocodeOptions:
    """What a run is told: the words of ``docs/guide/geocode.md``. `timeout` is in seconds."""

    sources: Path = Path("sources")
    places: tuple[str, ...] = ()
    contact: str = ""
    cache: Path | None = None
    fresh: bool = False
    take: str = ""
    dry_run: bool = False
    provider: str = NOMINATIM
    key: str = ""
    address: str = ""
    timeout: float = 20.0


def real_clock(stopped: Callable[[], bool]) -> Clock:
    """The machine's own time. `stopped` tells whether somebody wants the run to end before the next request."""
    return Clock(time.time, time.monotonic, lambda: datetime.date.today().isoformat(), time.sleep, stopped)


def default_cache() -> Path:
    """The file of answers that all of a person's corpora on this machine share, and with it the pace of asking."""
    return platformdirs.user_cache_path("sourcebook", appauthor=False) / "geocode.sqlite"


def geocode(options: GeocodeOptions, say: Callable[[str], None], clock: Clock) -> BatchReport:
    """Ask where places without a position are, and write what is clear into their files.

    `say` is given each line of the report. Raises Refusal if the run cannot begin: nothing was asked or written then.
    """
    plan = plan_tasks(options.sources, options.places, options.take)
    agent = user_agent(options.contact, needed=not options.dry_run)
    service = GeopyService(options.provider, options.key, options.address, agent, options.timeout)
    path = options.cache or default_cache()
    if options.dry_run:
        with closing(peek(path, clock)) as cache:
            return GeocodeBatch(
                plan, GeocodingClient(service, cache, clock, say, options.fresh), say, clock.stopped
            ).preview()
    with closing(open_cache(path, clock, say)) as cache:
        return GeocodeBatch(plan, GeocodingClient(service, cache, clock, say, options.fresh), say, clock.stopped).fill(
            options.take
        )


class GeopyService:
    """A service that geopy knows. Raises Refusal if there is none such, or if it wants more than it is given."""

    def __init__(self, provider: str, key: str, at: str, agent: str, timeout: float) -> None:
        geocoder = geocoder_named(provider)
        self._provider = provider.lower()
        self._at = read_address(at) if at else None
        arguments = constructor_arguments(geocoder, self._provider, key, self._at)
        adapter = partial(Adapter, direct=self._at is not None and self._at.is_loopback)
        try:
            self._geocoder = geocoder(**arguments, user_agent=agent, timeout=timeout, adapter_factory=adapter)
        except ConfigurationError as problem:
            raise Refusal(f"'{provider}' cannot be used so: {problem}") from None

    @property
    def title(self) -> str:
        """``Nominatim``, or ``Nominatim at geo.example.org``."""
        name = type(self._geocoder).__name__
        return f"{name} at {self._at.host}" if self._at else name

    @property
    def licence(self) -> str:
        """Under which terms its answers may be used, where we know."""
        return OSM_LICENCE if self._provider in _OSM_BASED else ""

    def request_key(self, name: str, bounds: Bounds) -> str:
        """Service, address and every parameter, as one line of JSON."""
        at = f"{self._at.scheme}://{self._at.domain}" if self._at else ""
        return json.dumps([self._provider, at, name, self._arguments(bounds)], ensure_ascii=False, sort_keys=True)

    def _arguments(self, bounds: Bounds) -> dict[str, Any]:
        return call_arguments(self._geocoder.geocode, bounds)

    def send(self, name: str, bounds: Bounds) -> list[Any]:
        """One request, and what geopy makes of the answer. Raises Fault; BadAnswer where geopy cannot read it."""
        try:
            with warnings.catch_warnings(action="ignore"):  # geopy explains bad coordinates at length
                found = self._geocoder.geocode(name, **self._arguments(bounds))
            places = [] if found is None else found if isinstance(found, list) else [found]
            items = [_item(place) for place in places[:_MOST_ITEMS]]
            return list(json.loads(json.dumps(items, default=str)))  # as it will be when it comes out of the cache
        except GeocoderServiceError as problem:
            said = problem.__cause__ or problem.__context__
            if isinstance(said, AdapterHTTPError):
                raise fault_of(said.status_code, get_retry_after(said.headers)) from None
            ends = isinstance(problem, _NO_MORE)
            raise Fault(f"the service says: {str(problem)[:200]}", After.STOP if ends else After.NEXT) from None
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as problem:
            raise BadAnswer(f"the service's answer makes no sense: {str(problem)[:200]}") from None


def _item(place: Any) -> dict[str, Any]:
    if place is None:  # what geopy makes of an answer without coordinates, for some services
        raise ValueError("it has no position")
    return {"address": place.address, "latitude": place.latitude, "longitude": place.longitude, "raw": place.raw}


class Adapter(BaseSyncAdapter):  # type: ignore[misc]
    """HTTP for geopy: one GET, no other address than the one asked, an end to every wait and every answer.

    geopy's own has no limit on what it reads, counts its timeout anew with every byte, and follows redirects, which
    would be a second request within the same second. `direct` passes by any proxy.
    """

    def __init__(self, *, direct: bool, proxies: Any = None, ssl_context: Any = None) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._opener = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({} if direct else None))

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        """The answer, which must be JSON and not nothing."""
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            found = json.loads(text, parse_constant=_no_such_number)
        except (ValueError, RecursionError):
            what = "empty" if not text.strip() else "a web page" if text.lstrip().startswith("<") else "not JSON"
            raise Fault(f"what the service sent is {what}") from None
        if not found and found != []:
            raise Fault("what the service sent is empty")
        return found

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """The body of the answer. Raises Fault, or AdapterHTTPError for a status that is not 200."""
        request = urllib.request.Request(url, headers=dict(headers))
        found: list[str | Exception] = []
        given_up = threading.Event()

        def fetch() -> None:
            try:
                found.append(self._fetch(request, timeout, given_up))
            except Exception as problem:
                found.append(problem)

        # In a thread, because only so there is an end to waiting for names, handshakes and single bytes.
        worker = threading.Thread(target=fetch, daemon=True)
        worker.start()
        worker.join(timeout + 0.5)
        given_up.set()
        if not found:
            raise _silence(timeout)
        if isinstance(found[0], Exception):
            raise found[0]
        return found[0]

    def _fetch(self, request: urllib.request.Request, timeout: float, given_up: threading.Event) -> str:
        try:
            with self._opener.open(request, timeout=timeout) as page:
                return _body(page, given_up)
        except urllib.error.HTTPError as problem:
            with problem:
                given = {name.lower(): value for name, value in problem.headers.items()}
                text = _body(problem, given_up)
            raise AdapterHTTPError(problem.reason, status_code=problem.code, headers=given, text=text) from None
        except TimeoutError:
            raise _silence(timeout) from None
        except urllib.error.URLError as problem:
            if isinstance(problem.reason, TimeoutError):
                raise _silence(timeout) from None
            if isinstance(problem.reason, ConnectionResetError | BrokenPipeError):
                raise Fault("the connection to the service broke off") from None
            why = getattr(problem.reason, "strerror", None) or problem.reason
            raise Fault(f"there is no connection to {request.host}: {why}", After.STOP) from None
        except (OSError, http.client.HTTPException):
            raise Fault("the connection to the service broke off") from None


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any, **more: Any) -> None:
        """No other address: the redirect itself becomes the answer."""


def _body(page: Any, given_up: threading.Event) -> str:
    body = b""
    while chunk := page.read1(65536):
        body += chunk
        if len(body) > MAX_RESPONSE_BYTES:
            raise Fault(f"what the service sent is longer than {MAX_RESPONSE_BYTES:,} bytes")
        if given_up.is_set():
            break
    try:
        return body.decode("utf-8")  # RFC 8259: JSON that is sent to others is UTF-8
    except UnicodeDecodeError:
        raise Fault("what the service sent is not JSON") from None


def _no_such_number(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _silence(timeout: float) -> Fault:
    return Fault(f"the service has not answered within {timeout:g} seconds", After.SILENCE)
