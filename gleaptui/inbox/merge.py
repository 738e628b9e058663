"""Fitting an answer of the server into what was seen before, although the list has changed in between.

An answer is a stretch of the server's list without holes. Tickets in it that are known and have not moved are marks:
between two marks that follow each other stands exactly what the answer has there. That closes gaps, fills them, and
tells what has left and what is new, without trusting any position."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gleaptui.gleap.models import Ticket
from gleaptui.inbox.gone import gone
from gleaptui.inbox.order import Order
from gleaptui.inbox.spine import Page, Spine
from gleaptui.inbox.stretches import Answer, Mark, Stretch, cut, find_marks, place_in


@dataclass(slots=True)
class Outcome:
    """What an answer has brought."""

    shown: int = 0
    """Rows that were unknown and are known now."""
    closed: int = 0
    """Gaps that turned out to be none."""
    changed: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    back: set[str] = field(default_factory=set)
    """Tickets that were seen in their place."""
    arrivals: list[Stretch] = field(default_factory=list)
    """Tickets that stand between known ones now; to be shown when the user asks for it."""


class Merge:
    """One answer on its way into the spine."""

    def __init__(self, spine: Spine, order: Order, waiting: frozenset[str], overlap: int) -> None:
        self._spine = spine
        self._order = order
        self._waiting = waiting
        """Arrivals that are known and not to be shown yet."""
        self._overlap = overlap
        self._outcome = Outcome()
        self._thawed: set[str] = set()
        """Tickets that were shown before, and must be shown again if they are still there."""

    def run(self, answer: Answer) -> Outcome:
        """Fit the answer in and say what it has brought."""
        spine, outcome = self._spine, self._outcome
        self._thaw(answer)
        marks = find_marks(answer, self._spine, self._order)
        outcome.back = {answer.tickets[mark.index].id for mark in marks}
        top, end = answer.skip == 0, self._ends(answer)
        spine.total = answer.total
        stretches = cut(answer, marks, top, end)
        outcome.gone = gone(answer, stretches, spine, self._order)
        self._steer(answer, marks)
        self._renew(answer)
        self._lengthen(answer, marks, end)
        for stretch in reversed(stretches):
            self._place(answer, stretch)
        self._estimate_tail(end)
        spine.renumber()
        return outcome

    def _thaw(self, answer: Answer) -> None:
        """The cold page that the answer was asked for is read anew, as if it were a gap: once the answer has some of
        it, or when asking has led nowhere."""
        page = self._spine.home.get(answer.cold)
        if page is None or page.tickets is not None:
            return
        at_home = (ticket for ticket in answer.tickets if self._spine.home.get(ticket.id) is page)
        if answer.insist or any(place_in(page, ticket, self._order) >= 0 for ticket in at_home):
            self._thawed.update(page.ids)
            self._spine.forget(page)

    def _ends(self, answer: Answer) -> bool:
        """Whether the answer reaches the end of the list. Without a total only a very short one tells that: a short
        page is not the end (API.md, "Tickets")."""
        reached = answer.skip + len(answer.tickets)
        if not answer.tickets:
            return answer.skip == 0
        return len(answer.tickets) <= self._overlap if answer.total is None else reached >= answer.total

    def _steer(self, answer: Answer, marks: Sequence[Mark]) -> None:
        """Learn from the answer how far the server's list has moved."""
        spine = self._spine
        if marks:
            mark = marks[-1]
            spine.shift(answer.skip + mark.index - mark.place - mark.page.position, mark.page.seen)
        elif not answer.tickets:
            # Asked beyond the end.
            spine.end_at(answer.skip if answer.total is None else answer.total, answer.asked)
        for mark in marks:
            mark.page.position = answer.skip + mark.index - mark.place
            mark.page.seen = answer.arrived
        if keys := answer.keys:
            self._bound(answer, keys, 0 if marks else max(1, len(keys) - self._overlap))

    def _renew(self, answer: Answer) -> None:
        for ticket in answer.tickets:
            page = self._spine.home.get(ticket.id)
            if page is None or page.tickets is None:
                continue
            known = page.tickets[ticket.id]
            if known == ticket or _is_older(ticket, known):
                continue
            page.tickets[ticket.id] = ticket
            self._outcome.changed.add(ticket.id)

    def _place(self, answer: Answer, stretch: Stretch) -> None:
        """Put the tickets of a stretch where they belong: into gaps, or among the arrivals."""
        spine = self._spine
        first = 0 if stretch.top else spine.pages.index(stretch.left.page) + 1 if stretch.left else None
        last = len(spine.pages) if stretch.end else spine.pages.index(stretch.right.page) if stretch.right else None
        if first is not None and last is not None:
            self._close(answer, stretch, range(first, last + 1))
        elif answer.keys:
            self._place_by_keys(answer, stretch, first, last)
        elif first is not None:
            self._extend(answer, stretch, range(first, len(spine.pages) + 1), down=True)
        elif last is not None:
            self._extend(answer, stretch, range(last, -1, -1), down=False)
        elif stretch.tickets:
            border, page = spine.locate(min(answer.row, spine.rows - 1))
            self._put(answer, stretch, border if page is None else -1, stretch.tickets, (False, False))

    def _close(self, answer: Answer, stretch: Stretch, borders: range) -> None:
        """Between two marks stands what the answer has there, and nothing else. Pages with gaps on both sides that it
        passes over are not where they were thought to be."""
        spine = self._spine
        opened = [border for border in borders if spine.gap(border)]
        if not opened:
            self._hold(answer, stretch, stretch.tickets)
            return
        for page in spine.pages[opened[0] : opened[-1]]:
            spine.forget(page)
        spine.set_gap(opened[0], 0)
        self._outcome.closed += 1
        self._fill(answer, stretch, opened[0], stretch.tickets, joined=(True, True), room=0)

    def _extend(self, answer: Answer, stretch: Stretch, borders: range, *, down: bool) -> None:
        """A stretch with a mark on one side continues at the nearest gap on the other, unless so many known tickets
        stand between that more probably it has come in among them."""
        spine = self._spine
        border = next((border for border in borders if spine.gap(border)), -1)
        near = None if border < 0 else spine.above(border) if down else spine.below(border)
        mark = stretch.left if down else stretch.right
        if near is None:
            between = 0
        elif down:
            between = near.end - 1 - (mark.row if mark else -1)
        else:
            between = (mark.row if mark else spine.rows) - near.start
        if between > self._overlap and not answer.insist:
            border = -1
        self._put(answer, stretch, border, stretch.tickets, (down, not down))

    def _place_by_keys(self, answer: Answer, stretch: Stretch, first: int | None, last: int | None) -> None:
        """Keys tell which gap each ticket belongs to, and which gaps the answer reaches over."""
        spine, before, keys = self._spine, self._order.before, answer.keys
        borders = range(first or 0, (len(spine.pages) if last is None else last) + 1)
        opened = [border for border in borders if spine.gap(border)]
        beside = self._edge_key(stretch, opened)
        contents: dict[int, list[Ticket]] = {-1: []}
        close: list[Ticket] = []
        for ticket in stretch.tickets:
            key = self._order.key(ticket)
            if key == beside:
                close.append(ticket)
            else:
                contents.setdefault(self._border_for(key, borders), []).append(ticket)
        for border in reversed(opened):
            upper, lower = spine.above(border), spine.below(border)
            joined = (
                (first is not None and border == opened[0]) or (upper is not None and before(keys[0], upper.keys[-1])),
                (last is not None and border == opened[-1]) or (lower is not None and before(lower.keys[0], keys[-1])),
            )
            self._put(answer, stretch, border, contents.get(border, []), joined)
        self._put_beside(answer, stretch, close)
        self._hold(answer, stretch, contents[-1])

    def _edge_key(self, stretch: Stretch, opened: Sequence[int]) -> float | None:
        """The key at the edge of the block that the only mark stands in, where more of the block lies between: a ticket
        of the same key may belong on either side of that edge, and can only be put beside the mark."""
        if stretch.left and opened:
            edge = self._spine.above(opened[0])
            return edge.keys[-1] if edge and edge.end - 1 > stretch.left.row else None
        if stretch.right and opened:
            edge = self._spine.below(opened[-1])
            return edge.keys[0] if edge and edge.start < stretch.right.row else None
        return None

    def _put_beside(self, answer: Answer, stretch: Stretch, tickets: Sequence[Ticket]) -> None:
        """Show tickets right after the mark before them, or right before the one after them."""
        mark = stretch.left or stretch.right
        if mark is None or not tickets:
            return
        at = mark.place + 1 if stretch.left else mark.place
        if 0 < at < len(mark.page.ids):
            self._spine.split(mark.page, at)
        border = self._spine.pages.index(mark.page) + (1 if at else 0)
        gap = self._spine.gap(border)
        joined = (bool(stretch.left) or stretch.top, bool(stretch.right) or stretch.end)
        self._fill(answer, stretch, border, tickets, joined=joined, room=gap + len(tickets))

    def _border_for(self, key: float, borders: range) -> int:
        """An open border that a ticket of that key may stand at, -1 where there is none."""
        pages, before = self._spine.pages, self._order.before
        first = sum(1 for page in pages if before(page.keys[0], key))
        last = sum(1 for page in pages if not before(key, page.keys[0]))
        if first and before(key, pages[first - 1].keys[-1]):
            return -1
        return next((border for border in range(first, last + 1) if border in borders and self._spine.gap(border)), -1)

    def _put(
        self, answer: Answer, stretch: Stretch, border: int, tickets: Sequence[Ticket], joined: tuple[bool, bool]
    ) -> None:
        """Fill a gap, which ends where nothing can be on either side; without one the tickets wait."""
        spine = self._spine
        room = spine.gap(border) if border >= 0 else 0
        if not room:
            self._hold(answer, stretch, tickets)
            return
        upper = spine.above(border)
        above = answer.skip - (upper.beyond if upper else 0)
        if all(joined):
            spine.set_gap(border, 0)
            self._outcome.closed += 1
        self._fill(answer, stretch, border, tickets, joined=joined, room=room, above=above)

    def _bound(self, answer: Answer, keys: Sequence[float], step: int) -> None:
        """What certainly sorts after the answer stands after it on the server, too; likewise before. An answer without
        marks was too far off, so that the next place to look is a step further."""
        spine, before = self._spine, self._order.before
        reached = answer.skip + len(keys)
        for page in spine.pages:
            if before(keys[-1], page.keys[0]) and page.position < reached:
                page.position += reached + step - page.position
            elif before(page.keys[-1], keys[0]) and page.beyond > answer.skip:
                page.position -= page.beyond + step - answer.skip

    def _fill(
        self,
        answer: Answer,
        stretch: Stretch,
        border: int,
        tickets: Sequence[Ticket],
        *,
        joined: tuple[bool, bool],
        room: int,
        above: int = 1,
    ) -> None:
        """Make a page of the tickets that are nowhere yet; ``room`` is how many rows the gap was taken to have."""
        spine = self._spine
        fresh = [ticket for ticket in tickets if ticket.id not in spine.home and ticket.id not in self._waiting]
        if not fresh:
            return
        position = answer.skip + next(i for i, ticket in enumerate(answer.tickets) if ticket.id == fresh[0].id)
        page = Page(
            ((ticket, self._order.key(ticket)) for ticket in fresh),
            position=position,
            seen=answer.arrived,
        )
        rest = max(1, room - len(fresh))
        if joined == (False, False):
            upper = max(1, min(above, rest - 1)) if spine.below(border) is not None else max(1, above)
            gaps = (upper, max(1, rest - upper))
        else:
            gaps = (0 if joined[0] else rest, 0 if joined[1] else rest)
        spine.insert(border, page, above=gaps[0], below=gaps[1])
        self._outcome.shown += len(fresh)

    def _hold(self, answer: Answer, stretch: Stretch, tickets: Sequence[Ticket]) -> None:
        """Let tickets wait until arrivals are to be shown, but those that were shown already."""
        shown = [ticket for ticket in tickets if ticket.id in self._thawed and (stretch.left or stretch.right)]
        known = {ticket.id for ticket in shown}
        held = tuple(ticket for ticket in tickets if ticket.id not in known)
        self._put_beside(answer, stretch, shown)
        if held:
            kept = Stretch(stretch.left, stretch.right, stretch.top, stretch.end, stretch.first, held)
            self._outcome.arrivals.append(kept)

    def _lengthen(self, answer: Answer, marks: Sequence[Mark], end: bool) -> None:
        """More tickets follow the one that was the last: below the end they move nothing, and need not wait. So they
        may where the server has more than are known of a list that was known whole."""
        spine = self._spine
        if not answer.total or end or spine.first_unknown is not None:
            return
        if marks and marks[-1].row == spine.rows - 1:
            spine.tail = max(1, answer.total - answer.skip - marks[-1].index - 1)
        else:
            beside = self._waiting.union(ticket.id for ticket in answer.tickets) - spine.home.keys()
            spine.tail = max(0, answer.total - len(spine.home) - len(beside))

    def _estimate_tail(self, end: bool) -> None:
        """How many rows follow the last page, by the server's total."""
        spine = self._spine
        if not spine.tail or end or spine.total is None:
            return
        known = spine.pages[-1].beyond if spine.pages else 0
        spine.tail = max(1, spine.total - known)


def _is_older(one: Ticket, other: Ticket) -> bool:
    return one.updated_at is not None and other.updated_at is not None and one.updated_at < other.updated_at
