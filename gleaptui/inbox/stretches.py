"""An answer of the server, cut at the tickets in it that are known and stand where they stood."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from gleaptui.gleap.models import Ticket
from gleaptui.inbox.order import Order, unchanged
from gleaptui.inbox.spine import Page, Spine


@dataclass(frozen=True, slots=True)
class Answer:
    """A stretch of the server's list."""

    tickets: Sequence[Ticket]
    """Each once, already slim."""
    skip: int
    total: int | None
    row: int
    """The first row that it was asked for."""
    cold: str = ""
    """The first ticket of the cold page that it was asked for."""
    asked: int = 0
    """The count of answers when it was asked for."""
    arrived: int = 0
    """The count of answers when it came."""
    insist: bool = False
    """Whether doubtful tickets go into a gap, because an answer before has led nowhere."""
    keys: Sequence[float] = ()
    """The keys of all its tickets, if they tell which comes first."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A ticket of the answer that stands where it stood before."""

    index: int
    page: Page
    place: int

    @property
    def row(self) -> int:
        return self.page.start + self.place


@dataclass(slots=True)
class Stretch:
    """Tickets of the answer between two marks. Without one on a side, the list begins or ends there, or it is open."""

    left: Mark | None
    right: Mark | None
    top: bool
    end: bool
    first: int
    tickets: Sequence[Ticket]


def find_marks(answer: Answer, spine: Spine, order: Order) -> list[Mark]:
    """The known tickets that have not moved: same key, and in the order they had."""
    found: list[Mark] = []
    for index, ticket in enumerate(answer.tickets):
        page = spine.home.get(ticket.id)
        place = -1 if page is None else place_in(page, ticket, order)
        if page is not None and place >= 0:
            found.append(Mark(index, page, place))
    return _longest_rising(found)


def place_in(page: Page, ticket: Ticket, order: Order) -> int:
    """The ticket's place in its page, -1 where it has moved since."""
    place = page.ids.index(ticket.id)
    return place if unchanged(page.keys[place], order.key(ticket)) else -1


def cut(answer: Answer, marks: Sequence[Mark], top: bool, end: bool) -> list[Stretch]:
    """The answer cut at its marks, in its order, except between two that follow each other in the rows, too."""
    found: list[Stretch] = []
    left: Mark | None = None
    first = 0
    for mark in marks:
        if left is None or (mark.index, mark.row) != (first, left.row + 1):
            found.append(Stretch(left, mark, top and left is None, False, first, answer.tickets[first : mark.index]))
        left, first = mark, mark.index + 1
    found.append(Stretch(left, None, top and left is None, end, first, answer.tickets[first:]))
    return found


def _longest_rising(marks: Sequence[Mark]) -> list[Mark]:
    """As many of the marks as stand in rising rows."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for index, mark in enumerate(marks):
        at = bisect_left(ends, mark.row)
        before.append(places[at - 1] if at else -1)
        if at == len(ends):
            ends.append(mark.row)
            places.append(index)
        else:
            ends[at], places[at] = mark.row, index
    found: list[Mark] = []
    index = places[-1] if places else -1
    while index >= 0:
        found.append(marks[index])
        index = before[index]
    return found[::-1]
