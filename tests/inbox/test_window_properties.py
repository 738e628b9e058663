"""Whatever happens to a list while it is read, nothing in it is lost and nothing comes twice."""

import asyncio
import random
from collections import Counter

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


seeds = st.integers(0, 10_000_000)
counts = st.integers(0, 300)


def walked(count: int, seed: int, most: int, sort: str, step: int, kept: int, total: bool, jumps: int = 0) -> None:
    async def run() -> None:
        desk = ChangingList(count, sort, says_total=total)
        change = Change(desk, seed, most, bulk="priority" not in sort)
        window = TicketWindow(desk.read, desk.question, page=20, kept=kept)
        async with serving(window):
            await show(window, 0, 7)
            for _ in range(jumps):
                row = change.chance.randrange(max(1, window.rows))
                await show(window, row, row + 7, change.chance.choice((-1, 0, 1)))
            start = 0
            if step < 0:
                await show(window, max(0, window.rows - 8), max(0, window.rows - 1))
                start = max(0, window.rows - 1)
            found = await walk(window, start=start, step=step)
            check(found, change.stayed if sort.endswith("createdAt") else change.still)

    asyncio.run(run())


@given(count=counts, seed=seeds, most=st.sampled_from((0, 1, 3, 12, 40)), kept=st.sampled_from((3, 6, 60)))
@settings(max_examples=60)
def test_a_walk_down_shows_every_ticket_that_stays_exactly_once(count: int, seed: int, most: int, kept: int) -> None:
    walked(count, seed, most, "-createdAt", 1, kept, True)


@given(count=counts, seed=seeds, most=st.sampled_from((0, 1, 3, 12, 40)), kept=st.sampled_from((3, 6, 60)))
@settings(max_examples=60)
def test_a_walk_up_from_the_end_does_so_too(count: int, seed: int, most: int, kept: int) -> None:
    walked(count, seed, most, "-createdAt", -1, kept, True)


@given(
    count=counts, seed=seeds, most=st.sampled_from((0, 3, 12)), jumps=st.integers(1, 12), step=st.sampled_from((1, -1))
)
@settings(max_examples=60)
def test_a_walk_after_jumps_to_anywhere_does_so_too(count: int, seed: int, most: int, jumps: int, step: int) -> None:
    walked(count, seed, most, "-createdAt", step, 6, True, jumps)


@given(
    count=counts,
    seed=seeds,
    most=st.sampled_from((1, 3, 12)),
    sort=st.sampled_from(("createdAt", "-updatedAt", "priority", "-priority")),
    step=st.sampled_from((1, -1)),
    jumps=st.integers(0, 3),
)
@settings(max_examples=100)
def test_in_other_orders_whatever_does_not_move_is_shown_exactly_once(
    count: int, seed: int, most: int, sort: str, step: int, jumps: int
) -> None:
    walked(count, seed, most, sort, step, 6, True, jumps)


@given(count=counts, seed=seeds, most=st.sampled_from((0, 1, 12)))
@settings(max_examples=40)
def test_a_server_that_tells_no_total_is_walked_through_all_the_same(count: int, seed: int, most: int) -> None:
    walked(count, seed, most, "-createdAt", 1, 6, False)
