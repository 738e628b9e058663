"""What is asked when and why: the refresh engine laid open."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import MouseScrollDown, MouseScrollUp
from textual.screen import ModalScreen

from gleaptui import text
from gleaptui.refresh.feed import FeedStatus
from gleaptui.widgets.bound import bound
from gleaptui.widgets.lines import Lines, fit

if TYPE_CHECKING:
    from gleaptui.watch import Watch

_NAME, _CELL = 14, 9
_COLUMNS = ("watched", "every", "next", "age", "requests", "failed")


class EngineView(Lines, can_focus=True):
    """The budget, and a line for each feed."""

    def __init__(self) -> None:
        super().__init__()
        self._watch: Watch | None = None
        self._top = 0

    def show(self, watch: "Watch | None") -> None:
        """Show how things stand now."""
        self._watch = watch
        self.repaint()

    def scroll_by(self, rows: int) -> None:
        """Move the feeds up or down."""
        feeds = len(self._watch.scheduler.status()) if self._watch is not None else 0
        self._top = max(0, min(self._top + rows, feeds - 1))
        self.repaint()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Show those below."""
        event.stop()
        self.scroll_by(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Show those above."""
        event.stop()
        self.scroll_by(-1)

    def lines(self, width: int, height: int) -> list[Content]:
        if self._watch is None:
            return [Content.assemble(("not started yet", "$muted"))]
        above = [*_budget(self._watch), Content(""), _head()]
        feeds = self._watch.scheduler.status()
        top = max(0, min(self._top, len(feeds) - (height - len(above))))
        rows = [_row(status, _age(self._watch, status)) for status in feeds[top:]]
        return [fit(line, width) for line in (*above, *rows)]


def _age(watch: "Watch", status: FeedStatus) -> str:
    return text.age(watch.scheduler.snapshot(status.name).age(watch.now()))


def _budget(watch: "Watch") -> list[Content]:
    budget, scheduler = watch.budget, watch.scheduler
    spent = (
        f"{budget.used()} of {budget.limit} requests in the last minute, "
        f"{budget.used_for_tickets()} of {budget.ticket_limit} for tickets, {budget.waiting} waiting"
    )
    how = f"plain intervals: {watch.not_following}" if watch.not_following else "events are followed"
    if scheduler.stretch > 1:
        how += f"; intervals are {scheduler.stretch:.1f} times as long, to fit the budget"
    return [Content(spent), Content.assemble((how, "$muted"))]


def _head() -> Content:
    return Content.assemble(
        ("feed".ljust(_NAME) + "".join(name.rjust(_CELL) for name in _COLUMNS) + "  last result", "$muted")
    )


def _row(status: FeedStatus, age: str) -> Content:
    cells = (
        "yes" if status.watched else "",
        _interval(status),
        "running" if status.running else "now" if status.next_due == 0 else _due(status),
        age,
        str(status.requests) if status.last_finished is not None else text.MISSING,
        str(status.failures) if status.failures else "",
    )
    result: tuple[str, str] = ("not yet", "$muted")
    if status.problem is not None:
        result = (status.problem.title, "$bad")
    elif status.last_finished is not None:
        result = ("ok", "$good")
    return Content.assemble(
        (status.name.ljust(_NAME)[:_NAME], "bold" if status.watched else ""),
        "".join(cell.rjust(_CELL) for cell in cells),
        "  ",
        result,
    )


def _interval(status: FeedStatus) -> str:
    if status.elsewhere:
        return "elsewhere"
    return text.duration(status.interval) if status.interval is not None else "by hand"


def _due(status: FeedStatus) -> str:
    return text.duration(status.next_due) if status.next_due is not None else text.MISSING


class EngineScreen(ModalScreen[None]):
    """Opened from the command palette; any of the usual keys closes it."""

    DEFAULT_CSS = """
    EngineScreen { align: center middle; background: $background; }
    EngineScreen EngineView {
        width: 96; max-width: 100%; height: 29; max-height: 100%; padding: 0 1;
        border: round $rule; border-title-color: $foreground; background: $background;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("back", "dismiss"),
        bound("close", "dismiss"),
        bound("open", "dismiss"),
        bound("down", "scroll(1)"),
        bound("up", "scroll(-1)"),
    ]

    def __init__(self, watch: "Watch | None") -> None:
        super().__init__()
        self._watch = watch

    def compose(self) -> ComposeResult:
        view = EngineView()
        view.border_title = "Refresh engine"
        yield view

    def on_mount(self) -> None:
        self.look()
        self.set_interval(1.0, self.look)

    def look(self) -> None:
        """Show how things stand now. It looks every second, for as long as somebody reads it."""
        self.query_one(EngineView).show(self._watch)

    def action_scroll(self, rows: int) -> None:
        self.query_one(EngineView).scroll_by(rows)

    async def action_dismiss(self, result: None = None) -> None:
        self.dismiss(result)
