"""A ticket on a page that stays where it is read while more of it comes."""

from textual.app import ComposeResult
from textual.message import Message

from gleaptui.gleap.models import MessagePage, Ticket
from gleaptui.inbox.out import Said
from gleaptui.inbox.reading import Opened
from gleaptui.refresh.snapshot import Problem, Snapshot
from gleaptui.widgets.paper import Mark, Paper
from gleaptui.widgets.prompt import Prompt
from gleaptui.widgets.ticketout import TicketOut, as_content
from gleaptui.widgets.ticketpage import LOG, TicketPage
from gleaptui.widgets.tickettitle import TicketTitle

_LONG = 3
"""Screens; a conversation that has more is read from its end."""
_NEAR = 2
"""Screens from the first message at which those before it are asked for."""

_Seen = tuple[Snapshot[Ticket], Snapshot[MessagePage], Snapshot[object], bool, bool, str]


class TicketShown(TicketOut):
    """A line with the title, the page, and below it a line for what was done or is asked."""

    DEFAULT_CSS = """
    TicketShown { layout: vertical; width: 1fr; height: 1fr; background: $background; }
    TicketShown TicketTitle { height: 1; background: $panel; }
    """

    class Wanted(Message):
        """Something about a ticket is wanted, by its id."""

        def __init__(self, ticket: str) -> None:
            super().__init__()
            self.ticket = ticket

    class OlderWanted(Wanted, namespace="ticket_reader"):
        """The messages before those that are known."""

    class ActivityWanted(Wanted, namespace="ticket_reader"):
        """The activity log."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._opened: Opened | None = None
        self._zone = "UTC"
        self._page = TicketPage()
        self._seen: _Seen | None = None
        self._log = False
        """Whether the activity log is shown."""
        self._waits = False
        """Whether the conversation has not come, and nobody has scrolled."""
        self._asked_before: tuple[str, Problem | None] = ("", None)
        self._back_to: Mark = ("", 0, 0)
        """Where the log was called for."""
        self._log_at: Mark | None = None
        """Where the log stands that was called for before the conversation came."""

    def compose(self) -> ComposeResult:
        yield TicketTitle()
        yield Paper()
        yield Prompt()

    def focus(self, scroll_visible: bool = True) -> "TicketShown":
        """Read with the keys."""
        self.query_one(Paper).focus(scroll_visible)
        return self

    @property
    def opened(self) -> Opened | None:
        """What is shown."""
        return self._opened

    def tell(self, said: Said) -> None:
        """Show what was done, until the next key."""
        self.query_one(Prompt).tell(as_content(said))

    def ticket_to_take(self) -> Ticket | None:
        """The ticket that is read."""
        return self._opened.ticket.value if self._opened is not None else None

    def show(self, opened: Opened | None, zone: str) -> None:
        """Show what is known of a ticket. Called often: the same again costs nothing and sends nothing."""
        if not self.is_mounted:
            self._opened, self._zone = opened, zone
            return
        before = self._opened.id if self._opened is not None else ""
        self._opened, self._zone = opened, zone
        if opened is None:
            self._seen = None
            self.query_one(TicketTitle).show(None, zone)
            self.query_one(Paper).show((), at_end=False)
            return
        fresh = self._seen is None or before != opened.id
        seen = (opened.ticket, opened.conversation, opened.activity, opened.older, self._log, zone)
        if (
            not fresh
            and self._seen is not None
            and all(a is b or a == b for a, b in zip(self._seen, seen, strict=True))
        ):
            return
        if fresh:
            self._begin()
        self._seen = seen
        self.query_one(TicketTitle).show(opened.ticket, zone)
        self._show_page(opened, fresh=fresh)
        self.came()

    def on_mount(self) -> None:
        self._seen = None
        if self._opened is not None:
            self.show(self._opened, self._zone)

    def came(self) -> None:
        """Something new of the ticket is shown."""

    def begun(self) -> None:
        """Another ticket is shown."""

    def _begin(self) -> None:
        """Nothing of the ticket before is of use."""
        self._page = TicketPage()
        self._log, self._waits, self._log_at = False, True, None
        self._asked_before = ("", None)
        self.query_one(Prompt).quiet()
        self.begun()

    def _show_page(self, opened: Opened, *, fresh: bool) -> None:
        paper = self.query_one(Paper)
        blocks = self._page.blocks(opened, self._zone, log=self._log)
        at_end: bool | None = False if fresh else None
        if self._waits and opened.conversation.value is not None:
            self._waits = False
            rows = sum(block.weight for block in blocks)
            if opened.conversation.value.before or rows > _LONG * max(10, self.size.height or self.app.size.height):
                at_end = True
        follows = opened.conversation.value is not None and self._log_at == paper.mark
        paper.show(blocks, at_end=at_end)
        if follows:
            paper.go_to((LOG, 0, 0))
            self._log_at = None

    def on_paper_moved(self) -> None:
        """Read what comes before, when somebody gets near it."""
        self._waits = False
        paper = self.query_one(Paper)
        if self._page.first and paper.near(self._page.first, _NEAR * paper.size.height):
            self._want_older()

    def _want_older(self) -> None:
        opened = self._opened
        page = opened.conversation.value if opened is not None else None
        if opened is None or page is None or not page.before or opened.older:
            return
        asked = page.before, opened.conversation.problem
        if asked != self._asked_before:
            self._asked_before = asked
            self.post_message(self.OlderWanted(opened.id))

    def action_log(self) -> None:
        """Show the activity log, or put it away and go back to where it was called for."""
        opened, paper = self._opened, self.query_one(Paper)
        if opened is None:
            return
        self._log = not self._log
        if self._log:
            self._back_to = paper.mark
            if opened.activity.value is None or opened.activity.problem is not None:
                self.post_message(self.ActivityWanted(opened.id))
        self.show(opened, self._zone)
        paper.go_to((LOG, 0, 0) if self._log else self._back_to)
        self._log_at = paper.mark if self._log and opened.conversation.value is None else None
