"""The line at the bottom leaves out what does not fit; no figure in it is cut."""

from dataclasses import replace

import pytest

from gleaptui.alertwords import sentence
from gleaptui.widgets.statusline import Part, StatusLine, cut
from tests.frames.desks import alarms, full
from tests.frames.reading import cut_figures, cut_words, figures, vocabulary

HINTS = (("p", "period"), ("q", "quit"))
ALARM = (("!! Rating 87.4 under 90 since 13:40", "$bad"), ("!! Rating 87.4", "$bad"), ("!! 2 off target", "$bad"))
STATE: tuple[Part, ...] = (("PAUSED", "$watch"), ("all <1m", "$muted"))


def said(width: int, parts: tuple[Part, ...] = STATE, alarm: tuple[Part, ...] = ALARM) -> str:
    line = StatusLine()
    line.show(parts, HINTS, alarm)
    (content,) = line.lines(width, 1)
    assert content.cell_length <= width
    return content.plain.strip()


def test_what_is_wrong_comes_first_and_leaves_room_for_whether_all_is_live() -> None:
    assert said(80).startswith("!! Rating 87.4 under 90 since 13:40, PAUSED, all <1m")
    assert said(46) == "!! Rating 87.4 under 90 since 13:40, PAUSED"
    assert said(40).startswith("!! Rating 87.4, PAUSED, all <1m")


def test_that_all_is_live_takes_no_room_from_what_is_wrong() -> None:
    live = (("live", "$good"), ("all <1m", "$muted"))
    assert said(80, live).startswith("!! Rating 87.4 under 90 since 13:40, live, all <1m")
    assert said(40, live) == "!! Rating 87.4 under 90 since 13:40"
    assert said(20, live) == "!! Rating 87.4"


def test_where_both_have_no_room_what_is_wrong_stays() -> None:
    long = (("waiting until 14:06:30, Gleap asks for less", "$watch"),)
    assert said(42, long) == "!! Rating 87.4 under 90 since 13:40"
    assert said(20) == "!! Rating 87.4"


def test_keys_take_what_is_left() -> None:
    assert said(80, alarm=()).endswith("p period  q quit")


def test_a_sentence_is_cut_between_words_and_says_so() -> None:
    assert said(20, (("waiting until 14:06:30, Gleap asks for less", "$watch"),), ()) == "waiting until…"
    assert cut("a word", 6) == "a word"
    assert cut("unbreakable", 5) == "unbr…"
    assert cut("anything", 0) == ""


STATES: tuple[tuple[Part, ...], ...] = (
    (("live", "$good"), ("oldest heatmap 16m", "$muted"), ("over 50 of 120 requests a minute", "$muted")),
    (("waiting until 14:06:30, Gleap asks for less", "$watch"), ("all <1m", "$muted")),
    (("! No connection (overview, trends, agents)", "$bad"), ("oldest events 61d", "$muted")),
)


@pytest.mark.parametrize("parts", STATES)
@pytest.mark.parametrize("count", [0, 1, 2])
def test_every_figure_and_word_is_whole_at_every_width(parts: tuple[Part, ...], count: int) -> None:
    worst, other = alarms()
    alarm = sentence((replace(worst, value=61_234.0, stale=True), other)[:count], full())
    whole = set(figures(said(400, parts, alarm)))
    known = vocabulary()
    for width in range(20, 241):
        line = said(width, parts, alarm)
        assert not [*cut_figures(line), *cut_words(line, known)], (width, line)
        assert set(figures(line)) <= whole | {str(count)}, (width, line)
