"""A list of more than 100,000 tickets: on a real socket what reading it takes, on a virtual clock what it may ask.

The socket part runs with a raised budget, because a walk of a thousand pages takes a quarter of an hour with the usual
one; the same walk then runs in-process on a virtual clock with the usual budget, while the desk goes on living."""

import asyncio
import gc
import subprocess
import sys
import time
from bisect import bisect_right
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import quantiles

import httpx

from gleaptui.clock import Clock, SystemClock
from gleaptui.demo.control import Control
from gleaptui.demo.people import PROJECT
from gleaptui.demo.server import TOKEN, create_app
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.credentials import Credentials
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.columns import COLUMNS
from gleaptui.inbox.desk import Inbox
from gleaptui.inbox.settings import InboxSettings
from gleaptui.inbox.window import TicketWindow
from gleaptui.panes.tickets import TicketsPane
from gleaptui.refresh.budget import Budget
from gleaptui.secret import Secret
from tests.benchmarks._ticketdesk import TICKETS, large_desk
from tests.demo.site import NOW
from tests.figures import OnePane, board
from tests.virtual_clock import VirtualClock

HEIGHT = 50
MOVES = 3_000
GOAL_WORK_MS = 16.0
GOAL_MEMORY_MB = 40.0
LIMIT, TICKET_LIMIT = 120, 60
RAISED = 1_000_000
_QUESTION = TicketQuery(archived=None, spam=None)
_WAITS = 0.005
_TICK = 0.002
_PATIENCE = 60.0
_MOST_NUMBERS = 200_000


class CountedBudget(Budget):
    """Notes when it let each request through."""

    def __init__(self, clock: Clock, limit: int, ticket_limit: int) -> None:
        super().__init__(clock, limit, ticket_limit)
        self.moments: list[float] = []
        self.refused = 0
        self._watch = clock

    async def admit(self, path: str) -> None:
        await super().admit(path)
        self.moments.append(self._watch.monotonic())

    def throttled(self, seconds: float | None) -> None:
        self.refused += 1
        super().throttled(seconds)

    @property
    def worst(self) -> int:
        """The most requests in any 60 seconds."""
        counts = (bisect_right(self.moments, at + 60) - index for index, at in enumerate(self.moments))
        return max(counts, default=0)


@dataclass
class Measured:
    """What the socket part found."""

    total: int = 0
    first_ms: float = 0.0
    first_requests: int = 0
    end_ms: float = 0.0
    end_requests: int = 0
    back_requests: int = 0
    work_ms: list[float] = field(default_factory=list)
    lag_ms: list[float] = field(default_factory=list)
    move_requests: int = 0
    walk_seconds: float = 0.0
    walk_rows: int = 0
    walk_requests: int = 0
    start_mb: float = 0.0
    most_mb: float = 0.0

    def weigh(self) -> None:
        """Note the memory in use now."""
        self.most_mb = max(self.most_mb, resident_mb())


def resident_mb() -> float:
    """Memory of this process that is in use."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def client_of(url: str, budget: CountedBudget, clock: Clock, app: object = None) -> GleapClient:
    """A client of a server on a socket, or of an app in this process."""
    transport = httpx.ASGITransport(app=app) if app is not None else None  # type: ignore[arg-type]  # Starlette is one
    credentials = Credentials(Secret(TOKEN), PROJECT)
    return GleapClient(credentials, gate=budget, clock=clock, base_url=url, transport=transport)


def draw(window: TicketWindow, top: int, now: datetime) -> int:
    """What a pane does for each frame: the cells of all rows on the screen. How many rows are there."""
    shown = 0
    for row in range(top, top + HEIGHT):
        ticket = window.row(row)
        if ticket is not None:
            shown += 1
            window.state(ticket.id)
            for column in COLUMNS.values():
                column.cell(ticket, now)
    return shown


async def until(condition: Callable[[], bool], pause: Callable[[], Awaitable[None]]) -> None:
    async with asyncio.timeout(_PATIENCE):
        while not condition():
            await pause()


async def moves(window: TicketWindow, measured: Measured) -> None:
    """Key after key, without waiting for anything: rows, pages, and now and then somewhere else altogether."""
    top = 0
    total = window.total or 0
    for number in range(MOVES):
        step = HEIGHT if number % 20 >= 15 else 1
        direction = -1 if number % 500 >= 350 else 1
        if number % 400 == 399:
            top = number * 7_919 % total
        top = max(0, min(total - HEIGHT, top + step * direction))
        started = time.perf_counter()
        window.want(top, top + HEIGHT - 1, direction)
        draw(window, top, NOW)
        measured.work_ms.append((time.perf_counter() - started) * 1000)
        await asyncio.sleep(_WAITS if number % 4 else 0)
        if number % 100 == 0:
            measured.weigh()


async def feel(measured: Measured) -> None:
    """How long somebody waits for the program to look at a key, while all else goes on."""
    while True:
        started = time.perf_counter()
        await asyncio.sleep(_TICK)
        measured.lag_ms.append((time.perf_counter() - started - _TICK) * 1000)


async def walk(window: TicketWindow, pause: Callable[[], Awaitable[None]], weigh: Callable[[], None]) -> int:
    """Page down from end to end, each page once it is complete; how many different tickets were on the screen."""
    seen = bytearray(_MOST_NUMBERS)
    top = 0
    while top < window.rows:
        last = min(top + HEIGHT, window.rows) - 1
        window.want(top, last, 1)
        anchor = window.row(top)
        deadline = time.perf_counter() + _PATIENCE
        while any(window.row(row) is None for row in range(top, min(top + HEIGHT, window.rows))):
            await pause()
            if time.perf_counter() > deadline:
                raise TimeoutError(f"row {top} of {window.rows} never comes")
            if anchor is not None:
                top = window.row_of(anchor.id) or top
                window.want(top, min(top + HEIGHT, window.rows) - 1, 1)
            anchor = anchor or window.row(top)
        for row in range(top, min(top + HEIGHT, window.rows)):
            ticket = window.row(row)
            if ticket is not None:
                seen[ticket.number or 0] = 1
        top += HEIGHT
        weigh()
    return sum(seen)


async def on_a_socket(port: int) -> Measured:
    """First rows, jumps, moves and a whole walk against a server in a process of its own."""
    measured, clock = Measured(), SystemClock()
    budget = CountedBudget(clock, RAISED, RAISED)
    client = client_of(f"http://127.0.0.1:{port}/v3", budget, clock)
    budget.moments.clear()
    gc.collect()
    measured.start_mb = measured.most_mb = resident_mb()
    window = TicketWindow(client.tickets, _QUESTION, hurry=budget.reconsider)
    serving = asyncio.create_task(window.serve())

    async def pause() -> None:
        await asyncio.sleep(0.001)

    started = time.perf_counter()
    window.want(0, HEIGHT - 1)
    await until(lambda: draw(window, 0, NOW) == HEIGHT, pause)
    measured.first_ms, measured.first_requests = (time.perf_counter() - started) * 1000, len(budget.moments)
    measured.total = window.total or 0

    before, started = len(budget.moments), time.perf_counter()
    top = measured.total - HEIGHT
    window.want(top, measured.total - 1)
    await until(lambda: draw(window, top, NOW) == HEIGHT, pause)
    measured.end_ms, measured.end_requests = (time.perf_counter() - started) * 1000, len(budget.moments) - before
    before = len(budget.moments)
    window.want(0, HEIGHT - 1)
    await until(lambda: draw(window, 0, NOW) == HEIGHT, pause)
    measured.back_requests = len(budget.moments) - before

    before = len(budget.moments)
    feeling = asyncio.create_task(feel(measured))
    await moves(window, measured)
    feeling.cancel()
    await window.idle()
    measured.move_requests = len(budget.moments) - before
    serving.cancel()
    await asyncio.wait([serving])

    window = TicketWindow(client.tickets, _QUESTION, hurry=budget.reconsider)
    serving = asyncio.create_task(window.serve())
    before, started = len(budget.moments), time.perf_counter()
    window.want(0, HEIGHT - 1)
    await until(lambda: window.total is not None, pause)
    measured.walk_rows = await walk(window, pause, measured.weigh)
    measured.walk_seconds, measured.walk_requests = time.perf_counter() - started, len(budget.moments) - before
    serving.cancel()
    await asyncio.wait([serving])
    await client.aclose()
    return measured


@dataclass
class Paced:
    """What the walk on a virtual clock found."""

    rows: int
    requests: int
    worst: int
    minutes: float
    refused: int
    stayed: int
    arrived: int


async def in_the_pane(url: str) -> list[float]:
    """Milliseconds of work for each of many keys in the pane itself, with every line of it drawn anew."""
    budget = CountedBudget(SystemClock(), RAISED, RAISED)
    client = client_of(url, budget, SystemClock())
    inbox = Inbox(client, SystemClock(), InboxSettings(), "UTC", hurry=budget.reconsider)
    pane, times = TicketsPane(), []
    app = OnePane(pane)
    try:
        async with app.run_test(size=(120, HEIGHT + 3)) as pilot:
            serving = asyncio.create_task(inbox.serve())
            pane.show(board())
            pane.use(inbox)
            pane.look_at("all")
            await pilot.pause()
            await inbox.window.idle()
            await pilot.pause()
            table = pane.list
            for number in range(MOVES):
                started = time.process_time()
                if number % 400 == 399:
                    table.move_to(number * 7_919 % table.source.count)
                elif number % 20 >= 15:
                    table.action_half_page(2 if number % 500 < 350 else -2)
                else:
                    table.action_move(1)
                for y in range(table.size.height):
                    table.render_line(y)
                times.append((time.process_time() - started) * 1000)
                await asyncio.sleep(_WAITS if number % 4 else 0)
            serving.cancel()
            await asyncio.wait([serving])
    finally:
        await client.aclose()
    return times


async def within_budget() -> Paced:
    """The same walk with the usual budget, while tickets come and go."""
    clock = VirtualClock(NOW)
    desk, control = large_desk(), Control()
    control.ticket_limit = TICKET_LIMIT + 5
    budget = CountedBudget(clock, LIMIT, TICKET_LIMIT)
    app = create_app(desk, clock=clock, control=control)
    client = client_of("http://127.0.0.1/v3", budget, clock, app)
    window = TicketWindow(client.tickets, _QUESTION, hurry=budget.reconsider)
    serving = asyncio.create_task(window.serve())
    before = {case.traits.number for case in desk.cases}

    async def pause() -> None:
        for _ in range(200):
            await asyncio.sleep(0)
        if not budget.waiting:
            await asyncio.sleep(0.001)
            return
        await clock.advance(0.25)

    window.want(0, HEIGHT - 1)
    await until(lambda: window.total is not None, pause)
    rows = await walk(window, pause, lambda: None)
    after = {case.traits.number for case in desk.cases}
    serving.cancel()
    await asyncio.wait([serving])
    await client.aclose()
    minutes = (budget.moments[-1] - budget.moments[0]) / 60
    return Paced(
        rows, len(budget.moments), budget.worst, minutes, budget.refused, len(before & after), len(after - before)
    )


def main() -> int:
    """Print what was measured; 0 where every goal is met."""
    write = sys.stdout.write
    server = subprocess.Popen([sys.executable, "-m", "tests.benchmarks._ticketdesk"], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        port, tickets = map(int, server.stdout.readline().split())
        found = asyncio.run(on_a_socket(port))
        keys = asyncio.run(in_the_pane(f"http://127.0.0.1:{port}/v3"))
        sifting = [sys.executable, "-m", "tests.benchmarks._sifted", str(port)]
        sifted = subprocess.run(sifting, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    finally:
        server.terminate()
        server.wait(10)
    cuts, lags = quantiles(found.work_ms, n=100), quantiles(found.lag_ms, n=100)
    grown = found.most_mb - found.start_mb
    write(f"{tickets} tickets on a socket, {found.total} in the list, {HEIGHT} rows on the screen, raised budget\n")
    write(f"  first rows        {found.first_ms:8.1f} ms, {found.first_requests} request(s)\n")
    write(f"  jump to the end   {found.end_ms:8.1f} ms, {found.end_requests} request(s), back {found.back_requests}\n")
    write(
        f"  {MOVES} moves        {cuts[49]:8.2f} ms of work (median), {cuts[98]:.2f} p99, {max(found.work_ms):.2f} most"
    )
    write(
        f"\n                    {found.move_requests} requests; a key waits {lags[98]:.1f} ms for the program (p99)\n"
    )
    drawn = quantiles(keys, n=100)
    write(f"  {MOVES} keys, drawn  {drawn[49]:8.2f} ms of work (median), {drawn[98]:.2f} p99, {max(keys):.2f} most\n")
    write(
        f"  walk end to end   {found.walk_seconds:8.1f} s, {found.walk_rows} tickets, {found.walk_requests} requests\n"
    )
    write(f"  memory            {grown:8.1f} MB above the start ({found.start_mb:.0f} MB)\n")
    write(f"  told apart here   {sifted[0]} of {sifted[1]} tickets pass, {sifted[2]} requests, {sifted[3]} MB")
    write(f" above the start, {sifted[4]} ms of work for a look (most)\n")
    paced = asyncio.run(within_budget())
    write(f"the same in-process on a virtual clock, {TICKET_LIMIT} ticket requests a minute, and the desk lives on\n")
    write(f"  walk end to end   {paced.minutes:8.1f} virtual minutes, {paced.rows} tickets, {paced.requests} requests,")
    write(f" {paced.worst} at most in a minute; {paced.arrived} tickets arrived meanwhile\n")
    checks = {
        "the desk has 100,000 tickets": found.total >= TICKETS,
        "first rows within one request": found.first_requests == 1,
        "at most 1 request to the end": found.end_requests <= 1 and found.back_requests <= 1,
        "moves under 16 ms of work (p99)": cuts[98] < GOAL_WORK_MS,
        "keys under 16 ms of work in the pane (p99)": drawn[98] < GOAL_WORK_MS,
        "every ticket was on the screen": found.walk_rows == found.total,
        "at most 1 request for 100 tickets": found.walk_requests * 100 <= found.total,
        "under 40 MB above the start": grown < GOAL_MEMORY_MB,
        "the same where all are told apart here": (
            float(sifted[3]) < GOAL_MEMORY_MB and int(sifted[2]) * 100 <= int(sifted[1]) >= TICKETS
        ),
        "the same within the budget": paced.requests * 100 <= paced.rows and paced.rows >= paced.stayed,
        "the budget is never exceeded": paced.worst <= TICKET_LIMIT and not paced.refused,
    }
    for promise, kept in checks.items():
        write(f"{'ok  ' if kept else 'FAIL'} {promise}\n")
    return 0 if all(checks.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
