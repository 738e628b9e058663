"""What ``gleaptui doctor`` asks a project, and what came of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.errors import GleapError, NetworkTrouble
from gleaptui.gleap.metrics import METRICS
from gleaptui.gleap.models import BarChart, Fact, Heatmap, TeamPerformance, Unit
from gleaptui.gleap.periods import Period
from gleaptui.gleap.query import TicketQuery
from gleaptui.gleap.transport import Answer

FACTS = (
    "NEW_TICKETS_COUNT",
    "TICKET_MEDIAN_REPLY_TIME",
    "SLA_COMPLIANCE",
    "MEDIAN_CONVERSATION_RATING",
    "KAI_INVOLVED",
)
"""One of each unit, and one that is not documented for facts."""
_UNIT: dict[str, Unit] = {name: metric.unit for metric in METRICS for name in metric.facts}


@dataclass(frozen=True, slots=True)
class Question:
    """One GET and what it is asked for."""

    name: str
    ask: Callable[[GleapClient], Awaitable[object]]
    chart: bool = False
    """Whether it is about a chart type that this project may not have."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of a question: a value or an error, and the answer itself where there was one."""

    question: Question
    answer: Answer | None = None
    value: object = None
    error: GleapError | None = None
    skew: float | None = None
    """Seconds by which the server's clock is ahead of ours."""

    @property
    def is_refused_name(self) -> bool:
        """Whether Gleap does not know the chart type, which it may well say."""
        return self.question.chart and self.error is not None and self.error.about_the_name

    @property
    def is_about_everything(self) -> bool:
        """Whether the next question is likely to meet the same fate."""
        return self.error is not None and (self.error.about_everything or isinstance(self.error, NetworkTrouble))

    @property
    def holds_something(self) -> bool:
        """Whether a chart type gave anything that can be shown."""
        match self.value:
            case Fact(value=value):
                return value is not None
            case BarChart(series=rows) | TeamPerformance(agents=rows):
                return bool(rows)
            case Heatmap(cells=cells):
                return any(cell is not None for row in cells for cell in row)
        return False


def questions(period: Period) -> tuple[Question, ...]:
    """What is asked, the cheapest first."""
    return (
        Question("key", lambda client: client.me()),
        Question("permissions", lambda client: client.permissions()),
        *(_fact(name, period) for name in FACTS),
        Question("bar chart NEW_TICKETS_COUNT", lambda client: client.bar_chart("NEW_TICKETS_COUNT", period), True),
        Question("list TEAM_PERFORMANCE_LIST", lambda client: client.team_performance(period), True),
        Question(
            "heatmap BUSIEST_HOURS_PER_WEEKDAY",
            lambda client: client.heatmap("BUSIEST_HOURS_PER_WEEKDAY", period),
            True,
        ),
        Question("raw data", lambda client: client.events(period.start, period.end, zone=period.zone, limit=20)),
        Question("tickets", lambda client: client.tickets(TicketQuery(), limit=1)),
        Question("members", lambda client: client.people()),
    )


def messages(ticket: str) -> Question:
    """The messages of a ticket that was found."""
    return Question("messages", lambda client: client.messages(ticket))


def _fact(name: str, period: Period) -> Question:
    return Question(f"fact {name}", lambda client: client.fact(name, period, unit=_UNIT[name]), True)
