"""The log follows what happens until somebody reads back."""

from dataclasses import replace

import pytest
from textual import events as textual_events

from gleaptui.gleap.models import Event
from gleaptui.panes.events import EventsPane
from gleaptui.text import MISSING
from gleaptui.widgets.kinds import detail
from gleaptui.widgets.table import Table
from tests.figures import PROBLEM, OnePane, fits_every_size, on_screen
from tests.samples import HOSTILE, ago, event, events, listing


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
        assert "latest 200  following" in app.text


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
        assert "following" in app.text.splitlines()[0]
        assert "Agent 202" in last(app)


async def test_the_wheel_reads_back_and_returns() -> None:
    async with on_screen(EventsPane(), listing(events=events(200))) as (app, pilot):
        await pilot._post_mouse_events([textual_events.MouseScrollUp], Table, offset=(5, 5), button=0)
        await pilot.pause()
        app.pane.show(listing(events=events(201)))
        await pilot.pause()
        assert "1 new ↓" in app.text
        for _ in range(3):
            await pilot._post_mouse_events([textual_events.MouseScrollDown], Table, offset=(5, 5), button=0)
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
        for words in ("new ticket", "bug", "open → cz0aa", "AI no answer", "something new", "after 11m"):
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
        assert "14 Sep 14:05:00" in app.text
        assert " 14:04:00" in app.text
        assert rows_of(app)[2].split()[0] == MISSING


async def test_after_midnight_the_day_before_is_dated() -> None:
    shown = listing(events=(event(1, seconds_ago=60),))
    async with on_screen(EventsPane(), shown) as (app, pilot):
        assert "16 Sep" not in app.text
        app.pane.show(replace(shown, now=shown.local(ago(-12 * 3_600))))
        await pilot.pause()
        assert "16 Sep 14:04:00" in app.text


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


async def test_only_the_latest_five_thousand_are_held() -> None:
    async with on_screen(EventsPane(), listing(events=events(5_100))) as (app, pilot):
        assert len(app.query_one(Table).rows) == EventsPane.MOST
        app.pane.show(listing(events=events(5_200)))
        await pilot.pause()
        assert len(app.query_one(Table).rows) == EventsPane.MOST
        assert "Agent 5199" in last(app)


async def test_one_more_event_in_a_full_log_builds_one_row() -> None:
    async with on_screen(EventsPane(), listing(events=events(2_000))) as (app, pilot):
        before = app.query_one(Table).rows
        app.pane.show(listing(events=events(2_001)))
        await pilot.pause()
        after = app.query_one(Table).rows
        assert all(old is new for old, new in zip(before, after[:-1], strict=True))


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
        assert "14:04:00  → status       open → done" in app.text


@pytest.mark.parametrize("written", HOSTILE)
async def test_no_text_and_no_size_breaks_it(written: str) -> None:
    shown = listing(events=(*events(60), event(61, written, actor=written, detail=written, old_status=written)))
    async with on_screen(EventsPane(), shown) as (app, pilot):
        await fits_every_size(app, pilot, shown, "Events")
