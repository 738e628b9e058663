"""Which hours of the week a period has had so far. An hour that has not come is neither quiet nor zero."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from gleaptui.gleap.models import Heatmap
from gleaptui.gleap.periods import Period

Place = tuple[int, int]
"""A weekday from Monday = 0, and an hour."""

_LONG_ENOUGH = timedelta(days=8)
"""Within it every hour of the week comes at least once, also where clocks are changed."""


@dataclass(frozen=True, slots=True)
class Slots:
    """The hours of the week that a period has not had."""

    absent: frozenset[Place] = frozenset()
    running: Place | None = None
    """The hour that has come for the first time and is not over."""


def slots(period: Period, moment: datetime) -> Slots:
    """What the period has had at that moment, in its own zone."""
    end = min(moment, period.end)
    at = max(period.start, (end - _LONG_ENOUGH).replace(minute=0, second=0, microsecond=0))
    zone, come = ZoneInfo(period.zone), Counter[Place]()
    while at <= end:
        local = at.astimezone(zone)
        come[local.weekday(), local.hour] += 1
        at += timedelta(hours=1)
    local = end.astimezone(zone)
    here = (local.weekday(), local.hour)
    running = here if moment < period.end and come[here] == 1 else None
    return Slots(frozenset((day, hour) for day in range(7) for hour in range(24) if not come[day, hour]), running)


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
