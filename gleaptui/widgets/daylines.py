"""Which lines stand in sight: rows of a log, and a line for each day that begins between them.

Only rows in sight are looked at, so that it costs the same however long the log is. The day of the first row is not
told by a line: it stands above the column of times.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

Line = int | date
"""A row, or the day that begins under this line."""


@dataclass(frozen=True, slots=True)
class Hold:
    """The row that stands on the first line, or on the last."""

    row: int
    last: bool = False

    def within(self, count: int) -> "Hold":
        """The same for a log of so many rows."""
        return Hold(max(0, min(self.row, count - 1)), self.last)

    def needed(self, count: int, room: int) -> tuple[int, int]:
        """The rows that may come into sight in so many lines: from, up to."""
        start = self.row - room + 1 if self.last else min(self.row, count - room)
        return max(0, start), min(count, max(start, 0) + room)


def lines(hold: Hold, count: int, room: int, day_of: Callable[[int], date | None]) -> tuple[Line, ...]:
    """As many lines as there is room for, or the whole log. ``day_of`` gives None for a row whose day is not known."""
    if count < 1 or room < 1:
        return ()
    hold = hold.within(count)
    if hold.last:
        found = _upwards(hold.row, room, day_of)
        return found if len(found) == room else _downwards(0, count, room, day_of)
    found = _downwards(hold.row, count, room, day_of)
    return found if len(found) == room else _upwards(count - 1, room, day_of)


def _downwards(first: int, count: int, room: int, day_of: Callable[[int], date | None]) -> tuple[Line, ...]:
    found: list[Line] = []
    before: date | None = None
    for row in range(first, min(count, first + room)):
        day = day_of(row)
        if day is not None and before is not None and day != before:
            found.append(day)
        found.append(row)
        before = day or before
    return tuple(found[:room])


def _upwards(last: int, room: int, day_of: Callable[[int], date | None]) -> tuple[Line, ...]:
    found: list[Line] = []
    below: date | None = None
    for row in range(last, max(-1, last - room), -1):
        day = day_of(row)
        if day is not None and below is not None and day != below:
            found.append(below)
        found.append(row)
        below = day or below
    return tuple(reversed(found[:room]))


def rows_in(shown: Iterable[Line]) -> list[int]:
    """The rows among the lines."""
    return [line for line in shown if isinstance(line, int)]
