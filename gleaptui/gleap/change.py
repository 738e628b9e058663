"""What a figure's change is, in its own unit, and how it is said."""

import math
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct, structs

from gleaptui import text
from gleaptui.gleap.metrics import Metric
from gleaptui.gleap.models import Figure, Unit
from gleaptui.gleap.periods import Period, compared, partial

LEAST_BASE = 5
"""Below this a count is too small to be the whole of a percentage: from 1 to 4 is no growth of 300 %."""

_LOOK_BACK = tuple(timedelta(minutes=minutes) for minutes in (0, 5, 10, 15, 20, 25, 30))
"""While the part up to now is being asked for, the part up to a little earlier is compared with."""
_LOOK_BACK_SHARE = 20
"""It is at most so many times shorter than what has passed of the period, or the difference would be of its making."""

Goodness = Literal["better", "worse", ""]


class Change(Struct, frozen=True, kw_only=True):
    """The difference between a value and the one before."""

    unit: Unit
    before: float
    amount: float
    """Above zero where the value rose, as precise as both values are shown: seconds, pieces or points."""
    percent: float | None = None
    """Of a count, in per cent of the one before; None where that would say nothing."""


def change(value: float | None, before: float | None, unit: Unit) -> Change | None:
    """The change from ``before`` to ``value``; None where either is not known."""
    if value is None or before is None or not (math.isfinite(value) and math.isfinite(before)):
        return None
    precision = _precision(value, before, unit)
    amount = round(value / precision) * precision - round(before / precision) * precision if precision else 0.0
    if not precision:
        amount = value - before
    if not math.isfinite(amount):
        return None
    percent = (value - before) / before * 100 if unit == "count" and before >= LEAST_BASE and value >= 0 else None
    return Change(unit=unit, before=before, amount=float(amount), percent=percent)


def change_of(figure: Figure) -> Change | None:
    """The figure's change from its own ``before``. A difference such as the net change has none in per cent."""
    found = change(figure.value, figure.before, figure.unit)
    if found is not None and figure.metric == "net_change":
        return Change(unit=found.unit, before=found.before, amount=found.amount)
    return found


def goodness(metric: Metric, change: Change | None) -> Goodness:
    """Whether the change is for the better. Empty where there is none, or where neither direction is good."""
    if change is None or change.amount == 0 or metric.better is None:
        return ""
    return "better" if (change.amount > 0) == (metric.better == "higher") else "worse"


def wordings(change: Change) -> tuple[str, ...]:
    """The change in words, the fullest first, for whoever has less room: ``▼ 70 (17.7 %), was 396``,
    ``▼ 17.7 %, was 396``, ``▼ 17.7 %``; for times ``▲ 12m, was 21m``; for shares and ratings
    ``▲ 2.1 points, was 91 %``."""
    was = f"was {text.quantity(change.before, change.unit)}"
    if change.amount == 0:
        return f"= {was}", "="
    arrow = "▲" if change.amount > 0 else "▼"
    size = abs(change.amount)
    if change.unit == "seconds":
        spans: tuple[str, ...] = (text.duration(size),)
    elif change.unit == "count":
        percent = text.change(change.percent).removeprefix(f"{arrow} ")
        # What rounds to nothing in per cent is said in numbers alone.
        percent = "" if percent.startswith("=") else percent
        spans = (f"{text.count(size)} ({percent})", percent) if percent else (text.count(size),)
    else:
        number = f"{size:.1f}".removesuffix(".0")
        spans = (f"{number} point" if number == "1" else f"{number} points", f"{number} pt")
    return *(f"{arrow} {span}, {was}" for span in spans), f"{arrow} {spans[-1]}"


def _precision(value: float, before: float, unit: Unit) -> float:
    """How coarsely both values are shown, so that the difference is the one between what can be read. 0: exactly."""
    if unit == "count":
        return 0.0
    if unit != "seconds":
        return 0.1
    longest = max(abs(value), abs(before))
    if longest < 600:
        return 1.0
    return 60.0 if longest < 86_400 else 3_600.0


# From earlier values to changes


def compare(
    figures: Iterable[Figure],
    earlier: Iterable[Figure],
    period: Period,
    now: datetime,
    old: Mapping[str, datetime] | None = None,
) -> tuple[Figure, ...]:
    """The figures with what they were before, from what `gleaptui.gleap.comparison.Comparison.read` gave. ``old`` has,
    for figures that are not of this moment, when they were fetched: they are compared with what was the same part then.

    ``change_pct`` becomes the change against that value. Where that is not known it is Gleap's own, but only of counts
    that were not almost nothing before, and never in a running period, which Gleap holds against a whole one (API.md,
    "Numbers, units, absences")."""
    spans: dict[datetime, frozenset[str]] = {}
    known = {figure.metric: figure for figure in earlier}
    found: list[Figure] = []
    for figure in figures:
        at = (old or {}).get(figure.metric, now)
        if at not in spans:
            spans[at] = frozenset(_spans(period, at, now))
        before = known.get(figure.metric)
        if before is not None and before.span in spans[at] and _alike(figure, before):
            changes = {"before": before.value, "before_label": before.before_label}
            found.append(structs.replace(figure, **changes, change_pct=_percent(figure, before.value)))
        else:
            change = None if partial(period, at) else _gleaps_own(figure)
            found.append(structs.replace(figure, before=None, before_label="", change_pct=change))
    return tuple(found)


def _spans(period: Period, at: datetime, now: datetime) -> list[str]:
    """The keys of the span to compare with and, while it moves on, of those that it was a little while ago and, up to
    now, that it was a little while later."""
    moments = [at]
    if partial(period, at):
        near = [back for back in _LOOK_BACK if back * _LOOK_BACK_SHARE <= at - period.start]
        moments = [*(at - back for back in near), *(min(at + ahead, now) for ahead in near)]
        moments = [moment for moment in moments if partial(period, moment)]
    found = (compared(period, moment) for moment in moments)
    return [span.key for span in found if span is not None]


def _alike(figure: Figure, before: Figure) -> bool:
    """Whether both have a value, and came about in the same way."""
    if figure.value is None or before.value is None:
        return False
    if figure.unit == "seconds" and figure.unit_assumed != before.unit_assumed:
        # One of the two has its unit from Gleap and the other by assumption.
        return False
    return figure.source == before.source and figure.chart_type == before.chart_type


def _gleaps_own(figure: Figure) -> float | None:
    """What Gleap says of the change, where the count that it follows from was not too small for it."""
    percent = figure.change_pct
    if figure.unit != "count" or figure.value is None or percent is None or percent <= -100:
        return None
    return percent if figure.value / (1 + percent / 100) >= LEAST_BASE else None


def _percent(figure: Figure, before: float | None) -> float | None:
    """The relative change, None where it would say nothing."""
    if figure.value is None or before is None or before <= 0 or figure.metric == "net_change":
        return None
    if figure.unit == "count" and before < LEAST_BASE:
        return None
    return (figure.value - before) / before * 100
