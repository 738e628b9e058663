"""Reading a span of the raw log whole, in pages of a size that the server may have a mind of its own about."""

from datetime import datetime

from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.models import Event

PAGE = 500
_CUT_AT_LEAST = 20
"""Events to which no server will have cut its pages."""
_MOST_PAGES = 50
_MOST_EVENTS = 5_000


class RawLog:
    """Knows how long the longest page was that ever came: whatever length a server cuts its pages off at, a shorter one
    was not cut off (API.md, "Raw data")."""

    def __init__(self, client: GleapClient) -> None:
        self._client = client
        self._longest = _CUT_AT_LEAST

    async def read(self, start: datetime, end: datetime, zone: str) -> tuple[list[Event], bool]:
        """The events between two moments, each once, and whether those are all. Raises a `GleapError`."""
        found: dict[str, Event] = {}
        skip = 0
        for _ in range(_MOST_PAGES):
            page = await self._client.events(start, end, zone=zone, limit=PAGE, skip=skip)
            known = len(found)
            found |= {event.id: event for event in page if event.id not in found}
            if len(page) < self._longest:
                return list(found.values()), True
            self._longest = len(page)
            if len(found) == known or len(found) > _MOST_EVENTS:
                break
            skip += len(page)
        # The same again, as if nothing could be skipped, or more than anybody reads.
        return list(found.values()), False
