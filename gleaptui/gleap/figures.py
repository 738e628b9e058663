"""From a metric's id to its figure: which name to ask for, what to do when Gleap does not have it."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable

from msgspec import structs

from gleaptui.gleap.asked import Asked, all_of
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.memory import Memory
from gleaptui.gleap.metrics import METRIC, Metric, documented
from gleaptui.gleap.models import BarChart, Fact, Figure, Interval, Series
from gleaptui.gleap.periods import Period

_NO_NAME = "this project has no such figure"
_NO_VALUE = "Gleap has no value for it"
_CROWD = 4
"""As many refusals, and nothing else, are no longer about single names."""


Heard = Callable[[str, Figure | GleapError], None]
"""Takes a metric's id with its figure, or with what kept it from being read."""


class FigureReader:
    """Reads figures of one project and remembers which chart types work there (API.md, "Metrics")."""

    def __init__(self, client: GleapClient) -> None:
        self._client = client
        self._memory = Memory(client.clock)

    async def figure(self, metric: str, period: Period) -> Figure:
        """One figure. Raises the `GleapError` that kept it from being read."""
        return (await self.figures((metric,), period))[0]

    async def figures(
        self, ids: Iterable[str], period: Period, heard: Heard = lambda _metric, _result: None
    ) -> tuple[Figure, ...]:
        """The figures in the order of the ids. One that fails alone says so itself; a `GleapError` is raised where
        every one failed, because then it is not about one figure. ``heard`` is told each result when it comes."""
        wanted = [METRIC[metric] for metric in ids]
        async with Asked(self._client) as asked:
            reading = _Reading(asked, self._memory, period)
            results = await all_of(_told(reading.figure(metric), metric, heard) for metric in wanted)
        errors = [result for result in results if isinstance(result, GleapError)]
        if errors and len(errors) == len(results):
            raise _most_common(errors)
        if asked.answers:
            self._memory.answered()
        elif asked.refusals and not await self._is_gleap(len(asked.refusals)):
            # That says more about the address or the question than about the figures.
            self._memory.forget()
            raise _most_common(asked.refusals)
        return tuple(
            _failed(metric, result) if isinstance(result, GleapError) else result
            for metric, result in zip(wanted, results, strict=True)
        )

    async def _is_gleap(self, refusals: int) -> bool:
        """Whether names were refused by somebody who knows any. A question that Gleap always answers tells."""
        if refusals >= _CROWD:
            return False
        if not self._memory.answered_lately:
            try:
                await self._client.me()
            except GleapError as error:
                return not error.about_the_name
            self._memory.answered()
        return True

    async def trend(self, metric: str, period: Period, interval: Interval = "day") -> Series | None:
        """A metric over the period; None where Gleap has no such chart. Raises a `GleapError`."""
        return (await self.trends((metric,), period, interval)).get(metric)

    async def trends(self, ids: Iterable[str], period: Period, interval: Interval = "day") -> dict[str, Series]:
        """A series for each metric that has one. Raises a `GleapError` where every one failed."""
        wanted = [METRIC[metric] for metric in ids if self._memory.has_chart(METRIC[metric].bar_chart)]
        async with Asked(self._client) as asked:
            results = await all_of(
                asked.bar_chart(metric.bar_chart, period, metric.unit, interval) for metric in wanted
            )
        errors = [result for result in results if isinstance(result, GleapError)]
        if errors and len(errors) == len(results):
            raise _most_common(errors)
        found: dict[str, Series] = {}
        for metric, result in zip(wanted, results, strict=True):
            if isinstance(result, BarChart):
                if result.series:
                    found[metric.id] = structs.replace(result.series[0], interval=interval)
            elif result.about_the_name:
                self._memory.refuse_chart(metric.bar_chart)
        return found


class _Reading:
    """One call's way from metrics to figures."""

    def __init__(self, asked: Asked, memory: Memory, period: Period) -> None:
        self._asked = asked
        self._memory = memory
        self._period = period

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
        return await self._sum_of_days(metric, self._period) == 0

    async def _from_fact(self, metric: Metric, name: str, fact: Fact) -> Figure:
        value, assumed = fact.value, fact.unit_assumed
        if metric.share_of and value is not None and fact.unit.strip() != "%" and (assumed or value == 1):
            value, assumed = await self._percent_or_fraction(metric, value)
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

    async def _percent_or_fraction(self, metric: Metric, value: float) -> tuple[float, bool]:
        """A bare number up to 1 can be either. What the counts behind the rate give tells which one it is."""
        readings = (value, value * 100) if value == 1 else (value, value / 100)
        try:
            computed = (await self._share(metric, "")).value
        except GleapError:
            computed = None
        if computed is None:
            return value, True
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
        return Figure(metric=metric.id, value=new.value - closed.value, source="derived", reason=metric.derived)

    async def _share(self, metric: Metric, reason: str) -> Figure:
        """A rate that Gleap did not give, computed from counts that it did."""
        whole, part = await self._both(metric.share_of, metric.share_without)
        if whole.value is None or part.value is None or part.value > whole.value:
            return Figure(metric=metric.id, unit=metric.unit, reason=reason)
        if whole.value <= 0:
            return Figure(metric=metric.id, unit=metric.unit, reason=f"no {METRIC[metric.share_of].label} to share")
        value = (whole.value - part.value) / whole.value * 100
        return Figure(metric=metric.id, value=value, unit=metric.unit, source="derived", reason=metric.derived)

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
        return Figure(metric=metric.id, value=float(total), source="derived", reason=metric.derived)

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
        return Figure(metric=metric.id, value=total, source="derived", reason=metric.derived)

    async def _summed(self, metric: Metric, reason: str) -> Figure:
        """A count as the sum of its days, and its change against the days before. Medians and rates never are."""
        total = await self._sum_of_days(metric, self._period)
        if total is None:
            return Figure(metric=metric.id, unit=metric.unit, reason=reason)
        before = await self._sum_before(metric)
        return Figure(
            metric=metric.id,
            value=total,
            change_pct=(total - before) / before * 100 if before else None,
            chart_type=metric.bar_chart,
            source="sum_of_days",
            reason="sum of days",
        )

    async def _sum_before(self, metric: Metric) -> float | None:
        period = self._period.previous()
        before = self._memory.sum_of(metric.bar_chart, period)
        if before is None:
            try:
                before = await self._sum_of_days(metric, period)
            except GleapError:
                # The figure itself is known, and worth more than its change.
                return None
            if before is not None:
                self._memory.keep_sum(metric.bar_chart, period, before)
        return before

    async def _sum_of_days(self, metric: Metric, period: Period) -> float | None:
        """None where no day is known. A day that did not come is left out, as Gleap may leave out empty ones."""
        if not self._memory.has_chart(metric.bar_chart):
            return None
        try:
            chart = await self._asked.bar_chart(metric.bar_chart, period, "count", "day")
        except GleapError as error:
            if not error.about_the_name:
                raise
            # Older days may be refused for their age.
            if period == self._period:
                self._memory.refuse_chart(metric.bar_chart)
            return None
        if len(chart.series) != 1:
            return None
        days = [
            bar.value for bar in chart.series[0].bars if bar.start is None or period.first <= bar.start <= period.last
        ]
        known = [value for value in days if value is not None]
        return sum(known) if known else None


async def _told(reading: Awaitable[Figure], metric: Metric, heard: Heard) -> Figure:
    try:
        figure = await reading
    except GleapError as error:
        heard(metric.id, error)
        raise
    heard(metric.id, figure)
    return figure


def _failed(metric: Metric, error: GleapError) -> Figure:
    return Figure(metric=metric.id, unit=metric.unit, reason=error.title, error=error.kind)


def _most_common(errors: Iterable[GleapError]) -> GleapError:
    errors = list(errors)
    kind = Counter(error.kind for error in errors).most_common(1)[0][0]
    return next(error for error in errors if error.kind == kind)
