"""The log follows what happens until somebody reads back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from textual import events as textual_events
from textual.pilot import Pilot
from textual.widgets import Input

from gleaptui.gleap.models import Event
from gleaptui.gleap.periods import resolve
from gleaptui.history.store import Store
from gleaptui.panes.events import EventsPane
from gleaptui.text import MISSING
from gleaptui.widgets.eventlines import EventsLayout
from gleaptui.widgets.eventlog import EventLog
from gleaptui.widgets.kinds import detail
from tests.figures import NOW, PROBLEM, OnePane, fits_every_size, on_screen
from tests.samples import HOSTILE, ago, event, events, listing
from tests.virtual_clock import VirtualClock


class Opener(EventsPane):
    """Remembers what it was asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.layouts: list[EventsLayout] = []

    def on_events_pane_opened(self, message: EventsPane.Opened) -> None:
        self.opened.append(message.ticket)

    def on_events_pane_layout_changed(self, message: EventsPane.LayoutChanged) -> None:
        self.layouts.append(message.layout)


def last(app: OnePane) -> str:
    return app.text.splitlines()[-1]


def rows_of(app: OnePane) -> list[str]:
    """The rows on the screen without the scrollbar beside them."""
    return [line[:119].rstrip() for line in app.text.splitlines()[2:]]


async def test_the_newest_is_at_the_bottom() -> None:
    async with on_screen(EventsPane(), listing(events=events(200))) as (app, _):
        assert "Agent 199" in last(app)
        assert "200  following" in app.text


async def test_it_follows_what_comes() -> None:
    async with on_screen(EventsPane(), listing()) as (app, pilot):
        for count in (200, 203):
            app.pane.show(listing(events=events(count)))
            await pilot.pause()
            assert f"Agent {count - 1}" in last(app)


async def test_reading_back_stops_the_log_and_counts_what_is_new() -> None:
    async with on_screen(EventsPane(), listing(events=events(200))) as (app, pilot):
        await pilot.press("k")
        before = rows_of(app)
        app.pane.show(listing(events=events(203)))
        await pilot.pause()
        assert rows_of(app) == before
        assert "3 new ↓" in app.text
        await pilot.press("G")
        await pilot.pause()
        assert app.text.splitlines()[0].endswith("203  following")
        assert "Agent 202" in last(app)


async def test_the_wheel_reads_back_and_returns() -> None:
    async with on_screen(EventsPane(), listing(events=events(200))) as (app, pilot):
        await pilot._post_mouse_events([textual_events.MouseScrollUp], EventLog, offset=(5, 5), button=0)
        await pilot.pause()
        app.pane.show(listing(events=events(201)))
        await pilot.pause()
        assert "1 new ↓" in app.text
        for _ in range(3):
            await pilot._post_mouse_events([textual_events.MouseScrollDown], EventLog, offset=(5, 5), button=0)
        await pilot.pause()
        assert "following" in app.text.splitlines()[0]


async def test_f_stops_and_follows_again() -> None:
    async with on_screen(EventsPane(), listing(events=events(200))) as (app, pilot):
        await pilot.press("f")
        app.pane.show(listing(events=events(205)))
        await pilot.pause()
        assert "5 new ↓" in app.text
        await pilot.press("f")
        await pilot.pause()
        assert "Agent 204" in last(app)


async def test_enter_opens_the_ticket_of_an_event_that_names_one() -> None:
    pane = Opener()
    shown = listing(events=(event(1), event(2, ticket="")))
    async with on_screen(pane, shown) as (app, pilot):
        await pilot.press("enter", "k", "enter")
        await pilot.pause()
        assert "this event names no ticket" not in app.text
        assert pane.opened == ["t1"]
        await pilot.press("G", "enter")
        await pilot.pause()
        assert last(app) == " this event names no ticket"


async def test_kinds_are_told_in_words_and_unknown_ones_as_they_come() -> None:
    log = (
        event(1, "CREATE_TICKET", detail="BUG"),
        event(2, "TICKET_STATUS_CHANGE", old_status="OPEN", new_status="cz0aa"),
        event(3, "KAI_ANSWERED_WITH_NO_ANSWER", actor=""),
        event(4, "SOMETHING_NEW", actor=""),
        event(5, "TICKET_REPLY", seconds=660.0),
    )
    async with on_screen(EventsPane(), listing(events=log)) as (app, _):
        for words in ("new ticket", "bug", "open → cz0aa", "AI no answer", "something new", "11m"):
            assert words in app.text


@pytest.mark.parametrize(
    ("happened", "said"),
    [
        (Event(id="1", action="ASSIGN_TICKET", actor="Ada", agent="Bo"), "to Bo"),
        (Event(id="1", action="UNASSIGN_TICKET", actor="Ada", agent="Bo"), "from Bo"),
        (Event(id="1", action="ASSIGN_TICKET", actor="", agent="Bo"), ""),
        (Event(id="1", action="TICKET_STATUS_CHANGE", new_status="DONE"), "– → done"),
    ],
)
def test_what_is_said_already_is_not_said_twice(happened: Event, said: str) -> None:
    assert detail(happened) == said


async def test_times_are_local_and_another_day_is_dated() -> None:
    log = (event(1, seconds_ago=2 * 86_400), event(2, seconds_ago=60), Event(id="e3", action="TICKET_REPLY"))
    async with on_screen(EventsPane(), listing(events=log)) as (app, _):
        assert app.text.splitlines()[1].split()[:3] == ["Mon", "14", "Sep"]
        assert rows_of(app)[0].startswith(" Mon 14:05:00")
        assert rows_of(app)[1].startswith(" ── today, Wednesday 16 September ──")
        assert rows_of(app)[2].startswith("     14:04:00")
        assert rows_of(app)[3].split()[1] == MISSING


async def test_after_midnight_the_day_before_is_dated() -> None:
    shown = listing(events=(event(1, seconds_ago=60),))
    async with on_screen(EventsPane(), shown) as (app, pilot):
        assert app.text.splitlines()[1].split()[0] == "today"
        app.pane.show(replace(shown, now=shown.local(ago(-12 * 3_600))))
        await pilot.pause()
        assert app.text.splitlines()[1].split()[:3] == ["Wed", "16", "Sep"]
        assert rows_of(app)[0].startswith("›Wed 14:04:00")


async def test_another_periods_log_is_not_shown_and_returns_with_its_period() -> None:
    week = listing(events=events(50))
    async with on_screen(EventsPane(), week) as (app, pilot):
        app.pane.show(listing(period="30d").showing(week.events))
        await pilot.pause()
        assert "loading…" in app.text
        assert "Agent 49" not in app.text
        app.pane.show(week)
        await pilot.pause()
        assert "Agent 49" in app.text


async def test_an_event_that_is_completed_later_is_shown_anew() -> None:
    async with on_screen(EventsPane(), listing(events=(event(1),))) as (app, pilot):
        app.pane.show(listing(events=(event(1, actor="Zoe"),)))
        await pilot.pause()
        assert "Zoe" in app.text


async def test_a_failure_keeps_the_log_and_says_so() -> None:
    async with on_screen(EventsPane(), listing(events=events(5), seconds_ago=400, problem=PROBLEM)) as (app, _):
        assert "No connection" in app.text
        assert "Agent 4" in app.text


async def test_a_period_without_events_says_so() -> None:
    async with on_screen(EventsPane(), listing(events=())) as (app, _):
        assert "nothing happened in this period" in app.text


async def test_what_is_not_known_is_not_taken_for_nothing() -> None:
    async with on_history() as (app, pilot, _):
        for shown, said in (
            (listing(), "loading…"),
            (listing(problem=PROBLEM), "no events are known"),
            (listing(events=(), problem=PROBLEM), "no events are known"),
            (listing(events=events(3)), "loading…"),
            (listing(events=()), "nothing happened in this period"),
        ):
            app.pane.show(replace(shown, log_version=1))
            await settled(app, pilot)
            assert said in app.text


async def test_a_small_screen_still_says_what_happened_in_detail() -> None:
    log = (event(1, "TICKET_STATUS_CHANGE", old_status="OPEN", new_status="DONE", seconds_ago=60),)
    async with on_screen(EventsPane(), listing(events=log), (40, 10)) as (app, _):
        assert "14:04:00  → status        open → done" in app.text


@pytest.mark.parametrize("written", HOSTILE)
async def test_no_text_and_no_size_breaks_it(written: str) -> None:
    shown = listing(events=(*events(60), event(61, written, actor=written, detail=written, old_status=written)))
    async with on_screen(EventsPane(), shown) as (app, pilot):
        await fits_every_size(app, pilot, shown, "Events")


@asynccontextmanager
async def on_history(
    *more: Event, count: int = 0, size: tuple[int, int] = (120, 38)
) -> AsyncIterator[tuple[OnePane, Pilot[None], Store]]:
    """The pane over a history of so many events and these."""
    store = await Store.open(None, VirtualClock(NOW.astimezone(UTC)))
    await store.append((*events(count), *more))
    pane = Opener()
    async with on_screen(pane, replace(listing(), log_version=1), size) as (app, pilot):
        pane.use(store)
        await settled(app, pilot)
        yield app, pilot, store
    await store.close()


async def settled(app: OnePane, pilot: Pilot[None]) -> None:
    # One thing leads to another: a key to a read, a read to a painting, and that to reading what came into sight.
    for _ in range(4):
        await pilot.pause()
        await app.workers.wait_for_complete()
    await pilot.pause()


async def typed(app: OnePane, pilot: Pilot[None], key: str, words: str) -> None:
    """Press the key that asks, type these words behind what stands there, and wait for what comes of it."""
    await pilot.press(key)
    field = app.query_one(Input)
    field.insert_text_at_cursor(words)
    await pilot.press("enter")
    await settled(app, pilot)


def chosen(app: OnePane) -> str:
    """The line under the cursor."""
    return next((row for row in rows_of(app) if row.startswith("›")), "")


async def test_the_stored_log_is_shown_however_long_it_is_and_read_by_row() -> None:
    async with on_history(count=12_000) as (app, pilot, store):
        assert "12\u202f000  following" in app.text
        assert "Agent 11999" in last(app)
        await pilot.press("g")
        await settled(app, pilot)
        assert rows_of(app)[0].endswith("Agent 0")
        await store.append([event(12_000, seconds_ago=5)])
        app.pane.show(replace(listing(), log_version=2))
        await settled(app, pilot)
        assert "1 of 12\u202f001  1 new ↓" in app.text
        assert rows_of(app)[0].endswith("Agent 0")


ZOE = event(900, "CREATE_TICKET", actor="Zoe", agent="Ada", detail="printer on fire", seconds_ago=49_900)


async def test_a_filter_is_shown_while_it_is_active_and_esc_shows_all() -> None:
    async with on_history(ZOE, count=300) as (app, pilot, _):
        await typed(app, pilot, "F", "kind:create")
        assert last(app) == " only new ticket  esc shows all"
        assert "1  following" in app.text
        assert "Zoe" in rows_of(app)[0]
        await typed(app, pilot, "F", " agent:ada printer")
        assert last(app) == " only new ticket  Ada  “printer”  esc shows all"
        assert "Zoe" in rows_of(app)[0]
        await pilot.press("escape")
        await settled(app, pilot)
        assert "esc shows all" not in app.text
        assert "301  following" in app.text


async def test_a_filter_that_means_nothing_is_told_and_changes_nothing() -> None:
    async with on_history(ZOE, count=300) as (app, pilot, _):
        for words, said in (
            ("kind:nothing", "no kind has 'nothing' in its name; there are reply, new ticket"),
            ("agent:nobody", "nobody in the log has 'nobody' in the name"),
            ("!!", "type words of letters or digits"),
        ):
            await typed(app, pilot, "F", words)
            assert said in last(app)
            assert "301  following" in app.text
        await pilot.press("k")
        await pilot.pause()
        assert "type words" not in app.text


async def test_a_filter_that_nothing_fits_says_how_to_show_all() -> None:
    async with on_history(count=30) as (app, pilot, _):
        await typed(app, pilot, "F", "unheard")
        assert "no event that is known is like that; esc shows all" in app.text


async def test_a_filter_keeps_the_moment_that_is_read() -> None:
    async with on_history(ZOE, count=300) as (app, pilot, _):
        await typed(app, pilot, "slash", "zoe")
        assert "Zoe" in chosen(app)
        await typed(app, pilot, "F", "kind:reply")
        assert "Agent 100" in chosen(app)
        assert "following" not in app.text
        await pilot.press("escape")
        await settled(app, pilot)
        assert "Agent 100" in chosen(app)


async def test_without_a_history_the_latest_events_are_filtered_searched_and_jumped_in() -> None:
    async with on_screen(EventsPane(), listing(events=(*events(200), ZOE))) as (app, pilot):
        await typed(app, pilot, "F", "kind:new-ticket")
        assert "1  following" in app.text
        await pilot.press("escape")
        await settled(app, pilot)
        await pilot.press("k", "k")
        await typed(app, pilot, "slash", "150")
        assert "Agent 150" in chosen(app)
        await typed(app, pilot, "J", "00:13:20")
        assert "Agent 100" in chosen(app)


async def test_a_search_goes_into_the_past_and_back() -> None:
    fires = (event(number, actor=f"Fire {number}", seconds_ago=49_990.0 - 50 * number) for number in range(901, 904))
    async with on_history(*fires, count=300) as (app, pilot, _):
        await typed(app, pilot, "slash", "fire")
        found = [chosen(app).split()[-1]]
        for key in ("n", "n", "n", "N", "N"):
            await pilot.press(key)
            await settled(app, pilot)
            found.append(chosen(app).split()[-1])
        assert found == ["903", "902", "901", "901", "902", "903"]
        await pilot.press("N")
        await settled(app, pilot)
        assert "no later event that is shown has “fire”" in last(app)
        await pilot.press("escape", "n")
        await settled(app, pilot)
        assert chosen(app).endswith("Fire 903")
        assert "“fire”" not in app.text


async def test_a_jump_goes_to_the_first_event_from_then_on_and_says_what_is_not_there() -> None:
    async with on_history(count=300) as (app, pilot, store):
        await typed(app, pilot, "colon", "today 0:13:20")
        assert "Agent 100" in chosen(app)
        await typed(app, pilot, "colon", "halfpast")
        assert "'halfpast' is no moment" in last(app)
        assert "Agent 100" in chosen(app)
        await typed(app, pilot, "colon", "2026-08-01")
        assert "1 Aug 00:00 is outside of this period" in last(app)
        assert "Agent 0" in chosen(app)
        await store.cover(ago(50_000), ago(0))
        app.pane.show(replace(listing(), log_version=2, backfill=40))
        await settled(app, pilot)
        assert "whole since 00:11, 40 % read" in app.text
        await typed(app, pilot, "colon", "yesterday 9:00")
        assert "the log is whole only since 00:11" in last(app)
        await typed(app, pilot, "colon", "14:05")
        assert "following" in app.text


async def test_the_past_that_is_read_comes_above_what_somebody_reads() -> None:
    async with on_history(count=300) as (app, pilot, store):
        await pilot.press("pageup", "k")
        before = rows_of(app)
        await store.append(event(number, seconds_ago=60_000.0 - number) for number in range(1_000, 1_500))
        app.pane.show(replace(listing(), log_version=2))
        await settled(app, pilot)
        assert rows_of(app) == before
        assert "of 800  reading back" in app.text


async def test_the_day_that_begins_at_midnight_leaves_the_reader_where_he_is() -> None:
    async with on_history(count=300) as (app, pilot, _):
        await pilot.press("pageup")
        before = chosen(app).split()[-2:]
        tomorrow = resolve("7d", NOW + timedelta(hours=10), "Europe/Paris")
        app.pane.show(replace(listing(), period=tomorrow, log_version=1))
        await settled(app, pilot)
        assert chosen(app).split()[-2:] == before
        app.pane.show(replace(listing(period="30d"), log_version=1))
        await settled(app, pilot)
        assert "300  following" in app.text


async def test_columns_are_chosen_and_the_choice_is_told() -> None:
    async with on_history(event(1, agent="Bo", seconds_ago=60)) as (app, pilot, _):
        await pilot.press("c", "j", "space", "G", "space", "c")
        await settled(app, pilot)
        assert app.text.splitlines()[1].split() == ["today", "what", "took", "detail", "ticket"]
        assert chosen(app).split()[-1] == "t1"
        assert isinstance(app.pane, Opener)
        assert app.pane.layouts[-1].hidden == ("agent", "who")
        app.pane.restore(EventsLayout(order=("agent", "kind"), hidden=()))
        await settled(app, pilot)
        assert app.text.splitlines()[1].split() == ["today", "agent", "what"]


async def test_on_a_narrow_screen_the_columns_take_the_place_of_the_log() -> None:
    async with on_history(count=20, size=(50, 16)) as (app, pilot, _):
        await pilot.press("c")
        await settled(app, pilot)
        assert "[x] what happened" in app.text
        assert "Agent" not in app.text
        await pilot.press("escape")
        await settled(app, pilot)
        assert "[x]" not in app.text


async def test_a_click_elsewhere_leaves_the_line_that_asks() -> None:
    async with on_history(count=20) as (app, pilot, _):
        await pilot.press("slash", "a")
        await pilot.click(EventLog, offset=(5, 5))
        await settled(app, pilot)
        assert chosen(app).endswith("Agent 4")
        await pilot.press("k")
        await settled(app, pilot)
        assert chosen(app).endswith("Agent 3")


async def test_a_second_click_opens_the_ticket() -> None:
    async with on_history(count=20) as (app, pilot, _):
        for _ in range(2):
            await pilot.click(EventLog, offset=(5, 5))
            await settled(app, pilot)
        assert isinstance(app.pane, Opener)
        assert app.pane.opened == ["t4"]
