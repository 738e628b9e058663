"""For a wall: a few big figures at a time, one pane after the other, until something is wrong."""

import textwrap
from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen

from gleaptui import text
from gleaptui.alerts import Alert
from gleaptui.board import Board
from gleaptui.config import Wallboard
from gleaptui.gleap.metrics import METRIC
from gleaptui.widgets.bignumber import fitting
from gleaptui.widgets.bound import bound
from gleaptui.widgets.heading import current
from gleaptui.widgets.lines import Lines, fit
from gleaptui.widgets.wallbodies import body, centred, source

_LONG = timedelta(minutes=5)
"""Without an answer for so long, the wall says nothing but that."""
_ROOMY = (60, 24)
"""Columns and lines from which the clock is big."""
_GAPS_FROM = 12
"""Lines of an alert from which its parts stand apart."""
_LOW = 9
"""Lines below which none is left empty."""


class WallboardScreen(Screen[None]):
    """Shows the chosen panes in turn. Alerts that nobody has acknowledged stop the round and take the screen."""

    DEFAULT_CSS = """
    WallboardScreen { layout: vertical; background: $background; }
    WallboardScreen Wall { width: 1fr; height: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("back", "leave"),
        bound("close", "leave"),
        bound("wallboard", "leave"),
        bound("right", "turn(1)"),
        bound("wall.next", "turn(1)"),
        bound("left", "turn(-1)"),
    ]

    def __init__(self, settings: Wallboard) -> None:
        super().__init__()
        self._settings = settings
        self._turn = 0
        self._page = 0
        """Of the pane, where not all of it is seen at once."""

    def compose(self) -> ComposeResult:
        yield Wall()

    def on_mount(self) -> None:
        self.set_interval(self._settings.seconds, self.go_on)
        self._show()

    def show_wall(self, board: Board, alerts: Sequence[Alert]) -> None:
        """Show this board; what is the same sends nothing."""
        wall = self.query_one(Wall)
        wall.board, wall.alerts = board, tuple(alert for alert in alerts if not alert.acknowledged)
        self._show()

    def go_on(self) -> None:
        """Show what comes next. What is wrong stops the round, which goes on where it stood."""
        if not self.query_one(Wall).stopped:
            self.action_turn(1)

    def action_turn(self, by: int) -> None:
        """Go to the next page or pane, or to the one before."""
        self._page += by
        if not 0 <= self._page < self.query_one(Wall).pages:
            self._turn = (self._turn + by) % len(self._settings.panes)
            self._page = 0
            self._show()
            if by < 0:
                self._page = self.query_one(Wall).pages - 1
        self._show()

    def action_leave(self) -> None:
        """Back to the panes."""
        self.dismiss()

    def _show(self) -> None:
        wall = self.query_one(Wall)
        wall.pane, wall.page = self._settings.panes[self._turn], self._page
        wall.repaint()


class Wall(Lines):
    """The whole screen as lines."""

    def __init__(self) -> None:
        super().__init__()
        self.board: Board | None = None
        self.alerts: tuple[Alert, ...] = ()
        self.pane = "overview"
        self.page = 0
        self.pages = 1
        """How many the pane takes at this size; known once it was drawn."""

    @property
    def stopped(self) -> bool:
        """Whether something is wrong that takes the screen."""
        return bool(self.alerts) or (self.board is not None and bool(_failing(self.board)))

    def lines(self, width: int, height: int) -> list[Content]:
        board = self.board
        if board is None:
            return [Content.assemble((" starting", "$muted"))]
        failing = _failing(board)
        above = len(_top(board, self.pane, "", width, height))
        room = max(0, height - above - 1)
        self.pages = 1
        if failing:
            drawn = _silence(board, failing, width, room)
        elif self.alerts:
            drawn = _alarm(board, self.alerts, width, room)
        else:
            drawn, self.pages = body(board, self.pane, self.page, width, room)
        place = f"{self.page % self.pages + 1}/{self.pages}" if self.pages > 1 else ""
        drawn = (drawn + [Content("")] * room)[:room]
        return [*_top(board, self.pane, place, width, height), *drawn, _bottom(board, self.pane, self.alerts, width)]


def _big(width: int, height: int) -> bool:
    return width >= _ROOMY[0] and height >= _ROOMY[1]


def _top(board: Board, pane: str, place: str, width: int, height: int) -> list[Content]:
    """Which pane, of which period, and the clock."""
    if height <= 2:
        return []
    clock = text.clock_time(board.now)
    drawn = fitting(clock, width // 3, 5) if _big(width, height) else [clock]
    name = (f" {pane.capitalize()}", "bold $foreground")
    period = (f"   {board.period.label}", "$muted")
    number = (f"   {place}" if place else "", "$muted")
    lefts = [Content.assemble(*parts) for parts in ((name, period, number), (name, number), (name,), ())]
    room = width - len(drawn[0]) - 2
    left = next(one for one in lefts if one.cell_length <= max(0, room))
    style = "$foreground" if len(drawn) > 1 else "bold $foreground"
    rows = [left, *(Content("") for _ in drawn[1:])]
    lines = [
        Content.assemble(fit(row, max(0, width - len(part) - 1)), (part, style), " ")
        for row, part in zip(rows, drawn, strict=True)
    ]
    return [*lines, *([Content("")] if height >= _LOW else [])]


def _bottom(board: Board, pane: str, alerts: tuple[Alert, ...], width: int) -> Content:
    """How old what is shown is, what is wrong with its source, and how things stand with the targets."""
    shown = source(board, pane)
    age = text.age(shown.age(board.now))
    if shown.problem is not None:
        aged = f"{age} old" if shown.fetched_at else "no data yet"
        lefts = [(f" ⚠ {shown.problem.title}, data {aged}", "$stale"), (f" ⚠ {aged}", "$stale")]
        if not shown.fetched_at:
            lefts = [(f" ⚠ {shown.problem.title}", "$stale"), (f" ⚠ {aged}", "$stale")]
    else:
        lefts = [(f" data {age} old" if shown.fetched_at else " no data yet", "$muted")]
    right = _targets(board, alerts)
    for left, end in ((lefts[0], right), (lefts[-1], right), (lefts[0], Content("")), (lefts[-1], Content(""))):
        room = width - len(left[0]) - end.cell_length
        if room >= (1 if end.cell_length else 0):
            return Content.assemble(left, " " * room, end)
    return fit(Content.assemble(lefts[-1]), width)


def _targets(board: Board, alerts: tuple[Alert, ...]) -> Content:
    count = len(board.targets)
    states = [board.states.get(metric, "unknown") for metric in board.targets]
    off = sum(state in ("warning", "critical") for state in states)
    unknown = states.count("unknown")
    if not count:
        return Content("")
    if off:
        return Content.assemble((f"! {off} of {count} off target ", "$bad"))
    if unknown == count or alerts:
        return Content.assemble(("? targets not known ", "$muted"))
    if unknown:
        return Content.assemble((f"✓ {count - unknown} of {count} targets met, {unknown} not known ", "$muted"))
    return Content.assemble((f"✓ all {count} targets met " if count > 1 else "✓ target met ", "$good"))


def _failing(board: Board) -> str:
    """Since when nothing has come, where that is long ago; empty otherwise."""
    overview = current(board, board.overview)
    if overview.problem is None:
        return ""
    # The latest of all answers: some figures are asked for seldom, and are old before anything fails.
    answers = [overview.fetched_at, *(one.fetched_at for one in board.figures.values())]
    latest = max((at for at in answers if at is not None), default=None)
    if latest is None:
        return "the start"
    return text.day_and_time(board.local(latest), board.now) if board.now - latest >= _LONG else ""


def _silence(board: Board, since: str, width: int, height: int) -> list[Content]:
    """That there is no data, since when, why, and what can be done."""
    problem = current(board, board.overview).problem
    drawn = fitting(since, width - 4, max(1, height - 5)) if len(since) == len("14:02") else []
    said = f"⚠ no data since {since}"
    lines = [Content.assemble((said if len(said) <= width else "⚠ no data", "bold $bad"))]
    if len(drawn) > 1:
        lines += [Content(""), *(Content.assemble((row, "$bad")) for row in drawn)]
    if problem is not None:
        ways = [[f"{problem.title}: {problem.message}"]] if problem.message else []
        ways += [[problem.title, *textwrap.wrap(problem.message, max(8, width - 2))], [problem.title]]
        room = height - len(lines) - 1
        why = next((way for way in ways if len(way) <= room and all(len(one) <= width for one in way)), ways[-1])
        lines += [Content(""), *(Content.assemble((one, "$foreground")) for one in why)]
    return centred(lines, width, height)


def _alarm(board: Board, alerts: tuple[Alert, ...], width: int, height: int) -> list[Content]:
    """The worst as big as it goes, the others in a line each."""
    worst, others = alerts[0], alerts[1 : 1 + min(4, height // 5)]
    style = "$bad" if worst.state == "critical" else "$watch"
    metric = METRIC[worst.metric]
    gap = [Content("")] if height >= _GAPS_FROM else []
    lines = [Content.assemble((f"{'!!' if worst.state == 'critical' else '!'} {metric.label}", f"bold {style}")), *gap]
    value = text.quantity(worst.value, metric.unit)
    below = [Content.assemble((_wrong(board, worst, width), "$foreground")), *gap]
    for other in others:
        sign = "!!" if other.state == "critical" else "!"
        told = f"{sign} {METRIC[other.metric].label} {text.quantity(other.value, METRIC[other.metric].unit)}"
        longer = f"{told}, {_wrong(board, other, 999)}"
        below.append(Content.assemble((longer if len(longer) <= width else told, "$watch")))
    left = len(alerts) - 1 - len(others)
    below += [Content.assemble((f"and {left} more", "$muted"))] if left else []
    drawn = fitting(value, width - 4, max(1, height - len(lines) - len(below) - len(gap)))
    return centred([*lines, *(Content.assemble((row, style)) for row in drawn), *gap, *below], width, height)


def _wrong(board: Board, alert: Alert, width: int) -> str:
    """How it is off its target and since when, as far as it fits."""
    side = "over" if alert.target.when == "above" else "under"
    limit = f"{side} {alert.target.written}"
    whole = f"{limit} since {text.day_and_time(board.local(alert.since), board.now)}"
    return whole if len(whole) <= width else limit
