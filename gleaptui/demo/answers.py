"""What the desk can say of a window of time: counts, medians, shares. Plain functions over the log.

A figure is None where there is nothing to tell it from; durations are seconds, shares per cent, ratings 0 to 100.
"""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from gleaptui.demo import kinds
from gleaptui.demo.desk import Desk
from gleaptui.demo.people import PEOPLE
from gleaptui.demo.visits import visits
from gleaptui.demo.windows import Window

Unit = Literal["count", "seconds", "percent", "rating"]
Number = int | float


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric: how to get it for a window, and what it is. ``now`` means that the window does not matter."""

    title: str
    unit: Unit
    of: Callable[[Desk, Window, bool], Number | None]
    """Gives the figure of a window; the flag asks for an average in place of a median."""
    samples: Callable[[Desk, Window], int] | None = None
    """How many samples stand behind a median."""
    now: bool = False


def median(values: "Sequence[int] | array[int]") -> float | None:
    """The true median; None without values."""
    if not values:
        return None
    ordered, middle = sorted(values), len(values) // 2
    if len(ordered) % 2:
        return float(ordered[middle])
    return (ordered[middle - 1] + ordered[middle]) / 2


def mean(values: "Sequence[int] | array[int]") -> float | None:
    """The average; None without values."""
    return sum(values) / len(values) if values else None


def change(value: Number | None, before: Number | None) -> float | None:
    """By how many per cent the value differs from the one before; None where that cannot be said."""
    if value is None or not before:
        return None
    return round((value - before) / before * 100, 2)


def progress(desk: Desk, measure: Measure, window: Window, average: bool = False) -> float | None:
    """The change against the window before, None where the log does not reach back that far."""
    before = window.previous()
    if measure.now or before.begin < desk.begins:
        return None
    return change(measure.of(desk, window, average), measure.of(desk, before, average))


def _count(track: str) -> Callable[[Desk, Window, bool], int]:
    return lambda desk, window, average: desk.log.track(track).count(*window)


def _counted(title: str, track: str) -> Measure:
    return Measure(title, "count", _count(track))


def _timed(title: str, track: str) -> Measure:
    def of(desk: Desk, window: Window, average: bool) -> float | None:
        values = desk.log.track(track).values(*window)
        return mean(values) if average else median(values)

    return Measure(title, "seconds", of, lambda desk, window: desk.log.track(track).count(*window))


def _visited(title: str, name: str) -> Measure:
    return Measure(title, "count", lambda desk, window, average: visits(desk, name, *window))


def _share(title: str, of: Callable[[Desk, Window], tuple[Number, Number]]) -> Measure:
    def share(desk: Desk, window: Window, average: bool) -> float | None:
        part, whole = of(desk, window)
        return 100 * part / whole if whole else None

    return Measure(title, "percent", share)


def count_of(desk: Desk, track: str, window: Window) -> int:
    """How many entries of that sort the window has."""
    return desk.log.track(track).count(*window)


def deflected(desk: Desk, window: Window) -> int:
    """Conversations that the assistant took part in and that no person had to take over."""
    return max(0, count_of(desk, "kai_involved", window) - count_of(desk, "escalated", window))


def _feedback(desk: Desk, window: Window, wanted: int) -> tuple[int, int]:
    values = desk.log.track("kai_feedback").values(*window)
    return sum(1 for value in values if value == wanted), len(values)


def rating(desk: Desk, window: Window, average: bool = False) -> float | None:
    """The mean of the ratings 2, 6 and 10 on a scale to 100; a median of three answers would say nothing."""
    found = mean(desk.log.track("rated").values(*window))
    return None if found is None else found * 10


def _kept(desk: Desk, window: Window) -> int:
    return max(0, count_of(desk, "sla_started", window) - count_of(desk, "sla_breached", window))


def _created(desk: Desk, window: Window) -> "list[int]":
    return list(desk.log.track("created").numbers(*window))


def _other_status(desk: Desk, window: Window, average: bool) -> int:
    found = (desk.case(number) for number in _created(desk, window))
    return sum(1 for case in found if case and case.status not in (kinds.OPEN, kinds.DONE))


def _without_comments(desk: Desk, window: Window) -> tuple[int, int]:
    found = [case for case in (desk.case(number) for number in _created(desk, window)) if case]
    return sum(1 for case in found if not case.replied and not case.commented), len(found)


def _reassignments(desk: Desk, window: Window, average: bool) -> float | None:
    found = (desk.case(number) for number in desk.log.track("closed_first").numbers(*window))
    values = [case.reassigned for case in found if case]
    return mean(values) if average else median(values)


def open_now(desk: Desk) -> int:
    """Tickets with status OPEN that are neither archived nor spam."""
    return sum(
        count
        for (_, status, archived, spam, _), count in desk.boxes.items()
        if status == kinds.OPEN and not archived and not spam
    )


def agents_online(desk: Desk) -> tuple[int, ...]:
    """The agents on shift now; service accounts are not counted."""
    return tuple(agent for agent in desk.rhythm.on_duty(desk.now) if agent < PEOPLE)


def last_seen(desk: Desk, index: int) -> int:
    """When the agent last did anything, or the beginning of the log."""
    if index in agents_online(desk):
        return desk.now - desk.now % 60_000
    activity = desk.log.track_of("activity", index)
    return activity.at[-1] if len(activity.at) else desk.begins


MEASURES: dict[str, Measure] = {
    "new": _counted("New tickets", "created"),
    "closed": _counted("Closed tickets", "closed"),
    "replies": _counted("Replies", "reply"),
    "messages": _counted("Messages", "message"),
    "worked_on": Measure(
        "Tickets worked on",
        "count",
        lambda desk, window, average: len(set(desk.log.track("activity").numbers(*window))),
    ),
    "first_response": _timed("Median first response time", "reply_first"),
    "reply": _timed("Median reply time", "reply"),
    "close": _timed("Median time to close", "closed_first"),
    "first_assignment": _timed("Median time to first assignment", "assigned_first"),
    "reassignments": Measure(
        "Median reassignments",
        "count",
        _reassignments,
        lambda desk, window: count_of(desk, "closed_first", window),
    ),
    "open_now": Measure("Open tickets", "count", lambda desk, window, average: open_now(desk), now=True),
    "online": Measure("Agents online", "count", lambda desk, window, average: len(agents_online(desk)), now=True),
    "other_status": Measure("Other status", "count", _other_status),
    "rating": Measure("Conversation rating", "rating", rating, lambda desk, window: count_of(desk, "rated", window)),
    "kai_involved": _counted("Kai involved", "kai_involved"),
    "kai_answered": _counted("Kai answered", "kai_answered"),
    "kai_no_answer": _counted("Kai without an answer", "kai_no_answer"),
    "kai_questions": _counted("AI questions asked", "kai_question"),
    "escalated": _counted("Customer support requested", "escalated"),
    "deflected": Measure("Deflected by Kai", "count", lambda desk, window, average: deflected(desk, window)),
    "deflection": _share(
        "Deflection rate",
        lambda desk, window: (deflected(desk, window), count_of(desk, "kai_involved", window)),
    ),
    "routed_rate": _share(
        "Routed to agent rate",
        lambda desk, window: (
            count_of(desk, "kai_involved", window) - deflected(desk, window),
            count_of(desk, "kai_involved", window),
        ),
    ),
    "kai_positive": _share("Positive AI feedback", lambda desk, window: _feedback(desk, window, 1)),
    "kai_negative": _share("Negative AI feedback", lambda desk, window: _feedback(desk, window, 0)),
    "sla_started": _counted("SLA started", "sla_started"),
    "sla_breached": _counted("SLA breaches", "sla_breached"),
    "sla_kept": Measure("SLA without breach", "count", lambda desk, window, average: _kept(desk, window)),
    "sla_compliance": _share(
        "SLA compliance", lambda desk, window: (_kept(desk, window), count_of(desk, "sla_started", window))
    ),
    "sla_failure": _share(
        "SLA not compliant",
        lambda desk, window: (
            count_of(desk, "sla_started", window) - _kept(desk, window),
            count_of(desk, "sla_started", window),
        ),
    ),
    "without_comments": _share("Tickets without comments", _without_comments),
    "articles": _visited("Help center article views", "HELP_CENTER_ARTICLE_VIEW"),
    "news": _visited("News views", "NEWS_VIEW"),
    "changelog": _visited("Changelog views", "CHANGELOG_VIEW"),
    "widget": _visited("Widget opened", "WIDGET_OPENED"),
    "menu": _visited("Home menu clicks", "HOME_MENU_CLICK"),
    "conversations": _visited("Conversations started", "CONVERSATION_STARTED"),
}

FACTS: dict[str, str] = {
    "NEW_TICKETS_COUNT": "new",
    "TICKET_COUNT_BY_QUERY": "new",
    "TICKET_CLOSE_COUNT": "closed",
    "TICKET_REPLIES_COUNT": "replies",
    "MESSAGE_COUNT": "messages",
    "TICKET_WORKED_ON_COUNT": "worked_on",
    "MEDIAN_FIRST_RESPONSE_TIME": "first_response",
    "TICKET_MEDIAN_REPLY_TIME": "reply",
    "MEDIAN_TIME_TO_CLOSE": "close",
    "MEDIAN_FIRST_ASSIGNMENT_TIME": "first_assignment",
    "SNAPSHOT_OPEN_TICKETS": "open_now",
    "SNAPSHOT_AGENTS_ONLINE_COUNT": "online",
    "TICKETS_WITH_OTHER_STATUS_THEN_OPEN_OR_CLOSED_COUNT": "other_status",
    "MEDIAN_CONVERSATION_RATING": "rating",
    "KAI_ANSWERED_COUNT": "kai_answered",
    "KAI_NO_ANSWER_COUNT": "kai_no_answer",
    "AI_QUESTIONS_ASKED_COUNT": "kai_questions",
    "KAI_ROUTED_TO_AGENT_COUNT": "escalated",
    "KAI_ROUTED_TO_AGENT_RATE_COUNT": "escalated",
    "KAI_ROUTED_TO_AGENT_RATE": "routed_rate",
    "KAI_ROUTED_TO_AGENT_RATE_UNIQUE_USERS": "routed_rate",
    "KAI_DEFLECTION_COUNT": "deflected",
    "KAI_DEFLECTION_RATE": "deflection",
    "KAI_DEFLECTION_RATE_UNIQUE_USERS": "deflection",
    "KAI_POSITIVE_FEEDBACK_RATE": "kai_positive",
    "KAI_POSITIVE_FEEDBACK_PERCENTAGE": "kai_positive",
    "KAI_NEGATIVE_FEEDBACK_RATE": "kai_negative",
    "SLA_BREACHES_COUNT": "sla_breached",
    "SLA_NO_BREACHES_COUNT": "sla_kept",
    "SLA_COMPLIANCE": "sla_compliance",
    "SLA_NOT_COMPLIANCE": "sla_failure",
    "TICKETS_WITHOUT_COMMENTS_RATE": "without_comments",
    "HELP_CENTER_ARTICLE_VIEW_COUNT": "articles",
    "NEWS_VIEW_COUNT": "news",
    "CHANGELOG_VIEW_COUNT": "changelog",
    "WIDGET_OPENED_COUNT": "widget",
    "HOME_MENU_CLICK_COUNT": "menu",
    "CONVERSATION_STARTED_COUNT": "conversations",
}
"""The chart types of /statistics/facts (API.md, "Metrics")."""

BARS: dict[str, str] = {
    "NEW_TICKETS_COUNT": "new",
    "TICKET_CLOSE_COUNT": "closed",
    "REPLIES_COUNT": "replies",
    "MEDIAN_FIRST_RESPONSE_TIME": "first_response",
    "MEDIAN_TIME_TO_CLOSE": "close",
    "MEDIAN_REPLY_TIME": "reply",
    "MEDIAN_CONVERSATION_RATING": "rating",
    "MEDIAN_REASSIGNMENT_COUNT": "reassignments",
    "MEDIAN_TIME_TO_FIRST_ASSIGNMENT": "first_assignment",
    "HELP_CENTER_ARTICLE_VIEW_COUNT": "articles",
    "NEWS_VIEW_COUNT": "news",
    "CHANGELOG_VIEW_COUNT": "changelog",
    "KAI_INVOLVED": "kai_involved",
    "MESSAGE_COUNT": "messages",
    "AI_QUESTIONS_ASKED_COUNT": "kai_questions",
    "CUSTOMER_SUPPORT_REQUESTED": "escalated",
    "SLA_BREACHES_COUNT": "sla_breached",
    "SLA_STARTED_COUNT": "sla_started",
    "AI_RATING_GROUPED_BY_DATE": "kai_positive",
    "WIDGET_OPENED_COUNT_BY_DATE": "widget",
    "HOME_MENU_CLICK_COUNT_BY_DATE": "menu",
    "CONVERSATION_STARTED_COUNT_BY_DATE": "conversations",
}
"""The chart types of /statistics/bar-chart with one line; tickets by tag have several."""

TAGGED = "TICKET_CREATION_GROUPED_BY_DATE_AND_TAGS"
