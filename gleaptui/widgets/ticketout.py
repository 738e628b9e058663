"""The keys by which a ticket leaves the terminal, for the list and for the page that reads it."""

from typing import Protocol, runtime_checkable

from textual.app import App
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from gleaptui.gleap.models import Ticket
from gleaptui.inbox.out import Out, Said
from gleaptui.widgets.bound import bound

OUT_BINDINGS: tuple[BindingType, ...] = (
    bound("ticket.web", "open_in_web"),
    bound("ticket.copy_link", "copy_link"),
    bound("ticket.copy_number", "copy_number"),
)
"""Of a widget that `TicketOut` is mixed into."""
_STYLES = {"good": "$good", "watch": "$watch", "bad": "$bad"}


@runtime_checkable
class OfProject(Protocol):
    """An application that shows a project."""

    @property
    def project(self) -> str:
        """The project's id; empty where it is not known."""
        ...

    @property
    def zone(self) -> str:
        """The time zone that is shown."""
        ...


def out_of(app: App[object]) -> Out:
    """The ways out of that application."""

    def write(sequence: str) -> None:
        # The one way past Textual to the terminal, which takes no pictures of the clipboard.
        if app._driver is not None:
            app._driver.write(sequence)

    shown = app if isinstance(app, OfProject) else None
    return Out(shown.project if shown else "", shown.zone if shown else "UTC", write)


def as_content(said: Said) -> Content:
    """What was done, as it is shown."""
    return Content.styled(said.words, _STYLES[said.mood])


class TicketOut(Widget):
    """Carries out these keys for the ticket that somebody looks at."""

    _out: Out | None = None

    @property
    def out(self) -> Out:
        """The ways out; those of the application, unless others were given."""
        if self._out is None:
            self._out = out_of(self.app)
        return self._out

    @out.setter
    def out(self, out: Out) -> None:
        self._out = out

    def ticket_to_take(self) -> Ticket | None:
        """The ticket that the keys are about."""
        raise NotImplementedError

    def tell(self, said: Said) -> None:
        """Show what was done, until the next key."""
        raise NotImplementedError

    def action_open_in_web(self) -> None:
        """Open the ticket in the web app, or show its link."""
        if (ticket := self.ticket_to_take()) is not None:
            self.tell(self.out.open(ticket))

    def action_copy_link(self) -> None:
        """Put the ticket's address on the clipboard."""
        if (ticket := self.ticket_to_take()) is not None:
            self.tell(self.out.copy_link(ticket))

    def action_copy_number(self) -> None:
        """Put the ticket's number on the clipboard."""
        if (ticket := self.ticket_to_take()) is not None:
            self.tell(self.out.copy_number(ticket))
