"""For whom a request is made: who goes first, and what a piece of work has cost so far."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import IntEnum


class Lane(IntEnum):
    """Who waits for a request; the lower number goes first."""

    USER = 0
    """A key press: it alone may use the budget's reserve."""
    LEADING = 1
    """What tells which of the others are worth asking: one small request."""
    VISIBLE = 2
    """What is on the screen."""
    ALERT = 3
    """What an alert is computed from."""
    BACKGROUND = 4


class Errand:
    """One piece of work with all its requests. The budget keeps its account.

    The lane may change while requests wait: a pane that is opened raises what was begun in the background.
    """

    __slots__ = ("_waiting_since", "lane", "requests", "round", "ticket_requests", "waited", "waiting")

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.round = 0
        """That of its latest request. All who wait have one in each round."""
        self.requests = 0
        """Requests that were let through."""
        self.ticket_requests = 0
        """Those among them that count against the share of tickets."""
        self.waiting = 0
        """Requests that wait to be let through."""
        self.waited = 0.0
        """Seconds during which at least one request waited, up to the last time that none did."""
        self._waiting_since = 0.0

    def queued(self, now: float) -> None:
        """A request begins to wait."""
        if self.waiting == 0:
            self._waiting_since = now
        self.waiting += 1

    def left(self, now: float) -> None:
        """A request waits no longer, whatever became of it."""
        self.waiting -= 1
        if self.waiting == 0:
            self.waited += now - self._waiting_since

    def busy_for(self, since: float, now: float) -> float:
        """Seconds since then that were not spent waiting to be let through."""
        waited = self.waited + (now - self._waiting_since if self.waiting else 0.0)
        return now - since - waited


_errand: ContextVar[Errand | None] = ContextVar("errand", default=None)


def current_errand() -> Errand:
    """What the running code works for. Code that nobody sent on an errand works for the user."""
    return _errand.get() or Errand(Lane.USER)


@contextmanager
def carrying(errand: Errand) -> Iterator[Errand]:
    """Requests made inside, also by tasks begun inside, belong to this errand."""
    token = _errand.set(errand)
    try:
        yield errand
    finally:
        _errand.reset(token)


@contextmanager
def in_lane(lane: Lane) -> Iterator[Errand]:
    """Requests made inside, also by tasks begun inside, belong to a new errand in that lane."""
    with carrying(Errand(lane)) as errand:
        yield errand
