"""The inbox: a list of any length to go through by keyboard, and the ticket under the cursor beside it."""

import asyncio
from pathlib import Path
from typing import ClassVar

from msgspec import structs
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.timer import Timer

from gleaptui.gleap.models import Ticket
from gleaptui.inbox import reading
from gleaptui.inbox.export import ExportError, ViewForm, export_view
from gleaptui.inbox.out import Said as Told
from gleaptui.panes.listing import TicketListing
from gleaptui.widgets.askline import AskLine
from gleaptui.widgets.bound import bound
from gleaptui.widgets.chooser import Chooser
from gleaptui.widgets.heading import Heading
from gleaptui.widgets.paper import Paper
from gleaptui.widgets.prompt import Prompt
from gleaptui.widgets.ticketout import OUT_BINDINGS, OfProject, TicketOut
from gleaptui.widgets.ticketreader import TicketReader
from gleaptui.widgets.viewlist import ViewList

BESIDE_FROM = 120
"""Columns from which a ticket is read beside the list rather than in its place."""
_PANEL_BESIDE_FROM = 70
_SAID_FROM = 10
_RESTED = 0.15
"""Seconds on a ticket after which it is read: whoever goes through the list passes the others by."""


class TicketsPane(TicketListing, TicketOut):
    """A list to read by keyboard; enter opens the ticket."""

    FEED = "tickets"
    HINTS = (("c", "columns"), ("s", "sort"), ("f", "filter"), ("/", "search"), ("v", "views"), ("enter", "open"))

    DEFAULT_CSS = """
    TicketsPane #tickets-body { height: 1fr; width: 1fr; }
    TicketsPane TicketReader, TicketsPane ViewList, TicketsPane Chooser { display: none; }
    TicketsPane.-low Said { display: none; }
    TicketsPane.-wide.-reading TicketReader { display: block; width: 3fr; border-left: vkey $rule; }
    TicketsPane.-wide.-reading TicketList { width: 2fr; }
    TicketsPane.-picking ViewList, TicketsPane.-choosing Chooser { display: block; }
    TicketsPane.-narrow.-picking TicketList, TicketsPane.-narrow.-choosing TicketList { display: none; }
    TicketsPane.-narrow ViewList, TicketsPane.-narrow Chooser { width: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *OUT_BINDINGS,
        bound("tickets.export", "export"),
        bound("ticket.next", "step(1)"),
        bound("ticket.previous", "step(-1)"),
        bound("ticket.log", "in_ticket('log')"),
        bound("ticket.link", "in_ticket('link')"),
        bound("ticket.linked", "in_ticket('linked')"),
        bound("ticket.message_down", "in_ticket('down')"),
        bound("ticket.message_up", "in_ticket('up')"),
        bound("refresh", "ask_again"),
        bound("back", "back"),
    ]

    class ReadWanted(Message):
        """A ticket is to be read beside the list, and the one after it may be next."""

        def __init__(self, pane: "TicketsPane", ticket: Ticket, after: Ticket | None) -> None:
            super().__init__()
            self.pane = pane
            self.ticket = ticket
            self.after = after

    def __init__(self, folder: Path | None = None) -> None:
        """``folder`` is where exported views go; the working directory where None."""
        super().__init__()
        self.reader = TicketReader()
        self._folder = folder
        self._timer: Timer | None = None
        self._direction = 1
        """Which way somebody goes through the list."""

    def compose(self) -> ComposeResult:
        yield Heading("Tickets")
        with Horizontal(id="tickets-body"):
            yield self.list
            yield ViewList()
            yield Chooser("Columns", sorts=True, sizes=True)
            yield self.reader
        yield from self.around()

    @property
    def busy(self) -> bool:
        """Whether a ticket is read beside the list."""
        return self._beside

    def moved(self) -> None:
        """Show the ticket under the cursor beside the list."""
        if self._beside:
            self._show_beside()

    def action_back(self) -> None:
        """Leave what was opened last: a line that asks, a panel, the ticket, what was found, the filter."""
        asked = self.query_one(AskLine)
        if asked.what:
            if asked.what == "search":
                self._search.forget()
            asked.stop()
        elif self.has_class("-picking"):
            self.remove_class("-picking")
        elif self.has_class("-choosing"):
            self.action_columns()
        elif self._beside:
            self._stop_reading()
        elif self.list.found:
            self._search.forget()
        elif self._inbox is not None and self._inbox.look.filter:
            self._look(structs.replace(self._inbox.look, filter=""))
        self.focus_list()
        self._renew()

    # Reading

    @property
    def _beside(self) -> bool:
        return self.has_class("-reading") and self.has_class("-wide")

    def on_long_table_chosen(self) -> None:
        """Read the ticket: beside the list where there is room; there already, go on with its keys."""
        ticket = self.list.ticket
        if self._search.open_what_comes() or ticket is None:
            return
        if not self.has_class("-wide"):
            self.post_message(self.Opened(ticket, self.list.beside(1)))
        elif self._beside and self.reader.opened is not None and self.reader.opened.id == ticket.id:
            self.reader.focus()
        else:
            # Whoever reads a ticket stays with it, also at the top when others come.
            self.list.touched = True
            self.add_class("-reading")
            self._read()

    def _show_beside(self) -> None:
        """Read the ticket once somebody rests on it. Beside no ticket at all none is shown."""
        ticket = self.list.ticket
        if self._timer is not None:
            self._timer.stop()
        if not self.list.source.count:
            self.reader.show(None, "UTC")
        elif ticket is not None and (self.reader.opened is None or self.reader.opened.id != ticket.id):
            self._timer = self.set_timer(_RESTED, self._read)

    def _read(self) -> None:
        ticket = self.list.ticket
        if ticket is not None and self._beside:
            self.post_message(self.ReadWanted(self, ticket, self.list.beside(self._direction)))

    def show_opened(self, opened: reading.Opened, zone: str) -> None:
        """Show that beside the list."""
        self.reader.show(opened, zone)

    def _stop_reading(self) -> None:
        self.remove_class("-reading")
        self.reader.show(None, "UTC")

    def on_ticket_reader_close_wanted(self, message: TicketReader.CloseWanted) -> None:
        """Go back to the list; the ticket stays beside it."""
        message.stop()
        self.focus_list()

    def action_in_ticket(self, what: str) -> None:
        """Go on in the ticket beside the list with one of its keys."""
        if not self._beside:
            return
        self.reader.focus()
        match what:
            case "log":
                self.reader.action_log()
            case "link":
                self.reader.action_link()
            case "linked":
                self.reader.action_linked()
            case _:
                self.reader.query_one(Paper).action_step(1 if what == "down" else -1)

    def action_ask_again(self) -> None:
        """Read the ticket beside the list anew, and then what else is on the screen."""
        if self._beside and self.reader.opened is not None:
            self.post_message(TicketReader.RefreshWanted(self.reader.opened.id))
        raise SkipAction

    def action_step(self, by: int) -> None:
        """Go to the next ticket, or to the one before, wherever the keys go."""
        self.step_ticket(by)

    def ticket_beside(self, by: int) -> Ticket | None:
        """The ticket so many rows below the cursor, or above it."""
        return self.list.beside(by)

    def step_ticket(self, by: int) -> Ticket | None:
        """Move the cursor to that ticket, and give it."""
        ticket = self.list.beside(by)
        if ticket is not None:
            self._direction = by
            self.list.move_to(self.list.cursor + by)
        return ticket

    # Out

    def ticket_to_take(self) -> Ticket | None:
        """The ticket under the cursor."""
        return self.list.ticket

    def action_export(self) -> None:
        """Ask in which form the view is to be written."""
        if self._inbox is None:
            return
        if self._inbox.rows.total == 0:
            self.tell(Told("there is no ticket in this view to write", "watch"))
        else:
            words = Content.styled("write this view as", "$muted")
            self.query_one(Prompt).ask("export", words, (("c", "CSV"), ("j", "JSON")))

    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        """Write the view."""
        message.stop()
        self.focus_list()
        if message.answer and self._inbox is not None:
            self.run_worker(
                self._write("csv" if message.answer == "c" else "json"), group="export", exit_on_error=False
            )

    async def _write(self, form: ViewForm) -> None:
        """Write the view, all of it if it is not too long."""
        inbox = self._inbox
        if inbox is None:
            return
        self.tell(Told("reading what is missing of this view", "watch"))
        await inbox.read_all()
        self.list.renew()
        folder, total = self._folder or Path.cwd(), inbox.rows.total
        name = f"gleaptui-{''.join(letter if letter.isalnum() else '-' for letter in inbox.look.view)}"
        project = self.app.project if isinstance(self.app, OfProject) else ""
        try:
            done = await asyncio.to_thread(
                export_view, folder, name, form, inbox.loaded(), project=project, total=total
            )
        except ExportError as error:
            self.tell(Told(str(error), "bad"))
            return
        self.tell(Told(done.said))

    def on_key(self) -> None:
        """What was told was read."""
        prompt = self.query_one(Prompt)
        if prompt.said:
            prompt.quiet()

    def on_resize(self, event: Resize) -> None:
        """Take the form for the size."""
        self.set_class(event.size.width >= BESIDE_FROM, "-wide")
        self.set_class(event.size.width < _PANEL_BESIDE_FROM, "-narrow")
        self.set_class(event.size.height < _SAID_FROM, "-low")
