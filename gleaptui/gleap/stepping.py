"""From a period to the one before it or after it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from gleaptui.gleap.periods import NAMES, Period, PeriodError, calendar_month, is_month, is_sane, parse_range, resolve


@dataclass(frozen=True, slots=True)
class _Stride:
    """What one step is: so many days, or a calendar month."""

    days: int = 0
    weekly: bool = False
    """The days are a week from Monday on."""

    @property
    def monthly(self) -> bool:
        return self.days == 0


_STRIDES = {
    "today": _Stride(1),
    "yesterday": _Stride(1),
    "7d": _Stride(7),
    "30d": _Stride(30),
    "this-week": _Stride(7, weekly=True),
    "last-week": _Stride(7, weekly=True),
    "this-month": _Stride(),
    "last-month": _Stride(),
}


def step(period: Period, by: int, now: datetime, home: str = "") -> Period:
    """The period so many steps later, or earlier where ``by`` is negative. A step is a calendar month for months, a
    week from Monday on for weeks, else the length of the period.

    Its name means these days at ``now``. It never goes beyond the running period, and coming there it is that one
    under its own name, so that it rolls on with time; ``yesterday``, ``last-week`` and ``last-month`` get their names
    too. ``home`` is the name that stepping began from: it decides where days fit two names, as those of ``7d`` on a
    Sunday are those of ``this-week``. A step out of the years that `parse_range` knows gives the same period again."""
    today = now.astimezone(ZoneInfo(period.zone)).date()
    if by == 0 or (by > 0 and period.last >= today):
        return period
    stride = _stride(period, home)
    first, last = _moved(period, by, stride)
    if not is_sane(first, last):
        return period
    for name in (home, *NAMES):
        if name and _stride_of(name) == stride:
            named = resolve(name, now, period.zone)
            if named.first == first and (named.last == last or named.last == today < last):
                return named
    if last >= today:
        return _running(stride, now, period.zone)
    return Period(f"{first}..{last}", first, last, period.zone)


def _running(stride: _Stride, now: datetime, zone: str) -> Period:
    """The last period of that length that there is: up to today."""
    name = next((name for name, known in _STRIDES.items() if known == stride), "")
    if name:
        return resolve(name, now, zone)
    last = now.astimezone(ZoneInfo(zone)).date()
    first = last - timedelta(days=stride.days - 1)
    return Period(f"{first}..{last}", first, last, zone)


def _stride(period: Period, home: str) -> _Stride:
    wanted = _stride_of(home) if home else None
    if wanted is not None and _fits(period, wanted):
        return wanted
    if period.name in _STRIDES:
        return _STRIDES[period.name]
    if is_month(period):
        return _Stride()
    return _Stride(period.days, weekly=period.days == 7 and period.first.weekday() == 0)


def _stride_of(name: str) -> _Stride | None:
    """None for a name that has none: of two days, which may be a month, only they can tell."""
    if name in _STRIDES:
        return _STRIDES[name]
    try:
        first, last = parse_range(name)
    except PeriodError:
        return None
    return _stride(Period(name, first, last, "UTC"), "")


def _fits(period: Period, stride: _Stride) -> bool:
    if stride.monthly:
        return is_month(period)
    if stride.weekly:
        return period.name == "this-week" or (period.days == 7 and period.first.weekday() == 0)
    return period.days == stride.days


def _moved(period: Period, by: int, stride: _Stride) -> tuple[date, date]:
    """The days so many steps away, as if the last of them were over; the same days where no calendar has them."""
    try:
        if stride.monthly:
            return calendar_month(period.first, by)
        first = period.first + timedelta(days=stride.days * by)
        return first, first + timedelta(days=stride.days - 1)
    except (OverflowError, ValueError):
        return date.min, date.min
