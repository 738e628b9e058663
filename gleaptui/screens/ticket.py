"""One ticket with its conversation: shown at once with what the list knows, completed as answers come."""

from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.geometry import Size
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from gleaptui import text
from gleaptui.gleap.models import MessagePage, Ticket
from gleaptui.refresh.snapshot import Problem, Snapshot
from gleaptui.widgets.conversation import lines as conversation_lines
from gleaptui.widgets.lines import Lines, fit, justified
from gleaptui.widgets.ticketfacts import lines as ticket_lines
from gleaptui.widgets.ticketfacts import title

_LEAST_TITLE = 30
"""Where there is less room for the title, it has the line for itself."""
_MOST_STRIPS = 400
"""Drawn lines that are kept; a screen holds fewer."""


class TicketScreen(Screen[None]):
    """Reads one ticket. Nothing here can change it."""

    DEFAULT_CSS = """
    TicketScreen { layout: vertical; background: $background; }
    TicketScreen TicketTitle { height: 1; background: $panel; }
    TicketScreen Keys { height: 1; background: $panel; color: $muted; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,h,left", "back", "Back", show=False)]

    def __init__(self, ticket: Ticket, zone: str) -> None:
        super().__init__()
        self._ticket: Snapshot[Ticket] = Snapshot("ticket", value=ticket)
        self._conversation: Snapshot[MessagePage] = Snapshot("conversation")
        self._zone = zone

    def compose(self) -> ComposeResult:
        yield TicketTitle()
        yield Page()
        yield Keys()

    def on_mount(self) -> None:
        self.query_one(Page).focus()
        self._show()

    def show_ticket(self, snapshot: Snapshot[Ticket]) -> None:
        """The whole ticket, or why it could not be read; what is known stays."""
        if snapshot.value is None:
            snapshot = Snapshot("ticket", value=self._ticket.value, problem=snapshot.problem)
        self._ticket = snapshot
        self._show()

    def show_conversation(self, snapshot: Snapshot[MessagePage]) -> None:
        """The conversation, or why it could not be read."""
        self._conversation = snapshot
        self._show()

    def _show(self) -> None:
        if not self.is_attached:
            return
        self.query_one(TicketTitle).show(self._ticket, self._zone)
        self.query_one(Page).show(self._ticket, self._conversation, self._zone)

    def action_back(self) -> None:
        """Go back to the list."""
        self.dismiss()


class TicketTitle(Lines):
    """Number, title, and when the ticket was read."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Snapshot[Ticket], str] | None = None

    def show(self, snapshot: Snapshot[Ticket], zone: str) -> None:
        """Show this ticket's."""
        self._shown = (snapshot, zone)
        self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        if self._shown is None or self._shown[0].value is None:
            return []
        snapshot, zone = self._shown
        read = "what the list knows "
        if snapshot.fetched_at is not None:
            read = f"as of {text.clock_time(snapshot.fetched_at.astimezone(ZoneInfo(zone)))} "
        room = width - len(read) - 2
        name = title(self._shown[0].value)
        if room < _LEAST_TITLE:
            return [name]
        return [justified(name.truncate(room, ellipsis=True), Content.assemble((read, "$muted")), width)]


class Keys(Lines):
    """The keys of this screen."""

    def lines(self, width: int, height: int) -> list[Content]:
        keys = (("j k", "scroll"), ("ctrl+d ctrl+u", "half a page"), ("g G", "first, last"), ("esc", "back"))
        parts = [part for key, does in keys for part in ((f" {key}", "$accent"), f" {does} ")]
        return [justified(Content.assemble(*parts), Content.assemble(("read only ", "$muted")), width)]


class Page(ScrollView, can_focus=True):
    """The ticket's facts and, beneath them, its messages, as lines."""

    DEFAULT_CSS = """
    Page { width: 1fr; height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1;
        background: $background; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("ctrl+d", "scroll_half(1)", show=False),
        Binding("ctrl+u", "scroll_half(-1)", show=False),
        Binding("pagedown", "scroll_half(2)", show=False),
        Binding("pageup", "scroll_half(-2)", show=False),
        Binding("g,home", "first", show=False),
        Binding("G,end", "last", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Snapshot[Ticket], Snapshot[MessagePage], str] | None = None
        self._lines: list[Content] = []
        self._strips: dict[tuple[int, int], Strip] = {}

    def show(self, ticket: Snapshot[Ticket], conversation: Snapshot[MessagePage], zone: str) -> None:
        """Show these, without moving what is read."""
        self._shown = (ticket, conversation, zone)
        self._lay_out()

    def on_resize(self, _event: Resize) -> None:
        """Wrap anew for the new width."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if self._shown is None or width < 1:
            return
        ticket, conversation, zone = self._shown
        lines = [
            Content(""),
            *_problem(ticket.problem, "The rest of the ticket could not be read", width),
            *(ticket_lines(ticket.value, zone, width) if ticket.value is not None else ()),
            Content(""),
            *_talk(conversation, zone, width),
        ]
        same = len(lines) == len(self._lines) and all(
            old.is_same(new) for old, new in zip(self._lines, lines, strict=True)
        )
        if not same:
            self._lines = lines
            self._strips.clear()
            self.virtual_size = Size(width, len(lines))
            self.refresh()

    def notify_style_update(self) -> None:
        """Drawn lines carry the theme's colours."""
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        index, width = y + self.scroll_offset.y, self.size.width
        if index >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        known = self._strips.get((index, width))
        if known is not None:
            return known
        strips = Visual.to_strips(self, fit(self._lines[index], width), width, 1, self.visual_style)
        strip = strips[0] if strips else Strip.blank(width, self.rich_style)
        if len(self._strips) >= _MOST_STRIPS:
            self._strips.clear()
        self._strips[index, width] = strip
        return strip

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.scroll_to(y=self.scroll_offset.y + by, animate=False)

    def action_scroll_half(self, halves: int) -> None:
        """Scroll by half pages."""
        self.action_scroll(halves * max(1, self.size.height // 2))

    def action_first(self) -> None:
        """Go to the top."""
        self.scroll_to(y=0, animate=False)

    def action_last(self) -> None:
        """Go to the latest message."""
        self.scroll_to(y=len(self._lines), animate=False)


def _problem(problem: Problem | None, what: str, width: int) -> list[Content]:
    if problem is None:
        return []
    said = Content.assemble((f"⚠ {what}. {problem.title}: {problem.message}", "$bad"))
    return [Content.assemble(" ", part) for part in said.wrap(max(8, width - 2))] + [Content("")]


def _talk(snapshot: Snapshot[MessagePage], zone: str, width: int) -> list[Content]:
    count = len(snapshot.value.messages) if snapshot.value is not None else None
    more = "the latest " if snapshot.value is not None and snapshot.value.before else ""
    note = "" if count is None else f"  {more}{count} message{'s' if count != 1 else ''}"
    rule = "─" * max(0, width - len("── Conversation ") - len(note) - 3)
    head = Content.assemble((" ── ", "$rule"), ("Conversation", "bold"), (note + " ", "$muted"), (rule, "$rule"))
    said = [head.truncate(width), Content("")]
    if snapshot.value is None:
        if snapshot.problem is not None:
            return said + _problem(snapshot.problem, "The conversation could not be read", width)
        return [*said, Content.assemble(("  loading…", "$muted"))]
    said += _problem(snapshot.problem, "The conversation could not be read again", width)
    if not count:
        return [*said, Content.assemble(("  no messages", "$muted"))]
    return said + conversation_lines(snapshot.value.messages, zone, width)
