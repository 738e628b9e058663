"""Which rows of a list are wanted: those that somebody looks at, those ahead, and those that are read for a file."""

from dataclasses import dataclass

from gleaptui.inbox.jobs import Spans
from gleaptui.inbox.spine import Page, Spine
from gleaptui.refresh.lane import Lane

_AHEAD = 1.5
"""Pages read ahead of the rows looked at."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The rows looked at, where the eye moves, and on whose behalf they are read."""

    first: int = 0
    last: int = -1
    direction: int = 0
    lane: Lane = Lane.USER


class Sight:
    """What is looked at stays in sight while rows are counted anew."""

    def __init__(self, spine: Spine) -> None:
        self._spine = spine
        self.wanted = Wanted()
        self.through = 0
        """So many rows from the top are wanted whatever is looked at."""

    def spans(self, page: int, *, through: bool) -> Spans:
        """The rows that are wanted; ``page`` is how many are read at once, ``through`` whether those that nobody looks
        at are worth it."""
        wanted, end = self.wanted, self._spine.rows
        first, last = max(0, min(wanted.first, end - 1)), min(wanted.last, end - 1)
        ahead = int(page * _AHEAD)
        if wanted.direction < 0:
            spans = range(last, first - 1, -1), range(first - 1, max(-1, first - 1 - ahead), -1)
        else:
            spans = range(first, last + 1), range(last + 1, min(end, last + 1 + ahead * wanted.direction))
        also = range(min(self.through, end) if through else 0)
        return (wanted.lane, spans[0]), (Lane.VISIBLE, also), (Lane.BACKGROUND, spans[1])

    def distance(self, page: Page) -> int:
        """Rows between a page and those that are wanted."""
        if page.start < self.through:
            return 0
        return max(page.start - self.wanted.last, self.wanted.first - page.end, 0)

    def anchor(self) -> tuple[str, int]:
        """A ticket that is looked at, and its row."""
        for row in range(self.wanted.first, self.wanted.last + 1):
            index, page = self._spine.locate(row)
            if page is not None:
                return page.ids[row - page.start], row
            if index >= len(self._spine.pages):
                break
        return "", 0

    def follow(self, anchor: tuple[str, int]) -> None:
        """Where rows were counted anew, the same tickets are looked at as before, in other rows."""
        ticket, before = anchor
        after = self._spine.row_of(ticket)
        if after is not None and after != before:
            wanted, by = self.wanted, after - before
            self.wanted = Wanted(max(0, wanted.first + by), max(0, wanted.last + by), wanted.direction, wanted.lane)
