"""Where the rows of the event log come from: the history, or the events that were just read where there is none."""

from datetime import datetime
from typing import Protocol

from gleaptui.gleap.models import Event
from gleaptui.history.filters import EventFilter


class EventSource(Protocol):
    """Events as rows from 0, the oldest. A view of the history is one.

    What is not ``async`` is cheap and never waits. Row numbers stay as they are until `refresh` or `count_all`.
    """

    @property
    def count(self) -> int:
        """How many rows there are, or are known so far."""
        ...

    @property
    def complete(self) -> bool:
        """Whether `count` is all there is."""
        ...

    def rows(self, start: int, stop: int) -> tuple[Event | None, ...]:
        """The rows from ``start`` up to ``stop``; None for one that has to be loaded first."""
        ...

    async def load(self, start: int, stop: int) -> tuple[Event | None, ...]:
        """Bring those rows to hand."""
        ...

    async def refresh(self, anchor: int | None = None) -> int | None:
        """Take in what came and went; where the event of row ``anchor`` stands now, None where it is gone."""
        ...

    async def count_all(self) -> int:
        """Look up the rest of the rows; by how much every row's number grew."""
        ...

    async def row_at(self, moment: datetime) -> int:
        """The first row at or after that moment; `count` where all are earlier."""
        ...

    async def find(self, text: str, start: int, *, forward: bool = True) -> int | None:
        """The next row after ``start``, or before it, that has the words."""
        ...


class Latest:
    """The events of a snapshot, where there is no history."""

    complete = True

    def __init__(self) -> None:
        self._events: tuple[Event, ...] = ()
        self._given: tuple[Event, ...] = ()
        self._filter = EventFilter()

    def give(self, events: tuple[Event, ...]) -> None:
        """Take these with the next `refresh`."""
        self._given = events

    def want(self, filter: EventFilter) -> None:
        """With the next `refresh`, leave out what the filter does not want."""
        self._filter = filter

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._events)

    def rows(self, start: int, stop: int) -> tuple[Event | None, ...]:
        """Those from ``start`` up to ``stop``."""
        return self._events[max(0, start) : max(0, stop)]

    async def load(self, start: int, stop: int) -> tuple[Event | None, ...]:
        """The same: all are at hand."""
        return self.rows(start, stop)

    async def refresh(self, anchor: int | None = None) -> int | None:
        """Take in what was given; where the event of that row stands now."""
        key = self._events[anchor].id if anchor is not None and 0 <= anchor < self.count else None
        everything = self._filter == EventFilter()
        self._events = self._given if everything else tuple(event for event in self._given if fits(event, self._filter))
        return next((row for row, event in enumerate(self._events) if event.id == key), None) if key else None

    async def count_all(self) -> int:
        """Nothing is left to count."""
        return 0

    async def row_at(self, moment: datetime) -> int:
        """The first row at or after that moment."""
        return next((row for row, event in enumerate(self._events) if event.at and event.at >= moment), self.count)

    async def find(self, text: str, start: int, *, forward: bool = True) -> int | None:
        """The next row after ``start``, or before it, that has all these words."""
        wanted = EventFilter(text=text)
        rows = range(start + 1, self.count) if forward else range(min(start, self.count) - 1, -1, -1)
        return next((row for row in rows if fits(self._events[row], wanted)), None)


def fits(event: Event, filter: EventFilter) -> bool:
    """Whether a filter without moments wants the event."""
    return filter.matches(event, 0)
