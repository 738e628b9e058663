"""What a board knows of each metric over time."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from gleaptui.board import Board, Trends
from gleaptui.gleap.metrics import METRICS, Metric
from gleaptui.gleap.models import Figure, Series
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.widgets.buckets import Span, beside, computed, filled, first_of, partly, sampled
from gleaptui.widgets.chart import Chart
from gleaptui.widgets.heading import current

_ROUNDED = 0.01
"""By how much a figure may differ for having been rounded."""


@dataclass(frozen=True, slots=True)
class Trend:
    """What is known of a metric: its figure, and its chart where there is one."""

    metric: Metric
    figure: Figure | None
    chart: Chart | None
    stale: bool = False


def collect(board: Board, shows_before: bool, span: Span) -> tuple[Trend, ...]:
    """Each metric of the catalogue with what the board knows of it."""
    trends = _complete(current(board, board.trends).value)
    before = _complete(earlier(board).value) if shows_before else {}
    known = current(board, board.overview).value is not None
    figures = {figure.metric: figure for figure in board.compared} if known else {}
    found = []
    for metric in METRICS:
        if metric.now:
            chart = _seen(board, metric, span)
        else:
            chart = _charted(board, metric, trends.get(metric.id), before.get(metric.id), figures.get(metric.id))
        stale = board.source(metric.id).problem is not None
        found.append(Trend(metric, figures.get(metric.id), chart, stale))
    return tuple(found)


def last_read(board: Board) -> date:
    """The day on which the days were read: that one was not over yet."""
    moment = current(board, board.trends).fetched_at
    return board.local(moment).date() if moment is not None else board.now.date()


def earlier(board: Board) -> Snapshot[Trends]:
    """The trends of the period before, where they are of the one before this one."""
    snapshot = board.trends_before
    if snapshot.period in ("", board.period.key, board.period.previous().key):
        return snapshot
    return Snapshot(snapshot.feed, board.period.key)


def _complete(trends: Trends | None) -> Trends:
    return {**trends, **computed(trends)} if trends else {}


def _charted(
    board: Board, metric: Metric, given: Series | None, before: Series | None, figure: Figure | None
) -> Chart | None:
    if given is None or not any(bar.value is not None for bar in given.bars):
        return None
    today, read = board.now.date(), last_read(board)
    series = filled(given, board.period, today)
    parts = [index for index, bar in enumerate(series.bars) if partly(bar, board.period, series.interval, read)]
    return Chart(
        series,
        metric.unit,
        first_of(today, series.interval) if board.period.includes(board.now) else None,
        beside(series, board.period, before),
        frozenset(parts),
        unit_assumed=series.unit_assumed and not _bears_out(series, figure),
    )


def _bears_out(series: Series, figure: Figure | None) -> bool:
    """Whether a figure whose unit is known shows that the series has the same: the median of all lies between those of
    the parts."""
    if figure is None or figure.value is None or figure.unit_assumed:
        return False
    known = [bar.value for bar in series.bars if bar.value is not None]
    return min(known) * (1 - _ROUNDED) <= figure.value <= max(known) * (1 + _ROUNDED)


def _seen(board: Board, metric: Metric, span: Span) -> Chart | None:
    series, marks = sampled(board.samples.get(metric.id, ()), board.now, span)
    if not any(bar.value is not None for bar in series.bars):
        return None
    return Chart(series, metric.unit, marks=marks, seen=True)


def keys(chart: Chart) -> list[str]:
    """What tells each bucket from the others for as long as it stands there: its date, or else its label."""
    found: list[str] = []
    times: Counter[str] = Counter()
    for bar in chart.series.bars:
        label = bar.start.isoformat() if bar.start is not None else bar.label
        times[label] += 1
        found.append(f"{label} {times[label]}" if times[label] > 1 else label)
    return found
