"""One polls, the others follow, and another takes over within ten seconds whatever happens to the first."""

import asyncio
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gleaptui.clock import SystemClock
from gleaptui.gleap.models import Figure
from gleaptui.history.leader import BEAT, Lead, Role, who_polls
from gleaptui.history.paths import Place
from gleaptui.refresh.snapshot import Snapshot
from tests.history.worlds import NOW, events, store_at
from tests.virtual_clock import VirtualClock

TAKEN_OVER_WITHIN = 10.0
SEEN_WITHIN = 2.0


@pytest.fixture
def where(tmp_path: Path) -> Place:
    """A place for a lock, without a history."""
    return Place(tmp_path / "h.db")


def _leads(where: Place, count: int) -> tuple[VirtualClock, list[Lead]]:
    clock = VirtualClock(NOW)
    return clock, [Lead(where, clock) for _ in range(count)]


def _mine(role: Role | None) -> bool:
    return role is not None and role.mine


def test_the_first_one_polls_and_the_others_know_who(where: Place) -> None:
    _, (first, second, third) = _leads(where, 3)
    assert _mine(first.look())
    role = second.look()
    assert role is not None
    assert (role.mine, role.pid, role.since) == (False, os.getpid(), NOW)
    assert role.user
    assert role.host
    assert third.look() == role
    assert first.holds()
    assert not second.holds()
    assert who_polls(where.lock()) == role


def test_a_lead_that_is_given_up_is_taken_at_the_next_look(where: Place) -> None:
    _, (first, second) = _leads(where, 2)
    first.look()
    second.look()
    first.give_up()
    assert who_polls(where.lock()) is None
    assert _mine(second.look())
    assert not first.holds()
    assert not _mine(first.look())


def test_one_that_does_not_want_the_lead_leaves_it_and_knows_who_has_it(where: Place) -> None:
    _, (first, second) = _leads(where, 2)
    first.look()
    first.stands = False
    assert first.look() is None
    assert not first.holds()
    second.stores = False
    assert _mine(second.look())
    role = first.look()
    assert role is not None
    assert (role.mine, role.stores) == (False, False)
    second.give_up()
    first.stands = True
    assert _mine(first.look())


def test_each_period_has_a_poller_of_its_own(where: Place) -> None:
    _, (first, second) = _leads(where, 2)
    first.about, second.about = "7d", "30d"
    assert _mine(first.look())
    assert _mine(second.look())
    second.about = "7d"
    assert not second.holds()
    assert not _mine(second.look())
    assert first.look() is not None
    assert first.followed
    first.about = "30d"
    assert not first.holds()
    assert _mine(first.look())
    assert _mine(second.look())
    for lead in (first, second):
        lead.give_up()
    assert list(where.path.parent.iterdir()) == []


async def test_one_that_hangs_is_taken_over_and_finds_out_before_it_does_anything(where: Place) -> None:
    clock, (hanging, other) = _leads(where, 2)
    hanging.look()
    waited = 0.0
    while not _mine(other.look()):
        await clock.advance(BEAT)
        waited += BEAT
    assert 5 < waited < TAKEN_OVER_WITHIN
    assert other.holds()
    assert not hanging.holds()
    assert not _mine(hanging.look())
    assert other.holds()


async def test_one_that_gives_signs_of_life_is_never_taken_over(where: Place) -> None:
    clock, (living, other) = _leads(where, 2)
    for _ in range(100):
        assert _mine(living.look())
        assert not _mine(other.look())
        await clock.advance(BEAT)


async def test_one_that_was_asleep_itself_does_not_take_over_on_waking(where: Place) -> None:
    clock, (living, sleeper) = _leads(where, 2)
    living.look()
    sleeper.look()
    await clock.advance(3_600)
    assert not _mine(sleeper.look())
    assert _mine(living.look())


def test_a_wall_clock_that_is_set_back_or_forward_changes_nothing(where: Place) -> None:
    clock, (living, other) = _leads(where, 2)
    for jump in (-86_400, 9_999_999, -5):
        living.look()
        clock.jump(jump)
        assert not _mine(other.look())


@settings(max_examples=100)
@given(st.lists(st.tuples(st.sampled_from("lhg"), st.integers(0, 3)), max_size=80), st.randoms(use_true_random=False))
async def test_never_do_two_hold_the_lead(steps: list[tuple[str, int]], rng: random.Random) -> None:
    with contextlib.ExitStack() as stack:
        path = Path(stack.enter_context(_directory()))
        clock, leads = _leads(Place(path / "h.db"), 4)
        hung: set[int] = set()
        for what, who in steps:
            if what == "h":
                hung ^= {who}
            elif what == "g" and who not in hung:
                leads[who].give_up()
            for number in rng.sample(range(4), 4):
                if number not in hung:
                    leads[number].look()
                    assert sum(lead.holds() for lead in leads) <= 1
            await clock.advance(BEAT)
        for _ in range(12):
            for number in {0, 1, 2, 3} - hung:
                leads[number].look()
            await clock.advance(BEAT)
        assert sum(lead.holds() for lead in leads) == (0 if len(hung) == 4 and not _any(leads) else 1)
        for lead in leads:
            lead.give_up()


def _any(leads: list[Lead]) -> bool:
    return any(lead.holds() for lead in leads)


@contextlib.contextmanager
def _directory() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as directory:
        yield directory


async def test_the_loop_tells_of_each_change_and_gives_the_lead_up_at_its_end(where: Place) -> None:
    told: list[Role | None] = []
    clock = SystemClock()
    first, second = Lead(where, clock), Lead(where, clock, told.append)
    first.look()
    loop = asyncio.create_task(second.run())
    async with asyncio.timeout(10):
        while not told:
            await asyncio.sleep(0.01)
        first.give_up()
        while len(told) < 2:
            await asyncio.sleep(0.01)
    assert [_mine(role) for role in told] == [False, True]
    assert second.holds()
    loop.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await loop
    assert who_polls(where.lock()) is None


def test_without_a_place_for_the_lock_each_polls_for_itself_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    lead = Lead(Place(tmp_path / "file" / "h.db"), VirtualClock(NOW))
    assert _mine(lead.look())
    assert lead.trouble is not None


def test_a_lock_file_full_of_nonsense_is_no_obstacle(where: Place) -> None:
    where.lock().write_bytes(b"\xff\x00nonsense" * 100)
    assert who_polls(where.lock()) is None
    _, (first, second) = _leads(where, 2)
    assert _mine(first.look())
    assert second.look() is not None


_PROCESS = """
import asyncio, sys
from pathlib import Path
from gleaptui.clock import SystemClock
from gleaptui.gleap.models import Figure
from gleaptui.history.leader import Lead
from gleaptui.history.paths import Place
from gleaptui.history.store import Store
from gleaptui.refresh.snapshot import Snapshot

async def main():
    place, clock = Place(Path(sys.argv[1])), SystemClock()
    store = await Store.open(place, clock)
    lead = Lead(place, clock, lambda role: print("role", role.mine, clock.now().timestamp(), flush=True))
    racing = asyncio.create_task(lead.run())
    async for feeds in store.follow():
        if "overview" in feeds:
            snapshot = await store.load("overview")
            print("seen", snapshot.value[0].value, clock.now().timestamp(), flush=True)

asyncio.run(main())
"""


@contextlib.asynccontextmanager
async def _processes(where: Place, count: int) -> AsyncIterator[list[subprocess.Popen[str]]]:
    started = []
    try:
        for number in range(count):
            process = subprocess.Popen(
                [sys.executable, "-c", _PROCESS, str(where.path)], stdout=subprocess.PIPE, text=True
            )
            started.append(process)
            assert process.stdout is not None
            assert process.stdout.readline().split()[:2] == ["role", str(number == 0)]
        yield started
    finally:
        for process in started:
            process.kill()
            process.communicate()


async def _next_leader(processes: list[subprocess.Popen[str]]) -> tuple[int, float]:
    """The number of the process that says it polls now, and when it did."""

    async def said(number: int, process: subprocess.Popen[str]) -> tuple[int, float]:
        assert process.stdout is not None
        while True:
            line = await asyncio.to_thread(process.stdout.readline)
            if line.startswith("role True"):
                return number, float(line.split()[2])
            if not line:
                await asyncio.sleep(3_600)

    tasks = [asyncio.create_task(said(number, process)) for number, process in enumerate(processes)]
    done, pending = await asyncio.wait(tasks, timeout=20, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    return done.pop().result()


async def test_when_the_poller_is_killed_another_polls_at_once(where: Place) -> None:
    async with _processes(where, 2) as (poller, _follower):
        killed = time.time()
        poller.kill()
        assert (await _next_leader([_follower]))[1] - killed < 3


@pytest.mark.slow
async def test_when_the_poller_hangs_another_polls_within_ten_seconds_and_the_first_steps_back(where: Place) -> None:
    async with _processes(where, 2) as (poller, follower):
        stopped = time.time()
        poller.send_signal(signal.SIGSTOP)
        assert (await _next_leader([follower]))[1] - stopped < TAKEN_OVER_WITHIN
        poller.send_signal(signal.SIGCONT)
        assert poller.stdout is not None
        assert (await asyncio.to_thread(poller.stdout.readline)).startswith("role False")
        role = who_polls(where.lock())
        assert role is not None
        assert role.pid == follower.pid


@pytest.mark.slow
async def test_five_followers_see_a_change_within_two_seconds_at_almost_no_cost(where: Place) -> None:
    async with _processes(where, 5) as processes, store_at(where) as poller:
        await asyncio.sleep(1)
        before = [_cpu(process.pid) for process in processes]
        for number in range(8):
            figure = Figure(metric="new_tickets", value=float(number))
            await poller.save(Snapshot("overview", "p", (figure,), NOW))
            wrote = time.time()
            for process in processes:
                assert process.stdout is not None
                line = await asyncio.wait_for(asyncio.to_thread(process.stdout.readline), 10)
                what, value, moment = line.split()
                assert (what, float(value)) == ("seen", float(number))
                assert float(moment) - wrote < SEEN_WITHIN
        used = [_cpu(process.pid) - earlier for process, earlier in zip(processes, before, strict=True)]
        assert max(used) < 0.5


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def test_following_hears_of_what_another_store_writes(where: Place) -> None:
    clock = VirtualClock(NOW)
    async with store_at(where, clock) as poller, store_at(where, clock) as follower:
        await poller.append(events(2))
        async for feeds in follower.follow():
            assert feeds == {"log"}
            break


def test_who_polls_knows_whether_others_follow(where: Place) -> None:
    _, (first, second, third) = _leads(where, 3)
    first.look()
    assert not first.followed
    for lead in (second, third, first):
        lead.look()
    assert first.followed
    assert not second.followed
    second.give_up()
    third.look()
    first.look()
    assert first.followed
    third.give_up()
    first.look()
    assert not first.followed
