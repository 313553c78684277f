"""What can go wrong between a question and its answer, and what follows from it."""

from __future__ import annotations

import enum

LONGEST_WAIT = 60.0
"""Seconds. A service that asks for more patience is asked again in another run."""
_MOST_TRIES = 3


class Refusal(Exception):  # noqa: N818 - read as a sentence
    """Why a run does not begin, in one line that says what to do."""


class Stopped(Exception):  # noqa: N818 - somebody asked for it
    """The run is to end before the next request."""


class BadAnswer(ValueError):  # noqa: N818 - read as a sentence
    """Why what a service said makes no sense."""


class After(enum.Enum):
    """What follows a fault."""

    STOP = "stop"
    """Nothing more is asked in this run."""
    NEXT = "next"
    """The place stays as it is; the next one is asked about."""
    SILENCE = "silence"
    """As NEXT; but two in a row are enough."""
    ONCE_MORE = "once more"
    """Asked a second time, then as NEXT."""
    WAIT = "wait"
    """Asked again after a while, then STOP."""


class Fault(Exception):  # noqa: N818 - a value as much as an exception
    """Why a request brought no answer. `wait` is what the service asks for, in seconds; None if it does not say."""

    def __init__(self, message: str, after: After = After.NEXT, wait: float | None = None) -> None:
        super().__init__(message)
        self.message, self.after, self.wait = message, after, wait

    def pause_before_another(self, tries: int) -> float | None:
        """Seconds to wait before the request is sent again after `tries` of them; None if it is not."""
        if self.after is After.ONCE_MORE:
            return 0.0 if tries < 2 else None
        if self.after is After.WAIT and tries < _MOST_TRIES:
            wait = 10.0 * tries if self.wait is None else self.wait
            return wait if wait <= LONGEST_WAIT else None
        return None

    @property
    def ends_the_run(self) -> bool:
        """Whether nothing more is to be asked."""
        return self.after in (After.STOP, After.WAIT)


def fault_of(status: int, wait: float | None = None) -> Fault:
    """What an HTTP status other than 200 means (RFC 9110, section 15; 429 RFC 6585; 509 as hosting firms use it)."""
    code = f"({status})"
    if status == 403:
        return Fault(
            f"the service refuses to answer {code}; do not try again today: check the contact you give, and read "
            "the service's usage policy",
            After.STOP,
        )
    if status == 401:
        return Fault(f"the service wants a key, or another one {code}; give it with --key", After.STOP)
    if status == 407:
        return Fault(f"the proxy wants a password {code}", After.STOP)
    if status in (402, 509):
        return Fault(f"the service's quota is used up {code}; go on another day", After.STOP)
    if status == 404:
        return Fault(f"there is no geocoder at this address {code}; check --address", After.STOP)
    if status == 429:
        when = f"; it asks to wait {wait:,.0f} seconds" if wait is not None else ""
        return Fault(f"the service says that it is asked too often {code}{when}", After.WAIT, wait)
    if 300 <= status < 400:
        return Fault(f"the service sends us to another address {code}; give that one with --address", After.STOP)
    if status >= 500:
        return Fault(f"the service has a fault of its own {code}", After.ONCE_MORE)
    return Fault(f"the service does not understand the question {code}")
