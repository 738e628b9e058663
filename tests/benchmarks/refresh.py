"""A day of a busy desk on a virtual clock: how late figures are, and what that costs in requests.

Everything but time and distance is real: the watch with its client, its readers and its budget asks the demo desk. The
engine follows the event log; it is compared with the same feeds at plain fixed intervals, stretched so that they cost
as much. Those read no event log, which is in their favour.
"""

import asyncio
import sys
import time
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles
from typing import TypeVar

import httpx

from gleaptui.config import FLOORS, Intervals, Refresh, Settings
from gleaptui.demo import kinds
from gleaptui.demo.desk import Desk
from gleaptui.demo.people import PROJECT
from gleaptui.demo.server import TOKEN, create_app
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.credentials import Credentials
from gleaptui.gleap.models import Figure
from gleaptui.gleap.periods import Period, resolve
from gleaptui.plan import PLANS, WATCHED
from gleaptui.refresh.budget import Budget
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.secret import Secret
from gleaptui.watch import Watch
from tests.virtual_clock import VirtualClock, run

MIDNIGHT = datetime(2026, 9, 15, tzinfo=UTC)
TICKETS_A_DAY, TICKETS_OF_A_SMALL_DESK = 2_000, 60
LATENCY = 0.4
TRACKS = {
    "new_tickets": "created",
    "closed_tickets": "closed",
    "replies": "reply",
    "escalations": "escalated",
    "ai_involved": "kai_involved",
    "ai_questions": "kai_question",
    "ai_answered": "kai_answered",
    "ai_unanswered": "kai_no_answer",
}
"""What the desk counts for each count of the Overview."""
UNWATCHED = ("agents", "heatmap", "tickets")

Value = TypeVar("Value")
# httpx looks for it on every request.
sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]


class Distance(httpx.AsyncBaseTransport):
    """The way to the desk and back, and when requests arrived there."""

    def __init__(self, desk: Desk, clock: VirtualClock) -> None:
        self._desk = httpx.ASGITransport(app=create_app(desk, clock=clock))
        self._clock = clock
        self.arrived: list[float] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await self._clock.sleep(LATENCY / 2)
        self.arrived.append(self._clock.now().timestamp())
        answer = await self._desk.handle_async_request(request)
        await self._clock.sleep(LATENCY / 2)
        return answer


@dataclass
class Result:
    """What was measured."""

    seconds: float = 0.0
    requests: int = 0
    worst: int = 0
    """The most requests that arrived in any 60 seconds, the first ones of all included."""
    watched: list[float] = field(default_factory=list)
    unwatched: list[float] = field(default_factory=list)
    events: int = 0
    followed: bool = True

    @property
    def mean(self) -> float:
        """Requests a minute."""
        return self.requests * 60 / self.seconds

    @property
    def late(self) -> float:
        """Seconds from an event to the figure that is watched, in 95 of 100 cases at most."""
        return quantiles(self.watched, n=20)[-1]

    def __add__(self, other: "Result") -> "Result":
        return Result(
            self.seconds + other.seconds,
            self.requests + other.requests,
            max(self.worst, other.worst),
            self.watched + other.watched,
            self.unwatched + other.unwatched,
            self.events + other.events,
            self.followed and other.followed,
        )


class Seat:
    """Somebody who watches the Overview from some moment on."""

    def __init__(self, desk: Desk, start: datetime, refresh: Refresh) -> None:
        self._log = desk
        self._clock = VirtualClock(start)
        self._way = Distance(desk, self._clock)
        budget = Budget(self._clock, concurrency=8)
        client = GleapClient(
            Credentials(Secret(TOKEN), PROJECT),
            gate=budget,
            clock=self._clock,
            base_url="https://desk.invalid/v3",
            transport=self._way,
        )
        self._shown: dict[str, list[tuple[float, float]]] = {plan.name: [] for plan in PLANS}
        self._watch = Watch(
            client,
            budget,
            Settings(timezone="UTC", refresh=refresh),
            clock=self._clock,
            period=self._period,
            publish=self._publish,
        )

    def _period(self) -> Period:
        return resolve("7d", self._clock.now(), "UTC")

    def _publish(self, snapshot: Snapshot[object]) -> None:
        if snapshot.value is None or snapshot.problem is not None or snapshot.feed not in self._shown:
            return
        first = snapshot.value[0] if isinstance(snapshot.value, tuple) and snapshot.value else None
        count = first.value or 0.0 if isinstance(first, Figure) else 0.0
        self._shown[snapshot.feed].append((self._clock.now().timestamp(), count))

    async def look(self, seconds: float, after: float) -> Result:
        """Watch for so long, and measure from some seconds after the start on."""
        began = self._clock.now().timestamp() + after
        self._watch.scheduler.watch(WATCHED["Overview"])
        task = asyncio.create_task(self._watch.run())
        await self._clock.advance(seconds)
        task.cancel()
        await asyncio.wait([task])
        arrived = self._way.arrived
        result = Result(seconds - after, len(arrived) - bisect_left(arrived, began), worst_minute(arrived))
        # What happened last may not have come to the screen yet.
        ended = self._clock.now().timestamp() - (120 if seconds > 1_200 else 0)
        for feed, track in TRACKS.items():
            result.watched += self._counted_late(
                feed, [at / 1000 for at in self._log.log.track(track).at], began, ended
            )
        for feed in ("open_now", *UNWATCHED):
            lags = self._asked_late(feed, began, ended)
            (result.unwatched if feed in UNWATCHED else result.watched).extend(lags)
        result.events = len(range(*self._log.log.span(round(began * 1000), round(ended * 1000))))
        result.followed = not self._watch.not_following
        return result

    def _counted_late(self, feed: str, happened: Sequence[float], began: float, ended: float) -> list[float]:
        """For each event, how long it took until the figure on the screen had counted it."""
        lags, shown = [], iter(self._shown[feed])
        moment, count = next(shown)
        for number in range(bisect_left(happened, began), bisect_right(happened, ended)):
            while count < number + 1:
                moment, count = next(shown)
            lags.append(moment - happened[number])
        return lags

    def _asked_late(self, feed: str, began: float, ended: float) -> list[float]:
        """For each event that moves it, how long it took until an answer that was asked for later was on the screen."""
        log, wanted = self._log.log, {plan.name: plan.kinds for plan in PLANS}[feed]
        moments = [moment for moment, _ in self._shown[feed]]
        lags = []
        for place in range(*log.span(round(began * 1000), round(ended * 1000))):
            if kinds.ACTIONS[log.kind[place]] in wanted:
                happened = log.at[place] / 1000
                later = bisect_left(moments, happened + LATENCY / 2)
                lags.append((moments[later] if later < len(moments) else ended) - happened)
        return lags


def worst_minute(moments: list[float]) -> int:
    """The most moments in any 60 seconds."""
    return max((bisect_left(moments, at + 60) - place for place, at in enumerate(moments)), default=0)


def desk_of(tickets: int) -> Desk:
    """A desk that has one day behind it."""
    desk = Desk(now=MIDNIGHT, days=1, tickets_per_day=tickets, zone="UTC")
    desk.advance(MIDNIGHT)
    return desk


def watch(desk: Desk, hour: float, seconds: float, after: float = 0.0, refresh: Refresh | None = None) -> Result:
    """Watch from that hour of the day on; a desk can only be watched later than it was before."""
    seat = Seat(desk, MIDNIGHT + timedelta(hours=hour), refresh or Refresh())
    return run(seat.look(seconds, after))


def fixed(mean: float, seconds: float) -> Result:
    """Plain intervals that cost about ``mean`` requests a minute. The hour of the day makes no difference to them."""
    desk = desk_of(TICKETS_A_DAY)
    cost = watch(desk, 9, 1_500, 300, _plain(1.0)).mean
    return watch(desk, 10, seconds, 300, _plain(cost / mean))


def _plain(scale: float) -> Refresh:
    usual = Intervals()
    scaled = {pane: round(usual.of(pane) * scale) for pane in FLOORS if pane != "events"}
    return Refresh(intervals=Intervals(**scaled, events=0))


def line(name: str, result: Result) -> str:
    """One row of the table."""
    cells = [f"{result.mean:8.1f}", f"{result.worst:8d}"]
    for lags in (result.watched, result.unwatched):
        cells += [f"{median(lags):9.1f}", f"{quantiles(lags, n=20)[-1]:9.1f}"] if len(lags) > 1 else ["        -"] * 2
    return f"{name:<24}{''.join(cells)}{result.events:8d}\n"


def judged(engine: Result, plain: Result, night: Result) -> dict[str, bool]:
    """What is promised, and whether it is kept."""
    return {
        "watched counts are at most 10 s late (p95)": engine.late <= 10,
        "at most 30 requests a minute (mean)": engine.mean <= 30,
        "fixed intervals cost as much": abs(plain.mean - engine.mean) <= 3,
        "at least 4 times better than fixed intervals": plain.late >= 4 * engine.late,
        "under 12 requests a minute on a quiet night": night.mean < 12,
        "never over budget": max(engine.worst, plain.worst, night.worst) <= 120,
        "the events were followed to the end": engine.followed and night.followed,
    }


def report(engine: Result, plain: Result, night: Result) -> str:
    """What was measured, and what that says of the promises."""
    return (
        f"{'':<24}{'req/min':>8}{'worst60':>8}{'watched':>9}{'p95':>9}{'unwatched':>9}{'p95':>9}{'events':>8}\n"
        + line("engine", engine)
        + line("fixed intervals", plain)
        + line("engine, quiet night", night)
        + "".join(f"{'ok  ' if kept else 'FAIL'} {promise}\n" for promise, kept in judged(engine, plain, night).items())
    )


def sampled() -> tuple[Result, Result, Result]:
    """The engine by day, fixed intervals and the engine by night, each in half-hours that stand for the rest."""
    desk = desk_of(TICKETS_A_DAY)
    engine = sum((watch(desk, hour, 1_800, 300) for hour in range(1, 24, 6)), Result())
    return engine, fixed(engine.mean, 1_500), watch(desk_of(TICKETS_OF_A_SMALL_DESK), 1, 1_800, 300)


def main() -> int:
    """Print the comparison; 0 when the engine keeps what it promises."""
    began = time.perf_counter()
    engine = watch(desk_of(TICKETS_A_DAY), 0, 86_400)
    plain = fixed(engine.mean, 7_500)
    night = watch(desk_of(TICKETS_OF_A_SMALL_DESK), 0, 14_400)
    sys.stdout.write(
        f"{TICKETS_A_DAY} tickets, 24 hours, Overview watched; lag in seconds from an event to the figure\n"
        f"{report(engine, plain, night)}"
        f"{plain.late / engine.late:.1f} times better, simulated in {time.perf_counter() - began:.1f} s\n"
    )
    return 0 if all(judged(engine, plain, night).values()) else 1
