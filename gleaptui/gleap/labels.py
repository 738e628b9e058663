"""The labels of a bar chart's buckets as dates. They seldom have a year (API.md, "Bar charts")."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from gleaptui.gleap.values import moment

_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        1,
    )
    for name in names
}
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+)?"
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?\Z")
_MONTH_DAY = re.compile(_WEEKDAY + r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?\Z", re.IGNORECASE)
_DAY_MONTH = re.compile(_WEEKDAY + r"(\d{1,2})\.?\s+([a-z]{3,9})\.?(?:,?\s+(\d{4}))?\Z", re.IGNORECASE)
_MONTH_YEAR = re.compile(r"([a-z]{3,9})\.?,?\s+(\d{4})\Z", re.IGNORECASE)
_MONTH = re.compile(r"([a-z]{3,9})\.?\Z", re.IGNORECASE)
_YEAR = re.compile(r"(\d{4})\Z")

_YEARS = range(1975, 2200)
"""A moment in any other year is none that Gleap can mean."""

Read = datetime | list[date]
"""A moment, or the dates that a label may stand for: one, several that differ by years, or none."""
_BESIDE = timedelta(days=7)
"""How far from the period a day without a year may lie that nobody asked for."""


def bucket_starts(labels: Sequence[object], first: date, last: date, zone: str) -> list[date | None]:
    """The first day of each bucket of a series, in the order of the labels; None where it cannot be known. Where a
    label lacks its year, it is the one that puts it between ``first`` and ``last``, or else close to them, and among
    its neighbours."""
    tz = ZoneInfo(zone)
    read = [_read(label, first, last) for label in labels]
    local = _are_local([one for one in read if isinstance(one, datetime)], tz)
    dates = [
        [(one.astimezone(tz) if local else one).date()] if isinstance(one, datetime) else list(one) for one in read
    ]
    if any(len(choices) > 1 for choices in dates):
        return _in_their_years(dates)
    return [choices[0] if choices else None for choices in dates]


def _read(label: object, first: date, last: date) -> Read:
    text = label.strip()[:60] if isinstance(label, str) else ""
    if found := _ISO.match(text):
        return _dates(found[1], int(found[2]), int(found[3] or 1), first, last)
    if found := _MONTH_YEAR.match(text):
        return _dates(found[2], _month(found[1]), 1, first, last)
    if found := _MONTH_DAY.match(text):
        return _dates(found[3], _month(found[1]), int(found[2]), first, last)
    if found := _DAY_MONTH.match(text):
        return _dates(found[3], _month(found[2]), int(found[1]), first, last)
    if found := _YEAR.match(text):
        return _dates(found[1], 1, 1, first, last)
    if found := _MONTH.match(text):
        return _dates(None, _month(found[1]), 1, first.replace(day=1), last)
    return _moment(text or label)


def _month(name: str) -> int:
    return _MONTHS.get(name.lower(), 0)


def _dates(year: str | None, month: int, day: int, first: date, last: date) -> list[date]:
    years = [int(year)] if year else range(first.year - 1, last.year + 2)
    found = [one for candidate in years if (one := _date(candidate, month, day)) is not None]
    if year:
        return found
    # A day beside the period was not asked for, but is known, and no part of its sum.
    inside = [one for one in found if first <= one <= last]
    return inside or [one for one in found if first - _BESIDE <= one <= last + _BESIDE]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moment(label: object) -> Read:
    """A stamp in seconds, milliseconds or words. One in words that names no zone stands for its own date."""
    if isinstance(label, str) and "-" in label:
        try:
            found = datetime.fromisoformat(label)
        except ValueError:
            return []
        if found.tzinfo is None:
            return [found.date()]
    else:
        stamp = moment(label)
        if stamp is None:
            return []
        found = stamp
    return found if found.year in _YEARS else []


def _are_local(moments: list[datetime], tz: ZoneInfo) -> bool:
    """Whether moments name days of the zone rather than days of where they are written: they begin days there, or
    nowhere."""
    return all(_begins_a_day(one, tz) for one in moments) or any(one.time() != time.min for one in moments)


def _begins_a_day(one: datetime, tz: ZoneInfo) -> bool:
    # By the clock of summer time, a day may begin at one o'clock.
    return datetime.combine(one.astimezone(tz).date(), time.min, tz).timestamp() == one.timestamp()


def _in_their_years(dates: list[list[date]]) -> list[date | None]:
    """The choices that make the dates run one way, where there is but one for each."""
    turned = _steps(dates) <= 0
    rising = dates[::-1] if turned else dates
    earliest, latest = _climb(rising), _descend(rising)
    found = [one if one == other else None for one, other in zip(earliest, latest, strict=True)]
    return found[::-1] if turned else found


def _steps(dates: list[list[date]]) -> int:
    """How many more neighbours rise than fall, each by the smallest step that it can be."""
    known = [choices for choices in dates if choices]
    total = 0
    for one, other in pairwise(known):
        steps = [(later - earlier).days for earlier in one for later in other if earlier != later]
        smallest = min(steps, key=abs, default=0)
        total += (smallest > 0) - (smallest < 0)
    return total


def _climb(dates: list[list[date]]) -> list[date | None]:
    """The earliest dates that rise."""
    found: list[date | None] = []
    previous = date.min
    for choices in dates:
        chosen = min((one for one in choices if one > previous), default=None)
        found.append(chosen)
        previous = chosen or previous
    return found


def _descend(dates: list[list[date]]) -> list[date | None]:
    """The latest dates that rise."""
    found: list[date | None] = []
    following = date.max
    for choices in reversed(dates):
        chosen = max((one for one in choices if one < following), default=None)
        found.append(chosen)
        following = chosen or following
    return found[::-1]
