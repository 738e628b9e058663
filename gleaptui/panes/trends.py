"""The Trends: every metric of the period, small, and the chosen one large."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.events import Resize
from textual.message import Message

from gleaptui import text
from gleaptui.board import Board
from gleaptui.gleap.metrics import GROUPS, METRIC, METRICS, Metric
from gleaptui.gleap.models import Interval
from gleaptui.panes.pane import Pane
from gleaptui.widgets.bound import bound
from gleaptui.widgets.buckets import Span, partly
from gleaptui.widgets.chart import Chart
from gleaptui.widgets.drawing import STROKES, Drawing, resolve
from gleaptui.widgets.heading import Heading, current
from gleaptui.widgets.multiples import Multiples, Small
from gleaptui.widgets.plot import Plot
from gleaptui.widgets.reading import Reading, ReadingLines, overlay
from gleaptui.widgets.trend import Trend, collect, compared, earlier, keys, last_read

_BESIDE_FROM = 72
"""Columns from which the plot stands beside the list rather than below it."""
_LIST_FROM = (40, 10)
"""Columns and lines below which one trend is shown at a time."""

_INTERVALS: tuple[Interval, ...] = ("day", "month", "year")
_UNITS = {"count": "by {}", "seconds": "median of each {}", "percent": "by {}", "rating": "by {}, of 100"}


class TrendsPane(Pane, can_focus=True):
    """A list of small trends and one large plot with a cursor."""

    FEED = "trends"
    HINTS = (("j k", "choose"), ("h l", "read"), ("v", "before"), ("i", "grouping"), ("d", "drawing"))

    DEFAULT_CSS = """
    TrendsPane #trends { layout: horizontal; width: 1fr; height: 1fr; }
    TrendsPane Multiples { width: 38%; min-width: 37; max-width: 90; }
    TrendsPane #large { width: 1fr; height: 1fr; padding: 0 1; }
    TrendsPane.-below #trends { layout: vertical; }
    TrendsPane.-below Multiples { width: 1fr; min-width: 0; }
    TrendsPane.-below #large { height: 2fr; }
    TrendsPane.-single Multiples { display: none; }
    TrendsPane.-single #large { padding: 0; }
    TrendsPane.-short ReadingLines { height: 2; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("down", "move(1)"),
        bound("up", "move(-1)"),
        bound("first", "move(-99)"),
        bound("last", "move(99)"),
        bound("half_page_down", "move(8)"),
        bound("page_down", "move(8)"),
        bound("half_page_up", "move(-8)"),
        bound("page_up", "move(-8)"),
        bound("right", "read(1)"),
        bound("left", "read(-1)"),
        bound("trends.much_later", "read(7)"),
        bound("trends.much_earlier", "read(-7)"),
        bound("trends.newest", "read(9999)"),
        bound("trends.oldest", "read(-9999)"),
        bound("trends.before", "before"),
        bound("trends.grouping", "group"),
        bound("trends.drawing", "drawing"),
        bound("trends.span", "span"),
    ]

    class GroupingWanted(Message):
        """The trends are wanted by day, month or year."""

        def __init__(self, interval: Interval) -> None:
            super().__init__()
            self.interval: Interval = interval

    def __init__(self, drawing: Drawing = "auto") -> None:
        super().__init__()
        self._board: Board | None = None
        self.chosen = METRICS[0].id
        self.cursor: str | None = None
        """The bucket that is read, by what it is labelled; None follows the newest."""
        self.strokes = resolve(drawing)
        self.grouping: Interval = "day"
        self.span: Span = "day"
        self.shows_before = True

    def compose(self) -> ComposeResult:
        yield Heading("Trends")
        with Container(id="trends"):
            yield Multiples()
            with Vertical(id="large"):
                yield ReadingLines()
                yield Plot()

    def show(self, board: Board) -> None:
        self._board = board
        self.query_one(Heading).show(board, current(board, board.trends))
        self._show_trends()

    @property
    def _lays_over(self) -> bool:
        """Whether the period before is wanted, and there is room to say what it is."""
        return self.shows_before and not self.has_class("-single")

    def _show_trends(self) -> None:
        board = self._board
        if board is None:
            return
        snapshot = current(board, board.trends)
        waiting = "not answered" if snapshot.problem is not None else "loading…"
        trends = collect(board, compared(board), self._lays_over, self.span)
        place = next(number for number, trend in enumerate(trends) if trend.metric.id == self.chosen)
        known = any(trend.figure is not None or trend.chart is not None for trend in trends)
        answered = snapshot.value is not None
        smalls = [_small(trend, board, answered=answered) for trend in trends] if known or answered else []
        self.query_one(Multiples).show(smalls, place, waiting, strokes=self.strokes)
        trend = trends[place]
        note = _why_none(trend.metric) if answered or trend.metric.now else waiting
        cursor = self._place_of_cursor(trend.chart)
        self.query_one(Plot).show(trend.chart, note, strokes=self.strokes, cursor=cursor)
        self.query_one(ReadingLines).show(self._reading(board, trend, cursor, place), self.strokes)

    def _reading(self, board: Board, trend: Trend, cursor: int | None, place: int) -> Reading:
        chart = trend.chart
        part = was_part = ""
        if chart is not None and cursor is not None and not chart.seen:
            interval, read = chart.series.interval, last_read(board)
            part = partly(chart.series.bars[cursor], board.period, interval, read)
            before = chart.before[cursor] if chart.before else None
            if before is not None:
                was_part = partly(before, board.period.previous(), interval, read)
        if trend.metric.now:
            scope = f"as it was seen, last {'24 hours' if self.span == 'day' else '7 days'}"
        else:
            scope = _UNITS[trend.metric.unit].format(chart.series.interval if chart is not None else "day")
        return Reading(
            trend.metric,
            trend.figure,
            chart,
            cursor,
            f"{place + 1}/{len(METRICS)}" if self.has_class("-single") else "",
            scope if chart is not None else "",
            part,
            was_part,
            self._said_of_before(board, trend),
            board.period.last.year,
        )

    def _said_of_before(self, board: Board, trend: Trend) -> tuple[str, ...]:
        """What is said of the period before and of a grouping that has not come yet."""
        chart = trend.chart
        if trend.metric.now:
            return ()
        if chart is not None and chart.series.interval != self.grouping:
            return (f"asking for {self.grouping}s",)
        problem = earlier(board).problem if self._lays_over else None
        failed = (f"period before: {problem.title}",) if problem is not None else ()
        laid_over = overlay(chart, board.period, self.strokes) if self.query_one(Plot).has_axes else ()
        return laid_over or failed

    def on_resize(self, _event: Resize) -> None:
        """Put the plot where there is room for it."""
        width, height = self.size
        single = width < _LIST_FROM[0] or (width < _BESIDE_FROM and height < _LIST_FROM[1])
        below = width < _BESIDE_FROM and not single
        self.set_class(below, "-below")
        self.set_class(single, "-single")
        self.set_class((height * 2 // 3 if below else height) < 14, "-short")
        self._show_trends()

    def choose(self, metric: str) -> None:
        """Make this the metric of the plot."""
        if metric in METRIC and metric != self.chosen:
            self.chosen = metric
            self._show_trends()

    def action_move(self, by: int) -> None:
        """Choose a trend further on."""
        ids = [metric.id for metric in METRICS]
        self.choose(ids[max(0, min(ids.index(self.chosen) + by, len(ids) - 1))])

    def _chart(self) -> Chart | None:
        if self._board is None:
            return None
        trends = collect(self._board, compared(self._board), self._lays_over, self.span)
        return next(trend.chart for trend in trends if trend.metric.id == self.chosen)

    def _place_of_cursor(self, chart: Chart | None) -> int | None:
        """The bucket that the cursor stands on: the one it was put on, or else the newest."""
        if chart is None:
            return None
        places = keys(chart)
        return places.index(self.cursor) if self.cursor in places else _newest(chart)

    def _point(self, chart: Chart | None, index: int) -> None:
        if chart is not None:
            places = keys(chart)
            index = max(0, min(index, len(places) - 1))
            self.cursor = places[index] if index != _newest(chart) else None
            self._show_trends()

    def action_read(self, by: int) -> None:
        """Move the cursor."""
        chart = self._chart()
        self._point(chart, (self._place_of_cursor(chart) or 0) + by)

    def action_before(self) -> None:
        """Lay the period before over the plot, or take it away."""
        self.shows_before = not self.shows_before
        self._show_trends()

    def action_group(self) -> None:
        """Ask for the next grouping."""
        self.grouping = _INTERVALS[(_INTERVALS.index(self.grouping) + 1) % len(_INTERVALS)]
        self.post_message(self.GroupingWanted(self.grouping))
        self._show_trends()

    def action_drawing(self) -> None:
        """Draw in the next way."""
        self.strokes = STROKES[(STROKES.index(self.strokes) + 1) % len(STROKES)]
        self._show_trends()

    def action_span(self) -> None:
        """Show a day or a week of what was seen."""
        self.span = "week" if self.span == "day" else "day"
        self._show_trends()

    def on_multiples_picked(self, message: Multiples.Picked) -> None:
        """Choose the trend that was clicked."""
        self.choose(message.metric)

    def on_multiples_scrolled(self, message: Multiples.Scrolled) -> None:
        """Choose another one with the wheel."""
        self.action_move(message.by)

    def on_plot_resized(self, _message: Plot.Resized) -> None:
        """Say of the plot what it has room for."""
        self._show_trends()

    def on_plot_pointed(self, message: Plot.Pointed) -> None:
        """Read the bucket that was clicked."""
        self._point(self._chart(), message.index)


def _newest(chart: Chart) -> int:
    """The bucket that is read where no other is wanted. The next look may be yet to come."""
    bars = chart.series.bars
    known = (index for index in range(len(bars) - 1, -1, -1) if bars[index].value is not None)
    return next(known, len(bars) - 1) if chart.seen else len(bars) - 1


def _why_none(metric: Metric) -> str:
    if metric.now:
        return f"{metric.label}: not seen yet; Gleap keeps no past of it"
    if metric.bar_chart or metric.share_of or metric.id == "net_change":
        return f"{metric.label}: Gleap sent no days of it"
    return f"{metric.label}: Gleap has no days of it"


def _small(trend: Trend, board: Board, *, answered: bool) -> Small:
    metric, figure, chart = trend.metric, trend.figure, trend.chart
    bars = chart.series.bars if chart is not None else ()
    return Small(
        metric.id,
        metric.label,
        text.quantity(figure.value, figure.unit) if figure is not None else "",
        tuple(bar.value for bar in bars),
        GROUPS[metric.group],
        growing=chart is not None and bool(bars) and not chart.seen and chart.growing(len(bars) - 1),
        note=_instead_of_bars(metric, chart) if chart is not None or answered else "",
        stale=trend.stale,
    )


def _instead_of_bars(metric: Metric, chart: Chart | None) -> str:
    """What there is where bars would show no trend."""
    if chart is None:
        return "not seen yet" if metric.now else "no days"
    return "1 look" if chart.seen else f"1 {chart.series.interval}"
