"""Targets are written in the units people use; what is wrong with one is said with what is expected."""

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleaptui.gleap.metrics import METRIC, METRICS
from gleaptui.gleap.models import Figure
from gleaptui.targets import (
    SEVERITY,
    AlertOptions,
    Target,
    TargetError,
    WrittenTarget,
    assess,
    checked_targets,
    limit,
)

VALUES = st.one_of(st.none(), st.just(math.nan), st.floats(-1e9, 1e9))


def checked(metric: str, warn: object = None, critical: object = None, when: object = None) -> Target:
    """The target, read as the settings read it."""
    table = {"metric": metric, "warn": warn, "critical": critical, "when": when}
    written = msgspec.convert({key: value for key, value in table.items() if value is not None}, WrittenTarget)
    return checked_targets([written], "config.toml")[0]


def refusal(metric: str, warn: object = None, critical: object = None, when: object = None) -> str:
    with pytest.raises(TargetError) as caught:
        checked(metric, warn, critical, when)
    return str(caught.value)


def figure(metric: str, value: float | None) -> Figure:
    return Figure(metric=metric, value=value, unit=METRIC[metric].unit)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("30m", 1_800),
        ("1h 30m", 5_400),
        ("1h30m", 5_400),
        (" 90s ", 90),
        ("1.5h", 5_400),
        ("2d", 172_800),
        ("1d 2h 3m 4s", 93_784),
        ("45 min", 2_700),
        ("1H", 3_600),
        ("0", 0),
        (0, 0),
    ],
)
def test_times_are_written_with_their_unit(written: str | int, seconds: float) -> None:
    assert limit(written, METRIC["first_response_time"], "x") == seconds


@pytest.mark.parametrize(
    ("metric", "written", "value"),
    [
        ("sla_compliance", "95%", 95),
        ("sla_compliance", "95.5 %", 95.5),
        ("sla_compliance", 95, 95),
        ("sla_compliance", "95", 95),
        ("sla_compliance", "0.5%", 0.5),
        ("rating", 80, 80),
        ("rating", "84.5", 84.5),
        ("sla_breaches", 0, 0),
        ("open_now", "60", 60),
        ("net_change", -5, -5),
    ],
)
def test_other_limits_are_numbers(metric: str, written: str | int, value: float) -> None:
    assert limit(written, METRIC[metric], "x") == value


@pytest.mark.parametrize(
    ("metric", "written", "said"),
    [
        ("first_response_time", 30, 'has no unit; write a time such as "30m"'),
        ("first_response_time", "30", "has no unit"),
        ("first_response_time", "95%", "expected a time"),
        ("first_response_time", "half an hour", "expected a time"),
        ("first_response_time", "-5m", "expected a time"),
        ("first_response_time", "9" * 40 + "d", "expected a time"),
        ("sla_compliance", "30m", 'expected a share such as "95%"'),
        ("sla_compliance", 0.95, "may be a fraction; write it in per cent"),
        ("sla_compliance", "120%", "from 0 % to 100 %"),
        ("rating", "4 stars", "expected a rating from 0 to 100"),
        ("rating", 4.5, "ratings run from 0 to 100"),
        ("rating", 101, "ratings run from 0 to 100"),
        ("sla_breaches", "5%", "expected a number"),
        ("sla_breaches", "30m", "expected a number"),
        ("sla_breaches", -1, "below zero"),
        ("sla_breaches", math.inf, "expected a number"),
        ("sla_breaches", "\x1b[31m5", "expected a number"),
    ],
)
def test_a_limit_in_the_wrong_unit_is_refused_with_what_is_expected(
    metric: str, written: str | float, said: str
) -> None:
    message = refusal(metric, written)
    assert said in message
    assert message.startswith(f"config.toml: targets[1] ({metric}).warn: ")
    assert message.isprintable()


def test_an_unknown_metric_is_refused_and_the_known_ones_are_listed() -> None:
    message = refusal("response_time", "30m")
    assert "'response_time' is no metric" in message
    assert all(metric.id in message for metric in METRICS)


def test_limits_in_the_wrong_order_are_refused_in_the_metrics_own_words() -> None:
    assert "warn (1h) would come after critical (30m); higher is worse here" in refusal(
        "first_response_time", "1h", "30m"
    )
    assert "lower is worse here, so critical must be the lower one" in refusal("sla_compliance", "90%", "95%")
    assert checked("sla_compliance", "95%", "90%").when == "below"


def test_a_metric_without_a_good_direction_is_told_one_by_its_limits_or_by_a_word() -> None:
    assert 'add when = "above" or when = "below"' in refusal("new_tickets", 100)
    assert "add when" in refusal("new_tickets", 100, 100)
    assert checked("new_tickets", 100, 200).when == "above"
    assert checked("agents_online", 3, 1).when == "below"
    assert checked("agents_online", critical=1, when="below").when == "below"
    assert checked("open_now", 1, when="below").when == "below"
    assert "so critical must be the higher one" in refusal("new_tickets", 200, 100, "above")


def test_a_target_needs_a_limit_and_a_metric_has_one_target() -> None:
    assert 'give warn, critical or both, such as warn = "30m"' in refusal("reply_time")
    twice = [WrittenTarget(metric="open_now", warn=5), WrittenTarget(metric="open_now", critical=9)]
    with pytest.raises(TargetError, match=r"targets\[2\] \(open_now\): this metric has a target already"):
        checked_targets(twice, "config.toml")


def test_what_is_not_known_in_a_target_is_refused_by_the_settings_reader() -> None:
    for table in ({"metric": "open_now", "wran": 5}, {"metric": "open_now", "warn": True}, {"warn": 5}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(table, WrittenTarget)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"at_most_every": -1}, AlertOptions)


@pytest.mark.parametrize(
    ("metric", "value", "state"),
    [
        ("first_response_time", 1_800, "ok"),
        ("first_response_time", 1_801, "warning"),
        ("first_response_time", 3_601, "critical"),
        ("first_response_time", 0, "ok"),
        ("first_response_time", None, "unknown"),
        ("sla_compliance", 95, "ok"),
        ("sla_compliance", 94.99999999999999, "ok"),
        ("sla_compliance", 94.9, "warning"),
        ("sla_compliance", 89, "critical"),
        ("sla_breaches", 0, "ok"),
        ("sla_breaches", 1, "critical"),
    ],
)
def test_a_value_beyond_a_limit_breaks_it_and_the_limit_itself_is_still_good(
    metric: str, value: float | None, state: str
) -> None:
    target = {
        "first_response_time": checked("first_response_time", "30m", "1h"),
        "sla_compliance": checked("sla_compliance", "95%", "90%"),
        "sla_breaches": checked("sla_breaches", critical=0),
    }[metric]
    assert assess(figure(metric, value), target) == state


@given(VALUES, st.sampled_from(["above", "below"]), st.floats(-1e6, 1e6), st.floats(0, 1e6), st.booleans())
def test_a_worse_value_is_never_in_a_better_state_and_a_missing_one_is_never_bad(
    value: float | None, when: str, warn: float, gap: float, growing: bool
) -> None:
    sign = 1 if when == "above" else -1
    target = Target("net_change", warn, warn + sign * gap, "above" if when == "above" else "below")
    state = assess(figure("net_change", value), target, growing=growing)
    if value is None or math.isnan(value):
        assert state == "unknown"
        assert assess(None, target) == "unknown"
        return
    worse = assess(figure("net_change", value + sign), target, growing=growing)
    assert SEVERITY[worse] >= SEVERITY[state]


def test_a_count_that_still_grows_is_not_too_low_yet_and_may_already_be_too_high() -> None:
    low, high = checked("closed_tickets", 20), checked("new_tickets", 20, when="above")
    assert assess(figure("closed_tickets", 3), low, growing=True) == "unknown"
    assert assess(figure("closed_tickets", 3), low) == "warning"
    assert assess(figure("closed_tickets", 25), low, growing=True) == "ok"
    assert assess(figure("new_tickets", 25), high, growing=True) == "warning"
    assert assess(figure("agents_online", 0), checked("agents_online", 1, when="below"), growing=True) == "warning"
    assert assess(figure("sla_compliance", 50), checked("sla_compliance", "95%"), growing=True) == "warning"


def test_the_aim_of_a_target_is_written_in_its_unit() -> None:
    assert checked("first_response_time", "15m", "1h").written == "15m"
    assert checked("sla_compliance", critical="90%").written == "90 %"
    assert checked("sla_breaches", 0).written == "0"
