"""What was learnt of a project from its answers, and is forgotten after a while."""

from gleaptui.clock import Clock
from gleaptui.gleap.metrics import Metric
from gleaptui.gleap.periods import Period

_REMEMBERED = 6 * 3_600.0
"""Seconds after which a name that was refused is tried again: it may have been a bad day of Gleap's."""
_BELIEVED = 600.0
"""Seconds for which one answer shows that it is Gleap who refuses."""
_SUM_KEPT = 3_600.0
_MOST_SUMS = 100


class Memory:
    """Which chart types work, and what sums of past days were. It saves questions and never changes a value."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._chosen: dict[str, str] = {}
        self._proven: set[str] = set()
        self._refused: dict[str, float] = {}
        self._refused_charts: dict[str, float] = {}
        self._sums: dict[tuple[str, str], tuple[float, float]] = {}
        self._answered_at = -_BELIEVED

    def in_order(self, metric: Metric) -> list[str]:
        """The chart types to try for the metric: the one that worked first, without those that were refused."""
        names = [name for name in metric.facts if not self._is_recent(self._refused, name)]
        return sorted(names, key=lambda name: name != self._chosen.get(metric.id))

    def refused(self, metric: Metric) -> bool:
        """Whether every name of the metric was refused lately."""
        return bool(metric.facts) and not self.in_order(metric)

    def choose(self, metric: Metric, name: str) -> None:
        """The name gave the metric's value."""
        self._chosen[metric.id] = name

    def is_chosen(self, metric: Metric, name: str) -> bool:
        """Whether the name gave the metric's value before."""
        return self._chosen.get(metric.id) == name

    def prove(self, name: str) -> None:
        """The name, though not documented, brought a figure other than zero."""
        self._proven.add(name)

    def is_proven(self, name: str) -> bool:
        """Whether its zero can be believed."""
        return name in self._proven

    def refuse(self, name: str) -> None:
        """Gleap does not know this name for a fact."""
        self._refused[name] = self._clock.monotonic()

    def refuse_chart(self, name: str) -> None:
        """Gleap does not know this name for a bar chart."""
        self._refused_charts[name] = self._clock.monotonic()

    def has_chart(self, name: str) -> bool:
        """Whether it is worth asking for a bar chart of that name."""
        return bool(name) and not self._is_recent(self._refused_charts, name)

    def keep_sum(self, chart: str, period: Period, total: float) -> None:
        """The days of a period that is over make this together."""
        if len(self._sums) >= _MOST_SUMS:
            self._sums.clear()
        self._sums[chart, period.key] = total, self._clock.monotonic()

    def sum_of(self, chart: str, period: Period) -> float | None:
        """What the days of a past period made together when they were asked for, within the last hour."""
        total, at = self._sums.get((chart, period.key), (None, 0.0))
        return total if self._clock.monotonic() - at < _SUM_KEPT else None

    def answered(self) -> None:
        """Gleap knew what it was asked for."""
        self._answered_at = self._clock.monotonic()

    @property
    def answered_lately(self) -> bool:
        """Whether Gleap knew something that it was asked for, in the last ten minutes."""
        return self._clock.monotonic() - self._answered_at < _BELIEVED

    def forget(self) -> None:
        """What was learnt was learnt from something that is not Gleap."""
        self._chosen.clear()
        self._refused.clear()
        self._refused_charts.clear()

    def _is_recent(self, refused: dict[str, float], name: str) -> bool:
        at = refused.get(name)
        return at is not None and self._clock.monotonic() - at < _REMEMBERED
