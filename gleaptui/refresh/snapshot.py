"""What a feed last brought, and how good it still is."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, Literal, TypeVar

Value = TypeVar("Value", covariant=True)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the last try failed, in words a person can act on."""

    kind: str
    """A short stable word such as ``unauthorized`` or ``network``."""
    title: str
    message: str
    retry_at: datetime | None = None
    everywhere: bool = False
    """Nothing comes through at all, so that it befalls every feed alike."""


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[Value]):
    """A feed's value, when it was fetched, for which period and from where, and what went wrong since."""

    feed: str
    period: str = ""
    """The key of the period that the value is for."""
    value: Value | None = None
    fetched_at: datetime | None = None
    source: Literal["live", "stored"] = "live"
    problem: Problem | None = None

    def age(self, now: datetime) -> float | None:
        """Seconds since the value was fetched, never below zero; None where there is no value."""
        if self.fetched_at is None:
            return None
        return max(0.0, (now - self.fetched_at).total_seconds())

    def failed(self, problem: Problem) -> "Snapshot[Value]":
        """The same value, marked with what went wrong when it was asked for again."""
        return replace(self, problem=problem)
