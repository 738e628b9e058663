"""Which feeds there are, which figures each brings, and which events move them.

Every count is a feed of its own, so that an event costs the few requests whose answers it changed and no more.
"""

from msgspec import Struct

from gleaptui.gleap.metrics import METRIC, METRICS

# What notes, ratings, archiving and the terms of an SLA are called in the log is a guess (API.md, "Raw data").
_WORK = ("TICKET_REPLY", "TICKET_STATUS_CHANGE", "ASSIGN_TICKET")
_RATED = "CONVERSATION_RATED"
_PROMISES = ("SLA_STARTED", "SLA_BREACHED")
_TALK = ("CREATE_TICKET", "TICKET_REPLY", "COMMENT_CREATED", "KAI_ANSWERED", "KAI_ANSWERED_WITH_NO_ANSWER")


class FeedPlan(Struct, frozen=True, kw_only=True):
    """One feed: what it is for and what moves it. Times are in seconds."""

    name: str
    pane: str
    """The pane whose configured interval it has."""
    metrics: tuple[str, ...] = ()
    """The figures it brings; none for a feed that is no figure."""
    kinds: tuple[str, ...] = ()
    """Kinds of event that move it (API.md, "Raw data")."""
    complete: bool = False
    """It cannot move without one of those events. One that moves all the same shows that events are missing; and a
    kind of event that nobody knows does not touch it."""
    certain: bool = False
    """Each of those events moves it. Where one has not, figures come later than events."""
    now: bool = False
    """Its value is of this moment, whatever the period."""
    slow: float | None = None
    """The interval that suffices while events are followed. None: events do not tell enough about it."""
    floor: float = 2.0
    """The shortest time between two runs that events cause while somebody looks."""
    idle_floor: float = 60.0
    """The same while nobody looks."""
    least: float = 0.0
    """The shortest time between two runs that nothing but the clock causes."""
    requests: int = 1
    only_watched: bool = False
    """It is asked for only while somebody looks."""


def _count(metric: str, kind: str, *, certain: bool = True) -> FeedPlan:
    # Asked without an event only to find out whether events are missing; one of these counts does so in turn.
    return FeedPlan(
        name=metric, pane="overview", metrics=(metric,), kinds=(kind,), complete=True, certain=certain, slow=900
    )


_TIMES = ("worked_on", "first_response_time", "reply_time", "time_to_close", "first_assignment_time", "rating")
_SLA = ("sla_breaches", "sla_started", "sla_compliance")

PLANS: tuple[FeedPlan, ...] = (
    _count("new_tickets", "CREATE_TICKET"),
    _count("closed_tickets", "TICKET_STATUS_CHANGE", certain=False),
    # A customer's message may open a ticket again, which no event tells: that comes with the slow interval.
    FeedPlan(
        name="open_now",
        pane="overview",
        metrics=("open_now",),
        kinds=("CREATE_TICKET", "TICKET_STATUS_CHANGE", "TICKET_ARCHIVED"),
        now=True,
        slow=300,
    ),
    _count("replies", "TICKET_REPLY"),
    FeedPlan(name="messages", pane="overview", metrics=("messages",), kinds=(*_TALK, _RATED), slow=600, floor=45),
    _count("escalations", "CUSTOMER_SUPPORT_REQUESTED", certain=False),
    _count("ai_involved", "KAI_INVOLVED"),
    _count("ai_questions", "KAI_QUESTION"),
    _count("ai_answered", "KAI_ANSWERED"),
    _count("ai_unanswered", "KAI_ANSWERED_WITH_NO_ANSWER"),
    FeedPlan(
        name="deflection",
        pane="overview",
        metrics=("ai_deflection_rate",),
        kinds=("KAI_INVOLVED", "CUSTOMER_SUPPORT_REQUESTED"),
        slow=600,
        floor=90,
        idle_floor=300,
    ),
    FeedPlan(
        name="response",
        pane="overview",
        metrics=_TIMES,
        kinds=(*_WORK, "NOTE_CREATED", _RATED),
        slow=900,
        floor=240,
        idle_floor=600,
        requests=len(_TIMES),
    ),
    # An SLA is breached by the clock, and no event is known to say so.
    FeedPlan(
        name="sla",
        pane="overview",
        metrics=_SLA,
        kinds=(*_WORK, *_PROMISES),
        slow=600,
        floor=240,
        idle_floor=600,
        requests=len(_SLA),
    ),
    FeedPlan(name="presence", pane="overview", metrics=("agents_online",), now=True, slow=120),
    # A page of tickets is dear, and tickets age by themselves: between two events there is nothing to learn.
    FeedPlan(
        name="backlog",
        pane="overview",
        kinds=("CREATE_TICKET", "TICKET_STATUS_CHANGE", "TICKET_ARCHIVED", "ASSIGN_TICKET", "UNASSIGN_TICKET"),
        now=True,
        slow=1_800,
        least=150,
        floor=150,
        idle_floor=300,
        requests=5,
    ),
    # What the figures were before: asked once, so that nearly all of its runs ask nothing; and anew as the part of the
    # period before grows with the running one. That can wait while no figure moves.
    FeedPlan(name="comparison", pane="overview", slow=1_800, idle_floor=5, requests=2),
    FeedPlan(
        name="trends",
        pane="trends",
        kinds=(*_TALK, *_WORK, *_PROMISES, _RATED, "CUSTOMER_SUPPORT_REQUESTED", "KAI_INVOLVED", "KAI_QUESTION"),
        slow=2_700,
        floor=400,
        idle_floor=900,
        requests=sum(1 for metric in METRICS if metric.bar_chart),
    ),
    # What stands in for a period that has nothing yet.
    FeedPlan(
        name="whole_before",
        pane="overview",
        slow=3_600,
        least=3_600,
        requests=sum(1 for metric in METRICS if not metric.now),
        only_watched=True,
    ),
    # The past does not change; what Gleap was late with comes within the hour.
    FeedPlan(
        name="trends_before",
        pane="trends",
        slow=3_600,
        least=3_600,
        requests=sum(1 for metric in METRICS if metric.bar_chart),
    ),
    FeedPlan(
        name="agents",
        pane="agents",
        kinds=(*_WORK, "UNASSIGN_TICKET", "NOTE_CREATED", _RATED),
        slow=900,
        floor=30,
        idle_floor=180,
    ),
    FeedPlan(
        name="heatmap",
        pane="heatmap",
        kinds=("CREATE_TICKET",),
        slow=1_800,
        floor=600,
        idle_floor=1_800,
    ),
    FeedPlan(
        name="heatmap_comments",
        pane="heatmap",
        kinds=("COMMENT_CREATED", "TICKET_REPLY"),
        slow=1_800,
        floor=600,
        only_watched=True,
    ),
    FeedPlan(name="events", pane="events"),
    FeedPlan(
        name="tickets",
        pane="tickets",
        kinds=(
            "CREATE_TICKET",
            "COMMENT_CREATED",
            "CUSTOMER_SUPPORT_REQUESTED",
            "UNASSIGN_TICKET",
            "TICKET_ARCHIVED",
            *_WORK,
            *_PROMISES,
        ),
        now=True,
        slow=600,
        floor=10,
        idle_floor=120,
    ),
)

PLAN: dict[str, FeedPlan] = {plan.name: plan for plan in PLANS}
FIGURE_FEEDS: dict[str, tuple[str, ...]] = {plan.name: plan.metrics for plan in PLANS if plan.metrics}
"""The feeds that bring figures, and which."""
FEED_OF: dict[str, str] = {metric: name for name, metrics in FIGURE_FEEDS.items() for metric in metrics}
"""The feed of each metric; those that are computed from other figures have none."""

COMPUTED = {"net_change": ("new_tickets", "closed_tickets")}
"""Figures without a feed, and what they are computed from: the first less the second."""


def feeds_of(metric: str) -> tuple[str, ...]:
    """The feeds that a metric's figure comes from."""
    return tuple(FEED_OF[part] for part in COMPUTED.get(metric, (metric,)))


NEWS = "news"
"""The feed that looks for events of this moment while the events of a past period are shown."""

PAST = ("trends_before", "whole_before")
"""The feeds of what is over: nothing new is to be had by asking again."""

_FIGURES = tuple(FIGURE_FEEDS)
WATCHED: dict[str, tuple[str, ...]] = {
    # The days before are laid over its plot once they have come, which has time.
    "Overview": (*_FIGURES, "comparison", "backlog", "trends", "whole_before"),
    "Trends": ("trends", *_FIGURES, "comparison", "trends_before"),
    "Agents": ("agents",),
    "Heatmap": ("heatmap", "heatmap_comments"),
    "Events": ("events",),
    "Tickets": ("tickets",),
}
"""The feeds that each pane shows, the most wanted first."""

_MOVES_NOTHING = ("KAI_FEEDBACK",)
TOUCHES: dict[str, tuple[str, ...]] = {
    kind: tuple(plan.name for plan in PLANS if kind in plan.kinds)
    for kind in sorted({*_MOVES_NOTHING, *(kind for plan in PLANS for kind in plan.kinds)})
}
"""The feeds that each kind of event moves."""
UNKNOWN_TOUCHES = tuple(plan.name for plan in PLANS if plan.kinds and not plan.complete)
"""What a kind of event that nobody knows may have moved."""

assert FEED_OF.keys() == {metric for metric in METRIC if metric not in COMPUTED}
