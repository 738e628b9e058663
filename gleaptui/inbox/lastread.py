"""When each ticket of a list was read last, so that whatever is shown can say how old it is."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from gleaptui.gleap.models import Ticket

_MOST_KNOWN = 20_000
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class LastRead:
    """The moments of the latest answers, by ticket."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._moments: dict[str, datetime] = {}
        self._latest: datetime | None = None

    def note(self, tickets: Iterable[Ticket]) -> None:
        """These were read now."""
        moments, now = self._moments, self._now()
        self._latest = now
        for ticket in tickets:
            moments.pop(ticket.id, None)
            moments[ticket.id] = now
        while len(moments) > _MOST_KNOWN:
            del moments[next(iter(moments))]

    def oldest(self, tickets: Iterable[str]) -> datetime | None:
        """When the one of these was read that was read longest ago; where none of them is known, when anything was."""
        known = (self._moments[ticket] for ticket in tickets if ticket in self._moments)
        return min(known, default=self._latest)

    def longest_ago(self, tickets: Sequence[str]) -> str:
        """The one that was read longest ago, the first of several."""
        return min(tickets, key=lambda ticket: self._moments.get(ticket, _LONG_AGO))
