"""A list of which only some tickets count, and the rest is passed over here."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from gleaptui.gleap.errors import ServerTrouble
from gleaptui.gleap.models import Person, Ticket, TicketPage
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.ranked import Ranked
from gleaptui.inbox.sift import Sift
from gleaptui.inbox.window import TicketWindow
from gleaptui.refresh.lane import Lane, current_errand, in_lane
from tests.inbox.changing import START, ChangingList, serving, show
from tests.virtual_clock import VirtualClock


def rare(ticket: Ticket) -> bool:
    return (ticket.number or 0) % 50 == 0


async def settle(sift: Sift) -> None:
    """Let it look on until it neither reads nor wants anything."""
    async with asyncio.timeout(20):
        await sift.window.idle()


def sifted(window: TicketWindow, keep: Callable[[Ticket], bool] = rare) -> Sift:
    sift = Sift(window, keep)
    # What the inbox does whenever something came.
    window._tell = sift.absorb
    return sift


def shown(sift: Sift) -> list[int | None]:
    return [ticket.number for row in range(sift.rows) if (ticket := sift.row(row)) is not None]


async def test_it_looks_on_until_the_screen_is_full_and_no_farther() -> None:
    desk = ChangingList(20_000)
    window = TicketWindow(desk.read, desk.question)
    async with serving(window):
        sift = sifted(window)
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
        sift = sifted(window)
        sift.want(0, 100)
        await settle(sift)
        assert shown(sift) == list(range(950, -1, -50))
        assert (sift.total, sift.looked_at) == (20, 1_000)
        ticket = sift.row(3)
        assert ticket is not None
        assert sift.row_of(ticket.id) == 3


async def test_where_nothing_passes_it_pauses_until_other_rows_are_wanted() -> None:
    desk = ChangingList(9_000)
    window = TicketWindow(desk.read, desk.question)
    async with serving(window):
        sift = sifted(window, lambda ticket: ticket.number == 3)
        sift.want(0, 40)
        await settle(sift)
        paused, asked = sift.looked_at, len(desk.asked)
        assert 2_000 <= paused < 2_500
        assert sift.total is None
        for _ in range(50):
            # The same rows, as whoever draws them names them over and over.
            sift.want(0, 40)
            await settle(sift)
        assert len(desk.asked) == asked
        for last in range(41, 46):
            sift.want(0, last)
            await settle(sift)
        assert shown(sift) == [3]
        assert sift.total == 1


async def test_whoever_waits_is_looked_on_for_a_little_with_every_refresh() -> None:
    desk = ChangingList(4_000)
    window = TicketWindow(desk.read, desk.question)
    async with serving(window):
        sift = sifted(window, lambda ticket: ticket.number == 3)
        sift.want(0, 40)
        await settle(sift)
        with in_lane(Lane.BACKGROUND):
            await sift.refresh()
        await settle(sift)
        paused = sift.looked_at
        assert paused < 2_500
        for _ in range(5):
            with in_lane(Lane.VISIBLE):
                await sift.refresh()
            await settle(sift)
        assert (sift.total, shown(sift)) == (1, [3])


async def test_only_the_first_rows_are_asked_for_as_the_user_and_what_is_ahead_in_the_background() -> None:
    desk = ChangingList(9_000)
    lanes: list[Lane] = []

    async def read(question: TicketQuery, *, skip: int, limit: int) -> TicketPage:
        lanes.append(current_errand().lane)
        return await desk.read(question, skip=skip, limit=limit)

    window = TicketWindow(read, desk.question)
    async with serving(window):
        sift = sifted(window, lambda ticket: (ticket.number or 0) % 100 == 0)
        sift.want(0, 9)
        await settle(sift)
        assert sift.rows >= 20
    assert lanes.count(Lane.USER) == 1
    assert lanes[0] is Lane.USER
    assert lanes.count(Lane.VISIBLE) <= 10
    assert lanes[-1] is Lane.BACKGROUND


async def test_a_ticket_that_came_at_the_end_is_looked_at_before_a_total_is_claimed_again() -> None:
    desk = ChangingList(300, "createdAt")
    window = TicketWindow(desk.read, desk.question)
    async with serving(window):
        sift = sifted(window)
        sift.want(0, 3)
        await settle(sift)
        assert sift.total == 6
        desk.arrive()
        await sift.refresh()
        assert sift.total is None
        await settle(sift)
        assert (sift.total, shown(sift)[-1]) == (7, 300)


async def test_a_server_that_fails_is_not_asked_over_and_over() -> None:
    asked = 0

    async def read(question: TicketQuery, *, skip: int, limit: int) -> TicketPage:
        nonlocal asked
        asked += 1
        raise ServerTrouble("500")

    window = TicketWindow(read, TicketQuery())
    async with serving(window):
        sift = sifted(window)
        for _ in range(10):
            sift.want(0, 9)
            await settle(sift)
    assert asked == 1
    assert (sift.rows, sift.total, sift.complete) == (0, None, False)


async def test_arrivals_that_count_wait_until_they_are_settled_and_the_others_are_not_mentioned() -> None:
    desk = ChangingList(300)
    window = TicketWindow(desk.read, desk.question)
    async with serving(window):
        sift = sifted(window)
        sift.want(0, 40)
        await settle(sift)
        counts = desk.arrive()
        desk.arrive()
        await sift.refresh()
        assert len(window.arrived) == 2
        assert sift.arrived == {counts}
        assert shown(sift)[0] == 250
        sift.settle()
        assert shown(sift)[0] == 300
        assert sift.state(counts) == "new"
        assert (sift.total, sift.arrived) == (7, frozenset())


async def test_a_row_shows_its_ticket_as_it_is_now_and_one_that_counts_no_more_is_gone_until_settled() -> None:
    desk = ChangingList(100)
    window = TicketWindow(desk.read, desk.question)
    async with serving(window):
        sift = sifted(window, lambda ticket: ticket.assignee is None)
        sift.want(0, 10)
        await settle(sift)
        first, second = desk.ids()[:2]
        desk.touch(first, title="Changed")
        desk.touch(second, assignee=Person(id="a", name="Anna"))
        await sift.refresh()
        ticket = sift.row(0)
        assert ticket is not None
        assert (ticket.title, sift.state(first)) == ("Changed", "changed")
        assert sift.row(1) == desk.tickets[second]
        assert sift.state(second) == "gone"
        assert sift.gone == {second}
        sift.settle()
        assert sift.row_of(second) is None
        assert (sift.total, sift.gone) == (99, frozenset())


async def test_an_answer_that_comes_late_does_not_undo_what_a_later_one_has_told() -> None:
    desk = ChangingList(100)
    window = TicketWindow(desk.read, desk.question)
    async with serving(window):
        sift = sifted(window, lambda ticket: ticket.status == "OPEN")
        sift.want(0, 10)
        await settle(sift)
        first, desk.holding = desk.ids()[0], True
        late = asyncio.create_task(sift.refresh())
        await asyncio.sleep(0)
        desk.touch(first, status="DONE")
        desk.holding = False
        await sift.refresh()
        assert sift.gone == {first}
        desk.held[0].set_result(None)
        await late
        assert sift.gone == {first}


async def test_an_arrival_that_counts_no_more_before_it_is_settled_is_not_mentioned() -> None:
    desk = ChangingList(100)
    window = TicketWindow(desk.read, desk.question)
    async with serving(window):
        sift = sifted(window, lambda ticket: ticket.status == "OPEN")
        sift.want(0, 10)
        await settle(sift)
        came = desk.arrive()
        await sift.refresh()
        assert sift.arrived == {came}
        desk.touch(came, status="DONE")
        await sift.refresh()
        assert not sift.arrived
        sift.settle()
        assert sift.row_of(came) is None


async def test_a_ticket_that_has_come_to_count_is_shown_where_it_stands_once_it_is_settled() -> None:
    desk = ChangingList(300)
    window = TicketWindow(desk.read, desk.question)
    async with serving(window):
        sift = sifted(window, lambda ticket: ticket.status == "DONE")
        done = desk.ids()[100]
        desk.touch(done, status="DONE")
        sift.want(0, 10)
        await settle(sift)
        late = desk.ids()[50]
        desk.touch(late, status="DONE")
        await sift.refresh()
        assert sift.rows == 1
        assert sift.arrived == {late}
        sift.settle()
        assert [sift.row_of(late), sift.row_of(done)] == [0, 1]


async def test_the_rows_in_sight_are_read_again_wherever_they_are_and_the_age_is_that_of_the_oldest() -> None:
    clock, desk = VirtualClock(), ChangingList(5_000)
    window = TicketWindow(desk.read, desk.question, now=clock.now)
    async with serving(window):
        sift = sifted(window, lambda ticket: (ticket.number or 0) % 200 == 0)
        sift.want(0, 9)
        await settle(sift)
        began, seen = clock.now(), [sift.row(row) for row in range(10)]
        await clock.advance(60)
        for ticket in seen:
            assert ticket is not None
            desk.touch(ticket.id, title="Changed")
        asked = len(desk.asked)
        await sift.refresh()
        assert len(desk.asked) - asked <= 5
        assert sift.read_at() == began
        for _ in range(3):
            await sift.refresh()
        assert sift.read_at() == clock.now()
        now = [sift.row(row) for row in range(10)]
        assert all(ticket is not None and ticket.title == "Changed" for ticket in now)


async def test_each_ticket_is_shown_once_although_the_list_moves_meanwhile() -> None:
    desk = ChangingList(2_000)
    window = TicketWindow(desk.read, desk.question)

    def seven_arrive() -> None:
        for _ in range(7):
            desk.arrive()

    desk.happens = seven_arrive
    async with serving(window):
        sift = sifted(window)
        for last in range(400, 403):
            sift.want(0, last)
            await settle(sift)
        found = shown(sift)
        assert [number for number in found if number is not None and number < 2_000] == list(range(1_950, -1, -50))


async def test_details_are_kept_of_the_rows_in_sight_although_the_window_has_dropped_them() -> None:
    desk = ChangingList(1_900)
    window = TicketWindow(desk.read, desk.question, page=20, kept=3)
    async with serving(window):
        sift = sifted(window)
        sift.want(0, 59)
        await settle(sift)
        assert sift.total == 38
        assert shown(sift) == list(range(1_850, -1, -50))
        assert sum(1 for _ in window.loaded()) < 500


async def test_what_is_known_last_of_a_ticket_is_kept_although_it_counts_no_more() -> None:
    desk = ChangingList(500)
    window = TicketWindow(desk.read, desk.question, page=20, kept=3)
    async with serving(window):
        sift = sifted(window, lambda ticket: ticket.status == "OPEN")
        sift.want(0, 10)
        await settle(sift)
        first = desk.ids()[0]
        desk.touch(first, status="DONE")
        await sift.refresh()
        sift.want(300, 310)
        await settle(sift)
        assert window.row(0) is None
        assert sift.row(0) == desk.tickets[first]


async def test_rows_whose_details_were_dropped_are_read_again_when_they_come_into_sight(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gleaptui.inbox.sift._MOST_KEPT", 50)
    desk = ChangingList(1_000)
    window = TicketWindow(desk.read, desk.question, page=20, kept=3)
    async with serving(window):
        sift = sifted(window, lambda ticket: (ticket.number or 0) % 2 == 0)
        for first in range(0, 480, 40):
            sift.want(first, first + 20)
            await settle(sift)
        assert sift.row(0) is None
        sift.want(0, 20)
        await settle(sift)
        assert [ticket and ticket.number for ticket in map(sift.row, range(20))] == list(range(998, 958, -2))


async def test_where_it_cannot_be_told_of_each_ticket_no_total_is_claimed() -> None:
    desk = ChangingList(100)
    window = TicketWindow(desk.read, desk.question)
    async with serving(window):
        sift = Sift(window, rare, certain=False)
        window._tell = sift.absorb
        sift.want(0, 10)
        await settle(sift)
        assert (sift.rows, sift.complete, sift.total) == (2, True, None)


def touched_at(ticket: Ticket) -> datetime | None:
    return None if ticket.title == "Nobody knows" else ticket.updated_at


async def test_rows_of_an_order_of_their_own_are_final_from_the_first_on() -> None:
    desk = ChangingList(2_000, "createdAt")
    long_ago, later, never = desk.ids()[3], desk.ids()[5], desk.ids()[7]
    desk.touch(later, updated_at=START + timedelta(minutes=150.5))
    desk.touch(never, title="Nobody knows")
    window = TicketWindow(desk.read, desk.question, page=100)
    async with serving(window):
        sift = Ranked(window, lambda ticket: True, touched_at)
        window._tell = sift.absorb
        sift.want(0, 9)
        await settle(sift)
        assert sift.row_of(long_ago) == 3
        before = [ticket.id for ticket in sift.loaded()]
        assert later not in before or before.index(later) > 140
        sift.want(500, 600)
        await settle(sift)
        found = [ticket.id for ticket in sift.loaded()]
        assert found[: len(before)] == before
        assert found[149] == later
        assert never not in found
        sift.want(0, 1_999)
        await settle(sift)
        assert sift.row_of(never) == 1_999
        assert sift.total == 2_000


async def test_rows_of_an_order_of_their_own_wait_for_what_is_not_known_yet_between_them() -> None:
    desk = ChangingList(2_000, "createdAt")
    window = TicketWindow(desk.read, desk.question, page=100)
    async with serving(window):
        sift = Ranked(window, lambda ticket: True, touched_at)
        sift.want(0, 9)
        await settle(sift)
        known = sift.rows
        await show(window, 1_500, 1_510)
        assert sift.rows == known
        assert sift.row_of(desk.ids()[1_505]) is None


async def test_a_row_of_an_order_of_its_own_moves_when_it_is_settled_and_not_before() -> None:
    desk = ChangingList(100, "createdAt")
    window = TicketWindow(desk.read, desk.question)
    async with serving(window):
        sift = Ranked(window, lambda ticket: True, touched_at)
        window._tell = sift.absorb
        sift.want(0, 9)
        await settle(sift)
        first = desk.ids()[0]
        desk.touch(first)
        await sift.refresh()
        assert (sift.row_of(first), sift.state(first)) == (0, "changed")
        sift.settle()
        assert sift.row_of(first) == 99
