"""What ``check --json`` prints against the demo desk, held to the desk's own log of events: every figure and its
change, each period, three zones, both shapes of answers, with the strict enumeration of chart types and with the
lenient one.

The expectations are computed here from the raw lines of the log and from nothing else of the desk, with two exceptions
that no log can tell: who is on shift, and which tickets are spam.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from statistics import mean, median
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gleaptui.clock import SystemClock
from gleaptui.commands.check import read, to_json
from gleaptui.config import Settings
from gleaptui.demo import kinds
from gleaptui.demo.desk import Desk
from gleaptui.demo.people import PEOPLE
from gleaptui.demo.routes import EnumMode, Shape
from gleaptui.demo.server import create_app
from gleaptui.gleap.change import LEAST_BASE
from gleaptui.gleap.metrics import METRIC, METRICS, Metric
from gleaptui.gleap.periods import NAMES, Period, compared, resolve
from gleaptui.secret import Secret
from tests.live_server import PROJECT, TOKEN, LiveServer

NOW = datetime(2026, 10, 27, 15, 5, tzinfo=UTC)
"""Two days after clocks went back in Europe."""
ZONES = ("Europe/Paris", "Asia/Kolkata", "America/Los_Angeles")
PERIODS = (*NAMES, "2026-10-24..2026-10-26")
DESK = Desk(now=NOW, days=70, tickets_per_day=25, zone="Europe/Paris")
EVENTS = [DESK.log.event(index) for index in range(len(DESK.log))]
_MESSAGES = {
    kinds.CREATED,
    kinds.REPLY_FIRST,
    kinds.REPLY,
    kinds.COMMENT,
    kinds.COMMENT_AFTER_CLOSE,
    kinds.KAI_ANSWERED,
    kinds.KAI_NO_ANSWER,
    kinds.ESCALATED,
    kinds.RATED,
}
_WORK = {kinds.REPLY_FIRST, kinds.REPLY, kinds.NOTE, kinds.STATUS, kinds.CLOSED_FIRST, kinds.CLOSED}
_REPLIES, _CLOSES = {kinds.REPLY_FIRST, kinds.REPLY}, {kinds.CLOSED_FIRST, kinds.CLOSED}


class Standing(SystemClock):
    """Shows one moment for ever."""

    def now(self) -> datetime:
        return NOW


@dataclass(frozen=True)
class Lines:
    """The lines of the log that fall on some days of a zone, and perhaps only on the first hours of the last one."""

    of_kind: dict[int, list[kinds.Event]]

    @classmethod
    def of(cls, span: Period) -> "Lines":
        zone = ZoneInfo(span.zone)
        midnight = datetime.combine(span.first, time.min, zone)
        after = span.until or datetime.combine(span.last + timedelta(days=1), time.min, zone)
        first, last = midnight.timestamp() * 1000, after.timestamp() * 1000
        of_kind: dict[int, list[kinds.Event]] = {}
        for event in EVENTS:
            if first <= event[0] < last:
                of_kind.setdefault(event[3], []).append(event)
        return cls(of_kind)

    def all(self, *wanted: int) -> list[kinds.Event]:
        return [event for kind in wanted for event in self.of_kind.get(kind, ())]

    def count(self, *wanted: int) -> int:
        return len(self.all(*wanted))

    def values(self, *wanted: int) -> list[int]:
        return [event[5] for event in self.all(*wanted)]

    def tickets(self, wanted: set[int]) -> int:
        return len({event[1] for event in self.all(*wanted)})


def _middle(*wanted: int) -> Callable[[Lines], float | None]:
    return lambda log: median(values) if (values := log.values(*wanted)) else None


def _share(part: int, whole: int) -> float | None:
    return 100 * (whole - part) / whole if whole else None


@cache
def _open() -> int:
    """Tickets that are open now, by playing all changes of status again."""
    status: dict[int, int] = {}
    archived: set[int] = set()
    for _, number, _, kind, _, value, _ in EVENTS:
        if kind == kinds.CREATED:
            status[number] = kinds.OPEN
        elif kind == kinds.STATUS:
            status[number] = value
        elif kind in _CLOSES:
            status[number] = kinds.DONE
        elif kind == kinds.ARCHIVED:
            archived.add(number)
    found = {number for number, one in status.items() if one == kinds.OPEN} - archived
    cases = (DESK.case(number) for number in found)
    return sum(case is not None and not case.traits.spam for case in cases)


EXPECTED: dict[str, Callable[[Lines], float | None]] = {
    "new_tickets": lambda log: log.count(kinds.CREATED),
    "closed_tickets": lambda log: log.count(*_CLOSES),
    "net_change": lambda log: log.count(kinds.CREATED) - log.count(*_CLOSES),
    "replies": lambda log: log.count(*_REPLIES),
    "messages": lambda log: log.count(*_MESSAGES),
    "worked_on": lambda log: log.tickets(_WORK),
    "first_response_time": _middle(kinds.REPLY_FIRST),
    "reply_time": _middle(*_REPLIES),
    "time_to_close": _middle(kinds.CLOSED_FIRST),
    "first_assignment_time": _middle(kinds.ASSIGNED_FIRST),
    "open_now": lambda _log: _open(),
    "agents_online": lambda _log: sum(agent < PEOPLE for agent in DESK.rhythm.on_duty(DESK.now)),
    "ai_involved": lambda log: log.count(kinds.KAI_INVOLVED),
    "ai_questions": lambda log: log.count(kinds.KAI_QUESTION),
    "ai_answered": lambda log: log.count(kinds.KAI_ANSWERED),
    "ai_unanswered": lambda log: log.count(kinds.KAI_NO_ANSWER),
    "escalations": lambda log: log.count(kinds.ESCALATED),
    "ai_deflection_rate": lambda log: _share(log.count(kinds.ESCALATED), log.count(kinds.KAI_INVOLVED)),
    "rating": lambda log: mean(values) * 10 if (values := log.values(kinds.RATED)) else None,
    "sla_breaches": lambda log: log.count(kinds.SLA_BREACHED),
    "sla_started": lambda log: log.count(kinds.SLA_STARTED),
    "sla_compliance": lambda log: _share(log.count(kinds.SLA_BREACHED), log.count(kinds.SLA_STARTED)),
}
"""What each figure should be, from the lines of the period."""
TOLERANCE = {"count": 0.0, "seconds": 0.51, "percent": 0.051, "rating": 0.51}
"""How far a figure may be off: in one of the shapes, answers are rounded for people."""


@dataclass(frozen=True)
class Wanted:
    """What a figure should be, and by how many per cent it should have changed; None where there is no such number."""

    value: float | None
    change: float | None
    change_tolerance: float


@cache
def wanted(span: Period) -> dict[str, Wanted]:
    """Every figure of the period, by the log."""
    earlier = compared(span, NOW)
    log, log_before = Lines.of(span), Lines.of(earlier) if earlier is not None else None
    return {
        metric.id: _wanted(metric, EXPECTED[metric.id](log), EXPECTED[metric.id](log_before) if log_before else None)
        for metric in METRICS
    }


def _wanted(metric: Metric, value: float | None, before: float | None) -> Wanted:
    least = LEAST_BASE if metric.unit == "count" else 1e-9
    if value is None or before is None or before < least or metric.now or metric.id == "net_change":
        return Wanted(value, None, 0.0)
    tolerance = TOLERANCE[metric.unit] * (1 + value / before) / before * 100
    return Wanted(value, (value - before) / before * 100, tolerance + 1e-9)


PARIS, *FURTHER = ZONES
ALIKE: tuple[tuple[Shape, EnumMode], ...] = (("likelier", "strict"), ("other", "lenient"))
CROSSED: tuple[tuple[Shape, EnumMode], ...] = (("likelier", "lenient"), ("other", "strict"))
"""Every period is read in each of the four; in the zones without a change of clocks, two tell as much."""


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest) -> Iterator[LiveServer]:
    shape: Shape
    enum: EnumMode
    shape, enum = request.param
    server = LiveServer()
    server.control.limit = server.control.ticket_limit = None
    server.through(lambda _: create_app(DESK, clock=Standing(), shape=shape, enum=enum, control=server.control))
    with server:
        yield server


@pytest.mark.parametrize(
    ("server", "zone"),
    [(spoken, PARIS) for spoken in ALIKE + CROSSED] + [(spoken, zone) for spoken in ALIKE for zone in FURTHER],
    indirect=["server"],
)
async def test_every_figure_is_what_the_log_says(server: LiveServer, zone: str) -> None:
    assert EXPECTED.keys() == METRIC.keys()
    for name in PERIODS:
        settings = Settings(project=PROJECT, token=Secret(TOKEN), base_url=server.url, timezone=zone, period=name)
        report = json.loads(to_json(await read(settings, Standing())))
        span = resolve(name, NOW, zone)
        assert report["status"] == "ok"
        assert report["errors"] == []
        assert report["period"] == {
            "name": name,
            "start": span.start.isoformat().replace("+00:00", "Z"),
            "end": span.end.isoformat().replace("+00:00", "Z"),
            "timezone": zone,
        }
        assert [metric["id"] for metric in report["metrics"]] == [metric.id for metric in METRICS]
        for metric in report["metrics"]:
            _agrees(metric, wanted(span)[metric["id"]], name)


def _agrees(metric: dict[str, Any], wanted: Wanted, period: str) -> None:
    place = (metric["id"], period, metric["source"], metric["chart_type"])
    if wanted.value is None:
        assert (metric["value"], metric["state"]) == (None, "unavailable"), place
        assert metric["reason"], place
    else:
        assert metric["value"] == pytest.approx(wanted.value, rel=1e-9, abs=TOLERANCE[metric["unit"]]), place
        assert (metric["state"], metric["unit"]) == ("ok", METRIC[metric["id"]].unit), place
        assert metric["source"] in ("fact", "sum_of_days", "derived"), place
    if wanted.change is None:
        assert metric["change_pct"] is None, place
    else:
        assert metric["change_pct"] == pytest.approx(wanted.change, rel=1e-9, abs=wanted.change_tolerance), place
