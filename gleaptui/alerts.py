"""From figures and targets to alerts: what is wrong since when, who knows of it, and what is worth a bell."""

from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from gleaptui.board import Board
from gleaptui.clock import Clock
from gleaptui.gleap.metrics import METRIC
from gleaptui.gleap.models import Figure
from gleaptui.gleap.periods import growing, partial
from gleaptui.targets import SEVERITY, AlertOptions, State, Target, assess

_LOOKS = 2
"""Answers that must agree before a state counts, where it has not stood for long."""
_STANDS = 120.0
"""Seconds after which the last answer alone is enough, as long as its source does not fail."""
_OLD = 1_800.0
"""Seconds after which an answer no longer says anything about this moment."""
_MOST_PERIODS = 8
"""Periods, each under its name, whose states are remembered."""
_MOST_LOOKS = 4_000
_STATES: tuple[State, State, State] = ("ok", "warning", "critical")
"""By severity."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A metric that is off its target."""

    metric: str
    state: State
    """``warning`` or ``critical``."""
    since: datetime
    """When it was first seen as bad as this, or worse, of all the time that it has been so; an instant in UTC."""
    value: float
    """As of the last answer that had one."""
    target: Target
    as_of: datetime
    """When that answer was fetched."""
    period: str = ""
    """What the value is of, in words; empty where it is of this moment."""
    acknowledged: bool = False
    stale: bool = False
    """The value is old: no answer came since, or another period is looked at."""

    @property
    def eased(self) -> bool:
        """Whether the value keeps to its target again, and has not done so for long enough to count."""
        return assess(Figure(metric=self.metric, value=self.value), self.target) == "ok"


@dataclass(frozen=True, slots=True)
class Notification:
    """A change that is worth a bell: into ``state``, from what was told last."""

    metric: str
    state: State
    """``ok`` where the alert has cleared."""
    before: State
    since: datetime
    value: float
    target: Target

    @property
    def worse(self) -> bool:
        """Whether this is bad news."""
        return SEVERITY[self.state] > SEVERITY[self.before]


@dataclass(slots=True)
class _Look:
    at: float
    """On the monotonic clock."""
    seen: datetime
    severity: int


@dataclass(slots=True)
class _Track:
    """One metric over time."""

    target: Target
    state: State = "unknown"
    """What counts, as against what was seen last."""
    since: list[datetime | None] = field(default_factory=lambda: [None] * len(_STATES))
    """For each severity when it was reached, as long as it is not left; for 0 when all became well."""
    value: float | None = None
    answered: float = 0.0
    """When the last answer with a value came, on the monotonic clock."""
    as_of: datetime | None = None
    """When that answer was fetched."""
    fetched: datetime | None = None
    """When the last answer was fetched, with a value or without."""
    cut_off: bool = False
    """Its source fails at the moment, or is not asked, as another period is looked at."""
    looks: deque[_Look] = field(default_factory=lambda: deque(maxlen=_MOST_LOOKS))
    """The answers that may still speak for another state, oldest first."""
    blanks: list[float] = field(default_factory=list)
    """When the first and the last answer came that had no value, since there was one."""
    acknowledged: int = 0
    """The severity that somebody knows of."""
    told: State = "ok"
    """The state that the last notification was about."""

    @property
    def severity(self) -> int:
        return SEVERITY[self.state]

    @property
    def known(self) -> bool:
        """Whether somebody knows of it as it is."""
        return 0 < self.severity <= self.acknowledged


class AlertBook:
    """Keeps what is off target. Give it the board whenever it changes, and now and then while it does not.

    **When a state counts.** A metric becomes worse, or better, when at least two answers, the first and the last of
    them ``hold`` seconds apart, all say so, or when the last answer has stood for two minutes (or four times ``hold``)
    and its source did not fail. One answer is not enough because a median of few tickets jumps with a single one; two
    within a moment are not enough either, because events make figures be asked for in quick succession; and where
    events are followed no second answer may come for long, because nothing happens. Answers that differ in how bad it
    is count as the mildest of them on the way up and as the worst on the way down, so that a value that swings across
    one limit fires for the other and one that swings around a limit changes nothing.

    **What never fires.** A missing value, an answer from the store, one that is already old, one for a period that is
    over: they are no answers. Values missing as long as a state must hold make the state ``unknown``, which takes the
    alert away without a word; when the value comes back as it was, that is no news.

    **Periods.** States are remembered for each period by its name, and those of the running period that was looked at
    last are in force; figures of this moment are the same in all of them."""

    def __init__(self, targets: Iterable[Target], clock: Clock, options: AlertOptions | None = None) -> None:
        self.targets = {target.metric: target for target in targets}
        self.options = options or AlertOptions()
        self._clock = clock
        self._tracks: OrderedDict[str, dict[str, _Track]] = OrderedDict()
        self._now_tracks: dict[str, _Track] = {}
        self._period = ""
        self._label = ""
        self._told_at: float | None = None

    def look(self, board: Board) -> None:
        """Take what the board shows. The same again, or one whose source fails, proves nothing new."""
        now, period = self._clock.now(), board.period
        running = partial(period, now)
        if running:
            self._choose(period.name)
            self._label = period.label
        figures = {figure.metric: figure for figure in board.overview.value or ()}
        rising = growing(period, now)
        for metric, target in self.targets.items():
            source = board.source(metric)
            asked = METRIC[metric].now or running
            track = self._track(metric) if asked else self._existing(metric)
            if track is None:
                continue
            track.cut_off = not asked or source.problem is not None
            if track.cut_off or source.period not in ("", period.key):
                continue
            if source.fetched_at is None or source.source != "live":
                continue
            figure = figures.get(metric)
            if figure is not None and self._is_new(track, source.fetched_at, now):
                track.fetched = source.fetched_at
                self._take(track, assess(figure, target, growing=rising), figure.value, source.fetched_at)
            self._settle(track)

    def _is_new(self, track: _Track, fetched: datetime, now: datetime) -> bool:
        return fetched != track.fetched and (now - fetched).total_seconds() <= _OLD

    def state(self, metric: str) -> State:
        """The state that counts; ``unknown`` for one without a target or without an answer."""
        track = self._existing(metric)
        return track.state if track is not None else "unknown"

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """What is off target, the worst first; of equally bad ones those that nobody acknowledged, then the oldest."""
        found = [alert for metric in self.targets if (alert := self._alert(metric)) is not None]
        return tuple(
            sorted(found, key=lambda alert: (-SEVERITY[alert.state], alert.acknowledged, alert.since, alert.metric))
        )

    def acknowledge(self, metric: str) -> bool:
        """Somebody knows of this alert, until it clears or gets worse. False where there is none."""
        track = self._existing(metric)
        if track is None or not track.severity:
            return False
        track.acknowledged, track.told = track.severity, track.state
        return True

    def due_notifications(self) -> tuple[Notification, ...]:
        """What changed since the last notification, the worst first; each change once. Empty while the last ones are
        less than ``at_most_every`` seconds ago: what happens meanwhile is told then, if it still holds. An acknowledged
        alert that gets milder is no news."""
        now = self._clock.monotonic()
        if self._told_at is not None and now - self._told_at < self.options.at_most_every:
            return ()
        found: list[Notification] = []
        for metric in self.targets:
            track = self._existing(metric)
            if track is None or track.state in ("unknown", track.told):
                continue
            since = track.since[track.severity]
            if not track.known and since is not None and track.value is not None:
                found.append(Notification(metric, track.state, track.told, since, track.value, track.target))
            track.told = track.state
        if found:
            self._told_at = now
        return tuple(sorted(found, key=lambda told: (-SEVERITY[told.state], told.since, told.metric)))

    def _choose(self, period: str) -> None:
        tracks = self._tracks.setdefault(period, {})
        if period != self._period:
            self._period = period
            for track in tracks.values():
                # Nobody looked meanwhile: what was half seen then proves nothing now.
                track.looks.clear()
                track.blanks.clear()
        self._tracks.move_to_end(period)
        while len(self._tracks) > _MOST_PERIODS:
            self._tracks.popitem(last=False)

    def _group(self, metric: str) -> dict[str, _Track]:
        return self._now_tracks if METRIC[metric].now else self._tracks.get(self._period, {})

    def _existing(self, metric: str) -> _Track | None:
        return self._group(metric).get(metric) if metric in self.targets else None

    def _track(self, metric: str) -> _Track:
        return self._group(metric).setdefault(metric, _Track(self.targets[metric]))

    def _alert(self, metric: str) -> Alert | None:
        track = self._existing(metric)
        since = track.since[track.severity] if track is not None else None
        if track is None or not track.severity or since is None or track.value is None or track.as_of is None:
            return None
        stale = track.cut_off or self._clock.monotonic() - track.answered > _OLD
        period = "" if METRIC[metric].now else self._label
        return Alert(metric, track.state, since, track.value, track.target, track.as_of, period, track.known, stale)

    def _take(self, track: _Track, state: State, value: float | None, seen: datetime) -> None:
        at = self._clock.monotonic()
        if state == "unknown" or value is None:
            # That says neither that a limit holds nor that it is broken.
            track.looks.clear()
            track.blanks = [*track.blanks[:1], at]
            return
        track.blanks.clear()
        track.value, track.answered, track.as_of = value, at, seen
        track.looks.append(_Look(at, seen, SEVERITY[state]))

    def _settle(self, track: _Track) -> None:
        """Let count what has been seen for long enough."""
        now = self._clock.monotonic()
        stands = max(_STANDS, 4 * self.options.hold)
        if track.blanks:
            first, last = track.blanks[0], track.blanks[-1]
            if now - first >= stands or (last > first and last - first >= self.options.hold):
                track.state = "unknown"
            return
        held = self._held(track.looks)
        if track.looks and now - track.looks[-1].at >= stands:
            held = [track.looks[-1]]
        if not held:
            return
        severities = [look.severity for look in held]
        if track.state == "unknown" or min(severities) > track.severity:
            _become(track, min(severities), held[0].seen)
        elif max(severities) < track.severity:
            _become(track, max(severities), held[0].seen)
        # What lies before the answers that are needed can speak for nothing any more.
        while track.looks[0] is not held[0]:
            track.looks.popleft()

    def _held(self, looks: deque[_Look]) -> list[_Look]:
        """The latest answers that are enough to count; none where there are too few."""
        found = list(looks)
        for place in range(len(found) - _LOOKS, -1, -1):
            if found[-1].at - found[place].at >= self.options.hold:
                return found[place:]
        return []


def _become(track: _Track, severity: int, seen: datetime) -> None:
    """The state counts now, and was first seen then."""
    reached = track.severity
    track.state = _STATES[severity]
    for level in range(reached + 1, severity + 1):
        track.since[level] = seen
    if severity == 0:
        track.since[0] = seen
    if severity == 0 or severity > track.acknowledged:
        track.acknowledged = 0
