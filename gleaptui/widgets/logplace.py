"""Where one stands in a log: the row under the cursor, what is in sight, and whether the newest is followed."""

from collections.abc import Callable
from datetime import date

from gleaptui.widgets.daylines import Hold, Line, lines, rows_in


class LogPlace:
    """Knows rows by number and nothing of what they say. What is wished for takes effect with `settle`."""

    def __init__(self) -> None:
        self.cursor = 0
        self.following = True
        self.unread = 0
        """Rows that came since following ended."""
        self.in_sight: tuple[Line, ...] = ()
        self._hold = Hold(0)
        self._cursor_leads = True
        """Whether the cursor is to be in sight; else it goes where that is."""

    @property
    def rows(self) -> list[int]:
        """The rows in sight."""
        return rows_in(self.in_sight)

    def needed(self, count: int, room: int) -> tuple[int, int]:
        """Which rows have to be at hand to settle: from, up to."""
        return self._hold.within(count).needed(count, room)

    def settle(self, count: int, room: int, day_of: Callable[[int], date | None]) -> None:
        """Find out what is in sight."""
        self.in_sight = lines(self._hold, count, room, day_of)
        rows = self.rows
        if not rows or rows[0] <= self.cursor <= rows[-1]:
            return
        if self._cursor_leads:
            self._hold = Hold(self.cursor, last=self.cursor > rows[-1])
            self.in_sight = lines(self._hold, count, room, day_of)
        else:
            self.cursor = max(rows[0], min(self.cursor, rows[-1]))

    def to_the_end(self, count: int) -> None:
        """Follow the newest."""
        self.cursor = max(0, count - 1)
        self._hold, self._cursor_leads = Hold(self.cursor, last=True), True
        self._follow(True)

    def stop(self) -> None:
        """Stay here whatever comes."""
        self._follow(False)

    def begin(self, count: int, room: int, row: int | None) -> None:
        """Stand in another log: at that row, or at its newest."""
        self.unread = 0
        if row is None or row >= count:
            self.to_the_end(count)
        else:
            self.cursor, self.following, self._cursor_leads = row, False, True
            self._hold = Hold(max(0, row - room // 2))

    def shift(self, above: int, below: int, count: int) -> None:
        """Rows came, or went: so many before the cursor, and so many behind it. What was put in before is not news."""
        if self.following:
            self.to_the_end(count)
            return
        self.cursor = max(0, min(self.cursor + above, count - 1))
        self._hold = Hold(self._hold.row + above, self._hold.last)
        self.unread = max(0, self.unread + below)

    def move_to(self, row: int, count: int, room: int) -> bool:
        """Put the cursor on that row, into the middle if it is far; whether something else comes into sight by that."""
        rows, last = self.rows, max(0, count - 1)
        self.cursor, self._cursor_leads = max(0, min(row, last)), True
        if self.cursor == last:
            self.to_the_end(count)
            return True
        self._follow(False)
        if not rows:
            return True
        if rows[0] <= self.cursor <= rows[-1]:
            return False
        if rows[0] - room < self.cursor < rows[-1] + room:
            self._hold = Hold(self.cursor, last=self.cursor > rows[-1])
        else:
            self._hold = Hold(max(0, self.cursor - room // 2))
        return True

    def page(self, by: int, count: int) -> None:
        """Move what is in sight by so many rows, and the cursor with it."""
        rows, last = self.rows, count - 1
        if not rows:
            return
        if by < 0 or rows[-1] + by < last:
            self._look(Hold(max(0, rows[0] + by)), max(0, self.cursor + by))
        elif rows[-1] < last and self.cursor + by < last:
            self._look(Hold(last, last=True), self.cursor + by)
        else:
            self.to_the_end(count)

    def scroll(self, by: int, count: int) -> None:
        """Move what is in sight; the cursor stays on its row for as long as that is."""
        rows = self.rows
        if not rows:
            return
        if by > 0 and rows[-1] + by >= count - 1:
            self.to_the_end(count)
        else:
            self._look(Hold(max(0, rows[0] + by)), self.cursor)

    def drag(self, top: int, count: int, *, at_end: bool, down: bool) -> None:
        """Show that row first, or follow the newest. At the end by moving up means that the end came nearer, as more
        fits into another size: nobody wished for anything then."""
        if not at_end:
            self._look(Hold(top), self.cursor)
        elif down:
            self.to_the_end(count)

    def _look(self, hold: Hold, cursor: int) -> None:
        self._hold, self.cursor, self._cursor_leads = hold, cursor, False
        self._follow(False)

    def _follow(self, following: bool) -> None:
        if following or self.following:
            self.unread = 0
        self.following = following
