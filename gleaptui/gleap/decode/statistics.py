"""Facts, bar charts and heatmaps."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from gleaptui.gleap.decode.envelope import ShapeError, holding, objects, parse, sequence
from gleaptui.gleap.labels import bucket_starts
from gleaptui.gleap.models import Bar, BarChart, Fact, Heatmap, Series, Unit
from gleaptui.gleap.values import measure, number, whole
from gleaptui.text import clean

_LABEL = 120


def fact(body: bytes, *, unit: Unit = "count") -> Fact:
    """One figure in base units (API.md, "Facts"). An empty object or null is a fact without a value."""
    value = parse(body)
    if value is not None and not isinstance(value, dict):
        raise ShapeError("a figure with a value")
    answer = holding(value, "value")
    found, assumed = measure(answer.get("value"), answer.get("rawValue"), answer.get("valueUnit"), unit)
    return Fact(
        title=clean(answer.get("title"), _LABEL),
        value=found,
        change_pct=number(answer.get("progressValue")),
        unit=clean(answer.get("valueUnit"), 20),
        unit_assumed=assumed,
        odd=found is None and number(answer.get("value")) is not None,
    )


def bar_chart(body: bytes, *, first: date, last: date, unit: Unit = "count", zone: str = "UTC") -> BarChart:
    """A chart in either shape, each series from the oldest bucket on (API.md, "Bar charts").

    Labels carry no year: the one that lies between ``first`` and ``last``, days in ``zone``, is taken. Buckets that did
    not come are not there; a bucket that came without a value has None."""
    value = parse(body)
    if value is not None and not isinstance(value, dict):
        raise ShapeError("a chart with data sets or series")
    answer = holding(value, "dataSets", "series")
    sets = objects(sequence(answer.get("dataSets")) or sequence(answer.get("series")))
    return BarChart(
        title=clean(answer.get("title"), _LABEL),
        series=tuple(_series(item, first, last, unit, zone) for item in sets),
    )


def _series(item: Mapping[str, object], first: date, last: date, unit: Unit, zone: str) -> Series:
    points = objects(sequence(item.get("data")))
    labels = [point.get("label") if point.get("label") is not None else point.get("x") for point in points]
    values = [_value(point, unit) for point in points]
    bars = [
        Bar(label=_shown(label), value=value, count=whole(point.get("count")), start=start)
        for point, label, (value, _), start in zip(
            points, labels, values, bucket_starts(labels, first, last, zone), strict=True
        )
    ]
    return Series(
        label=clean(item.get("label") or item.get("name"), _LABEL),
        bars=tuple(_oldest_first(bars)),
        unit_assumed=any(assumed for _, assumed in values),
    )


def _value(point: Mapping[str, object], unit: Unit) -> tuple[float | None, bool]:
    value = point.get("value") if "value" in point else point.get("y")
    return measure(value, point.get("rawValue"), point.get("valueUnit"), unit)


def _shown(label: object) -> str:
    return clean(label if isinstance(label, str) else "" if label is None else str(label), _LABEL)


def _oldest_first(bars: list[Bar]) -> list[Bar]:
    dated = [bar.start for bar in bars if bar.start is not None]
    if len(dated) == len(bars):
        return sorted(bars, key=lambda bar: bar.start or date.min)
    rising = sum(later > earlier for earlier, later in pairwise(dated))
    falling = sum(later < earlier for earlier, later in pairwise(dated))
    # Charts come newest first unless their own labels say otherwise.
    return bars if rising > falling else bars[::-1]


_DAYS = (
    "mon lun maa seg",
    "tue die mar din ter",
    "wed mit mer mie woe qua",
    "thu don jeu jue gio qui",
    "fri fre ven vie vri sex",
    "sat sam sab zat",
    "sun son dim dom zon",
)
"""How the days begin in English, German, French, Spanish, Italian, Dutch and Portuguese."""


def heatmap(body: bytes) -> Heatmap:
    """Weekday by hour, Monday first (API.md, "Heatmap"). A cell that did not come stays None. Raises `ShapeError` where
    it cannot be told which days the rows are: none of them may be missing without a word."""
    value = parse(body)
    answer = holding(value, "series")
    series = objects(sequence(answer.get("series")) or sequence(answer.get("data")) or sequence(value))
    if not series and not (value is None or value == [] or value == {} or "series" in answer or "data" in answer):
        raise ShapeError("a heatmap with series")
    series = [item for item in series if sequence(item.get("data"))]
    cells: list[list[float | None]] = [[None] * 24 for _ in range(7)]
    for day, item in zip(_weekdays([item.get("name") for item in series]), series, strict=True):
        for point in objects(sequence(item.get("data"))):
            hour = _hour(point.get("x"))
            if hour is not None:
                cells[day][hour] = measure(point.get("y"), None, None, "count")[0]
    return Heatmap(title=clean(answer.get("title"), _LABEL), cells=tuple(tuple(row) for row in cells))


def _weekdays(names: list[object]) -> list[int]:
    """Rows as days from Monday = 0. Numbers count only if all are numbers: 0 or 7 is Sunday, 1 is Monday."""
    numbers = [found for found in map(whole, names) if found is not None and found <= 7]
    if len(numbers) == len(names):
        return [(found - 1) % 7 for found in numbers]
    days = [day for name in names if (day := _named_day(name)) is not None]
    if len(days) != len(names) or len(set(days)) != len(days):
        raise ShapeError("a heatmap with the names of weekdays")
    return days


def _named_day(name: object) -> int | None:
    plain = unicodedata.normalize("NFKD", name.strip().lower()) if isinstance(name, str) else ""
    short = "".join(sign for sign in plain if not unicodedata.combining(sign))[:3]
    return next((day for day, names in enumerate(_DAYS) if short and short in names.split()), None)


def _hour(value: object) -> int | None:
    text = value.strip().partition(":")[0] if isinstance(value, str) else value
    hour = whole(text)
    return hour if hour is not None and hour < 24 else None
