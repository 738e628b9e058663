"""What a figure's change is, in its own unit, and how it is said."""

import math
from typing import Literal

from msgspec import Struct

from gleaptui import text
from gleaptui.gleap.metrics import Metric
from gleaptui.gleap.models import Figure, Unit

LEAST_BASE = 5
"""Below this a count is too small to be the whole of a percentage: from 1 to 4 is no growth of 300 %."""

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
