"""What is known of a ticket apart from its conversation: facts in two columns where there is room, then prose."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from textual.content import Content

from gleaptui import text
from gleaptui.gleap.models import LinkedTicket, MessagePage, Person, Ticket
from gleaptui.widgets.kinds import status_word, type_word
from gleaptui.widgets.lines import fit
from gleaptui.widgets.pieces import Lead, Made, Piece, Run, paragraphs, rows

TWO_COLUMNS_FROM = 60
_WIDEST_COLUMN = 60
_LABEL = 13
_TOLD_OF_ID = 6
_PRIORITY = {"HIGH": "$bad", "URGENT": "$bad", "LOW": "$muted"}


@dataclass(frozen=True, slots=True)
class _Fact:
    label: str
    value: Content
    short: Content | None = None
    """The same where there is little room."""


def title(ticket: Ticket) -> Content:
    """Number and title."""
    number = f"#{ticket.number}" if ticket.number is not None else "ticket"
    named = (ticket.title, "bold") if ticket.title else ("no title", "$muted italic")
    return Content.assemble((f" {number}  ", "$accent"), named)


def standing(ticket: Ticket) -> Content:
    """How it stands, in a few words: the status, and what is wrong."""
    late = Content.styled("SLA breached", "$bad") if ticket.sla_breached else Content("")
    parts = (Content.styled(status_word(ticket.status, ticket.status_label), "bold"), late)
    return Content("  ").join([part for part in parts if part.plain])


def pieces(ticket: Ticket, page: MessagePage | None, zone: str) -> Iterator[Piece]:
    """The title where it does not fit into a line, the facts, then prose. What the list knows comes first, so that
    what comes later moves nothing."""
    yield Made(partial(_opening, ticket))
    yield Made(partial(_columns, tuple(_left(ticket, zone)), tuple(_right(ticket, page, zone))))
    prose = [(label, value) for label, value in _prose(ticket) if value]
    if prose or ticket.linked:
        yield Made(lambda _width: [Content("")])
    for label, value in prose:
        if value:
            yield from paragraphs([(value, "")], _labelled(label))
    for number, link in enumerate(ticket.linked, 1):
        mark = (f"[{number}] ", "$muted")
        yield from paragraphs([(_linked(link), "")], _labelled("linked" if number == 1 else "", mark))


def lines(ticket: Ticket, zone: str, width: int) -> list[Content]:
    """All of it for a width."""
    return rows(list(pieces(ticket, None, zone)), width)


def _left(ticket: Ticket, zone: str) -> Iterator[_Fact]:
    """How it stands and who has it."""
    marks = (
        ("archived", ticket.archived),
        ("spam", ticket.spam),
        ("snoozed", ticket.snoozed),
        ("queued", ticket.queued),
        ("tracker", ticket.tracker),
    )
    marked = "".join(f"  {word}" for word, is_set in marks if is_set)
    sla = {True: ("breached", "$bad"), False: ("not breached", "$good"), None: (text.MISSING, "$muted")}
    yield _Fact("status", Content.assemble((_status(ticket), "bold"), (marked, "$watch")))
    yield _Fact("type", Content(type_word(ticket.type)))
    yield _Fact(
        "priority", Content.assemble((ticket.priority.lower() or text.MISSING, _PRIORITY.get(ticket.priority, "")))
    )
    yield _Fact("SLA", Content.assemble(sla[ticket.sla_breached]))
    if ticket.due_at:
        yield _dated("due", ticket.due_at, zone)
    yield _Fact("assignee", _assignee(ticket.assignee))
    if ticket.team:
        yield _Fact("team", Content(ticket.team))
    yield _Fact("channel", Content(ticket.channel.lower().replace("_", " ") or text.MISSING))
    yield _Fact("tags", Content("  ".join(ticket.tags) or text.MISSING))


def _right(ticket: Ticket, page: MessagePage | None, zone: str) -> Iterator[_Fact]:
    """Who asked, and when what happened."""
    customer = ticket.customer
    if customer is None:
        yield _Fact("customer", Content(text.MISSING))
    else:
        yield _Fact("customer", Content(customer.name or customer.email or text.MISSING))
        if customer.name and customer.email:
            yield _Fact("e-mail", Content(customer.email))
        if customer.phone:
            yield _Fact("phone", Content(customer.phone))
        yield _Fact("company", Content(customer.company or text.MISSING))
        if customer.plan:
            yield _Fact("plan", Content(customer.plan))
    yield _dated("created", ticket.created_at, zone)
    if ticket.first_assignment_at:
        yield _dated("1st assigned", ticket.first_assignment_at, zone)
    yield _first_reply(ticket, page, zone)
    if ticket.last_notification:
        yield _dated("last message", ticket.last_notification, zone)
    yield _dated("updated", ticket.updated_at, zone)
    if ticket.closed:
        # Gleap tells no time of closing; it is never after the last change (API.md, "Tickets").
        yield _dated("closed", ticket.updated_at, zone, "by ")
    for label, moment in (("snoozed until", ticket.snoozed_until), ("archived", ticket.archived_at)):
        if moment:
            yield _dated(label, moment, zone)
    for label, said in (
        ("rating", text.count(ticket.rating) if ticket.rating is not None else ""),
        ("upvotes", text.count(ticket.upvotes) if ticket.upvotes else ""),
        ("sentiment", ticket.sentiment),
    ):
        if said:
            yield _Fact(label, Content(said))


def _status(ticket: Ticket) -> str:
    return status_word(ticket.status, ticket.status_label)


def _first_reply(ticket: Ticket, page: MessagePage | None, zone: str) -> _Fact:
    """Gleap does not tell when; the conversation does, once it was read to its beginning."""
    label = "first reply"
    if page is not None and page.whole:
        replied = next((one.at for one in page.messages if one.author == "agent"), None)
        if replied is not None:
            return _dated(label, replied, zone)
    if ticket.has_agent_reply is False:
        return _Fact(label, Content.styled("none yet", "$watch"))
    return _Fact(label, Content("yes" if ticket.has_agent_reply else text.MISSING))


def _prose(ticket: Ticket) -> Iterator[tuple[str, str]]:
    yield "AI summary", ticket.summary
    yield from ticket.form
    yield "files", ", ".join(attachment.name for attachment in ticket.attachments)


def _opening(ticket: Ticket, width: int) -> list[Content]:
    """An empty row, and the title where its own line cuts it."""
    if title(ticket).cell_length <= width or not ticket.title:
        return [Content("")]
    parts = Content.styled(ticket.title, "bold").wrap(max(8, width - 2))
    return [Content(""), *(Content.assemble(" ", part) for part in parts), Content("")]


def _columns(left: Sequence[_Fact], right: Sequence[_Fact], width: int) -> list[Content]:
    column = _column(width)
    if column == width:
        return _shown((*left, *right), width)
    shown = [_shown(left, column), _shown(right, column)]
    height = max(map(len, shown))
    padded = [rows_ + [Content("")] * (height - len(rows_)) for rows_ in shown]
    return [Content.assemble(fit(one, column), " ", other) for one, other in zip(*padded, strict=True)]


def _column(width: int) -> int:
    """How wide a column of facts is; all of the width where there is room for one only."""
    return min((width - 1) // 2, _WIDEST_COLUMN) if width >= TWO_COLUMNS_FROM else width


def _shown(facts: Sequence[_Fact], column: int) -> list[Content]:
    """The rows of a column; what has a short form has it everywhere where one has no room."""
    room = max(4, column - _label("", column).cell_length - 1)
    brief = any(fact.short is not None and fact.value.cell_length > room for fact in facts)
    shown: list[Content] = []
    for fact in facts:
        value = fact.short if brief and fact.short is not None else fact.value
        lead = _label(fact.label, column)
        for part in value.wrap(room) or [Content("")]:
            shown.append(Content.assemble(lead, part))
            lead = Content(" " * lead.cell_length)
    return shown


def _label(label: str, column: int) -> Content:
    """In as many cells at one width of the column, whatever it says."""
    room = min(_LABEL, max(8, column * 3 // 8))
    return Content.assemble(" ", fit(Content.styled(label, "$muted"), room), " ")


def _labelled(label: str, mark: Run = ("", "")) -> Lead:
    def lead(width: int) -> tuple[Content, Content]:
        first = Content.assemble(_label(label, _column(width)), mark)
        return first, Content(" " * first.cell_length)

    return lead


def _assignee(person: Person | None) -> Content:
    return Content(person.name) if person is not None else Content.styled("nobody", "$watch")


def _dated(label: str, moment: datetime | None, zone: str, before: str = "") -> _Fact:
    """When something was, with the day of the week where there is room for it."""
    if moment is None:
        return _Fact(label, Content.styled(text.MISSING, "$muted"))
    local = moment.astimezone(ZoneInfo(zone))
    said = f"{local.day} {local:%b %Y} {text.clock_time(local)}"
    return _Fact(label, Content(f"{before}{local:%a} {said}"), Content(f"{before}{said}"))


def _linked(link: LinkedTicket) -> str:
    number = f"#{link.number}" if link.number is not None else ""
    return " ".join(part for part in (number, link.title) if part) or f"ticket …{link.id[-_TOLD_OF_ID:]}"
