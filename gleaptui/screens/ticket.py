"""One ticket with its conversation on the whole screen: shown at once with what is known, completed as answers come."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.screen import Screen

from gleaptui.inbox.reading import Opened
from gleaptui.widgets.bound import bound
from gleaptui.widgets.lines import Lines, justified
from gleaptui.widgets.ticketreader import TicketReader

HINTS = (("esc", "back"), ("j k", "scroll"), ("J K", "ticket"), *TicketReader.HINTS, ("r", "refresh"))


class TicketScreen(Screen[None]):
    """Reads one ticket. Nothing here can change it."""

    DEFAULT_CSS = """
    TicketScreen { layout: vertical; background: $background; }
    TicketScreen TicketKeys { height: 1; background: $panel; color: $muted; }
    TicketScreen.-low TicketKeys { display: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("back", "back"),
        bound("close", "back"),
        bound("left", "back"),
        bound("ticket.next", "step(1)"),
        bound("ticket.previous", "step(-1)"),
        bound("refresh", "ask_again"),
    ]

    class StepWanted(Message):
        """The next ticket of the list is wanted, or the one before."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, opened: Opened, zone: str) -> None:
        super().__init__()
        self._opened = opened
        self._zone = zone

    def compose(self) -> ComposeResult:
        yield TicketReader()
        yield TicketKeys()

    def on_mount(self) -> None:
        self.reader.focus()
        self.reader.show(self._opened, self._zone)

    @property
    def reader(self) -> TicketReader:
        """Where the ticket is read."""
        return self.query_one(TicketReader)

    @property
    def opened(self) -> Opened:
        """What is shown."""
        return self._opened

    def show_ticket(self, opened: Opened, zone: str) -> None:
        """Show what is known by now, or another ticket."""
        self._opened, self._zone = opened, zone
        if self.is_attached and self.is_mounted:
            self.reader.show(opened, zone)

    def action_back(self) -> None:
        """Leave what is asked just now, else go back."""
        if not self.reader.leave():
            self.dismiss()

    def action_step(self, by: int) -> None:
        """Go to the next ticket of the list, or to the one before."""
        self.post_message(self.StepWanted(by))

    def action_ask_again(self) -> None:
        """Read the ticket anew."""
        self.post_message(TicketReader.RefreshWanted(self._opened.id))

    def on_ticket_reader_close_wanted(self, message: TicketReader.CloseWanted) -> None:
        """Go back."""
        message.stop()
        self.dismiss()

    def on_resize(self, event: Resize) -> None:
        """Leave the line of keys out where there are few lines."""
        self.set_class(event.size.height < 10, "-low")


class TicketKeys(Lines):
    """The keys of this screen, as many as there is room for."""

    def lines(self, width: int, height: int) -> list[Content]:
        shown, end = Content(""), Content.assemble((" ?", "$accent"), " help ")
        for key, does in HINTS:
            longer = Content.assemble(shown, (f" {key}", "$accent"), f" {does} ")
            if longer.cell_length > width - end.cell_length:
                break
            shown = longer
        return [justified(shown, end, width)]
