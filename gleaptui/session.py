"""What this process does with one project: begin with what was stored, then poll, or follow the process that does.

Of all processes that share a history, one polls for each period that is looked at. The others read its answers from the
file and send nothing for them. What is not stored, such as tickets, each asks for itself, within the one budget that
all of them share.
"""

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable, Iterable
from dataclasses import replace

from gleaptui.backfill import Backfill
from gleaptui.clock import Clock
from gleaptui.config import Settings
from gleaptui.gleap.models import Interval
from gleaptui.gleap.periods import Period
from gleaptui.history.leader import Role
from gleaptui.history.paths import Place
from gleaptui.history.retention import Retention
from gleaptui.history.store import Store
from gleaptui.history.trouble import HistoryTrouble
from gleaptui.history.wishes import Wish, WishKind
from gleaptui.keeping import Keeping
from gleaptui.onlookers import Onlookers
from gleaptui.past import Past
from gleaptui.plan import NEWS, PLAN, PLANS
from gleaptui.polling import Polling
from gleaptui.refresh.alarm import Alarm
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.seen import Samples, read_samples
from gleaptui.stored import history_place, is_periodic
from gleaptui.watch import Watch, open_watch

_STEP = 1.0
"""Seconds between two looks at what others wrote."""
_TIDY_EVERY = _TRY_EVERY = 30.0
_TIDY_ON = 5.0
"""Seconds between two pieces of tidying while there is more to do."""
_PASSING = ("locked", "full", "readonly", "unreadable")
"""Troubles of a file that may be over later."""
_SHARED = frozenset(plan.name for plan in PLANS if plan.name != "tickets") | {NEWS}
"""Feeds whose answers are stored."""
_TRENDS = frozenset({"trends", "trends_before"})


class Session:
    """One project in this process. `open` and `run` are called once, in this order; the rest from the same event loop
    while `run` runs."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock,
        period: Callable[[], Period],
        publish: Callable[[Snapshot[object]], None],
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._period = period
        self._publish = publish
        self._place = history_place(settings)
        self._barred: Place | None = None
        """Where the history should be, while it cannot be opened there."""
        self._polling = Polling(clock)
        self._onlookers = Onlookers(clock)
        self._who = f"{socket.gethostname()}:{os.getpid()}"
        self._alarm = Alarm(clock)
        self._alone: frozenset[str] = frozenset()
        """Feeds whose answers are of no use to others."""
        self._read_all = True
        """Whether everything has to be read, and not only what changed."""
        self._tried = clock.monotonic()
        self._tidy_at = self._tried + _TIDY_ON
        self._told = (0, 0)
        self._trouble = ""
        """Why the file could not be opened."""
        self._closed = asyncio.Event()
        self.store: Store
        self.watch: Watch
        self._keeping: Keeping
        self.log_version = 0
        """Counts up when the stored log has something new."""
        self._backfill: Backfill
        self.samples: Samples = {}
        """What the figures of this moment were over the last week, oldest first."""

    @property
    def trouble(self) -> str:
        """Why history is not kept, or not shared, just now; empty while all is well."""
        return self._polling.trouble or str(self.store.trouble or "") or self._trouble

    @property
    def notice(self) -> str:
        """What has just happened to the history, for a few minutes; empty otherwise."""
        return next(reversed(self.store.notices), "")

    @property
    def poller(self) -> Role | None:
        """The other process whose answers are shown; None where this one asks itself."""
        return self._polling.poller

    @property
    def followed(self) -> bool:
        """Whether other processes show what this one asks for."""
        return self._polling.followed

    async def open(self) -> None:
        """Open the history and publish what it holds, then make the client. Raises `GleapError` for settings that
        cannot work; what was published stays good."""
        await self._open_store()
        for snapshot in await self._last_known(await self.store.last_period(self._period())):
            self._publish(snapshot)
        self.watch = await open_watch(self._settings, clock=self._clock, period=self._period, publish=self._took)
        past = Past(self.watch.past_events, self.store, self._clock)
        self._keeping = Keeping(self.store, self.watch, period=self._period, moved=self.log_moved)
        self._backfill = Backfill(past, self._clock, self._period, self)

    async def run(self) -> None:
        """Poll or follow until cancelled."""
        await self._restore()
        lead = self._polling.share(self._place, self._about) if self._place is not None else None
        await self._polling.look(self._about)
        self._take_part()
        await self._share_the_budget()
        try:
            async with asyncio.TaskGroup() as group:
                if lead is not None:
                    group.create_task(lead.run(), name="lead")
                group.create_task(self.watch.run(), name="scheduler")
                group.create_task(self._backfill.run(), name="past")
                while True:
                    await self._step()
                    if await self._came_within_reach():
                        lead = self._polling.share(self._begin_to_share(), self._about)
                        group.create_task(lead.run(), name="lead")
                    await self._alarm.wait(_STEP)
        finally:
            await self._keeping.write()
            await self.store.close()
            self._closed.set()

    def group_by(self, grouping: Interval) -> None:
        """Trends are wanted by day, month or year. Only days are shared: everybody asks for the others alone, and only
        for as long as they are looked at."""
        if grouping == self.watch.desk.grouping:
            return
        self.watch.desk.grouping = grouping
        self._alone = frozenset() if grouping == "day" else _TRENDS
        if not self._polling.asks:
            self.watch.scheduler.leave_to_others(_SHARED - self._alone)
        if grouping == "day":
            # What is stored is shown at once, though it is older than the months that were shown until now.
            self.watch.scheduler.begin_anew(_TRENDS)
        else:
            self.watch.scheduler.refresh(sorted(_TRENDS))
        self._read_all = True
        self._alarm.ring()

    async def put_away(self, seconds: float) -> None:
        """After `run` was cancelled: wait until what came last is stored, but not for ever."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._closed.wait()

    # What the person asks for

    def refresh(self, names: Iterable[str]) -> None:
        """The user wants these now: they are asked for here, or by the process that polls."""
        names = list(names)
        own = [name for name in names if self._polling.asks or name not in _SHARED - self._alone]
        self.watch.scheduler.refresh(own)
        for name in names:
            if name not in own:
                self._wish("refresh", name)
        self._alarm.ring()

    def period_changed(self) -> None:
        """Another period was chosen. What is stored of it is shown at once, and whoever polls for it goes on; if nobody
        does, this process asks."""
        if not self.watch.scheduler.paused:
            self._polling.wait()
            self._leave_to_others()
        self.watch.scheduler.period_changed()
        self._read_all = True
        self._alarm.ring()

    def want_past(self, wanted: bool) -> None:
        """Whether somebody looks at the log of the period: what is missing of it is read as long as that is so."""
        self._backfill.want(wanted)

    @property
    def backfill(self) -> int | None:
        """How much of the period's log is stored, in per cent; None where nobody looks at it."""
        return self._backfill.percent

    def may_read(self) -> bool:
        """Whether this process may read the log's past into the store."""
        return self._polling.asks and self._polling.leads and not self.watch.scheduler.paused

    def may_wish(self) -> bool:
        """Whether another process may be asked to."""
        return not self._polling.asks and not self.watch.scheduler.paused

    def wish_for_past(self) -> None:
        """Ask the process that polls to read the past of the period."""
        self._wish("past")

    def log_moved(self) -> None:
        """The stored log has something new."""
        self.log_version += 1
        self._publish(self.watch.scheduler.snapshot("events"))

    # Polling or following

    @property
    def _about(self) -> str:
        """What is polled: a period by its name, as days go by."""
        period = self._period()
        return f"{period.name}@{period.zone}"

    async def _step(self) -> None:
        if self._polling.about != self._about:
            await self._polling.look(self._about)
        await self._keeping.write()
        changed = await self.store.changed()
        if "log" in changed:
            self.log_moved()
        self._take_part()
        # Taken now, as another period may be chosen before this step is over.
        read_all, self._read_all = self._read_all, False
        if self._polling.asks:
            await self._serve(changed, read_all)
        elif not self.watch.scheduler.paused:
            await self._follow(changed, read_all)
        if read_all or "samples" in changed:
            self.samples = await read_samples(self.store, self._clock.now())
        await self._share_the_budget()
        if self._polling.leads and self._clock.monotonic() >= self._tidy_at:
            more = await self.store.tidy()
            self._tidy_at = self._clock.monotonic() + (_TIDY_ON if more else _TIDY_EVERY)

    def _take_part(self) -> None:
        """Ask for what nobody else asks for, and leave the rest to the one who polls."""
        if self._polling.decide(self.store, paused=self.watch.scheduler.paused):
            self._read_all = True
            self._leave_to_others()

    def _leave_to_others(self) -> None:
        self.watch.scheduler.leave_to_others(() if self._polling.asks else _SHARED - self._alone)

    async def _serve(self, changed: frozenset[str], read_all: bool) -> None:
        """Ask for those too who follow."""
        if "wishes" in changed and self._polling.leads:
            for wish in await self.store.take_wishes(self._polling.about):
                self._grant(wish)
        self.watch.look_for_others(self._onlookers.feeds)
        if read_all:
            await self._restore()

    def _grant(self, wish: Wish) -> None:
        names = tuple(name for name in wish.argument.split() if name in _SHARED)
        match wish.kind:
            case "refresh":
                self.watch.scheduler.refresh(names)
            case "watch":
                self._onlookers.look(wish.who, names)
            case "past":
                self._backfill.wished()

    async def _follow(self, changed: frozenset[str], read_all: bool) -> None:
        """Show what the one who polls has stored, and let him know what is looked at here."""
        shared = _SHARED - self._alone
        for snapshot in await self._stored(shared if read_all else changed & shared, self._period()):
            self.watch.scheduler.adopt(replace(snapshot, source="live"))
        status = self.watch.scheduler.status()
        looked_at = tuple(one.name for one in status if one.watched and one.elsewhere)
        if self._onlookers.must_tell(looked_at):
            self._wish("watch", " ".join(looked_at))

    def _wish(self, kind: WishKind, argument: str = "") -> None:
        self._keeping.wish(Wish(kind, argument, self._who, self._polling.about))

    async def _share_the_budget(self) -> None:
        if not self._polling.shares:
            return
        budget = self.watch.budget
        total = budget.total, budget.total_for_tickets
        sent, tickets = total[0] - self._told[0], total[1] - self._told[1]
        if sent and await self.store.spend(self._who, sent, tickets=tickets):
            self._told = total
        requests, tickets, others = await self.store.spent_by_others(self._who)
        # Whoever follows may begin to ask at any moment.
        budget.spent_by_others(requests, tickets, max(others, int(self.followed)))

    # Storing

    @property
    def _retention(self) -> Retention:
        return Retention(self._settings.history.days, self._settings.history.max_mb)

    async def _open_store(self) -> None:
        try:
            self.store = await Store.open(self._place, self._clock, self._retention)
        except HistoryTrouble as trouble:
            self._trouble = str(trouble)
            self._barred = self._place if trouble.kind in _PASSING else None
            self._place = None
            self.store = await Store.open(None, self._clock, self._retention)

    async def _came_within_reach(self) -> bool:
        """Whether the file that could not be opened at the start can be now; what came since is then in it."""
        if self._barred is None or self._clock.monotonic() - self._tried < _TRY_EVERY:
            return False
        self._tried = self._clock.monotonic()
        return await self.store.move_to(self._barred, self._retention)

    def _begin_to_share(self) -> Place:
        assert self._barred is not None
        self._place, self._barred, self._trouble = self._barred, None, ""
        self._read_all = True
        return self._place

    async def _stored(self, names: Iterable[str], period: Period) -> list[Snapshot[object]]:
        """What is stored of these feeds for the period."""
        found = [await self.store.load(name, period.key if is_periodic(name) else "") for name in names]
        return [snapshot for snapshot in found if snapshot is not None]

    async def _last_known(self, period: Period) -> list[Snapshot[object]]:
        """The values that are stored. What went wrong back then says nothing about now."""
        return [replace(found, problem=None) for found in await self._stored(PLAN, period) if found.value is not None]

    async def _restore(self) -> None:
        self.watch.scheduler.restore(await self._last_known(self._period()))

    def _took(self, snapshot: Snapshot[object]) -> None:
        self._publish(snapshot)
        if snapshot.source != "live" or not self._polling.asks:
            return
        self._polling.took(snapshot)
        known = snapshot.value is not None or snapshot.problem is not None
        if known and snapshot.feed in _SHARED - self._alone:
            self._keeping.take(snapshot)
            # Stored at once: those who follow take their own time to look, and the log's pane shows what is stored.
            self._alarm.ring()
