"""Where a metric's figure comes from: which name to ask for, what to do when Gleap does not have it (API.md,
"Metrics")."""

from datetime import date

from gleaptui.gleap.asked import Asked, all_of
from gleaptui.gleap.days import sum_of_days
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.memory import Memory
from gleaptui.gleap.metrics import METRIC, Metric, documented
from gleaptui.gleap.models import Fact, Figure
from gleaptui.gleap.periods import Period

_NO_NAME = "this project has no such figure"
_NO_VALUE = "Gleap has no value for it"
_ODD = "Gleap's value for it is in an unknown unit, or cannot be"
_ONE = "Gleap says 1, which may be 1 % or all"


class Sources:
    """One call's way from metrics to figures."""

    def __init__(self, asked: Asked, memory: Memory, period: Period, today: date) -> None:
        self._asked = asked
        self._memory = memory
        self._period = period
        self._today = today

    async def figure(self, metric: Metric) -> Figure:
        """The metric's figure from the first source that has it. Raises a `GleapError`."""
        if metric.id == "net_change":
            return await self._net_change(metric)
        reason = _NO_NAME if self._memory.refused(metric) else _NO_VALUE
        for name in self._memory.in_order(metric):
            try:
                fact = await self._asked.fact(name, self._period, metric.unit)
            except GleapError as error:
                if not error.about_the_name:
                    raise
                self._memory.refuse(name)
                reason = _NO_NAME
                continue
            if fact.value is None:
                reason = _ODD if fact.odd else reason
                if self._memory.is_chosen(metric, name):
                    # It works in this project and has nothing to say: another name would mean something else.
                    break
                continue
            if await self._believable(metric, name, fact):
                self._memory.choose(metric, name)
                return await self._from_fact(metric, name, fact)
        return await self._without_fact(metric, reason)

    async def _believable(self, metric: Metric, name: str, fact: Fact) -> bool:
        """A zero under a name that is not documented may only mean that nothing has that name."""
        if documented(name) or self._memory.is_proven(name):
            return True
        if fact.value != 0:
            self._memory.prove(name)
            return True
        if metric.unit != "count" or not metric.bar_chart:
            return False
        return await self._sum_of_days(metric, self._period) == (0, 0)

    async def _from_fact(self, metric: Metric, name: str, fact: Fact) -> Figure:
        value, assumed = fact.value, fact.unit_assumed
        if metric.share_of and value is not None and assumed:
            value, assumed = await self._percent_or_fraction(metric, value)
            if value is None:
                return Figure(metric=metric.id, unit=metric.unit, reason=_ONE)
        return Figure(
            metric=metric.id,
            value=value,
            unit=metric.unit,
            # A figure of this moment has nothing to be compared with.
            change_pct=None if metric.now else fact.change_pct,
            chart_type=name,
            source="fact",
            unit_assumed=assumed,
        )

    async def _percent_or_fraction(self, metric: Metric, value: float) -> tuple[float | None, bool]:
        """A bare number up to 1 can be either. What the counts behind the rate give tells which one it is; without
        them, a fraction is the likelier one, and of a bare 1 nothing can be said."""
        readings = (value, value * 100) if value == 1 else (value, value / 100)
        try:
            computed = (await self._share(metric, "")).value
        except GleapError:
            computed = None
        if computed is None:
            return (value, True) if value != 1 else (None, False)
        return min(readings, key=lambda reading: abs(reading - computed)), False

    async def _without_fact(self, metric: Metric, reason: str) -> Figure:
        if metric.id == "open_now":
            return await self._open_tickets(metric, reason)
        if metric.share_of:
            return await self._share(metric, reason)
        figure = await self._summed(metric, reason) if metric.unit == "count" and metric.bar_chart else None
        if figure is not None and figure.value is not None:
            return figure
        if metric.id == "sla_started":
            return await self._halves(metric, reason)
        return figure or Figure(metric=metric.id, unit=metric.unit, reason=reason)

    async def _net_change(self, metric: Metric) -> Figure:
        new, closed = await self._both("new_tickets", "closed_tickets")
        if new.value is None or closed.value is None:
            return Figure(metric=metric.id, reason="needs new and closed tickets")
        return _derived(metric, new.value - closed.value, new, closed)

    async def _share(self, metric: Metric, reason: str) -> Figure:
        """A rate that Gleap did not give, computed from counts that it did."""
        whole, part = await self._both(metric.share_of, metric.share_without)
        if whole.value is None or part.value is None or part.value > whole.value:
            return Figure(metric=metric.id, unit=metric.unit, reason=reason)
        if whole.value <= 0:
            return Figure(metric=metric.id, unit=metric.unit, reason=f"no {METRIC[metric.share_of].label} to share")
        return _derived(metric, (whole.value - part.value) / whole.value * 100, whole, part)

    async def _both(self, one: str, other: str) -> tuple[Figure, Figure]:
        results = await all_of(self.figure(METRIC[metric]) for metric in (one, other))
        for result in results:
            if isinstance(result, GleapError):
                raise result
        first, second = (result for result in results if isinstance(result, Figure))
        return first, second

    async def _open_tickets(self, metric: Metric, reason: str) -> Figure:
        try:
            total = await self._asked.open_tickets()
        except GleapError as error:
            if not error.about_the_name:
                raise
            total = None
        if total is None:
            return Figure(metric=metric.id, reason=reason)
        return _derived(metric, float(total))

    async def _halves(self, metric: Metric, reason: str) -> Figure:
        """Breached and kept ones, whose sum is probably all of them."""
        total = 0.0
        for name in ("SLA_BREACHES_COUNT", "SLA_NO_BREACHES_COUNT"):
            try:
                fact = await self._asked.fact(name, self._period, "count")
            except GleapError as error:
                if not error.about_the_name:
                    raise
                return Figure(metric=metric.id, reason=reason)
            if fact.value is None:
                return Figure(metric=metric.id, reason=reason)
            total += fact.value
        return _derived(metric, total)

    async def _summed(self, metric: Metric, reason: str) -> Figure:
        """A count as the sum of its days, and its change against the days before. Medians and rates never are."""
        total, unknown = await self._sum_of_days(metric, self._period)
        if total is None:
            return Figure(metric=metric.id, unit=metric.unit, reason=reason)
        before = await self._sum_before(metric) if not unknown else None
        return Figure(
            metric=metric.id,
            value=total,
            change_pct=(total - before) / before * 100 if before else None,
            chart_type=metric.bar_chart,
            source="sum_of_days",
            reason=f"sum of days, {unknown} of them without a value" if unknown else "sum of days",
            partial=unknown > 0,
        )

    async def _sum_before(self, metric: Metric) -> float | None:
        period = self._period.previous()
        before = self._memory.sum_of(metric.bar_chart, period)
        if before is None:
            try:
                total, unknown = await self._sum_of_days(metric, period)
            except GleapError:
                # The figure itself is known, and worth more than its change.
                return None
            if total is not None and not unknown:
                before = total
                self._memory.keep_sum(metric.bar_chart, period, before)
        return before

    async def _sum_of_days(self, metric: Metric, period: Period) -> tuple[float | None, int]:
        """The sum, and how many of the days that have begun came without a value."""
        if not self._memory.has_chart(metric.bar_chart):
            return None, 0
        try:
            chart = await self._asked.bar_chart(metric.bar_chart, period, "count", "day")
        except GleapError as error:
            if not error.about_the_name:
                raise
            # Older days may be refused for their age.
            if period == self._period:
                self._memory.refuse_chart(metric.bar_chart)
            return None, 0
        return sum_of_days(chart, period.first, min(period.last, self._today))


def _derived(metric: Metric, value: float, *parts: Figure) -> Figure:
    return Figure(
        metric=metric.id,
        value=value,
        unit=metric.unit,
        source="derived",
        reason=metric.derived,
        partial=any(part.partial for part in parts),
    )
