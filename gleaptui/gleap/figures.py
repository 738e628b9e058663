"""From metrics' ids to their figures and trends, all at once."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from zoneinfo import ZoneInfo

from msgspec import structs

from gleaptui.gleap.asked import Asked, all_of
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.days import only_series
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.memory import Memory
from gleaptui.gleap.metrics import METRIC, Metric
from gleaptui.gleap.models import BarChart, Figure, Interval, Series
from gleaptui.gleap.periods import Period
from gleaptui.gleap.sources import Sources

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
            today = self._client.clock.now().astimezone(ZoneInfo(period.zone)).date()
            reading = Sources(asked, self._memory, period, today)
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
                if (series := only_series(result)) is not None:
                    found[metric.id] = structs.replace(series, interval=interval)
            elif result.about_the_name:
                self._memory.refuse_chart(metric.bar_chart)
        return found


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
