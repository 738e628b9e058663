"""Facts, bar charts and heatmaps."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from gleaptui.gleap.decode.envelope import ShapeError, mapping, objects, parse, sequence
from gleaptui.gleap.labels import bucket_start
from gleaptui.gleap.models import Bar, BarChart, Fact, Heatmap, Series, Unit
from gleaptui.gleap.values import measure, number, whole
from gleaptui.text import clean

_LABEL = 120


def fact(body: bytes, *, unit: Unit = "count") -> Fact:
    """One figure in base units (API.md, "Facts"). An empty object or null is a fact without a value."""
    value = parse(body)
    if value is not None and not isinstance(value, dict):
        raise ShapeError("a figure with a value")
    answer = mapping(value)
    found, assumed = measure(answer.get("value"), answer.get("rawValue"), answer.get("valueUnit"), unit)
    return Fact(
        title=clean(answer.get("title"), _LABEL),
        value=found,
        change_pct=number(answer.get("progressValue")),
        unit=clean(answer.get("valueUnit"), 20),
        unit_assumed=assumed,
    )


def bar_chart(body: bytes, *, first: date, last: date, unit: Unit = "count") -> BarChart:
    """A chart in either shape, each series from the oldest bucket on (API.md, "Bar charts").

    Labels carry no year: the one that lies between ``first`` and ``last`` is taken. Buckets that did not come are not
    there; a bucket that came without a value has None."""
    value = parse(body)
    if value is not None and not isinstance(value, dict):
        raise ShapeError("a chart with data sets or series")
    answer = mapping(value)
    sets = objects(sequence(answer.get("dataSets")) or sequence(answer.get("series")))
    return BarChart(
        title=clean(answer.get("title"), _LABEL),
        series=tuple(_series(item, first, last, unit) for item in sets),
    )


def _series(item: Mapping[str, object], first: date, last: date, unit: Unit) -> Series:
    bars = [_bar(point, first, last, unit) for point in objects(sequence(item.get("data")))]
    return Series(label=clean(item.get("label") or item.get("name"), _LABEL), bars=tuple(_oldest_first(bars)))


def _bar(point: Mapping[str, object], first: date, last: date, unit: Unit) -> Bar:
    label = point.get("label") if point.get("label") is not None else point.get("x")
    value = point.get("value") if "value" in point else point.get("y")
    found, _ = measure(value, point.get("rawValue"), point.get("valueUnit"), unit)
    shown = clean(label, _LABEL) if isinstance(label, str) else "" if label is None else clean(str(label), _LABEL)
    return Bar(label=shown, value=found, count=whole(point.get("count")), start=bucket_start(label, first, last))


def _oldest_first(bars: list[Bar]) -> list[Bar]:
    dated = [bar.start for bar in bars if bar.start is not None]
    if len(dated) == len(bars):
        return sorted(bars, key=lambda bar: bar.start or date.min)
    rising = sum(later > earlier for earlier, later in pairwise(dated))
    falling = sum(later < earlier for earlier, later in pairwise(dated))
    # Charts come newest first unless their own labels say otherwise.
    return bars if rising > falling else bars[::-1]


_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def heatmap(body: bytes) -> Heatmap:
    """Weekday by hour, Monday first (API.md, "Heatmap"). A cell that did not come stays None."""
    value = parse(body)
    if value is not None and not isinstance(value, dict | list):
        raise ShapeError("a heatmap with series")
    answer = mapping(value)
    series = objects(sequence(answer.get("series")) or sequence(answer.get("data")) or sequence(value))
    cells: list[list[float | None]] = [[None] * 24 for _ in range(7)]
    for day, item in zip(_weekdays([item.get("name") for item in series]), series, strict=True):
        if day is None:
            continue
        for point in objects(sequence(item.get("data"))):
            hour = _hour(point.get("x"))
            if hour is not None:
                cells[day][hour] = number(point.get("y"))
    return Heatmap(title=clean(answer.get("title"), _LABEL), cells=tuple(tuple(row) for row in cells))


def _weekdays(names: list[object]) -> list[int | None]:
    """Rows as days from Monday = 0. Numbers count only if all are numbers: 0 or 7 is Sunday, 1 is Monday."""
    numbers = [found for found in map(whole, names) if found is not None and found <= 7]
    if names and len(numbers) == len(names):
        return [(found - 1) % 7 for found in numbers]
    return [_named_day(name) for name in names]


def _named_day(name: object) -> int | None:
    short = name.strip().lower()[:3] if isinstance(name, str) else ""
    return _DAYS.index(short) if short in _DAYS else None


def _hour(value: object) -> int | None:
    text = value.strip().partition(":")[0] if isinstance(value, str) else value
    hour = whole(text)
    return hour if hour is not None and hour < 24 else None
