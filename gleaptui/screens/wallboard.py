"""For a wall: a few big figures at a time, one pane after the other, until something is wrong."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen

from gleaptui import text
from gleaptui.alerts import Alert
from gleaptui.board import Board
from gleaptui.config import Wallboard
from gleaptui.gleap.change import change_of, goodness, wordings
from gleaptui.gleap.metrics import METRIC
from gleaptui.gleap.models import Figure
from gleaptui.widgets.bignumber import fitting
from gleaptui.widgets.heading import current
from gleaptui.widgets.kinds import detail, kind, who
from gleaptui.widgets.lines import Lines, fit, justified
from gleaptui.widgets.sparkline import sparkline

_LONG = 300.0
"""Seconds without an answer after which the wall says nothing but that."""
_FIGURES = (
    "new_tickets",
    "open_now",
    "first_response_time",
    "sla_compliance",
    "rating",
    "closed_tickets",
    "reply_time",
    "escalations",
)
_STATES = {
    "ok": ("ok ✓", "$good"),
    "warning": ("off target !", "$watch"),
    "critical": ("far off target !!", "$bad"),
    "unknown": ("", "$muted"),
}
_SMALL = (40, 12)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class WallboardScreen(Screen[None]):
    """Shows the chosen panes in turn. Alerts that nobody has acknowledged stop the round and take the screen."""

    DEFAULT_CSS = """
    WallboardScreen { layout: vertical; background: $background; }
    WallboardScreen Wall { width: 1fr; height: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,W", "leave", "Leave the wall", show=False),
        Binding("right,l,space", "turn(1)", "Next", show=False),
        Binding("left,h", "turn(-1)", "The one before", show=False),
    ]

    def __init__(self, settings: Wallboard) -> None:
        super().__init__()
        self._settings = settings
        self._turn = 0

    def compose(self) -> ComposeResult:
        yield Wall()

    def on_mount(self) -> None:
        self.set_interval(self._settings.seconds, lambda: self.action_turn(1))
        self._show()

    def show_wall(self, board: Board, alerts: Sequence[Alert]) -> None:
        """Show this board; what is the same sends nothing."""
        wall = self.query_one(Wall)
        wall.board, wall.alerts = board, tuple(alert for alert in alerts if not alert.acknowledged)
        self._show()

    def action_turn(self, by: int) -> None:
        """Go to the next pane, or to the one before."""
        self._turn = (self._turn + by) % len(self._settings.panes)
        self._show()

    def action_leave(self) -> None:
        """Back to the panes."""
        self.dismiss()

    def _show(self) -> None:
        wall = self.query_one(Wall)
        wall.pane, wall.turn = self._settings.panes[self._turn], self._turn
        wall.repaint()


class Wall(Lines):
    """The whole screen as lines."""

    def __init__(self) -> None:
        super().__init__()
        self.board: Board | None = None
        self.alerts: tuple[Alert, ...] = ()
        self.pane = "overview"
        self.turn = 0

    def lines(self, width: int, height: int) -> list[Content]:
        board = self.board
        if board is None:
            return [Content.assemble((" starting", "$muted"))]
        top = _top(board, self.pane, width, height)
        room = max(0, height - len(top) - 1)
        failing = _failing(board)
        if failing:
            body = _silence(board, failing, width, room)
        elif self.alerts:
            body = _alarm(board, self.alerts, width, room)
        else:
            body = _body(board, self.pane, self.turn, width, room)
        body = (body + [Content("")] * room)[:room]
        return [*top, *body, _bottom(board, self.alerts, width)]


def _top(board: Board, pane: str, width: int, height: int) -> list[Content]:
    clock = text.clock_time(board.now)
    name = Content.assemble((f" {pane.capitalize()}", "bold $foreground"), (f"   {board.period.label}", "$muted"))
    if height < 24 or width < 60:
        return [justified(name, Content.assemble((f"{clock} ", "bold $foreground")), width), Content("")]
    drawn = fitting(clock, width // 3, 5)
    rows = [name, *(Content("") for _ in drawn[1:])]
    return [
        *(
            justified(row, Content.assemble((f"{part} ", "$foreground")), width)
            for row, part in zip(rows, drawn, strict=True)
        ),
        Content(""),
    ]


def _bottom(board: Board, alerts: tuple[Alert, ...], width: int) -> Content:
    """How old what is shown is, and how things stand with the targets."""
    overview = current(board, board.overview)
    age = text.age(overview.age(board.now))
    stale = overview.problem is not None
    left = Content.assemble(
        (f" data {age} old" if overview.fetched_at else " no data yet", "$stale" if stale else "$muted")
    )
    count = len(board.targets)
    off = sum(state in ("warning", "critical") for state in board.states.values())
    if not count:
        return fit(left, width)
    calm = not off and not alerts and "unknown" not in board.states.values()
    words = f"all {count} targets met " if calm else f"{off} of {count} off target " if off else "targets not known "
    return justified(left, Content.assemble((words, "$good" if calm else "$bad" if off else "$muted")), width)


def _failing(board: Board) -> str:
    """Since when nothing has come, where that is long ago; empty otherwise."""
    overview = current(board, board.overview)
    age = overview.age(board.now)
    if overview.problem is None or (age is not None and age < _LONG):
        return ""
    return text.clock_time(board.local(overview.fetched_at)) if overview.fetched_at is not None else "the start"


def _silence(board: Board, since: str, width: int, height: int) -> list[Content]:
    problem = current(board, board.overview).problem
    said = f"no data since {since}"
    drawn = fitting(since, width - 4, max(1, height - 6)) if since[:1].isdigit() else []
    lines = [Content.assemble((said, "bold $bad")), Content(""), *(Content.assemble((row, "$bad")) for row in drawn)]
    lines += [Content(""), Content.assemble((problem.title if problem is not None else "", "$foreground"))]
    return _centred(lines, width, height)


def _alarm(board: Board, alerts: tuple[Alert, ...], width: int, height: int) -> list[Content]:
    """The worst as big as it goes, the others in a line each."""
    worst, others = alerts[0], alerts[1:4]
    style = "$bad" if worst.state == "critical" else "$watch"
    metric = METRIC[worst.metric]
    lines = [
        Content.assemble((f"{'!!' if worst.state == 'critical' else '!'} {metric.label}", f"bold {style}")),
        Content(""),
    ]
    value = text.quantity(worst.value, metric.unit)
    room = height - len(others) - 6
    lines += [Content.assemble((row, style)) for row in fitting(value, width - 4, max(1, room))]
    lines += [Content(""), Content.assemble((_wrong(board, worst), "$foreground"))]
    for other in others:
        value = text.quantity(other.value, METRIC[other.metric].unit)
        lines.append(Content.assemble((f"{METRIC[other.metric].label} {value}, {_wrong(board, other)}", "$watch")))
    return _centred(lines, width, height)


def _wrong(board: Board, alert: Alert) -> str:
    side = "over" if alert.target.when == "above" else "under"
    return f"{side} {alert.target.written} since {text.clock_time(board.local(alert.since))}"


def _centred(lines: list[Content], width: int, height: int) -> list[Content]:
    cut = [line.truncate(width, ellipsis=True) for line in lines][:height]
    above = max(0, (height - len(cut)) // 2)
    return [Content("")] * above + [line.pad_left(max(0, (width - line.cell_length) // 2)) for line in cut]


def _body(board: Board, pane: str, turn: int, width: int, height: int) -> list[Content]:
    if pane == "agents":
        return _agents(board, width, height)
    if pane == "heatmap":
        return _hours(board, width, height)
    if pane == "events":
        return _events(board, width, height)
    metrics = {
        "trends": ("new_tickets", "first_response_time"),
        "tickets": ("open_now", "new_tickets", "closed_tickets"),
    }
    return _figures(board, metrics.get(pane, _FIGURES), turn, width, height, with_trend=pane == "trends")


def _figures(
    board: Board, metrics: Sequence[str], turn: int, width: int, height: int, *, with_trend: bool
) -> list[Content]:
    known = current(board, board.overview).value is not None
    figures = {figure.metric: figure for figure in board.compared} if known else {}
    if width < _SMALL[0] or height + 3 < _SMALL[1]:
        return _tile(board, metrics[turn % len(metrics)], figures, width, height, with_trend=False)
    columns = 1 if width < 90 else 2 if width < 200 else 4
    rows = max(1, min(-(-len(metrics) // columns), height // 10))
    shown = metrics[: columns * rows]
    rows = -(-len(shown) // columns)
    tile_width, tile_height = width // columns, height // rows
    lines: list[Content] = []
    for row in range(rows):
        tiles = [
            _tile(board, metric, figures, tile_width, tile_height, with_trend=with_trend)
            for metric in shown[row * columns : (row + 1) * columns]
        ]
        for place in range(tile_height):
            lines.append(Content.assemble(*(fit(tile[place], tile_width) for tile in tiles)))
    return lines


def _tile(
    board: Board, metric: str, figures: dict[str, Figure], width: int, height: int, *, with_trend: bool
) -> list[Content]:
    """Label, value in big digits, and how it stands; exactly ``height`` lines."""
    figure = figures.get(metric)
    stale = board.source(metric).problem is not None
    word, style = _STATES[board.states.get(metric, "unknown")]
    value = text.quantity(figure.value, figure.unit) if figure is not None else "…"
    ink = (
        "$muted"
        if stale or figure is None or figure.value is None
        else style
        if word and style != "$good"
        else "$foreground"
    )
    label = Content.assemble((f" {METRIC[metric].label}", "bold $foreground"), (f"   {word}", style))
    change = _change(figure, width)
    trend = board.trends.value.get(metric) if with_trend and board.trends.value is not None else None
    below = 1 + (3 if trend is not None and height >= 14 else 0)
    drawn = fitting(value, max(1, width - 2), max(1, height - 3 - below))
    lines = [label.truncate(width, ellipsis=True), *(Content.assemble((f" {row}", ink)) for row in drawn), change]
    if trend is not None and below > 1:
        values = tuple(bar.value for bar in trend.bars)
        lines += [Content.assemble((f" {row}", "$primary")) for row in sparkline(values, width - 2, 3, 12)]
    return (lines + [Content("")] * height)[:height]


def _change(figure: Figure | None, width: int) -> Content:
    found = change_of(figure) if figure is not None else None
    if figure is None or found is None:
        return Content("")
    verdict = goodness(METRIC[figure.metric], found)
    style = {"better": "$good", "worse": "$bad", "": "$muted"}[verdict]
    sign = {"better": " ✓", "worse": " ✗", "": ""}[verdict]
    words = next((words for words in wordings(found) if len(words) + 4 <= width), "")
    return Content.assemble((f" {words}{sign}" if words else "", style))


def _agents(board: Board, width: int, height: int) -> list[Content]:
    snapshot = current(board, board.agents)
    if snapshot.value is None:
        return _centred([Content.assemble(("no figures of agents yet", "$muted"))], width, height)
    people = [agent for agent in snapshot.value.agents if not agent.service_account]
    people.sort(key=lambda agent: -(agent.closed.value if agent.closed.value is not None else -1.0))
    spaced = height >= 2 * len(people)
    lines: list[Content] = [Content.assemble((" closed tickets, replies", "$muted")), Content("")]
    most = max((agent.closed.value or 0.0 for agent in people), default=0.0)
    for agent in people:
        closed = text.count(agent.closed.value) if agent.closed.value is not None else text.MISSING
        replies = text.count(agent.replies.value) if agent.replies.value is not None else text.MISSING
        bar = "█" * round((width - 52) * (agent.closed.value or 0.0) / most) if most and width > 60 else ""
        name = fit(Content(agent.name), min(28, max(8, width - 22)))
        lines.append(
            Content.assemble(
                " ", name.stylize("bold"), (f"{closed:>8}", "bold $foreground"), f"{replies:>8}  ", (bar, "$primary")
            )
        )
        if spaced:
            lines.append(Content(""))
    return [fit(line, width) for line in lines[:height]]


def _hours(board: Board, width: int, height: int) -> list[Content]:
    """The hours of today's weekday as columns, and the busiest in words."""
    snapshot = current(board, board.heatmap)
    if snapshot.value is None:
        return _centred([Content.assemble(("no hours yet", "$muted"))], width, height)
    weekday = board.now.weekday()
    cells = snapshot.value.cells[weekday]
    known = [value for value in cells if value is not None]
    if not known or not max(known):
        return _centred(
            [Content.assemble((f"nothing on a {_WEEKDAYS[weekday]} in this period", "$muted"))], width, height
        )
    busiest = max(range(24), key=lambda hour: cells[hour] or 0.0)
    cell = max(1, (width - 2) // 24)
    rows = sparkline(cells, cell * 24, max(1, height - 4), cell)
    labels = "".join(f"{hour:<{cell}}"[:cell] if cell > 2 or hour % 3 == 0 else " " * cell for hour in range(24))
    most = text.count(cells[busiest] or 0.0)
    said = f" tickets by hour, {_WEEKDAYS[weekday]}: busiest {busiest}-{busiest + 1}, {most} tickets"
    return [
        fit(Content.assemble((said, "bold $foreground")), width),
        Content(""),
        *(fit(Content.assemble((f" {row}", "$primary")), width) for row in rows),
        fit(Content.assemble((f" {labels}", "$muted")), width),
    ]


def _events(board: Board, width: int, height: int) -> list[Content]:
    snapshot = current(board, board.events)
    if not snapshot.value:
        return _centred([Content.assemble(("nothing happened yet", "$muted"))], width, height)
    spaced = 2 if height >= 20 else 1
    lines: list[Content] = []
    for event in reversed(snapshot.value[-(height // spaced) :]):
        shown = kind(event.action)
        time = text.clock_time(board.local(event.at)) if event.at is not None else text.MISSING
        told = "  ".join(part for part in (who(event), detail(event)) if part)
        line = Content.assemble(
            (f" {time}  ", "$muted"), (f"{shown.sign} {shown.word:<14}", f"bold {shown.style}"), told
        )
        lines += [fit(line, width), *([Content("")] if spaced == 2 else [])]
    return lines[:height]
