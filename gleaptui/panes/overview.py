"""The Overview: the figures of the period, what is open now, and the chosen figure in full."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message

from gleaptui.board import Board
from gleaptui.gleap.metrics import GROUPS, METRIC, METRICS, Metric
from gleaptui.panes.pane import Pane
from gleaptui.widgets.ageing import VIEWS, Ageing, View, wanted
from gleaptui.widgets.arrangement import Arrangement, Section, arrange
from gleaptui.widgets.bound import bound
from gleaptui.widgets.buckets import partly
from gleaptui.widgets.cardchooser import EVERY, CardChooser, known, ranking
from gleaptui.widgets.cards import Cards
from gleaptui.widgets.detail import Detail, Particulars
from gleaptui.widgets.drawing import Drawing, resolve
from gleaptui.widgets.faces import Outlook, faces, outlook
from gleaptui.widgets.heading import current
from gleaptui.widgets.overviewheading import OverviewHeading
from gleaptui.widgets.plot import Plot
from gleaptui.widgets.reading import overlay
from gleaptui.widgets.trend import keys, last_read

__all__ = ["OverviewPane", "faces", "no_trend", "sections"]

_CHOOSER_BESIDE_FROM = 100
"""Columns from which the chooser leaves the cards in sight."""


def sections(cards: tuple[str, ...]) -> tuple[Section, ...]:
    """The groups of the catalogue with all their figures; or the chosen cards, each by itself."""
    if cards:
        return tuple(("", (metric,)) for metric in cards)
    return tuple(
        (name, tuple(metric.id for metric in METRICS if metric.group == group)) for group, name in GROUPS.items()
    )


def no_trend(board: Board, metric: Metric) -> str:
    """Why no trend of a metric is shown."""
    trends = current(board, board.trends)
    if metric.now:
        return "no trend: not seen for long enough, and Gleap keeps no past of it"
    if not metric.bar_chart:
        return "no trend: Gleap keeps no days of this figure"
    if trends.value is not None:
        return "no trend: no days of this figure came"
    return "trend loading…" if trends.problem is None else f"no trend: {trends.problem.title}"


class OverviewPane(Pane, can_focus=True):
    """Cards, the open tickets below them and, where there is room, the particulars of the chosen card."""

    FEED = "overview"
    HINTS = (("j k", "choose"), ("enter", "trend"), ("c", "cards"))

    DEFAULT_CSS = """
    OverviewPane #board { width: 1fr; height: 1fr; }
    OverviewPane CardChooser { display: none; }
    OverviewPane.-choosing CardChooser { display: block; }
    OverviewPane.-choosing.-narrow #board { display: none; }
    OverviewPane.-choosing.-narrow CardChooser { dock: none; width: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("down", "move(1)"),
        bound("up", "move(-1)"),
        bound("right", "across(1)"),
        bound("left", "across(-1)"),
        bound("first", "first"),
        bound("last", "last"),
        bound("half_page_down", "move(6)"),
        bound("page_down", "move(6)"),
        bound("half_page_up", "move(-6)"),
        bound("page_up", "move(-6)"),
        bound("open", "open"),
        bound("overview.earlier", "read(-1)"),
        bound("overview.later", "read(1)"),
        bound("overview.cards", "choose_cards"),
        *(bound(key, f"view('{view}')") for key, view in VIEWS.items()),
    ]

    class MetricChosen(Message):
        """A figure's trend is wanted."""

        def __init__(self, metric: str) -> None:
            super().__init__()
            self.metric = metric

    class ViewWanted(Message):
        """Open tickets are wanted: those without an agent, those that wait longest, or all."""

        def __init__(self, view: View) -> None:
            super().__init__()
            self.view: View = view

    class CardsChanged(Message):
        """Other cards were chosen, or in another order; empty for all of them."""

        def __init__(self, cards: tuple[str, ...]) -> None:
            super().__init__()
            self.cards = cards

    def __init__(self, cards: tuple[str, ...] = (), drawing: Drawing = "auto") -> None:
        super().__init__()
        self._outlook: Outlook | None = None
        self._cards = known(cards)
        self._ranking = ranking(cards)
        self.chosen = self._order[0]
        self.cursor: str | None = None
        """The bucket of the plot that is read, by what it is labelled; None follows the newest."""
        self.strokes = resolve(drawing)
        self._arrangement: Arrangement | None = None

    @property
    def cards(self) -> tuple[str, ...]:
        """The metrics of the cards in their order; empty for all of them."""
        return self._cards

    @cards.setter
    def cards(self, cards: tuple[str, ...]) -> None:
        self._cards = known(cards)
        if self.chosen not in self._order:
            self.chosen = self._order[0]
        if self.is_mounted:
            self._show_all()

    @property
    def _order(self) -> tuple[str, ...]:
        return self._cards or EVERY

    def compose(self) -> ComposeResult:
        yield OverviewHeading()
        with Vertical(id="board"):
            yield Cards(EVERY, len(GROUPS))
            yield Ageing()
            yield Detail()
        yield CardChooser()

    def show(self, board: Board) -> None:
        self._outlook = outlook(board.falling_back)
        self._show_all()

    def _show_all(self) -> None:
        seen = self._outlook
        if seen is None:
            return
        self.query_one(OverviewHeading).show(seen, self._order, self.strokes)
        self.query_one(Ageing).show(seen.board.backlog, seen.board.now, self.strokes)
        self._fit(seen)

    def _fit(self, seen: Outlook) -> None:
        """Bring what is shown into the form that there is room for."""
        self._arrange()
        self._show_cards(seen)

    def _show_cards(self, seen: Outlook) -> None:
        arrangement = self._arrangement
        if arrangement is None:
            return
        shown = {metric: seen.faces[metric] for metric in self._order}
        self.query_one(Cards).show(shown, sections(self._cards), self.chosen, arrangement, self.strokes)
        if arrangement.detail:
            self.query_one(Detail).show(self._particulars(seen), self.strokes)

    def _particulars(self, seen: Outlook) -> Particulars:
        board, chart = seen.board, seen.trends[self.chosen].chart
        cursor, part = None, ""
        if chart is not None:
            places = keys(chart)
            cursor = places.index(self.cursor) if self.cursor in places else len(places) - 1
            if not chart.seen:
                part = partly(chart.series.bars[cursor], board.period, chart.series.interval, last_read(board))
        return Particulars(
            seen.faces[self.chosen],
            seen.figures.get(self.chosen),
            board.targets.get(self.chosen),
            chart,
            cursor,
            no_trend(board, METRIC[self.chosen]),
            part,
            overlay(chart, board.period, self.strokes),
            board.period.last.year,
        )

    # Sizes

    def on_resize(self, _event: Resize) -> None:
        """Take the arrangement that fits, once the heading knows its own height."""
        self.set_class(self.size.width < _CHOOSER_BESIDE_FROM, "-narrow")
        self._fit_anew()
        self.call_after_refresh(self._fit_anew)

    def _fit_anew(self) -> None:
        if self._outlook is not None:
            self._fit(self._outlook)

    def _arrange(self) -> None:
        # Before the first layout, the pane is as large as the screen without the lines above and below it.
        size = self.size or Size(self.app.size.width, max(0, self.app.size.height - 2))
        width = self.query_one("#board").size.width or size.width
        height = size.height - self.query_one(OverviewHeading).needs(size.width, size.height)
        arrangement = arrange(sections(self._cards), width, height, wanted(width))
        if arrangement == self._arrangement:
            return
        self._arrangement = arrangement
        for kind, lines in ((Cards, arrangement.cards), (Ageing, arrangement.backlog), (Detail, arrangement.detail)):
            widget = self.query_one(kind)
            widget.display = lines > 0
            widget.styles.height = lines

    # Choosing

    def choose(self, metric: str) -> None:
        """Make this the chosen figure."""
        if metric in self._order and metric != self.chosen:
            self.chosen, self.cursor = metric, None
            if self._outlook is not None:
                self._show_cards(self._outlook)

    def action_move(self, by: int) -> None:
        """Choose a figure further on."""
        place = self._order.index(self.chosen) + by
        self.choose(self._order[max(0, min(place, len(self._order) - 1))])

    def action_across(self, by: int) -> None:
        """Choose the figure that stands beside this one."""
        beside = self.query_one(Cards).beside(by)
        if beside:
            self.choose(beside)

    def action_first(self) -> None:
        """Choose the first figure."""
        self.choose(self._order[0])

    def action_last(self) -> None:
        """Choose the last figure."""
        self.choose(self._order[-1])

    def action_open(self) -> None:
        """Show the chosen figure's trend."""
        self.post_message(self.MetricChosen(self.chosen))

    def action_view(self, view: View) -> None:
        """Go to those open tickets."""
        self.post_message(self.ViewWanted(view))

    def action_read(self, by: int) -> None:
        """Read another day of the plot."""
        if self._outlook is not None:
            self._read((self._particulars(self._outlook).cursor or 0) + by)

    def on_plot_pointed(self, message: Plot.Pointed) -> None:
        """Read the day that was clicked."""
        self._read(message.index)

    def _read(self, index: int) -> None:
        chart = self._outlook.trends[self.chosen].chart if self._outlook is not None else None
        if self._outlook is None or chart is None:
            return
        places = keys(chart)
        index = max(0, min(index, len(places) - 1))
        self.cursor = places[index] if index < len(places) - 1 else None
        self._show_cards(self._outlook)

    def on_cards_pressed(self, message: Cards.Pressed) -> None:
        """Choose the figure that was clicked; once more opens its trend."""
        if message.metric == self.chosen:
            self.action_open()
        self.choose(message.metric)

    def on_cards_scrolled(self, message: Cards.Scrolled) -> None:
        """Go on where the wheel is turned."""
        self.action_move(message.by)

    def on_ageing_picked(self, message: Ageing.Picked) -> None:
        """Go to the tickets that were clicked."""
        self.action_view(message.view)

    # Which cards there are

    def action_choose_cards(self) -> None:
        """Open the list of cards."""
        self._ranking = ranking(self._cards)
        chooser = self.query_one(CardChooser)
        self.add_class("-choosing")
        chooser.show(self._ranking.choices)
        chooser.focus()
        self.call_after_refresh(self._show_all)

    def on_chooser_wished(self, message: CardChooser.Wished) -> None:
        """Show, hide or move a card; or go back to them."""
        message.stop()
        if message.what == "done":
            self.remove_class("-choosing")
            self.focus()
            self.call_after_refresh(self._show_all)
            return
        self._ranking = self._ranking.granting(message.what, message.key)
        self.query_one(CardChooser).show(self._ranking.choices)
        if self._ranking.cards != self._cards:
            self.cards = self._ranking.cards
            self.post_message(self.CardsChanged(self._cards))
