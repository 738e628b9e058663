"""One ticket being read, beside the list or alone on the screen. Nothing here can change it."""

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import DescendantFocus
from textual.message import Message

from gleaptui.gleap.models import MessagePage, Ticket
from gleaptui.inbox.export import TicketForm
from gleaptui.inbox.links import web_link
from gleaptui.inbox.out import Said
from gleaptui.inbox.reading import MOST_MESSAGES, Opened
from gleaptui.refresh.snapshot import Problem, Snapshot
from gleaptui.widgets import conversation
from gleaptui.widgets.paper import Paper
from gleaptui.widgets.prompt import Prompt
from gleaptui.widgets.ticketout import OUT_BINDINGS, TicketOut, as_content
from gleaptui.widgets.ticketpage import LOG, TicketPage
from gleaptui.widgets.tickettitle import TicketTitle

_LONG = 3
"""Screens; a conversation that has more is read from its end."""
_NEAR = 2
"""Screens from the first message at which those before it are asked for."""
_FORMS: dict[str, TicketForm] = {"m": "md", "j": "json"}

_Seen = tuple[Snapshot[Ticket], Snapshot[MessagePage], Snapshot[object], bool, bool, str]


class TicketReader(TicketOut):
    """A line with the title, the page, and below it a line for what was done or is asked."""

    DEFAULT_CSS = """
    TicketReader { layout: vertical; width: 1fr; height: 1fr; background: $background; }
    TicketReader TicketTitle { height: 1; background: $panel; }
    """

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("{ }", "message"),
        ("a", "log"),
        ("l L", "links"),
        ("c", "copy message"),
        ("y Y", "copy link, number"),
        ("o", "web"),
        ("e", "export"),
    )
    """Keys of what is read, for the line at the bottom."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *OUT_BINDINGS,
        Binding("a", "log", "Activity log", show=False),
        Binding("l", "link", "Open a link of the message", show=False),
        Binding("L", "linked", "Open a linked ticket", show=False),
        Binding("c", "copy_message", "Copy the message", show=False),
        Binding("e", "export", "Export the ticket", show=False),
    ]

    class Wanted(Message):
        """Something about a ticket is wanted, by its id."""

        def __init__(self, ticket: str) -> None:
            super().__init__()
            self.ticket = ticket

    class OlderWanted(Wanted):
        """The messages before those that are known."""

    class ActivityWanted(Wanted):
        """The activity log."""

    class RefreshWanted(Wanted):
        """The ticket as it is now."""

    class LinkedWanted(Wanted):
        """This ticket, which the one that is read points to."""

        def __init__(self, reader: "TicketReader", ticket: str) -> None:
            super().__init__(ticket)
            self.reader = reader

    class CloseWanted(Message):
        """Somebody has read enough."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._opened: Opened | None = None
        self._zone = "UTC"
        self._page = TicketPage()
        self._seen: _Seen | None = None
        self._log = False
        self._waits = False
        """Whether it is still open where the conversation begins, as that has not come."""
        self._asked_before: tuple[str, Problem | None] = ("", None)
        self._following = ""
        """The link that somebody is asked about."""
        self._exports: TicketForm | None = None
        """What is to be written once all messages have come."""

    def compose(self) -> ComposeResult:
        yield TicketTitle()
        yield Paper()
        yield Prompt()

    def focus(self, scroll_visible: bool = True) -> "TicketReader":
        """Read with the keys."""
        self.query_one(Paper).focus(scroll_visible)
        return self

    @property
    def opened(self) -> Opened | None:
        """What is shown."""
        return self._opened

    def leave(self) -> bool:
        """Give up what is asked or waited for just now; whether there was anything."""
        prompt = self.query_one(Prompt)
        left = bool(prompt.what) or self._exports is not None
        self._exports = None
        if left:
            prompt.quiet()
            self.focus(scroll_visible=False)
        return left

    # Showing

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
        self._go_on_exporting()

    def on_mount(self) -> None:
        self._seen = None
        if self._opened is not None:
            self.show(self._opened, self._zone)

    def _begin(self) -> None:
        """Nothing of the ticket before is of use."""
        self._page = TicketPage()
        self._log, self._waits, self._exports = False, True, None
        self._asked_before = ("", None)
        self.query_one(Prompt).quiet()

    def _show_page(self, opened: Opened, *, fresh: bool) -> None:
        paper = self.query_one(Paper)
        blocks = self._page.blocks(opened, self._zone, log=self._log)
        at_end: bool | None = False if fresh else None
        if self._waits and opened.conversation.value is not None:
            self._waits = False
            rows = sum(block.weight for block in blocks)
            if opened.conversation.value.before or rows > _LONG * max(10, self.size.height or self.app.size.height):
                at_end = True
        paper.show(blocks, at_end=at_end)

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

    # Keys

    def on_key(self) -> None:
        """What was told was read."""
        prompt = self.query_one(Prompt)
        if prompt.said:
            prompt.quiet()

    def tell(self, said: Said) -> None:
        self.query_one(Prompt).tell(as_content(said))

    def ticket_to_take(self) -> Ticket | None:
        return self._opened.ticket.value if self._opened is not None else None

    def action_log(self) -> None:
        """Show the activity log, or put it away."""
        opened = self._opened
        if opened is None:
            return
        self._log = not self._log
        if self._log and (opened.activity.value is None or opened.activity.problem is not None):
            self.post_message(self.ActivityWanted(opened.id))
        self.show(opened, self._zone)
        if self._log:
            self.query_one(Paper).go_to(LOG)

    def action_copy_message(self) -> None:
        """Put the marked message on the clipboard."""
        message = self._page.message(self.query_one(Paper).chosen)
        if message is None:
            self.tell(Said("there is no message on the screen", "watch"))
            return
        who = f" of {message.name}" if message.name else ""
        self.tell(self.out.copy(conversation.words(message), f"copied the message{who}"))

    def action_link(self) -> None:
        """Ask which link of the marked message is to be followed."""
        found = self._links()
        if not found:
            self.tell(Said("the marked message has no links", "watch"))
        elif len(found) == 1:
            self._ask_to_follow(found[0])
        else:
            self._ask_number("link", f"link of the marked message, 1 to {len(found)}:", len(found))

    def _links(self) -> tuple[str, ...]:
        message = self._page.message(self.query_one(Paper).chosen)
        return conversation.links(message) if message is not None else ()

    def action_linked(self) -> None:
        """Ask which of the linked tickets is to be read."""
        ticket = self.ticket_to_take()
        count = len(ticket.linked) if ticket is not None else 0
        if ticket is None or not count:
            self.tell(Said("no tickets are linked to this one", "watch"))
        elif count == 1:
            self.post_message(self.LinkedWanted(self, ticket.linked[0].id))
        else:
            self._ask_number("linked", f"linked ticket, 1 to {count}:", count)

    def action_export(self) -> None:
        """Ask in which form the ticket is to be written."""
        if self.ticket_to_take() is not None:
            words = Content.styled("export this ticket as", "$muted")
            self.query_one(Prompt).ask("export", words, (("m", "Markdown"), ("j", "JSON")))

    def _ask_number(self, what: str, words: str, most: int) -> None:
        self.query_one(Prompt).ask_number(what, Content.styled(words, "$muted"), most)

    def _ask_to_follow(self, link: str) -> None:
        """Show the whole address first."""
        self._following = link
        if not web_link(link):
            words = Content.assemble(link, ("  is no whole http or https link and is not opened", "$watch"))
            self.query_one(Prompt).ask("follow", words, (("y", "copy it"),))
            return
        prompt, answers = self.query_one(Prompt), [("y", "copy it")]
        if not prompt.holds(link):
            words = Content.styled("this link is too long to be shown here in full, so that it is not opened", "$watch")
            prompt.ask("follow", words, answers)
            return
        prompt.ask("follow", Content(link), [("enter", "open it"), *answers] if self.out.opens else answers)

    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        """Do what was asked about."""
        message.stop()
        self.focus(scroll_visible=False)
        ticket, answer = self.ticket_to_take(), message.answer
        if not answer or ticket is None:
            return
        if message.what == "link" and int(answer) <= len(self._links()):
            self._ask_to_follow(self._links()[int(answer) - 1])
        elif message.what == "linked" and int(answer) <= len(ticket.linked):
            self.post_message(self.LinkedWanted(self, ticket.linked[int(answer) - 1].id))
        elif message.what == "follow":
            link = self._following
            self.tell(self.out.open_link(link) if answer == "enter" else self.out.copy(link, f"copied {link}"))
        elif message.what == "export":
            self._exports = _FORMS[answer]
            self._go_on_exporting()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Whoever comes back to the page is asked no more."""
        prompt = self.query_one(Prompt)
        if isinstance(event.widget, Paper) and prompt.what:
            prompt.quiet()

    # Exporting

    def _go_on_exporting(self) -> None:
        """Write the ticket once the messages before those that are known have come, or cannot."""
        form, opened, ticket = self._exports, self._opened, self.ticket_to_take()
        if form is None or opened is None or ticket is None or opened.older:
            return
        page, failed = opened.conversation.value, opened.conversation.problem is not None
        coming = opened.task is not None and page is None
        if coming or (page is not None and page.before and not failed and len(page.messages) < MOST_MESSAGES):
            self.tell(Said("reading the messages that are missing, then it is written; esc leaves it", "watch"))
            if not coming:
                self._want_older()
            return
        self._exports = None
        complete = page is not None and not page.before
        messages = page.messages if page is not None else ()

        async def write() -> None:
            said = await asyncio.to_thread(self.out.export, form, ticket, messages, complete=complete)
            if self.is_attached:
                self.tell(said)

        self.run_worker(write(), name="export", group="export", exit_on_error=False)
