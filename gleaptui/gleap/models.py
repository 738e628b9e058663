"""The values that Gleap's answers become. All are frozen; every text in them went through `gleaptui.text`.

A value that is absent is ``None``, whatever form its absence had (API.md, "Numbers, units, absences").
Durations are seconds, shares are percent from 0 to 100, ratings run from 0 to 100, instants are aware UTC datetimes.
"""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

Unit = Literal["count", "seconds", "percent", "rating"]
Source = Literal["fact", "sum_of_days", "derived"]
Interval = Literal["day", "month", "year"]


class Fact(Struct, frozen=True, kw_only=True):
    """One answer of /statistics/facts, already in base units (API.md, "Facts")."""

    title: str = ""
    value: float | None = None
    change_pct: float | None = None
    unit: str = ""
    """As Gleap wrote it: empty, ``s``, ``min``, ``h``, ``d``, ``%`` or anything else."""
    unit_assumed: bool = False
    """A bare number was taken for seconds, or one up to 1 for a fraction or for per cent; it says so."""
    odd: bool = False
    """There is a number, in a unit that does not fit or out of all bounds, so that it is no value."""


class Figure(Struct, frozen=True, kw_only=True):
    """A metric's value in a period. ``value is None`` means not available, and ``reason`` says why."""

    metric: str
    value: float | None = None
    unit: Unit = "count"
    change_pct: float | None = None
    chart_type: str | None = None
    source: Source | None = None
    reason: str = ""
    error: str = ""
    """The kind of the error where asking failed, as against a figure that Gleap does not have."""
    unit_assumed: bool = False
    partial: bool = False
    """Some of the days that it is the sum of are not known, so that it can be compared with nothing."""
    before: float | None = None
    """The value in the span it is compared with, read in the same way; None where it is not known."""
    before_label: str = ""
    """That span for people: ``yesterday until 14:05``. Empty without ``before``."""
    span: str = ""
    """The key of the period that the value is of, where that is not the one asked for: of an earlier value."""


class Bar(Struct, frozen=True, kw_only=True):
    """One bucket of a bar chart. ``start`` is None where the label could not be read as a date."""

    label: str
    value: float | None = None
    count: int | None = None
    """The number of samples behind a median, where Gleap says it."""
    start: date | None = None


class Series(Struct, frozen=True, kw_only=True):
    """One line of a chart, oldest bucket first."""

    label: str = ""
    bars: tuple[Bar, ...] = ()
    interval: Interval = "day"
    """How long a bucket is."""
    unit_assumed: bool = False
    """Durations came as bare numbers; they are taken for seconds, and say so."""


class BarChart(Struct, frozen=True, kw_only=True):
    """An answer of /statistics/bar-chart in either of its two shapes (API.md, "Bar charts")."""

    title: str = ""
    series: tuple[Series, ...] = ()


class Heatmap(Struct, frozen=True, kw_only=True):
    """Seven rows from Monday on, of 24 hours each. A cell that did not come is None, never 0."""

    title: str = ""
    cells: tuple[tuple[float | None, ...], ...] = ((None,) * 24,) * 7


class Cell(Struct, frozen=True, kw_only=True):
    """One cell of a list: the number in base units where there is one, the text as sent, the change in per cent."""

    value: float | None = None
    text: str = ""
    change_pct: float | None = None


class Column(Struct, frozen=True, kw_only=True):
    """A column of a list as Gleap names it."""

    key: str
    label: str


class StatList(Struct, frozen=True, kw_only=True):
    """Any list of /statistics/lists, generically: each row has one cell per column."""

    title: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()


class Agent(Struct, frozen=True, kw_only=True):
    """A row of TEAM_PERFORMANCE_LIST (API.md, "Team performance")."""

    name: str
    id: str = ""
    email: str = ""
    service_account: bool = False
    assigned: Cell = Cell()
    worked_on: Cell = Cell()
    replies: Cell = Cell()
    closed: Cell = Cell()
    reply_time: Cell = Cell()
    first_reply_time: Cell = Cell()
    first_assignment_reply_time: Cell = Cell()
    time_to_close: Cell = Cell()
    hours_active: Cell = Cell()
    rating: Cell = Cell()


class TeamPerformance(Struct, frozen=True, kw_only=True):
    """The people and, apart from them, Gleap's own team average."""

    agents: tuple[Agent, ...] = ()
    average: Agent | None = None
    all_zero: bool = False
    """Every count of every agent is zero: on a fresh day this means "not computed yet"."""
    earlier: "TeamPerformance | None" = None
    """Where there are no figures yet, the team in the whole period before."""


class Event(Struct, frozen=True, kw_only=True, gc=False):
    """One entry of /statistics/raw-data (API.md, "Raw data")."""

    id: str
    """Gleap's id, or a digest of the entry where none came."""
    action: str
    at: datetime | None = None
    actor: str = ""
    agent: str = ""
    """The agent concerned (``processingUser``): a name, an e-mail address or an id."""
    ticket: str = ""
    """The id of the ticket, where the entry names one."""
    old_status: str = ""
    new_status: str = ""
    seconds: float | None = None
    """The reply or assignment time that the entry carries."""
    detail: str = ""
    """What else is worth a line: a comment's text, a ticket's type."""


class Person(Struct, frozen=True, kw_only=True):
    """A member of the project, or a reference to one; any part may be empty, ``name`` falls back to e-mail, then id."""

    id: str = ""
    name: str = ""
    email: str = ""
    service_account: bool = False


class Customer(Struct, frozen=True, kw_only=True):
    """The contact behind a ticket (``session``)."""

    name: str = ""
    email: str = ""
    plan: str = ""
    company: str = ""
    phone: str = ""


class Attachment(Struct, frozen=True, kw_only=True):
    """A file of a ticket or message, by name only; it is never fetched."""

    name: str
    url: str = ""
    kind: str = ""


class LinkedTicket(Struct, frozen=True, kw_only=True):
    """A ticket that another one points to, perhaps only by its id."""

    id: str
    number: int | None = None
    title: str = ""


AuthorKind = Literal["customer", "agent", "assistant", "note", "unknown"]


class Ticket(Struct, frozen=True, kw_only=True):
    """A ticket, from the list or from its own address (API.md, "Tickets"). Secret tokens in it are never read."""

    id: str
    number: int | None = None
    title: str = ""
    type: str = ""
    status: str = ""
    status_label: str = ""
    closed_own: bool = False
    """Its status is one of the project's own, and the config says that it means closed."""
    priority: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None
    last_notification: datetime | None = None
    first_assignment_at: datetime | None = None
    archived_at: datetime | None = None
    snoozed_until: datetime | None = None
    due_at: datetime | None = None
    archived: bool = False
    spam: bool = False
    snoozed: bool = False
    queued: bool = False
    sla_breached: bool | None = None
    has_agent_reply: bool | None = None
    tags: tuple[str, ...] = ()
    assignee: Person | None = None
    team: str = ""
    customer: Customer | None = None
    channel: str = ""
    summary: str = ""
    sentiment: str = ""
    rating: float | None = None
    latest_comment: str = ""
    latest_author: AuthorKind = "unknown"
    """Who wrote the latest comment."""
    upvotes: int | None = None
    linked: tuple[LinkedTicket, ...] = ()
    tracker: bool = False
    form: tuple[tuple[str, str], ...] = ()
    """Field name and value, only on a single fetch."""
    attachments: tuple[Attachment, ...] = ()

    @property
    def closed(self) -> bool:
        """Whether its status means closed."""
        return self.status == "DONE" or self.closed_own


class TicketPage(Struct, frozen=True, kw_only=True):
    """A page of /tickets. ``total`` is None where Gleap did not say how many match."""

    tickets: tuple[Ticket, ...] = ()
    total: int | None = None
    skip: int = 0
    """How many tickets of the list stand before this page."""


LineKind = Literal["text", "heading", "bullet", "quote", "code", "rule", "image"]


class Span(Struct, frozen=True, kw_only=True):
    """A run of text in a line of a message."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""


class Line(Struct, frozen=True, kw_only=True):
    """One paragraph or item of a message, before wrapping."""

    spans: tuple[Span, ...] = ()
    kind: LineKind = "text"
    depth: int = 0
    """Nesting of lists and quotes, from 0."""
    marker: str = ""
    """What stands before the line: ``•``, ``2.`` or nothing."""


class Message(Struct, frozen=True, kw_only=True):
    """One message of a conversation (API.md, "Messages")."""

    id: str
    at: datetime | None = None
    index: int | None = None
    type: str = ""
    author: AuthorKind = "unknown"
    name: str = ""
    csat: bool = False
    """The customer's answer to the satisfaction question, not a reply."""
    lines: tuple[Line, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class MessagePage(Struct, frozen=True, kw_only=True):
    """Messages, oldest first; ``before`` continues towards the past where there is more."""

    messages: tuple[Message, ...] = ()
    before: str = ""
    cut: bool = False
    """There are older messages, but Gleap does not say how to ask for them."""

    @property
    def whole(self) -> bool:
        """Whether the conversation begins with these."""
        return not (self.before or self.cut)


class Activity(Struct, frozen=True, kw_only=True):
    """One entry of a ticket's activity log."""

    at: datetime | None = None
    who: str = ""
    what: str = ""


class Team(Struct, frozen=True, kw_only=True):
    """A team of the project."""

    id: str
    name: str = ""
    members: tuple[str, ...] = ()


class Permissions(Struct, frozen=True, kw_only=True):
    """What the key may do, in Gleap's own words."""

    permissions: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
