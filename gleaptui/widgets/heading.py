"""The line on top of a pane: what is shown, for which period, how old it is, and what is wrong."""

from datetime import date
from typing import TypeVar

from textual.content import Content

from gleaptui import text
from gleaptui.board import Board
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.widgets.lines import Lines, fit, justified

Value = TypeVar("Value")


def current(board: Board, snapshot: Snapshot[Value]) -> Snapshot[Value]:
    """The snapshot where it is for the period that is looked at; else one that was not answered yet, as figures of
    another period would be taken for this one's."""
    if snapshot.period and snapshot.period != board.period.key:
        return Snapshot(snapshot.feed, board.period.key)
    return snapshot


def running_day(board: Board) -> date | None:
    """Today, where the period holds it: its bucket is still growing."""
    return board.now.date() if board.period.includes(board.now) else None


def heading(
    name: str, scope: str, board: Board, snapshot: Snapshot[Value], note: Content, width: int
) -> tuple[Content, ...]:
    """The heading in one line, and a second one while the source fails."""
    known = text.age(snapshot.age(board.now)) if snapshot.fetched_at else ""
    failed = snapshot.problem is not None
    age = Content.assemble(
        (f"{known} old" if known else "", "$stale" if failed else "$muted"),
        (", stored" if known and snapshot.source == "stored" else "", "$muted"),
    )
    left = Content.assemble(
        (" " + name, "bold $foreground"), ("   " + (scope or board.period.label), "$muted"), "   ", age
    )
    top = justified(left, Content.assemble(note, " "), width) if note else fit(left, width)
    if snapshot.problem is None:
        return (top,)
    problem = snapshot.problem
    said = f" ⚠ {problem.title}: {problem.message}" if problem.message else f" ⚠ {problem.title}"
    showing = ""
    if snapshot.fetched_at is not None and snapshot.value is not None:
        local = board.local(snapshot.fetched_at)
        day = "" if local.date() == board.now.date() else f"{local.day} {local:%b} "
        showing = f"  showing figures of {day}{text.clock_time(local)} ({known} old) "
    if len(said) + len(showing) > width:
        showing = f"  {known} old " if showing else ""
    room = max(12, width - len(showing))
    line = Content.assemble((said, "$bad")).truncate(min(room, width), ellipsis=True)
    return (top, fit(Content.assemble(line, (showing, "$stale")), width))


class Heading(Lines):
    """The heading of a pane. It is two lines high while there is a problem."""

    DEFAULT_CSS = """
    Heading { height: 1; width: 1fr; }
    Heading.-problem { height: 2; }
    """

    def __init__(self, name: str, scope: str = "") -> None:
        """``scope`` stands in the place of the period, for what does not depend on it."""
        super().__init__()
        self._scope = scope
        self._title = name
        self._shown: tuple[Board, Snapshot[object], Content] | None = None

    def show(self, board: Board, snapshot: Snapshot[object], note: Content | None = None) -> None:
        """Show the heading for a pane's snapshot, with a note at the right."""
        self._shown = (board, snapshot, note or Content(""))
        self.set_class(snapshot.problem is not None, "-problem")
        self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        if self._shown is None:
            return [Content(f" {self._title}")]
        board, snapshot, note = self._shown
        return list(heading(self._title, board, snapshot, note, width))
