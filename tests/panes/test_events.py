"""The log follows what happens until somebody reads back."""

from dataclasses import replace
from datetime import UTC

import pytest
from textual import events as textual_events

from gleaptui.gleap.models import Event
from gleaptui.history.store import Store
from gleaptui.panes.events import EventsPane
from gleaptui.text import MISSING
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

    def on_events_pane_opened(self, message: EventsPane.Opened) -> None:
        self.opened.append(message.ticket)


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
    async with on_screen(pane, shown) as (_, pilot):
        await pilot.press("enter", "k", "enter")
        await pilot.pause()
        assert pane.opened == ["t1"]


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


async def test_a_small_screen_still_says_what_happened_in_detail() -> None:
    log = (event(1, "TICKET_STATUS_CHANGE", old_status="OPEN", new_status="DONE", seconds_ago=60),)
    async with on_screen(EventsPane(), listing(events=log), (40, 10)) as (app, _):
        assert "14:04:00  → status        open → done" in app.text


@pytest.mark.parametrize("written", HOSTILE)
async def test_no_text_and_no_size_breaks_it(written: str) -> None:
    shown = listing(events=(*events(60), event(61, written, actor=written, detail=written, old_status=written)))
    async with on_screen(EventsPane(), shown) as (app, pilot):
        await fits_every_size(app, pilot, shown, "Events")


async def stored_log(count: int) -> Store:
    store = await Store.open(None, VirtualClock(NOW.astimezone(UTC)))
    await store.append(events(count))
    return store


async def test_the_stored_log_is_shown_however_long_it_is_and_read_by_row() -> None:
    store = await stored_log(12_000)
    pane = EventsPane()
    shown = replace(listing(events=events(50)), log_version=1)
    async with on_screen(pane, shown) as (app, pilot):
        pane.use(store)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "12\u202f000  following" in app.text
        assert "Agent 11999" in last(app)
        await pilot.press("g")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert rows_of(app)[0].endswith("Agent 0")
        await store.append([event(12_000, seconds_ago=5)])
        pane.show(replace(shown, log_version=2))
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "1 new ↓" in app.text
        assert rows_of(app)[0].endswith("Agent 0")
    await store.close()


async def test_a_filter_a_search_and_a_jump_find_what_was_typed() -> None:
    store = await stored_log(300)
    await store.append([event(900, "CREATE_TICKET", actor="Zoe", detail="printer on fire", seconds_ago=30_000)])
    pane = EventsPane()
    async with on_screen(pane, replace(listing(), log_version=1)) as (app, pilot):
        pane.use(store)
        await app.workers.wait_for_complete()

        async def typed(key: str, words: str) -> None:
            await pilot.press(key)
            await pilot.press(*words, "enter")
            await app.workers.wait_for_complete()
            await pilot.pause()

        await typed("F", "kind:create")
        assert last(app) == " only new ticket  esc shows all"
        assert "Zoe" in last(app) or "Zoe" in rows_of(app)[0]
        await pilot.press("escape")
        await app.workers.wait_for_complete()
        assert "301" in app.text
        await typed("slash", "fire")
        assert any(row.startswith("›") and "Zoe" in row for row in rows_of(app))
        await typed("slash", "nowhere")
        assert "no earlier event that is shown has “nowhere”" in app.text
        await typed("colon", "halfpast")
        assert "is no moment" in app.text
        await typed("F", "kind:nothing")
        assert "no kind has 'nothing'" in app.text
    await store.close()
