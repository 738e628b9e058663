"""What the window reads and when, what it shows meanwhile, and what becomes of arrivals."""

import asyncio
from datetime import timedelta

import pytest

from gleaptui.gleap.errors import ServerTrouble
from gleaptui.gleap.models import TicketPage
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.window import TicketWindow
from gleaptui.refresh.budget import Budget
from gleaptui.refresh.lane import Lane, current_errand
from tests.inbox.changing import ChangingList, identity, numbers, serving, show, walk
from tests.virtual_clock import VirtualClock

SCREEN = 40


def window_of(desk: ChangingList, **settings: int) -> TicketWindow:
    return TicketWindow(desk.read, desk.question, page=settings.get("page", 100), kept=settings.get("kept", 50))


def rows_of(window: TicketWindow, first: int, last: int) -> list[int | None]:
    found = [window.row(row) for row in range(first, last + 1)]
    return [ticket.number if ticket else None for ticket in found]


async def test_before_the_first_answer_nothing_is_claimed() -> None:
    desk = ChangingList(500)
    window = window_of(desk)
    assert (window.total, window.rows, window.row(0), window.busy) == (None, 0, None, False)
    assert not desk.asked


async def test_the_first_rows_take_one_request_and_looking_again_none() -> None:
    desk = ChangingList(5_000)
    async with serving(window_of(desk)) as window:
        await show(window, 0, SCREEN)
        assert rows_of(window, 0, 3) == [4_999, 4_998, 4_997, 4_996]
        assert window.total == 5_000
        await show(window, 0, SCREEN)
        assert len(desk.asked) == 1


async def test_a_jump_to_the_end_and_back_takes_one_request_each_at_most() -> None:
    desk = ChangingList(100_000)
    async with serving(window_of(desk)) as window:
        await show(window, 0, SCREEN)
        await show(window, 99_999 - SCREEN, 99_999)
        assert rows_of(window, 99_998, 99_999) == [1, 0]
        assert len(desk.asked) == 2
        await show(window, 0, SCREEN)
        assert rows_of(window, 0, 0) == [99_999]
        assert len(desk.asked) == 2


async def test_a_jump_into_the_middle_takes_one_request() -> None:
    desk = ChangingList(100_000)
    async with serving(window_of(desk)) as window:
        await show(window, 0, SCREEN)
        await show(window, 50_000, 50_000 + SCREEN)
        assert rows_of(window, 50_000, 50_001) == [49_999, 49_998]
        assert len(desk.asked) == 2


@pytest.mark.parametrize("step", [1, -1])
async def test_a_walk_from_end_to_end_takes_at_most_one_request_for_a_hundred_tickets(step: int) -> None:
    desk = ChangingList(3_000)
    async with serving(window_of(desk)) as window:
        await show(window, 0, SCREEN)
        await show(window, 2_999 - SCREEN, 2_999)
        found = await walk(window, SCREEN, 0 if step > 0 else 2_999, step)
        assert numbers(found) == list(range(3_000))[::-step]
        assert len(desk.asked) <= 30


async def test_the_page_ahead_is_read_before_it_is_reached_and_only_where_the_eye_moves() -> None:
    desk = ChangingList(5_000)
    async with serving(window_of(desk)) as window:
        await show(window, 0, SCREEN)
        await show(window, 60, 60 + SCREEN, 1)
        assert None not in rows_of(window, 101, 240)
        asked = len(desk.asked)
        await show(window, 100, 100 + SCREEN, 1)
        await show(window, 60, 60 + SCREEN, -1)
        assert len(desk.asked) == asked


async def test_what_is_looked_at_is_asked_for_as_the_user_and_what_is_ahead_in_the_background() -> None:
    desk = ChangingList(5_000)
    lanes: list[Lane] = []

    async def read(question: TicketQuery, *, skip: int, limit: int) -> TicketPage:
        lanes.append(current_errand().lane)
        return await desk.read(question, skip=skip, limit=limit)

    async with serving(TicketWindow(read, desk.question, page=100)) as window:
        await show(window, 0, SCREEN)
        await show(window, 70, 70 + SCREEN, 1)
    assert lanes[:2] == [Lane.USER, Lane.BACKGROUND]


async def test_reads_that_wait_for_the_budget_are_cancelled_when_nobody_wants_them_any_more() -> None:
    desk, clock = ChangingList(50_000), VirtualClock()
    budget = Budget(clock, 10, 10, reserve=0)

    async def read(question: TicketQuery, *, skip: int, limit: int) -> TicketPage:
        await budget.admit("/tickets")
        return await desk.read(question, skip=skip, limit=limit)

    async with serving(TicketWindow(read, desk.question, page=100, hurry=budget.reconsider)) as window:
        await show(window, 0, SCREEN)
        for row in range(1_000, 40_000, 1_000):
            window.want(row, row + SCREEN, 1)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        await clock.advance(61)
        assert len(desk.asked) <= 16
        assert rows_of(window, 39_000, 39_000) == [50_000 - 39_001]
        assert window.requests_pending <= 3


async def test_a_waiting_read_ahead_becomes_urgent_once_its_rows_are_looked_at() -> None:
    desk, clock = ChangingList(5_000), VirtualClock()
    budget = Budget(clock, 3, 3, reserve=0.34)
    hurried: list[int] = []

    async def read(question: TicketQuery, *, skip: int, limit: int) -> TicketPage:
        await budget.admit("/tickets")
        return await desk.read(question, skip=skip, limit=limit)

    def hurry() -> None:
        hurried.append(1)
        budget.reconsider()

    async with serving(TicketWindow(read, desk.question, page=100, hurry=hurry)) as window:
        await show(window, 0, SCREEN)
        window.want(60, 60 + SCREEN, 1)
        await clock.settle()
        window.want(100, 100 + SCREEN, 1)
        await clock.settle()
        window.want(230, 230 + SCREEN, 1)
        await clock.settle()
        assert hurried
        assert None not in rows_of(window, 230, 230 + SCREEN)


async def test_arrivals_wait_and_move_nothing_until_they_are_to_be_shown() -> None:
    desk = ChangingList(1_000)
    async with serving(window_of(desk)) as window:
        await show(window, 0, SCREEN)
        before = rows_of(window, 0, SCREEN)
        new = [desk.arrive() for _ in range(3)]
        await window.refresh()
        assert window.arrived == frozenset(new)
        assert (rows_of(window, 0, SCREEN), window.total) == (before, 1_000)
        assert window.settle() == 3
        assert rows_of(window, 0, SCREEN) == [1_002, 1_001, 1_000, *before[:-3]]
        assert (window.total, window.arrived, window.state(new[0])) == (1_003, frozenset(), "new")
        assert window.row_of(identity(999)) == 3


async def test_more_arrivals_than_a_page_holds_are_all_shown_in_the_end() -> None:
    desk = ChangingList(1_000)
    async with serving(window_of(desk)) as window:
        await show(window, 0, SCREEN)
        for _ in range(50):
            desk.arrive()
        await window.refresh()
        for _ in range(450):
            desk.arrive()
        await window.refresh()
        window.settle()
        assert numbers(await walk(window, SCREEN)) == list(range(1_500))[::-1]
        assert window.total == 1_500


async def test_what_changed_is_shown_in_its_place_and_marked() -> None:
    desk = ChangingList(1_000, "-updatedAt")
    async with serving(window_of(desk)) as window:
        await show(window, 0, SCREEN)
        desk.touch(identity(990), status="DONE")
        await window.refresh()
        ticket = window.row(9)
        assert ticket is not None
        assert (ticket.number, ticket.status, window.state(ticket.id)) == (990, "DONE", "changed")
        assert window.settle() == 0
        assert rows_of(window, 0, 1) == [990, 999]
        assert window.total == 1_000


async def test_a_ticket_that_left_stays_until_settled_and_comes_back_if_it_was_not_gone() -> None:
    desk = ChangingList(1_000)
    async with serving(window_of(desk)) as window:
        await show(window, 0, SCREEN)
        kept = desk.tickets[identity(995)]
        desk.leave(identity(995))
        await window.refresh()
        assert window.gone == frozenset({identity(995)})
        assert rows_of(window, 4, 4) == [995]
        desk.put(kept)
        desk.touch(identity(3))
        await window.refresh()
        assert window.gone == frozenset()
        desk.leave(identity(995))
        desk.touch(identity(3))
        await window.refresh()
        window.settle()
        assert rows_of(window, 3, 4) == [996, 994]
        assert window.total == 999


async def test_rows_at_the_end_are_found_again_although_most_of_the_list_above_has_left() -> None:
    desk = ChangingList(1_000)
    async with serving(window_of(desk)) as window:
        await show(window, 0, SCREEN)
        await show(window, 999 - SCREEN, 999)
        # The head is known later than the end.
        await show(window, 0, SCREEN)
        await window.refresh()
        await show(window, 999 - SCREEN, 999)
        for number in range(100, 700):
            desk.leave(identity(number))
        desk.leave(identity(5))
        for _ in range(3):
            await window.refresh()
        assert identity(5) in window.gone


async def test_the_rows_looked_at_elsewhere_are_refreshed_with_the_head() -> None:
    desk = ChangingList(5_000)
    async with serving(window_of(desk)) as window:
        await show(window, 0, SCREEN)
        await show(window, 3_000, 3_000 + SCREEN)
        desk.touch(identity(1_990), status="DONE")
        await window.refresh()
        row = window.row_of(identity(1_990))
        assert row is not None
        ticket = window.row(row)
        assert ticket is not None
        assert ticket.status == "DONE"


async def test_memory_holds_only_the_pages_nearest_to_the_eye() -> None:
    desk = ChangingList(4_000)
    async with serving(window_of(desk, page=20, kept=5)) as window:
        await walk(window, 10)
        assert len(list(window.loaded())) < 300
        assert window.row(0) is None
        assert window.row_of(identity(3_999)) == 0
        await show(window, 0, 9)
        assert rows_of(window, 0, 1) == [3_999, 3_998]


async def test_a_failure_is_told_kept_to_itself_and_not_repeated_until_something_else_is_wanted() -> None:
    desk = ChangingList(1_000)
    down = True
    asked = 0

    async def read(question: TicketQuery, *, skip: int, limit: int) -> TicketPage:
        nonlocal asked
        asked += 1
        if down:
            raise ServerTrouble("500")
        return await desk.read(question, skip=skip, limit=limit)

    async with serving(TicketWindow(read, desk.question)) as window:
        await show(window, 0, SCREEN)
        await show(window, 0, SCREEN)
        assert (asked, window.total) == (1, None)
        assert isinstance(window.problem, ServerTrouble)
        down = False
        window.retry()
        await window.idle()
        assert window.problem is None
        assert window.total == 1_000


async def test_every_change_is_told() -> None:
    desk = ChangingList(300)
    told: list[int] = []
    window = TicketWindow(desk.read, desk.question, changed=lambda: told.append(1))
    async with serving(window):
        await show(window, 0, SCREEN)
    assert len(told) == window.version == 1


async def test_an_empty_list_is_empty_after_one_request() -> None:
    desk = ChangingList(0)
    async with serving(window_of(desk)) as window:
        await show(window, 0, SCREEN)
        assert (window.total, window.rows, len(desk.asked)) == (0, 0, 1)


async def test_a_list_that_says_no_total_claims_none_before_its_end_was_seen() -> None:
    desk = ChangingList(150, says_total=False)
    async with serving(window_of(desk)) as window:
        await show(window, 0, SCREEN)
        assert window.total is None
        assert window.rows > 100
        assert len(await walk(window, SCREEN)) == 150
        assert window.total == 150


async def test_a_defect_is_told_as_a_problem_and_ends_neither_the_list_nor_the_program() -> None:
    desk = ChangingList(1_000)
    broken = True

    async def read(question: TicketQuery, *, skip: int, limit: int) -> TicketPage:
        if broken:
            raise ZeroDivisionError
        return await desk.read(question, skip=skip, limit=limit)

    async with serving(TicketWindow(read, desk.question)) as window:
        await show(window, 0, SCREEN)
        assert isinstance(window.problem, ZeroDivisionError)
        broken = False
        window.retry()
        await window.idle()
        assert window.total == 1_000


async def test_where_an_answer_cannot_be_fitted_in_the_list_is_read_anew() -> None:
    desk = ChangingList(1_000)
    async with serving(window_of(desk)) as window:
        await show(window, 0, SCREEN)
        window.took = lambda tickets: 1 / 0  # type: ignore[assignment]  # whatever goes wrong in the middle of it
        await show(window, 300, 300 + SCREEN)
        assert isinstance(window.problem, ZeroDivisionError)
        window.took = lambda tickets: None
        window.retry()
        await window.idle()
        assert rows_of(window, 300, 301) == [699, 698]


async def test_a_refresh_reads_again_whatever_is_in_sight_and_says_since_when_that_is_known() -> None:
    clock, desk = VirtualClock(), ChangingList(5_000)
    async with serving(TicketWindow(desk.read, desk.question, page=100, now=clock.now)) as window:
        assert window.read_at() is None
        first = clock.now()
        await show(window, 0, SCREEN)
        await clock.advance(60)
        await show(window, 3_000, 3_000 + SCREEN)
        await show(window, 1_000, 1_000 + SCREEN)
        await show(window, 1_100, 1_100 + SCREEN)
        await show(window, 1_080, 1_080 + SCREEN)
        assert window.read_at() == first + timedelta(seconds=60)
        await clock.advance(600)
        touched = [window.row(row) for row in (1_080, 1_120)]
        for ticket in touched:
            assert ticket is not None
            desk.touch(ticket.id, title="Changed")
        asked = len(desk.asked)
        await window.refresh()
        assert len(desk.asked) - asked == 2
        assert [window.row(row).title for row in (1_080, 1_120)] == ["Changed", "Changed"]  # type: ignore[union-attr]
        assert window.read_at() == clock.now()
        await show(window, 3_000, 3_000 + SCREEN)
        assert window.read_at() == first + timedelta(seconds=60)


async def test_rows_are_read_through_although_somebody_goes_on_looking_elsewhere() -> None:
    desk, held = ChangingList(1_500), asyncio.Event()

    async def read(question: TicketQuery, *, skip: int, limit: int) -> TicketPage:
        await held.wait()
        return await desk.read(question, skip=skip, limit=limit)

    async with serving(TicketWindow(read, desk.question, page=100)) as window:
        through = asyncio.create_task(window.read_through(1_500))
        held.set()
        while not through.done():
            window.want(0, SCREEN)
            await asyncio.sleep(0)
        assert None not in rows_of(window, 0, 1_499)
        assert len(desk.asked) <= 16


async def test_reading_through_ends_where_rows_never_come() -> None:
    desk = ChangingList(1_000)

    async def read(question: TicketQuery, *, skip: int, limit: int) -> TicketPage:
        page = await desk.read(question, skip=skip, limit=limit)
        return page if skip == 0 else TicketPage(tickets=(), total=page.total)

    async with serving(TicketWindow(read, desk.question, page=100)) as window:
        await show(window, 0, SCREEN)
        await window.read_through(1_000)
        assert window.row(0) is not None
        assert len(desk.asked) < 30


async def test_a_ticket_that_came_at_the_end_of_a_list_that_was_known_whole_is_counted_at_once() -> None:
    desk = ChangingList(300, "createdAt")
    async with serving(window_of(desk)) as window:
        await walk(window, SCREEN)
        await show(window, 0, SCREEN)
        assert window.total == 300
        desk.arrive()
        await window.refresh()
        assert window.total == 301
        await show(window, 290, 300)
        assert rows_of(window, 299, 300) == [299, 300]


async def test_more_than_a_page_of_arrivals_is_counted_and_found_where_it_is() -> None:
    desk = ChangingList(150)
    async with serving(window_of(desk)) as window:
        await walk(window, SCREEN)
        for _ in range(400):
            desk.arrive()
        await window.refresh()
        window.settle()
        found = await walk(window, SCREEN)
        assert numbers(found) == list(range(549, -1, -1))
        assert window.total == 550
