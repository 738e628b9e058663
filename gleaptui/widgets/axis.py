"""The scales of a chart: round values at the left, days below."""

import math
from collections.abc import Sequence
from datetime import date

from gleaptui import text
from gleaptui.gleap.models import Bar, Interval

_MINUTE, _HOUR, _DAY = 60.0, 3_600.0, 86_400.0
_TIME_STEPS = (
    *(1.0, 2.0, 5.0, 10.0, 15.0, 30.0),
    *(_MINUTE * step for step in (1, 2, 5, 10, 15, 30)),
    *(_HOUR * step for step in (1, 2, 3, 6, 12)),
    *(_DAY * step for step in (1, 2, 5, 7, 14, 28, 70, 140, 350)),
)
_LEAST_STEP = {"count": 1.0, "percent": 0.1, "rating": 0.1}
"""Finer steps would be written alike."""

_NAMED_DAYS = 60
"""From more days than these on, months are named instead."""


def step_for(span: float, unit: str, most: int) -> float:
    """The round distance between at most ``most`` ticks over ``span``: whole for counts, on the clock for
    durations."""
    least = span / max(1, most)
    if unit == "seconds":
        for step in _TIME_STEPS:
            if step >= least:
                return step
        return _DAY * step_for(span / _DAY, "rating", most)
    if not 1e-300 < least < math.inf:
        return 1.0
    scale = 10.0 ** math.floor(math.log10(least))
    step = next(scale * factor for factor in (1.0, 2.0, 5.0, 10.0) if scale * factor >= least * 0.999_999)
    return max(_LEAST_STEP.get(unit, 0.0), step)


def ticks(low: float, high: float, unit: str, most: int) -> tuple[float, ...]:
    """Round values from ``low`` or below to ``high`` or above."""
    if not math.isfinite(high - low):
        return low, 0.0, high
    step = step_for(high - low, unit, most)
    if max(abs(low), abs(high)) / step > 1e12:
        return low, high
    first, last = math.floor(low / step), math.ceil(high / step - 1e-9)
    return tuple(index * step for index in range(first, max(last, first + 1) + 1))


def bar_label(bar: Bar, *, running: date | None = None, short: bool = False, interval: Interval = "day") -> str:
    """The bucket's day: ``Mon 14`` or, where weekdays repeat, ``short`` as ``14 Sep``; ``today`` for the day that is
    not over; a month as ``Sep 2026``; as Gleap wrote it where it is not a date."""
    if bar.start is None:
        return text.clean(bar.label, 12)
    if interval != "day":
        return f"{bar.start:%b %Y}" if interval == "month" else str(bar.start.year)
    if bar.start == running:
        return "today"
    return f"{bar.start.day} {bar.start:%b}" if short else f"{bar.start:%a} {bar.start.day}"


def bar_name(bar: Bar, *, interval: Interval = "day", year: int | None = None) -> str:
    """The bucket's day in full, ``Mon 14 Sep``, with the year where that is not ``year``."""
    if bar.start is None or interval != "day":
        return bar_label(bar, interval=interval)
    written = f"{bar.start:%a} {bar.start.day} {bar.start:%b}"
    return written if year in (None, bar.start.year) else f"{written} {bar.start.year}"


def day_labels(bars: Sequence[Bar], running: date | None, interval: Interval, most: int) -> tuple[tuple[int, str], ...]:
    """At most about ``most`` buckets with what is written below them: reckoned from the newest or, where there are
    many days, the first ones of months."""
    if interval == "day" and len(bars) > _NAMED_DAYS and all(bar.start is not None for bar in bars):
        firsts = [(index, bar.start) for index, bar in enumerate(bars) if bar.start is not None and bar.start.day == 1]
        months = next((months for months in (1, 2, 3, 6) if len(firsts) <= most * months), 12)
        chosen = [(index, day) for index, day in firsts if (day.month - 1) % months == 0]
        if chosen and len(chosen) <= max(most, 1) * 2:
            return tuple((index, f"{day:%b %Y}" if day.month == 1 else f"{day:%b}") for index, day in chosen)
    labels = [bar_label(bar, running=running, short=len(bars) > 7, interval=interval) for bar in bars]
    apart = max(1, math.ceil(len(bars) / max(1, most)))
    return tuple((index, labels[index]) for index in range(len(bars) - 1, -1, -apart))[::-1]
