import asyncio
import contextlib
from datetime import timedelta
from itertools import pairwise

import pytest

from gleaptui.gleap.periods import Period
from gleaptui.refresh.feed import Feed
from gleaptui.refresh.lane import Lane, in_lane
from gleaptui.refresh.snapshot import Snapshot
from tests.refresh.desk import Desk, RefusedError, worst_minute


async def test_a_watched_feed_is_fetched_at_once_and_then_at_its_interval() -> None:
    desk = Desk()
    overview = desk.feed("overview", 30)
    async with desk.open("overview"):
        await desk.clock.advance(1)
        assert desk.value("overview") == "overview 1"
        await desk.clock.advance(300)
        assert 10 <= len(overview.starts) <= 12


async def test_what_nobody_looks_at_runs_at_its_longer_interval_or_never() -> None:
    desk = Desk()
    desk.feed("overview", 30)
    agents, heatmap = desk.feed("agents", 30, idle=300), desk.feed("heatmap", 30)
    async with desk.open("overview") as scheduler:
        await desk.clock.advance(1500)
        assert 5 <= len(agents.starts) <= 6
        assert heatmap.starts == []
        scheduler.watch(["heatmap"])
        await desk.clock.advance(1)
        assert len(heatmap.starts) == 1


async def test_the_visible_go_first_in_the_order_in_which_they_are_wanted_then_alerts_then_the_rest() -> None:
    desk = Desk(requests_per_minute=120)
    for name in ("a", "b", "c", "d"):
        desk.feed(name, 30, idle=300)
    async with desk.open("d", "c") as scheduler:
        scheduler.alert(["b"])
        await desk.clock.advance(1)
    assert [name for _, _, name in desk.sent] == ["d", "c", "b", "a"]


async def test_what_alerts_need_runs_as_often_as_what_is_watched() -> None:
    desk = Desk()
    desk.feed("overview", 30)
    agents = desk.feed("agents", 60)
    async with desk.open("overview") as scheduler:
        scheduler.alert(["agents"])
        await desk.clock.advance(600)
    assert len(agents.starts) >= 10


async def test_a_slow_feed_is_never_run_twice_at_once_whatever_asks_for_it() -> None:
    desk = Desk()
    slow = desk.feed("overview", 10, seconds=60)
    async with desk.open("overview") as scheduler:
        for step in range(60):
            await desk.clock.advance(10)
            scheduler.refresh(["overview"]) if step % 7 == 0 else scheduler.touch(["overview"])
    assert slow.most_at_once == 1
    assert len(slow.starts) >= 9


async def test_a_server_that_takes_long_is_left_alone_for_half_the_interval() -> None:
    desk = Desk()
    slow = desk.feed("overview", 30, seconds=60)
    async with desk.open("overview"):
        await desk.clock.advance(600)
    pauses = [start - end for start, end in zip(slow.starts[1:], slow.ends, strict=False)]
    assert len(pauses) >= 7
    assert min(pauses) >= 14


async def test_a_manual_feed_loads_once_when_first_looked_at_and_then_only_when_asked() -> None:
    desk = Desk()
    manual = desk.feed("heatmap", 0, idle=60)
    async with desk.open() as scheduler:
        await desk.clock.advance(600)
        assert manual.starts == []
        scheduler.watch(["heatmap"])
        await desk.clock.advance(600)
        assert len(manual.starts) == 1
        scheduler.refresh(["heatmap"])
        await desk.clock.advance(1)
        assert len(manual.starts) == 2


async def test_the_users_refresh_overtakes_all_that_waits() -> None:
    desk = Desk(requests_per_minute=20)
    desk.feed("overview", 30, requests=40, seconds=0.01)
    desk.feed("agents", 60)
    async with desk.open("overview") as scheduler:
        await desk.clock.advance(5)
        sent = len(desk.sent)
        scheduler.refresh(["agents"])
        await desk.clock.advance(0.1)
        assert [name for _, _, name in desk.sent[sent:]] == ["agents"]


async def test_a_refresh_during_a_run_hurries_it_on_instead_of_repeating_it() -> None:
    desk = Desk(requests_per_minute=10)
    desk.feed("overview", 60, requests=12, seconds=0.01)
    agents = desk.feed("agents", 600, idle=600, requests=1)
    async with desk.open("overview") as scheduler:
        await desk.clock.advance(5)
        assert len(agents.starts) == 1
        assert desk.status("agents").running
        scheduler.refresh(["agents"])
        await desk.clock.advance(1)
        assert desk.value("agents") == "agents 1"
        assert len(agents.starts) == 1


async def test_a_key_held_down_costs_one_run_a_second() -> None:
    desk = Desk()
    overview = desk.feed("overview", 600, seconds=0.01)
    async with desk.open("overview") as scheduler:
        for _ in range(100):
            scheduler.refresh(["overview"])
            await desk.clock.advance(0.03)
    assert len(overview.starts) <= 4


async def test_a_touched_feed_is_due_early_but_not_more_often_than_its_floor() -> None:
    desk = Desk()
    overview = desk.feed("overview", 300, seconds=0.01)
    async with desk.open("overview") as scheduler:
        await desk.clock.advance(20)
        scheduler.touch(["overview"])
        await desk.clock.advance(0.1)
        assert len(overview.starts) == 2
        for _ in range(60):
            scheduler.touch(["overview"])
            await desk.clock.advance(0.5)
    assert 7 <= len(overview.starts) <= 9


async def test_an_event_that_comes_during_a_run_leads_to_another_run() -> None:
    desk = Desk()
    overview = desk.feed("overview", 300, seconds=2)
    async with desk.open("overview") as scheduler:
        await desk.clock.advance(1)
        scheduler.touch(["overview"])
        await desk.clock.advance(10)
    assert len(overview.starts) == 2


async def test_a_failure_keeps_the_last_value_and_says_when_it_will_be_tried_again() -> None:
    desk = Desk()
    overview = desk.feed("overview", 30)
    desk.feed("agents", 30)
    async with desk.open("overview", "agents"):
        await desk.clock.advance(1)
        fetched_at = desk.fetched_at("overview")
        overview.error = RefusedError("unauthorized")
        await desk.clock.advance(35)
        shown = desk.shown["overview"]
        assert (shown.value, shown.fetched_at) == ("overview 1", fetched_at)
        assert shown.problem is not None
        assert shown.problem.kind == "unauthorized"
        assert shown.problem.retry_at is not None
        assert shown.problem.retry_at > desk.clock.now()
        assert desk.shown["agents"].problem is None


async def test_a_feed_that_keeps_failing_is_tried_later_and_later_and_the_others_do_not_notice() -> None:
    desk = Desk()
    overview, agents = desk.feed("overview", 10), desk.feed("agents", 10)
    overview.error = RefusedError("bad_parameter")
    async with desk.open("overview", "agents"):
        await desk.clock.advance(3600)
        pauses = [later - earlier for earlier, later in zip(overview.starts, overview.starts[1:], strict=False)]
        assert pauses[0] <= 5.5
        assert all(200 <= pause <= 310 for pause in pauses[7:])
        assert len(agents.starts) > 330
        overview.error = None
        await desk.clock.advance(310)
        assert desk.shown["overview"].problem is None
        assert desk.status("overview").failures == 0
        tries = len(overview.starts)
        await desk.clock.advance(100)
        assert len(overview.starts) >= tries + 9


async def test_a_feed_waits_as_long_as_the_answer_asked_for() -> None:
    desk = Desk()
    overview = desk.feed("overview", 10)
    overview.error = RefusedError("rate_limited", retry_after=77)
    async with desk.open("overview"):
        await desk.clock.advance(75)
        assert len(overview.starts) == 1
        await desk.clock.advance(5)
        assert len(overview.starts) == 2


async def test_in_an_outage_only_the_cheapest_feed_tries_and_its_success_brings_all_back() -> None:
    desk = Desk()
    overview, trends = desk.feed("overview", 30, requests=20), desk.feed("trends", 60, requests=20)
    events = desk.feed("events", 10, idle=10)
    sources = (overview, trends, events)
    async with desk.open("overview", "trends"):
        await desk.clock.advance(60)
        for source in sources:
            source.error = RefusedError("network_refused")
        await desk.clock.advance(60)
        before = len(desk.sent)
        await desk.clock.advance(300)
        assert {name for _, _, name in desk.sent[before:]} == {"events"}
        assert len(desk.sent) - before < 40
        for source in sources:
            source.error = None
        await desk.clock.advance(60)
        assert all(snapshot.problem is None for snapshot in desk.shown.values())


async def test_after_a_minute_without_a_server_everything_is_fresh_within_15_seconds() -> None:
    for seed in range(20):
        desk = Desk(seed=seed)
        sources = [desk.feed(name, 30, idle=60, requests=3) for name in ("overview", "trends", "events")]
        async with desk.open("overview"):
            await desk.clock.advance(100 + seed)
            for source in sources:
                source.error = RefusedError("network_refused")
            await desk.clock.advance(60)
            up = desk.clock.now()
            for source in sources:
                source.error = None
            await desk.clock.advance(15)
            assert all(snapshot.problem is None for snapshot in desk.shown.values())
            fetched_at = desk.fetched_at("overview")
            assert fetched_at is not None
            assert fetched_at > up


async def test_a_feed_that_alone_cannot_get_through_backs_off_while_others_do_well() -> None:
    desk = Desk()
    tickets = desk.feed("tickets", 10)
    desk.feed("overview", 10)
    tickets.error = RefusedError("network_timeout")
    async with desk.open("tickets", "overview"):
        await desk.clock.advance(1800)
        assert len(tickets.starts) < 16
        assert (await _runs_in(desk, "overview", 100)) >= 9


async def _runs_in(desk: Desk, name: str, seconds: float) -> int:
    before = len(desk.sources[name].starts)
    await desk.clock.advance(seconds)
    return len(desk.sources[name].starts) - before


async def test_a_fetch_that_never_ends_is_cancelled_and_counts_as_a_failure() -> None:
    desk = Desk()
    stuck = desk.feed("overview", 10, seconds=1_000_000)
    async with desk.open("overview", deadline=120):
        await desk.clock.advance(119)
        assert stuck.running == 1
        await desk.clock.advance(2)
        assert stuck.running == 0 or len(stuck.starts) > 1
        problem = desk.shown["overview"].problem
        assert problem is not None
        assert problem.kind == "network_timeout"


async def test_waiting_for_the_budget_is_no_failure_however_long() -> None:
    desk = Desk()
    desk.feed("overview", 30)
    async with desk.open("overview"):
        await desk.clock.advance(1)
        desk.budget.throttled(800)
        await desk.clock.advance(700)
        assert desk.shown["overview"].problem is None
        assert desk.status("overview").running
        await desk.clock.advance(110)
        assert desk.value("overview") == "overview 2"


async def test_leaving_a_pane_takes_back_what_was_not_sent() -> None:
    desk = Desk(requests_per_minute=10)
    desk.feed("overview", 60, requests=9, seconds=0.01)
    agents = desk.feed("agents", 60, requests=3)
    heatmap = desk.feed("heatmap", 60, requests=3)
    async with desk.open("overview") as scheduler:
        await desk.clock.advance(1)
        scheduler.watch(["agents"])
        await desk.clock.advance(1)
        assert agents.running == 1
        scheduler.watch(["heatmap"])
        await desk.clock.advance(1)
        assert agents.running == 0
        assert desk.budget.waiting == 3
        await desk.clock.advance(120)
        assert [name for _, _, name in desk.sent[9:]] == ["heatmap"] * len(desk.sent[9:])
        assert heatmap.starts
        assert desk.status("agents").failures == 0


async def test_opening_a_pane_raises_what_was_begun_in_the_background() -> None:
    desk = Desk(requests_per_minute=1)
    desk.feed("one", 600)
    desk.feed("two", 600, idle=600)
    three = desk.feed("three", 600, idle=600)
    async with desk.open("one") as scheduler:
        await desk.clock.advance(1)
        scheduler.watch(["three"])
        await desk.clock.advance(61)
        assert [name for _, _, name in desk.sent] == ["one", "three"]
        assert len(three.starts) == 1


async def test_another_period_clears_the_screen_at_once_and_asks_the_visible_first() -> None:
    desk = Desk()
    desk.feed("overview", 300, idle=300)
    desk.feed("agents", 300, idle=300)
    desk.feed("tickets", 300, idle=300, periodic=False)
    async with desk.open("agents") as scheduler:
        await desk.clock.advance(10)
        desk.period_name = "30d"
        sent = len(desk.sent)
        scheduler.period_changed()
        key = desk.period().key
        assert scheduler.period.key == key
        for name in ("overview", "agents"):
            assert desk.shown[name] == Snapshot(name, key)
        assert desk.value("tickets") == "tickets 1"
        await desk.clock.advance(5)
        assert [name for _, _, name in desk.sent[sent:]] == ["agents", "overview"]
        assert desk.shown["overview"].period == key


async def test_an_answer_for_the_period_before_is_never_shown() -> None:
    desk = Desk()
    overview = desk.feed("overview", 300, seconds=10)
    async with desk.open("overview") as scheduler:
        await desk.clock.advance(5)
        desk.period_name = "today"
        scheduler.period_changed()
        await desk.clock.advance(30)
    assert len(set(overview.periods)) == 2
    assert [snapshot.period for snapshot in desk.published if snapshot.value] == [desk.period().key]
    assert overview.most_at_once == 1


async def test_an_answer_that_cannot_be_stopped_is_not_shown_for_the_wrong_period() -> None:
    desk = Desk()

    async def stubborn(period: Period) -> object:
        with contextlib.suppress(asyncio.CancelledError):
            await desk.clock.sleep(10)
        return period.key

    desk.feeds.append(Feed("stubborn", stubborn, 300))
    async with desk.open("stubborn") as scheduler:
        await desk.clock.advance(5)
        desk.period_name = "today"
        scheduler.period_changed()
        await desk.clock.advance(30)
        assert desk.value("stubborn") == desk.period().key
        assert [s.value for s in desk.published if s.value] == [desk.period().key]


async def test_what_an_event_touched_is_not_forgotten_when_its_request_is_taken_back() -> None:
    desk = Desk(requests_per_minute=10)
    agents = desk.feed("agents", 600, seconds=0.01)
    desk.feed("overview", 600, requests=8, seconds=0.01)
    async with desk.open("agents", "overview") as scheduler:
        await desk.clock.advance(30)
        scheduler.touch(["agents"])
        await desk.clock.advance(1)
        assert agents.running == 1
        scheduler.watch(["overview"])
        await desk.clock.advance(60)
        assert (agents.running, desk.value("agents")) == (0, "agents 1")
        scheduler.watch(["agents"])
        await desk.clock.advance(1)
        assert desk.value("agents") == f"agents {len(agents.starts)}" != "agents 1"


async def test_at_midnight_in_the_zone_the_period_rolls_over() -> None:
    desk = Desk(period="today")
    desk.feed("overview", 600)
    async with desk.open("overview") as scheduler:
        await desk.clock.advance(9.9 * 3600)
        assert str(scheduler.period.first) == "2026-09-15"
        empty_from = len(desk.published)
        await desk.clock.advance(0.1 * 3600 + 10)
        assert str(scheduler.period.first) == "2026-09-16"
        rollover = [s for s in desk.published[empty_from:] if "2026-09-16" in s.period]
        assert rollover[0].value is None
        assert desk.shown["overview"].value is not None


async def test_a_machine_that_slept_a_day_catches_up_once_and_calmly() -> None:
    for counted in (True, False):
        desk = Desk(period="7d")
        sources = [desk.feed(name, 30, idle=60, requests=2) for name in ("a", "b", "c", "d", "e")]
        async with desk.open("c"):
            await desk.clock.advance(61)
            before = [len(source.starts) for source in sources]
            sent = len(desk.sent)
            if counted:
                await desk.clock.suspend(86_400)
            else:
                desk.clock.jump(86_400)
            await desk.clock.advance(10)
            assert [len(source.starts) - count for source, count in zip(sources, before, strict=True)] == [1] * 5
            assert desk.sent[sent][2] == "c"
            for name in "abcde":
                fetched_at = desk.fetched_at(name)
                assert fetched_at is not None
                assert (desk.clock.now() - fetched_at).total_seconds() <= 10


@pytest.mark.parametrize("jump", [-86_400, -3_600, 3_600])
async def test_a_clock_that_is_set_leaves_no_age_from_another_time(jump: float) -> None:
    desk = Desk(period="2026-09-01..2026-09-30")
    overview = desk.feed("overview", 600)
    async with desk.open("overview"):
        await desk.clock.advance(100)
        desk.clock.jump(jump)
        await desk.clock.advance(10)
        assert len(overview.starts) == 2
        await desk.clock.advance(500)
        assert len(overview.starts) == 2


async def test_paused_only_what_the_user_asks_for_runs() -> None:
    desk = Desk()
    overview = desk.feed("overview", 30)
    async with desk.open("overview") as scheduler:
        await desk.clock.advance(5)
        scheduler.pause()
        await desk.clock.advance(3600)
        assert len(overview.starts) == 1
        scheduler.refresh(["overview"])
        await desk.clock.advance(1)
        assert len(overview.starts) == 2
        await desk.clock.advance(3600)
        scheduler.resume()
        await desk.clock.advance(1)
        assert len(overview.starts) == 3


async def test_intervals_stretch_in_proportion_when_the_budget_cannot_hold_them() -> None:
    desk = Desk(requests_per_minute=60)
    overview = desk.feed("overview", 10, requests=20, seconds=0.01)
    agents = desk.feed("agents", 30, requests=10, seconds=0.01)
    async with desk.open("overview", "agents") as scheduler:
        await desk.clock.advance(600)
        assert 2.5 < scheduler.stretch < 3
        status = desk.status("overview")
        assert status.interval == pytest.approx(10 * scheduler.stretch)
        counts = len(overview.starts), len(agents.starts)
        await desk.clock.advance(3600)
        runs = len(overview.starts) - counts[0], len(agents.starts) - counts[1]
        assert runs[0] == pytest.approx(3600 / 10 / scheduler.stretch, rel=0.15)
        assert runs[1] == pytest.approx(3600 / 30 / scheduler.stretch, rel=0.15)


async def test_only_tickets_beyond_their_share_stretch_too() -> None:
    desk = Desk(requests_per_minute=120, tickets=10)
    desk.feed("tickets", 1, path="/tickets", seconds=0.01)
    async with desk.open("tickets") as scheduler:
        await desk.clock.advance(300)
        assert scheduler.stretch > 6


async def test_an_unknown_error_becomes_calm_words_and_its_text_reaches_no_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = Desk()
    overview = desk.feed("overview", 30)
    overview.error = KeyError("the secret key")
    async with desk.open("overview"):
        await desk.clock.advance(1)
    problem = desk.shown["overview"].problem
    assert problem is not None
    assert problem.kind == "internal"
    assert "secret" not in problem.title + problem.message
    assert "KeyError at desk.py:" in caplog.text
    assert "secret" not in caplog.text


async def test_a_defect_that_comes_back_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    desk = Desk()
    overview = desk.feed("overview", 30)
    overview.error = BufferError()
    async with desk.open("overview"):
        await desk.clock.advance(1800)
    assert len(overview.starts) > 5
    assert len([record for record in caplog.records if record.levelname == "ERROR"]) == 1


async def test_an_error_inside_a_group_of_tasks_is_recognised() -> None:
    desk = Desk()
    overview = desk.feed("overview", 30)
    overview.error = ExceptionGroup("several", [ExceptionGroup("inner", [RefusedError("unauthorized")])])
    async with desk.open("overview"):
        await desk.clock.advance(1)
    problem = desk.shown["overview"].problem
    assert problem is not None
    assert problem.kind == "unauthorized"


async def test_a_feed_that_cancels_itself_is_tried_again() -> None:
    desk = Desk()
    tries = 0

    async def fetch(period: Period) -> object:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise asyncio.CancelledError
        return "well"

    desk.feeds.append(Feed("odd", fetch, 30))
    async with desk.open("odd"):
        await desk.clock.advance(10)
        assert desk.value("odd") == "well"


async def test_a_pane_that_cannot_show_a_value_stops_nothing() -> None:
    desk = Desk()
    overview = desk.feed("overview", 30)

    def broken(snapshot: Snapshot[object]) -> None:
        raise RuntimeError("a defect in a pane")

    desk.on_publish = broken
    async with desk.open("overview"):
        await desk.clock.advance(100)
        assert len(overview.starts) >= 3


async def test_a_stored_snapshot_is_shown_until_a_live_one_comes() -> None:
    desk = Desk()
    overview = desk.feed("overview", 30)
    overview.error = RefusedError("unauthorized")
    desk.feed("agents", 30)
    key = desk.period().key
    async with desk.open("overview") as scheduler:
        scheduler.restore(
            [Snapshot("overview", key, "yesterday's", desk.clock.now()), Snapshot("agents", "another", "no")]
        )
        await desk.clock.advance(1)
        assert desk.value("overview") == "yesterday's"
        assert "agents" not in desk.shown
        overview.error = None
        await desk.clock.advance(10)
        assert [s.source for s in desk.published] == ["stored", "stored", "live"]


async def test_a_quiet_scheduler_wakes_seldom() -> None:
    desk = Desk()
    desk.feed("overview", 600)
    async with desk.open("overview"):
        await desk.clock.advance(600)
        wakes = desk.clock.wakes
        await desk.clock.advance(500)
        assert desk.clock.wakes - wakes <= 100 + 5


async def test_status_tells_how_each_feed_stands() -> None:
    desk = Desk()
    desk.feed("overview", 30, requests=3)
    desk.feed("agents", 60)
    async with desk.open("overview"):
        await desk.clock.advance(10)
        overview, agents = desk.status("overview"), desk.status("agents")
        assert (overview.watched, overview.interval, overview.running, overview.requests) == (True, 30, False, 3)
        assert overview.next_due == pytest.approx(20, abs=2)
        assert overview.last_started is not None
        assert overview.last_finished is not None
        assert overview.last_started < overview.last_finished
        assert (agents.watched, agents.interval, agents.next_due, agents.last_started) == (False, None, None, None)


async def test_a_name_that_no_feed_has_is_refused() -> None:
    desk = Desk()
    desk.feed("overview", 30)
    async with desk.open() as scheduler:
        with pytest.raises(ValueError, match="no feed is called ticket"):
            scheduler.watch(["ticket"])


async def test_stopping_the_scheduler_stops_its_fetches() -> None:
    desk = Desk()
    overview = desk.feed("overview", 30, seconds=1000)
    async with desk.open("overview"):
        await desk.clock.advance(1)
        assert overview.running == 1
    assert overview.running == 0


async def test_a_lane_ends_with_its_block() -> None:
    desk = Desk(requests_per_minute=10)
    with in_lane(Lane.BACKGROUND) as outer:
        with in_lane(Lane.USER) as inner:
            await desk.budget.admit("/statistics/facts")
        await desk.budget.admit("/statistics/facts")
    assert (outer.requests, inner.requests) == (1, 1)


async def test_what_is_begun_anew_leaves_the_screen_and_an_older_answer_of_another_process_may_take_its_place() -> None:
    desk = Desk()
    trends = desk.feed("trends", 300)
    async with desk.open("trends") as scheduler:
        await desk.clock.advance(100)
        older = Snapshot("trends", desk.shown["trends"].period, "days", desk.clock.now() - timedelta(seconds=200))
        scheduler.leave_to_others(["trends"])
        scheduler.adopt(older)
        assert desk.shown["trends"].value == "trends 1"
        scheduler.begin_anew(["trends"])
        assert desk.shown["trends"].value is None
        scheduler.adopt(older)
        assert desk.shown["trends"].value == "days"
        await desk.clock.advance(400)
        assert len(trends.starts) == 1
        scheduler.leave_to_others([])
        scheduler.begin_anew(["trends"])
        await desk.clock.advance(1)
        assert len(trends.starts) == 2


async def test_what_leads_goes_first_however_much_events_cause_and_the_rest_gives_way() -> None:
    desk = Desk(requests_per_minute=20)
    bulk = [desk.feed(f"count {number}", 30, slow=900, requests=2, floor=2) for number in range(10)]
    events = desk.feed("events", 8, idle=40)
    async with desk.open(*(source.name for source in bulk)) as scheduler:
        scheduler.lead("events", [source.name for source in bulk])
        scheduler.follow(True)
        for _ in range(150):
            await desk.clock.advance(8)
            scheduler.touch([source.name for source in bulk])
        stretch = scheduler.stretch
        starts = [start for start in events.starts if start > desk.clock.monotonic() - 600]
        assert max(later - earlier for earlier, later in pairwise(starts)) <= 8 * stretch * 1.1 + 5
        # Ten feeds of two requests, each in two seconds at its shortest, in place of the 17 a minute that there are.
        assert 20 < stretch < 60
        runs = [sum(start > desk.clock.monotonic() - 600 for start in source.starts) for source in bulk]
        assert max(runs) - min(runs) <= 2


async def test_what_leads_is_asked_only_while_something_gains_from_it() -> None:
    desk = Desk()
    desk.feed("overview", 30, slow=900)
    desk.feed("heatmap", 600)
    events = desk.feed("events", 8)
    async with desk.open("heatmap") as scheduler:
        scheduler.lead("events", ["overview"])
        await desk.clock.advance(600)
        assert events.starts == []
        scheduler.watch(["overview"])
        await desk.clock.advance(600)
        assert len(events.starts) >= 70


async def test_a_pane_that_is_opened_empty_may_use_the_reserve_unless_it_is_dear() -> None:
    desk = Desk(requests_per_minute=20)
    desk.feed("overview", 60, requests=30, seconds=0.01)
    desk.feed("agents", 60)
    desk.feed("trends", 60, requests=12)
    async with desk.open("overview") as scheduler:
        await desk.clock.advance(5)
        assert len(desk.sent) == 18
        scheduler.watch(["agents"])
        await desk.clock.advance(1)
        assert desk.value("agents") == "agents 1"
        scheduler.watch(["trends"])
        await desk.clock.advance(30)
        assert len(desk.sent) == 19
        assert desk.status("agents").next_due is None


async def test_what_the_reserve_was_used_for_once_is_later_asked_as_anything_on_the_screen() -> None:
    desk = Desk(requests_per_minute=20)
    desk.feed("agents", 10)
    desk.feed("overview", 600, 600, requests=40, seconds=0.01)
    async with desk.open("agents"):
        await desk.clock.advance(60)
        assert worst_minute([at for at, _, _ in desk.sent]) == 18


async def test_another_period_is_asked_for_with_the_reserve_and_midnight_is_not() -> None:
    desk = Desk(requests_per_minute=20, period="today")
    desk.feed("overview", 600, requests=30, seconds=0.01)
    desk.feed("agents", 600)
    async with desk.open("agents", "overview") as scheduler:
        await desk.clock.advance(5)
        desk.period_name = "7d"
        scheduler.period_changed()
        await desk.clock.advance(1)
        assert desk.value("agents") == "agents 2"
        desk.period_name = "30d"
        await desk.clock.advance(6)
        assert scheduler.period.name == "30d"
        assert desk.shown["agents"].value is None


@pytest.mark.parametrize("requests", [1, 5])
async def test_while_paused_a_pane_that_is_opened_empty_is_loaded_once_and_so_is_another_period(requests: int) -> None:
    desk = Desk()
    desk.feed("overview", 30)
    agents = desk.feed("agents", 30, requests=requests)
    async with desk.open("overview") as scheduler:
        await desk.clock.advance(5)
        scheduler.pause()
        scheduler.watch(["agents"])
        await desk.clock.advance(600)
        assert len(agents.starts) == 1
        scheduler.watch(["overview"])
        scheduler.watch(["agents"])
        await desk.clock.advance(600)
        assert len(agents.starts) == 1
        desk.period_name = "30d"
        scheduler.period_changed()
        await desk.clock.advance(600)
        assert len(agents.starts) == 2


async def test_leaving_a_pane_sends_nothing_more_for_what_is_wanted_only_there() -> None:
    desk = Desk(requests_per_minute=10)
    desk.feed("trends", 600, requests=25, seconds=0.01)
    desk.feed("agents", 600, idle=600, requests=5, seconds=0.01)
    desk.feed("overview", 600)
    async with desk.open("agents", "trends") as scheduler:
        await desk.clock.advance(2)
        assert {name for _, _, name in desk.sent} == {"trends", "agents"}
        sent = len(desk.sent)
        scheduler.watch(["overview"])
        await desk.clock.advance(400)
        assert "trends" not in {name for _, _, name in desk.sent[sent:]}
        assert desk.value("agents") == "agents 1"


async def test_opening_a_pane_leaves_a_request_of_the_user_as_urgent_as_it_was() -> None:
    desk = Desk(requests_per_minute=10)
    desk.feed("overview", 600, requests=9, seconds=0.01)
    desk.feed("agents", 600, requests=3, seconds=0.01)
    desk.feed("trends", 600, requests=9, seconds=0.01)
    async with desk.open("overview") as scheduler:
        await desk.clock.advance(2)
        scheduler.refresh(["agents"])
        await desk.clock.advance(2)
        assert [name for _, _, name in desk.sent[9:]] == ["agents"]
        scheduler.watch(["trends", "agents"])
        await desk.clock.advance(65)
        assert [name for _, _, name in desk.sent[10:13]] == ["agents", "agents", "trends"]


async def test_what_an_alert_is_made_of_is_known_once_even_where_it_is_asked_by_hand() -> None:
    desk = Desk()
    desk.feed("overview", 30)
    agents = desk.feed("agents", 0)
    async with desk.open("overview") as scheduler:
        scheduler.alert(["agents"])
        await desk.clock.advance(600)
        assert len(agents.starts) == 1


async def test_after_429s_no_feed_waits_longer_than_it_was_told() -> None:
    desk = Desk()
    sources = [desk.feed(name, 30) for name in ("overview", "agents", "events")]
    for source in sources:
        source.error = RefusedError("rate_limited", retry_after=7)
    async with desk.open("overview", "agents", "events"):
        await desk.clock.advance(1_800)
        for source in sources:
            source.error = None
        await desk.clock.advance(8)
        assert all(snapshot.problem is None for snapshot in desk.shown.values())


async def test_a_run_that_asks_nothing_does_not_end_an_outage() -> None:
    desk = Desk()
    nothing = desk.feed("comparison", 30, requests=0)
    sources = [desk.feed(name, 30) for name in ("overview", "agents")]
    async with desk.open("overview", "agents", "comparison"):
        await desk.clock.advance(5)
        for source in sources:
            source.error = RefusedError("network_refused")
        await desk.clock.advance(300)
        sent, runs = len(desk.sent), len(nothing.starts)
        assert desk.shown["overview"].problem is not None
        assert desk.shown["overview"].problem.everywhere
        await desk.clock.advance(300)
        assert 4 <= len(desk.sent) - sent <= 12
        assert len(nothing.starts) == runs


async def test_a_clock_that_is_set_back_makes_nothing_younger() -> None:
    desk = Desk(period="2026-09-01..2026-09-30")
    overview = desk.feed("overview", 30)
    async with desk.open("overview"):
        await desk.clock.advance(5)
        overview.error = RefusedError("network_refused")
        await desk.clock.advance(595)
        desk.clock.jump(-3_600)
        await desk.clock.advance(10)
        assert desk.shown["overview"].age(desk.clock.now()) == pytest.approx(605, abs=5)


async def test_a_second_look_for_the_same_event_comes_later() -> None:
    desk = Desk()
    overview = desk.feed("overview", 30, slow=900, seconds=0.01)
    async with desk.open("overview") as scheduler:
        scheduler.follow(True)
        await desk.clock.advance(60)
        scheduler.touch(["overview"], after=10)
        await desk.clock.advance(9)
        assert len(overview.starts) == 1
        await desk.clock.advance(2)
        assert len(overview.starts) == 2
