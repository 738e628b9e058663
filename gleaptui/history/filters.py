"""Which events are wanted, for SQLite and for a single event alike."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct

from gleaptui.gleap.models import Event
from gleaptui.history.records import TIES, encodable, event_words, first_key, people
from gleaptui.history.words import TICKET, kind_tag, person_tag, ticket_tag, wanted

_MOST_TERMS = 128
_LOWEST = -(2**62)
_HIGHEST = 2**62


class EventFilter(Struct, frozen=True, kw_only=True):
    """What of the log is wanted. All that is given must hold.

    ``kinds`` are actions, any of them; ``agent`` is who acted or the agent concerned; every word of ``text`` begins a
    word of the event, whatever case and accents; ``since`` and ``until`` are both included.
    """

    kinds: tuple[str, ...] = ()
    agent: str = ""
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """What the text asks for: nothing, if it holds signs alone."""
        return wanted(self.text)

    @property
    def ranked(self) -> bool:
        """Whether the hourly counts by kind are enough to number its rows."""
        return not self.agent and not self.words

    @property
    def bounds(self) -> tuple[int, int]:
        """The lowest and the highest key."""
        low = _LOWEST if self.since is None else first_key(self.since)
        high = _HIGHEST if self.until is None else first_key(self.until) + (1 << TIES) - 1
        return low, high

    def matches(self, event: Event, key: int) -> bool:
        """Whether an event at this key is wanted."""
        low, high = self.bounds
        if not low <= key <= high or (self.kinds and event.action not in self.kinds):
            return False
        if self.agent and encodable(self.agent) not in people(event):
            return False
        if not (asked := self.words):
            return True
        found, ticket = event_words(event), ticket_tag(event.ticket)
        return all(ticket == TICKET + one or any(word.startswith(one) for word in found) for one in asked)


@dataclass(frozen=True, slots=True)
class Match:
    """A filter for the index of words."""

    expression: str = ""
    """Empty where the index is not needed."""
    possible: bool = True
    """Whether anything can match at all."""
    partial: bool = False
    """Whether words were left out, so that what is found has to be looked at once more."""


def match(connection: sqlite3.Connection, filter: EventFilter, *, lazily: bool = False) -> Match:
    """The filter for the index. What somebody typed reaches it only as words of letters and digits, in quotes.

    The index gathers everything that begins with a word before it gives the first row, which takes a tenth of a second
    with a million events. Some dozens of whole words it reads from the end, so they are put in the place of their
    beginning; where there are too many, the word is left out if the caller asks for that with ``lazily``.
    """
    parts: list[str] = []
    partial = False
    if filter.kinds:
        known: dict[str, int] = dict(connection.execute("SELECT name, id FROM kinds"))
        tags = [kind_tag(known[kind]) for kind in dict.fromkeys(filter.kinds) if kind in known]
        if not tags:
            return Match(possible=False)
        parts.append(_any_of(tags))
    if filter.agent:
        parts.append(_any_of([person_tag(encodable(filter.agent))]))
    for word in filter.words:
        terms = _beginning_with(connection, word)
        if not terms:
            return Match(possible=False)
        if len(terms) <= _MOST_TERMS:
            parts.append(_any_of(terms))
        elif lazily:
            partial = True
        else:
            parts.append(f'("{word}" * OR "{TICKET}{word}")')
    return Match(" AND ".join(parts), partial=partial)


def _any_of(terms: list[str]) -> str:
    return "(" + " OR ".join(f'"{term}"' for term in terms) + ")"


def _beginning_with(connection: sqlite3.Connection, word: str) -> list[str]:
    """The words of the index that begin so, and the ticket of that id, up to one more than are useful. One step each:
    what sorts right behind a word is asked for, so that its thousands of places are passed over."""
    found: list[str] = []
    least = word
    while len(found) <= _MOST_TERMS and (term := _first_from(connection, least)).startswith(word):
        found.append(term)
        least = term + "\x01"
    if _first_from(connection, TICKET + word) == TICKET + word:
        found.append(TICKET + word)
    return found


def _first_from(connection: sqlite3.Connection, least: str) -> str:
    row: tuple[str] | None = connection.execute("SELECT term FROM terms WHERE term >= ? LIMIT 1", (least,)).fetchone()
    return row[0] if row else ""
