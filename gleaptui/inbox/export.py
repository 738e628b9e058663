"""Tickets as files: a view as CSV or JSON, one ticket with its conversation as Markdown or JSON."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from gleaptui import csvtext, text
from gleaptui.gleap.models import Message, Person, Ticket
from gleaptui.gleap.query import instant
from gleaptui.inbox.links import ticket_url
from gleaptui.inbox.markdown import document
from gleaptui.inbox.waiting import waiting_since

ViewForm = Literal["csv", "json"]
TicketForm = Literal["md", "json"]
Field = str | int | float | bool | None | list[str]

_NAME = re.compile(r"[^0-9A-Za-z_-]+")


class ExportError(Exception):
    """A file could not be written. The text says why."""


class Exported(msgspec.Struct, frozen=True):
    """Where the file is, and a sentence that says what is in it."""

    path: Path
    said: str


def export_view(
    folder: Path,
    name: str,
    form: ViewForm,
    tickets: Sequence[Ticket],
    *,
    project: str,
    total: int | None = None,
) -> Exported:
    """The tickets in their order as a new file of that name in the folder. Where the view has more than are given, the
    sentence says so. Raises `ExportError`."""
    rows = [_fields(ticket, project) for ticket in tickets]
    if form == "csv":
        header = list(_fields(Ticket(id=""), project))
        written = csvtext.table(header, ([_plain(value) for value in row.values()] for row in rows))
    else:
        written = _json(rows)
    path = _write_new(folder, name, form, written)
    held = f"{text.grouped(len(rows))} ticket{'' if len(rows) == 1 else 's'}"
    if total is None:
        held += ", as far as they are loaded"
    elif total > len(rows):
        held += f" of {text.grouped(total)}, those that are loaded"
    return Exported(path, f"Wrote {held} to {path}.")


def export_ticket(
    folder: Path,
    form: TicketForm,
    ticket: Ticket,
    messages: Sequence[Message],
    *,
    project: str,
    zone: str,
    complete: bool = True,
) -> Exported:
    """One ticket with the messages that are given, oldest first; ``complete`` says whether these are all. Raises
    `ExportError`."""
    address = ticket_url(project, ticket.id, ticket.type)
    if form == "md":
        written = document(ticket, messages, zone=zone, address=address, complete=complete)
    else:
        body: dict[str, object] = {
            "ticket": {**_fields(ticket, project), "summary": ticket.summary or None, "form": dict(ticket.form)},
            "attachments": [file.name for file in ticket.attachments],
            "messages": [_message(message) for message in messages],
            "complete": complete,
        }
        written = _json(body)
    name = f"ticket-{ticket.number}" if ticket.number is not None else f"ticket-{ticket.id}"
    path = _write_new(folder, name, form, written)
    left_out = "" if complete else ", without the older ones that were not loaded"
    many = "message" if len(messages) == 1 else "messages"
    return Exported(path, f"Wrote the ticket with {text.grouped(len(messages))} {many}{left_out} to {path}.")


def _fields(ticket: Ticket, project: str) -> dict[str, Field]:
    """The ticket as named values; None where nothing is known. Instants are ISO 8601 in UTC."""
    who = ticket.assignee or Person()
    customer = ticket.customer
    return {
        "number": ticket.number,
        "id": ticket.id,
        "title": ticket.title or None,
        "type": ticket.type or None,
        "status": ticket.status or None,
        "status_label": ticket.status_label or None,
        "priority": ticket.priority or None,
        "created_at": _instant(ticket.created_at),
        "updated_at": _instant(ticket.updated_at),
        "last_message_at": _instant(ticket.last_notification),
        "waiting_since": _instant(waiting_since(ticket)),
        "due_at": _instant(ticket.due_at),
        "sla_breached": ticket.sla_breached,
        "assignee": who.name or None,
        "assignee_email": who.email or None,
        "team": ticket.team or None,
        "customer": (customer.name or None) if customer else None,
        "customer_email": (customer.email or None) if customer else None,
        "company": (customer.company or None) if customer else None,
        "plan": (customer.plan or None) if customer else None,
        "channel": ticket.channel or None,
        "tags": list(ticket.tags),
        "rating": ticket.rating,
        "archived": ticket.archived,
        "address": ticket_url(project, ticket.id, ticket.type) or None,
    }


def _plain(value: Field) -> str | float | bool | None:
    return ", ".join(value) if isinstance(value, list) else value


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else instant(moment)


def _message(message: Message) -> dict[str, object]:
    return {
        "at": _instant(message.at),
        "author": message.author,
        "name": message.name or None,
        "satisfaction_answer": message.csat,
        "text": "\n".join("".join(span.text for span in line.spans) for line in message.lines),
        "attachments": [file.name for file in message.attachments],
    }


def _json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode("utf-8") + "\n"


def _write_new(folder: Path, name: str, suffix: str, written: str) -> Path:
    stem = _NAME.sub("-", name).strip("-")[:80] or "tickets"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return csvtext.write_new(folder, stem, written, suffix)
    except OSError as error:
        raise ExportError(f"{text.clean(str(folder), 200)} cannot be written to: {error.strerror}.") from None
