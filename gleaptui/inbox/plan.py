"""Which stretches of the server's list to read for the rows that are wanted."""

from collections.abc import Sequence
from dataclasses import dataclass

from gleaptui.inbox.spine import Page, Spine

LARGEST = 1_000
"""What Gleap gives at most (API.md, "Tickets")."""


@dataclass(frozen=True, slots=True)
class Read:
    """A stretch to read, and the rows that it is meant for."""

    first: int
    end: int
    skip: int
    limit: int
    cold: str = ""
    """The first ticket of the page whose details are to be read again."""

    def covers(self, row: int, margin: int = 0) -> bool:
        """Whether the answer will probably have that row."""
        return self.first - margin <= row < self.end + margin

    def touches(self, first: int, last: int, margin: int = 0) -> bool:
        """Whether the answer will probably have any of these rows, both included."""
        return self.first - margin <= last and first < self.end + margin


@dataclass(frozen=True, slots=True)
class Sizes:
    """``page`` new rows in a read, and ``overlap`` known ones on either side to recognise the place by."""

    page: int
    overlap: int

    @property
    def limit(self) -> int:
        return min(LARGEST, self.page + 2 * self.overlap)


def missing(spine: Spine, rows: range, taken: Sequence[Read], sizes: Sizes) -> list[Read]:
    """What has to be read for these rows, nearest first in the direction of the range. ``taken`` is on its way."""
    found: list[Read] = []
    row, step = rows.start, rows.step
    while row in rows:
        index, page = spine.locate(row)
        reading = next((read for read in (*taken, *found) if read.covers(row, sizes.overlap)), None)
        if reading is not None:
            row = max(row + 1, reading.end + sizes.overlap) if step > 0 else min(row - 1, reading.first - 1)
        elif page is None:
            read = _gap(spine, index, row, rows, (*taken, *found), sizes)
            found.append(read)
            row = read.end if step > 0 else read.first - 1
        else:
            if page.tickets is None:
                found.append(around(spine, page, sizes))
            row = page.end if step > 0 else page.start - 1
    return found


def around(spine: Spine, page: Page, sizes: Sizes, due: frozenset[str] = frozenset()) -> Read:
    """A read of a known page and what is next to it; also of pages below that follow it and have tickets of which
    something is due, as far as one read is not much longer for it."""
    last = page
    for lower in spine.pages[spine.pages.index(page) + 1 :]:
        if lower.gap or due.isdisjoint(lower.ids) or lower.end - page.start > 2 * sizes.limit:
            break
        last = lower
    limit = min(LARGEST, max(sizes.limit, last.end - page.start + 2 * sizes.overlap))
    skip = max(0, page.position - sizes.overlap)
    return Read(page.start, last.end, skip, limit, page.ids[0] if page.tickets is None else "")


def _gap(spine: Spine, border: int, row: int, rows: range, taken: Sequence[Read], sizes: Sizes) -> Read:
    """A read for an unknown row: from the nearer end of its gap, or around the rows that are looked at."""
    upper, lower = spine.above(border), spine.below(border)
    top, bottom = (upper.end if upper else 0), (lower.start if lower else spine.rows)
    first = max([top, *(read.end for read in taken if top < read.end <= row)])
    last = min([bottom, *(read.first for read in taken if row < read.first < bottom)])
    size = sizes.page
    if row - first < size:
        begin = first
    elif last - row <= size:
        begin = max(first, last - size)
    else:
        looked_at = min(len(rows), size)
        lead = (size - looked_at) // 2
        begin = row - lead if rows.step > 0 else row + 1 + lead - size
        begin = max(first, min(begin, last - size))
    end = min(last, begin + size)
    return Read(begin, end, _skip(spine, border, begin, end, sizes), sizes.limit)


def _skip(spine: Spine, border: int, begin: int, end: int, sizes: Sizes) -> int:
    """Where on the server the rows probably stand, counted from the nearer side, or from what was seen last."""
    upper, lower = spine.above(border), spine.below(border)
    top, bottom = (upper.end if upper else 0), (lower.start if lower else spine.rows)
    from_top = begin - top + (upper.beyond if upper else 0) - sizes.overlap
    if lower is None and spine.total is None:
        return max(0, from_top)
    beyond = (lower.position if lower else spine.total or 0) - (bottom - end)
    from_bottom = beyond + sizes.overlap - sizes.limit
    if begin == top and end == bottom:
        later = lower is not None and upper is not None and lower.seen > upper.seen
        return max(0, from_bottom if later else from_top)
    return max(0, from_top if begin - top <= bottom - end else from_bottom)
