from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from gleaptui.refresh.changes import Change, Changes
from gleaptui.refresh.snapshot import Problem, Snapshot

TOUCHES = {
    "CREATE_TICKET": ("overview", "trends", "tickets"),
    "UNASSIGN_TICKET": ("agents", "tickets"),
    "KAI_INVOLVED": ("overview", "trends"),
}
ALL = ("overview", "trends", "agents", "tickets")
NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Seen:
    id: str
    action: str = "CREATE_TICKET"
    at: datetime | None = NOON


class Log:
    """An event log that is looked at every eight seconds."""

    def __init__(self) -> None:
        self.changes = Changes(TOUCHES, ALL)
        self.now = NOON
        self.events: tuple[Seen, ...] = (Seen("1"), Seen("2"))
        self.period = "today"
        self.look()

    def look(self, problem: Problem | None = None) -> frozenset[str]:
        self.now += timedelta(seconds=8)
        value: Sequence[Change] = self.events
        return self.changes.events(Snapshot("events", self.period, value, self.now, problem=problem), self.now)

    def add(self, name: str, action: str = "CREATE_TICKET", ago: float = 1) -> None:
        events = (*self.events, Seen(name, action, self.now + timedelta(seconds=8 - ago)))
        self.events = tuple(sorted(events, key=lambda event: event.at or NOON))

    def count(self, *counts: float) -> None:
        self.changes.counts("overview", self.period, counts)


def test_the_first_look_touches_nothing() -> None:
    assert Changes(TOUCHES, ALL).events(Snapshot("events", "today", (Seen("1"),), NOON), NOON) == frozenset()


def test_a_new_event_touches_the_feeds_of_its_kind_once() -> None:
    log = Log()
    log.add("3", "UNASSIGN_TICKET")
    assert log.look() == {"agents", "tickets"}
    assert log.look() == frozenset()


def test_an_event_that_comes_late_and_out_of_order_is_found() -> None:
    log = Log()
    log.events = (Seen("0", "KAI_INVOLVED", NOON - timedelta(hours=1)), *log.events)
    assert log.look() == {"overview", "trends"}


def test_a_kind_that_nobody_knows_touches_whatever_it_may_have_moved() -> None:
    log = Log()
    log.add("3", "SOMETHING_NEW")
    assert log.look() >= {"overview", "trends", "agents", "tickets"}


def test_another_period_begins_anew() -> None:
    log = Log()
    log.period = "7d"
    log.add("3")
    assert log.look() == frozenset()
    log.add("4")
    assert "overview" in log.look()


def test_nothing_is_followed_before_the_log_has_answered_nor_while_it_is_refused() -> None:
    assert not Changes(TOUCHES, ALL).following
    log = Log()
    assert log.changes.following
    log.look(Problem("forbidden", "Not permitted", "Ask for the right."))
    assert not log.changes.following
    assert log.changes.reason == "no event log: Not permitted"
    log.look()
    assert log.changes.following


def test_events_that_happened_while_the_log_was_away_touch_their_feeds_when_it_is_back() -> None:
    log = Log()
    log.add("3")
    log.look(Problem("network", "No connection", ""))
    assert "overview" in log.look()


def test_counts_that_move_again_and_again_without_events_end_the_following_for_a_while() -> None:
    log = Log()
    for count in range(4):
        log.count(count)
        log.look()
        log.look()
    assert log.changes.reason == "figures move without events"
    for _ in range(80):
        log.look()
    assert log.changes.following


def test_counts_that_move_with_an_event_seen_before_or_just_after_are_explained() -> None:
    log = Log()
    for count in range(10):
        log.add(f"before {count}")
        log.look()
        log.count(2 * count)
        log.look()
        log.look()
        log.count(2 * count + 1)
        log.add(f"after {count}")
        log.look()
    assert log.changes.following


def test_counts_that_come_later_than_their_event_are_explained_by_it() -> None:
    log = Log()
    for count in range(6):
        log.changes.counts("overview", log.period, (count,), awaited=True)
        log.look()
        log.look()
    assert log.changes.following


def test_counts_of_another_period_are_no_movement() -> None:
    log = Log()
    for count in range(6):
        log.period = f"day {count}"
        log.count(count)
        log.look()
        log.look()
        log.look()
    assert log.changes.following


@pytest.mark.parametrize("lag", [45, 300])
def test_a_log_that_lags_is_not_followed_until_it_has_caught_up(lag: float) -> None:
    log = Log()
    for number in range(12):
        log.add(f"late {number}", ago=lag)
        log.look()
    assert log.changes.reason == "events come late"
    for number in range(20):
        log.add(f"prompt {number}", ago=2)
        log.look()
    assert log.changes.following


def test_a_log_that_lags_less_than_the_plain_intervals_is_followed() -> None:
    log = Log()
    for number in range(12):
        log.add(f"late {number}", ago=20)
        log.look()
    assert log.changes.following


def test_a_log_without_events_of_a_period_in_which_things_were_counted_is_not_followed() -> None:
    log = Log()
    log.events = ()
    log.period = "7d"
    log.look()
    log.count(0)
    log.look()
    log.look()
    assert log.changes.following
    log.count(17)
    log.look()
    log.look()
    assert log.changes.reason == "the event log is empty"
    log.add("3")
    log.look()
    assert log.changes.following


def test_counts_of_another_period_do_not_make_a_log_empty() -> None:
    log = Log()
    log.count(17)
    log.events, log.period = (), "tomorrow"
    for _ in range(5):
        log.look()
    assert log.changes.following


def test_events_found_after_a_long_sleep_are_not_late() -> None:
    log = Log()
    log.now += timedelta(hours=8)
    log.events = tuple(Seen(f"night {hour}", at=NOON + timedelta(hours=hour)) for hour in range(1, 8))
    log.look()
    assert log.changes.following


def test_a_clock_set_back_does_not_prolong_the_doubt() -> None:
    log = Log()
    for count in range(4):
        log.count(count)
        log.look()
        log.look()
    assert not log.changes.following
    log.now -= timedelta(days=1)
    log.look()
    assert log.changes.following


def test_a_past_that_somebody_reads_meanwhile_is_not_taken_for_events_that_come_late() -> None:
    log = Log()
    for day in range(1, 40):
        log.events = (Seen(f"{day} days ago", at=NOON - timedelta(days=day)), *log.events)
        log.look()
    assert log.changes.following
