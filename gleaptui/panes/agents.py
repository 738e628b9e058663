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
from gleaptui.widgets.heading import Heading, current
from gleaptui.widgets.lines import Lines
from gleaptui.widgets.table import Row, Table, TableColumn, labelled

_BAR = 6
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
    _figure("worked_on", "worked on", 11, 0, text.count),
    _figure("replies", "replies", 8, 1, text.count),
    _figure("closed", "closed", 8, 1, text.count),
    _figure("assigned", "assigned", 10, 6, text.count),
    _figure("first_reply_time", "first reply", 13, 2, text.duration),
    _figure("reply_time", "reply", 7, 3, text.duration),
    _figure("first_assignment_reply_time", "after assign", 13, 8, text.duration),
    _figure("time_to_close", "to close", 9, 3, text.duration),
    _figure("hours_active", "active", 8, 5, text.duration),
    _figure("rating", "rating", 8, 2, text.count),
)
_NAME = TableColumn("name", "agent", None, "left", 0, least=14)
_LOAD = TableColumn("load", "of all work", _BAR + 6, "left", 4)


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

    DEFAULT_CSS = """
    AgentsPane #average { height: 2; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sort", "Sort by the next column", show=False),
        Binding("S", "reverse", "Reverse the order", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None
        self._key = "worked_on"
        self._rising = False

    def compose(self) -> ComposeResult:
        yield Heading("Agents")
        yield Table(self._columns())
        yield Average(id="average")

    def _columns(self) -> list[TableColumn]:
        arrow = "▲" if self._rising else "▼"
        columns = [_NAME, _FIGURES[0].column, _LOAD, *(figure.column for figure in _FIGURES[1:])]
        return [
            labelled(column, f"{column.label} {arrow}") if column.key == self._key else column for column in columns
        ]

    def on_resize(self) -> None:
        """The average stands in the table's columns, which have just been arranged anew."""
        self.call_after_refresh(self.query_one(Average).repaint)

    def show(self, board: Board) -> None:
        self._board = board
        snapshot = current(board, board.agents)
        team = snapshot.value
        table, average = self.query_one(Table), self.query_one(Average)
        note = Content("")
        if team is not None:
            people = sum(not agent.service_account for agent in team.agents)
            note = Content.assemble((f"{people} people" if people != 1 else "1 person", "$muted"))
            if team.all_zero:
                note = Content.assemble(("not computed yet: every figure is still zero", "$watch"))
        self.query_one(Heading).show(board, snapshot, note)
        if team is None:
            said = "no figures yet" if snapshot.problem else "loading…"
            table.set_rows((), empty=Content(said))
            average.show(None, table)
            return
        table.set_rows(self._rows(team), empty=Content("nobody worked on tickets in this period"))
        average.show(None if team.all_zero else team.average, table)

    def _rows(self, team: TeamPerformance) -> list[Row]:
        total = sum(agent.worked_on.value or 0.0 for agent in team.agents)
        return [
            Row(
                agent.id or agent.email or agent.name,
                _cells(agent, total, blank=team.all_zero),
                muted=agent.service_account,
            )
            for agent in ordered(team.agents, self._key, rising=self._rising)
        ]

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
        if self._board is not None:
            self.show(self._board)


def _cells(agent: Agent, total: float, *, blank: bool = False) -> tuple[Content, ...]:
    name = Content.assemble(agent.name, ("  auto", "$muted")) if agent.service_account else Content(agent.name)
    figures = [_value(figure, agent, blank=blank) for figure in _FIGURES]
    share = agent.worked_on.value / total if total and agent.worked_on.value is not None else None
    load = (
        Content.assemble((bar(share, _BAR), "$primary"), (f" {share * 100:3.0f} %", "$muted"))
        if share is not None and not blank
        else Content("")
    )
    return (name, figures[0], load, *figures[1:])


def _value(figure: _Figure, agent: Agent, *, blank: bool) -> Content:
    value = figure.cell(agent).value
    if value is None or blank:
        return Content.assemble((text.MISSING, "$muted"))
    return Content(figure.shown(value))


class Average(Lines):
    """Gleap's own average of the team under a rule, in the table's columns."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._agent: Agent | None = None
        self._table: Table | None = None

    def show(self, agent: Agent | None, table: Table) -> None:
        """Show the average under that table; None for nothing."""
        self._agent, self._table = agent, table
        self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        if self._agent is None or self._table is None:
            return []
        line = self._table.line(_cells(self._agent, 0.0))
        return [Content.assemble((" " + "─" * (width - 2), "$rule")), Content.assemble(line.stylize("$foreground"))]
