"""Spans of time: the window of a question, the one before it, its days and months, the hours of the week."""

from bisect import bisect_right
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from gleaptui.demo.desk import epoch_ms

_QUARTER_HOUR = 900_000
_MOST_BUCKETS = 1_000


class Window(NamedTuple):
    """From ``begin`` up to, not including, ``end``, in epoch milliseconds."""

    begin: int
    end: int

    def previous(self) -> "Window":
        """The window of equal length right before."""
        return Window(2 * self.begin - self.end, self.begin)


class Bucket(NamedTuple):
    """One bar: its first day and its span, cut to the window."""

    first: date
    begin: int
    end: int


@lru_cache(maxsize=256)
def buckets(window: Window, zone: str, interval: str) -> tuple[Bucket, ...]:
    """The days, months or years that the window touches, oldest first; days of a clock change have 23 or 25 hours."""
    tz = ZoneInfo(zone)
    day = datetime.fromtimestamp(window.begin / 1000, UTC).astimezone(tz).date()
    day = _start(day, interval)
    found: list[Bucket] = []
    begin = _midnight(day, tz)
    while begin < window.end and len(found) < _MOST_BUCKETS:
        following = _next(day, interval)
        end = _midnight(following, tz)
        found.append(Bucket(day, max(begin, window.begin), min(end, window.end)))
        day, begin = following, end
    return tuple(found)


def _start(day: date, interval: str) -> date:
    if interval == "year":
        return day.replace(month=1, day=1)
    return day.replace(day=1) if interval == "month" else day


def _next(day: date, interval: str) -> date:
    if interval == "year":
        return date(day.year + 1, 1, 1)
    if interval == "month":
        return date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day + timedelta(days=1)


@lru_cache(maxsize=4096)
def _midnight(day: date, zone: ZoneInfo) -> int:
    return epoch_ms(datetime.combine(day, time.min, zone))


@lru_cache(maxsize=16)
def week_hours(zone: str) -> Callable[[int], int]:
    """A function that gives the hour of the week in that zone, from Monday midnight, 0 to 167."""
    offsets: dict[int, int] = {}
    tz = ZoneInfo(zone)

    def week_hour(at: int) -> int:
        quarter = at // _QUARTER_HOUR  # zones differ from UTC by whole quarters of an hour
        found = offsets.get(quarter)
        if found is None:
            if len(offsets) > 50_000:
                offsets.clear()
            local = datetime.fromtimestamp(quarter * 900, UTC).astimezone(tz)
            found = offsets[quarter] = local.weekday() * 24 + local.hour
        return found

    return week_hour


def tally(moments: "list[int]", edges: "tuple[Bucket, ...]") -> list[int]:
    """How many of the instants fall into each bucket."""
    starts = [bucket.begin for bucket in edges]
    counts = [0] * len(edges)
    for at in moments:
        place = bisect_right(starts, at) - 1
        if place >= 0 and at < edges[place].end:
            counts[place] += 1
    return counts
