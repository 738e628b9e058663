"""Who is who: names for the people and teams that Gleap names by their ids alone."""

import asyncio
import math
import re
from collections.abc import Sequence

from msgspec import structs

from gleaptui.clock import Clock
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.models import Activity, Person, Ticket
from gleaptui.refresh.lane import Lane, current_errand

_ID = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{24}(?![0-9A-Za-z])")
_AGAIN_AFTER = 300.0
"""Seconds until somebody who is in no list is looked for in a newer one."""
_RETRY_AFTER = 60.0


class Directory:
    """The project's members and teams, asked for once they are needed."""

    def __init__(self, client: GleapClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self.people: tuple[Person, ...] = ()
        """The members; none where they are not known."""
        self._names: dict[str, Person] = {}
        self._teams: dict[str, str] = {}
        self._asked_at = -math.inf
        self._reading = asyncio.Lock()

    async def meet(self) -> None:
        """Know the members, if that can be had. Where it could not, it is tried again after a while, and whenever
        somebody asks for it by hand."""
        by_hand = current_errand().lane is Lane.USER
        if not self.people and (by_hand or self._clock.monotonic() - self._asked_at >= _RETRY_AFTER):
            await self._read()

    async def named(self, tickets: Sequence[Ticket]) -> tuple[Ticket, ...]:
        """The tickets with names instead of ids, as far as these are known."""
        if any(map(self._is_nameless, tickets)) and self._clock.monotonic() - self._asked_at >= _AGAIN_AFTER:
            await self._read()
        return tuple(map(self._named, tickets))

    async def named_log(self, entries: Sequence[Activity]) -> tuple[Activity, ...]:
        """The same of a ticket's log, in which ids stand among words."""
        if any(_ID.search(one.who) or _ID.search(one.what) for one in entries) and not self._names:
            await self.meet()
        return tuple(structs.replace(one, who=self._said(one.who), what=self._said(one.what)) for one in entries)

    async def _read(self) -> None:
        async with self._reading:
            if self._clock.monotonic() - self._asked_at < 1:
                return
            try:
                self.people = await self._client.people()
                self._names = {one.id: one for one in self.people if one.id and one.name != one.id}
                self._teams = {team.id: team.name for team in await self._client.teams() if team.name}
            except GleapError:
                # Ids are shown until then; whoever is told apart by name has a note that it may be wrong.
                pass
            finally:
                self._asked_at = self._clock.monotonic()

    def _said(self, words: str) -> str:
        """The words with the names of those whose ids stand in them."""
        names = {**self._teams, **{one: person.name for one, person in self._names.items()}}
        return _ID.sub(lambda found: names.get(found[0], found[0]), words)

    def _is_nameless(self, ticket: Ticket) -> bool:
        who = ticket.assignee
        unknown = who is not None and who.name == who.id and who.id not in self._names
        return unknown or (bool(_ID.fullmatch(ticket.team)) and ticket.team not in self._teams)

    def _named(self, ticket: Ticket) -> Ticket:
        who = ticket.assignee
        person = self._names.get(who.id) if who is not None and who.name == who.id else None
        team = self._teams.get(ticket.team)
        if person is None and team is None:
            return ticket
        return structs.replace(ticket, assignee=person or who, team=team or ticket.team)
