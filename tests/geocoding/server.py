"""A small geocoding service on loopback, which answers as it is told and writes down what it was asked."""

from __future__ import annotations

import http.server
import json
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Say:
    """One answer: its status, what it holds, and what else it does."""

    body: Any = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0
    endless: float | None = None
    """Seconds between one piece of an endless body and the next."""


@dataclass(frozen=True)
class Asked:
    """One request: when it came and when it was answered (steady seconds), what it asked, and what it said of itself."""

    start: float
    end: float
    path: str
    query: dict[str, str]
    agent: str

    @property
    def name(self) -> str:
        return self.query.get("q", "")


class FakeService(http.server.ThreadingHTTPServer):
    """`says` maps a name to what is answered: one answer for every time, or a list of them by turns; [] otherwise."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.says: dict[str, Say | list[Say]] = {}
        self.asked: list[Asked] = []
        self.arrived = threading.Event()
        self.lock = threading.Lock()
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.ended = threading.Event()

    @property
    def names(self) -> list[str]:
        return [asked.name for asked in self.asked]

    def answer(self, name: str) -> Say:
        with self.lock:
            said = self.says.get(name, Say())
            if isinstance(said, list):
                return said.pop(0) if len(said) > 1 else said[0]
            return said

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # clients that hang up are what some tests are about


class _Handler(http.server.BaseHTTPRequestHandler):
    server: FakeService

    def do_GET(self) -> None:
        start = time.monotonic()
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        self.server.arrived.set()
        say = self.server.answer(query.get("q", ""))
        self.server.ended.wait(say.wait)
        body = say.body if isinstance(say.body, bytes) else json.dumps(say.body).encode()
        # Written down before the answer leaves: whoever has the answer finds the request in the list.
        asked = Asked(start, time.monotonic(), parts.path, query, self.headers["User-Agent"] or "")
        with self.server.lock:
            self.server.asked.append(asked)
        self.send_response(say.status)
        for name, value in say.headers.items():
            self.send_header(name, value)
        if say.endless is not None:
            self.end_headers()
            while not self.server.ended.wait(say.endless):
                self.wfile.write(b" " * 65536 if say.endless == 0 else b" ")
            return
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def start() -> tuple[FakeService, Callable[[], None]]:
    """A running service, and what ends it."""
    service = FakeService()
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True)
    thread.start()

    def end() -> None:
        service.ended.set()
        service.shutdown()
        service.server_close()
        thread.join(5)

    return service, end


def found(
    name: str, lat: float, lon: float, what: str = "place=town", ref: str = "node/1", half: float = 0.01, **more: Any
) -> dict[str, Any]:
    """An answer as Nominatim writes it (format=json); `half` is half the side of its box, in degrees."""
    category, _, kind = what.partition("=")
    osm_type, _, osm_id = ref.partition("/")
    item = {
        "place_id": 1,
        "licence": "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright",
        "osm_type": osm_type,
        "osm_id": int(osm_id),
        "lat": str(lat),
        "lon": str(lon),
        "class": category,
        "type": kind,
        "place_rank": 19,
        "importance": 0.3,
        "addresstype": kind,
        "name": name,
        "display_name": name,
        "boundingbox": [str(lat - half), str(lat + half), str(lon - half), str(lon + half)],
    }
    return item | more


def dead_port() -> int:
    """A port on loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
