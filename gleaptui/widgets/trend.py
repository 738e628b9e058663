"""What a board knows of each metric over time."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from gleaptui.board import Board, Trends
from gleaptui.gleap.metrics import METRICS, Metric
from gleaptui.gleap.models import Figure, Series
from gleaptui.gleap.periods import Period
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.widgets.buckets import Span, beside, computed, filled, first_of, partly, sampled
from gleaptui.widgets.chart import Chart
from gleaptui.widgets.heading import current

_KEPT = 64
"""Charts that are kept, as a board is looked at again and again: twice as many as are shown at once."""
_FEW = 4
"""The same of what was seen by chance, each of which holds a week of looks."""
_ROUNDED = 0.01
"""By how much a figure may differ for having been rounded."""


@dataclass(frozen=True, slots=True)
class Trend:
    """What is known of a metric: its figure, and its chart where there is one."""

    metric: Metric
    figure: Figure | None
    chart: Chart | None
    stale: bool = False


def compared(board: Board) -> dict[str, Figure]:
    """The figures by metric, each with what it was before; none while nothing was answered for the period."""
    known = current(board, board.overview).value is not None
    return {figure.metric: figure for figure in board.compared} if known else {}


def collect(board: Board, figures: Mapping[str, Figure], shows_before: bool, span: Span) -> tuple[Trend, ...]:
    """Each metric of the catalogue with what the board knows of it, besides its figure."""
    trends = _complete(current(board, board.trends).value)
    before = _complete(earlier(board).value) if shows_before else {}
    today, read = board.now.date(), last_read(board)
    running = board.period.includes(board.now)
    found = []
    for metric in METRICS:
        if metric.now:
            # Looked at by the end of the minute, so that it is the same until then.
            at = board.now.replace(second=59, microsecond=999_999)
            chart = _seen(metric.unit, board.samples.get(metric.id, ()), at, span)
        elif (given := trends.get(metric.id)) is not None:
            figure, old = figures.get(metric.id), before.get(metric.id)
            chart = _charted(metric.unit, given, old, figure, board.period, today, read, running=running)
        else:
            chart = None
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


@lru_cache(maxsize=_KEPT)
def _charted(
    unit: str,
    given: Series,
    before: Series | None,
    figure: Figure | None,
    period: Period,
    today: date,
    read: date,
    *,
    running: bool,
) -> Chart | None:
    if not any(bar.value is not None for bar in given.bars):
        return None
    series = filled(given, period, today)
    parts = [index for index, bar in enumerate(series.bars) if partly(bar, period, series.interval, read)]
    return Chart(
        series,
        unit,
        first_of(today, series.interval) if running else None,
        beside(series, period, before),
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


@lru_cache(maxsize=_FEW)
def _seen(unit: str, samples: tuple[tuple[datetime, float | None], ...], now: datetime, span: Span) -> Chart | None:
    series, marks = sampled(samples, now, span)
    if not any(bar.value is not None for bar in series.bars):
        return None
    return Chart(series, unit, marks=marks, seen=True)


def keys(chart: Chart) -> list[str]:
    """What tells each bucket from the others for as long as it stands there: its date, or else its label."""
    found: list[str] = []
    times: Counter[str] = Counter()
    for bar in chart.series.bars:
        label = bar.start.isoformat() if bar.start is not None else bar.label
        times[label] += 1
        found.append(f"{label} {times[label]}" if times[label] > 1 else label)
    return found
