"""The tickets that are open at this moment: of which types, how old, how many without an agent, which waits longest."""

from bisect import bisect_right
from datetime import datetime, timedelta
from itertools import pairwise

from msgspec import Struct

AGES = (timedelta(hours=1), timedelta(hours=4), timedelta(days=1), timedelta(days=3))
"""The ages that part the open tickets, youngest first."""
AGE_NAMES = ("under 1 h", "1-4 h", "4-24 h", "1-3 d", "over 3 d")


class TypeCount(Struct, frozen=True, kw_only=True):
    """The open tickets of one type (API.md, "Lists")."""

    type: str
    """As Gleap writes it: ``BUG``, ``FEATURE_REQUEST`` or one of the project's own."""
    open: int | None = None
    other: int | None = None
    """Neither open nor closed."""
    queued: int | None = None


class Backlog(Struct, frozen=True, kw_only=True):
    """What is known of the open tickets. None is not known, and ``problem`` or ``types_problem`` says why."""

    at: datetime
    """When it was read, in UTC."""
    total: int | None = None
    created: tuple[datetime, ...] = ()
    """When the oldest of them were created, oldest first; empty where that is not known of each."""
    complete: bool = False
    """``created`` and ``unassigned`` are of all of them."""
    looked_at: int = 0
    """How many tickets were looked at, the oldest ones."""
    older: tuple[int | None, ...] = (None,) * len(AGES)
    """How many were older than each of `AGES` when it was read."""
    unassigned: int | None = None
    """How many of those that were looked at have no agent."""
    oldest: str = ""
    """The id of the one that was created first."""
    oldest_number: int | None = None
    oldest_at: datetime | None = None
    waiting_number: int | None = None
    """The number of the one that has waited longest for the team."""
    waiting_at: datetime | None = None
    """Since when it has."""
    nobody_waits: bool = False
    """An agent has the last word in all of them."""
    problem: str = ""
    types: tuple[TypeCount, ...] = ()
    """In Gleap's order."""
    types_problem: str = ""


def ages(backlog: Backlog, now: datetime) -> tuple[int | None, ...]:
    """How many open tickets there are of each of `AGE_NAMES`. Tickets age while nothing happens: where the moments of
    all are known they are counted by ``now``, else as it was when they were read."""
    if backlog.complete and backlog.created:
        return _between(len(backlog.created), [bisect_right(backlog.created, now - age) for age in AGES])
    if backlog.complete and backlog.total == 0:
        return (0,) * len(AGE_NAMES)
    return _between(backlog.total, list(backlog.older))


def _between(total: int | None, older: list[int | None] | list[int]) -> tuple[int | None, ...]:
    """The counts between the ages. Counts that contradict each other leave their part unknown."""
    edges: list[int | None] = [total, *older, 0]
    found: list[int | None] = []
    for more, fewer in pairwise(edges):
        apart = None if more is None or fewer is None else more - fewer
        found.append(apart if apart is not None and apart >= 0 else None)
    return tuple(found)
