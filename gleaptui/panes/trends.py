"""The Trends: every series of the period, small, and the chosen one large."""

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import Resize

from gleaptui import text
from gleaptui.board import Board
from gleaptui.gleap.metrics import METRIC, METRICS, Metric
from gleaptui.gleap.models import Figure, Series
from gleaptui.panes.pane import Pane
from gleaptui.widgets.card import verdict
from gleaptui.widgets.heading import Heading, current, running_day
from gleaptui.widgets.lines import Lines, fit
from gleaptui.widgets.multiples import Multiples, Small
from gleaptui.widgets.plot import Chart, Plot, bar_label

_BESIDE_FROM = 72
"""Columns from which the plot stands beside the list rather than below it."""


class PlotTitle(Lines):
    """What the plot shows: the metric, what the period came to, and how to read the marks."""

    DEFAULT_CSS = """
    PlotTitle { height: 2; width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._given: tuple[Content, ...] = ()

    def show(self, given: tuple[Content, ...]) -> None:
        """Show these two lines."""
        self._given = given
        self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        return [fit(line, width) for line in self._given]


class TrendsPane(Pane, can_focus=True):
    """A list of small trends and one large plot."""

    FEED = "trends"
    HINTS = (("j k", "choose"),)

    DEFAULT_CSS = """
    TrendsPane #trends { layout: horizontal; width: 1fr; height: 1fr; }
    TrendsPane Multiples { width: 33%; min-width: 36; }
    TrendsPane #large { width: 1fr; height: 1fr; padding: 0 1; }
    TrendsPane.-below #trends { layout: vertical; }
    TrendsPane.-below Multiples { width: 1fr; min-width: 0; }
    TrendsPane.-below #large { height: 2fr; }
    TrendsPane.-flat #large { display: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Next trend", show=False),
        Binding("k,up", "move(-1)", "Previous trend", show=False),
        Binding("g,home", "move(-99)", "First trend", show=False),
        Binding("G,end", "move(99)", "Last trend", show=False),
        Binding("ctrl+d,pagedown", "move(8)", "Down", show=False),
        Binding("ctrl+u,pageup", "move(-8)", "Up", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None
        self.chosen = METRICS[0].id

    def compose(self) -> ComposeResult:
        yield Heading("Trends")
        with Container(id="trends"):
            yield Multiples()
            with Vertical(id="large"):
                yield PlotTitle()
                yield Plot()

    def show(self, board: Board) -> None:
        self._board = board
        self.query_one(Heading).show(board, current(board, board.trends))
        self._show_trends()

    def _show_trends(self) -> None:
        board = self._board
        if board is None:
            return
        snapshot = current(board, board.trends)
        shown = charted(snapshot.value or {})
        note = "loading…" if snapshot.value is None and snapshot.problem is None else "no trends"
        if snapshot.value is None and snapshot.problem is not None:
            note = "not answered"
        ids = [metric.id for metric in shown]
        # A metric can be chosen that has no series: it stays chosen, and the plot says so.
        trends = [_small(metric, (snapshot.value or {})[metric.id]) for metric in shown]
        self.query_one(Multiples).show(trends, ids.index(self.chosen) if self.chosen in ids else -1, note)
        series = (snapshot.value or {}).get(self.chosen)
        metric = METRIC[self.chosen]
        running = running_day(board)
        chart = Chart(series, metric.unit, running) if series is not None and _known(series) else None
        self.query_one(Plot).show(chart, "" if snapshot.value is None else f"{metric.label}: Gleap sent no days of it")
        figures = {figure.metric: figure for figure in current(board, board.overview).value or ()}
        self.query_one(PlotTitle).show(title(metric, series, figures.get(metric.id), running))

    def on_resize(self, _event: Resize) -> None:
        """Put the plot where there is room for it."""
        below = self.size.width < _BESIDE_FROM
        self.set_class(below, "-below")
        self.set_class(below and self.size.height < 9, "-flat")

    def choose(self, metric: str) -> None:
        """Make this the metric of the plot."""
        if metric in METRIC and metric != self.chosen:
            self.chosen = metric
            self._show_trends()

    def action_move(self, by: int) -> None:
        """Choose a trend further on."""
        if self._board is None:
            return
        ids = [metric.id for metric in charted(current(self._board, self._board.trends).value or {})]
        if ids:
            place = ids.index(self.chosen) + by if self.chosen in ids else 0
            self.choose(ids[max(0, min(place, len(ids) - 1))])

    def on_multiples_picked(self, message: Multiples.Picked) -> None:
        """Choose the trend that was clicked."""
        self.choose(message.metric)


def charted(trends: dict[str, Series]) -> tuple[Metric, ...]:
    """The metrics that have a series, in the catalogue's order."""
    return tuple(metric for metric in METRICS if metric.id in trends)


def _known(series: Series) -> bool:
    return any(bar.value is not None for bar in series.bars)


def _small(metric: Metric, series: Series) -> Small:
    values = tuple(bar.value for bar in series.bars)
    return Small(metric.id, metric.label, text.quantity(values[-1] if values else None, metric.unit), values)


_UNITS = {"count": "by day", "seconds": "median of each day", "percent": "by day, per cent", "rating": "by day, of 100"}


def title(
    metric: Metric, series: Series | None, figure: Figure | None, running: date | None
) -> tuple[Content, Content]:
    """The metric with the period's own figure, and the highest and lowest day."""
    first = Content.assemble((metric.label, "bold $primary"))
    if figure is not None and figure.value is not None:
        judged = verdict(metric.better, figure.change_pct)
        style = {"better": "$good", "worse": "$bad", "": "$foreground"}[judged]
        change = f"   {text.change(figure.change_pct)} {judged}".rstrip()
        first = Content.assemble(first, "   ", (text.quantity(figure.value, figure.unit), "bold"), (change, style))
    first = Content.assemble(first, (f"   {_UNITS[metric.unit]}", "$muted"))
    known = [bar for bar in series.bars if bar.value is not None] if series is not None else []
    if not known or series is None:
        return first, Content("")
    said = []
    # A day that is not over is not the lowest because of that.
    over = [bar for bar in known if bar.start is None or bar.start != running]
    if len(over) > 1:
        for word, bar in (
            ("highest", max(known, key=lambda bar: bar.value or 0.0)),
            ("lowest", min(over, key=lambda bar: bar.value or 0.0)),
        ):
            said.append(
                f"{word} {text.quantity(bar.value, metric.unit)} on {bar_label(bar, short=len(series.bars) > 7)}"
            )
    gaps = len(series.bars) - len(known)
    said += [f"{text.MISSING} not known: {gaps} of {len(series.bars)} days"] if gaps else []
    return first, Content.assemble(("   ".join(said), "$muted"))
