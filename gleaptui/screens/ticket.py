"""One ticket with its conversation: shown at once with what the list knows, completed as answers come."""

from datetime import datetime
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
from gleaptui.gleap.models import MessagePage, Person, Ticket
from gleaptui.refresh.snapshot import Problem, Snapshot
from gleaptui.widgets.conversation import lines as conversation_lines
from gleaptui.widgets.kinds import status_word, type_word
from gleaptui.widgets.lines import Lines, fit, justified

_LABEL = 14


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
        ticket = self._ticket.value
        if ticket is None or not self.is_attached:
            return
        self.query_one(TicketTitle).show(ticket)
        self.query_one(Page).show(self._ticket, self._conversation, self._zone)

    def action_back(self) -> None:
        """Go back to the list."""
        self.dismiss()


class TicketTitle(Lines):
    """Number and title."""

    def __init__(self) -> None:
        super().__init__()
        self._ticket: Ticket | None = None

    def show(self, ticket: Ticket) -> None:
        """Show this ticket's."""
        self._ticket = ticket
        self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        if self._ticket is None:
            return []
        number = f"#{self._ticket.number}" if self._ticket.number is not None else "ticket"
        title = (self._ticket.title, "bold") if self._ticket.title else ("no title", "$muted italic")
        return [Content.assemble((f" {number}  ", "$accent"), title)]


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
        lines = [*_facts(ticket, zone, width), Content(""), *_talk(conversation, zone, width)]
        same = len(lines) == len(self._lines) and all(
            old.is_same(new) for old, new in zip(self._lines, lines, strict=True)
        )
        if not same:
            self._lines = lines
            self.virtual_size = Size(width, len(lines))
            self.refresh()

    def render_line(self, y: int) -> Strip:
        index, width = y + self.scroll_offset.y, self.size.width
        if index >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        strips = Visual.to_strips(self, fit(self._lines[index], width), width, 1, self.visual_style)
        return strips[0] if strips else Strip.blank(width, self.rich_style)

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


def _facts(snapshot: Snapshot[Ticket], zone: str, width: int) -> list[Content]:
    ticket = snapshot.value
    if ticket is None:
        return []
    facts = [Content("")]
    facts += _problem(snapshot.problem, "The rest of the ticket could not be read", width)
    facts += [_fact(label, value, width) for label, value in _pairs(ticket, zone) if value.plain]
    facts += _paragraph("AI summary", ticket.summary, width)
    for name, value in ticket.form:
        facts += _paragraph(name, value, width)
    if ticket.attachments:
        facts += _paragraph("files", ", ".join(attachment.name for attachment in ticket.attachments), width)
    if ticket.linked:
        facts += _paragraph(
            "linked", ", ".join(_link(link.number, link.title, link.id) for link in ticket.linked), width
        )
    return facts


def _pairs(ticket: Ticket, zone: str) -> list[tuple[str, Content]]:
    status = status_word(ticket.status, ticket.status_label)
    marks = [word for word, set_ in _marks(ticket) if set_]
    sla = {True: ("breached", "$bad"), False: ("kept", "$good"), None: (text.MISSING, "$muted")}[ticket.sla_breached]
    return [
        (
            "status",
            Content.assemble(
                (status, "bold"),
                ("   type ", "$muted"),
                type_word(ticket.type),
                ("   priority ", "$muted"),
                ticket.priority.lower() or text.MISSING,
                ("   SLA ", "$muted"),
                sla,
                ("   " + "  ".join(marks) if marks else "", "$watch"),
            ),
        ),
        ("customer", Content(_customer(ticket))),
        ("assignee", _assignee(ticket.assignee, ticket.team)),
        ("channel", Content(ticket.channel.lower())),
        ("tags", Content("  ".join(ticket.tags))),
        ("created", Content(_moment(ticket.created_at, zone))),
        ("updated", Content(_moment(ticket.updated_at, zone))),
        ("rating", Content(text.count(ticket.rating) if ticket.rating is not None else "")),
        ("sentiment", Content(ticket.sentiment)),
    ]


def _marks(ticket: Ticket) -> tuple[tuple[str, bool], ...]:
    return (
        ("archived", ticket.archived),
        ("spam", ticket.spam),
        ("snoozed", ticket.snoozed),
        ("queued", ticket.queued),
        ("tracker", ticket.tracker),
    )


def _customer(ticket: Ticket) -> str:
    customer = ticket.customer
    if customer is None:
        return text.MISSING
    name = customer.name or customer.email
    email = f"<{customer.email}>" if customer.name and customer.email else ""
    return "  ".join(part for part in (name, email, customer.company, customer.plan, customer.phone) if part)


def _assignee(person: Person | None, team: str) -> Content:
    name = Content(person.name) if person is not None else Content.assemble(("nobody", "$watch"))
    return Content.assemble(name, (f"   {team}" if team else "", "$muted"))


def _moment(moment: datetime | None, zone: str) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %Y} {text.clock_time(local)}"


def _fact(label: str, value: Content, width: int) -> Content:
    return Content.assemble((f" {label:<{_LABEL}}", "$muted"), value).truncate(width, ellipsis=True)


def _paragraph(label: str, value: str, width: int) -> list[Content]:
    if not value:
        return []
    room = max(8, min(width - _LABEL - 2, 100))
    parts = Content(value).wrap(room)
    name = text.clean(label, _LABEL - 1)
    return [
        Content.assemble((f" {name if number == 0 else '':<{_LABEL}}", "$muted"), part)
        for number, part in enumerate(parts)
    ]


def _link(number: int | None, title: str, known: str) -> str:
    return " ".join(part for part in (f"#{number}" if number is not None else "", title) if part) or known


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
    if not count:
        return [*said, Content.assemble(("  no messages", "$muted"))]
    return said + conversation_lines(snapshot.value.messages, zone, width)
