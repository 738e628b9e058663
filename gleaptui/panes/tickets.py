"""The inbox: a list of any length to go through by keyboard, and the ticket under the cursor beside it."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from msgspec import structs
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from gleaptui.board import Board
from gleaptui.gleap.models import Ticket
from gleaptui.inbox import reading
from gleaptui.inbox.columns import COLUMNS
from gleaptui.inbox.desk import Inbox, Look
from gleaptui.inbox.export import ExportError, ViewForm, export_view
from gleaptui.inbox.filters import SORTS, FilterError
from gleaptui.inbox.out import Said as Told
from gleaptui.inbox.place import TicketPlace
from gleaptui.panes.pane import Pane
from gleaptui.refresh.problems import describe
from gleaptui.refresh.snapshot import Problem
from gleaptui.widgets.agentwords import Said
from gleaptui.widgets.askline import AskLine
from gleaptui.widgets.bound import bound
from gleaptui.widgets.chooser import Chooser
from gleaptui.widgets.heading import Heading
from gleaptui.widgets.listwords import choices, nothing_here, place, rearranged, remarks, scope
from gleaptui.widgets.longtable import LongTable
from gleaptui.widgets.prompt import Prompt
from gleaptui.widgets.ticketlist import TicketList
from gleaptui.widgets.ticketout import OUT_BINDINGS, OfProject, TicketOut, as_content
from gleaptui.widgets.ticketreader import TicketReader
from gleaptui.widgets.ticketsearch import TicketSearch
from gleaptui.widgets.viewlist import ViewList

BESIDE_FROM = 120
"""Columns from which a ticket is read beside the list rather than in its place."""
_PANEL_BESIDE_FROM = 70
_SAID_FROM = 10
_RESTED = 0.15
"""Seconds on a ticket after which it is read: whoever goes through the list passes the others by."""
_LIKE = {
    "filter": "type:bug status:open @anna #vip created:7d prio:high sla:late sort:oldest, or words",
    "search": "words of the title or the customer, a number, or a link",
}


class TicketsPane(Pane, TicketOut):
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
        bound("tickets.views", "views"),
        bound("tickets.filter", "ask('filter')"),
        bound("tickets.search", "ask('search')"),
        bound("tickets.next_hit", "hit(1)"),
        bound("tickets.previous_hit", "hit(-1)"),
        bound("tickets.sort", "sort"),
        bound("tickets.columns", "columns"),
        bound("tickets.settle", "settle"),
        bound("tickets.export", "export"),
        bound("ticket.next", "step(1)"),
        bound("ticket.previous", "step(-1)"),
        bound("back", "back"),
    ]

    class Opened(Message):
        """A ticket is to be read on a screen of its own."""

        def __init__(self, ticket: Ticket) -> None:
            super().__init__()
            self.ticket = ticket

    class ReadWanted(Message):
        """A ticket is to be read beside the list, and the one after it may be next."""

        def __init__(self, pane: "TicketsPane", ticket: Ticket, after: Ticket | None) -> None:
            super().__init__()
            self.pane = pane
            self.ticket = ticket
            self.after = after

    class PlaceLeft(Message):
        """This is where somebody is, to be remembered."""

        def __init__(self, place: TicketPlace) -> None:
            super().__init__()
            self.place = place

    def __init__(self, folder: Path | None = None) -> None:
        """``folder`` is where exported views go; the working directory where None."""
        super().__init__()
        self.list = TicketList()
        self.reader = TicketReader()
        self._folder = folder
        self._board: Board | None = None
        self._search = TicketSearch(self.list)
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
        yield Said()
        yield self._search
        yield Prompt()
        yield AskLine()

    def restore(self, place: TicketPlace) -> None:
        """Begin where somebody was."""
        self.list.restore(place)

    def use(self, inbox: Inbox) -> None:
        """Show these tickets."""
        if self.list.inbox is None:
            self.list.use(inbox)
            inbox.changed = self._came
            self._came()

    @property
    def _inbox(self) -> Inbox | None:
        return self.list.inbox

    # What is shown

    def show(self, board: Board) -> None:
        self._board = board
        self._renew()

    def _came(self) -> None:
        """Something about the rows has changed."""
        if self.is_mounted and self.display and self._board is not None:
            self._renew()

    def _renew(self) -> None:
        board, inbox = self._board, self._inbox
        if board is None:
            return
        if inbox is None:
            self.list.say_empty(Content.styled("loading…", "$muted"))
        else:
            if inbox.arrived and not (self.list.touched or self.list.found or self.has_class("-reading")):
                # Nobody reads here, so that the newest is shown.
                inbox.settle()
            self.list.say_empty(
                self._search.nothing()
                if self.list.found
                else nothing_here(inbox, failed=self._problem(board, inbox) is not None)
            )
            self.list.renew_at(board.now)
        self._tell_of_list()

    def _tell_of_list(self) -> None:
        board, inbox, heading = self._board, self._inbox, self.query_one(Heading)
        if board is None:
            return
        if inbox is None:
            heading.show(board, board.tickets)
            return
        problem = self._problem(board, inbox)
        shown = replace(board.tickets, fetched_at=inbox.read_at, problem=problem)
        note = self._search.place() if self.list.found else place(inbox, self.list.cursor)
        heading.show(board, shown, note, scope=scope(inbox))
        self.query_one(Said).show(self._search.said() if self.list.found else remarks(inbox), Content(""))

    @staticmethod
    def _problem(board: Board, inbox: Inbox) -> Problem | None:
        return describe(inbox.problem) if inbox.problem is not None else board.tickets.problem

    def on_long_table_moved(self) -> None:
        """Say where one is, and show the ticket under the cursor beside the list."""
        self._tell_of_list()
        if self._beside:
            self._show_beside()

    def on_ticket_search_changed(self) -> None:
        """Show what was found."""
        self._renew()

    # Looking at something else

    def look_at(self, view: str) -> None:
        """Show a view as it is."""
        self._look(Look(view=view))

    def _look(self, look: Look) -> bool:
        """Show that instead; whether it means anything."""
        inbox = self._inbox
        if inbox is None:
            return False
        try:
            inbox.look_at(look)
        except FilterError as error:
            self.tell(Told(str(error), "bad"))
            return False
        self._search.forget()
        self._renew()
        self._leave_place()
        return True

    def _leave_place(self) -> None:
        self.post_message(self.PlaceLeft(self.list.place()))

    def action_views(self) -> None:
        """Pick a view."""
        if self._inbox is not None:
            self.remove_class("-choosing")
            self.add_class("-picking")
            views = self.query_one(ViewList)
            views.show(self._inbox.views, self._inbox.look.view)
            views.focus(scroll_visible=False)

    def on_view_list_picked(self, message: ViewList.Picked) -> None:
        """Show the view that was picked."""
        self.remove_class("-picking")
        self.focus_list()
        if message.view:
            self._look(Look(view=message.view))

    def action_sort(self) -> None:
        """Take the next order."""
        if self._inbox is not None:
            words = tuple(SORTS)
            place = words.index(self._inbox.order) if self._inbox.order in words else -1
            self._sort(words[(place + 1) % len(words)])

    def _sort(self, word: str) -> None:
        if self._inbox is not None:
            self._look(structs.replace(self._inbox.look, sort=word))

    def _sort_by(self, column: str) -> None:
        """By what a column shows, or the other way round."""
        words = COLUMNS[column].sorts if column in COLUMNS else ()
        if self._inbox is not None and words:
            order = self._inbox.order
            self._sort(words[(words.index(order) + 1) % len(words)] if order in words else words[0])
        elif self._inbox is not None:
            self.tell(Told("Gleap has no order by that column", "watch"))

    def on_long_table_head_clicked(self, message: LongTable.HeadClicked) -> None:
        """Sort by the column."""
        self._sort_by(message.column)

    def action_settle(self) -> None:
        """Show what has arrived, and take out what is gone."""
        if self._inbox is not None:
            at_top = self.list.top == 0
            self._inbox.settle()
            if at_top and self.list.cursor < self.list.room:
                self.list.show_top()

    # Columns

    def action_columns(self) -> None:
        """Choose the columns, their order and their widths, or be done with it."""
        self.remove_class("-picking")
        choosing = not self.has_class("-choosing")
        self.set_class(choosing, "-choosing")
        if choosing:
            chooser = self.query_one(Chooser)
            chooser.show(choices(self.list.places, self._inbox.order if self._inbox is not None else ""))
            chooser.focus(scroll_visible=False)
        else:
            self.focus_list()
            self._leave_place()

    def on_chooser_wished(self, message: Chooser.Wished) -> None:
        """Do with the column what is wished for."""
        if message.what == "done":
            self.action_columns()
        elif message.what == "sort":
            self._sort_by(message.key)
        else:
            self.list.like(rearranged(self.list.places, message.what, message.key))
        self.query_one(Chooser).show(choices(self.list.places, self._inbox.order if self._inbox is not None else ""))

    # Asking

    def action_ask(self, what: str) -> None:
        """Ask for a filter, or for words to look for."""
        if self._inbox is not None:
            typed = self._inbox.look.filter if what == "filter" else ""
            self.query_one(AskLine).ask(what, _LIKE[what], typed)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show at once what the words find."""
        if self.query_one(AskLine).what == "search":
            self._search.type(message.value)

    def on_ask_line_answered(self, message: AskLine.Answered) -> None:
        """Do what was asked for."""
        inbox = self._inbox
        if inbox is None:
            return
        if message.what == "search":
            if ticket := self._search.ask(message.typed):
                self.post_message(self.Opened(Ticket(id=ticket)))
        elif not self._look(structs.replace(inbox.look, filter=message.typed)):
            self.query_one(AskLine).ask("filter", _LIKE["filter"], message.typed)
            return
        self.focus_list()

    def action_hit(self, by: int) -> None:
        """Go to the next ticket that was found, or to the one before."""
        self._search.step(by)

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

    def focus_list(self) -> None:
        """Go on in the list."""
        self.list.focus(scroll_visible=False)

    # Reading

    @property
    def _beside(self) -> bool:
        return self.has_class("-reading") and self.has_class("-wide")

    def on_long_table_chosen(self) -> None:
        """Read the ticket: beside the list where there is room; there already, go on with its keys."""
        ticket = self.list.ticket
        if ticket is None:
            return
        if not self.has_class("-wide"):
            self.post_message(self.Opened(ticket))
        elif self._beside and self.reader.opened is not None and self.reader.opened.id == ticket.id:
            self.reader.focus()
        else:
            self.add_class("-reading")
            self._read()

    def _show_beside(self) -> None:
        """Show what the list knows of the ticket, and read it once somebody rests on it."""
        ticket = self.list.ticket
        if self._timer is not None:
            self._timer.stop()
        if ticket is not None and (self.reader.opened is None or self.reader.opened.id != ticket.id):
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

    def tell(self, said: Told) -> None:
        """Say what was done, until the next key."""
        self.query_one(Prompt).tell(as_content(said))

    def action_export(self) -> None:
        """Ask in which form the view is to be written."""
        if self._inbox is not None and self._inbox.rows.rows:
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
