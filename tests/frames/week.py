"""An ordinary week of a desk, and the parts that boards are made of."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from msgspec import structs

from gleaptui.board import Board
from gleaptui.gleap.backlog import Backlog, TypeCount
from gleaptui.gleap.metrics import METRICS
from gleaptui.gleap.models import Bar, Event, Series, TeamPerformance, TicketPage
from gleaptui.refresh.snapshot import Problem, Snapshot
from gleaptui.targets import State, Target
from tests.figures import NOW, Cells, board, figure
from tests.samples import agent, event, page, team, ticket

PROBLEM = Problem("network", "No connection", "api.gleap.io cannot be reached; asking again at 14:06", everywhere=True)
REFUSED = Problem("unauthorized", "The key was refused", "gleaptui doctor says more", everywhere=True)
WIDE = "日本語の名前が長い" * 8 + "八十文字分です"
"""A name of 80 wide characters, in 160 cells."""
_SPAN = "2026-09-03..2026-09-09<2026-09-09T12:00Z@Europe/Paris"
FEEDS = (
    "overview",
    "trends",
    "trends_before",
    "agents",
    "heatmap",
    "heatmap_comments",
    "events",
    "tickets",
    "backlog",
)

# For each metric what it is, what it was, and the days of the week up to today.
WEEK: dict[str, tuple[float, float, tuple[float | None, ...]]] = {
    "new_tickets": (326, 396, (61, 55, 72, 12, 9, 68, 49)),
    "closed_tickets": (311, 402, (58, 60, 63, 8, 4, 70, 48)),
    "net_change": (15, -6, ()),
    "replies": (1_284, 1_190, (240, 231, 252, 40, 31, 268, 222)),
    "messages": (4_871, 5_012, (902, 871, 930, 210, 180, 966, 812)),
    "worked_on": (402, 391, ()),
    "first_response_time": (1_260, 900, (900, 960, 1_080, 2_400, 2_100, 1_320, 1_260)),
    "reply_time": (2_820, 2_700, (2_500, 2_620, 2_700, 5_400, 4_800, 2_900, 2_820)),
    "time_to_close": (71_280, 68_400, (68_000, 70_000, 72_000, None, 91_000, 74_000, 71_280)),
    "first_assignment_time": (412, 430, (400, 420, 380, 900, 860, 410, 412)),
    "ai_involved": (218, 201, (40, 36, 44, 9, 8, 45, 36)),
    "ai_questions": (540, 498, (99, 90, 110, 22, 20, 112, 87)),
    "ai_answered": (471, 440, ()),
    "ai_unanswered": (69, 58, ()),
    "escalations": (41, 39, (7, 6, 8, 2, 1, 9, 8)),
    "ai_deflection_rate": (81.2, 80.6, ()),
    "rating": (87.4, 89.1, (88, 89, 86.5, None, 90, 87, 87.4)),
    "sla_breaches": (3, 5, (0, 1, 0, 0, 0, 2, 0)),
    "sla_started": (290, 310, (52, 48, 60, 11, 8, 64, 47)),
    "sla_compliance": (98.9, 98.4, ()),
}
OF_NOW = {"open_now": 58.0, "agents_online": 6.0}
STATES: dict[str, State] = {
    "first_response_time": "warning",
    "rating": "critical",
    "sla_breaches": "ok",
    "ai_deflection_rate": "ok",
}
TARGETS = {
    "first_response_time": Target("first_response_time", 900.0, 1_800.0),
    "rating": Target("rating", 90.0, 88.0, "below"),
    "sla_breaches": Target("sla_breaches", 5.0, 10.0),
    "ai_deflection_rate": Target("ai_deflection_rate", 75.0, 60.0, "below"),
}
NAMES = (
    *("Ada Quill", "Bo Lindqvist", "Chiara Moretti", "Dev Anand", "Elif Yıldız", "Farah Haddad", "Goran Petrović"),
    *("Hana Sato", "Ines Duarte", "Jonas Weber", "Kai", "Lotte van den Berg"),
)
_HAPPENED = (
    ("CREATE_TICKET", {"actor": "Zoe Dubois", "detail": "BUG"}),
    ("ASSIGN_TICKET", {"actor": "Ada Quill", "agent": "Bo Lindqvist"}),
    ("TICKET_REPLY", {"actor": "Bo Lindqvist", "seconds": 540.0}),
    ("COMMENT_CREATED", {"actor": "Zoe Dubois", "detail": "It still happens on the second page"}),
    ("TICKET_STATUS_CHANGE", {"actor": "Ada Quill", "old_status": "OPEN", "new_status": "DONE"}),
    ("KAI_ANSWERED", {"actor": "Kai"}),
    ("CUSTOMER_SUPPORT_REQUESTED", {"actor": "Mateo Silva"}),
    ("SLA_BREACHED", {"agent": "Chiara Moretti"}),
    ("CONVERSATION_RATED", {"actor": "Mateo Silva", "detail": "amazing"}),
    ("NOTE_CREATED", {"actor": "Dev Anand", "detail": "waits for the carrier"}),
)


def days(values: tuple[float | None, ...], back: int = 0, counts: int | None = None) -> Series:
    """Days up to today, or up to as many days before."""
    last = NOW.date() - timedelta(days=back)
    first = last - timedelta(days=len(values) - 1)
    each = [first + timedelta(days=place) for place in range(len(values))]
    pairs = zip(each, values, strict=True)
    return Series(bars=tuple(Bar(label=f"{day}", value=value, start=day, count=counts) for day, value in pairs))


def fetched(seconds: float = 20) -> datetime:
    return NOW.astimezone(UTC) - timedelta(seconds=seconds)


def answered(shown: Board, **values: object) -> Board:
    """The board with these values, just fetched."""
    period_of = {"trends_before": shown.period.previous().key, "tickets": "", "backlog": ""}
    snapshots = {
        feed: Snapshot(feed, period_of.get(feed, shown.period.key), value, fetched()) for feed, value in values.items()
    }
    return replace(shown, **snapshots)  # type: ignore[arg-type]


def week_of(figures: Mapping[str, tuple[float, float, tuple[float | None, ...]]]) -> Board:
    """A board with these figures, what they were before, and their days."""
    seconds = {metric.id for metric in METRICS if metric.unit == "seconds"}
    now = tuple(figure(name, value) for name, (value, _, _) in figures.items())
    now += tuple(figure(name, value) for name, value in OF_NOW.items())
    earlier = tuple(
        figure(name, was, before_label="3 – 9 Sep until 14:00", span=_SPAN) for name, (_, was, _) in figures.items()
    )
    trends = {
        name: days(each, counts=12 if name in seconds else None) for name, (_, _, each) in figures.items() if each
    }
    before = {
        name: days(tuple(None if value is None else value * 1.2 for value in each), back=7)
        for name, (_, _, each) in figures.items()
        if each
    }
    order = [metric.id for metric in METRICS]
    in_order = tuple(sorted(now, key=lambda one: order.index(one.metric)))
    return answered(board(in_order), comparison=earlier, trends=trends, trends_before=before)


def people(names: tuple[str, ...] = NAMES) -> TeamPerformance:
    """A team of these, the first with the most work; Kai is no person."""
    found = []
    for place, name in enumerate(names):
        load = max(1, 96 - 7 * place) if len(names) < 50 else 1 + (place * 37) % 90
        one = agent(
            name,
            worked_on=load + 6.0,
            closed=load * 0.7 // 1,
            replies=load * 3.0,
            first_reply_time=600.0 + 97 * place,
            reply_time=1_500.0 + 211 * place,
            time_to_close=40_000.0 + 3_333 * place,
            hours_active=27_000.0 - 500 * (place % 50),
            assigned=load + 2.0,
            first_assignment_reply_time=None if place % 5 == 3 else 700.0 + 60 * place,
            rating=None if place % 4 == 2 else 80.5 + place % 15,
        )
        found.append(structs.replace(one, id=f"a{place}", service_account=name == "Kai"))
    average = agent("Team average", worked_on=55.0, closed=38.0, replies=160.0, first_reply_time=1_100.0, rating=86.0)
    return team(*found, average=average)


def hours(top: float = 14.0) -> Cells:
    """A week whose busiest hour has ``top``, quiet at night and at the weekend; two hours are not known."""
    shape = (*(0,) * 6, 1, 3, 7, 11, 14, 12, 8, 9, 12, 11, 9, 6, 4, 2, 1, 1, 0, 0)
    load = (0.9, 0.8, 1.0, 0.85, 0.7, 0.2, 0.1)
    rows = [[round(each * share * top / 14) * 1.0 for each in shape] for share in load]
    missing: list[list[float | None]] = [list(row) for row in rows]
    missing[3][2] = missing[3][3] = None
    return tuple(tuple(row) for row in missing)


def happened(count: int = 120) -> tuple[Event, ...]:
    """So many events up to now, over a few hours, of all kinds."""
    return tuple(
        event(number, action, seconds_ago=60.0 + 419 * (count - number), **{"actor": "", **more})
        for number in range(count)
        for action, more in [_HAPPENED[number % len(_HAPPENED)]]
    )


def open_tickets(total: int = 58) -> Backlog:
    """So many open tickets of all ages."""
    spread = (0.4, 2.5, 3.0, 9.0, 20.0, 31.0, 55.0, 100.0)
    ages = sorted(spread[place % len(spread)] + place / 60 for place in range(total))
    created = tuple(sorted(NOW.astimezone(UTC) - timedelta(hours=age) for age in ages))
    types = {"INQUIRY": 31, "BUG": 15, "FEATURE_REQUEST": 9, "BILLING": 3}
    return Backlog(
        at=NOW,
        total=total,
        created=created,
        complete=True,
        looked_at=total,
        unassigned=9,
        oldest="t1",
        oldest_number=3021,
        oldest_at=created[0],
        waiting_number=3021,
        waiting_at=created[0],
        types=tuple(TypeCount(type=name, open=open) for name, open in types.items()),
    )


def tickets(count: int = 40) -> TicketPage:
    """The newest tickets."""
    words = ("The export stops on the second page", "How do I change the invoice address?", "App closes on start")
    return page(
        *(
            ticket(
                3_100 - number,
                title=words[number % len(words)],
                priority=("LOW", "MEDIUM", "HIGH")[number % 3],
                sla_breached=number % 9 == 4,
            )
            for number in range(count)
        ),
        total=1_523,
    )
