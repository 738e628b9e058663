"""Series brought into a form that can be drawn: every bucket in its place, known or not."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Literal

from msgspec import structs

from gleaptui.gleap.metrics import METRICS, Metric
from gleaptui.gleap.models import Bar, Interval, Series
from gleaptui.gleap.periods import Period

Span = Literal["day", "week"]
"""How much of the past is shown of what was seen."""
Samples = Sequence[tuple[datetime, float | None]]

FEW = 5
"""A median of fewer samples than these says little."""
_MOST = 4_000
"""Buckets, beyond which a date is taken to be wrong."""
_STEPS: dict[Span, tuple[int, ...]] = {"day": (10, 15, 30, 60, 120), "week": (60, 120, 240, 480)}
"""Minutes that a bucket of samples can have."""
_LENGTHS: dict[Span, timedelta] = {"day": timedelta(days=1), "week": timedelta(days=7)}


def first_of(day: date, interval: Interval) -> date:
    """The day that the bucket of a day begins with."""
    if interval == "year":
        return day.replace(month=1, day=1)
    return day.replace(day=1) if interval == "month" else day


def following(start: date, interval: Interval) -> date:
    """The day that the next bucket begins with."""
    if interval == "day":
        return start + timedelta(days=1)
    return first_of(start + timedelta(days=366 if interval == "year" else 31), interval)


def starts(first: date, last: date, interval: Interval) -> list[date]:
    """The first day of each bucket that has one of these days."""
    found = [first_of(first, interval)]
    while len(found) <= _MOST and following(found[-1], interval) <= last:
        found.append(following(found[-1], interval))
    return found


def filled(series: Series, period: Period, today: date) -> Series:
    """The series with a bucket for every day, month or year of the period that has begun. One that did not come has
    no value (API.md, "Bar charts"). A series with labels that are no dates stays as it is."""
    given = {bar.start: bar for bar in series.bars if bar.start is not None}
    if len(given) < len(series.bars):
        return series
    last = max(min(period.last, today), *given, period.first)
    places = starts(min(period.first, *given, last), last, series.interval)
    if len(places) > _MOST or not given.keys() <= set(places):
        return series
    bars = tuple(given.get(start) or Bar(label=start.isoformat(), start=start) for start in places)
    return structs.replace(series, bars=bars)


def beside(series: Series, period: Period, before: Series | None) -> tuple[Bar | None, ...]:
    """For each bucket the one at the same place in the period before; None where there is none."""
    if before is None or before.interval != series.interval:
        return ()
    earlier = {bar.start: bar for bar in before.bars if bar.start is not None}
    previous = period.previous()
    places = starts(previous.first, previous.last, series.interval)
    origin = first_of(period.first, series.interval)
    own = [bar.start for bar in series.bars]
    if origin not in own:
        return ()
    offset = own.index(origin)
    found: list[Bar | None] = []
    for index in range(len(own)):
        place = index - offset
        start = places[place] if 0 <= place < len(places) else None
        found.append(earlier.get(start) or Bar(label=start.isoformat(), start=start) if start is not None else None)
    return tuple(found) if any(bar is not None and bar.value is not None for bar in found) else ()


def partly(bar: Bar, period: Period, interval: Interval, today: date) -> str:
    """How much of its bucket the figure is of, where that is not all of it: ``so far``, ``from 18 Aug``."""
    if bar.start is None:
        return ""
    end = following(bar.start, interval) - timedelta(days=1)
    if bar.start <= today <= end and period.first <= today <= period.last:
        return "so far"
    if bar.start < period.first <= end:
        return f"from {period.first.day} {period.first:%b}"
    if bar.start <= period.last < end:
        return f"until {period.last.day} {period.last:%b}"
    return ""


def computed(trends: Mapping[str, Series]) -> dict[str, Series]:
    """The series that Gleap has none of and that follow from others, bucket by bucket. One that lacks either part, or
    has nothing to share, has no value."""
    found: dict[str, Series] = {}
    for metric in METRICS:
        parts = (
            ("new_tickets", "closed_tickets") if metric.id == "net_change" else (metric.share_of, metric.share_without)
        )
        if metric.id not in trends and all(part in trends for part in parts):
            one, other = (trends[part] for part in parts)
            if one.interval == other.interval:
                found[metric.id] = _combined(metric, one, other)
    return found


def _combined(metric: Metric, one: Series, other: Series) -> Series:
    second = {bar.start: bar.value for bar in other.bars}
    bars = []
    for bar in one.bars:
        part = second.get(bar.start) if bar.start is not None else None
        whole = bar.value if part is not None else None
        if whole is None or part is None:
            bars.append(Bar(label=bar.label, start=bar.start))
        elif not metric.share_of:
            bars.append(Bar(label=bar.label, start=bar.start, value=whole - part))
        else:
            share = (whole - part) / whole * 100 if 0 <= part <= whole and whole > 0 else None
            bars.append(
                Bar(label=bar.label, start=bar.start, value=share, count=round(whole) if whole < 1e15 else None)
            )
    return Series(bars=tuple(bars), interval=one.interval)


def sampled(samples: Samples, now: datetime, span: Span) -> tuple[Series, tuple[tuple[int, str], ...]]:
    """What was seen over the last day or week, the last value of each bucket, with the labels of its axis. A bucket in
    which nothing was seen has no value. ``now`` stands in the zone to show."""
    begin = now - _LENGTHS[span]
    seen = sorted((at, value) for at, value in samples if value is not None and begin <= at <= now)
    apart = [(later - earlier).total_seconds() for (earlier, _), (later, _) in pairwise(seen)]
    # Looks that are a little late must not leave every other bucket empty.
    usual = median(apart) / 60 * 1.05 if apart else 0.0
    step = next((step for step in _STEPS[span] if step >= usual), _STEPS[span][-1]) * 60
    last = int(now.timestamp()) // step
    first = last - int(_LENGTHS[span].total_seconds()) // step + 1
    values: dict[int, float] = {int(at.timestamp()) // step: value for at, value in seen}
    bars: list[Bar] = []
    marks: list[tuple[int, str]] = []
    before = datetime.fromtimestamp((first - 1) * step, UTC).astimezone(now.tzinfo)
    for index, bucket in enumerate(range(first, last + 1)):
        at = datetime.fromtimestamp(bucket * step, UTC).astimezone(now.tzinfo)
        bars.append(Bar(label=f"{at:%H:%M}" if span == "day" else f"{at:%a %d %H:%M}", value=values.get(bucket)))
        if at.date() != before.date():
            marks.append((index, f"{at:%a} {at.day}"))
        elif span == "day" and at.hour // 3 != before.hour // 3:
            marks.append((index, f"{at:%H:%M}"))
        before = at
    return Series(bars=tuple(bars)), tuple(marks)
