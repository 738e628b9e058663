"""What is known of a ticket, apart from its conversation, as lines."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from textual.content import Content

from gleaptui import text
from gleaptui.gleap.models import LinkedTicket, Person, Ticket
from gleaptui.widgets.kinds import status_word, type_word

_LABEL = 14
_WIDEST = 100
"""Longer lines of prose are hard to read."""


def lines(ticket: Ticket, zone: str, width: int) -> list[Content]:
    """A line for each fact that is there; prose is wrapped to the width."""
    shown = [_fact(label, value, width) for label, value in _facts(ticket, zone) if value.plain]
    for label, value in _prose(ticket, width):
        shown += _paragraph(label, value, width)
    return shown


def title(ticket: Ticket) -> Content:
    """Number and title."""
    number = f"#{ticket.number}" if ticket.number is not None else "ticket"
    named = (ticket.title, "bold") if ticket.title else ("no title", "$muted italic")
    return Content.assemble((f" {number}  ", "$accent"), named)


def _facts(ticket: Ticket, zone: str) -> Iterator[tuple[str, Content]]:
    yield "status", _status(ticket)
    yield "customer", Content(_customer(ticket))
    yield "assignee", _assignee(ticket.assignee, ticket.team)
    yield "channel", Content(ticket.channel.lower())
    yield "tags", Content("  ".join(ticket.tags))
    for label, moment in (
        ("created", ticket.created_at),
        ("first assigned", ticket.first_assignment_at),
        ("updated", ticket.updated_at),
        ("due", ticket.due_at),
        ("snoozed until", ticket.snoozed_until),
        ("archived", ticket.archived_at),
    ):
        yield label, Content(_moment(moment, zone))
    yield "rating", Content(text.count(ticket.rating) if ticket.rating is not None else "")
    yield "upvotes", Content(text.count(ticket.upvotes) if ticket.upvotes else "")
    yield "sentiment", Content(ticket.sentiment)


def _prose(ticket: Ticket, width: int) -> Iterator[tuple[str, str]]:
    if title(ticket).cell_length > width:
        yield "title", ticket.title
    yield "AI summary", ticket.summary
    yield from ticket.form
    yield "files", ", ".join(attachment.name for attachment in ticket.attachments)
    yield "linked", ", ".join(_linked(link) for link in ticket.linked)


def _status(ticket: Ticket) -> Content:
    sla = {True: ("breached", "$bad"), False: ("kept", "$good"), None: (text.MISSING, "$muted")}[ticket.sla_breached]
    marks = (
        ("archived", ticket.archived),
        ("spam", ticket.spam),
        ("snoozed", ticket.snoozed),
        ("queued", ticket.queued),
        ("tracker", ticket.tracker),
    )
    return Content.assemble(
        (status_word(ticket.status, ticket.status_label), "bold"),
        ("   type ", "$muted"),
        type_word(ticket.type),
        ("   priority ", "$muted"),
        ticket.priority.lower() or text.MISSING,
        ("   SLA ", "$muted"),
        sla,
        ("".join(f"   {word}" for word, is_set in marks if is_set), "$watch"),
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


def _linked(link: LinkedTicket) -> str:
    number = f"#{link.number}" if link.number is not None else ""
    return " ".join(part for part in (number, link.title) if part) or link.id


def _label(label: str) -> Content:
    name = Content(label).truncate(_LABEL, ellipsis=True)
    return Content.assemble((" ", "$muted"), name.pad_right(_LABEL - name.cell_length).stylize("$muted"), " ")


def _fact(label: str, value: Content, width: int) -> Content:
    return Content.assemble(_label(label), value).truncate(width, ellipsis=True)


def _paragraph(label: str, value: str, width: int) -> list[Content]:
    if not value:
        return []
    room = max(8, min(width - _LABEL - 3, _WIDEST))
    return [
        Content.assemble(_label(label if number == 0 else ""), part)
        for number, part in enumerate(Content(value).wrap(room))
    ]
