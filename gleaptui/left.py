"""What was read of periods that were left again, so that stepping back and forth asks for each of them once."""

from collections import OrderedDict

from gleaptui.gleap.models import Interval, Series
from gleaptui.gleap.periods import Period, of_key
from gleaptui.refresh.snapshot import Snapshot

_PERIODS = 6


class Left:
    """Keeps the answers of the last few periods that are over: they hardly change any more. What runs does, and is
    asked for again."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, dict[str, Snapshot[object]]] = OrderedDict()

    def take(self, snapshot: Snapshot[object]) -> None:
        """Keep this, if it is such an answer. Events are in the log."""
        at = snapshot.fetched_at
        if at is None or snapshot.value is None or snapshot.problem is not None or snapshot.source != "live":
            return
        period = of_key(snapshot.period) if snapshot.feed != "events" else None
        if period is None or at <= period.end:
            return
        self._known.setdefault(snapshot.period, {})[snapshot.feed] = snapshot
        self._known.move_to_end(snapshot.period)
        while len(self._known) > _PERIODS:
            self._known.popitem(last=False)

    def of(self, period: Period, grouping: Interval) -> tuple[Snapshot[object], ...]:
        """What is known of that period, trends only where they are by that interval."""
        return tuple(one for one in self._known.get(period.key, {}).values() if _grouped(one.value, grouping))


def _grouped(value: object, grouping: Interval) -> bool:
    series = value.values() if isinstance(value, dict) else ()
    return all(one.interval == grouping for one in series if isinstance(one, Series))
