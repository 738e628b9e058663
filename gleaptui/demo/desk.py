"""The simulated support desk: one event log that grows as time goes on, and the tickets as they stand."""

from bisect import bisect_left
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gleaptui.demo.case import STATE_KINDS, Case
from gleaptui.demo.kinds import CREATED, DONE, HOUR, Event
from gleaptui.demo.log import Log
from gleaptui.demo.plan import Planner
from gleaptui.demo.rhythm import Rhythm
from gleaptui.demo.traits import Traits
from gleaptui.demo.wire import Document

_FIRST_NUMBER = 2_001
_HOURS_AT_ONCE = 24


class Desk:
    """A support desk that lives from ``days`` before ``now`` on, about ``tickets_per_day`` tickets a day.

    Which events happen depends on the seed, the zone and the day it began on alone, never on how often or when
    `advance` is called. What is older than ``days`` is forgotten, so that it can run for weeks. It is made lazily:
    the past comes into being with the first `advance`.
    """

    def __init__(
        self, *, seed: int = 7, now: datetime, days: int = 75, tickets_per_day: float = 46, zone: str = "Europe/Paris"
    ) -> None:
        self.seed = seed
        self.zone = zone
        self.days = days
        self.tickets_per_day = tickets_per_day
        self.rhythm = Rhythm(seed, zone, tickets_per_day)
        self.planner = Planner(seed, self.rhythm)
        self._log = Log()
        self._open: set[int] = set()
        self._boxes: Counter[tuple[int, int, bool, bool, bool]] = Counter()
        self.latest_messages: dict[tuple[int, int], Document] = {}
        """Messages that ticket lists show again and again, by ticket number and instant."""
        self._zone = ZoneInfo(zone)
        self._cases: list[Case] = []
        self._first = self._next_number = _FIRST_NUMBER
        self._unborn: dict[int, tuple[Traits, int]] = {}
        self._pending: list[Event] = []
        self._cutoff = self._oldest(now)
        self._next_hour = self._cutoff // HOUR
        self._wanted = epoch_ms(now)
        self._now = self._cutoff - 1
        self._revision = 0

    @property
    def revision(self) -> int:
        """Counts up with everything that happens to any ticket."""
        self._live()
        return self._revision

    @property
    def now(self) -> int:
        """The instant up to which the desk has lived, in epoch milliseconds."""
        self._live()
        return self._now

    @property
    def begins(self) -> int:
        """The instant that the log reaches back to, in epoch milliseconds: a midnight of the desk's zone."""
        return self._cutoff

    @property
    def log(self) -> Log:
        """All events that are kept."""
        self._live()
        return self._log

    @property
    def open(self) -> set[int]:
        """The numbers of all tickets that are not done, spam and archived ones among them. Not to be changed."""
        self._live()
        return self._open

    @property
    def boxes(self) -> Counter[tuple[int, int, bool, bool, bool]]:
        """How many tickets stand in each box of the snapshot: type, status, archived, spam, queued."""
        self._live()
        return self._boxes

    @property
    def cases(self) -> list[Case]:
        """All tickets that are kept, oldest first. Not to be changed."""
        self._live()
        return self._cases

    def case(self, number: int) -> Case | None:
        """The ticket of that number, where it exists by now and is still kept."""
        place = number - self._first
        return self._cases[place] if 0 <= place < len(self._cases) else None

    def story(self, case: Case) -> list[Event]:
        """What happened to the ticket so far, in order of time."""
        events = self.planner.life(case.traits.number, case.traits.at)[1]
        return [event for event in events if event[0] <= self._now]

    def advance(self, now: datetime) -> None:
        """Live on up to that instant; a time in the past changes nothing."""
        wanted = epoch_ms(now)
        if wanted > self._wanted:
            self._wanted = wanted
        self._live()
        cutoff = self._oldest(now)
        if cutoff > self._cutoff:
            self._forget(cutoff)

    def _oldest(self, now: datetime) -> int:
        first = now.astimezone(self._zone).date() - timedelta(days=self.days)
        return epoch_ms(datetime.combine(first, time.min, self._zone))

    def _live(self) -> None:
        while self._now < self._wanted:
            stop = min(self._wanted, (self._next_hour + _HOURS_AT_ONCE) * HOUR - 1)
            if self._next_hour * HOUR <= stop:
                self._draw_up(stop)
            end = bisect_left(self._pending, (stop + 1,))
            due = self._pending[:end]
            del self._pending[:end]
            self._log.append(due)
            self._apply(due)
            self._now = stop

    def _draw_up(self, stop: int) -> None:
        """Draw up the lives of the tickets that come in by then, in whole hours."""
        pending, life = self._pending, self.planner.life
        while self._next_hour * HOUR <= stop:
            for at in self.rhythm.arrivals(self._next_hour):
                traits, events = life(self._next_number, at)
                self._unborn[self._next_number] = traits, events[-1][0]
                pending += events
                self._next_number += 1
            self._next_hour += 1
        pending.sort()

    def _apply(self, events: list[Event]) -> None:
        cases, boxes = self._cases, self._boxes
        self._revision += len(events)
        for event in events:
            number, kind = event[1], event[3]
            if kind == CREATED:
                case = Case(*self._unborn.pop(number))
                cases.append(case)
                boxes[case.box] += 1
                self._open.add(number)
                continue
            case = cases[number - self._first]
            if kind not in STATE_KINDS:
                case.take(event)
                continue
            boxes[case.box] -= 1
            case.take(event)
            boxes[case.box] += 1
            if case.status == DONE:
                self._open.discard(number)
            else:
                self._open.add(number)

    def _forget(self, cutoff: int) -> None:
        self._cutoff = cutoff
        self._log.drop_before(cutoff)
        gone = 0
        for case in self._cases:
            if case.traits.at >= cutoff or case.ends >= cutoff:
                break
            self._boxes[case.box] -= 1
            self._open.discard(case.traits.number)
            gone += 1
        del self._cases[:gone]
        self._revision += gone
        self._first += gone


def epoch_ms(moment: datetime) -> int:
    """The instant in milliseconds since 1970, rounded down."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


_EPOCH = datetime.fromtimestamp(0, UTC)
