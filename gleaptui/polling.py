"""Whether this process asks Gleap itself, or another one that looks at the same period asks for it."""

import asyncio

from gleaptui.clock import Clock
from gleaptui.history.leader import Lead, Role
from gleaptui.history.paths import Place
from gleaptui.history.store import Store
from gleaptui.refresh.snapshot import Snapshot

_OTHERWISE_AFTER = 10.0
"""Seconds for which the answers of the one who polls may be of no use here before this process asks for its own."""
_REFUSALS = frozenset(
    {"unauthorized", "key_expired", "key_of_another_project", "key_unusable", "missing_project", "forbidden"}
)
"""Problems that lie with this process, its key and what that may do, and not with Gleap or the way there."""
_REFUSED_BY = 5
"""Feeds that are refused one after the other: a key may well be refused some of them and have the rest."""


class Polling:
    """Of all processes that share a history, one polls for each period that is looked at. Those who look at the same
    one follow it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lead: Lead | None = None
        self._useless_since: float | None = None
        self._refused: set[str] = set()
        self.asks = True
        """Whether this process asks for what it shows."""

    def share(self, place: Place, about: str) -> Lead:
        """From now on, share with all who use that place. Gives what has to `run` for that."""
        self._lead = Lead(place, self._clock, about=about)
        return self._lead

    @property
    def shares(self) -> bool:
        """Whether there is a place to share."""
        return self._lead is not None

    @property
    def trouble(self) -> str:
        """Why nothing can be shared just now; empty while all is well."""
        return str(self._lead.trouble or "") if self._lead is not None else ""

    @property
    def about(self) -> str:
        """What is polled, or followed."""
        return self._lead.about if self._lead is not None else ""

    @property
    def leads(self) -> bool:
        """Whether what this process reads is what others show."""
        # Without a lock each is on its own.
        return self._lead is None or self._lead.trouble is not None or self._lead.holds()

    @property
    def poller(self) -> Role | None:
        """The other process whose answers are shown; None where this one asks itself."""
        return self._lead.role if self._lead is not None and not self.asks else None

    @property
    def followed(self) -> bool:
        """Whether other processes show what this one asks for."""
        return self._lead is not None and self.asks and self._lead.followed

    async def look(self, about: str) -> None:
        """See at once who polls that, so that it is known before anything is asked, and ten who start at the same time
        are not ten pollers."""
        if self._lead is not None:
            self._lead.about = about
            await asyncio.to_thread(self._lead.look)

    def took(self, snapshot: Snapshot[object]) -> None:
        """This process asked, and that came of it."""
        if snapshot.problem is None:
            if snapshot.fetched_at is not None:
                self._refused.clear()
        elif snapshot.problem.kind in _REFUSALS:
            self._refused.add(snapshot.feed)

    def decide(self, store: Store, *, paused: bool) -> bool:
        """Ask for what nobody else asks for, or leave it to the one who polls; whether that is another answer than
        before."""
        lead, before = self._lead, self.asks
        if lead is not None:
            # Whoever is refused everything would leave all who follow without figures.
            lead.stands, lead.stores = not paused and len(self._refused) < _REFUSED_BY, store.trouble is None
        # While paused, that is what the user asks for, and nobody else is to wait for it.
        self.asks = self.leads or paused or (lead is not None and lead.role is None) or self._is_useless(store)
        return self.asks != before

    def wait(self) -> None:
        """Ask for nothing until it is decided who does."""
        self.asks = self._lead is None

    def _is_useless(self, store: Store) -> bool:
        """Whether what the one who polls reads has been of no use here for a while: it cannot be stored, or cannot be
        read."""
        poller = self._lead.role if self._lead is not None else None
        if (poller is None or poller.stores) and not store.unread:
            self._useless_since = None
            return False
        now = self._clock.monotonic()
        if self._useless_since is None:
            self._useless_since = now
        return now - self._useless_since >= _OTHERWISE_AFTER
