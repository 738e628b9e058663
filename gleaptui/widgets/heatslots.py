"""Which hours of the week a period has had so far, and how often. One that has not come is neither quiet nor zero."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from gleaptui.gleap.models import Heatmap
from gleaptui.gleap.periods import Period

Place = tuple[int, int]
"""A weekday from Monday = 0, and an hour."""

_WEEK = tuple((day, hour) for day in range(7) for hour in range(24))


@dataclass(frozen=True, slots=True)
class Slots:
    """The hours of the week that a period has had, and those that it has not."""

    absent: frozenset[Place] = frozenset()
    running: Place | None = None
    """The hour that has come for the first time and is not over."""
    often: Mapping[Place, int] = field(default_factory=dict)
    """How many times each of the others has come."""


def slots(period: Period, moment: datetime) -> Slots:
    """What the period has had at that moment, in its own zone."""
    end = min(moment, period.end)
    come = _often(period, (end - period.start) // timedelta(hours=1) + 1)
    local = end.astimezone(ZoneInfo(period.zone))
    here = (local.weekday(), local.hour)
    running = here if moment < period.end and come.get(here) == 1 else None
    return Slots(frozenset(place for place in _WEEK if place not in come), running, come)


@lru_cache(maxsize=4)
def _often(period: Period, hours: int) -> Mapping[Place, int]:
    """How many times each hour of the week has come within that many hours."""
    zone, come, weeks = ZoneInfo(period.zone), Counter[Place](), 0
    at = period.start.astimezone(zone)
    for first in range(0, hours, len(_WEEK)):
        begin, end = (_after(at, hour) for hour in (first, min(first + len(_WEEK), hours)))
        if first + len(_WEEK) <= hours and begin.utcoffset() == end.utcoffset():
            # Whole weeks without a change of clocks need not be gone through: there are 500 in ten years.
            weeks += 1
        else:
            moments = (_after(at, hour) for hour in range(first, min(first + len(_WEEK), hours)))
            come.update((moment.weekday(), moment.hour) for moment in moments)
    return come + Counter(dict.fromkeys(_WEEK, weeks))


def _after(at: datetime, hours: int) -> datetime:
    """The moment so many hours later, in the same zone."""
    return (at.astimezone(UTC) + timedelta(hours=hours)).astimezone(at.tzinfo)


def blanked(heatmap: Heatmap, absent: frozenset[Place]) -> Heatmap:
    """The heatmap with None in the hours that have not come, for which Gleap says 0. What came there all the same
    stays."""
    if not absent:
        return heatmap
    rows = (
        tuple(None if not value and (day, hour) in absent else value for hour, value in enumerate(row))
        for day, row in enumerate(heatmap.cells)
    )
    return Heatmap(title=heatmap.title, cells=tuple(rows))
