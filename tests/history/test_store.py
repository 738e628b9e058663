"""Snapshots, samples, wishes and what followers see."""

import dataclasses
import random
import sqlite3
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from gleaptui.gleap.models import Agent, Bar, Cell, Figure, Heatmap, Series, TeamPerformance, Ticket, TicketPage
from gleaptui.gleap.periods import resolve
from gleaptui.history.filters import EventFilter
from gleaptui.history.glance import glance
from gleaptui.history.paths import Place
from gleaptui.history.retention import Retention
from gleaptui.history.wishes import Wish
from gleaptui.refresh.snapshot import Problem, Snapshot
from tests.history.worlds import NOW, WEEK, event, events, everything, store_at
from tests.virtual_clock import VirtualClock

_VALUES: dict[str, object] = {
    "overview": (Figure(metric="new_tickets", value=326.0, change_pct=-17.7), Figure(metric="sla", reason="refused")),
    "trends": {"new_tickets": Series(label="", bars=(Bar(label="14 Sep", value=None), Bar(label="15 Sep", value=3)))},
    "agents": TeamPerformance(agents=(Agent(name="Ada Quill", replies=Cell(value=7)),), all_zero=False),
    "heatmap": Heatmap(cells=((None, *map(float, range(23))),) * 7),
    "nothing": None,
}


@pytest.mark.parametrize("feed", _VALUES)
async def test_a_snapshot_comes_back_with_its_age_marked_as_stored(tmp_path: Path, feed: str) -> None:
    problem = Problem("network", "No answer", "It is tried again.", NOW + timedelta(seconds=9))
    live = Snapshot(feed, WEEK.key, _VALUES[feed], NOW - timedelta(seconds=61), problem=problem)
    async with store_at(tmp_path / "h.db") as store:
        assert await store.save(live)
    async with store_at(tmp_path / "h.db") as store:
        stored = await store.load(feed, WEEK.key)
        assert stored is not None
        assert stored == dataclasses.replace(live, source="stored")
        assert stored.age(NOW) == 61
        assert await store.load(feed, "another period") is None
        assert await store.load(feed) == stored


async def test_where_nothing_is_stored_of_a_period_the_last_one_of_its_name_is_taken(tmp_path: Path) -> None:
    figures = _VALUES["overview"]
    tomorrow = NOW + timedelta(days=1)
    week = resolve("7d", tomorrow, WEEK.zone)
    async with store_at(tmp_path / "h.db") as store:
        month = resolve("30d", NOW, WEEK.zone)
        for period, ago in ((month, 1), (WEEK, 2), (resolve("7d", NOW - timedelta(days=9), WEEK.zone), 9 * 86_400)):
            await store.save(Snapshot("overview", period.key, figures, NOW - timedelta(seconds=ago)))
        found = await store.last_period(week)
        assert (found.first, found.last, found.zone) == (WEEK.first, WEEK.last, WEEK.zone)
        assert found.label == "9 Sep – 15 Sep 2026"
        assert await store.last_period(resolve("7d", tomorrow, "UTC")) == resolve("7d", tomorrow, "UTC")
        assert await store.last_period(WEEK) == WEEK
        (stored,) = glance(Place(tmp_path / "h.db"), {"overview": True}, week, tomorrow)
        assert stored.period == WEEK.key
        await store.save(Snapshot("overview", week.key, figures, tomorrow))
        assert await store.last_period(week) == week


async def test_a_problem_alone_leaves_the_value_that_is_stored() -> None:
    problem = Problem("network", "No answer", "It is tried again.", everywhere=True)
    async with store_at(None) as store:
        await store.save(Snapshot("overview", WEEK.key, problem=problem))
        assert await store.load("overview", WEEK.key) == Snapshot("overview", WEEK.key, None, None, "stored", problem)
        await store.save(Snapshot("overview", WEEK.key, _VALUES["overview"], NOW))
        await store.save(Snapshot("overview", WEEK.key, problem=problem))
        stored = await store.load("overview", WEEK.key)
        assert stored == Snapshot("overview", WEEK.key, _VALUES["overview"], NOW, "stored", problem)


async def test_no_address_is_in_the_file_and_people_can_still_be_told_apart(tmp_path: Path) -> None:
    came = [
        event(1, actor="zoe@secret.test", agent="bo@secret.test", detail="Write to zoe@secret.test, please"),
        event(2, actor="yan@secret.test"),
    ]
    team = TeamPerformance(agents=(Agent(name="ada@secret.test", email="ada@secret.test"),))
    async with store_at(tmp_path / "h.db") as store:
        await store.append(came)
        await store.save(Snapshot("agents", WEEK.key, team, NOW, problem=Problem("x", "x", "of ada@secret.test")))
        first, second = await everything(await store.view())
        assert (first.actor, first.agent, first.detail) == ("zoe@…", "bo@…", "Write to zoe@… please")
        assert second.actor == "yan@…"
        assert await store.agents() == {"zoe@…": 1, "bo@…": 1}
        assert (await store.view(EventFilter(text="zoe"))).count == 1
        stored = await store.load("agents", WEEK.key)
        assert stored is not None
        assert isinstance(stored.value, TeamPerformance)
        assert stored.value.agents[0].name == "ada@…"
    assert b"secret" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


async def test_tickets_are_not_stored() -> None:
    async with store_at(None) as store:
        page = TicketPage(tickets=(Ticket(id="t1", title="Export"),), total=1)
        assert not await store.save(Snapshot("tickets", "", page, NOW))
        assert await store.load("tickets") is None


async def test_what_was_read_in_between_joins_what_was_known_and_a_gap_begins_anew() -> None:
    def ago(hours: float) -> datetime:
        return NOW - timedelta(hours=hours)

    async with store_at(None) as store:
        assert await store.coverage() is None
        for since, until, known in (
            (5, 4, (5, 4)),
            (4, 3, (5, 3)),
            (9, 5, (9, 3)),
            (20, 12, (9, 3)),
            (2, 1, (2, 1)),
            (9, 3, (2, 1)),
            (6, 2, (6, 1)),
        ):
            await store.cover(ago(since), ago(until))
            assert await store.coverage() == (ago(known[0]), ago(known[1]))


async def test_the_events_of_a_snapshot_go_to_the_log_and_come_back_for_its_days() -> None:
    async with store_at(None) as store:
        old = event(90_000, seconds_ago=30 * 86_400)
        await store.append([old])
        assert await store.save(Snapshot("events", WEEK.key, tuple(events(40)), NOW))
        stored = await store.load("events", WEEK.key)
        assert stored is not None
        assert stored.value == tuple(events(40))
        assert (await store.view()).count == 41


async def test_a_value_of_an_unknown_kind_is_not_kept_and_does_no_harm() -> None:
    async with store_at(None) as store:
        assert not await store.save(Snapshot("odd", "", object(), NOW))
        assert not await store.save(Snapshot("odd", "", ("text",), NOW))
        assert store.trouble is None
        assert await store.load("odd") is None


async def test_what_was_written_in_another_form_is_as_if_it_were_not_there() -> None:
    async with store_at(None) as store:
        await store.save(Snapshot("overview", WEEK.key, _VALUES["overview"], NOW))
        for tag, value in (("figures/999", b"\x90"), ("figures/1", b"\xc1\x00"), ("figures/1", b"\x93\x01\x02\x03")):
            await store.read(partial(_overwrite, tag, value), None)
            assert await store.load("overview", WEEK.key) is None


async def test_a_snapshot_from_the_future_has_no_age_rather_than_a_false_one() -> None:
    async with store_at(None) as store:
        await store.save(Snapshot("overview", WEEK.key, _VALUES["overview"], NOW + timedelta(hours=3)))
        stored = await store.load("overview", WEEK.key)
        assert stored is not None
        assert stored.value == _VALUES["overview"]
        assert stored.age(NOW) is None


async def test_what_another_hand_wrote_into_the_file_is_harmless_when_read(tmp_path: Path) -> None:
    evil = "\x1b[31mred\x07 \u202e[@click=app.quit]"
    figures = (Figure(metric="new_tickets", reason=evil),)
    async with store_at(tmp_path / "h.db") as store:
        await store.append([event(1, actor=evil, agent=evil, action=evil, detail=evil, ticket=evil)])
        await store.save(Snapshot("overview", "", figures, NOW, problem=Problem(evil, evil, evil)))
        await store.wish(Wish("refresh", evil, evil))
        stored = await store.load("overview")
        read = [await everything(await store.view()), await store.kinds(), await store.agents(), stored]
        said = repr([*read, await store.take_wishes()])
    assert "red" in said
    assert not [sign for sign in ("\\x1b", "\\x07", "\\u202e", "\u202e") if sign in said]


def _overwrite(tag: str, value: bytes, connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE snapshots SET tag = ?, value = ?", (tag, value))


async def test_samples_make_a_trend_whose_gaps_are_gaps(tmp_path: Path) -> None:
    clock = VirtualClock(NOW)
    async with store_at(tmp_path / "h.db", clock) as store:
        for hour in range(6):
            if hour != 3:
                assert await store.sample({"open": float(hour), "online": None, "odd": float("nan")})
            await clock.advance(3_600)
        trend = await store.trend("open", timedelta(hours=7), timedelta(hours=1))
        assert trend == (0.0, 1.0, 2.0, None, 4.0, 5.0, None)
        clock.jump(1_799)
        assert await store.trend("open", timedelta(hours=7), timedelta(hours=1)) == trend
        assert await store.trend("online", timedelta(hours=2), timedelta(hours=1)) == (None, None)
        assert await store.trend("odd", timedelta(hours=1), timedelta(minutes=30)) == (None, None)


async def test_samples_are_thinned_with_age_and_each_hour_keeps_its_last() -> None:
    clock = VirtualClock(NOW)
    async with store_at(None, clock) as store:
        for minute in range(300):
            await store.sample({"open": float(minute)})
            clock.jump(60)
        await clock.advance(10 * 86_400)
        while await store.tidy():
            pass
        assert (await store.summary()).samples == 5
        clock.jump(-10 * 86_400 - 60)
        trend = await store.trend("open", timedelta(hours=5), timedelta(hours=1))
        assert trend == (59.0, 119.0, 179.0, 239.0, 299.0)


async def test_a_wish_reaches_the_poller_once_and_an_old_one_never(tmp_path: Path) -> None:
    clock = VirtualClock(NOW)
    async with store_at(tmp_path / "h.db", clock) as viewer, store_at(tmp_path / "h.db", clock) as poller:
        await poller.changed()
        assert await viewer.wish(Wish("past", "", "bo"))
        clock.jump(120)
        assert await viewer.wish(Wish("refresh", "overview", "bo"))
        assert await viewer.wish(Wish("refresh", "overview", "bo"))
        assert "wishes" in await poller.changed()
        assert await poller.take_wishes() == (Wish("refresh", "overview", "bo"),)
        assert await poller.take_wishes() == ()


async def test_requests_of_others_are_counted_for_a_minute(tmp_path: Path) -> None:
    clock = VirtualClock(NOW)
    async with store_at(tmp_path / "h.db", clock) as one, store_at(tmp_path / "h.db", clock) as other:
        await one.spend("one", 2, tickets=1)
        await one.spend("one", 3)
        await other.spend("other", 9)
        assert await other.spent_by_others("other") == (5, 1, 1)
        clock.jump(61)
        assert await other.spent_by_others("other") == (0, 0, 0)


async def test_a_follower_sees_which_feeds_changed_and_only_once(tmp_path: Path) -> None:
    async with store_at(tmp_path / "h.db") as poller, store_at(tmp_path / "h.db") as follower:
        assert await follower.changed() == frozenset()
        await poller.save(Snapshot("heatmap", WEEK.key, _VALUES["heatmap"], NOW))
        await poller.append(events(3))
        assert await follower.changed() == {"heatmap", "log"}
        assert await follower.changed() == frozenset()
        assert await poller.changed() >= {"heatmap", "log"}


async def test_saving_the_same_again_is_no_news(tmp_path: Path) -> None:
    async with store_at(tmp_path / "h.db") as poller, store_at(tmp_path / "h.db") as follower:
        snapshot = Snapshot("heatmap", WEEK.key, _VALUES["heatmap"], NOW)
        await poller.save(snapshot)
        await follower.changed()
        assert await poller.save(snapshot)
        assert await follower.changed() == frozenset()


async def test_a_clock_that_is_set_to_another_year_makes_nothing_too_old() -> None:
    clock = VirtualClock(NOW)
    async with store_at(None, clock, Retention(days=10)) as store:
        await store.append(events(50))
        await store.save(Snapshot("heatmap", WEEK.key, _VALUES["heatmap"], NOW))
        clock.jump(5 * 365 * 86_400)
        assert not await store.tidy()
        assert (await store.summary()).events == 50
        await clock.advance(11 * 86_400)
        await store.tidy()
        assert (await store.summary()).events == 0


async def test_events_older_than_the_days_go_and_views_follow() -> None:
    clock = VirtualClock(NOW)
    old = [event(n, seconds_ago=11 * 86_400 - n, agent="Ada Quill") for n in range(1_000)]
    new = [event(2_000 + n, agent="Ada Quill") for n in range(500)]
    async with store_at(None, clock, Retention(days=10)) as store:
        await store.append([*old, *new])
        views = [await store.view(filter) for filter in (None, *_filters())]
        for view in views:
            await view.count_all()
        while await store.tidy():
            pass
        for view in views:
            assert await view.refresh(anchor=1_200) == 200
            assert await everything(view) == new
        assert await store.kinds() == {"TICKET_REPLY": 500}
        assert await store.agents() == {"Ada Quill": 500}


def _filters() -> tuple[EventFilter, ...]:
    return (EventFilter(agent="Ada Quill"), EventFilter(text="quill"), EventFilter(kinds=("TICKET_REPLY",)))


async def test_a_file_that_grew_too_large_is_brought_within_its_limit(tmp_path: Path) -> None:
    rng = random.Random(5)
    came = [event(number, detail=" ".join(f"{rng.randrange(10**9):x}" for _ in range(12))) for number in range(18_000)]
    path = tmp_path / "h.db"
    async with store_at(path, keep=Retention(max_mb=6)) as store:
        for start in range(0, len(came), 1_000):
            await store.append(came[start : start + 1_000])
        assert (await store.summary()).size > 6_000_000
        rounds = 0
        while await store.tidy():
            rounds += 1
            assert rounds < 5_000
        summary = await store.summary()
        assert 3_000_000 < summary.size < 6_000_000
        left = await everything(await store.view())
        assert left == came[-len(left) :]
        assert len(left) > 10_000
    assert path.stat().st_size < 7_500_000


async def test_history_that_is_off_lives_in_memory_and_leaves_no_file(tmp_path: Path) -> None:
    async with store_at(None) as store:
        await store.append(events(5))
        assert await store.changed() == {"log"}
        assert await store.changed() == frozenset()
        assert (await store.view()).count == 5
    assert list(tmp_path.iterdir()) == []


async def test_what_was_there_is_there_after_a_new_start(tmp_path: Path) -> None:
    async with store_at(tmp_path / "h.db") as store:
        await store.append(events(100))
    async with store_at(tmp_path / "h.db") as store:
        assert await everything(await store.view()) == events(100)
