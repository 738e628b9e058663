"""``gleaptui check``: every metric of the period once, for scripts. Its JSON is a contract."""

import asyncio
import contextlib
import sys
from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct

from gleaptui import text
from gleaptui.clock import Clock, SystemClock
from gleaptui.config import Settings
from gleaptui.connection import open_client
from gleaptui.gleap.change import compare
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.comparison import Comparison
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.figures import FigureReader
from gleaptui.gleap.metrics import METRIC, METRICS
from gleaptui.gleap.models import Figure, Source, Unit
from gleaptui.gleap.periods import Period, growing, resolve
from gleaptui.refresh.budget import Budget
from gleaptui.targets import Target, assess

EXIT_UNREADABLE = 3

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


def run(settings: Settings, *, as_json: bool, clock: Clock | None = None) -> int:
    """Print the report; 0 when all went well, 3 when Gleap could not be read, wholly or in part."""
    report = asyncio.run(read(settings, clock or SystemClock()))
    sys.stdout.write(to_json(report) if as_json else to_text(report))
    return 0 if report.status == "ok" else EXIT_UNREADABLE


async def read(settings: Settings, clock: Clock) -> Report:
    """All metrics of the catalogue, asked for at once within the budget."""
    period = resolve(settings.period, clock.now(), settings.timezone)
    budget = Budget(clock, requests_per_minute=settings.refresh.requests_per_minute)
    figures: tuple[Figure, ...] = ()
    errors: list[GleapError] = []
    try:
        client = await open_client(settings, gate=budget, clock=clock)
    except GleapError as error:
        errors.append(error)
    else:
        try:
            figures = await FigureReader(client).figures(tuple(metric.id for metric in METRICS), period)
            figures = await _compared(client, figures, period, clock)
        except GleapError as error:
            errors.append(error)
        finally:
            await client.aclose()
    return _report(settings, period, clock.now(), figures, errors)


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
    settings: Settings, period: Period, now: datetime, figures: tuple[Figure, ...], errors: list[GleapError]
) -> Report:
    found = {figure.metric: figure for figure in figures}
    whole = errors[0] if errors else None
    targets = {target.metric: target for target in settings.targets}
    still = growing(period, now)
    metrics = tuple(
        _metric(metric_id, found.get(metric_id), whole, now, _standing(found, targets.get(metric_id), growing=still))
        for metric_id in METRIC
    )
    reports = {ErrorReport(error.kind, error.title, error.message) for error in errors}
    reports |= {
        ErrorReport(figure.error, figure.reason, f"{METRIC[figure.metric].label} could not be read.")
        for figure in figures
        if figure.error
    }
    return Report(
        project=settings.project,
        period=PeriodReport(period.name, period.start, period.end, period.zone),
        generated_at=now,
        status="error" if reports else "ok",
        metrics=metrics,
        errors=tuple(sorted(reports, key=lambda report: (report.kind, report.title))),
    )


def _standing(found: dict[str, Figure], target: Target | None, *, growing: bool) -> State:
    """How a figure that is there stands to its target; ``ok`` without one, or where it is too early to say."""
    state = assess(found.get(target.metric), target, growing=growing) if target is not None else "ok"
    return "ok" if state == "unknown" else state


def _metric(
    metric_id: str, figure: Figure | None, error: GleapError | None, now: datetime, standing: State
) -> MetricReport:
    metric = METRIC[metric_id]
    if figure is None:
        figure = Figure(metric=metric_id, unit=metric.unit, reason=error.title if error else "", error="missing")
    state: State = "error" if figure.error else "unavailable" if figure.value is None else standing
    return MetricReport(
        id=metric_id,
        label=metric.label,
        group=metric.group,
        value=_whole(figure.value),
        unit=figure.unit,
        change_pct=figure.change_pct,
        chart_type=figure.chart_type,
        source=figure.source,
        state=state,
        reason=figure.reason or None,
        fetched_at=now if figure.value is not None else None,
    )


def _whole(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) and abs(value) < 2**53 else value


def to_json(report: Report) -> str:
    """The report as indented JSON with a final newline."""
    return msgspec.json.format(msgspec.json.encode(report), indent=1).decode() + "\n"


def _note(metric: MetricReport) -> str:
    return "  ".join(
        part for part in (text.change(metric.change_pct), metric.state if metric.state != "ok" else "") if part
    )


def to_text(report: Report) -> str:
    """The report as aligned lines for a person."""
    lines = [f"{report.project or 'demo'}, {report.period.name}, {report.period.timezone}"]
    for metric in report.metrics:
        value = text.quantity(metric.value, metric.unit)
        note = metric.reason or "" if metric.value is None else _note(metric)
        lines.append(f"{metric.label:<32}{value:>12}  {note}".rstrip())
    lines += [f"! {error.title}: {error.message}" for error in report.errors]
    return "\n".join(lines) + "\n"
