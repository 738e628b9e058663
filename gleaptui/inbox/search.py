"""Finding a ticket: at once among those that are loaded, then with Gleap's own search."""

from collections.abc import Awaitable, Iterable, Sequence
from typing import Literal, Protocol

from msgspec import Struct

from gleaptui import text
from gleaptui.gleap.models import Ticket, TicketPage
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.views import searched

_MOST_SHOWN = 200
_LONGEST_WORDS = 200

Where = Literal["number", "title", "customer"]


class Hit(Struct, frozen=True, kw_only=True):
    """A ticket that fits, and how well: the higher the score, the better."""

    ticket: Ticket
    score: int
    where: Where = "title"


class Found(Struct, frozen=True, kw_only=True):
    """All that a search has brought, from the three places it looks in."""

    words: str
    exact: Ticket | None = None
    """The ticket of that number."""
    here: tuple[Hit, ...] = ()
    """Among the loaded tickets, the best first."""
    there: tuple[Ticket, ...] = ()
    """What Gleap's search found besides, in its order."""
    total: int | None = None
    """How many Gleap's search found, where it says so."""
    said: str = ""
    """What was searched, in a sentence."""


class Finder(Protocol):
    """Asks the server; raises a `GleapError`. `GleapClient` is one."""

    def search(self, words: str) -> Awaitable[TicketPage]: ...

    def tickets(self, question: TicketQuery, *, skip: int = 0, limit: int = 100) -> Awaitable[TicketPage]: ...


def number(words: str) -> int | None:
    """The ticket number that is meant, from ``1042`` or ``#1042``."""
    digits = words.strip().removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


class LoadedSearch:
    """Looks through the loaded tickets with every key. What a ticket is searched for is put together once."""

    def __init__(self) -> None:
        self._texts: dict[str, tuple[Ticket, str]] = {}
        self.looked_at = 0
        """How many tickets the last search has gone through."""

    def find(self, words: str, tickets: Iterable[Ticket], most: int = _MOST_SHOWN) -> tuple[Hit, ...]:
        """Tickets that have all the words, or their letters in this order close together, the best first."""
        parts = words[:_LONGEST_WORDS].casefold().split()
        known, texts = self._texts, {}
        found: list[tuple[int, int, Ticket, str]] = []
        order = 0
        for ticket in tickets:
            order += 1
            entry = known.get(ticket.id)
            if entry is None or entry[0] is not ticket:
                entry = ticket, searched(ticket)
            texts[ticket.id] = entry
            score = _score(parts, entry[1]) if parts else 0
            if score:
                found.append((-score, order, ticket, entry[1]))
        self._texts, self.looked_at = texts, order
        found.sort()
        return tuple(
            Hit(ticket=ticket, score=-score, where=_where(parts[0], lines)) for score, _, ticket, lines in found[:most]
        )


def _score(parts: Sequence[str], lines: str) -> int:
    """How well all parts fit, 0 where one does not."""
    total = 0
    for part in parts:
        at = lines.find(part.removeprefix("#"))
        if at < 0:
            score = _scattered(part, lines)
        else:
            score = 40 if at == 0 or not lines[at - 1].isalnum() else 25
            if at == 0 and lines.startswith(part.removeprefix("#") + "\n"):
                score = 100
        if not score:
            return 0
        total += score
    return total


def _scattered(part: str, lines: str) -> int:
    """Letters in this order within a short stretch: ``invce`` fits invoice. Short words have to fit as they are."""
    length = len(part)
    if length < 4:
        return 0
    find = lines.find
    start = find(part[0])
    while start >= 0:
        at = start
        for letter in part[1:]:
            at = find(letter, at + 1)
            if at < 0:
                return 0
        if at - start < length + 1 + length // 3:
            return 12
        start = find(part[0], start + 1)
    return 0


def _where(part: str, lines: str) -> Where:
    digits, title, *_ = lines.split("\n")
    plain = part.removeprefix("#")
    if plain in digits:
        return "number"
    return "title" if plain in title or _scattered(part, title) else "customer"


async def ask(words: str, finder: Finder, here: Sequence[Hit], looked_at: int) -> Found:
    """What the server knows besides what was found here: the ticket of a number, and its own search (API.md,
    "Search"). Raises a `GleapError`. One request, for a number two."""
    words = words.strip()[:_LONGEST_WORDS]
    wanted = number(words)
    exact: Ticket | None = None
    if wanted is not None:
        exact = next((hit.ticket for hit in here if hit.ticket.number == wanted), None)
        if exact is None:
            question = TicketQuery(number=wanted, archived=None, spam=None)
            page = await finder.tickets(question, skip=0, limit=1)
            exact = next((ticket for ticket in page.tickets if ticket.number == wanted), None)
    answer = await finder.search(words.removeprefix("#")) if words else TicketPage()
    known = {hit.ticket.id for hit in here} | ({exact.id} if exact else set())
    there = tuple({ticket.id: ticket for ticket in answer.tickets if ticket.id not in known}.values())
    return Found(
        words=words,
        exact=exact,
        here=tuple(here),
        there=there,
        total=answer.total,
        said=_said(words, wanted, exact, here, there, looked_at),
    )


def _said(
    words: str,
    wanted: int | None,
    exact: Ticket | None,
    here: Sequence[Hit],
    there: Sequence[Ticket],
    looked_at: int,
) -> str:
    shown = text.clean(words, 40)
    places = [f"title, customer and number of the {text.grouped(looked_at)} loaded tickets", "Gleap's own search"]
    if wanted is not None:
        places.insert(0, f"ticket #{wanted}")
    if not (exact or here or there):
        return f"Nothing found for “{shown}”. Searched: {', '.join(places)}."
    return f"“{shown}”: {len(here)} among the loaded tickets, {len(there)} more from Gleap's search."
