"""Whatever happens to a list while it is read, nothing in it is lost and nothing comes twice."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gleaptui.inbox.window import TicketWindow
from tests.inbox.changing import ChangingList, numbers, serving, show, walk


class Change:
    """Changes a list a little after every answer, from a fixed seed."""

    def __init__(self, desk: ChangingList, seed: int, most: int, *, bulk: bool = True) -> None:
        self.desk = desk
        self.chance = random.Random(seed)
        self.most = most
        self.bulk = bulk
        self.stayed = set(desk.tickets)
        self.still = set(desk.tickets)
        desk.happens = self.happen

    def happen(self) -> None:
        chance, desk = self.chance, self.desk
        for _ in range(chance.randrange(self.most + 1)):
            kind = chance.random()
            if kind < 0.35:
                desk.arrive()
            elif kind < 0.5:
                desk.arrive(chance.randrange(desk.now + 1))
            elif kind < 0.85 and desk.tickets:
                gone = chance.choice(desk.ids())
                desk.leave(gone)
                self.stayed.discard(gone)
                self.still.discard(gone)
            elif desk.tickets:
                touched = chance.choice(desk.ids())
                desk.touch(touched, priority=chance.choice(("LOW", "MEDIUM", "HIGH")))
                self.still.discard(touched)
        if self.bulk and chance.random() < 0.1:
            for gone in desk.ids()[: chance.randrange(40)]:
                desk.leave(gone)
                self.stayed.discard(gone)
                self.still.discard(gone)
        if self.bulk and chance.random() < 0.1:
            for _ in range(chance.randrange(60)):
                desk.arrive()


def check(found: list[str], expected: set[str]) -> None:
    doubled = [ticket for ticket, count in Counter(found).items() if count > 1]
    assert not doubled, numbers(doubled)
    missed = expected - set(found)
    assert not missed, sorted(numbers(list(missed)))


@dataclass(frozen=True, kw_only=True)
class Walk:
    """One way through one list."""

    count: int
    seed: int
    most: int = 3
    sort: str = "-createdAt"
    step: int = 1
    kept: int = 6
    total: bool = True
    jumps: int = 0
    lag: int = 0
    most_given: int = 1_000

    async def run(self) -> None:
        stingy = self.most_given < 20 and self.total
        desk = ChangingList(self.count, self.sort, says_total=self.total, most=self.most_given if stingy else 1_000)
        # A walk to where the new ones come would never end if more came than are read.
        towards_new = (self.step < 0) == self.sort.startswith("-")
        most = min(self.most, 3 if stingy else 12 if towards_new else self.most)
        change = Change(desk, self.seed, most, bulk="priority" not in self.sort and not stingy)
        chance = random.Random(self.seed + 1)
        desk.lag = lambda: chance.randrange(self.lag + 1)
        window = TicketWindow(desk.read, desk.question, page=20, kept=self.kept)
        async with serving(window):
            await show(window, 0, 7)
            for _ in range(self.jumps):
                row = chance.randrange(max(1, window.rows))
                window.want(row, row + 7, chance.choice((-1, 0, 1)))
                if chance.random() < 0.7:
                    await window.idle()
            if self.step < 0:
                await show(window, max(0, window.rows - 8), max(0, window.rows - 1))
            start = 0 if self.step > 0 else max(0, window.rows - 1)
            found = await walk(window, start=start, step=self.step)
        check(found, change.stayed if self.sort.endswith("createdAt") else change.still)


def walks(sorts: tuple[str, ...], most: tuple[int, ...]) -> st.SearchStrategy[Walk]:
    return st.builds(
        Walk,
        count=st.integers(0, 300),
        seed=st.integers(0, 10_000_000),
        most=st.sampled_from(most),
        sort=st.sampled_from(sorts),
        step=st.sampled_from((1, -1)),
        kept=st.sampled_from((3, 6, 60)),
        total=st.sampled_from((True, True, True, False)),
        jumps=st.sampled_from((0, 0, 3, 8)),
        lag=st.sampled_from((0, 0, 5)),
        most_given=st.sampled_from((1_000, 1_000, 17)),
    )


BY_CREATION = walks(("-createdAt", "createdAt"), (0, 1, 3, 12, 40))
BY_CHANGE = walks(("-updatedAt",), (0, 1, 3, 12))
BY_PRIORITY = walks(("priority", "-priority"), (0, 1, 3, 12))


@given(BY_CREATION)
@settings(max_examples=120)
def test_a_ticket_that_stays_is_shown_exactly_once_whatever_comes_and_goes_between_the_pages(way: Walk) -> None:
    asyncio.run(way.run())


@given(BY_CHANGE)
@settings(max_examples=60)
def test_where_every_change_moves_a_ticket_to_the_top_the_others_are_shown_exactly_once(way: Walk) -> None:
    asyncio.run(way.run())


@given(BY_PRIORITY)
@settings(max_examples=60)
def test_where_hundreds_of_tickets_sort_alike_those_that_do_not_move_are_shown_exactly_once(way: Walk) -> None:
    asyncio.run(way.run())


@pytest.mark.slow
@given(BY_CREATION)
@settings(max_examples=2_000)
def test_thousands_of_walks_by_creation(way: Walk) -> None:
    asyncio.run(way.run())


@pytest.mark.slow
@given(st.one_of(BY_CHANGE, BY_PRIORITY))
@settings(max_examples=2_000)
def test_thousands_of_walks_in_other_orders(way: Walk) -> None:
    asyncio.run(way.run())


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A while at a list that is refreshed and settled now and then."""

    count: int
    seed: int
    sort: str = "-createdAt"
    most: int = 3
    steps: int = 12

    async def run(self) -> None:
        desk = ChangingList(self.count, self.sort)
        change = Change(desk, self.seed, self.most)
        chance = random.Random(self.seed + 2)
        window = TicketWindow(desk.read, desk.question, page=20, kept=60)
        async with serving(window):
            await show(window, 0, 7)
            for _ in range(self.steps):
                await self.step(window, chance)
                self.check_rows(window)
            change.most, change.bulk = 0, False
            await self.look_at_everything(window)
            for _ in range(3):
                window.settle()
                await self.look_at_everything(window)
                if not window.arrived and not window.gone:
                    break
            assert [ticket.id for ticket in window.loaded()] == desk.ids()
            assert window.total == len(desk.tickets)
            assert not window.arrived
            assert not window.gone

    async def step(self, window: TicketWindow, chance: random.Random) -> None:
        row = chance.randrange(max(1, window.rows))
        what = chance.random()
        if what < 0.4:
            await show(window, row, row + 7, chance.choice((-1, 0, 1)))
        elif what < 0.8:
            await window.refresh()
        else:
            anchor = window.row(row)
            waiting = len(window.arrived)
            assert window.settle() <= waiting
            if anchor is not None and anchor.id not in window.gone:
                here = window.row_of(anchor.id)
                assert here is None or window.row(here) is not None
        await window.idle()

    async def look_at_everything(self, window: TicketWindow) -> None:
        """Read every page again, from the top on, so that nothing the window knows is old."""
        row = 0
        await window.refresh()
        while row < window.rows:
            await show(window, row, row + 19)
            anchor = window.row(row)
            await window.refresh()
            await window.idle()
            here = None if anchor is None else window.row_of(anchor.id)
            row = (row if here is None else here) + 20

    def check_rows(self, window: TicketWindow) -> None:
        shown = [(row, ticket) for row in range(window.rows) if (ticket := window.row(row)) is not None]
        assert len({ticket.id for _, ticket in shown}) == len(shown)
        assert all(window.row_of(ticket.id) == row for row, ticket in shown)


STAYS = st.builds(
    Stay,
    count=st.integers(0, 130),
    seed=st.integers(0, 10_000_000),
    sort=st.sampled_from(("-createdAt", "createdAt", "-updatedAt")),
    most=st.sampled_from((0, 1, 3, 12)),
)


@given(STAYS)
@settings(max_examples=100)
def test_once_nothing_changes_any_more_a_list_that_was_read_again_and_settled_is_the_server_s_own(stay: Stay) -> None:
    asyncio.run(stay.run())


@pytest.mark.slow
@given(STAYS)
@settings(max_examples=400)
def test_thousands_of_stays(stay: Stay) -> None:
    asyncio.run(stay.run())
