"""The columns of the ticket list, as plain data: what each shows of a ticket, and in which role."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from gleaptui import text
from gleaptui.gleap.models import Ticket
from gleaptui.inbox.waiting import waiting_since, waits

Role = Literal["plain", "muted", "good", "watch", "bad", "primary"]
"""What a cell means; the theme says how that looks."""
Cell = tuple[str, Role]

_STATUSES = {"OPEN": "open", "INPROGRESS": "in progress", "DONE": "done"}
_TYPES = {"BUG": "bug", "INQUIRY": "inquiry", "FEATURE_REQUEST": "feature", "CRASH": "crash", "BOT": "bot"}
_PRIORITIES: dict[str, Role] = {"HIGH": "bad", "URGENT": "bad", "LOW": "muted"}
_NONE: Cell = (text.MISSING, "muted")


class Column(Struct, frozen=True, kw_only=True):
    """A column. A width of 0 takes what the others leave; the least important go first where room is short."""

    id: str
    label: str
    width: int
    cell: Callable[[Ticket, datetime], Cell]
    """The text and its role for a ticket at a moment."""
    right: bool = False
    importance: int = 5
    least: int = 0
    sorts: tuple[str, ...] = ()
    """The words of the orders that Gleap can give by what the column shows, the usual one first."""


def _number(ticket: Ticket, now: datetime) -> Cell:
    return (f"#{ticket.number}", "muted") if ticket.number is not None else _NONE


def _type(ticket: Ticket, now: datetime) -> Cell:
    return (_TYPES.get(ticket.type) or ticket.type, "plain") if ticket.type else _NONE


def _status(ticket: Ticket, now: datetime) -> Cell:
    word = _STATUSES.get(ticket.status) or ticket.status_label or ticket.status
    if not word:
        return _NONE
    return word, "muted" if _closed(ticket) else "primary"


def _priority(ticket: Ticket, now: datetime) -> Cell:
    if not ticket.priority:
        return _NONE
    return ticket.priority.lower(), "muted" if _closed(ticket) else _PRIORITIES.get(ticket.priority, "plain")


def _sla(ticket: Ticket, now: datetime) -> Cell:
    if ticket.sla_breached:
        return "late", "bad"
    if ticket.due_at is not None and not _closed(ticket):
        left = (ticket.due_at - now).total_seconds()
        return (text.age(left), "watch" if left < 3_600 else "plain") if left > 0 else ("due", "watch")
    return ("ok", "muted") if ticket.sla_breached is False else _NONE


def _age(ticket: Ticket, now: datetime) -> Cell:
    return _since(ticket.created_at, now)


def _waiting(ticket: Ticket, now: datetime) -> Cell:
    return _since(waiting_since(ticket), now) if waits(ticket) else ("", "muted")


def _since(moment: datetime | None, now: datetime) -> Cell:
    return _NONE if moment is None else (text.age((now - moment).total_seconds()), "plain")


def _assignee(ticket: Ticket, now: datetime) -> Cell:
    if ticket.assignee is None:
        return "nobody", "muted" if _closed(ticket) else "watch"
    return ticket.assignee.name or text.MISSING, "plain"


def _customer(ticket: Ticket, now: datetime) -> Cell:
    who = ticket.customer
    name = (who.name or who.email or who.company) if who else ""
    return (name, "plain") if name else _NONE


def _title(ticket: Ticket, now: datetime) -> Cell:
    return (ticket.title, "plain") if ticket.title else ("no title", "muted")


def _tags(ticket: Ticket, now: datetime) -> Cell:
    return (" ".join(f"#{tag}" for tag in ticket.tags), "muted") if ticket.tags else ("", "muted")


def _closed(ticket: Ticket) -> bool:
    return ticket.closed or ticket.archived


_ALL = (
    Column(id="number", label="number", width=7, cell=_number, right=True, importance=0),
    Column(id="type", label="type", width=9, cell=_type, importance=7),
    Column(id="status", label="status", width=12, cell=_status, importance=1),
    Column(id="priority", label="prio", width=6, cell=_priority, importance=3, sorts=("priority",)),
    Column(id="sla", label="SLA", width=4, cell=_sla, importance=4),
    Column(id="age", label="age", width=4, cell=_age, right=True, importance=2, sorts=("newest", "oldest")),
    Column(id="waiting", label="waits", width=6, cell=_waiting, right=True, importance=5, sorts=("waiting",)),
    Column(id="assignee", label="assignee", width=14, cell=_assignee, importance=5),
    Column(id="customer", label="customer", width=16, cell=_customer, importance=2),
    Column(id="title", label="title", width=0, cell=_title, importance=0, least=30),
    Column(id="tags", label="tags", width=16, cell=_tags, importance=8),
)
COLUMNS: Mapping[str, Column] = MappingProxyType({column.id: column for column in _ALL})
"""All columns by their id, in the usual order."""


def chosen(places: Sequence[tuple[str, int]]) -> tuple[tuple[Column, int], ...]:
    """The columns to show with their widths, from the ids and widths that were remembered; unknown ids are passed over,
    and where nothing is left, all columns are shown."""
    unique = {known: width for known, width in places if known in COLUMNS}
    found = tuple((COLUMNS[known], width or COLUMNS[known].width) for known, width in unique.items())
    return found or tuple((column, column.width) for column in _ALL)
