"""Reads the open tickets in as few requests as they can be known from."""

from collections.abc import Callable, Sequence
from datetime import datetime

from gleaptui.gleap.asked import all_of
from gleaptui.gleap.backlog import AGES, Backlog, TypeCount
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.errors import GleapError, NotPermitted
from gleaptui.gleap.models import StatList, Ticket, TicketPage
from gleaptui.gleap.periods import Period
from gleaptui.gleap.query import TicketQuery

PAGE = 200
"""So many of the oldest tickets are read. A backlog that is no larger is known whole from one request."""

Waiting = Callable[[Ticket], tuple[bool, datetime | None]]
"""Whether a ticket waits for the team, and since when where that is known."""

_STATUS = "OPEN"
_TYPE, _COUNTS = "type", ("openCount", "otherStatusCount", "queuedCount")


class BacklogReader:
    """Asks for the backlog of one project. A filter that Gleap may not have heeded is checked against what it gave, and
    what cannot be relied on is not known (API.md, "Unknown parameters are filters")."""

    def __init__(self, client: GleapClient, waiting: Waiting) -> None:
        self._client = client
        self._waiting = waiting

    async def read(self, period: Period) -> Backlog:
        """The backlog of this moment; the period is only what statistics cannot be asked without. Raises the
        `GleapError` that kept it from being read, unless the rest can be."""
        types, tickets = await all_of((self._types(period), self._tickets()))
        errors = [one for one in (types, tickets) if isinstance(one, GleapError)]
        passing = next((error for error in errors if not _lasting(error)), None)
        if passing is not None or len(errors) == 2:
            raise passing or errors[1]
        backlog = tickets if isinstance(tickets, Backlog) else Backlog(at=self._client.clock.now())
        fields = {name: getattr(backlog, name) for name in Backlog.__struct_fields__}
        if isinstance(tickets, GleapError):
            fields["problem"] = tickets.title
        if isinstance(types, tuple):
            fields["types"] = types
            fields["types_problem"] = "" if types else "Gleap sent no types"
        elif isinstance(types, GleapError):
            fields["types_problem"] = types.title
        return Backlog(**fields)

    async def _types(self, period: Period) -> tuple[TypeCount, ...]:
        return type_counts(await self._client.stat_list("SNAPSHOT_TICKETS", period))

    async def _tickets(self) -> Backlog:
        page = await self._client.tickets(TicketQuery(sort="createdAt", statuses=(_STATUS,)), limit=PAGE)
        found = of_page(page, self._client.clock.now(), self._waiting)
        if found.problem or found.complete or found.total is None or not found.created:
            return found
        counts = await all_of(self._older(found, found.at - age) for age in AGES)
        passing = next((one for one in counts if isinstance(one, GleapError) and not _lasting(one)), None)
        if passing is not None:
            raise passing
        fields = {name: getattr(found, name) for name in Backlog.__struct_fields__}
        return Backlog(**(fields | {"older": tuple(None if isinstance(one, GleapError) else one for one in counts)}))

    async def _older(self, found: Backlog, moment: datetime) -> int | None:
        """How many open tickets were created by then; asked only where the oldest ones do not tell."""
        known = sum(created <= moment for created in found.created)
        if known < len(found.created):
            return known
        page = await self._client.tickets(TicketQuery(statuses=(_STATUS,), created_to=moment), limit=1)
        newest = page.tickets[0].created_at if page.tickets else None
        # The newest of them shows that order and date were heeded, the known ones that the date was understood.
        if not _kept_to(page.tickets) or newest is None or not found.created[-1] <= newest <= moment:
            return None
        if page.total is None or found.total is None or not known // 2 <= page.total <= found.total:
            return None
        return page.total


def of_page(page: TicketPage, at: datetime, waiting: Waiting) -> Backlog:
    """What the first page of the oldest open tickets tells."""
    tickets = page.tickets
    if not _kept_to(tickets):
        return Backlog(at=at, problem="the list has tickets that are not open")
    complete = page.total is not None and len({one.id for one in tickets}) >= page.total
    dated = [(one.created_at, one) for one in tickets if one.created_at is not None]
    moments = [moment for moment, _ in dated]
    in_order = moments == sorted(moments)
    known = len(dated) == len(tickets) and (in_order or complete)
    oldest = min(dated, key=lambda pair: pair[0], default=None) if known else None
    some_wait, longest = _longest(tickets, waiting)
    # One that was not looked at is younger than these, and cannot have waited for longer than it is there.
    sure = known and longest is not None and (complete or longest[0] <= max(moments))
    return Backlog(
        at=at,
        total=page.total,
        created=tuple(sorted(moments)) if known else (),
        complete=complete,
        looked_at=len(tickets),
        unassigned=sum(one.assignee is None for one in tickets) if complete or known else None,
        oldest=oldest[1].id if oldest else "",
        oldest_number=oldest[1].number if oldest else None,
        oldest_at=oldest[0] if oldest else None,
        waiting_number=longest[1].number if sure and longest is not None else None,
        waiting_at=longest[0] if sure and longest is not None else None,
        nobody_waits=complete and not some_wait,
        problem="" if page.total is not None else "Gleap does not say how many",
    )


def _longest(tickets: Sequence[Ticket], waiting: Waiting) -> tuple[bool, tuple[datetime, Ticket] | None]:
    """Whether any waits, and the one that has waited longest where it is known of all of them."""
    found: list[tuple[datetime, Ticket]] = []
    whole = True
    for one in tickets:
        waits, since = waiting(one)
        if waits and since is not None:
            found.append((since, one))
        whole = whole and not (waits and since is None)
    return bool(found) or not whole, min(found, key=lambda pair: pair[0]) if found and whole else None


def type_counts(table: StatList) -> tuple[TypeCount, ...]:
    """The open tickets by type; nothing where the columns are not the ones that are known (API.md, "Lists")."""
    places = {column.key: place for place, column in enumerate(table.columns)}
    if _TYPE not in places or _COUNTS[0] not in places:
        return ()
    found = []
    for row in table.rows:
        name = row[places[_TYPE]].text
        values = [row[places[key]].value if key in places else None for key in _COUNTS]
        whole = [int(value) if value is not None and value >= 0 and value == int(value) else None for value in values]
        if name:
            found.append(TypeCount(type=name, open=whole[0], other=whole[1], queued=whole[2]))
    return tuple(found)


def _kept_to(tickets: Sequence[Ticket]) -> bool:
    """Whether these are tickets of the kind that was asked for."""
    return all(one.status == _STATUS and not one.archived and not one.spam for one in tickets)


def _lasting(error: GleapError) -> bool:
    """Whether asking again would not help, so that the rest is shown without it."""
    return error.about_the_name or isinstance(error, NotPermitted)
