"""Spans of time as people write them in a filter: ``7d``, ``yesterday``, ``2026-09-01..``, ``30d..7d``."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from gleaptui.gleap.periods import PeriodError, resolve
from gleaptui.text import clean

_BACK = re.compile(r"(\d{1,4})([hdw])\Z")
_MONTH = re.compile(r"(\d{4})-(\d{2})\Z")
_SECONDS = {"h": 3_600, "d": 86_400, "w": 7 * 86_400}
_MILLISECOND = timedelta(milliseconds=1)
_DAY = timedelta(days=1)
_FIRST_YEAR, _LAST_YEAR = 2000, 2200
_EXPECTED = "use 7d, 24h, >30d, today, yesterday, last-week, 2026-09-01, 2026-09-01.. or 2026-09-01..2026-09-30"


class FilterError(ValueError):
    """A filter that cannot be understood. The text says which part, and what would be."""


class Span(Struct, frozen=True):
    """From when to when, each end included; None where it is open."""

    first: datetime | None = None
    last: datetime | None = None
    said: str = ""
    """As it was written, which means another span tomorrow."""

    def holds(self, moment: datetime | None) -> bool:
        """Whether the instant lies within. One that is not known does only where nothing is asked."""
        if moment is None:
            return self.first is None and self.last is None
        return not (self.first and moment < self.first) and not (self.last and moment > self.last)


def read_span(word: str, field: str, now: datetime, zone: str) -> Span:
    """The span that a word means at that moment, in UTC. ``7d`` are the last seven times 24 hours, ``>7d`` all before;
    days, months and weeks are those of the zone. Either end may be left out. Raises `FilterError`."""
    written = word.strip().lower()
    try:
        first, last = _ends(written, now.astimezone(ZoneInfo(zone)))
    except (PeriodError, ValueError, OverflowError):
        raise FilterError(f"{field}:{clean(word, 40)} is not a time; {_EXPECTED}") from None
    if first is not None and last is not None and first > last:
        raise FilterError(f"{field}:{clean(word, 60)} begins after its end")
    return Span(first and first.astimezone(UTC), last and last.astimezone(UTC), written)


def _ends(written: str, now: datetime) -> tuple[datetime | None, datetime | None]:
    if written[:1] in ("<", ">"):
        edge = _back(written[1:].strip(), now)
        return (edge, None) if written[0] == "<" else (None, edge - _MILLISECOND)
    if ".." in written:
        left, _, right = written.partition("..")
        if not left and not right:
            raise ValueError(written)
        return (_edge(left, now)[0] if left else None), (_edge(right, now)[1] if right else None)
    if _BACK.match(written):
        return _back(written, now), None
    return _edge(written, now)


def _back(written: str, now: datetime) -> datetime:
    match = _BACK.match(written)
    if match is None:
        raise ValueError(written)
    # On the clock of UTC, for a day ago is 24 hours ago also where clocks changed meanwhile.
    return now.astimezone(UTC) - timedelta(seconds=int(match[1]) * _SECONDS[match[2]])


def _edge(written: str, now: datetime) -> tuple[datetime, datetime]:
    """The first and the last instant of what one end names."""
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo), "the moment stands in the zone"
    if _BACK.match(written):
        edge = _back(written, now)
        return edge, edge - _MILLISECOND
    if match := _MONTH.match(written):
        first = date(int(match[1]), int(match[2]), 1)
        last = (first + 31 * _DAY).replace(day=1) - _DAY
    elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
        first = last = date.fromisoformat(written)
    else:
        period = resolve(written, now, zone.key)
        return period.start, period.end
    if not _FIRST_YEAR <= first.year <= _LAST_YEAR:
        raise ValueError(written)
    return _midnight(first, zone), _midnight(last + _DAY, zone) - _MILLISECOND


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)
