"""A log of any length is drawn by the lines in sight, and by those alone that differ."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

import pytest
from textual.app import App, ComposeResult
from textual.events import MouseScrollUp
from textual.geometry import Region
from textual.pilot import Pilot

from gleaptui import theme
from gleaptui.gleap.models import Event
from gleaptui.widgets.eventlines import EventsLayout
from gleaptui.widgets.eventlog import EventLog
from gleaptui.widgets.eventsource import Latest
from tests.figures import NOW, ZONE
from tests.samples import event, events

_SCROLLBAR = " ▁▂▃▄▅▆▇█"


class Counting(EventLog):
    """Notes which lines are to be drawn anew."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[int] = []

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        if repaint:
            self.drawn += [y for region in regions or (self.size.region,) for y in region.line_range]
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


class Endless(Latest):
    """A long log whose rows have to be fetched, and which notes for how many it is asked."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count
        self._at_hand: dict[int, Event] = {}
        self.fetched = 0
        self.most_at_once = 0
        self.gate = asyncio.Event()
        self.gate.set()

    @property
    def count(self) -> int:
        return self._count

    def rows(self, start: int, stop: int) -> tuple[Event | None, ...]:
        return tuple(self._at_hand.get(row) for row in range(max(0, start), min(stop, self._count)))

    async def load(self, start: int, stop: int) -> tuple[Event | None, ...]:
        await self.gate.wait()
        start, stop = max(0, start), min(stop, self._count)
        self.fetched += stop - start
        self.most_at_once = max(self.most_at_once, stop - start)
        kept = {row: known for row, known in self._at_hand.items() if abs(row - start) < 500}
        self._at_hand = kept | {row: _numbered(row) for row in range(start, stop)}
        return self.rows(start, stop)

    async def refresh(self, anchor: int | None = None) -> int | None:
        self._count += 1
        return anchor


def _numbered(row: int) -> Event:
    return Event(
        id=f"e{row}",
        action="TICKET_REPLY",
        at=datetime(2026, 9, 16, tzinfo=UTC) + timedelta(milliseconds=row),
        actor=f"Agent {row}",
    )


class OneLog(App[None]):
    """Nothing but a log."""

    CSS = "Screen { background: $background; color: $foreground; }"

    def __init__(self) -> None:
        super().__init__()
        self.log_view = Counting()
        self.register_theme(theme.load("dark"))
        self.theme = "dark"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(theme.load("dark").variables)

    def compose(self) -> ComposeResult:
        yield self.log_view

    def on_mount(self) -> None:
        self.log_view.show_moment(lambda moment: moment.astimezone(ZoneInfo(ZONE)), NOW)
        self.log_view.focus()

    @property
    def lines(self) -> list[str]:
        width, height = self.size
        strips = self.screen._compositor.render_strips()[:height]
        return ["".join(segment.text for segment in line)[:width].rstrip(_SCROLLBAR) for line in strips]


@asynccontextmanager
async def shown(log: Latest, size: tuple[int, int] = (100, 21)) -> AsyncIterator[tuple[OneLog, Pilot[None]]]:
    app = OneLog()
    async with app.run_test(size=size) as pilot:
        await log.refresh()
        app.log_view.show_log(log)
        await settled(app, pilot)
        app.log_view.drawn.clear()
        yield app, pilot


async def settled(app: OneLog, pilot: Pilot[None]) -> None:
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


def given(count: int) -> Latest:
    log = Latest()
    log.give(events(count))
    return log


async def test_a_new_event_draws_its_own_line_and_the_one_that_was_the_newest() -> None:
    log = given(5)
    async with shown(log) as (app, pilot):
        log.give(events(6))
        await app.log_view.renew()
        await settled(app, pilot)
        assert set(app.log_view.drawn) == {5, 6}
        assert "Agent 5" in app.lines[6]


async def test_the_same_again_draws_nothing() -> None:
    log = given(50)
    async with shown(log) as (app, pilot):
        log.give(events(50))
        await app.log_view.renew()
        app.log_view.say_empty("nothing")
        app.log_view.like(EventsLayout(), {})
        app.log_view.show_moment(lambda moment: moment.astimezone(ZoneInfo(ZONE)), NOW + timedelta(minutes=1))
        await settled(app, pilot)
        assert app.log_view.drawn == []


async def test_moving_the_cursor_draws_two_lines() -> None:
    async with shown(given(50)) as (app, pilot):
        await pilot.press("k")
        await settled(app, pilot)
        assert sorted(app.log_view.drawn) == [19, 20]


async def test_what_comes_below_while_somebody_reads_draws_nothing() -> None:
    log = given(50)
    async with shown(log) as (app, pilot):
        await pilot.press("g")
        await settled(app, pilot)
        app.log_view.drawn.clear()
        log.give(events(53))
        await app.log_view.renew()
        await settled(app, pilot)
        assert app.log_view.drawn == []
        assert app.log_view.place.unread == 3


async def test_a_million_rows_are_fetched_a_few_pages_at_a_time_wherever_one_goes() -> None:
    log = Endless(1_000_000)
    async with shown(log) as (app, pilot):
        assert "Agent 1000000" in app.lines[-1]
        for key in ("pageup", "pageup", "g", "pagedown", "ctrl+d", "G", "k"):
            await pilot.press(key)
            await settled(app, pilot)
            assert not any("…" in line for line in app.lines)
        app.log_view.move_to(500_000)
        await settled(app, pilot)
        assert any(line.startswith("›") and "Agent 500000" in line for line in app.lines)
        assert log.most_at_once <= 3 * 21
        assert log.fetched < 2_000


async def test_what_stands_there_stays_until_the_rows_come() -> None:
    log = Endless(10_000)
    async with shown(log) as (app, pilot):
        before = app.lines
        log.gate.clear()
        await pilot.press("g")
        await pilot.pause()
        assert app.lines == before
        async with asyncio.timeout(10):
            while "…" not in app.lines[1]:
                await asyncio.sleep(0.01)
        log.gate.set()
        await settled(app, pilot)
        assert app.lines[1].startswith("›")
        assert "Agent 0" in app.lines[1]


async def test_keys_that_are_pressed_while_rows_are_read_are_not_lost() -> None:
    log = Endless(10_000)
    async with shown(log) as (app, pilot):
        log.gate.clear()
        await pilot.press("g", "j", "j", "j")
        log.gate.set()
        await settled(app, pilot)
        assert app.log_view.place.cursor == 3
        assert any(line.startswith("›") and "Agent 3" in line for line in app.lines)


async def test_the_wheel_scrolls_by_rows_though_days_begin_between_them() -> None:
    log = Latest()
    log.give(tuple(event(number, seconds_ago=86_400.0 * (60 - number)) for number in range(60)))
    async with shown(log) as (app, pilot):
        view = app.log_view
        assert len(view.place.rows) == 10
        before = view.place.rows[0]
        await pilot._post_mouse_events([MouseScrollUp], EventLog, offset=(5, 5), button=0)
        await settled(app, pilot)
        assert view.place.rows[0] == before - 3
        assert not view.place.following


async def test_dragging_the_scrollbar_goes_there_and_to_the_end_follows() -> None:
    async with shown(given(500)) as (app, pilot):
        view = app.log_view
        view.scroll_to(y=100, animate=False, immediate=True)
        await settled(app, pilot)
        assert view.place.rows[0] == 100
        assert not view.place.following
        view.scroll_to(y=view.max_scroll_y, animate=False, immediate=True)
        await settled(app, pilot)
        assert view.place.following


async def test_a_larger_screen_still_follows_and_a_smaller_one_too() -> None:
    async with shown(given(500)) as (app, pilot):
        for size in ((100, 40), (60, 12), (20, 3), (100, 2), (120, 30)):
            await pilot.resize_terminal(*size)
            await settled(app, pilot)
            assert app.log_view.place.following
            assert app.lines[-1].startswith("›")


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (200, "›    14:04:00  ↩ reply               Ada Quill                         24m  open → done"),
        (120, "›    14:04:00  ↩ reply               Ada Quill               24m  open → done"),
        (80, "›    14:04:00  ↩ reply         Ada Quill           open → done  after 24m"),
        (60, "›    14:04:00  ↩ reply         Ada Quill     open → done …"),
        (40, "›14:04:00  ↩ reply         open → done …"),
        (20, "›14:04  ↩ reply"),
    ],
)
async def test_what_matters_most_stays_at_every_width(width: int, line: str) -> None:
    log = Latest()
    log.give((event(1, actor="Ada Quill", seconds=1_440.0, old_status="OPEN", new_status="DONE", seconds_ago=60),))
    async with shown(log, (width, 6)) as (app, _):
        assert app.lines[1] == line


async def test_what_is_searched_for_is_underlined_where_it_is_found() -> None:
    log = Latest()
    log.give((event(1, "COMMENT_CREATED", actor="Bo", detail="No refund, no (re)fund", seconds_ago=60),))
    async with shown(log) as (app, pilot):
        app.log_view.point_out(("refund", "comment"))
        await settled(app, pilot)
        strip = app.log_view.render_lines(app.log_view.size.region)[1]
        assert [part.text for part in strip if part.style is not None and part.style.underline] == ["refund"]


async def test_a_projects_own_statuses_are_named() -> None:
    log = Latest()
    log.give((event(1, "TICKET_STATUS_CHANGE", old_status="OPEN", new_status="cz0aa", seconds_ago=60),))
    async with shown(log) as (app, pilot):
        assert "open → cz0aa" in app.lines[1]
        app.log_view.like(EventsLayout(hidden=("who",)), {"cz0aa": "waiting for parts"})
        await settled(app, pilot)
        assert "open → waiting for parts" in app.lines[1]
        assert "Agent 1" not in app.lines[1]
