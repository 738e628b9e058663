"""From events to the feeds that they touch, and knowing when the event log cannot be relied on."""

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Protocol

from gleaptui.refresh.snapshot import Snapshot

_LONGEST_LAG = 30.0
"""Seconds; with the time until the next look, the plain intervals of what is watched are no longer than that."""
_LAGS_KEPT = 20
_FEWEST_LAGS = 5
_EMPTY_LOOKS = 2
"""Looks without news after which a count has no event behind it."""
_MOST_UNEXPLAINED = 2
_PROBATION = timedelta(minutes=10)


Counts = tuple[float | None, ...]


class Change(Protocol):
    """What must be known of an event."""

    @property
    def id(self) -> str: ...

    @property
    def action(self) -> str: ...

    @property
    def at(self) -> datetime | None: ...


class Changes:
    """Decides whether events can be followed, and which feeds they touch.

    They cannot while the log is missing or refused, while it is empty though things were counted, while its events come
    late, and for ten minutes after counts moved again and again without any event. Then the plain intervals apply, and
    ``reason`` says why.
    """

    def __init__(self, touches: Mapping[str, Sequence[str]], unknown: Sequence[str]) -> None:
        """``touches``: the feeds that each kind of event moves; ``unknown``: those that any other kind may move."""
        self._touches = touches
        self._unknown = unknown
        self._period: str | None = None
        self._log: Sequence[Change] = ()
        self._known: frozenset[str] = frozenset()
        self._oldest: datetime | None = None
        """When the oldest of the known events happened."""
        self._refusal = "the event log has not answered yet"
        self._lags: deque[float] = deque(maxlen=_LAGS_KEPT)
        self._looked: datetime | None = None
        self._counts: dict[str, tuple[str, Counts]] = {}
        self._hollow = 0
        """Looks in a row that found no event at all, though things were counted."""
        self._news = False
        self._empty_looks: int | None = None
        self._unexplained = 0
        self._doubted_until: datetime | None = None

    @property
    def reason(self) -> str:
        """Why plain intervals apply, for the status line; empty while events are followed."""
        if self._refusal:
            return self._refusal
        if self._hollow >= _EMPTY_LOOKS:
            return "the event log is empty"
        if self._doubted_until is not None:
            return "figures move without events"
        if len(self._lags) >= _FEWEST_LAGS and median(self._lags) > _LONGEST_LAG:
            return "events come late"
        return ""

    @property
    def following(self) -> bool:
        """Whether a feed may wait for its slow interval until an event touches it."""
        return not self.reason

    def events(self, snapshot: Snapshot[Sequence[Change]], now: datetime) -> frozenset[str]:
        """Take the event feed's latest snapshot, its events oldest first; the feeds that those not seen before touch.
        ``now`` is the moment by the clock that their times are from."""
        if self._doubted_until is not None and not timedelta(0) < self._doubted_until - now <= _PROBATION:
            self._doubted_until = None
        if snapshot.problem is not None or snapshot.value is None:
            self._refusal = f"no event log: {snapshot.problem.title}" if snapshot.problem else "no event log yet"
            return frozenset()
        first = self._period != snapshot.period
        oldest, fresh = self._oldest, self._fresh(snapshot.value)
        self._period, self._refusal = snapshot.period, ""
        self._hollow = self._hollow + 1 if not snapshot.value and self._counted else 0
        looked, self._looked = self._looked, now
        if first:
            # A new period's figures are all asked for anyway, and its past is no news.
            self._news = True
            return frozenset()
        self._explain(bool(fresh), now)
        if looked is not None:
            # An event older than the last look was not there then: so much later than it happened did it come. What is
            # older than all that was known is no late event, but a past that somebody has read meanwhile.
            here = [change.at for change in fresh if change.at and (oldest is None or change.at >= oldest)]
            self._lags.extend(max(0.0, (looked - at).total_seconds()) for at in here)
        return frozenset(feed for change in fresh for feed in self._touches.get(change.action, self._unknown))

    def _fresh(self, log: Sequence[Change]) -> Sequence[Change]:
        """Those not seen before; all of the log is known from now on."""
        if log is self._log:
            return ()
        fresh = [change for change in log if change.id not in self._known]
        self._log, self._known = log, frozenset(change.id for change in log)
        self._oldest = next((change.at for change in log if change.at), None)
        return fresh

    @property
    def _counted(self) -> bool:
        """Whether anything was counted in the period of the log."""
        return any(count for period, counts in self._counts.values() if period == self._period for count in counts)

    def counts(self, feed: str, period: str, counts: Counts, *, awaited: bool = False) -> None:
        """Take the counts that a feed just brought. Give only those that cannot move unless an event happens; where one
        has that they had not moved with yet, they are ``awaited``."""
        before = self._counts.get(feed)
        self._counts[feed] = (period, counts)
        moved = before is not None and before[0] == period and before[1] != counts
        if moved and not self._news and not awaited:
            # The event may be in the log already, and come with the next look.
            self._empty_looks = 0
        self._news = False

    def _explain(self, news: bool, now: datetime) -> None:
        if news:
            self._news = True
            self._empty_looks, self._unexplained = None, 0
        elif self._empty_looks is not None:
            self._empty_looks += 1
            if self._empty_looks >= _EMPTY_LOOKS:
                self._empty_looks = None
                self._unexplained += 1
                if self._unexplained >= _MOST_UNEXPLAINED:
                    self._unexplained = 0
                    self._doubted_until = now + _PROBATION
