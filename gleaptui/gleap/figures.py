"""From a metric's id to its figure: which name to ask for, what to do when Gleap does not have it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterable
from typing import TypeVar

from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.metrics import METRIC, Metric, documented
from gleaptui.gleap.models import Fact, Figure, Series
from gleaptui.gleap.periods import Period
from gleaptui.gleap.query import TicketQuery

Value = TypeVar("Value")


class FigureReader:
    """Reads figures of one project and remembers which chart types work there (API.md, "Metrics")."""

    def __init__(self, client: GleapClient) -> None:
        self._client = client
        self._winner: dict[str, str] = {}
        self._without_trend: set[str] = set()

    async def figures(self, ids: Iterable[str], period: Period) -> tuple[Figure, ...]:
        """The figures in the order of the ids. One that fails alone says so itself; a `GleapError` is raised where
        every one failed, because then it is not about one figure."""
        wanted = tuple(ids)
        results = await _all(self._read(METRIC[metric], period) for metric in wanted if not _composed(METRIC[metric]))
        found = dict(zip((metric for metric in wanted if not _composed(METRIC[metric])), results, strict=True))
        errors = [result for result in found.values() if isinstance(result, GleapError)]
        if errors and len(errors) == len(found):
            raise _most_common(errors)
        figures = {
            metric: _failed(METRIC[metric], result) if isinstance(result, GleapError) else result
            for metric, result in found.items()
        }
        for metric in wanted:
            if _composed(METRIC[metric]):
                figures[metric] = _net_change(figures)
        return tuple(self._completed(METRIC[metric], figures) for metric in wanted)

    async def figure(self, metric: str, period: Period) -> Figure:
        """One figure. Raises the `GleapError` that kept it from being read."""
        needed = ("new_tickets", "closed_tickets", metric) if _composed(METRIC[metric]) else (metric,)
        return (await self.figures(needed, period))[-1]

    async def trends(self, ids: Iterable[str], period: Period, interval: str = "day") -> dict[str, Series]:
        """A series for each metric that has one. Raises a `GleapError` where every one failed."""
        wanted = [metric for metric in ids if METRIC[metric].bar_chart and metric not in self._without_trend]
        results = await _all(self._trend(METRIC[metric], period, interval) for metric in wanted)
        errors = [result for result in results if isinstance(result, GleapError)]
        if errors and len(errors) == len(results):
            raise _most_common(errors)
        for metric, result in zip(wanted, results, strict=True):
            if isinstance(result, GleapError) and result.about_the_name:
                self._without_trend.add(metric)
        return {metric: result for metric, result in zip(wanted, results, strict=True) if isinstance(result, Series)}

    async def _trend(self, metric: Metric, period: Period, interval: str) -> Series | None:
        chart = await self._client.bar_chart(metric.bar_chart, period, unit=metric.unit, interval=interval)
        return chart.series[0] if chart.series else None

    async def _read(self, metric: Metric, period: Period) -> Figure:
        known = self._winner.get(metric.id)
        order = sorted(metric.facts, key=lambda name: name != known)
        reason = "Gleap has no value for it"
        for name in order:
            try:
                fact = await self._client.fact(name, period, unit=metric.unit)
            except GleapError as error:
                if not error.about_the_name:
                    raise
                reason = "this project has no such figure"
                continue
            if fact.value is not None and await self._believable(metric, name, fact, period):
                self._winner[metric.id] = name
                return _from_fact(metric, name, fact)
        return await self._without_fact(metric, period, reason)

    async def _believable(self, metric: Metric, name: str, fact: Fact, period: Period) -> bool:
        """A zero under a name that is not documented may only mean that nothing has that name."""
        if fact.value != 0 or documented(name) or metric.unit != "count" or not metric.bar_chart:
            return True
        try:
            total = await self._sum_of_days(metric, period)
        except GleapError as error:
            if not error.about_the_name:
                raise
            return False
        return total == 0

    async def _without_fact(self, metric: Metric, period: Period, reason: str) -> Figure:
        if metric.id == "open_now":
            page = await self._client.tickets(TicketQuery(statuses=("OPEN",)), limit=1)
            if page.total is not None:
                return Figure(
                    metric=metric.id, value=float(page.total), source="derived", reason="counted open tickets"
                )
        if metric.id == "sla_started":
            return await self._started(metric, period, reason)
        if metric.unit == "count" and metric.bar_chart:
            return await self._summed(metric, period, reason)
        return Figure(metric=metric.id, unit=metric.unit, reason=reason)

    async def _started(self, metric: Metric, period: Period, reason: str) -> Figure:
        """Bars first, which are documented; then the two halves, whose sum is probably the same."""
        summed = await self._summed(metric, period, reason)
        if summed.value is not None:
            return summed
        breached, kept = [
            await self._value_of(name, period) for name in ("SLA_BREACHES_COUNT", "SLA_NO_BREACHES_COUNT")
        ]
        if breached is None or kept is None:
            return summed
        return Figure(metric=metric.id, value=breached + kept, source="derived", reason=metric.derived)

    async def _value_of(self, name: str, period: Period) -> float | None:
        try:
            return (await self._client.fact(name, period)).value
        except GleapError as error:
            if not error.about_the_name:
                raise
            return None

    async def _summed(self, metric: Metric, period: Period, reason: str) -> Figure:
        """A count as the sum of its days, and its change against the days before. Medians and rates never are."""
        try:
            total = await self._sum_of_days(metric, period)
            before = await self._sum_of_days(metric, period.previous()) if total is not None else None
        except GleapError as error:
            if not error.about_the_name:
                raise
            total = before = None
        if total is None:
            return Figure(metric=metric.id, unit=metric.unit, reason=reason)
        change = (total - before) / before * 100 if before else None
        return Figure(
            metric=metric.id,
            value=total,
            change_pct=change,
            chart_type=metric.bar_chart,
            source="sum_of_days",
            reason="sum of days",
        )

    async def _sum_of_days(self, metric: Metric, period: Period) -> float | None:
        chart = await self._client.bar_chart(metric.bar_chart, period)
        if len(chart.series) != 1:
            return None
        values = [bar.value for bar in chart.series[0].bars if bar.start is None or _inside(bar.start, period)]
        known = [value for value in values if value is not None]
        return sum(known) if known else None

    def _completed(self, metric: Metric, figures: dict[str, Figure]) -> Figure:
        """Rates that Gleap did not give, computed from counts that it did."""
        figure = figures[metric.id]
        if figure.value is not None or figure.error:
            return figure
        if metric.id == "sla_compliance":
            return _share(metric, figure, figures, "sla_started", "sla_breaches")
        if metric.id == "ai_deflection_rate":
            return _share(metric, figure, figures, "ai_involved", "escalations")
        return figure


def _inside(day: object, period: Period) -> bool:
    return day in period.dates


def _composed(metric: Metric) -> bool:
    return not metric.facts


def _net_change(figures: dict[str, Figure]) -> Figure:
    metric = METRIC["net_change"]
    new, closed = figures.get("new_tickets"), figures.get("closed_tickets")
    if new is None or closed is None or new.value is None or closed.value is None:
        failed = next((figure for figure in (new, closed) if figure is not None and figure.error), None)
        return Figure(
            metric=metric.id, reason="needs new and closed tickets", error=failed.error if failed is not None else ""
        )
    return Figure(metric=metric.id, value=new.value - closed.value, source="derived", reason=metric.derived)


def _share(metric: Metric, figure: Figure, figures: dict[str, Figure], of: str, lost: str) -> Figure:
    whole, part = figures.get(of), figures.get(lost)
    if whole is None or part is None or not whole.value or part.value is None or part.value > whole.value:
        return figure
    share = (whole.value - part.value) / whole.value * 100
    return Figure(metric=metric.id, value=share, unit="percent", source="derived", reason=metric.derived)


def _from_fact(metric: Metric, name: str, fact: Fact) -> Figure:
    return Figure(
        metric=metric.id,
        value=fact.value,
        unit=metric.unit,
        # A figure of this moment has nothing to be compared with.
        change_pct=None if metric.now else fact.change_pct,
        chart_type=name,
        source="fact",
        unit_assumed=fact.unit_assumed,
    )


def _failed(metric: Metric, error: GleapError) -> Figure:
    return Figure(metric=metric.id, unit=metric.unit, reason=error.title, error=error.kind)


def _most_common(errors: list[GleapError]) -> GleapError:
    kind = Counter(error.kind for error in errors).most_common(1)[0][0]
    return next(error for error in errors if error.kind == kind)


async def _all(reads: Iterable[Awaitable[Value]]) -> list[Value | GleapError]:
    """Every result or its `GleapError`, in order; anything else is raised once all have ended."""

    async def one(read: Awaitable[Value]) -> Value | GleapError:
        try:
            return await read
        except GleapError as error:
            return error

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(read)) for read in reads]
    return [task.result() for task in tasks]
