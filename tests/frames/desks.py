"""Whole boards, one for each kind of data that a pane may be handed."""

from dataclasses import replace
from datetime import UTC, timedelta

from msgspec import structs

from gleaptui.alerts import Alert
from gleaptui.board import Board
from gleaptui.gleap.backlog import Backlog, TypeCount
from gleaptui.gleap.metrics import METRICS
from gleaptui.gleap.models import Heatmap, TeamPerformance
from gleaptui.refresh.snapshot import Snapshot
from tests.figures import NOW, board, figure
from tests.frames.week import (
    FEEDS,
    NAMES,
    OF_NOW,
    PROBLEM,
    REFUSED,
    STATES,
    TARGETS,
    WEEK,
    WIDE,
    answered,
    fetched,
    happened,
    hours,
    open_tickets,
    people,
    tickets,
    week_of,
)
from tests.samples import HOSTILE, agent, event, page, team, ticket


def full() -> Board:
    """An ordinary week: two figures off their targets, all feeds answered."""
    shown = answered(
        week_of(WEEK),
        agents=people(),
        heatmap=Heatmap(cells=hours()),
        heatmap_comments=Heatmap(cells=hours(60)),
        events=happened(),
        tickets=tickets(),
        backlog=open_tickets(),
    )
    looks = {
        name: tuple((NOW - timedelta(minutes=30 * back), value + back % 7) for back in range(48, -1, -1))
        for name, value in OF_NOW.items()
    }
    return replace(shown, targets=TARGETS, states=STATES, samples=looks)


def empty() -> Board:
    """Everything was answered, and there is nothing."""
    nothing = dict.fromkeys(WEEK, (0.0, 0.0, ()))
    shown = answered(
        week_of(nothing),
        trends={},
        trends_before={},
        agents=team(),
        heatmap=Heatmap(),
        heatmap_comments=Heatmap(),
        events=(),
        tickets=page(total=0),
        backlog=Backlog(at=NOW, total=0, complete=True, unassigned=0),
    )
    missing = tuple(
        figure(one.metric, None, reason="no such figure in this period")
        if METRICS[place].unit != "count"
        else figure(one.metric, 0.0)
        for place, one in enumerate(shown.overview.value or ())
    )
    return answered(shown, overview=missing)


def stale() -> Board:
    """All of it is four minutes old, as nothing comes through any more."""
    shown = full()
    changes = {
        feed: replace(getattr(shown, feed), fetched_at=fetched(240)).failed(PROBLEM) for feed in (*FEEDS, "comparison")
    }
    return replace(shown, **changes)


def failing() -> Board:
    """Nothing was ever answered: the key was refused."""
    shown = replace(board(), targets=TARGETS)
    refused: dict[str, object] = {feed: Snapshot(feed).failed(REFUSED) for feed in (*FEEDS, "comparison")}
    return replace(shown, **refused)  # type: ignore[arg-type]


def hostile() -> Board:
    """Every text is one that could break a screen."""
    shown = full()
    words = [words for words in HOSTILE if words]
    refused = tuple(
        figure(one.metric, None, reason=HOSTILE[place % len(HOSTILE)])
        for place, one in enumerate(shown.overview.value or ())
    )
    said = [
        event(n, words[n % len(words)], actor=words[-n % len(words)], detail=words[n // 2 % len(words)])
        for n in range(60)
    ]
    backlog = replace_types(open_tickets(8), words)
    titled = (ticket(n, title=words[n % len(words)], status=words[-n % len(words)]) for n in range(30))
    return answered(
        shown,
        overview=refused,
        agents=people(tuple(HOSTILE)),
        events=tuple(said),
        tickets=page(*titled),
        backlog=backlog,
    )


def replace_types(backlog: Backlog, names: list[str]) -> Backlog:
    """The backlog with tickets of such types."""
    return structs.replace(backlog, types=tuple(TypeCount(type=name, open=n + 1) for n, name in enumerate(names)))


def extreme() -> Board:
    """Names of 80 wide characters, 10^12 tickets, years of waiting, 500 agents."""
    vast: dict[str, tuple[float, float, tuple[float | None, ...]]] = {}
    for metric in METRICS:
        if metric.now:
            continue
        size = {"seconds": 3.2e8, "percent": 100.0, "rating": 100.0}.get(metric.unit, 1e12)
        series = tuple(size * part for part in (0.1, 0.9, 1.0, 0.0, 0.5, 0.25, 0.75)) if WEEK[metric.id][2] else ()
        vast[metric.id] = (size if metric.id != "net_change" else -size, size / 3, series)
    names = (WIDE, *(f"{NAMES[n % len(NAMES)]} {chr(65 + n // 26)}{chr(97 + n % 26)}" for n in range(1, 500)))
    many = people(names)
    heavy = agent(
        WIDE, **dict.fromkeys(("worked_on", "closed", "replies", "reply_time", "rating", "assigned"), 1000000000000.0)
    )
    crowd = team(heavy, *many.agents[1:], average=many.average)
    said = tuple(event(n, actor=WIDE, detail=WIDE, seconds=3.2e8) for n in range(60))
    shown = answered(
        week_of(vast),
        agents=crowd,
        heatmap=Heatmap(cells=hours(1e12)),
        heatmap_comments=Heatmap(cells=hours(1e12)),
        events=said,
        tickets=page(*(ticket(999_999 - n, title=WIDE) for n in range(60)), total=10**12),
        backlog=Backlog(
            at=NOW, total=10**12, older=(10**12 - 1, 10**11, 10**10, 10**9), unassigned=10**11, looked_at=1_000
        ),
    )
    return replace(shown, targets=TARGETS, states=dict.fromkeys(TARGETS, "critical"))


def alone() -> Board:
    """A team of one."""
    return answered(full(), agents=people(NAMES[:1]))


def unmanned() -> Board:
    """No agents."""
    return answered(full(), agents=team())


def alarms() -> tuple[Alert, ...]:
    """Two figures that are off their targets, and nobody has acknowledged it."""
    now = NOW.astimezone(UTC)
    since, as_of = now - timedelta(minutes=25), now - timedelta(seconds=20)
    return (
        Alert("rating", "critical", since, 87.4, TARGETS["rating"], as_of, "last 7 days"),
        Alert("first_response_time", "warning", since, 1_260.0, TARGETS["first_response_time"], as_of, "last 7 days"),
    )


DESKS = {
    "full": full,
    "empty": empty,
    "loading": board,
    "stale": stale,
    "failing": failing,
    "hostile": hostile,
    "extreme": extreme,
}
TEAMS = {"alone": alone, "unmanned": unmanned}
"""What only those panes show that list people."""


def marked() -> Board:
    """Figures that can be told from whatever else has digits: all of them are long and begin with a 6 or an 8."""
    size = {"count": 1_001.0, "seconds": 90_000.0, "percent": 0.1, "rating": 0.1}
    start = {"count": (61_234, 81_345), "seconds": (62 * 86_400, 82 * 86_400), "percent": (61.3, 81.3)}
    start["rating"] = start["percent"]
    told: dict[str, tuple[float, float, tuple[float | None, ...]]] = {}
    for place, metric in enumerate(METRICS):
        if metric.now:
            continue
        is_, was = (first + place * size[metric.unit] for first in start[metric.unit])
        days_of = tuple(is_ + each * size[metric.unit] * 2 for each in range(6)) if WEEK[metric.id][2] else ()
        told[metric.id] = (is_, was, (*days_of, None) if days_of else ())
    names = tuple(name for name in NAMES if name.isascii())
    team_of = people(names)
    busy = tuple(
        structs.replace(
            one,
            **{
                key: structs.replace(cell, value=first + 1_001 * place if unit == "count" else first + 90_000 * place)
                for key, unit in (("worked_on", "count"), ("closed", "count"), ("reply_time", "seconds"))
                if (cell := getattr(one, key)).value is not None
                for first in [61_500 if unit == "count" else 64 * 86_400]
            },
        )
        for place, one in enumerate(team_of.agents)
    )
    waited = tuple(
        structs.replace(one, seconds=65.0 * 86_400 + 7_200) if one.seconds is not None else one for one in happened()
    )
    shown = replace(full(), targets={name: TARGETS[name] for name in ("first_response_time", "sla_breaches")})
    week = week_of(told)
    return replace(
        answered(
            shown,
            overview=week.overview.value,
            comparison=week.comparison.value,
            trends=week.trends.value,
            trends_before=week.trends_before.value,
            agents=TeamPerformance(agents=busy, average=team_of.average),
            heatmap=Heatmap(cells=hours(6_400)),
            events=waited,
            backlog=structs.replace(open_tickets(), total=61_777),
        ),
        states={"first_response_time": "critical", "sla_breaches": "warning"},
    )
