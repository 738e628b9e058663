"""The line over a ticket: number and title, how it stands, and how old that is."""

from zoneinfo import ZoneInfo

from textual.content import Content

from gleaptui import text
from gleaptui.gleap.models import Ticket
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.widgets.lines import Lines, fit, justified
from gleaptui.widgets.ticketfacts import standing, title

_LEAST_TITLE = 30
"""Cells of the title that nothing else may take."""


class TicketTitle(Lines):
    """Where there is little room, the title has the line for itself."""

    def __init__(self) -> None:
        super().__init__()
        self._ticket: Snapshot[Ticket] | None = None
        self._zone = "UTC"

    def show(self, ticket: Snapshot[Ticket] | None, zone: str) -> None:
        """Show these."""
        self._ticket, self._zone = ticket, zone
        self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        if self._ticket is None or self._ticket.value is None:
            return [Content.styled(" no ticket", "$muted")]
        left = title(self._ticket.value)
        stands, age = standing(self._ticket.value), self._age(self._ticket)
        for right in (Content.assemble(stands, "  ", age, " "), Content.assemble(stands, " ")):
            if width - right.cell_length >= min(left.cell_length, _LEAST_TITLE):
                return [justified(fit(left, min(left.cell_length, width - right.cell_length - 1)), right, width)]
        return [fit(left, width)]

    def _age(self, ticket: Snapshot[Ticket]) -> Content:
        if ticket.problem is not None:
            return Content.styled("⚠ not read", "$watch")
        if ticket.fetched_at is None:
            return Content.styled("reading…", "$muted")
        return Content.styled(f"as of {text.clock_time(ticket.fetched_at.astimezone(ZoneInfo(self._zone)))}", "$muted")
