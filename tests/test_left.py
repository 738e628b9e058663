"""Whoever steps back to a period that was just left finds it as it was; one that runs is asked for anew."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gleaptui import app as program
from gleaptui.config import Intervals, Refresh
from gleaptui.gleap.models import Bar, Series
from gleaptui.gleap.periods import Period, resolve
from gleaptui.left import Left
from gleaptui.plan import FIGURE_FEEDS, PLAN
from gleaptui.refresh.snapshot import Snapshot
from tests.demo_app import demo_app, until
from tests.figures import PROBLEM, figure

NOW = datetime(2026, 9, 16, 12, tzinfo=UTC)
OVER, RUNNING = (resolve(name, NOW, "Europe/Paris") for name in ("yesterday", "today"))


def read(period: Period, feed: str = "replies", value: object = (figure("replies", 7),)) -> Snapshot[object]:
    return Snapshot(feed, period.key, value, NOW)


def kept(*snapshots: Snapshot[object], period: Period = OVER) -> list[str]:
    left = Left()
    for snapshot in snapshots:
        left.take(snapshot)
    return [one.feed for one in left.of(period, "day")]


def test_what_was_read_of_a_period_that_is_over_is_kept_once_it_was_over() -> None:
    assert kept(read(OVER), read(OVER, "agents"), read(OVER)) == ["replies", "agents"]
    assert kept(read(OVER), period=RUNNING) == []
    assert kept(read(RUNNING), period=RUNNING) == []
    assert kept(replace(read(OVER), fetched_at=OVER.end - timedelta(minutes=1))) == []


@pytest.mark.parametrize(
    "snapshot",
    [
        read(OVER).failed(PROBLEM),
        replace(read(OVER), source="stored"),
        read(OVER, value=None),
        read(OVER, "events", ()),
        replace(read(OVER), period=""),
    ],
    ids=["failed", "stored", "empty", "events", "of now"],
)
def test_nothing_else_is_kept(snapshot: Snapshot[object]) -> None:
    assert kept(snapshot) == []


def test_days_are_not_given_to_whoever_looks_at_months() -> None:
    left = Left()
    left.take(read(OVER, "trends", {"replies": Series(bars=(Bar(label="Sep 15", value=1),))}))
    left.take(read(OVER))
    assert [one.feed for one in left.of(OVER, "month")] == ["replies"]
    assert [one.feed for one in left.of(OVER, "day")] == ["trends", "replies"]


def test_only_the_last_few_periods_are_kept() -> None:
    left = Left()
    periods = [resolve(f"2026-08-{day:02d}..2026-08-{day:02d}", NOW, "Europe/Paris") for day in range(1, 20)]
    for period in periods:
        left.take(read(period))
    assert [len(left.of(period, "day")) for period in periods] == [0] * 13 + [1] * 6


async def test_steps_ask_for_the_period_that_they_end_at_and_for_none_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    # Longer than any machine takes for a few keys.
    monkeypatch.setattr(program, "_AFTER_STEPS", 600.0)
    slow = Intervals(overview=3600, trends=3600)
    app = demo_app(refresh=Refresh(requests_per_minute=900, background=False, intervals=slow))

    def compared() -> bool:
        known = {one.metric for one in app.board.comparison.value or ()}
        return len(app.board.figures) == len(FIGURE_FEEDS) and len(known) > 15

    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, compared)
        assert app._watch is not None
        budget = app._watch.budget
        before = budget.total

        await pilot.press(*"[[[")
        period = resolve("2026-08-20..2026-08-26", app.clock.now(), "Europe/Paris")
        assert (app.board.period, budget.total) == (period, before)
        app._ask_for_period()
        await until(pilot, compared)
        shown = app.board.overview.value
        assert shown

        await pilot.press("]", "[")
        assert app.board.overview.value == shown
        app._ask_for_period()
        assert app.board.overview.value == shown
        status = {one.name: one for one in app._watch.scheduler.status()}
        assert [
            name for name in (*FIGURE_FEEDS, "comparison") if not status[name].next_due and not PLAN[name].now
        ] == []

        for keys in ("]]]", "[[[]]]"):
            await pilot.press(*keys)
            app._ask_for_period()
        assert app.board.overview.period == app.board.period.key == app.period().key
