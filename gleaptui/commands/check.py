"""``gleaptui check``: every metric of the period once, for scripts. Its JSON is a contract."""

import asyncio
import contextlib
import sys
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct, structs

from gleaptui import text
from gleaptui.clock import Clock, SystemClock
from gleaptui.commands.oneshot import OneShot
from gleaptui.config import Settings
from gleaptui.connection import open_client
from gleaptui.gleap.change import compare
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.comparison import Comparison
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.figures import FigureReader
from gleaptui.gleap.metrics import METRIC, METRICS, Metric
from gleaptui.gleap.models import Figure, Source, Unit
from gleaptui.gleap.periods import Period, growing, resolve
from gleaptui.targets import Target, assess

EXIT_UNREADABLE = 3
_PATIENCE = 90.0
"""Seconds that are waited where Gleap asks to wait."""
_PATIENCE_FOR_CHANGES = 10.0
"""The same for what figures are compared with: they grow old meanwhile."""

State = Literal["ok", "warning", "critical", "unavailable", "error"]


class PeriodReport(Struct, frozen=True):
    """The span that the figures are for; both instants in UTC, the last one included."""

    name: str
    start: datetime
    end: datetime
    timezone: str


class MetricReport(Struct, frozen=True, kw_only=True):
    """One figure. ``value`` is null where there is none: never 0."""

    id: str
    label: str
    group: str
    value: float | int | None
    unit: Unit
    change_pct: float | None
    chart_type: str | None
    source: Source | None
    state: State
    reason: str | None
    fetched_at: datetime | None


class ErrorReport(Struct, frozen=True):
    """What could not be read and what to do."""

    kind: str
    title: str
    message: str


class Report(Struct, frozen=True, kw_only=True):
    """The whole answer of ``check --json``."""

    schema: int = 1
    project: str
    period: PeriodReport
    generated_at: datetime
    status: Literal["ok", "error"]
    metrics: tuple[MetricReport, ...]
    errors: tuple[ErrorReport, ...]


class _Heard:
    """What came of each metric, and when."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.at: dict[str, datetime] = {}
        self.failures: dict[str, GleapError] = {}

    def __call__(self, metric: str, result: Figure | GleapError) -> None:
        self.at[metric] = self._clock.now()
        if isinstance(result, GleapError):
            self.failures[metric] = result


def run(settings: Settings, *, as_json: bool, clock: Clock | None = None) -> int:
    """Print the report; 0 when all went well, 3 when Gleap could not be read, wholly or in part, 78 where the settings
    cannot work."""
    clock = clock or SystemClock()
    status = 0
    try:
        report = asyncio.run(read(settings, clock))
        status = 0 if report.status == "ok" else EXIT_UNREADABLE
    except GleapError as error:
        period = resolve(settings.period, clock.now(), settings.timezone)
        report, status = _report(settings, period, clock.now(), (), _Heard(clock), error), error.exit_status
    sys.stdout.write(to_json(report) if as_json else to_text(report))
    return status


async def read(settings: Settings, clock: Clock) -> Report:
    """All metrics of the catalogue, asked for at once within the budget. Raises a `GleapError` for settings that
    cannot work."""
    period = resolve(settings.period, clock.now(), settings.timezone)
    gate = OneShot(settings, clock, patience=_PATIENCE)
    client = await open_client(settings, gate=gate, clock=clock)
    heard = _Heard(clock)
    figures: tuple[Figure, ...] = ()
    trouble: GleapError | None = None
    try:
        figures = await FigureReader(client).figures(METRIC, period, heard)
        if all(figure.value is None for figure in figures):
            # Whoever has no figure at all may not be Gleap, which always knows whose key it is.
            await client.me()
        gate.patience = _PATIENCE_FOR_CHANGES
        figures = await _compared(client, figures, period, clock)
    except GleapError as error:
        figures, trouble = (), error
    finally:
        await client.aclose()
    return _report(settings, period, clock.now(), figures, heard, trouble)


async def _compared(
    client: GleapClient, figures: tuple[Figure, ...], period: Period, clock: Clock
) -> tuple[Figure, ...]:
    """The figures with their change against the same part of the period before; without it where that cannot be read,
    for the figures themselves are worth more."""
    earlier: tuple[Figure, ...] = ()
    with contextlib.suppress(GleapError):
        earlier = await Comparison(client).read(figures, period)
    return compare(figures, earlier, period, clock.now())


def _report(
    settings: Settings,
    period: Period,
    now: datetime,
    figures: tuple[Figure, ...],
    heard: _Heard,
    trouble: GleapError | None,
) -> Report:
    found = {figure.metric: figure for figure in figures}
    targets = {target.metric: target for target in settings.targets}
    still = growing(period, now)
    metrics: list[MetricReport] = []
    for metric in METRICS:
        figure = found.get(metric.id) or Figure(
            metric=metric.id, unit=metric.unit, reason=trouble.title if trouble else "", error="missing"
        )
        standing = _standing(figure, targets.get(metric.id), growing=still)
        metrics.append(_metric(metric, figure, standing, heard.at.get(metric.id)))
    errors = _told(heard.failures, trouble)
    return Report(
        project=settings.project or "demo",
        period=PeriodReport(period.name, period.start, period.end, period.zone),
        generated_at=now,
        status="error" if errors else "ok",
        metrics=tuple(metrics),
        errors=errors,
    )


def _told(failures: dict[str, GleapError], trouble: GleapError | None) -> tuple[ErrorReport, ...]:
    """What went wrong, by reasons; the metrics are named where each failed for itself."""
    labels: dict[ErrorReport, list[str]] = {}
    for metric in METRICS:
        if (error := failures.get(metric.id)) is not None:
            labels.setdefault(_reported(error), []).append(metric.label)
    if trouble is not None and len(labels) <= 1:
        return (_reported(trouble),)
    reports = (
        structs.replace(report, message=f"{', '.join(names)} could not be read. {report.message}")
        for report, names in labels.items()
    )
    return tuple(sorted(reports, key=lambda report: (report.kind, report.message)))


def _reported(error: GleapError) -> ErrorReport:
    return ErrorReport(error.kind, error.title, error.message)


def _standing(figure: Figure, target: Target | None, *, growing: bool) -> State:
    """``error`` or ``unavailable`` without a value, else how it stands to its target; ``ok`` without one, or where it
    is too early to say."""
    if figure.error:
        return "error"
    if figure.value is None:
        return "unavailable"
    state = assess(figure, target, growing=growing) if target is not None else "ok"
    return "ok" if state == "unknown" else state


def _metric(metric: Metric, figure: Figure, state: State, at: datetime | None) -> MetricReport:
    return MetricReport(
        id=metric.id,
        label=metric.label,
        group=metric.group,
        value=_whole(figure.value),
        unit=figure.unit,
        change_pct=figure.change_pct,
        chart_type=figure.chart_type,
        source=figure.source,
        state=state,
        reason="; ".join(part for part in (figure.reason, _assumption(figure)) if part) or None,
        fetched_at=at if figure.value is not None else None,
    )


def _assumption(figure: Figure) -> str:
    """What had to be assumed about the value, because Gleap gave a bare number (API.md, "Numbers, units, absences")."""
    if not figure.unit_assumed or figure.value is None:
        return ""
    return "unit assumed: a fraction of 1" if figure.unit == "percent" else f"unit assumed: {figure.unit}"


def _whole(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) and abs(value) < 2**53 else value


def to_json(report: Report) -> str:
    """The report as indented JSON with a final newline."""
    return msgspec.json.format(msgspec.json.encode(report), indent=1).decode() + "\n"


def to_text(report: Report) -> str:
    """The report as aligned lines for a person, with the moment that its oldest figure is of."""
    known = [metric.fetched_at for metric in report.metrics if metric.fetched_at is not None]
    read = [f"read on {at.astimezone(ZoneInfo(report.period.timezone)):%Y-%m-%d at %H:%M}" for at in sorted(known)[:1]]
    lines = [", ".join((report.project, report.period.name, report.period.timezone, *read))]
    for metric in report.metrics:
        value = text.quantity(metric.value, metric.unit)
        state = metric.state if metric.state in ("warning", "critical") else ""
        note = "  ".join(part for part in (text.change(metric.change_pct), state, metric.reason or "") if part)
        lines.append(f"{metric.label:<32}{value:>12}  {note}".rstrip())
    lines += [f"! {error.title}: {error.message}" for error in report.errors]
    return "\n".join(lines) + "\n"
