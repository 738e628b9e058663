"""The leaderboard: who carries the load, with the team's average apart from the people."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from gleaptui import text
from gleaptui.board import Board
from gleaptui.gleap.models import Agent, Cell, TeamPerformance
from gleaptui.panes.pane import Pane
from gleaptui.widgets.columns import Row, TableColumn, sorted_by
from gleaptui.widgets.heading import Heading, current
from gleaptui.widgets.table import Table

_BAR = 5
"""Cells of the bar of a full load, which is that of the busiest agent."""
_EIGHTHS = " ▏▎▍▌▋▊▉█"


@dataclass(frozen=True, slots=True)
class _Figure:
    """A column of figures: where it stands in an agent's row and how it is written."""

    column: TableColumn
    cell: Callable[[Agent], Cell]
    shown: Callable[[float | None], str]


def _figure(key: str, label: str, width: int, importance: int, shown: Callable[[float | None], str]) -> _Figure:
    def cell(agent: Agent) -> Cell:
        found: Cell = getattr(agent, key)
        return found

    return _Figure(TableColumn(key, label, width, "right", importance), cell, shown)


_FIGURES = (
    _figure("worked_on", "worked on", 10, 0, text.count),
    _figure("replies", "replies", 8, 1, text.count),
    _figure("closed", "closed", 7, 1, text.count),
    _figure("assigned", "assigned", 9, 6, text.count),
    _figure("first_reply_time", "1st reply", 10, 2, text.duration),
    _figure("reply_time", "reply", 8, 3, text.duration),
    _figure("first_assignment_reply_time", "after assign", 13, 9, text.duration),
    _figure("time_to_close", "to close", 9, 3, text.duration),
    _figure("hours_active", "active", 8, 5, text.duration),
    _figure("rating", "rating", 7, 2, text.count),
)
_NAME = TableColumn("name", "agent", None, "left", 0, least=16, most=32)
_LOAD = TableColumn("load", "", _BAR, "left", 7)
_SHARE = TableColumn("share", "share", 5, "right", 8)


def ordered(agents: tuple[Agent, ...], key: str, *, rising: bool) -> list[Agent]:
    """The agents by that figure; those without it come last in either direction."""
    if key == "name":
        return sorted(agents, key=lambda agent: agent.name.casefold(), reverse=not rising)
    cell = next(figure.cell for figure in _FIGURES if figure.column.key == key)
    known = [agent for agent in agents if cell(agent).value is not None]
    missing = [agent for agent in agents if cell(agent).value is None]
    by_name = sorted(known, key=lambda agent: agent.name.casefold())
    return sorted(by_name, key=lambda agent: cell(agent).value or 0.0, reverse=not rising) + missing


def bar(share: float, width: int) -> str:
    """A share between 0 and 1 as a bar of that many cells, exact to an eighth."""
    eighths = round(min(max(share, 0.0), 1.0) * width * 8)
    whole, rest = divmod(eighths, 8)
    return ("█" * whole + (_EIGHTHS[rest] if rest else "")).ljust(width)


class AgentsPane(Pane):
    """People with their figures, sorted as one likes."""

    FEED = "agents"
    HINTS = (("s", "sort"), ("S", "reverse"))

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sort", "Sort by the next column", show=False),
        Binding("S", "reverse", "Reverse the order", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None
        self._team: TeamPerformance | None = None
        self._key = "worked_on"
        self._rising = False

    def compose(self) -> ComposeResult:
        yield Heading("Agents")
        yield Table(self._columns())

    def _columns(self) -> list[TableColumn]:
        columns = [_NAME, _FIGURES[0].column, _LOAD, _SHARE, *(figure.column for figure in _FIGURES[1:])]
        return [sorted_by(column, rising=self._rising) if column.key == self._key else column for column in columns]

    def show(self, board: Board) -> None:
        self._board = board
        snapshot = current(board, board.agents)
        team, table = snapshot.value, self.query_one(Table)
        self.query_one(Heading).show(board, snapshot, _note(team))
        if team is None:
            table.set_rows((), empty=Content("no figures yet" if snapshot.problem else "loading…"))
            table.set_foot(None)
        elif team is not self._team:
            table.set_rows(self._rows(team), empty=Content("nobody worked on tickets in this period"))
            table.set_foot(_average(team))
        self._team = team

    def _rows(self, team: TeamPerformance) -> list[Row]:
        shown = ordered(team.agents, self._key, rising=self._rising)
        return [_row(agent, team) for agent in shown]

    def action_sort(self) -> None:
        """Sort by the next column, the best first where there is a best."""
        keys = [figure.column.key for figure in _FIGURES] + ["name"]
        self._key = keys[(keys.index(self._key) + 1) % len(keys)]
        self._rising = self._key == "name" or self._key.endswith(("_time", "_close"))
        self._show_again()

    def action_reverse(self) -> None:
        """Turn the order round."""
        self._rising = not self._rising
        self._show_again()

    def _show_again(self) -> None:
        self.query_one(Table).set_columns(self._columns())
        self._team = None
        if self._board is not None:
            self.show(self._board)


def _note(team: TeamPerformance | None) -> Content:
    if team is None:
        return Content("")
    if team.all_zero:
        return Content.assemble(("not computed yet: every figure is still zero", "$watch"))
    people = sum(not agent.service_account for agent in team.agents)
    return Content.assemble((f"{people} people" if people != 1 else "1 person", "$muted"))


def _row(agent: Agent, team: TeamPerformance) -> Row:
    """An agent's row. While nothing is computed yet a zero is not a figure, and is left out."""
    name = Content.assemble(agent.name, ("  auto", "$muted")) if agent.service_account else Content(agent.name)
    figures = [_value(figure, agent, blank=team.all_zero) for figure in _FIGURES]
    load, share = _load(agent, team)
    key = agent.id or agent.email or agent.name
    return Row(key, (name, figures[0], load, share, *figures[1:]), muted=agent.service_account)


def _average(team: TeamPerformance) -> Row | None:
    if team.average is None or team.all_zero:
        return None
    figures = [_value(figure, team.average, blank=False) for figure in _FIGURES]
    return Row("average", (Content(team.average.name), figures[0], Content(""), Content(""), *figures[1:]))


def _load(agent: Agent, team: TeamPerformance) -> tuple[Content, Content]:
    """The agent's load beside that of the busiest, and its share of all work."""
    worked = [other.worked_on.value or 0.0 for other in team.agents]
    mine, total = agent.worked_on.value, sum(worked)
    if mine is None or total <= 0:
        return Content(""), Content("")
    return (
        Content.assemble((bar(mine / max(worked), _BAR), "$primary")),
        Content.assemble((f"{mine / total * 100:.0f} %", "$muted")),
    )


def _value(figure: _Figure, agent: Agent, *, blank: bool) -> Content:
    value = figure.cell(agent).value
    if value is None or blank:
        return Content.assemble((text.MISSING, "$muted"))
    return Content(figure.shown(value))
