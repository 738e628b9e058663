"""The line on top of a pane: what is shown, for which period, how old it is, and what is wrong."""

import textwrap
from datetime import date, timedelta
from typing import TypeVar

from textual.content import Content
from textual.events import Resize
from textual.widget import Widget

from gleaptui import text
from gleaptui.board import Board
from gleaptui.gleap.periods import partial
from gleaptui.keys import label
from gleaptui.refresh.snapshot import Problem, Snapshot
from gleaptui.widgets.lines import Lines, fit, justified

Value = TypeVar("Value")

_MOST_LINES = 3


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
    name: str,
    scope: str,
    board: Board,
    snapshot: Snapshot[Value],
    note: Content,
    width: int,
    brief: Content | None = None,
) -> tuple[Content, ...]:
    """The heading in one line; while the source fails, one or two more say why and what is shown meanwhile.
    ``scope`` stands in the place of the period where there is one, ``brief`` in that of the note where there is no room
    for it."""
    known = text.age(snapshot.age(board.now)) if snapshot.fetched_at else ""
    failed = snapshot.problem is not None
    age = Content.assemble((f"   {known} old" if known else "", "$stale" if failed else "$muted"))
    stored = Content.assemble((", stored" if known and snapshot.source == "stored" else "", "$muted"))
    again = asked_again(board, snapshot.feed)
    then = f", {again}" if again and not failed and known and width >= 70 else ""
    title, of = (" " + name, "bold $foreground"), ("   " + (scope or board.period.label), "$muted")
    # Events happened, whatever comes after them; figures of a running period were not yet what they would be.
    running = not scope and snapshot.feed != "events" and partial(board.period, snapshot.fetched_at or board.now)
    part = (", partial" if running else "", "$muted")
    # What has no room is left out rather than cut: first of all what is shown, which the other lines say as well.
    forms = [
        Content.assemble(title, of, part, age, stored, (then, "$muted")),
        Content.assemble(title, of, part, age),
        Content.assemble(title, of, age),
        Content.assemble(title, age),
        Content.assemble(title),
    ]
    notes = [Content.assemble(said, " ") for said in (note, brief) if said]
    # A note says what the figures are of, which is worth more than when they are asked for again.
    ways = [(form, said) for said in notes for form in forms[:2]] + [(form, Content("")) for form in forms]
    fitting = (way for way in ways if sum(part.cell_length for part in way) + bool(way[1]) <= width)
    top = justified(*next(fitting, ways[-1]), width)
    if snapshot.problem is None:
        return (top,)
    problem = snapshot.problem
    said = f"⚠ {problem.title}: {problem.message}" if problem.message else f"⚠ {problem.title}"
    showing = ""
    if snapshot.fetched_at is not None and snapshot.value is not None:
        local = board.local(snapshot.fetched_at)
        day = "" if local.date() == board.now.date() else f"{local.day} {local:%b} "
        showing = f"showing figures of {day}{text.clock_time(local)} ({known} old)"
        shorter = f"figures of {day}{text.clock_time(local)}"
        showing = next((said for said in (showing, shorter) if len(said) + 3 <= width), "")
    if len(said) + len(showing) + 4 <= width:
        return (top, fit(Content.assemble((f" {said}", "$bad"), (f"  {showing}", "$stale")), width))
    rows = [_in_red(row) for row in textwrap.wrap(said, max(8, width - 2))]
    rows += [Content.assemble((f"   {showing}", "$stale"))] if showing else []
    if len(rows) > 2:
        # What does not fit ends with an ellipsis.
        rest = said[len(rows[0].plain) :]
        rows = [_in_red(said), rows[-1]] if showing else [rows[0], _in_red(rest)]
    return (top, *(fit(row, width) for row in rows))


def _in_red(said: str) -> Content:
    return Content.assemble((f" {said}", "$bad"))


def shortened(problem: Problem, age: str, width: int) -> Content:
    """What is wrong and how old what is shown is, in a single line."""
    old = f"{age} old" if age else ""
    ways = [f" ⚠ {problem.title}, {old}", f" ⚠ {problem.title}"] if old else [f" ⚠ {problem.title}: {problem.message}"]
    said = next((way for way in ways if len(way) <= width), f" ⚠ {problem.title}")
    return fit(Content.assemble((said, "$bad")), width)


def asked_again(board: Board, feed: str) -> str:
    """By which minute that feed is asked again, so that the words stay the same for as long as they are true, or that
    it has to be told to; empty where this process does not ask."""
    if not board.next_looks:
        return ""
    moment = board.next_look(feed)
    if moment is None:
        return f"{label('refresh')} asks again"
    return f"next by {text.clock_time(board.local(max(moment, board.now) + timedelta(seconds=59)))}"


class Heading(Lines):
    """The heading of a pane. It grows by what there is to say of a problem, as far as there are lines for it."""

    DEFAULT_CSS = """
    Heading { height: 1; width: 1fr; }
    """

    def __init__(self, name: str, scope: str = "") -> None:
        """``scope`` stands in the place of the period, for what does not depend on it."""
        super().__init__()
        self._scope = scope
        self._title = name
        self._shown: tuple[Board, Snapshot[object], Content, Content | None] | None = None

    def show(
        self,
        board: Board,
        snapshot: Snapshot[object],
        note: Content | None = None,
        scope: str | None = None,
        brief: Content | None = None,
    ) -> None:
        """Show the heading for a pane's snapshot, with a note at the right, ``brief`` where that is too long; ``scope``
        instead of the one before."""
        if scope is not None:
            self._scope = scope
        self._shown = (board, snapshot, note or Content(""), brief)
        self._grow()
        self.repaint()

    def on_resize(self, _event: Resize) -> None:
        """A narrower line may take more of them."""
        self._grow()

    def _grow(self) -> None:
        whole = self.parent.size.height if isinstance(self.parent, Widget) else 0
        # Of few lines most are for what is shown.
        room = max(1, whole // 4) if whole else _MOST_LINES
        wanted = min(room, len(self.lines(self.size.width, _MOST_LINES))) if self.size.width else 1
        if self.styles.height is None or self.styles.height.value != wanted:
            self.styles.height = wanted

    def lines(self, width: int, height: int) -> list[Content]:
        if self._shown is None:
            return [Content(f" {self._title}")]
        board, snapshot, note, brief = self._shown
        drawn = list(heading(self._title, self._scope, board, snapshot, note, width, brief))
        if snapshot.problem is not None and 0 < height < len(drawn):
            # What is wrong is said first, and in whole words.
            age = text.age(snapshot.age(board.now)) if snapshot.fetched_at else ""
            drawn = [*drawn[: height - 1], shortened(snapshot.problem, age, width)]
        return drawn
