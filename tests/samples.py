"""Agents, events, tickets and conversations for the panes that list them, at the moment of `tests.figures`."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from gleaptui.board import Board
from gleaptui.gleap.models import (
    Agent,
    Attachment,
    Cell,
    Customer,
    Event,
    Line,
    Message,
    MessagePage,
    Person,
    Span,
    TeamPerformance,
    Ticket,
    TicketPage,
)
from gleaptui.refresh.snapshot import Problem, Snapshot
from tests.figures import NOW, board

HOSTILE = (
    "[/foo]",
    "[red]boo[/]",
    "[@click=app.quit]x[/]",
    "日本語" * 40,
    "👩\u200d💻" * 30,
    "e\u0301" * 50,
    "x" * 1_999,
    "",
)
"""Texts as they may come through the door: harmless to the terminal, but not to a careless widget."""


def ago(seconds: float) -> datetime:
    """The instant so long before the moment of looking."""
    return NOW.astimezone(UTC) - timedelta(seconds=seconds)


def agent(name: str, **figures: float | None) -> Agent:
    """An agent with these figures; the others are not known."""
    cells = {key: Cell(value=value) for key, value in figures.items()}
    return Agent(name=name, id=name.lower(), **cells)  # type: ignore[arg-type]


def team(*agents: Agent, average: Agent | None = None, all_zero: bool = False) -> TeamPerformance:
    """A team of these."""
    return TeamPerformance(agents=agents, average=average, all_zero=all_zero)


def event(number: int, action: str = "TICKET_REPLY", *, seconds_ago: float | None = None, **more: object) -> Event:
    """The event of that number; without another time they are a second apart, the highest number latest."""
    at = ago(50_000 - number if seconds_ago is None else seconds_ago)
    values: dict[str, object] = {"actor": f"Agent {number}", "ticket": f"t{number}", **more}
    return Event(id=f"e{number}", action=action, at=at, **values)  # type: ignore[arg-type]


def events(count: int, start: int = 0) -> tuple[Event, ...]:
    """So many events, oldest first."""
    return tuple(event(number) for number in range(start, start + count))


def ticket(number: int, **more: object) -> Ticket:
    """A ticket with what every ticket has."""
    values: dict[str, object] = {
        "title": f"Question {number}",
        "type": "INQUIRY",
        "status": "OPEN",
        "priority": "MEDIUM",
        "created_at": ago(3_600),
        "sla_breached": False,
        "assignee": Person(id="a1", name="Ada Quill"),
        "customer": Customer(name="Zoe Dubois", email="zoe@example.test", plan="PRO", company="Copper Kettle"),
    }
    return Ticket(id=f"t{number}", number=number, **(values | more))  # type: ignore[arg-type]


def page(*tickets: Ticket, total: int | None = None, skip: int = 0) -> TicketPage:
    """A page of the list."""
    return TicketPage(tickets=tickets, total=total, skip=skip)


def line(written: str, **more: object) -> Line:
    """A line of a message."""
    return Line(spans=(Span(text=written),), **more)  # type: ignore[arg-type]


def message(number: int, written: str = "Hello", **more: object) -> Message:
    """A message of a customer, unless it says otherwise."""
    values: dict[str, object] = {"author": "customer", "name": "Zoe Dubois", "at": ago(3_600 - number)}
    values["lines"] = (line(written),)
    return Message(id=f"m{number}", **(values | more))  # type: ignore[arg-type]


def conversation(*messages: Message, before: str = "") -> Snapshot[MessagePage]:
    """These messages, just read."""
    return Snapshot("conversation", "", MessagePage(messages=messages, before=before), ago(1))


FILE = Attachment(name="export.csv", url="https://example.test/export.csv", kind="text/csv")


def listing(
    *,
    agents: TeamPerformance | None = None,
    events: tuple[Event, ...] | None = None,
    tickets: TicketPage | None = None,
    seconds_ago: float = 20,
    problem: Problem | None = None,
    period: str = "7d",
) -> Board:
    """A board with what is given; what is not given was not answered yet."""
    shown = board(period=period)
    key, at = shown.period.key, ago(seconds_ago)
    return replace(
        shown,
        agents=Snapshot("agents", key, agents, at if agents is not None else None, problem=problem),
        events=Snapshot("events", key, events, at if events is not None else None, problem=problem),
        tickets=Snapshot("tickets", "", tickets, at if tickets is not None else None, problem=problem),
    )
