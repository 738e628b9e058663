"""The Overview: every figure of the period, in four groups."""

from dataclasses import dataclass, replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.message import Message

from gleaptui import text
from gleaptui.board import Board
from gleaptui.gleap.metrics import GROUPS, METRIC, METRICS, Group, Metric
from gleaptui.gleap.models import Figure, Series
from gleaptui.panes.pane import Pane
from gleaptui.widgets.card import Card, Face, face
from gleaptui.widgets.detail import Detail, Particulars
from gleaptui.widgets.heading import Heading, current, running_day
from gleaptui.widgets.lines import Lines


def members(group: Group) -> tuple[Metric, ...]:
    """The metrics of a group, in the catalogue's order."""
    return tuple(metric for metric in METRICS if metric.group == group)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How the figures stand for a size: groups beside each other, lines a card, lines left for the particulars."""

    columns: int
    card_height: int
    detail: int

    @property
    def group_height(self) -> int:
        """Lines of the highest group with its heading."""
        return 1 + self.card_height * max(len(members(group)) for group in GROUPS)


def arrange(width: int, height: int) -> Arrangement:
    """The roomiest arrangement that shows every figure; where none does, single lines that scroll."""
    for columns, heights in ((4, (6, 5, 4, 3)), (2, (5, 4, 3, 1)), (1, (1,))):
        if width < {4: 104, 2: 66, 1: 0}[columns]:
            continue
        for card_height in heights:
            wanted = Arrangement(columns, card_height, 0)
            rows = -(-len(GROUPS) // columns)
            left = height - wanted.group_height * rows
            # Higher cards than five lines only where a plot has room beside them.
            if left >= (14 if card_height == 6 else 0):
                return replace(wanted, detail=left if left >= 4 else 0)
    return Arrangement(2 if width >= 66 else 1, 1, 0)


def faces(board: Board) -> dict[str, Face]:
    """What each card shows, by metric id."""
    overview, trends = current(board, board.overview), current(board, board.trends)
    if overview.value is None:
        reason = "not answered" if overview.problem else ""
        missing = text.MISSING if overview.problem else ""
        return {metric.id: Face(metric.id, metric.label, missing, reason) for metric in METRICS}
    figures: dict[str, Figure] = {figure.metric: figure for figure in overview.value}
    series: dict[str, Series] = trends.value or {}
    return {
        metric.id: replace(
            _face(board, metric, figures.get(metric.id), series.get(metric.id)), old_trend=trends.problem is not None
        )
        for metric in METRICS
    }


def _face(board: Board, metric: Metric, figure: Figure | None, series: Series | None) -> Face:
    source = current(board, board.source(metric.id))
    if figure is None and source.value is None:
        return Face(metric.id, metric.label)
    age, stale = text.age(source.age(board.now)), source.problem is not None
    return face(metric, figure, series, age, today=running_day(board), stale=stale)


def no_trend(board: Board, metric: Metric) -> str:
    """Why no trend of a metric is shown."""
    trends = current(board, board.trends)
    if not metric.bar_chart:
        return "no trend: Gleap keeps no days of this figure"
    if trends.value is not None:
        return "no trend: no days of this figure came"
    return "trend loading…" if trends.problem is None else f"no trend: {trends.problem.title}"


class GroupName(Lines):
    """The name over a group."""

    DEFAULT_CSS = """
    GroupName { height: 1; width: 1fr; }
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def lines(self, width: int, height: int) -> list[Content]:
        return [Content.assemble((f" {self._name}", "bold $accent"))]


class OverviewPane(Pane, can_focus=True):
    """Cards for all figures; below them, where there is room, the particulars of the chosen one."""

    FEED = "overview"
    HINTS = (("j k", "choose"), ("enter", "trend"))

    DEFAULT_CSS = """
    OverviewPane #figures { width: 1fr; height: 1fr; layout: grid; grid-size: 4; grid-gutter: 0 1; overflow-x: hidden;
        scrollbar-size-vertical: 1; }
    OverviewPane .group { width: 1fr; height: auto; }
    OverviewPane Detail { height: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Next figure", show=False),
        Binding("k,up", "move(-1)", "Previous figure", show=False),
        Binding("l,right", "across(1)", "Next group", show=False),
        Binding("h,left", "across(-1)", "Previous group", show=False),
        Binding("g,home", "first", "First figure", show=False),
        Binding("G,end", "last", "Last figure", show=False),
        Binding("ctrl+d,pagedown", "move(6)", "Down", show=False),
        Binding("ctrl+u,pageup", "move(-6)", "Up", show=False),
        Binding("enter", "open", "Trend", show=False),
    ]

    class MetricChosen(Message):
        """A figure's trend is wanted."""

        def __init__(self, metric: str) -> None:
            super().__init__()
            self.metric = metric

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None
        self._order = tuple(metric.id for group in GROUPS for metric in members(group))
        self.chosen = self._order[0]
        self._arrangement: Arrangement | None = None

    def compose(self) -> ComposeResult:
        yield Heading("Overview")
        with VerticalScroll(id="figures", can_focus=False):
            for group, name in GROUPS.items():
                with Vertical(classes="group"):
                    yield GroupName(name)
                    for metric in members(group):
                        yield Card(Face(metric.id, metric.label))
        yield Detail()

    def show(self, board: Board) -> None:
        self._board = board
        shown = current(board, board.overview)
        known = shown.value is not None
        self.query_one(Heading).show(board, shown, _summary(shown.value or ()) if known else Content(""))
        self._show_cards()
        self._arrange()

    def _show_cards(self) -> None:
        if self._board is None:
            return
        shown = faces(self._board)
        for card in self.query(Card):
            card.show(shown[card.face.metric], chosen=card.face.metric == self.chosen)
        self.query_one(Detail).show(self._particulars(self._board, shown[self.chosen]))

    def _particulars(self, board: Board, shown: Face) -> Particulars:
        figures = {figure.metric: figure for figure in current(board, board.overview).value or ()}
        figure = figures.get(self.chosen)
        series = (current(board, board.trends).value or {}).get(self.chosen)
        return Particulars(
            shown,
            figure.unit if figure is not None else METRIC[self.chosen].unit,
            (figure.chart_type or "") if figure is not None else "",
            series,
            running_day(board),
            no_trend(board, METRIC[self.chosen]),
        )

    def on_resize(self, _event: Resize) -> None:
        """Take the arrangement that fits, once the heading knows its own height."""
        self._arrange()
        self.call_after_refresh(self._arrange)

    def _arrange(self) -> None:
        heading = self.query_one(Heading).styles.height
        wanted = arrange(self.size.width, self.size.height - int(heading.value if heading else 1))
        if wanted == self._arrangement:
            return
        self._arrangement = wanted
        figures = self.query_one("#figures")
        figures.styles.grid_size_columns = wanted.columns
        figures.styles.grid_rows = str(wanted.group_height)
        figures.styles.grid_gutter_vertical = 2 if wanted.columns == 4 and self.size.width >= 140 else 1
        for card in self.query(Card):
            card.styles.height = wanted.card_height
        for group in self.query(".group"):
            group.styles.height = wanted.group_height if wanted.columns > 1 else "auto"
        if wanted.columns == 1:
            figures.styles.grid_rows = " ".join(str(1 + len(members(group))) for group in GROUPS)
        self.query_one(Detail).styles.height = wanted.detail

    # Choosing

    def choose(self, metric: str) -> None:
        """Make this the chosen figure."""
        if metric in self._order and metric != self.chosen:
            self.chosen = metric
            self._show_cards()
            card = next(card for card in self.query(Card) if card.face.metric == metric)
            self.query_one("#figures").scroll_to_widget(card, animate=False)

    def action_move(self, by: int) -> None:
        """Choose a figure further on."""
        place = self._order.index(self.chosen) + by
        self.choose(self._order[max(0, min(place, len(self._order) - 1))])

    def action_across(self, by: int) -> None:
        """Choose the figure at the same place of a group further on."""
        groups = [[metric.id for metric in members(group)] for group in GROUPS]
        at = next(number for number, group in enumerate(groups) if self.chosen in group)
        beside = groups[max(0, min(at + by, len(groups) - 1))]
        if beside is not groups[at]:
            self.choose(beside[min(groups[at].index(self.chosen), len(beside) - 1)])

    def action_first(self) -> None:
        """Choose the first figure."""
        self.choose(self._order[0])

    def action_last(self) -> None:
        """Choose the last figure."""
        self.choose(self._order[-1])

    def action_open(self) -> None:
        """Show the chosen figure's trend."""
        self.post_message(self.MetricChosen(self.chosen))

    def on_card_pressed(self, message: Card.Pressed) -> None:
        """Choose the figure that was clicked; once more opens its trend."""
        if message.metric == self.chosen:
            self.action_open()
        self.choose(message.metric)


def _summary(figures: tuple[Figure, ...]) -> Content:
    """How many figures are missing, if any."""
    known = {figure.metric for figure in figures if figure.value is not None}
    missing = sum(metric.id not in known for metric in METRICS)
    return Content.assemble((f"{missing} not available" if missing else "", "$muted"))
