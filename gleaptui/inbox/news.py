"""What has become of a list since it was last settled: arrivals that wait, changes, tickets that are gone."""

from dataclasses import dataclass
from typing import Literal

from gleaptui.gleap.models import Ticket
from gleaptui.inbox.merge import Outcome
from gleaptui.inbox.order import Order
from gleaptui.inbox.spine import Page, Spine
from gleaptui.inbox.stretches import Answer, Stretch

_MOST_MARKED = 5_000


@dataclass(frozen=True, slots=True)
class _Arrivals:
    """Tickets that follow each other, and the known ones around them; empty ids where there is none."""

    left: str
    right: str
    top: bool
    end: bool
    tickets: tuple[Ticket, ...]
    position: int
    seen: int


class News:
    """Keeps arrivals apart from the rows until they are to be shown."""

    def __init__(self, spine: Spine, order: Order) -> None:
        self._spine = spine
        self._order = order
        self._waiting: list[_Arrivals] = []
        self.arrived: frozenset[str] = frozenset()
        self.changed: set[str] = set()
        self.gone: set[str] = set()
        self._new: set[str] = set()

    def state(self, ticket: str) -> Literal["", "new", "changed", "gone"]:
        """What is special about a ticket that is shown."""
        if ticket in self.gone:
            return "gone"
        if ticket in self._new:
            return "new"
        return "changed" if ticket in self.changed else ""

    def take(self, outcome: Outcome, answer: Answer) -> None:
        """Note what an answer has brought. What waited in the same stretch of the list is told anew by it."""
        self.changed |= outcome.changed
        self.gone = (self.gone - outcome.back) | outcome.gone
        here = {ticket.id for ticket in answer.tickets}
        self._waiting = [known for known in self._waiting if here.isdisjoint(ticket.id for ticket in known.tickets)]
        self._waiting += [_kept(stretch, answer) for stretch in outcome.arrivals]
        self._count()
        if len(self.changed) > _MOST_MARKED:
            self.changed.clear()

    def clear(self) -> None:
        """Forget everything, because the list is read anew."""
        self._waiting, self.gone = [], set()
        self._count()

    def settle(self) -> int:
        """Bring the rows in line with what is known; how many tickets were put in."""
        waiting, self._waiting = self._waiting, []
        spine = self._spine
        moved = {ticket.id for known in waiting for ticket in known.tickets if ticket.id in spine.home}
        out = (self.gone & spine.home.keys()) | moved
        spine.remove(out, {id(spine.home[ticket]): spine.home[ticket] for ticket in out}.values())
        self.changed, self.gone, self._new = set(), set(), set()
        # What was found first stands lower: what came later from the top goes above it.
        for known in waiting:
            self._show(known)
        self._count()
        return len(self._new - moved)

    def _show(self, known: _Arrivals) -> None:
        spine = self._spine
        fresh = [ticket for ticket in known.tickets if ticket.id not in spine.home]
        if not fresh:
            return
        place = self._place(known)
        if place is None:
            self._unsettle(fresh)
            return
        border, above_closed, below_closed = place
        page = Page(
            ((ticket, self._order.key(ticket)) for ticket in fresh),
            position=known.position,
            seen=known.seen,
        )
        gap, lower, end = spine.gap(border), spine.below(border), known.position + len(fresh)
        beyond = (spine.total or 0) if lower is None else lower.position
        below = max(1, gap, beyond - end) if known.top or lower is None else max(1, gap)
        spine.insert(border, page, above=0 if above_closed else max(1, gap), below=0 if below_closed else below)
        self._new |= {ticket.id for ticket in fresh}

    def _place(self, known: _Arrivals) -> tuple[int, bool, bool] | None:
        """The border that the arrivals belong at, which is made where they come between tickets of one page; and on
        which sides nothing more can be between them and the ticket next to them."""
        spine = self._spine
        left, right = spine.home.get(known.left), spine.home.get(known.right)
        if right is not None:
            if at := right.ids.index(known.right):
                spine.split(right, at)
            return spine.pages.index(spine.home[known.right]), left is not None or known.top, True
        if left is not None:
            at = left.ids.index(known.left) + 1
            if at < len(left.ids):
                spine.split(left, at)
            return spine.pages.index(left) + 1, True, known.end
        if known.top:
            return 0, True, known.end and not spine.pages
        return (len(spine.pages), False, True) if known.end else None

    def _unsettle(self, tickets: list[Ticket]) -> None:
        """Tickets that cannot be placed: forget what they must be among, so that it is read again."""
        spine, order = self._spine, self._order
        first = order.key(tickets[0])
        above = [page for page in spine.pages if order.before(page.keys[0], first)]
        if above:
            spine.forget(above[-1])
        else:
            spine.clear()

    def _count(self) -> None:
        self.arrived = frozenset(ticket.id for known in self._waiting for ticket in known.tickets)


def _kept(stretch: Stretch, answer: Answer) -> _Arrivals:
    return _Arrivals(
        answer.tickets[stretch.left.index].id if stretch.left else "",
        answer.tickets[stretch.right.index].id if stretch.right else "",
        stretch.top and stretch.left is None,
        stretch.end and stretch.right is None,
        tuple(stretch.tickets),
        answer.skip + stretch.first,
        answer.arrived,
    )
