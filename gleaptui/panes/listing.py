"""The inbox as a list: what is looked at, in which order and columns, and what is looked for."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from msgspec import structs
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from gleaptui.board import Board
from gleaptui.gleap.models import Ticket
from gleaptui.inbox.columns import COLUMNS
from gleaptui.inbox.desk import Inbox, Look
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
from gleaptui.widgets.ticketout import as_content
from gleaptui.widgets.ticketsearch import TicketSearch
from gleaptui.widgets.viewlist import ViewList

_LIKE = {
    "filter": "type:bug status:open @anna #vip created:7d prio:high sort:oldest, or words",
    "search": "words of the title or the customer, a number, or a link",
}


class TicketListing(Pane):
    """A list with the keys by which one looks at something else in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("tickets.views", "views"),
        bound("tickets.filter", "ask('filter')"),
        bound("tickets.search", "ask('search')"),
        bound("tickets.next_hit", "hit(1)"),
        bound("tickets.previous_hit", "hit(-1)"),
        bound("tickets.sort", "sort"),
        bound("tickets.columns", "columns"),
        bound("tickets.settle", "settle"),
    ]

    class Opened(Message, namespace="tickets_pane"):
        """A ticket is to be read on a screen of its own, and the one after it may be next."""

        def __init__(self, ticket: Ticket, after: Ticket | None = None) -> None:
            super().__init__()
            self.ticket = ticket
            self.after = after

    class PlaceLeft(Message, namespace="tickets_pane"):
        """This is where somebody is, to be remembered."""

        def __init__(self, place: TicketPlace) -> None:
            super().__init__()
            self.place = place

    def __init__(self) -> None:
        super().__init__()
        self.list = TicketList()
        self._board: Board | None = None
        self._search = TicketSearch(self.list)

    def around(self) -> Iterator[Widget]:
        """What stands beneath the list: what there is to say, and what is asked."""
        yield Said()
        yield self._search
        yield Prompt()
        yield AskLine()

    @property
    def busy(self) -> bool:
        """Whether somebody reads, so that nothing may move."""
        return False

    def moved(self) -> None:
        """The cursor is elsewhere."""

    def tell(self, said: Told) -> None:
        """Say what was done, until the next key."""
        self.query_one(Prompt).tell(as_content(said))

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
            if (inbox.arrived or inbox.gone) and not (self.list.touched or self.list.found or self.busy):
                # Nobody reads here, so that the newest is shown, and nothing that is gone.
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
        """Say where one is."""
        self._tell_of_list()
        self.moved()

    def on_ticket_search_changed(self) -> None:
        """Show what was found."""
        self._renew()

    # Looking at something else

    def look_at(self, view: str, narrowed: str = "") -> None:
        """Show a view as it is, or narrowed down by a line."""
        self._look(Look(view=view, filter=narrowed))

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
            if what == "search":
                self.run_worker(self._inbox.prepare_search(), group="prepare", exclusive=True, exit_on_error=False)
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

    def focus_list(self) -> None:
        """Go on in the list."""
        self.list.focus(scroll_visible=False)
