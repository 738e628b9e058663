"""Opens tickets: reads what is wanted of them, and keeps those up to date that are shown."""

from typing import Protocol, runtime_checkable

from textual.app import App

from gleaptui.gleap.models import LinkedTicket, Ticket
from gleaptui.inbox.out import Said
from gleaptui.inbox.reading import Opened, Reading
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.screens.ticket import TicketScreen
from gleaptui.watch import Watch
from gleaptui.widgets.ticketreader import TicketReader


@runtime_checkable
class StepsTickets(Protocol):
    """A list of tickets, in which one can go on from the ticket that is read."""

    def ticket_beside(self, by: int) -> Ticket | None:
        """The next ticket, or the one before; None where there is none, or none yet."""
        ...

    def step_ticket(self, by: int) -> Ticket | None:
        """Go there, and give it."""
        ...


class Opening:
    """The tickets that are read on this application's screens."""

    def __init__(self, app: App[int], zone: str) -> None:
        self._app = app
        self._zone = zone
        self.reading: Reading | None = None
        """What reads them, once there is a client."""
        self._next: Ticket | None = None
        """What is to be read ahead."""

    async def serve(self, watch: Watch) -> None:
        """Read what is asked for, until cancelled."""
        self.reading = watch.reading(self._changed)
        for screen in self._screens:
            if screen.opened.ticket.value is not None:
                self._app.call_later(self._read_on, screen, screen.opened.ticket.value)
        for reader in self._app.screen_stack[0].query(TicketReader):
            if reader.opened is not None and reader.opened.ticket.value is not None:
                self._app.call_later(self._read_beside, reader, reader.opened.ticket.value)
        if self._next is not None:
            self._app.call_later(self.ahead, self._next)
        try:
            await self.reading.serve()
        finally:
            self.reading = None

    def open(self, ticket: Ticket, after: Ticket | None = None) -> None:
        """Show at once what is known of a ticket on a screen of its own, and read the rest; then the one after it."""
        screen = TicketScreen(self.read(ticket), self._zone)
        self._app.push_screen(screen, lambda _: self._left())
        if after is not None:
            self.ahead(after)

    def read(self, ticket: Ticket) -> Opened:
        """What is known of a ticket; the rest is read, and shown wherever the ticket is."""
        if self.reading is None:
            return Opened(ticket.id, ticket=Snapshot("ticket", value=ticket))
        return self.reading.open(ticket)

    def beside(self, ticket: Ticket, after: Ticket | None) -> Opened:
        """What is known of the ticket that is read beside the list; the one after it is read ahead."""
        if self.reading is not None:
            self.reading.leave(but=ticket.id)
        opened = self.read(ticket)
        if after is not None:
            self.ahead(after)
        return opened

    def ahead(self, ticket: Ticket) -> None:
        """Read a ticket that may be wanted next."""
        self._next = ticket
        if self.reading is not None:
            self.reading.ahead(ticket)

    def show(self, screen: TicketScreen, ticket: Ticket) -> None:
        """Show another ticket on that screen."""
        screen.show_ticket(self.read(ticket), self._zone)
        self._left()

    def step(self, tickets: object, by: int) -> None:
        """Go on in the list from the ticket that was opened from it, and read the one after that ahead."""
        screens = self._screens
        if len(screens) != 1:
            return
        ticket = tickets.step_ticket(by) if isinstance(tickets, StepsTickets) else None
        if ticket is None or not isinstance(tickets, StepsTickets):
            where = "in the list that is shown" if isinstance(tickets, StepsTickets) else "without the list of tickets"
            screens[0].reader.tell(Said(f"there is no {'next' if by > 0 else 'earlier'} ticket {where}", "watch"))
            return
        self.show(screens[0], ticket)
        after = tickets.ticket_beside(by)
        if after is not None:
            self.ahead(after)

    def older(self, ticket: str) -> None:
        """Read the messages before those that are known."""
        if self.reading is not None:
            self.reading.read_older(ticket)
            self._changed(ticket)

    def activity(self, ticket: str) -> None:
        """Read a ticket's log."""
        if self.reading is not None:
            self.reading.read_activity(ticket)

    def again(self, ticket: str) -> None:
        """Read a ticket anew."""
        known = self.reading.known(ticket) if self.reading is not None else None
        if self.reading is not None and known is not None:
            self.reading.refresh(known.ticket.value or Ticket(id=ticket))

    def linked(self, reader: TicketReader, wanted: str) -> None:
        """Show a ticket that the one which is read points to."""
        shown = reader.opened.ticket.value if reader.opened is not None else None
        links = shown.linked if shown is not None else ()
        link = next((link for link in links if link.id == wanted), LinkedTicket(id=wanted))
        self.open(Ticket(id=link.id, number=link.number, title=link.title))

    @property
    def _screens(self) -> list[TicketScreen]:
        return [screen for screen in self._app.screen_stack if isinstance(screen, TicketScreen)]

    def _read_on(self, screen: TicketScreen, ticket: Ticket) -> None:
        screen.show_ticket(self.read(ticket), self._zone)

    def _read_beside(self, reader: TicketReader, ticket: Ticket) -> None:
        reader.show(self.read(ticket), self._zone)

    def _left(self) -> None:
        """What nobody looks at any more is not read."""
        screens = self._screens
        if self.reading is not None:
            self.reading.leave(but=screens[-1].opened.id if screens else "")

    def _changed(self, ticket: str) -> None:
        """Show it wherever it is read."""
        for screen in self._app.screen_stack:
            for reader in screen.query(TicketReader):
                if reader.opened is not None and reader.opened.id == ticket:
                    reader.show(reader.opened, self._zone)
