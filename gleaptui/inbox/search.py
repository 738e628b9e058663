"""Finding a ticket: at once among those that are loaded, then with Gleap's own search."""

from collections.abc import Awaitable, Iterable, Sequence
from typing import Literal, Protocol

from msgspec import Struct

from gleaptui import text
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.models import Ticket, TicketPage
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.compiling import searched
from gleaptui.inbox.fuzzy import Lexicon, Part, Places, Text, marks, score
from gleaptui.inbox.links import ticket_of_url

_MOST_SHOWN = 200
_LONGEST_WORDS = 200

Where = Literal["number", "title", "customer"]


class Hit(Struct, frozen=True, kw_only=True):
    """A ticket that fits, and how well: the higher the score, the better."""

    ticket: Ticket
    score: int
    where: Where = "title"
    """Where the first of the words stands."""
    marks: Places = ()
    """From where to where in the title words were found."""


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
    problem: GleapError | None = None
    """Why a part of the search brought no answer."""

    @property
    def tickets(self) -> tuple[Ticket, ...]:
        """All of them, each once: the number's, those from here, then Gleap's."""
        every = (*((self.exact,) if self.exact else ()), *(hit.ticket for hit in self.here), *self.there)
        return tuple({ticket.id: ticket for ticket in every}.values())

    def step(self, ticket: str, by: int) -> Ticket | None:
        """The ticket that stands ``by`` places after that one, round and round; the first or the last one where that
        one is not among them. None where nothing was found."""
        every = self.tickets
        if not every:
            return None
        places = {one.id: place for place, one in enumerate(every)}
        at = places.get(ticket, -1 if by > 0 else 0)
        return every[(at + by) % len(every)]


class Finder(Protocol):
    """Asks the server; raises a `GleapError`. `GleapClient` is one."""

    def search(self, words: str) -> Awaitable[TicketPage]: ...

    def tickets(self, question: TicketQuery, *, skip: int = 0, limit: int = 100) -> Awaitable[TicketPage]: ...


def number(words: str) -> int | None:
    """The ticket number that is meant, from ``1042`` or ``#1042``."""
    digits = words.strip().removeprefix("#").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def identity(words: str) -> str:
    """The ticket's id that is meant by an address of the web app or the id itself; empty for anything else."""
    plain = words.strip().lower()
    if len(plain) == 24 and plain.isascii() and all(letter in "0123456789abcdef" for letter in plain):
        return plain
    return ticket_of_url(words)


class LoadedSearch:
    """Looks through the loaded tickets with every key. What a ticket is searched for is put together once."""

    def __init__(self) -> None:
        self._texts: dict[str, tuple[Ticket, Text]] = {}
        self._lexicon = Lexicon()
        self.looked_at = 0
        """How many tickets the last search has gone through."""

    def prepare(self, tickets: Iterable[Ticket]) -> None:
        """Put together what these tickets are searched for, so that the first search need not."""
        for ticket in tickets:
            self._text(ticket)

    def find(self, words: str, tickets: Iterable[Ticket], most: int = _MOST_SHOWN) -> tuple[Hit, ...]:
        """Tickets that all the words fit, the best first, else in the order given. A word fits as it is, with letters
        left out (``invce``) or with one letter wrong, without regard to case and accents."""
        if self._lexicon.full:
            self._texts, self._lexicon = {}, Lexicon()
        entries = [self._text(ticket) for ticket in tickets]
        self._texts = {entry[0].id: entry for entry in entries}
        self.looked_at = len(self._texts)
        parts = self._lexicon.parts(words[:_LONGEST_WORDS])
        if not parts:
            return ()
        scored = [(-score(parts, text), order) for order, (_, text) in enumerate(entries)]
        best = sorted(one for one in scored if one[0])[:most]
        return tuple(_hit(parts, *entries[order], -points) for points, order in best)

    def _text(self, ticket: Ticket) -> tuple[Ticket, Text]:
        entry = self._texts.get(ticket.id)
        if entry is None or entry[0] is not ticket:
            entry = self._texts[ticket.id] = ticket, self._lexicon.text(searched(ticket))
        return entry


def _hit(parts: Sequence[Part], ticket: Ticket, lines: Text, points: int) -> Hit:
    first = marks(parts[:1], ticket.title)
    every = first if len(parts) == 1 else marks(parts, ticket.title)
    where: Where = "number" if parts[0].word in lines.lines[: lines.title] else "title" if first else "customer"
    return Hit(ticket=ticket, score=points, where=where, marks=every)


async def by_number(wanted: int, finder: Finder) -> Ticket | None:
    """The ticket of that number, archived and spam ones too. Raises a `GleapError`. One request, where nothing is found
    three: that Gleap takes two values for a flag was not seen, as against one (API.md, "Tickets")."""
    for flags in ((None, None), (False, False), (True, False)):
        question = TicketQuery(number=wanted, archived=flags[0], spam=flags[1])
        page = await finder.tickets(question, skip=0, limit=1)
        found = next((ticket for ticket in page.tickets if ticket.number == wanted), None)
        if found is not None:
            return found
    return None


async def ask(words: str, finder: Finder, here: Sequence[Hit], looked_at: int) -> Found:
    """What the server knows besides what was found here: the ticket of a number, and its own search (API.md,
    "Search"). Raises a `GleapError` where neither answers. One request, for a number up to four."""
    words = words.strip()[:_LONGEST_WORDS]
    wanted = number(words)
    exact, problem = None, None
    if wanted is not None:
        exact = next((hit.ticket for hit in here if hit.ticket.number == wanted), None)
        if exact is None:
            try:
                exact = await by_number(wanted, finder)
            except GleapError as error:
                problem = error
    answer, failed = TicketPage(), None
    if plain := words.removeprefix("#").strip():
        try:
            answer = await finder.search(plain)
        except GleapError as error:
            if problem is not None or wanted is None:
                raise
            problem = failed = error
    known = {hit.ticket.id for hit in here} | ({exact.id} if exact else set())
    there = tuple({ticket.id: ticket for ticket in answer.tickets if ticket.id not in known}.values())
    found = Found(words=words, exact=exact, here=tuple(here), there=there, total=answer.total, problem=problem)
    return _with_words(found, wanted, looked_at, answered=failed is None)


def _with_words(found: Found, wanted: int | None, looked_at: int, *, answered: bool) -> Found:
    shown = text.clean(found.words, 40)
    gleap = "Gleap's own search" if answered else "Gleap's own search, which did not answer"
    if found.tickets:
        more = f"{len(found.there)} more from {gleap}" if answered else f"{gleap.removeprefix('Gleap')}"
        said = f"“{shown}”: {_exactly(found)}{len(found.here)} among the loaded tickets, {more}"
        left = 0 if found.total is None else found.total - len(found.there) - len(found.here)
        said += f", which knows {text.grouped(found.total)}." if found.total and left > 0 else "."
    else:
        tickets = "ticket" if looked_at == 1 else "tickets"
        places = [f"title, customer and number of the {text.grouped(looked_at)} loaded {tickets}", gleap]
        if wanted is not None:
            places.insert(
                0, f"ticket #{wanted}" + ("" if answered and found.problem is None else " as far as answered")
            )
        said = f"Nothing found for “{shown}”. Searched: {', '.join(places)}."
    return Found(
        words=found.words,
        exact=found.exact,
        here=found.here,
        there=found.there,
        total=found.total,
        said=said,
        problem=found.problem,
    )


def _exactly(found: Found) -> str:
    return f"ticket #{found.exact.number}, " if found.exact is not None else ""
