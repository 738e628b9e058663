"""What is asked when and why: the refresh engine laid open."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import MouseScrollDown, MouseScrollUp
from textual.geometry import Size
from textual.screen import ModalScreen

from gleaptui import text
from gleaptui.keys import label
from gleaptui.refresh.budget import Budget
from gleaptui.refresh.feed import FeedStatus
from gleaptui.refresh.scheduler import Scheduler
from gleaptui.widgets.bound import bound
from gleaptui.widgets.lines import Lines, fit

_COLUMNS = (("every", 10), ("next", 8), ("age", 8), ("last", 6), ("all", 6))
_NAME = 18


class Engine(Protocol):
    """What is laid open."""

    @property
    def scheduler(self) -> Scheduler: ...
    @property
    def budget(self) -> Budget: ...
    @property
    def not_following(self) -> str: ...
    def now(self) -> datetime: ...


def above(engine: Engine) -> list[Content]:
    """How things stand with all feeds alike, and the head of their table."""
    budget, scheduler = engine.budget, engine.scheduler
    spent = (
        f"{budget.used()} of {budget.limit} requests in the last minute, "
        f"{budget.used_for_tickets()} of {budget.ticket_limit} for tickets, {budget.waiting} waiting"
    )
    how = f"plain intervals: {engine.not_following}" if engine.not_following else "events are followed"
    if scheduler.stretch > 1:
        how += f"; all is asked {scheduler.stretch:.1f} times slower, to fit the budget"
    head = "  feed".ljust(_NAME) + "".join(name.rjust(width) for name, width in _COLUMNS) + "  result"
    return [
        _state(engine),
        Content(spent),
        Content.assemble((how, "$muted")),
        Content(""),
        Content.assemble((head, "$muted")),
    ]


def _state(engine: Engine) -> Content:
    """Whether anything is asked at all."""
    if engine.scheduler.paused:
        return Content.assemble((f"PAUSED: {label('pause')} goes on, {label('refresh')} asks once", "$watch"))
    if (until := engine.budget.paused_until) is not None:
        rest = text.duration((until - engine.now()).total_seconds())
        return Content.assemble((f"Gleap asks for less: nothing is sent for {rest}", "$watch"))
    if (probe := engine.scheduler.next_probe) is not None:
        return Content.assemble((f"nothing comes through: one feed tries again in {text.duration(probe)}", "$bad"))
    return Content.assemble(("asking", "$good"))


def row(status: FeedStatus, age: float | None, *, stopped: bool) -> Content:
    """A feed's line. ``stopped``: it will not be asked when it is due."""
    cells = (_every(status), _next(status, stopped), text.duration(age), *_requests(status))
    result: tuple[str, str] = ("not yet", "$muted")
    if status.problem is not None:
        result = (status.problem.title + (f", {status.failures} times" if status.failures > 1 else ""), "$bad")
    elif status.last_finished is not None:
        result = ("ok", "$good")
    return Content.assemble(
        (f"{'*' if status.watched else ' '} {status.name}".ljust(_NAME), "bold" if status.watched else ""),
        "".join(cell.rjust(width) for cell, (_, width) in zip(cells, _COLUMNS, strict=True)),
        "  ",
        result,
    )


def _every(status: FeedStatus) -> str:
    if status.elsewhere:
        return "elsewhere"
    if status.interval is not None:
        return text.duration(status.interval)
    return "if wanted" if status.only_watched else "by hand"


def _next(status: FeedStatus, stopped: bool) -> str:
    if status.running:
        return "running"
    if status.next_due is None:
        return text.MISSING
    return text.duration(status.next_due) if status.next_due else "waits" if stopped else "now"


def _requests(status: FeedStatus) -> tuple[str, str]:
    """Those of the last run, and of all."""
    last = str(status.requests) if status.last_finished is not None else text.MISSING
    return last, text.count(status.total_requests)


class EngineView(Lines, can_focus=True):
    """The budget, and a line for each feed; the ones on the screen have a star."""

    def __init__(self) -> None:
        super().__init__()
        self._engine: Engine | None = None
        self._top = 0

    def show(self, engine: Engine | None) -> None:
        """Show how things stand now."""
        self._engine = engine
        self.repaint()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All lines, if there is room for them."""
        return len(above(self._engine)) + len(self._feeds) if self._engine is not None else 1

    @property
    def _feeds(self) -> Sequence[FeedStatus]:
        return self._engine.scheduler.status() if self._engine is not None else ()

    def scroll_by(self, rows: int) -> None:
        """Move the feeds up or down."""
        self._top = max(0, min(self._top + rows, len(self._feeds) - 1))
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
        engine = self._engine
        if engine is None:
            return [Content.assemble(("not started yet", "$muted"))]
        top, feeds = above(engine), self._feeds
        first = self._top = max(0, min(self._top, len(feeds) - (height - len(top))))
        scheduler, now = engine.scheduler, engine.now()
        stopped = scheduler.paused or scheduler.next_probe is not None or engine.budget.paused_until is not None
        rows = [row(status, scheduler.snapshot(status.name).age(now), stopped=stopped) for status in feeds[first:]]
        return [fit(line, width) for line in (*top, *rows)]


class EngineScreen(ModalScreen[None]):
    """Opened from the command palette; any of the usual keys closes it."""

    DEFAULT_CSS = """
    EngineScreen { align: center middle; background: $background; }
    EngineScreen EngineView {
        width: 96; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
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

    def __init__(self, engine: Engine | None) -> None:
        super().__init__()
        self._engine = engine

    def compose(self) -> ComposeResult:
        view = EngineView()
        view.show(self._engine)
        view.border_title = "Refresh engine"
        yield view

    def on_mount(self) -> None:
        self.set_interval(1.0, self.look)

    def look(self) -> None:
        """Show how things stand now. It looks every second, for as long as somebody reads it."""
        self.query_one(EngineView).show(self._engine)

    def action_scroll(self, rows: int) -> None:
        self.query_one(EngineView).scroll_by(rows)

    async def action_dismiss(self, result: None = None) -> None:
        self.dismiss(result)
