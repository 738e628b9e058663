"""The questions of one call, each asked once however many figures need its answer."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from types import TracebackType
from typing import TypeVar

from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.models import BarChart, Fact, TicketPage, Unit
from gleaptui.gleap.periods import Period
from gleaptui.gleap.query import TicketQuery

Value = TypeVar("Value")


class Asked:
    """Asks the client and keeps the answers until the call ends; leaving it early cancels what is on its way."""

    def __init__(self, client: GleapClient) -> None:
        self._client = client
        self._facts: dict[tuple[str, str, Unit], asyncio.Task[Fact]] = {}
        self._charts: dict[tuple[str, str, Unit, str], asyncio.Task[BarChart]] = {}
        self._pages: dict[str, asyncio.Task[TicketPage]] = {}
        self.refusals: list[GleapError] = []
        """What was answered to names that Gleap does not know."""
        self.answers = 0
        """How many questions were answered with a value or without."""

    async def __aenter__(self) -> "Asked":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        tasks = [*self._facts.values(), *self._charts.values(), *self._pages.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def fact(self, name: str, period: Period, unit: Unit) -> Fact:
        """Raises a `GleapError`."""
        return await self._once(
            self._facts, (name, period.key, unit), lambda: self._client.fact(name, period, unit=unit)
        )

    async def bar_chart(self, name: str, period: Period, unit: Unit, interval: str) -> BarChart:
        """Raises a `GleapError`."""
        return await self._once(
            self._charts,
            (name, period.key, unit, interval),
            lambda: self._client.bar_chart(name, period, unit=unit, interval=interval),
        )

    async def open_tickets(self) -> int | None:
        """How many tickets are open, from the list. Raises a `GleapError`."""
        question = TicketQuery(statuses=("OPEN",))
        page = await self._once(self._pages, "open", lambda: self._client.tickets(question, limit=1))
        return page.total

    async def _once(
        self,
        tasks: dict["Key", "asyncio.Task[Value]"],
        key: "Key",
        ask: Callable[[], Coroutine[object, object, Value]],
    ) -> Value:
        task = tasks.get(key)
        if task is None:
            task = tasks[key] = asyncio.get_running_loop().create_task(self._counted(ask()))
        # One who no longer waits must not take the answer from the others.
        return await asyncio.shield(task)

    async def _counted(self, question: Awaitable[Value]) -> Value:
        try:
            value = await question
        except GleapError as error:
            if error.about_the_name:
                self.refusals.append(error)
            raise
        self.answers += 1
        return value


Key = TypeVar("Key")


async def all_of(reads: Iterable[Awaitable[Value]]) -> list[Value | GleapError]:
    """Every result or its `GleapError`, in order; anything else is raised once all have ended."""

    async def one(read: Awaitable[Value]) -> Value | GleapError:
        try:
            return await read
        except GleapError as error:
            return error

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(read)) for read in reads]
    return [task.result() for task in tasks]
