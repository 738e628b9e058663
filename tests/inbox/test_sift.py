"""A list of which only some tickets count, and the rest is passed over here."""

from gleaptui.gleap.models import Ticket
from gleaptui.inbox.sift import Sift
from gleaptui.inbox.window import TicketWindow
from tests.inbox.changing import ChangingList, serving


def rare(ticket: Ticket) -> bool:
    return (ticket.number or 0) % 50 == 0


async def settle(sift: Sift) -> None:
    """Let it look on until it neither reads nor wants anything."""
    for _ in range(200):
        await sift.window.idle()
        before = sift.looked_at
        sift.absorb()
        await sift.window.idle()
        if sift.looked_at == before and not sift.window.busy:
            return
    raise AssertionError("it never stops looking")


def shown(sift: Sift) -> list[int | None]:
    return [ticket.number for row in range(sift.rows) if (ticket := sift.row(row)) is not None]


async def test_it_looks_on_until_the_screen_is_full_and_no_farther() -> None:
    desk = ChangingList(20_000)
    window = TicketWindow(desk.read, desk.question)
    async with serving(window):
        sift = Sift(window, rare)
        sift.want(0, 4)
        await settle(sift)
        assert shown(sift)[:3] == [19_950, 19_900, 19_850]
        assert sift.rows > 30
        assert sift.looked_at < 3_000
        assert (sift.total, sift.complete) == (None, False)


async def test_the_true_number_is_told_once_the_whole_list_was_looked_through() -> None:
    desk = ChangingList(1_000)
    window = TicketWindow(desk.read, desk.question)
    async with serving(window):
        sift = Sift(window, rare)
        sift.want(0, 100)
        await settle(sift)
        assert shown(sift) == list(range(950, -1, -50))
        assert (sift.total, sift.looked_at) == (20, 1_000)
        ticket = sift.row(3)
        assert ticket is not None
        assert sift.row_of(ticket.id) == 3


async def test_where_nothing_passes_it_pauses_and_goes_on_when_more_is_wanted() -> None:
    desk = ChangingList(9_000)
    window = TicketWindow(desk.read, desk.question)
    async with serving(window):
        sift = Sift(window, lambda ticket: ticket.number == 3)
        sift.want(0, 40)
        await settle(sift)
        paused = sift.looked_at
        assert 2_000 <= paused < 2_500
        assert sift.total is None
        for _ in range(5):
            sift.want(0, 40)
            await settle(sift)
        assert shown(sift) == [3]
        assert sift.total == 1


async def test_arrivals_are_looked_through_after_settling() -> None:
    desk = ChangingList(300)
    window = TicketWindow(desk.read, desk.question)
    async with serving(window):
        sift = Sift(window, rare)
        sift.want(0, 40)
        await settle(sift)
        desk.arrive()
        await window.refresh()
        assert shown(sift)[0] == 250
        window.settle()
        sift.restart()
        await settle(sift)
        assert shown(sift)[0] == 300
        assert sift.total == 7


async def test_each_ticket_is_shown_once_although_the_list_moves_meanwhile() -> None:
    desk = ChangingList(2_000)
    window = TicketWindow(desk.read, desk.question)

    def seven_arrive() -> None:
        for _ in range(7):
            desk.arrive()

    desk.happens = seven_arrive
    async with serving(window):
        sift = Sift(window, rare)
        for _ in range(3):
            sift.want(0, 400)
            await settle(sift)
        found = shown(sift)
        assert [number for number in found if number is not None and number < 2_000] == list(range(1_950, -1, -50))
