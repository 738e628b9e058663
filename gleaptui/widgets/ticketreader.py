"""One ticket being read, beside the list or alone on the screen. Nothing here can change it."""

import asyncio
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.events import DescendantFocus
from textual.message import Message

from gleaptui.inbox.export import TicketForm
from gleaptui.inbox.links import web_link
from gleaptui.inbox.out import Said
from gleaptui.inbox.reading import MOST_MESSAGES
from gleaptui.widgets import conversation
from gleaptui.widgets.bound import bound
from gleaptui.widgets.paper import Paper
from gleaptui.widgets.prompt import Prompt
from gleaptui.widgets.ticketout import OUT_BINDINGS
from gleaptui.widgets.ticketshown import TicketShown

_FORMS: dict[str, TicketForm] = {"m": "md", "j": "json"}


class TicketReader(TicketShown):
    """The ticket with the keys by which one follows its links and takes it along."""

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
        bound("back", "close"),
        bound("left", "close"),
        bound("ticket.log", "log"),
        bound("ticket.link", "link"),
        bound("ticket.linked", "linked"),
        bound("ticket.copy_message", "copy_message"),
        bound("ticket.export", "export"),
    ]

    class RefreshWanted(TicketShown.Wanted):
        """The ticket as it is now."""

    class LinkedWanted(TicketShown.Wanted):
        """This ticket, which the one that is read points to."""

        def __init__(self, reader: "TicketReader", ticket: str) -> None:
            super().__init__(ticket)
            self.reader = reader

    class CloseWanted(Message):
        """Somebody has read enough."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._following = ""
        """The link that somebody is asked about."""
        self._exports: TicketForm | None = None
        """What is to be written once all messages have come."""

    def came(self) -> None:
        self._go_on_exporting()

    def begun(self) -> None:
        self._exports = None

    def leave(self) -> bool:
        """Give up what is asked or waited for just now; whether there was anything."""
        prompt = self.query_one(Prompt)
        left = bool(prompt.what) or self._exports is not None
        self._exports = None
        if left:
            prompt.quiet()
            self.focus(scroll_visible=False)
        return left

    def action_close(self) -> None:
        """Leave what is asked just now, else the ticket."""
        if not self.leave():
            self.post_message(self.CloseWanted())

    def on_key(self) -> None:
        """What was told was read."""
        prompt = self.query_one(Prompt)
        if prompt.said:
            prompt.quiet()

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
        # The answer to one question may have led to the next by now.
        if isinstance(event.widget, Paper) and event.widget.has_focus and prompt.what:
            prompt.quiet()

    # Exporting

    def _go_on_exporting(self) -> None:
        """Write the ticket once the messages before those that are known have come, or cannot."""
        form, opened, ticket = self._exports, self._opened, self.ticket_to_take()
        if form is None or opened is None or ticket is None:
            return
        page, failed = opened.conversation.value, opened.conversation.problem is not None
        coming = opened.older or (opened.task is not None and page is None)
        if coming or (page is not None and page.before and not failed and len(page.messages) < MOST_MESSAGES):
            self.tell(Said("reading the messages that are missing, then it is written; esc leaves it", "watch"))
            if not coming:
                self._want_older()
            return
        self._exports = None
        complete = page is not None and page.whole
        messages = page.messages if page is not None else ()

        async def write() -> None:
            said = await asyncio.to_thread(self.out.export, form, ticket, messages, complete=complete)
            if self.is_attached:
                self.tell(said)

        self.run_worker(write(), name="export", group="export", exit_on_error=False)
