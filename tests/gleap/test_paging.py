"""A list that changes while it is read."""

from collections.abc import Callable

import pytest

from gleaptui.gleap.paging import every_ticket
from gleaptui.gleap.query import TicketQuery
from tests.gleap.scripted import Desk, Reply, Seen

Numbers = list[int]


def listing(tickets: Numbers, change: Callable[[Numbers], None] = lambda _: None, *, total: bool = True) -> Desk:
    """A server over these tickets, which change after each page."""

    def script(seen: Seen) -> Reply:
        pairs = dict(seen.pairs)
        skip, limit = int(pairs["skip"]), int(pairs["limit"])
        page = [{"_id": f"{number:024x}", "bugId": number} for number in tickets[skip : skip + limit]]
        body: dict[str, object] = {"tickets": page, "count": len(page)}
        if total:
            body["totalCount"] = len(tickets)
        change(tickets)
        return Reply(body)

    return Desk(script)


async def read(desk: Desk, page: int = 20) -> list[int | None]:
    return [ticket.number async for ticket in every_ticket(desk.client, TicketQuery(), page=page)]


@pytest.mark.parametrize("total", [True, False])
@pytest.mark.parametrize("count", [0, 1, 19, 20, 21, 99, 100])
async def test_every_ticket_comes_once(count: int, total: bool) -> None:
    assert await read(listing(list(range(count)), total=total)) == list(range(count))


async def test_tickets_that_arrive_meanwhile_repeat_nothing() -> None:
    tickets = list(range(100))
    found = await read(listing(tickets, lambda all_of_them: all_of_them.insert(0, 1_000 + len(all_of_them))))
    assert [number for number in found if number is not None and number < 1_000] == list(range(100))
    assert len(found) == len(set(found))


async def test_tickets_that_leave_meanwhile_hide_none_of_the_others() -> None:
    tickets = list(range(100))
    found = await read(listing(tickets, lambda all_of_them: all_of_them.__delitem__(slice(0, 3))))
    assert set(found) >= set(range(20, 100))


async def test_a_server_that_always_gives_the_same_page_does_not_keep_it_for_ever() -> None:
    page = [{"_id": f"{number:024x}", "bugId": number} for number in range(20)]
    desk = Desk(Reply({"tickets": page, "totalCount": 10_000}))
    assert await read(desk) == list(range(20))
    assert len(desk.asked) == 2


async def test_pages_smaller_than_asked_for_are_read_on() -> None:
    def script(seen: Seen) -> Reply:
        skip = int(dict(seen.pairs)["skip"])
        page = [{"_id": f"{number:024x}", "bugId": number} for number in range(skip, min(skip + 10, 47))]
        return Reply({"tickets": page, "totalCount": 47})

    assert await read(Desk(script), page=500) == list(range(47))
