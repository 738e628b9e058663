"""A team without figures gives way to the last one that has some, under the name of its own period."""

from dataclasses import replace

import pytest
from msgspec import structs

from gleaptui.board import Board
from gleaptui.widgets.teamshown import team_shown
from tests.figures import all_figures, board
from tests.samples import agent, listing, team

BEFORE = team(agent("Ada", worked_on=7.0))
ZERO = team(agent("Ada", worked_on=0.0), all_zero=True)


def seen(period: str, *, earlier: bool, new: float | None = None) -> Board:
    """A board with a team that is all zero, and with so many new tickets, closed ones and replies."""
    shown = listing(agents=structs.replace(ZERO, earlier=BEFORE if earlier else None), period=period)
    figures = all_figures(new_tickets=new, closed_tickets=new, replies=new)
    return shown if new is None else replace(shown, overview=board(figures, period=period).overview)


@pytest.mark.parametrize(
    ("period", "new", "scope", "instead"),
    [
        ("today", 40, "yesterday", "today is not computed yet"),
        ("today", None, "yesterday", "today is not computed yet"),
        ("today", 0, "yesterday", "nobody worked today yet"),
        ("yesterday", 40, "14 Sep 2026", "yesterday is not computed yet"),
        ("this-week", 0, "last week", "nobody worked this week yet"),
    ],
)
def test_the_last_whole_period_stands_in_for_one_without_figures(
    period: str, new: float | None, scope: str, instead: str
) -> None:
    shown = team_shown(seen(period, earlier=True, new=new))
    assert (shown.team, shown.scope, shown.instead) == (BEFORE, scope, instead)
    assert shown.standings.entries[0].values["worked_on"] == 7


def test_of_a_day_that_is_over_and_on_which_nothing_happened_zeros_are_shown() -> None:
    shown = team_shown(seen("yesterday", earlier=True, new=0))
    assert (shown.scope, shown.standings.pending) == ("", False)


@pytest.mark.parametrize("period", ["today", "yesterday"])
def test_a_day_on_which_nobody_is_listed_gives_way_only_while_it_runs(period: str) -> None:
    shown = team_shown(listing(agents=structs.replace(team(), earlier=BEFORE), period=period))
    assert shown.instead == ("nobody worked today yet" if period == "today" else "")


@pytest.mark.parametrize("new", [None, 40])
def test_zeros_are_no_figures_while_other_figures_say_otherwise_or_nothing(new: float | None) -> None:
    shown = team_shown(seen("yesterday", earlier=False, new=new))
    assert (shown.scope, shown.standings.pending) == ("", True)


def test_a_team_with_figures_is_the_one_of_the_period() -> None:
    shown = team_shown(listing(agents=BEFORE))
    assert (shown.team, shown.scope) == (BEFORE, "")
    assert team_shown(listing()).team is None
