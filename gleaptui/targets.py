"""Targets: what a figure should be, as it is written in the settings, and how a value stands to it."""

import math
import re
from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Meta, Struct

from gleaptui.gleap.metrics import METRIC, METRICS, Metric
from gleaptui.gleap.models import Figure
from gleaptui.text import clean, quantity

State = Literal["ok", "warning", "critical", "unknown"]
When = Literal["above", "below"]

SEVERITY: dict[State, int] = {"ok": 0, "unknown": 0, "warning": 1, "critical": 2}
"""How bad a state is; what is not known is not bad."""

Limit = str | int | float
_EXAMPLES = {"seconds": '"30m" or "1h 30m"', "percent": '"95%"', "rating": "80", "count": "60"}
_LARGEST = 1e15


class TargetError(ValueError):
    """A target that cannot be used. Its text says where it stands and what is expected."""


class WrittenTarget(Struct, frozen=True, forbid_unknown_fields=True):
    """One ``[[targets]]`` of the settings, as it was written."""

    metric: str
    warn: Limit | None = None
    critical: Limit | None = None
    when: When | None = None
    """Which side of the limits is bad, for a metric where the catalogue does not say."""


class AlertOptions(Struct, frozen=True, forbid_unknown_fields=True):
    """The table ``[alerts]`` of the settings."""

    bell: bool = False
    """Ring the terminal's bell."""
    notify: Literal["off", "osc9", "osc777"] = "off"
    """Which escape sequence asks the terminal for a notification on the desktop."""
    at_most_every: Annotated[int, Meta(ge=0, le=86_400)] = 300
    """Seconds at least between two notifications."""
    hold: Annotated[int, Meta(ge=0, le=3_600)] = 30
    """Seconds that a state must have been seen for, in two answers at least, before it counts."""


class Target(Struct, frozen=True):
    """The limits of one metric in its base unit: pieces, seconds, per cent or points. At least one is there."""

    metric: str
    warn: float | None = None
    critical: float | None = None
    when: When = "above"
    """A value beyond a limit on this side breaks it; the limit itself is still good."""

    @property
    def aim(self) -> float:
        """The limit that the value should keep to: the one that is met first."""
        limit = self.warn if self.warn is not None else self.critical
        assert limit is not None, "a target has at least one limit"
        return limit

    @property
    def written(self) -> str:
        """The aim in the metric's unit, for a card: ``15m``, ``95 %``."""
        return quantity(self.aim, METRIC[self.metric].unit)


def assess(figure: Figure | None, target: Target, *, growing: bool = False) -> State:
    """How the figure stands to the target. ``unknown`` without a value.

    ``growing`` says that counts of the period still rise from nothing (`gleaptui.gleap.periods.growing`): a count that
    is still too low by then is not bad but unknown."""
    if figure is None or figure.value is None or not math.isfinite(figure.value):
        return "unknown"
    metric = METRIC[target.metric]
    found: State = "ok"
    if _breaks(figure.value, target.warn, target.when):
        found = "warning"
    if _breaks(figure.value, target.critical, target.when):
        found = "critical"
    if found != "ok" and growing and target.when == "below" and metric.unit == "count" and not metric.now:
        return "unknown"
    return found


def _breaks(value: float, limit: float | None, when: When) -> bool:
    # A share that was computed may miss its limit by a rounding error alone.
    if limit is None or math.isclose(value, limit, rel_tol=1e-9):
        return False
    return value > limit if when == "above" else value < limit


def checked_targets(written: Iterable[WrittenTarget], place: str) -> tuple[Target, ...]:
    """The targets in base units, in their order. Raises `TargetError` for the first one that cannot be used;
    ``place`` is the file or profile that they stand in."""
    found: dict[str, Target] = {}
    for number, target in enumerate(written, 1):
        here = f"{place}: targets[{number}]"
        metric = METRIC.get(target.metric)
        if metric is None:
            known = ", ".join(metric.id for metric in METRICS)
            raise TargetError(f"{here}: {clean(target.metric, 60)!r} is no metric; choose one of {known}")
        here = f"{here} ({metric.id})"
        if metric.id in found:
            raise TargetError(f"{here}: this metric has a target already; put warn and critical into one")
        found[metric.id] = _checked(target, metric, here)
    return tuple(found.values())


def _checked(written: WrittenTarget, metric: Metric, here: str) -> Target:
    warn = limit(written.warn, metric, f"{here}.warn") if written.warn is not None else None
    critical = limit(written.critical, metric, f"{here}.critical") if written.critical is not None else None
    if warn is None and critical is None:
        raise TargetError(f"{here}: give warn, critical or both, such as warn = {_EXAMPLES[metric.unit]}")
    when = written.when or _bad_side(metric) or _side_of(warn, critical)
    if when is None:
        raise TargetError(
            f'{here}: neither more nor less of it is bad by itself; add when = "above" or when = "below", '
            "or give both warn and critical"
        )
    if warn is not None and critical is not None and (warn > critical if when == "above" else warn < critical):
        comparison = "higher" if when == "above" else "lower"
        raise TargetError(
            f"{here}: warn ({quantity(warn, metric.unit)}) would come after critical "
            f"({quantity(critical, metric.unit)}); {comparison} is worse here, so critical must be the {comparison} one"
        )
    return Target(metric.id, warn, critical, when)


def _bad_side(metric: Metric) -> When | None:
    if metric.better is None:
        return None
    return "above" if metric.better == "lower" else "below"


def _side_of(warn: float | None, critical: float | None) -> When | None:
    if warn is None or critical is None or warn == critical:
        return None
    return "above" if critical > warn else "below"


_TIME = re.compile(r"(?:\d+(?:\.\d+)?\s*(?:d|h|m|min|s)\s*)+", re.IGNORECASE)
_TIME_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(d|h|min|m|s)", re.IGNORECASE)
_SECONDS = {"d": 86_400.0, "h": 3_600.0, "m": 60.0, "min": 60.0, "s": 1.0}
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")


def limit(value: Limit, metric: Metric, place: str) -> float:
    """A limit in the metric's base unit, from what was written: ``"1h 30m"``, ``"95%"``, ``4``. Raises
    `TargetError`."""
    text = value.strip() if isinstance(value, str) else value
    if metric.unit == "seconds":
        return _time(text, place)
    if metric.unit == "percent":
        return _percent(text, place)
    found = _number(text)
    if found is None:
        kind = "a rating from 0 to 100" if metric.unit == "rating" else "a number"
        raise TargetError(f"{place}: expected {kind}, such as {_EXAMPLES[metric.unit]}, not {_said(value)}")
    if metric.unit == "rating" and (not 0 <= found <= 100 or 0 < found <= 10):
        raise TargetError(f"{place}: ratings run from 0 to 100, such as 80; {_said(value)} would not tell them apart")
    if found < 0 and metric.id != "net_change":
        raise TargetError(f"{place}: {_said(value)} is below zero, which {metric.label.lower()} never is")
    return found


def _time(value: Limit, place: str) -> float:
    if isinstance(value, str) and _TIME.fullmatch(value):
        found = sum(float(number) * _SECONDS[unit.lower()] for number, unit in _TIME_PART.findall(value))
        if found <= _LARGEST:
            return found
    if _number(value) == 0:
        return 0.0
    if _number(value) is not None:
        raise TargetError(f'{place}: {_said(value)} has no unit; write a time such as "30m", "1h 30m" or "90s"')
    raise TargetError(f'{place}: expected a time such as "30m", "1h 30m" or "2d", not {_said(value)}')


def _percent(value: Limit, place: str) -> float:
    signed = isinstance(value, str) and value.endswith("%")
    found = _number(value[:-1].rstrip() if isinstance(value, str) and signed else value)
    if found is None:
        raise TargetError(f'{place}: expected a share such as "95%", not {_said(value)}')
    if not 0 <= found <= 100:
        raise TargetError(f"{place}: a share runs from 0 % to 100 %, not {_said(value)}")
    if 0 < found < 1 and not signed:
        raise TargetError(f'{place}: {_said(value)} may be a fraction; write it in per cent, such as "95%"')
    return found


def _number(value: Limit) -> float | None:
    if isinstance(value, str):
        return float(value) if _NUMBER.fullmatch(value) else None
    return float(value) if math.isfinite(value) and abs(value) <= _LARGEST else None


def _said(value: Limit) -> str:
    return repr(clean(value, 60)) if isinstance(value, str) else clean(str(value), 60)
