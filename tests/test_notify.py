"""The bell and the notifications of terminals."""

from datetime import UTC, datetime

import pytest

from gleaptui.alerts import Notification
from gleaptui.notify import said, sequences
from gleaptui.targets import AlertOptions, State, Target

TARGET = Target("first_response_time", warn=900.0)
SINCE = datetime(2026, 9, 16, 12, tzinfo=UTC)


def notification(state: State, before: State) -> Notification:
    return Notification("first_response_time", state, before, SINCE, 1_260.0, TARGET)


WORSE, CLEARED = notification("warning", "ok"), notification("ok", "warning")


def test_a_change_is_said_in_a_sentence() -> None:
    assert said(WORSE) == "First response 21m, over 15m"
    assert said(CLEARED) == "First response is back within its target: 21m"


@pytest.mark.parametrize(
    ("options", "tmux", "written"),
    [
        (AlertOptions(), False, ""),
        (AlertOptions(bell=True), False, "\a"),
        (AlertOptions(notify="osc9"), False, "\x1b]9;First response 21m, over 15m\a"),
        (AlertOptions(notify="osc777"), False, "\x1b]777;notify;gleaptui;First response 21m, over 15m\a"),
        (AlertOptions(notify="osc9"), True, "\x1bPtmux;\x1b\x1b]9;First response 21m, over 15m\a\x1b\\"),
    ],
)
def test_only_what_is_configured_is_written(options: AlertOptions, tmux: bool, written: str) -> None:
    assert sequences(WORSE, options, tmux=tmux) == written


def test_good_news_do_not_ring() -> None:
    assert sequences(CLEARED, AlertOptions(bell=True)) == ""
