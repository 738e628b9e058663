"""The catalogue: every figure there is, with the one id it has everywhere (API.md, "Metrics")."""

from typing import Literal

from msgspec import Struct

from gleaptui.gleap.models import Unit

Group = Literal["volume", "response", "ai", "quality"]
Better = Literal["higher", "lower"]

GROUPS: dict[Group, str] = {"volume": "Volume", "response": "Response", "ai": "AI", "quality": "Quality"}
"""The groups in the order of the screen, with their names."""


class Metric(Struct, frozen=True, kw_only=True):
    """One figure of the desk."""

    id: str
    label: str
    group: Group
    unit: Unit = "count"
    better: Better | None = None
    """Which direction is good; None where neither is."""
    facts: tuple[str, ...] = ()
    """Chart types of /statistics/facts, in the order in which they are tried."""
    bar_chart: str = ""
    """Chart type of /statistics/bar-chart; empty where there is none."""
    now: bool = False
    """A figure of this moment, whatever the period: it has no history and no comparison."""
    derived: str = ""
    """How it is computed where Gleap has no fact for it."""
    share_of: str = ""
    """For a rate: the metric that counts the whole, when it has to be computed."""
    share_without: str = ""
    """For a rate: the metric that counts what is taken from the whole."""


FACT_NAMES = frozenset(
    {
        "AI_QUESTIONS_ASKED_COUNT",
        "CHANGELOG_VIEW_COUNT",
        "CONVERSATION_STARTED_COUNT",
        "HELP_CENTER_ARTICLE_VIEW_COUNT",
        "HOME_MENU_CLICK_COUNT",
        "KAI_ANSWERED_COUNT",
        "KAI_DEFLECTION_COUNT",
        "KAI_DEFLECTION_RATE",
        "KAI_DEFLECTION_RATE_UNIQUE_USERS",
        "KAI_NEGATIVE_FEEDBACK_RATE",
        "KAI_NO_ANSWER_COUNT",
        "KAI_POSITIVE_FEEDBACK_PERCENTAGE",
        "KAI_POSITIVE_FEEDBACK_RATE",
        "KAI_ROUTED_TO_AGENT_COUNT",
        "KAI_ROUTED_TO_AGENT_RATE",
        "KAI_ROUTED_TO_AGENT_RATE_COUNT",
        "KAI_ROUTED_TO_AGENT_RATE_UNIQUE_USERS",
        "MEDIAN_CONVERSATION_RATING",
        "MEDIAN_FIRST_ASSIGNMENT_TIME",
        "MEDIAN_FIRST_RESPONSE_TIME",
        "MEDIAN_TIME_TO_CLOSE",
        "MESSAGE_COUNT",
        "NEWS_VIEW_COUNT",
        "NEW_TICKETS_COUNT",
        "SLA_BREACHES_COUNT",
        "SLA_COMPLIANCE",
        "SLA_NOT_COMPLIANCE",
        "SLA_NO_BREACHES_COUNT",
        "SNAPSHOT_AGENTS_ONLINE_COUNT",
        "SNAPSHOT_OPEN_TICKETS",
        "TICKETS_WITHOUT_COMMENTS_RATE",
        "TICKETS_WITH_OTHER_STATUS_THEN_OPEN_OR_CLOSED_COUNT",
        "TICKET_CLOSE_COUNT",
        "TICKET_COUNT_BY_QUERY",
        "TICKET_MEDIAN_REPLY_TIME",
        "TICKET_REPLIES_COUNT",
        "TICKET_WORKED_ON_COUNT",
        "WIDGET_OPENED_COUNT",
    }
)
"""The chart types that /statistics/facts is documented to take."""


def documented(chart_type: str) -> bool:
    """Whether the name is among those that /statistics/facts is documented to take."""
    return chart_type in FACT_NAMES


METRICS: tuple[Metric, ...] = (
    Metric(
        id="new_tickets",
        label="New tickets",
        group="volume",
        facts=("NEW_TICKETS_COUNT",),
        bar_chart="NEW_TICKETS_COUNT",
    ),
    Metric(
        id="closed_tickets",
        label="Closed tickets",
        group="volume",
        better="higher",
        facts=("TICKET_CLOSE_COUNT",),
        bar_chart="TICKET_CLOSE_COUNT",
    ),
    Metric(
        id="net_change",
        label="Net change",
        group="volume",
        better="lower",
        derived="new tickets less closed tickets",
    ),
    Metric(
        id="replies",
        label="Replies",
        group="volume",
        facts=("TICKET_REPLIES_COUNT", "REPLIES_COUNT"),
        bar_chart="REPLIES_COUNT",
    ),
    Metric(id="messages", label="Messages", group="volume", facts=("MESSAGE_COUNT",), bar_chart="MESSAGE_COUNT"),
    Metric(
        id="worked_on", label="Tickets worked on", group="volume", better="higher", facts=("TICKET_WORKED_ON_COUNT",)
    ),
    Metric(
        id="first_response_time",
        label="First response",
        group="response",
        unit="seconds",
        better="lower",
        facts=("MEDIAN_FIRST_RESPONSE_TIME",),
        bar_chart="MEDIAN_FIRST_RESPONSE_TIME",
    ),
    Metric(
        id="reply_time",
        label="Reply time",
        group="response",
        unit="seconds",
        better="lower",
        facts=("TICKET_MEDIAN_REPLY_TIME", "MEDIAN_REPLY_TIME"),
        bar_chart="MEDIAN_REPLY_TIME",
    ),
    Metric(
        id="time_to_close",
        label="Time to close",
        group="response",
        unit="seconds",
        better="lower",
        facts=("MEDIAN_TIME_TO_CLOSE",),
        bar_chart="MEDIAN_TIME_TO_CLOSE",
    ),
    Metric(
        id="first_assignment_time",
        label="First assignment",
        group="response",
        unit="seconds",
        better="lower",
        facts=("MEDIAN_FIRST_ASSIGNMENT_TIME",),
        bar_chart="MEDIAN_TIME_TO_FIRST_ASSIGNMENT",
    ),
    Metric(
        id="open_now",
        label="Open now",
        group="response",
        better="lower",
        facts=("SNAPSHOT_OPEN_TICKETS",),
        now=True,
        derived="counted open tickets",
    ),
    Metric(
        id="agents_online", label="Agents online", group="response", facts=("SNAPSHOT_AGENTS_ONLINE_COUNT",), now=True
    ),
    Metric(id="ai_involved", label="AI involved", group="ai", facts=("KAI_INVOLVED",), bar_chart="KAI_INVOLVED"),
    Metric(
        id="ai_questions",
        label="AI questions",
        group="ai",
        facts=("AI_QUESTIONS_ASKED_COUNT",),
        bar_chart="AI_QUESTIONS_ASKED_COUNT",
    ),
    Metric(id="ai_answered", label="AI answered", group="ai", better="higher", facts=("KAI_ANSWERED_COUNT",)),
    Metric(id="ai_unanswered", label="AI without answer", group="ai", better="lower", facts=("KAI_NO_ANSWER_COUNT",)),
    Metric(
        id="escalations",
        label="Escalated to people",
        group="ai",
        better="lower",
        facts=("KAI_ROUTED_TO_AGENT_COUNT", "CUSTOMER_SUPPORT_REQUESTED"),
        bar_chart="CUSTOMER_SUPPORT_REQUESTED",
    ),
    Metric(
        id="ai_deflection_rate",
        label="AI deflection",
        group="ai",
        unit="percent",
        better="higher",
        facts=("KAI_DEFLECTION_RATE",),
        derived="share of AI conversations that were not escalated",
        share_of="ai_involved",
        share_without="escalations",
    ),
    Metric(
        id="rating",
        label="Rating",
        group="quality",
        unit="rating",
        better="higher",
        facts=("MEDIAN_CONVERSATION_RATING",),
        bar_chart="MEDIAN_CONVERSATION_RATING",
    ),
    Metric(
        id="sla_breaches",
        label="SLA breaches",
        group="quality",
        better="lower",
        facts=("SLA_BREACHES_COUNT",),
        bar_chart="SLA_BREACHES_COUNT",
    ),
    Metric(
        id="sla_started",
        label="SLA started",
        group="quality",
        facts=("SLA_STARTED_COUNT",),
        bar_chart="SLA_STARTED_COUNT",
        derived="SLA breaches and SLAs kept, added",
    ),
    Metric(
        id="sla_compliance",
        label="SLA compliance",
        group="quality",
        unit="percent",
        better="higher",
        facts=("SLA_COMPLIANCE",),
        derived="share of started SLAs that were not breached",
        share_of="sla_started",
        share_without="sla_breaches",
    ),
)

METRIC: dict[str, Metric] = {metric.id: metric for metric in METRICS}
