"""One source of figures: what it asks and how often."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from gleaptui.gleap.periods import Period
from gleaptui.refresh.snapshot import Problem


@dataclass(frozen=True, slots=True)
class Feed:
    """A name, the requests it makes, and its intervals in seconds."""

    name: str
    fetch: Callable[[Period], Awaitable[object]]
    interval: float
    """While somebody looks. 0: once when it is first looked at, and then when the user asks; what failed is tried
    again."""
    idle_interval: float | None = None
    """While nobody looks. None: never."""
    slow_interval: float | None = None
    """While events are followed and none has touched it. None: events change nothing about its intervals."""
    periodic: bool = True
    """Its value is for the chosen period. One that is not keeps its value when the period changes."""
    requests: int = 1
    """How many requests a run is expected to make, until one was measured."""
    floor: float = 5.0
    """Seconds at least between runs that events cause while somebody looks."""
    idle_floor: float = 60.0
    """The same while nobody looks."""


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """How a feed stands, for the status line and the debug screen."""

    name: str
    watched: bool
    interval: float | None
    """Seconds between runs as in force now, stretched; None: it does not run by itself."""
    running: bool
    last_started: datetime | None
    last_finished: datetime | None
    next_due: float | None
    """Seconds from now, 0 when due; None: not by itself."""
    problem: Problem | None
    requests: int
    """Made by the last run."""
    failures: int
    """Tries that failed since the last one that did not."""
    elsewhere: bool = False
    """Another process asks for it."""
    only_watched: bool = False
    """It runs by itself only while somebody looks."""
    total_requests: int = 0
    """Made since the start."""
