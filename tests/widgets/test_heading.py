"""The heading says what is shown, how old it is, and what is wrong."""

from dataclasses import replace
from datetime import timedelta

import pytest
from textual.content import Content

from gleaptui.refresh.snapshot import Problem
from gleaptui.widgets.heading import heading
from tests.figures import all_figures, board

LONG = Problem("unauthorized", "The key is not accepted", "Make a new one under Project Settings, Security, API Key")


def lines(width: int, seconds_ago: float = 20, problem: Problem | None = None, *, known: bool = True) -> list[str]:
    shown = board(all_figures() if known else None, seconds_ago=seconds_ago, problem=problem)
    return [line.plain.rstrip() for line in heading("Overview", "", shown, shown.overview, Content(""), width)]


def test_a_good_snapshot_takes_one_line() -> None:
    assert lines(80) == [" Overview   last 7 days, partial   <1m old"]
    assert lines(36) == [" Overview   last 7 days   <1m old"]


def test_a_period_that_is_over_is_not_called_partial() -> None:
    shown = board(all_figures(), period="last-week")
    assert "partial" not in heading("Agents", "", shown, shown.overview, Content(""), 80)[0].plain


def test_figures_that_were_read_while_their_period_was_running_stay_partial_when_it_is_over() -> None:
    shown = board(all_figures())
    tomorrow = replace(shown, now=shown.now + timedelta(days=1))
    assert ", partial" in heading("Agents", "", tomorrow, shown.overview, Content(""), 80)[0].plain


def test_a_failure_says_what_and_which_figures_are_shown() -> None:
    assert lines(140, 400, LONG)[1:] == [
        " ⚠ The key is not accepted: Make a new one under Project Settings, Security, API Key"
        "  showing figures of 13:58 (6m old)"
    ]


def test_yesterdays_figures_are_dated() -> None:
    assert "showing figures of 15 Sep 14:05 (1d old)" in lines(140, 86_400, LONG)[1]


def test_what_to_do_is_wrapped_rather_than_cut() -> None:
    assert " ".join(line.strip() for line in lines(60, problem=LONG, known=False)[1:]).endswith("Security, API Key")


@pytest.mark.parametrize("width", range(1, 200, 7))
def test_it_never_takes_more_than_three_lines_nor_more_than_its_width(width: int) -> None:
    shown = board(all_figures(), seconds_ago=400, problem=LONG)
    drawn = heading("Overview", "", shown, shown.overview, Content("note"), width)
    assert len(drawn) <= 3
    assert {line.cell_length for line in drawn} == {width}


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (110, "   <1m old, next by 14:05"),
        (80, "   <1m old"),
        (66, "   <1m old"),
    ],
)
def test_what_the_figures_are_of_goes_before_when_they_are_asked_for_again(width: int, said: str) -> None:
    shown = board(all_figures())
    shown = replace(shown, next_looks={"new_tickets": shown.now})
    note, brief = Content("tickets by weekday, Europe/Paris"), Content("tickets")
    (line,) = heading("Heatmap", "", shown, shown.overview, note, width, brief)
    at_the_end = note if width >= 80 else brief
    assert line.plain.startswith(f" Heatmap   last 7 days, partial{said}  ")
    assert line.plain.endswith(f" {at_the_end.plain} ")


def test_what_does_not_depend_on_the_period_names_its_own_scope() -> None:
    shown = board(all_figures())
    assert heading("Tickets", "newest first", shown, shown.overview, Content(""), 60)[0].plain.startswith(
        " Tickets   newest first   "
    )
