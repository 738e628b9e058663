"""From a board to what each card shows."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from gleaptui import text
from gleaptui.board import Board
from gleaptui.gleap.change import Change as Difference
from gleaptui.gleap.change import change_of, goodness, wordings
from gleaptui.gleap.metrics import METRICS, Metric
from gleaptui.gleap.models import Figure
from gleaptui.widgets.card import Face
from gleaptui.widgets.chart import Chart
from gleaptui.widgets.heading import current
from gleaptui.widgets.trend import Trend, collect, compared

_MARKS = {"sum_of_days": ("Σ days", "Σ"), "derived": ("derived", "ƒ")}
_UNIT_MARK = ("unit?", "?")
_PARTIAL_MARK = ("days missing", "!")
_NOW_MARK = ("now", "•")
_STEPS = tuple((timedelta(minutes=minutes).total_seconds(), f"<{minutes}m") for minutes in (1, 5, 15, 30))
_HOUR = 3_600


@dataclass(frozen=True)
class Outlook:
    """What a board says of each metric, worked out once."""

    board: Board
    figures: dict[str, Figure]
    """Each with what it was before; none while nothing was answered for the period."""
    trends: dict[str, Trend]

    @cached_property
    def faces(self) -> dict[str, Face]:
        """What each card shows."""
        return {metric.id: self.face(metric) for metric in METRICS}

    def face(self, metric: Metric) -> Face:
        """What the card of a metric shows."""
        overview = current(self.board, self.board.overview)
        if overview.value is None:
            failed = overview.problem is not None
            missing, reason = (text.MISSING, "not answered") if failed else ("", "")
            return Face(metric.id, metric.label, missing, reason)
        old = current(self.board, self.board.trends).problem is not None
        return _face(self.board, metric, self.figures.get(metric.id), self.trends[metric.id].chart, old=old)


def outlook(board: Board) -> Outlook:
    """What the board says, with the period before in the trends."""
    figures = compared(board)
    return Outlook(board, figures, {trend.metric.id: trend for trend in collect(board, figures, True, "day")})


def faces(board: Board) -> dict[str, Face]:
    """What each card shows, by metric id."""
    return outlook(board).faces


def _face(board: Board, metric: Metric, figure: Figure | None, chart: Chart | None, *, old: bool) -> Face:
    source = current(board, board.source(metric.id))
    if figure is None and source.value is None:
        # Its feed was not asked yet, while others have answered.
        return Face(metric.id, metric.label)
    stale = source.problem is not None
    seconds = source.age(board.now)
    age = text.age(seconds) if stale else rough_age(seconds)
    found = face(metric, figure, chart, age, stale=stale)
    target = board.targets.get(metric.id)
    if target is None:
        return replace(found, old_trend=old)
    side = "over" if target.when == "above" else "under"
    state = board.states.get(metric.id, "unknown")
    return replace(found, target=target.written, state=state, side=side, old_trend=old)


def face(metric: Metric, figure: Figure | None, chart: Chart | None, age: str, *, stale: bool) -> Face:
    """The face of a metric's figure, without its target. Without a figure the metric was not part of the answer."""
    bars = chart.series.bars if chart is not None else ()
    common = Face(
        metric.id,
        metric.label,
        text.MISSING,
        trend=tuple(bar.value for bar in bars),
        growing=chart is not None and bool(bars) and not chart.seen and chart.growing(len(bars) - 1),
        age=age,
        stale=stale,
    )
    if figure is None:
        return replace(common, reason="not asked")
    if figure.value is None:
        return replace(common, reason=figure.reason or "not available")
    changes, difference = _changes(figure)
    return replace(
        common,
        value=text.quantity(figure.value, figure.unit),
        changes=changes,
        verdict=goodness(metric, difference),
        marks=_marks(metric, figure),
    )


def _changes(figure: Figure) -> tuple[tuple[str, ...], Difference | None]:
    """The change in words and as it is; where the value before is not known, by what Gleap says of it."""
    difference = change_of(figure)
    if difference is not None:
        return wordings(difference), difference
    if figure.change_pct is None:
        return (), None
    words = text.change(figure.change_pct)
    if not words or words.startswith("="):
        return (words,) if words else (), None
    return (words,), Difference(unit="percent", before=0.0, amount=figure.change_pct)


def _marks(metric: Metric, figure: Figure) -> tuple[tuple[str, str], ...]:
    marks = [_NOW_MARK] if metric.now and "now" not in metric.label.split() else []
    if figure.source in _MARKS:
        marks.append(_MARKS[figure.source])
    if figure.partial:
        marks.append(_PARTIAL_MARK)
    if figure.unit_assumed:
        marks.append(_UNIT_MARK)
    return tuple(marks)


def rough_age(seconds: float | None) -> str:
    """How old something is at most, in steps so wide that a screen full of ages hardly ever changes."""
    if seconds is None:
        return ""
    for step, words in _STEPS:
        if seconds < step:
            return words
    return "<1h" if seconds < _HOUR else text.age(seconds)
