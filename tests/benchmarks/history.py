"""What the history promises with a million events, measured beside the same with ten thousand so that growth is seen.

Each measurement runs in a process of its own: the first opening is a first one, and memory is nobody else's.
"""

import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

import msgspec
from msgspec import Struct, structs

from gleaptui.board import Board
from gleaptui.clock import SystemClock
from gleaptui.garbage import Sweeper, none_while_starting
from gleaptui.gleap.models import Event
from gleaptui.gleap.periods import resolve
from gleaptui.history.filters import EventFilter
from gleaptui.history.paths import Place, place
from gleaptui.history.store import Store
from gleaptui.panes.events import EventsPane
from gleaptui.widgets.eventlog import EventLog
from tests.figures import OnePane
from tests.live_server import PROJECT, LiveServer
from tests.terminal import Terminal

SIZES = (10_000, 1_000_000)
DAYS = 80
ROWS = 50
"""What a screen shows at a time."""
_PAGES = 120
_PAGE_UP, _PAGE_DOWN = "\x1b[5~", "\x1b[6~"
_BATCH = 20_000
_SYLLABLES = ("ba", "con", "der", "es", "fi", "gra", "in", "ka", "lo", "mer", "no", "per", "qui", "re", "sta", "tion")
_KINDS = (
    ("TICKET_REPLY", 30),
    ("COMMENT_CREATED", 22),
    ("TICKET_STATUS_CHANGE", 18),
    ("CREATE_TICKET", 12),
    ("ASSIGN_TICKET", 10),
    ("KAI_ANSWERED", 6),
    ("CUSTOMER_SUPPORT_REQUESTED", 1.9),
    ("SLA_BREACHED", 0.1),
)
_SEARCHES = ("export", "exp", "window export", "re", "zzz nothing", "invoice refund", "Quill", "c")
_FILTERS = (
    EventFilter(kinds=("SLA_BREACHED",)),
    EventFilter(kinds=("TICKET_REPLY", "COMMENT_CREATED")),
    EventFilter(agent="Ada Quill"),
    EventFilter(agent="Tomasz Wren", kinds=("SLA_BREACHED", "CREATE_TICKET")),
    EventFilter(agent="Nobody Else"),
    EventFilter(kinds=("TICKET_REPLY",), text="window"),
)


class Pane(Struct, kw_only=True):
    """What the pane works for a key, in milliseconds."""

    page_down: float
    """In the pane itself, reading and drawing every line anew."""
    jump: float
    opening: float
    """In the program, up to the frame that it leads to: the pane for the first time, with its modules and styles."""
    opening_again: float
    framed_page: float
    """In the program, with all that its framework and the terminal need for the frame."""
    framed_jump: float
    waited_page: float
    """The same by the clock on the wall."""


class Measured(Struct, kw_only=True):
    """Milliseconds, and megabytes of memory at the highest."""

    opening: float
    page_down: float
    jump: float
    search: float
    filter: float
    append: float
    append_waited: float
    """By the clock on the wall."""
    append_worst: float
    scattered: float
    counting: float
    memory: float


def history(count: int, ending: datetime, seed: int = 1) -> Iterator[list[Event]]:
    """So many events of a busy desk, oldest first, in batches."""
    rng = random.Random(seed)
    vocabulary = ["".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))) for _ in range(20_000)]
    usual = ["export", "button", "the", "last", "update", "window", "private", "refund", "invoice", "login"]
    customers = [f"{rng.choice(vocabulary).title()} {rng.choice(vocabulary).title()}" for _ in range(50_000)]
    staff = ["Ada Quill", "Tomasz Wren", "Priya Raman", *(name.title() for name in vocabulary[:9])]
    kinds, weights = zip(*_KINDS, strict=True)
    gap = timedelta(days=DAYS) / max(count, 1)
    for start in range(0, count, _BATCH):
        chosen = rng.choices(kinds, weights, k=_BATCH)
        batch: list[Event] = []
        for number in range(start, min(start + _BATCH, count)):
            kind = chosen[number - start]
            ours = kind in ("TICKET_REPLY", "TICKET_STATUS_CHANGE", "ASSIGN_TICKET")
            agent = rng.choice(staff)
            words = rng.choices(vocabulary, k=5) + rng.choices(usual, k=2)
            batch.append(
                Event(
                    id=f"{seed:08x}{number:016x}",
                    action=kind,
                    at=ending - gap * (count - number) + gap * rng.random(),
                    actor=agent if ours else rng.choice(customers),
                    agent=agent if ours else "",
                    ticket=f"{rng.randrange(count // 3 + 1):024x}",
                    seconds=float(rng.randrange(7_200)) if ours else None,
                    detail=" ".join(words) if kind in ("COMMENT_CREATED", "TICKET_REPLY") else "",
                )
            )
        yield batch


async def fill(where: Place, count: int, ending: datetime) -> float:
    """Make a file of so many events; megabytes."""
    store = await Store.open(where, SystemClock())
    for batch in history(count, ending):
        if not await store.append(batch):
            raise SystemExit(f"the file cannot be filled: {store.trouble}")
    # So that the program reads none of the past meanwhile.
    await store.cover(ending - timedelta(days=2 * DAYS), datetime.now(UTC))
    size = (await store.summary()).size
    await store.close()
    return size / 1e6


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    started = time.perf_counter()
    await work()
    return (time.perf_counter() - started) * 1000


def _thousands(now: datetime, live: bool) -> Iterator[list[Event]]:
    """New events, a thousand at a time: of this very minute, or of any moment of the past."""
    for batch in history(20_000, now, seed=9 if live else 10):
        for start in range(0, len(batch), 1_000):
            some = batch[start : start + 1_000]
            moments = (now + timedelta(milliseconds=start + number) for number in range(1_000))
            yield [structs.replace(event, at=at) for event, at in zip(some, moments, strict=True)] if live else some


def _p99(times: list[float]) -> float:
    return quantiles(times, n=100)[98]


async def measure(path: Path) -> Measured:
    """All figures of one file."""
    rng = random.Random(7)
    started = time.perf_counter()
    store = await Store.open(Place(path), SystemClock())
    view = await store.view()
    shown = view.rows(view.count - ROWS, view.count)
    opening = (time.perf_counter() - started) * 1000
    if view.count and (not shown or None in shown):
        raise SystemExit("the first rows are missing")
    downs, jumps, counts = list[float](), list[float](), list[float]()
    searches, filters, appends, backfills = list[float](), list[float](), list[float](), list[float]()
    waited = list[float]()
    for _ in range(60):
        top = rng.randrange(max(view.count, 1))
        jumps.append(await _timed(lambda row=top: view.load(row, row + ROWS)))  # type: ignore[misc]  # bound now
        for _ in range(8):
            top += ROWS
            downs.append(await _timed(lambda row=top: view.load(row, row + ROWS)))  # type: ignore[misc]  # bound now
        jumps.append(await _timed(lambda: view.load(view.count - ROWS, view.count)))
        jumps.append(await _timed(lambda: view.load(0, ROWS)))
    for times, filter in [
        *((searches, EventFilter(text=text)) for text in _SEARCHES),
        *((filters, filter) for filter in _FILTERS),
    ] * 3:
        started = time.perf_counter()
        found = await store.view(filter)
        found.rows(found.count - ROWS, found.count)
        times.append((time.perf_counter() - started) * 1000)
        counts.append(await _timed(found.count_all))
        if found.count:
            top = rng.randrange(found.count)
            downs.append(await _timed(lambda row=top, of=found: of.load(row, row + ROWS)))  # type: ignore[misc]
    for live in (True, False):
        for some in _thousands(datetime.now(UTC), live):
            work = time.process_time()
            took = await _timed(lambda events=some: store.append(events))  # type: ignore[misc]  # bound now
            (appends if live else backfills).append((time.process_time() - work) * 1000)
            waited += [took] if live else []
            await view.refresh()
            await store.tidy()
    if store.trouble is not None:
        raise SystemExit(str(store.trouble))
    await store.close()
    return Measured(
        opening=opening,
        page_down=_p99(downs),
        jump=_p99(jumps),
        search=max(searches),
        filter=max(filters),
        append=median(appends),
        append_waited=median(waited),
        append_worst=max(waited),
        scattered=median(backfills),
        counting=max(counts),
        memory=_highest_memory(),
    )


def _highest_memory() -> float:
    """Megabytes. The system's own count of resources has that of whoever started the process in it."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _elsewhere(path: Path) -> Measured:
    code = (
        "import asyncio, pathlib, sys, msgspec\nfrom tests.benchmarks.history import measure\n"
        "sys.stdout.buffer.write(msgspec.json.encode(asyncio.run(measure(pathlib.Path(sys.argv[1])))))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=False, timeout=600)
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    return msgspec.json.decode(done.stdout, type=Measured)


async def pane_work(where: Place) -> tuple[list[float], list[float]]:
    """What each page and each jump to an end takes in the pane itself, with memory looked through between the keys, as
    the program does."""
    none_while_starting()
    sweeper = Sweeper()
    store, pane = await Store.open(where, SystemClock()), EventsPane()
    now = datetime.now(UTC)
    period = resolve(f"{(now - timedelta(days=DAYS)).date()}..{now.date()}", now, "UTC")
    pages, jumps = list[float](), list[float]()
    app = OnePane(pane)
    async with app.run_test(size=(120, 38)) as pilot:
        pane.show(Board(now, period))
        pane.use(store)
        await pilot.pause()
        await app.workers.wait_for_complete()
        log = app.query_one(EventLog)
        sweeper.begin()

        async def press(act: Callable[[], None], times: list[float]) -> None:
            started = time.process_time()
            act()
            while any(worker.is_running for worker in app.workers if worker.group == "rows"):
                await asyncio.sleep(0)
            drawn = log.render_lines(log.size.region)
            times.append((time.process_time() - started) * 1000)
            if not any(strip.text.strip() for strip in drawn[1:]):
                raise SystemExit("the pane shows no lines")
            await pilot.pause()
            await app.workers.wait_for_complete()
            sweeper.look(resting=True)

        for number in range(2 * _PAGES):
            await press(lambda by=-2 if number < _PAGES else 2: log.action_half_page(by), pages)  # type: ignore[misc]
        for _ in range(_PAGES):
            await press(log.action_first, jumps)
            await press(log.action_last, jumps)
    await store.close()
    return pages, jumps


def pane(where: Place, server: LiveServer) -> Pane:
    """The same, and the program in a terminal of 120 by 40, over that file and a server that stands still."""
    path = where.path
    by_page, by_jump = asyncio.run(pane_work(where))
    server.control.frozen = True
    days = f"{(datetime.now(UTC) - timedelta(days=DAYS)).date()}..{datetime.now(UTC).date()}"
    with tempfile.TemporaryDirectory() as home:
        config = Path(home) / "config.toml"
        config.write_text(f'[history]\npath = "{path}"\n')
        command = [sys.executable, "-m", "gleaptui", "--timezone", "UTC", "--period", days, "--config", str(config)]
        homes = dict.fromkeys(("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"), home)
        with Terminal(command, rows=40, environment={**server.environment, **homes}) as terminal:
            terminal.wait_until(lambda screen: "live" in screen and "loading" not in screen, "figures", 90)
            terminal.drain(3)
            first = _pressed(terminal, "5", settle=2)
            if "History" in terminal.screen():
                raise SystemExit(f"the pane is not over the file:\n{terminal.screen()}")
            terminal.send("1")
            terminal.drain(2)
            again = _pressed(terminal, "5", settle=2)
            pages = [_pressed(terminal, _PAGE_UP) for _ in range(_PAGES)] + [_pressed(terminal, "g")]
            pages += [_pressed(terminal, _PAGE_DOWN) for _ in range(_PAGES)]
            jumps = [_pressed(terminal, key) for _ in range(_PAGES // 2) for key in ("G", "g")]
    return Pane(
        page_down=_p99(by_page),
        jump=_p99(by_jump),
        opening=first[0],
        opening_again=again[0],
        framed_page=_p99([work for work, _ in pages]),
        framed_jump=_p99([work for work, _ in jumps]),
        waited_page=median(waited for _, waited in pages),
    )


def _pressed(terminal: Terminal, key: str, settle: float = 0.2) -> tuple[float, float]:
    """How many milliseconds the program works and how many it takes until the frame that follows from the key."""
    work, started = _worked(terminal.pid), time.perf_counter()
    terminal.send(key)
    terminal.wait_frame()
    found = _worked(terminal.pid) - work, (time.perf_counter() - started) * 1000
    terminal.drain(settle)
    return found


def _worked(pid: int) -> float:
    """Milliseconds of processor time that all threads of the process have had, to the microsecond."""
    spent = [Path(thread, "schedstat") for thread in Path(f"/proc/{pid}/task").iterdir()]
    return sum(int(file.read_text().split()[0]) for file in spent if file.exists()) / 1e6


_PROMISES: tuple[tuple[str, Callable[[Measured], float], float], ...] = (
    ("opening to first rows", lambda found: found.opening, 100),
    ("page down, p99", lambda found: found.page_down, 16),
    ("jump anywhere, p99", lambda found: found.jump, 16),
    ("text search to first rows, worst", lambda found: found.search, 50),
    ("filter change to first rows, worst", lambda found: found.filter, 50),
    ("append 1,000, work, median", lambda found: found.append, 30),
)
_BESIDES: tuple[tuple[str, Callable[[Measured], float]], ...] = (
    ("append 1,000, waited, median (no goal)", lambda one: one.append_waited),
    ("append 1,000, waited, worst (no goal)", lambda one: one.append_worst),
    ("append 1,000 over the past, work (no goal)", lambda one: one.scattered),
    ("counting a filter, worst (no goal)", lambda one: one.counting),
)


_PANE_PROMISES: tuple[tuple[str, Callable[[Pane], float], float], ...] = (
    ("pane: opening it in the program, work", lambda found: found.opening, 100),
    ("pane: page down, work, p99", lambda found: found.page_down, 16),
    ("pane: jump to an end, work, p99", lambda found: found.jump, 16),
)
_PANE_BESIDES: tuple[tuple[str, Callable[[Pane], float]], ...] = (
    ("pane: opening it again, work (no goal)", lambda one: one.opening_again),
    ("pane: page down with its frame, p99 (no goal)", lambda one: one.framed_page),
    ("pane: jump with its frame, p99 (no goal)", lambda one: one.framed_jump),
    ("pane: page down, waited, median (no goal)", lambda one: one.waited_page),
)


def main() -> int:
    """Print the table; 0 where every promise is kept with the largest history."""
    load = os.getloadavg()[0]
    sys.stdout.write(f"work is processor time, as others may use the machine, whose load is {load:.1f} now\n")
    with tempfile.TemporaryDirectory() as directory, LiveServer() as server:
        now = datetime.now(UTC)
        places = [place(PROJECT, Path(directory) / f"{count}.db", origin=server.url) for count in (0, *SIZES)]
        paths = [_filled(one, count, now) for one, count in zip(places, (0, *SIZES), strict=True)]
        # Before events are added to them.
        panes = [pane(one, server) for one in places[1:]]
        empty, *found = (_elsewhere(path) for path in paths)
    kept = True
    lines = [f"{'milliseconds':<46}{'nothing':>10}" + "".join(f"{count:>12,}" for count in SIZES) + f"{'goal':>8}"]
    for name, figure, goal in _PROMISES:
        good = figure(found[-1]) < goal
        kept = kept and good
        values = "".join(f"{figure(one):>12.2f}" for one in found)
        lines.append(f"{name:<46}{figure(empty):>10.2f}{values}{goal:>8.0f}  {'ok' if good else 'FAIL'}")
    for name, of_pane, goal in _PANE_PROMISES:
        good = of_pane(panes[-1]) < goal
        kept = kept and good
        values = "".join(f"{of_pane(one):>12.2f}" for one in panes)
        lines.append(f"{name:<46}{'':>10}{values}{goal:>8.0f}  {'ok' if good else 'FAIL'}")
    more = [one.memory - empty.memory for one in found]
    kept = kept and more[-1] < 25
    lines.append(
        f"{'memory over an empty store, MB':<46}{'':>10}"
        + "".join(f"{one:>12.1f}" for one in more)
        + f"{25:>8}  {'ok' if more[-1] < 25 else 'FAIL'}"
    )
    for name, of in _BESIDES:
        lines.append(f"{name:<46}{of(empty):>10.2f}" + "".join(f"{of(one):>12.2f}" for one in found))
    for name, beside in _PANE_BESIDES:
        lines.append(f"{name:<46}{'':>10}" + "".join(f"{beside(one):>12.2f}" for one in panes))
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if kept else 1


def _filled(where: Place, count: int, now: datetime) -> Path:
    started = time.perf_counter()
    size = asyncio.run(fill(where, count, now))
    sys.stdout.write(f"{count:>9,} events: {size:.1f} MB, made in {time.perf_counter() - started:.1f} s\n")
    sys.stdout.flush()
    return where.path


if __name__ == "__main__":
    sys.exit(main())
