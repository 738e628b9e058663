"""An alert says what is off target since when, once; it never comes from what is missing or old."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gleaptui.alerts import Alert, AlertBook, Notification
from gleaptui.board import Board
from gleaptui.gleap.metrics import METRIC
from gleaptui.gleap.models import Figure
from gleaptui.gleap.periods import Period, resolve
from gleaptui.refresh.snapshot import Problem, Snapshot
from gleaptui.targets import SEVERITY, AlertOptions, State, Target
from tests.virtual_clock import VirtualClock

OPEN = Target("open_now", 60, 80, "above")
RESPONSE = Target("first_response_time", 1_800, 3_600, "above")
CLOSED = Target("closed_tickets", 20, 10, "below")
PROBLEM = Problem("network", "No connection", "")
LEVELS = (50.0, 70.0, 90.0)
"""Open tickets that are well, too many, far too many."""


class Watcher:
    """A book, and a clock that stands between answers."""

    def __init__(self, *targets: Target, hold: int = 30, at_most_every: int = 0, zone: str = "Europe/Paris") -> None:
        self.clock = VirtualClock()
        self.book = AlertBook(targets or (OPEN,), self.clock, AlertOptions(hold=hold, at_most_every=at_most_every))
        self.zone = zone
        self.last: Snapshot[tuple[Figure, ...]] = Snapshot("overview")
        self.period = "7d"

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.clock._monotonic += seconds

    def answer(self, value: float | None, metric: str = "open_now", wait: float = 30, **others: float | None) -> None:
        """After a wait, an answer with these values."""
        self.wait(wait)
        values = {metric: value, **others}
        figures = tuple(Figure(metric=name, value=number, unit=METRIC[name].unit) for name, number in values.items())
        self.last = Snapshot("overview", self.span.key, figures, self.now)
        self.look()

    def answers(self, *values: float | None, wait: float = 30) -> None:
        for value in values:
            self.answer(value, wait=wait)

    @property
    def span(self) -> Period:
        return resolve(self.period, self.now, self.zone)

    def look(self, wait: float = 0) -> None:
        """After a wait, the last answer as it still stands."""
        self.wait(wait)
        self.book.look(Board(self.now, self.span, self.last))

    def fail(self, wait: float = 30) -> None:
        """After a wait, a failure; the last value stays."""
        self.wait(wait)
        self.book.look(Board(self.now, self.span, self.last.failed(PROBLEM)))

    @property
    def alert(self) -> Alert | None:
        found = self.book.alerts
        assert len(found) <= 1
        return found[0] if found else None

    @property
    def told(self) -> list[tuple[State, State]]:
        return [(note.before, note.state) for note in self.book.due_notifications()]


# When a state counts


def test_one_answer_is_not_enough_and_the_second_says_since_when() -> None:
    watcher = Watcher()
    watcher.answers(50, 50, 90)
    seen = watcher.now
    assert watcher.alert is None
    watcher.answer(91)
    assert watcher.alert == Alert("open_now", "critical", seen, 91, OPEN, watcher.now)


def test_two_answers_within_a_moment_are_not_enough() -> None:
    watcher = Watcher()
    watcher.answers(50, 50)
    watcher.answers(90, 90, 90, wait=5)
    assert watcher.alert is None
    watcher.answers(90, 90, 90, 90, wait=5)
    assert watcher.alert is not None


def test_the_same_snapshot_again_is_no_second_answer() -> None:
    watcher = Watcher()
    watcher.answers(50, 50, 90)
    for _ in range(11):
        watcher.look(10)
    assert watcher.alert is None


def test_an_answer_that_stands_for_long_is_enough_as_nothing_may_happen_that_brings_another() -> None:
    watcher = Watcher()
    watcher.answers(50, 50, 90)
    seen = watcher.now
    watcher.look(119)
    assert watcher.alert is None
    watcher.look(1)
    assert watcher.alert is not None
    assert (watcher.alert.state, watcher.alert.since) == ("critical", seen)
    watcher.answer(50)
    watcher.look(120)
    assert watcher.alert is None


def test_where_a_state_must_hold_for_long_one_answer_must_stand_for_longer() -> None:
    watcher = Watcher(hold=120)
    watcher.answer(90)
    watcher.look(479)
    assert watcher.alert is None
    watcher.look(1)
    assert watcher.alert is not None


def test_a_value_that_stays_missing_for_long_takes_the_alert_away_too() -> None:
    watcher = Watcher()
    watcher.answers(90, 90, None)
    watcher.look(119)
    assert watcher.alert is not None
    watcher.look(1)
    assert watcher.alert is None


def test_a_value_that_swings_around_a_limit_changes_nothing() -> None:
    watcher = Watcher()
    watcher.answers(50, 50, *(50, 70) * 20)
    assert watcher.alert is None
    watcher.answers(70, 70, *(50, 70) * 20)
    assert watcher.alert is not None
    assert watcher.told == [("ok", "warning")]


def test_a_value_that_swings_between_bad_and_worse_fires_as_bad() -> None:
    watcher = Watcher()
    watcher.answers(50, 50, *(70, 90) * 3)
    assert watcher.alert is not None
    assert watcher.alert.state == "warning"


def test_since_when_is_when_it_got_as_bad_as_this() -> None:
    watcher = Watcher()
    watcher.answers(50, 50, 70)
    warned = watcher.now
    watcher.answers(70, 90)
    critical = watcher.now
    watcher.answers(90)
    assert watcher.alert is not None
    assert watcher.alert.since == critical
    watcher.answers(70, 70)
    assert (watcher.alert.state, watcher.alert.since) == ("warning", warned)


def test_what_is_off_target_at_the_start_fires_too() -> None:
    watcher = Watcher()
    watcher.answers(90, 90)
    assert watcher.told == [("ok", "critical")]


def test_it_clears_after_two_good_answers_and_says_so_once() -> None:
    watcher = Watcher()
    watcher.answers(90, 90)
    assert watcher.told
    watcher.answer(50)
    assert watcher.alert is not None
    watcher.answer(50)
    assert watcher.alert is None
    assert watcher.told == [("critical", "ok")]
    assert watcher.told == []


# What never fires


def test_missing_values_never_fire_and_take_an_alert_away_without_a_word() -> None:
    watcher = Watcher()
    watcher.answers(90, 90)
    assert watcher.told
    watcher.answers(None)
    assert watcher.alert is not None
    watcher.answers(None)
    assert watcher.book.state("open_now") == "unknown"
    assert watcher.alert is None
    watcher.answers(90, None, 90)
    assert watcher.alert is None, "one answer between missing ones proves nothing"
    watcher.answers(90)
    assert watcher.alert is not None
    assert watcher.told == []


def test_missing_values_with_others_between_them_take_nothing_away() -> None:
    watcher = Watcher()
    watcher.answers(90, 90, None, 90, None, 90, None)
    assert watcher.book.state("open_now") == "critical"


@pytest.mark.parametrize("hold", [0, 30])
def test_one_missing_value_or_two_within_a_moment_take_nothing_away(hold: int) -> None:
    watcher = Watcher(hold=hold)
    watcher.answers(90, 90, None)
    assert watcher.book.state("open_now") == "critical"
    watcher.answer(None, wait=29)
    assert watcher.book.state("open_now") == ("critical" if hold else "unknown")


def test_a_figure_that_is_not_in_the_answer_is_missing() -> None:
    watcher = Watcher(OPEN, RESPONSE)
    watcher.answers(90, 90, 90)
    assert [alert.metric for alert in watcher.book.alerts] == ["open_now"]
    assert watcher.book.state("first_response_time") == "unknown"


def test_while_the_source_fails_nothing_changes_and_the_alert_says_that_it_is_old() -> None:
    watcher = Watcher()
    watcher.answers(50, 50, 90)
    for _ in range(20):
        watcher.fail()
    assert watcher.alert is None
    watcher.answers(90)
    assert watcher.alert is not None
    assert not watcher.alert.stale
    watcher.fail()
    assert watcher.alert.stale
    watcher.answers(90)
    assert not watcher.alert.stale
    watcher.wait(3_600)
    assert watcher.alert.stale


@pytest.mark.parametrize("kind", ["good", "stored", "old", "foreign", "empty"])
def test_stored_old_and_foreign_answers_are_no_answers(kind: str) -> None:
    watcher = Watcher()
    for _ in range(5):
        watcher.wait(60)
        key = resolve("30d" if kind == "foreign" else "7d", watcher.now, watcher.zone).key
        value = None if kind == "empty" else (Figure(metric="open_now", value=90.0),)
        at = watcher.now - timedelta(hours=kind == "old")
        stored: Literal["live", "stored"] = "stored" if kind == "stored" else "live"
        watcher.last = Snapshot("overview", key, value, at, stored)
        watcher.look()
    assert watcher.book.state("open_now") == ("critical" if kind == "good" else "unknown")


def test_figures_of_the_past_fire_nothing_but_those_of_this_moment_do() -> None:
    watcher = Watcher(OPEN, RESPONSE)
    watcher.period = "2026-09-01..2026-09-07"
    for _ in range(4):
        watcher.answer(90, first_response_time=9_000.0)
    assert [alert.metric for alert in watcher.book.alerts] == ["open_now"]


def test_a_day_that_has_just_begun_has_not_closed_too_few_tickets_yet() -> None:
    watcher = Watcher(CLOSED)
    watcher.period = "today"
    for _ in range(4):
        watcher.answer(1, "closed_tickets")
    assert watcher.alert is None
    watcher.period = "7d"
    for _ in range(4):
        watcher.answer(1, "closed_tickets")
    assert watcher.alert is not None


def test_looking_at_another_period_does_not_mix_their_states() -> None:
    watcher = Watcher(RESPONSE)
    for _ in range(3):
        watcher.answer(9_000, "first_response_time")
    assert watcher.book.acknowledge("first_response_time")
    watcher.period = "today"
    watcher.answer(60, "first_response_time")
    assert watcher.alert is None
    watcher.answer(60, "first_response_time")
    watcher.period = "yesterday"
    for _ in range(3):
        watcher.answer(9_000, "first_response_time")
    assert watcher.book.state("first_response_time") == "ok"
    watcher.period = "7d"
    watcher.answer(9_000, "first_response_time")
    assert watcher.alert is not None
    assert watcher.alert.acknowledged


def test_what_was_half_seen_before_another_period_was_looked_at_proves_nothing() -> None:
    watcher = Watcher(RESPONSE)
    for period in ("7d", "today", "7d", "today"):
        watcher.period = period
        watcher.answer(9_000, "first_response_time", wait=600)
    assert watcher.alert is None


def test_midnight_does_not_end_an_alert_of_a_rolling_period() -> None:
    watcher = Watcher(RESPONSE)
    watcher.answer(9_000, "first_response_time")
    since = watcher.now
    for _ in range(200):
        watcher.answer(9_000, "first_response_time", wait=600)
    assert watcher.alert is not None
    assert watcher.alert.since == since
    assert len(watcher.told) == 1


def test_an_alert_of_a_period_that_is_left_is_old_at_once_and_says_what_it_is_of() -> None:
    watcher = Watcher(OPEN, RESPONSE)
    for _ in range(2):
        watcher.answer(90, first_response_time=9_000.0)
    of_period, of_now = watcher.book.alerts
    assert (of_now.period, of_period.period, of_period.stale) == ("", "last 7 days", False)
    seen = watcher.now
    watcher.period = "2026-09-01..2026-09-07"
    watcher.answer(95, first_response_time=60.0)
    of_period, of_now = watcher.book.alerts
    assert (of_now.value, of_now.as_of, of_now.stale) == (95, watcher.now, False)
    assert (of_period.value, of_period.as_of, of_period.stale) == (9_000, seen, True)
    assert of_period.period == "last 7 days"
    watcher.period = "7d"
    watcher.answer(95, first_response_time=9_000.0)
    assert not any(alert.stale for alert in watcher.book.alerts)


def test_a_value_that_is_back_within_its_target_is_known_before_the_alert_clears() -> None:
    watcher = Watcher()
    watcher.answers(90, 90)
    assert watcher.alert is not None
    assert not watcher.alert.eased
    watcher.answer(50)
    assert watcher.alert is not None
    assert watcher.alert.eased


def test_many_periods_leave_a_bounded_memory() -> None:
    watcher = Watcher(RESPONSE)
    for length in range(40):
        watcher.period = f"{watcher.now.date() - timedelta(days=length)}..{watcher.now.date() + timedelta(days=1)}"
        watcher.answer(9_000, "first_response_time")
    assert len(watcher.book._tracks) <= 8


def test_every_figure_has_its_own_source() -> None:
    watcher = Watcher(OPEN, RESPONSE, Target("net_change", 5, None, "above"))
    board = Board(watcher.now, watcher.span)

    def show(feed: str, period: str, *figures: Figure, problem: Problem | None = None) -> None:
        nonlocal board
        board = board.showing(Snapshot(feed, period, figures, watcher.now, problem=problem))
        watcher.book.look(replace(board, now=watcher.now))

    for _ in range(2):
        watcher.wait(30)
        show("open_now", "", Figure(metric="open_now", value=90.0))
        show("new_tickets", watcher.span.key, Figure(metric="new_tickets", value=30.0))
        show("closed_tickets", watcher.span.key, Figure(metric="closed_tickets", value=10.0))
        slow = Figure(metric="first_response_time", value=9_000.0, unit="seconds")
        show("response", watcher.span.key, slow, problem=PROBLEM)
    assert [alert.metric for alert in watcher.book.alerts] == ["open_now", "net_change"]
    show("closed_tickets", watcher.span.key, Figure(metric="closed_tickets", value=10.0), problem=PROBLEM)
    assert [alert.stale for alert in watcher.book.alerts] == [False, True]


# Who knows


def test_acknowledged_until_it_clears() -> None:
    watcher = Watcher()
    watcher.answers(90, 90)
    assert watcher.book.acknowledge("open_now")
    assert watcher.told == [], "somebody knows already"
    watcher.answers(90, 70, 70)
    assert watcher.alert is not None
    assert (watcher.alert.state, watcher.alert.acknowledged) == ("warning", True)
    assert watcher.told == []
    watcher.answers(50, 70, 90, 90)
    assert (watcher.alert.state, watcher.alert.acknowledged) == ("critical", True)
    assert watcher.told == []
    watcher.answers(50, 50)
    assert watcher.told == [("critical", "ok")]
    watcher.answers(90, 90)
    assert watcher.alert is not None
    assert not watcher.alert.acknowledged
    assert watcher.told == [("ok", "critical")]


def test_what_gets_worse_than_somebody_knows_is_a_new_matter() -> None:
    watcher = Watcher()
    watcher.answers(70, 70)
    watcher.book.acknowledge("open_now")
    watcher.answers(90, 90)
    assert watcher.alert is not None
    assert not watcher.alert.acknowledged
    assert watcher.told == [("warning", "critical")]
    watcher.answers(70, 70)
    assert not watcher.alert.acknowledged


def test_there_is_nothing_to_acknowledge_without_an_alert() -> None:
    watcher = Watcher()
    assert not watcher.book.acknowledge("open_now")
    assert not watcher.book.acknowledge("replies")
    watcher.answers(50, 50)
    assert not watcher.book.acknowledge("open_now")


def test_the_worst_comes_first_then_what_nobody_knows_of_then_the_oldest() -> None:
    targets = (OPEN, RESPONSE, Target("sla_breaches", 0, None, "above"), Target("escalations", 0, None, "above"))
    watcher = Watcher(*targets)
    for _ in range(2):
        watcher.answer(50, escalations=1.0, first_response_time=60.0)
    for _ in range(3):
        watcher.answer(70, escalations=1.0, sla_breaches=2.0, first_response_time=9_000.0)
    assert [alert.metric for alert in watcher.book.alerts] == [
        "first_response_time",
        "escalations",
        "open_now",
        "sla_breaches",
    ]
    watcher.book.acknowledge("escalations")
    assert [alert.metric for alert in watcher.book.alerts][-1] == "escalations"


# Notifications


def test_not_more_often_than_wanted_and_what_passed_meanwhile_is_no_news() -> None:
    watcher = Watcher(OPEN, RESPONSE, at_most_every=600)
    for _ in range(2):
        watcher.answer(90, first_response_time=60.0)
    assert watcher.told == [("ok", "critical")]
    for _ in range(4):
        watcher.answer(90, first_response_time=9_000.0)
    assert watcher.told == []
    for _ in range(4):
        watcher.answer(90, first_response_time=60.0)
    watcher.wait(600)
    assert watcher.told == [], "it came and went"
    for _ in range(2):
        watcher.answer(50, first_response_time=9_000.0)
    assert [(note.metric, note.worse) for note in watcher.book.due_notifications()] == [
        ("first_response_time", True),
        ("open_now", False),
    ]


STEPS = st.lists(
    st.tuples(
        st.sampled_from([*LEVELS, *LEVELS, None, "fail", "again", "acknowledge"]),
        st.sampled_from([1.0, 5.0, 20.0, 30.0, 31.0, 100.0, 700.0]),
    ),
    max_size=60,
)


@settings(max_examples=300)
@given(STEPS, st.sampled_from([0, 30, 120]), st.sampled_from([0, 60, 600]))
def test_whatever_comes_bells_ring_once_a_change_seldom_and_never_for_what_is_missing(
    steps: list[tuple[object, float]], hold: int, at_most_every: int
) -> None:
    watcher = Watcher(hold=hold, at_most_every=at_most_every)
    seen: list[tuple[float, float]] = []
    notes: list[tuple[float, Notification]] = []
    for action, wait in steps:
        before = watcher.book.state("open_now")
        if action == "fail":
            watcher.fail(wait)
        elif action == "again":
            watcher.look(wait)
        elif action == "acknowledge":
            watcher.book.acknowledge("open_now")
        else:
            assert action is None or isinstance(action, float)
            watcher.answer(action, wait=wait)
            if action is not None:
                seen.append((watcher.clock.monotonic(), action))
        after = watcher.book.state("open_now")
        if after != before and after != "unknown":
            assert isinstance(action, float) or action == "again", "nothing else brings a state"
            at, value = seen[-1]
            proof = {value}
            if watcher.clock.monotonic() - at < max(120, 4 * hold):
                proof |= {value for before, value in seen if before >= at - hold}
                proof.add(seen[-2][1])
            if SEVERITY[after] > SEVERITY[before]:
                assert min(map(LEVELS.index, proof)) == SEVERITY[after]
            elif before != "unknown":
                assert max(map(LEVELS.index, proof)) == SEVERITY[after]
        for note in watcher.book.due_notifications():
            assert note.state == after != note.before
            assert note.value == seen[-1][1]
            assert note.since <= watcher.now
            assert action not in ("fail", None)
            notes.append((watcher.clock.monotonic(), note))
        assert watcher.told == []
    acknowledged = any(action == "acknowledge" for action, _ in steps)
    for (earlier, first), (later, second) in pairwise(notes):
        assert later - earlier >= at_most_every
        assert second.before == first.state or acknowledged, "each tells of the change since the one before"
    assert not notes or notes[0][1].before == "ok" or acknowledged


@given(st.lists(st.sampled_from([None, "fail", "again"]), max_size=40), st.sampled_from(LEVELS))
def test_after_one_answer_nothing_but_missing_old_and_failed_ones_never_fires(
    rest: list[str | None], first: float
) -> None:
    watcher = Watcher(hold=0)
    watcher.answer(first)
    watcher.answer(None)
    for step in rest:
        if step == "fail":
            watcher.fail()
        elif step == "again":
            watcher.look(30)
        else:
            watcher.answer(None)
        assert watcher.alert is None
        assert watcher.told == []


@pytest.mark.parametrize("hold", [0, 3_600])
def test_however_long_a_state_must_hold_it_counts_in_the_end(hold: int) -> None:
    watcher = Watcher(hold=hold)
    watcher.answers(*[90] * 1_900, wait=2)
    assert watcher.alert is not None
