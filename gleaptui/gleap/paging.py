"""Reading all of a list that changes while it is read."""

from collections.abc import AsyncIterator

from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.models import Ticket
from gleaptui.gleap.query import TicketQuery

_OVERLAP = 5


async def every_ticket(client: GleapClient, question: TicketQuery, *, page: int = 200) -> AsyncIterator[Ticket]:
    """Each ticket that matches, once, in the order asked for (API.md, "Tickets"). Raises a `GleapError`.

    Tickets that arrive meanwhile push others onto the next page, where they are not given again. Some that leave pull
    others forward, so pages overlap a little. A short page is not the end; an empty one is, one that brings nothing
    new, and the total that Gleap gives."""
    seen: set[str] = set()
    skip = 0
    while True:
        found = await client.tickets(question, skip=skip, limit=page)
        fresh = [ticket for ticket in found.tickets if ticket.id not in seen]
        for ticket in fresh:
            if ticket.id not in seen:
                seen.add(ticket.id)
                yield ticket
        reached = skip + len(found.tickets)
        if not fresh or (found.total is not None and reached >= found.total):
            return
        skip = max(reached - _OVERLAP, skip + 1)
