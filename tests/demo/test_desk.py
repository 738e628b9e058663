"""The simulation itself: the same life however it is looked at, bounded, and rhythmic."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gleaptui.demo import kinds, phrases
from gleaptui.demo.case import Case
from gleaptui.demo.desk import Desk, epoch_ms
from gleaptui.demo.kinds import DAY, HOUR, Event
from gleaptui.demo.windows import Window, buckets, week_hours
from tests.demo.site import NOW, small_desk


def everything(desk: Desk) -> list[Event]:
    return [desk.log.event(index) for index in range(len(desk.log))]


def states(desk: Desk) -> list[tuple[int, int, int, bool, bool]]:
    return [(case.status, case.agent, case.updated, case.replied, case.breached) for case in desk.cases]


@pytest.mark.parametrize("minutes", [1, 7, 60, 60 * 25])
def test_how_often_it_is_advanced_does_not_change_what_happens(minutes: int) -> None:
    later = NOW + timedelta(days=2, seconds=17)
    steps, jump = small_desk(), small_desk()
    moment = NOW
    while moment < later:
        steps.advance(moment)
        moment += timedelta(minutes=minutes)
    steps.advance(later)
    jump.advance(later)
    assert everything(steps) == everything(jump)
    assert states(steps) == states(jump)
    assert steps.boxes == jump.boxes
    assert steps.open == jump.open
    assert steps.now == jump.now == epoch_ms(later)


def test_the_same_seed_tells_the_same_story_and_another_seed_another() -> None:
    first, same, other = small_desk(), small_desk(), small_desk(seed=8)
    assert everything(first) == everything(same)
    assert everything(first) != everything(other)
    assert [phrases.title_of(7, case.traits) for case in first.cases] == [
        phrases.title_of(7, case.traits) for case in same.cases
    ]


def test_the_log_is_in_order_of_time_and_never_reaches_into_the_future() -> None:
    desk = small_desk()
    assert list(desk.log.at) == sorted(desk.log.at)
    assert desk.log.at[-1] <= desk.now == epoch_ms(NOW)
    desk.advance(NOW + timedelta(hours=3))
    assert epoch_ms(NOW) < desk.log.at[-1] <= desk.now


def test_a_clock_that_goes_back_changes_nothing() -> None:
    desk = small_desk()
    before = everything(desk)
    desk.advance(NOW - timedelta(days=3))
    assert everything(desk) == before
    assert desk.now == epoch_ms(NOW)


def test_weeks_of_running_do_not_make_it_grow() -> None:
    desk = small_desk(days=7, tickets_per_day=20)
    sizes: list[tuple[int, int]] = []
    moment = NOW
    for _ in range(80):
        moment += timedelta(hours=18)
        desk.advance(moment)
        sizes.append((len(desk.log), len(desk.cases)))
        assert desk.log.at[0] >= desk.begins >= epoch_ms(moment) - 8 * DAY - HOUR
    early, late = sizes[10:30], sizes[-20:]
    assert max(log for log, _ in late) < 1.5 * max(log for log, _ in early)
    assert max(cases for _, cases in late) < 2.5 * max(cases for _, cases in early)
    assert sum(desk.boxes.values()) == len(desk.cases)
    assert desk.open == {case.traits.number for case in desk.cases if case.status != kinds.DONE}


def test_the_conversation_drawn_up_again_is_the_one_in_the_log() -> None:
    desk = small_desk(tickets_per_day=8)
    by_ticket: dict[int, list[Event]] = {}
    for event in everything(desk):
        by_ticket.setdefault(event[1], []).append(event)
    assert len(by_ticket) == len(desk.cases) > 100
    for case in desk.cases:
        assert desk.story(case) == by_ticket[case.traits.number]


def test_office_hours_are_busier_than_nights_and_weekdays_than_weekends() -> None:
    desk = small_desk()
    hours = [0] * 168
    for at in desk.log.track("created").at:
        hours[week_hours("Europe/Paris")(at)] += 1
    night = sum(hours[day * 24 + hour] for day in range(7) for hour in range(5))
    morning = sum(hours[day * 24 + hour] for day in range(7) for hour in range(9, 14))
    assert morning > 10 * night
    assert sum(hours[:48]) > 1.5 * sum(hours[120:])


def test_people_work_within_their_shifts_and_automation_at_any_time() -> None:
    desk = small_desk()
    for name in ("reply", "closed"):
        for agent in range(7):
            for at in desk.log.track_of(name, agent).at:
                near = (at, at - HOUR)  # what begins within a shift may end a little after it
                assert any(agent in desk.rhythm.on_duty(moment) for moment in near)
    automation = desk.log.track_of("closed", 7).at
    assert any(not desk.rhythm.on_duty(at) for at in automation)


def test_there_is_something_of_everything() -> None:
    desk = Desk(now=NOW)
    cases = desk.cases
    assert {case.traits.type for case in cases} == set(range(len(kinds.TYPES)))
    assert {case.status for case in cases} == set(range(len(kinds.STATUSES)))
    assert {case.traits.priority for case in cases} == {kinds.LOW, kinds.MEDIUM, kinds.HIGH}
    assert {case.rating for case in cases} == {0, 2, 6, 10}
    assert set(desk.log.kind) == set(range(len(kinds.ACTIONS)))
    for having in (_archived, _spam, _queued, _breached):
        assert 0 < sum(map(having, cases)) < len(cases) / 2


def _archived(case: Case) -> bool:
    return case.archived_at > 0


def _spam(case: Case) -> bool:
    return case.traits.spam


def _queued(case: Case) -> bool:
    return case.queued


def _breached(case: Case) -> bool:
    return case.breached


def test_nothing_is_made_until_it_is_asked_for() -> None:
    desk = Desk(now=NOW)
    assert not desk._cases
    assert len(desk.cases) > 3_000


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 9, 15), 24)])
def test_the_bars_of_days_of_a_clock_change_have_23_or_25_hours(day: date, hours: int) -> None:
    begin = epoch_ms(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Paris")) - timedelta(days=3))
    found = buckets(Window(begin, begin + 7 * DAY), "Europe/Paris", "day")
    lengths = {bucket.first: (bucket.end - bucket.begin) // HOUR for bucket in found}
    assert lengths[day] == hours
    assert all(one.end == other.begin for one, other in pairwise(found))


def test_a_clock_change_neither_loses_nor_doubles_a_ticket() -> None:
    after = datetime(2026, 11, 2, 12, tzinfo=UTC)
    desk = Desk(now=after, days=14, tickets_per_day=300)
    track = desk.log.track("created")
    window = Window(desk.begins, desk.now + 1)
    days = buckets(window, "Europe/Paris", "day")
    assert sum(track.count(bucket.begin, bucket.end) for bucket in days) == len(desk.cases)
    assert len({case.traits.number for case in desk.cases}) == len(desk.cases)


def test_a_busy_desk_has_about_the_tickets_it_should() -> None:
    desk = small_desk(days=2, tickets_per_day=2_000)
    assert 3_500 < len(desk.cases) < 7_000


def test_the_desk_stands_alone() -> None:
    import gleaptui.demo

    folder = Path(gleaptui.demo.__file__).parent
    for file in folder.glob("*.py"):
        text = file.read_text(encoding="utf-8")
        for forbidden in ("textual", "httpx", "rich", "gleaptui.gleap", "gleaptui.refresh"):
            assert f"import {forbidden}" not in text, file
            assert f"from {forbidden}" not in text, file
