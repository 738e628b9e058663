import asyncio
import random
from datetime import timedelta

import pytest

from gleaptui.refresh.budget import Budget
from gleaptui.refresh.lane import Errand, Lane, carrying, in_lane
from tests.refresh.desk import worst_minute
from tests.virtual_clock import VirtualClock

FACTS = "/statistics/facts"


class Callers:
    """Requests that ask a budget, and when each was let through."""

    def __init__(self, budget: Budget, clock: VirtualClock) -> None:
        self.budget = budget
        self.clock = clock
        self.admitted: list[tuple[float, str]] = []
        self.tasks: list[asyncio.Task[None]] = []

    def ask(self, name: str, lane: Lane = Lane.VISIBLE, path: str = FACTS) -> asyncio.Task[None]:
        async def request() -> None:
            with in_lane(lane):
                await self.budget.admit(path)
            self.admitted.append((self.clock.monotonic(), name))

        self.tasks.append(asyncio.create_task(request()))
        return self.tasks[-1]

    @property
    def names(self) -> list[str]:
        return [name for _, name in self.admitted]


def desk(requests: int = 10, tickets: int = 10, reserve: float = 0.0) -> tuple[Budget, VirtualClock, Callers]:
    clock = VirtualClock()
    budget = Budget(clock, requests, tickets, reserve)
    return budget, clock, Callers(budget, clock)


async def test_no_minute_holds_more_than_the_limit_however_many_ask() -> None:
    budget, clock, callers = desk(10)
    for index in range(35):
        callers.ask(str(index))
    await clock.advance(400)
    assert len(callers.admitted) == 35
    assert worst_minute([at for at, _ in callers.admitted]) == 10
    assert budget.waiting == 0


async def test_a_quiet_spell_saves_nothing_up() -> None:
    _, clock, callers = desk(10)
    await clock.advance(600)
    for index in range(25):
        callers.ask(str(index))
        await clock.advance(1)
    await clock.advance(200)
    assert worst_minute([at for at, _ in callers.admitted]) == 10


async def test_the_lower_lane_goes_first_and_within_a_lane_the_first_to_ask() -> None:
    _, clock, callers = desk(1)
    callers.ask("first")
    await clock.settle()
    for name, lane in (
        ("b1", Lane.BACKGROUND),
        ("a", Lane.ALERT),
        ("v1", Lane.VISIBLE),
        ("b2", Lane.BACKGROUND),
        ("u", Lane.USER),
        ("v2", Lane.VISIBLE),
    ):
        callers.ask(name, lane)
    await clock.advance(600)
    assert callers.names == ["first", "u", "v1", "v2", "a", "b1", "b2"]


async def test_a_feed_of_one_request_does_not_queue_behind_a_feed_of_forty() -> None:
    budget, clock, callers = desk(5)

    async def big() -> None:
        with in_lane(Lane.VISIBLE):
            await asyncio.gather(*(budget.admit(FACTS) for _ in range(40)))

    task = asyncio.create_task(big())
    await clock.advance(1)
    callers.ask("small")
    await clock.advance(61)
    assert callers.names == ["small"]
    assert not task.done()
    task.cancel()
    await clock.settle()
    assert budget.waiting == 0


async def test_only_the_user_may_use_the_reserve() -> None:
    _, clock, callers = desk(10, reserve=0.2)
    for index in range(20):
        callers.ask(str(index), Lane.BACKGROUND)
    await clock.advance(1)
    assert len(callers.admitted) == 8
    callers.ask("user 1", Lane.USER)
    callers.ask("user 2", Lane.USER)
    callers.ask("user 3", Lane.USER)
    await clock.advance(1)
    assert callers.names[8:] == ["user 1", "user 2"]


async def test_code_that_nobody_sent_works_for_the_user() -> None:
    budget, clock, callers = desk(10, reserve=0.5)
    for index in range(8):
        callers.ask(str(index))
    await clock.settle()
    await asyncio.wait_for(budget.admit(FACTS), 1)
    assert budget.used() == 6


async def test_tickets_and_messages_share_a_smaller_part_and_do_not_hold_up_the_rest() -> None:
    _, clock, callers = desk(10, tickets=3)
    for index in range(3):
        callers.ask(f"ticket {index}", path="/tickets/64f000000000000000000001")
        callers.ask(f"message {index}", path="/messages")
    callers.ask("fact", Lane.BACKGROUND)
    await clock.advance(1)
    assert callers.names == ["ticket 0", "message 0", "ticket 1", "fact"]
    await clock.advance(120)
    assert len(callers.admitted) == 7
    assert worst_minute([at for at, name in callers.admitted if name != "fact"]) == 3


async def test_one_who_gives_up_waiting_leaves_the_queue_and_costs_nothing() -> None:
    budget, clock, callers = desk(1)
    callers.ask("first")
    await clock.settle()
    given_up = callers.ask("second")
    callers.ask("third")
    await clock.settle()
    given_up.cancel()
    await clock.advance(62)
    assert callers.names == ["first", "third"]
    assert budget.waiting == 0


async def test_all_who_wait_may_be_cancelled_in_the_moment_in_which_they_may_go() -> None:
    budget, clock, callers = desk(1)
    callers.ask("first")
    await clock.settle()
    second, third = callers.ask("second"), callers.ask("third")
    await clock.advance(60.5)
    second.cancel()
    budget.reconsider()
    await clock.advance(1)
    assert callers.names == ["first", "third"]
    assert third.done()


async def test_a_request_that_waits_can_be_hurried_on() -> None:
    budget, clock, callers = desk(1)
    callers.ask("first")
    await clock.settle()
    callers.ask("visible")
    errand = Errand(Lane.BACKGROUND)

    async def background() -> None:
        with carrying(errand):
            await budget.admit(FACTS)
        callers.admitted.append((clock.monotonic(), "hurried"))

    task = asyncio.create_task(background())
    await clock.settle()
    errand.lane = Lane.USER
    budget.reconsider()
    await clock.advance(200)
    assert callers.names == ["first", "hurried", "visible"]
    assert task.done()


async def test_a_429_stops_everything_for_as_long_as_it_said_then_half_the_limit_then_all_again() -> None:
    budget, clock, callers = desk(10)
    budget.throttled(40)
    assert budget.paused_until == clock.now() + timedelta(seconds=40)
    callers.ask("user", Lane.USER)
    await clock.advance(39)
    assert callers.names == []
    await clock.advance(1)
    assert callers.names == ["user"]
    assert budget.paused_until is None
    assert budget.limit == 5
    await clock.advance(30)
    assert budget.limit == 6
    await clock.advance(600)
    assert budget.limit == 10


async def test_429s_that_arrive_together_halve_the_limit_once() -> None:
    budget, clock, _ = desk(100)
    for _ in range(6):
        budget.throttled(None)
    assert budget.limit == 50
    await clock.advance(31)
    budget.throttled(None)
    assert budget.limit == 25


async def test_a_longer_wait_extends_a_shorter_one_and_never_the_other_way() -> None:
    budget, clock, _ = desk()
    budget.throttled(60)
    budget.throttled(5)
    assert budget.paused_until == clock.now() + timedelta(seconds=60)


async def test_an_absurd_wait_is_capped() -> None:
    budget, clock, _ = desk()
    budget.throttled(10_000_000)
    paused_until = budget.paused_until
    assert paused_until is not None
    assert paused_until - clock.now() <= timedelta(minutes=15)


async def test_requests_are_counted_for_the_errand_they_belong_to_also_from_tasks_inside() -> None:
    budget, _, _ = desk(20)
    with in_lane(Lane.VISIBLE) as errand:
        await asyncio.gather(*(budget.admit(FACTS) for _ in range(3)), budget.admit("/tickets"))
    await budget.admit(FACTS)
    assert (errand.requests, errand.ticket_requests) == (4, 1)
    assert budget.used() == 5


async def test_used_counts_the_last_sixty_seconds() -> None:
    budget, clock, callers = desk()
    for index in range(4):
        callers.ask(str(index))
        await clock.advance(20)
    assert budget.used() == 2
    await clock.advance(60)
    assert budget.used() == 0


@pytest.mark.parametrize(("requests", "tickets", "reserve"), [(0, 1, 0.1), (1, 0, 0.1), (10, 10, 1.0), (10, 10, -0.1)])
def test_a_budget_that_could_never_let_anything_through_is_refused(requests: int, tickets: int, reserve: float) -> None:
    with pytest.raises(ValueError, match="at least one request"):
        Budget(VirtualClock(), requests, tickets, reserve)


async def test_no_more_are_sent_than_gleap_said_it_would_take() -> None:
    budget, clock, callers = desk(100)
    budget.told(2, 45)
    for index in range(5):
        callers.ask(str(index))
    await clock.advance(44)
    assert len(callers.admitted) == 2
    await clock.advance(2)
    assert len(callers.admitted) == 5


async def test_an_answer_that_was_overtaken_allows_no_more_than_the_one_before() -> None:
    budget, clock, callers = desk(100)
    budget.told(1, 40)
    budget.told(9, 40)
    for index in range(5):
        callers.ask(str(index))
    await clock.advance(39)
    assert len(callers.admitted) == 1


async def test_only_so_many_are_on_their_way_at_once_and_the_user_finds_a_place() -> None:
    clock = VirtualClock()
    budget = Budget(clock, 600, 600, concurrency=5)
    most = {Lane.USER: 0, Lane.BACKGROUND: 0}
    running = {Lane.USER: 0, Lane.BACKGROUND: 0}

    async def request(lane: Lane) -> None:
        with in_lane(lane):
            async with budget.passing(FACTS):
                running[lane] += 1
                most[lane] = max(most[lane], running[lane])
                await clock.sleep(2)
                running[lane] -= 1

    tasks = [asyncio.create_task(request(Lane.BACKGROUND)) for _ in range(12)]
    await clock.advance(1)
    tasks += [asyncio.create_task(request(Lane.USER)) for _ in range(2)]
    await clock.advance(0.5)
    assert most == {Lane.USER: 2, Lane.BACKGROUND: 3}
    tasks[-1].cancel()
    await clock.advance(60)
    assert all(task.done() for task in tasks)
    assert most == {Lane.USER: 2, Lane.BACKGROUND: 3}


async def test_one_who_is_cancelled_as_it_may_go_leaves_its_place_to_others() -> None:
    clock = VirtualClock()
    budget = Budget(clock, 600, 600, concurrency=3)

    async def request() -> None:
        async with budget.passing(FACTS):
            await clock.sleep(1)

    for _ in range(5):
        task = asyncio.create_task(request())
        await asyncio.sleep(0)
        task.cancel()
    last = asyncio.create_task(request())
    await clock.advance(5)
    assert last.done()


async def test_a_large_errand_gets_its_turn_however_many_small_ones_keep_coming() -> None:
    clock = VirtualClock()
    budget = Budget(clock, 600, 600, concurrency=3)

    async def errand(requests: int) -> None:
        async def request() -> None:
            async with budget.passing(FACTS):
                await clock.sleep(1)

        with in_lane(Lane.VISIBLE):
            await asyncio.gather(*(request() for _ in range(requests)))

    async def again_and_again() -> None:
        while True:
            await errand(2)

    small = [asyncio.create_task(again_and_again()) for _ in range(4)]
    large = asyncio.create_task(errand(20))
    await clock.advance(20 * 5 + 10)
    assert large.done()
    for task in small:
        task.cancel()
    await asyncio.wait(small)


async def test_what_leads_goes_before_what_is_on_the_screen_and_leaves_the_reserve_alone() -> None:
    _, clock, callers = desk(10, reserve=0.2)
    for index in range(10):
        callers.ask(str(index))
    await clock.advance(1)
    callers.ask("events", Lane.LEADING)
    await clock.advance(59)
    assert len(callers.names) == 8
    await clock.advance(2)
    assert callers.names[8] == "events"


class Sharers:
    """Processes on one budget that tell each other once a second, each at a moment of its own, what they sent."""

    def __init__(self, processes: int, seed: int) -> None:
        self.clock = VirtualClock()
        self.sent: list[float] = []
        self.told: list[tuple[float, int, int]] = []
        self.budgets = [Budget(self.clock, 120, 120) for _ in range(processes)]
        self._chance = random.Random(seed)
        self.tasks: list[asyncio.Task[None]] = []

    async def _share(self, who: int) -> None:
        budget, told = self.budgets[who], 0
        await self.clock.sleep(self._chance.random())
        while True:
            self.told.append((self.clock.monotonic(), who, budget.total - told))
            told = budget.total
            others = [entry for entry in self.told if entry[1] != who and entry[0] > self.clock.monotonic() - 60]
            processes = {one for _, one, requests in others if requests}
            budget.spent_by_others(sum(requests for _, _, requests in others), 0, len(processes))
            await self.clock.sleep(1.0)

    async def _ask(self, who: int) -> None:
        with in_lane(Lane.USER):
            await self.budgets[who].admit(FACTS)
        self.sent.append(self.clock.monotonic())

    def begin(self) -> None:
        """One request of each, so that all are known."""
        self.tasks = [asyncio.create_task(self._share(who)) for who in range(len(self.budgets))]
        self.tasks += [asyncio.create_task(self._ask(who)) for who in range(len(self.budgets))]

    def all_want(self, requests: int) -> None:
        self.tasks += [asyncio.create_task(self._ask(who)) for who in range(len(self.budgets)) for _ in range(requests)]


@pytest.mark.parametrize("processes", [2, 3, 5])
async def test_processes_that_share_a_budget_keep_within_it_whenever_they_tell_each_other(processes: int) -> None:
    for seed in range(10):
        sharers = Sharers(processes, seed)
        sharers.begin()
        await sharers.clock.advance(5)
        sharers.all_want(200)
        await sharers.clock.advance(10)
        assert len(sharers.sent) > 90
        await sharers.clock.advance(200)
        assert 100 < worst_minute(sharers.sent) <= 120
        for task in sharers.tasks:
            task.cancel()
        await asyncio.wait(sharers.tasks)


async def test_one_whom_nobody_else_uses_up_the_budget_sends_all_of_it_at_once() -> None:
    budget, clock, callers = desk(100)
    budget.spent_by_others(0, 0, 0)
    for index in range(100):
        callers.ask(str(index), Lane.USER)
    await clock.advance(0.1)
    assert len(callers.admitted) == 100
