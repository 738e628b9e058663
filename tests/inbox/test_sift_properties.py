"""Whatever happens to a list while it is sifted, nothing that counts is lost, nothing comes twice, and no end is
claimed that was not seen."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gleaptui.gleap.models import Ticket
from gleaptui.inbox.ranked import Ranked
from gleaptui.inbox.sift import Sift
from gleaptui.inbox.window import TicketWindow
from tests.inbox.changing import ChangingList, serving
from tests.inbox.test_window_properties import Change, check

Keep = Callable[[Ticket], bool]


def third(ticket: Ticket) -> bool:
    """True of the same tickets for ever."""
    return (ticket.number or 0) % 3 == 0


def high(ticket: Ticket) -> bool:
    """True of a ticket now, and perhaps not after the next change."""
    return ticket.priority == "HIGH"


def touched_at(ticket: Ticket) -> datetime | None:
    """Never before the creation, like the moment since which a ticket waits."""
    return ticket.updated_at


class Passing(Change):
    """Notes of which tickets it was always true that they count."""

    def __init__(self, desk: ChangingList, seed: int, most: int, keep: Keep, *, bulk: bool) -> None:
        super().__init__(desk, seed, most, bulk=bulk)
        self._keep = keep
        self.always = {one.id for one in desk.tickets.values() if keep(one)}

    def happen(self) -> None:
        super().happen()
        tickets = self.desk.tickets
        self.always = {one for one in self.always if one in tickets and self._keep(tickets[one])}


def sifted(window: TicketWindow, keep: Keep, *, ranked: bool) -> Sift:
    sift = Ranked(window, keep, touched_at) if ranked else Sift(window, keep)
    # What the inbox does whenever something came.
    window._tell = sift.absorb
    return sift


def check_rows(sift: Sift) -> None:
    shown = [(row, ticket) for row in range(sift.rows) if (ticket := sift.row(row)) is not None]
    assert len({ticket.id for _, ticket in shown}) == len(shown)
    assert all(sift.row_of(ticket.id) == row for row, ticket in shown)
    waiting = (sift.arrived | sift.window.arrived) - sift.window.spine.home.keys()
    assert not {ticket.id for _, ticket in shown} & waiting


@dataclass(frozen=True, kw_only=True)
class Search:
    """One way through all that counts of one list, as the cursor goes."""

    count: int
    seed: int
    keep: Keep = third
    most: int = 3
    sort: str = "-createdAt"
    ranked: bool = False
    kept: int = 6
    total: bool = True
    lag: int = 0

    async def run(self) -> None:
        sort = "createdAt" if self.ranked else self.sort
        desk = ChangingList(self.count, sort, says_total=self.total)
        # A walk to where the new ones come would never end if more came than are read.
        change = Passing(desk, self.seed, min(self.most, 3) if sort == "createdAt" else self.most, self.keep, bulk=True)
        chance = random.Random(self.seed + 1)
        desk.lag = lambda: chance.randrange(self.lag + 1)
        window = TicketWindow(desk.read, desk.question, page=20, kept=self.kept)
        async with serving(window):
            sift = sifted(window, self.keep, ranked=self.ranked)
            sift.want(0, 7)
            for _ in range(400):
                await window.idle()
                check_rows(sift)
                if sift.complete:
                    break
                sift.want(max(0, sift.rows - 5), sift.rows + 2, 1)
            assert sift.complete
            assert sift.total == sift.rows
            change.most, change.bulk = 0, False
            found = [await self.at(sift, row) for row in range(sift.rows)]
        still = change.stayed if sort.endswith("createdAt") else change.still
        check(found, change.always & still)

    async def at(self, sift: Sift, row: int) -> str:
        """The ticket in that row, whose details may have to be read once more."""
        if sift.row(row) is None:
            sift.want(row, row + 7)
            await sift.window.idle()
        ticket = sift.row(row)
        assert ticket is not None, f"row {row} of {sift.rows} never comes"
        return ticket.id


SEARCHES = st.builds(
    Search,
    count=st.integers(0, 300),
    seed=st.integers(0, 10_000_000),
    keep=st.sampled_from((third, high)),
    most=st.sampled_from((0, 1, 3, 12)),
    sort=st.sampled_from(("-createdAt", "createdAt", "-updatedAt")),
    ranked=st.booleans(),
    kept=st.sampled_from((3, 6, 60)),
    total=st.sampled_from((True, True, True, False)),
    lag=st.sampled_from((0, 0, 5)),
)


@given(SEARCHES)
@settings(max_examples=60)
def test_a_ticket_that_stays_and_counts_is_shown_exactly_once_whatever_comes_and_goes(way: Search) -> None:
    asyncio.run(way.run())


@pytest.mark.slow
@given(SEARCHES)
@settings(max_examples=2_000)
def test_thousands_of_searches(way: Search) -> None:
    asyncio.run(way.run())


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A while at a sifted list that is refreshed and settled now and then."""

    count: int
    seed: int
    keep: Keep = high
    sort: str = "-createdAt"
    ranked: bool = False
    most: int = 3
    steps: int = 12

    async def run(self) -> None:
        desk = ChangingList(self.count, "createdAt" if self.ranked else self.sort)
        change = Passing(desk, self.seed, self.most, self.keep, bulk=True)
        chance = random.Random(self.seed + 2)
        window = TicketWindow(desk.read, desk.question, page=20, kept=60)
        async with serving(window):
            sift = sifted(window, self.keep, ranked=self.ranked)
            sift.want(0, 7)
            for _ in range(self.steps):
                await self.step(sift, chance)
                check_rows(sift)
            change.most, change.bulk = 0, False
            await self.look_at_everything(sift)
            for _ in range(3):
                sift.settle()
                await self.look_at_everything(sift)
                if not sift.arrived and not sift.gone:
                    break
            assert list(sift.loaded()) == self.expected(desk)
            assert sift.total == sift.rows == len(self.expected(desk))
            assert not sift.arrived
            assert not sift.gone

    def expected(self, desk: ChangingList) -> list[Ticket]:
        found = [ticket for ticket in desk.ordered() if self.keep(ticket)]
        return sorted(found, key=lambda one: (one.updated_at, one.id)) if self.ranked else found

    async def step(self, sift: Sift, chance: random.Random) -> None:
        row = chance.randrange(max(1, sift.rows))
        what = chance.random()
        if what < 0.4:
            sift.want(row, row + 7, chance.choice((-1, 0, 1)))
        elif what < 0.8:
            await sift.refresh()
        else:
            sift.settle()
        await sift.window.idle()

    async def look_at_everything(self, sift: Sift) -> None:
        """Read every page of the list again, so that nothing that is known of it is old."""
        sift.want(0, 1_000)
        await sift.window.idle()
        await sift.window.refresh()
        known, window = list(sift.window.spine.home), sift.window
        for first in range(0, len(known), 20):
            await window.refresh(known[first : first + 20])
            await window.idle()


WATCHES = st.builds(
    Watch,
    count=st.integers(0, 130),
    seed=st.integers(0, 10_000_000),
    keep=st.sampled_from((third, high)),
    sort=st.sampled_from(("-createdAt", "createdAt", "-updatedAt")),
    ranked=st.booleans(),
    most=st.sampled_from((0, 1, 3, 12)),
)


@given(WATCHES)
@settings(max_examples=60)
def test_once_nothing_changes_any_more_a_sifted_list_that_was_read_again_and_settled_is_right(watch: Watch) -> None:
    asyncio.run(watch.run())


@pytest.mark.slow
@given(WATCHES)
@settings(max_examples=1_000)
def test_thousands_of_watches(watch: Watch) -> None:
    asyncio.run(watch.run())
