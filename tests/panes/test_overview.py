"""The Overview shows every figure as it is, and says so where there is none."""

import pytest

from gleaptui.board import Board
from gleaptui.gleap.metrics import METRIC, METRICS
from gleaptui.gleap.models import Figure
from gleaptui.panes.overview import OverviewPane, arrange, faces, no_trend
from gleaptui.text import MISSING
from gleaptui.widgets.card import Card
from tests.figures import PROBLEM, all_figures, board, figure, fits_every_size, on_screen, series


@pytest.mark.parametrize("size", [(80, 22), (104, 30), (120, 38), (200, 58)])
async def test_every_metric_and_its_value_can_be_read_at_once(size: tuple[int, int]) -> None:
    async with on_screen(OverviewPane(), board(all_figures()), size) as (app, _):
        for place, metric in enumerate(METRICS):
            assert metric.label in app.text
            if metric.unit == "count":
                assert f"{101 + place}" in app.text


@pytest.mark.parametrize("state", ["known", "missing", "stale", "failed", "loading", "huge"])
async def test_no_size_breaks_any_state(state: str) -> None:
    shown = {
        "known": board(all_figures(), {"new_tickets": series([1, None, 3])}),
        "missing": board(all_figures(new_tickets=None), {}),
        "stale": board(all_figures(), problem=PROBLEM),
        "failed": board(problem=PROBLEM),
        "loading": board(),
        "huge": board(tuple(figure(metric.id, 1e300, change_pct=-1e30) for metric in METRICS)),
    }[state]
    async with on_screen(OverviewPane(), shown) as (app, pilot):
        await fits_every_size(app, pilot, shown, "Overview")


async def test_before_the_first_answer_it_says_loading_and_shows_no_number() -> None:
    async with on_screen(OverviewPane(), board()) as (app, _):
        assert app.text.count("loading…") >= len(METRICS)
        assert not any(character.isdigit() for character in app.text.replace("7 days", ""))


async def test_after_a_first_answer_that_failed_it_says_why_and_shows_no_number() -> None:
    async with on_screen(OverviewPane(), board(problem=PROBLEM)) as (app, _):
        assert "⚠ No connection: api.gleap.io cannot be reached" in app.text
        assert "not answered" in app.text
        assert not any(character.isdigit() for character in app.text.replace("7 days", ""))


async def test_a_figure_that_gleap_does_not_have_is_a_dash_with_the_reason() -> None:
    figures = (Figure(metric="rating", unit="rating", reason="no ratings in this period"),)
    async with on_screen(OverviewPane(), board(figures)) as (app, _):
        assert "no ratings in this" in app.text
        assert f"{len(METRICS)} not available" in app.text
        assert " 0" not in app.text


async def test_a_zero_that_gleap_sent_is_a_zero() -> None:
    shown = faces(board((figure("sla_breaches", 0.0),)))["sla_breaches"]
    assert shown.value == "0"


async def test_old_figures_stay_with_their_age_while_the_source_fails() -> None:
    async with on_screen(OverviewPane(), board(all_figures(), seconds_ago=400, problem=PROBLEM)) as (app, _):
        assert "showing figures of 13:58 (6m old)" in app.text
        assert app.text.count(" 6m ") >= len(METRICS)
        assert "101" in app.text


async def test_figures_of_another_period_are_not_taken_for_this_one() -> None:
    older = board(all_figures(), period="30d")
    now = board()
    shown = faces(type(now)(now=now.now, period=now.period, overview=older.overview))
    assert {face.value for face in shown.values()} == {""}


async def test_how_a_figure_came_about_is_marked() -> None:
    figures = (
        figure("replies", 5, source="sum_of_days"),
        figure("net_change", 2, source="derived"),
        figure("time_to_close", 60, unit_assumed=True),
    )
    async with on_screen(OverviewPane(), board(figures)) as (app, _):
        assert "Replies  Σ days" in app.text
        assert "Net change  derived" in app.text
        assert "Time to close  unit?" in app.text


async def test_the_same_board_again_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = board(all_figures(), {"new_tickets": series([1, 2, 3])})
    async with on_screen(OverviewPane(), shown) as (app, pilot):
        drawn: list[Card] = []
        monkeypatch.setattr(Card, "refresh", lambda card, *_regions, **_options: drawn.append(card))
        app.pane.show(shown)
        await pilot.pause()
        assert drawn == []
        app.pane.show(board(all_figures(open_now=7), {"new_tickets": series([1, 2, 3])}))
        assert [card.face.metric for card in drawn] == ["open_now"]


async def test_keys_choose_a_figure_and_enter_asks_for_its_trend() -> None:
    pane = OverviewPane()
    async with on_screen(pane, board(all_figures())) as (app, pilot):
        await pilot.press("j", "j", "k", "enter")
        await pilot.press("l", "enter", "G", "enter", "g", "enter")
        assert app.chosen == ["closed_tickets", "reply_time", "sla_compliance", "new_tickets"]


async def test_a_click_chooses_a_figure_and_a_second_one_opens_its_trend() -> None:
    pane = OverviewPane()
    async with on_screen(pane, board(all_figures())) as (app, pilot):
        card = next(card for card in pane.query(Card) if card.face.metric == "rating")
        await pilot.click(card)
        assert (pane.chosen, app.chosen) == ("rating", [])
        await pilot.click(card)
        assert app.chosen == ["rating"]


async def test_on_a_small_screen_the_chosen_figure_is_scrolled_into_sight() -> None:
    async with on_screen(OverviewPane(), board(all_figures()), (40, 10)) as (app, pilot):
        assert "SLA compliance" not in app.text
        await pilot.press("G")
        await pilot.pause()
        assert "SLA compliance" in app.text


async def test_the_days_of_the_chosen_figure_are_written_out_and_gaps_are_dashes() -> None:
    async with on_screen(OverviewPane(), board(all_figures(), {"new_tickets": series([45, None, 0])})) as (app, _):
        lines = app.text.splitlines()
        names = next(number for number, line in enumerate(lines) if "Mon 14" in line)
        assert lines[names].split() == ["Mon", "14", "Tue", "15", "today"]
        assert lines[names + 1].split() == ["45", MISSING, "0"]


@pytest.mark.parametrize(
    ("metric", "shown", "said"),
    [
        ("worked_on", board(all_figures(), {}), "Gleap keeps no days"),
        ("new_tickets", board(all_figures(), {}), "no days of this figure came"),
        ("new_tickets", board(all_figures()), "trend loading…"),
        ("new_tickets", board(all_figures(), problem=PROBLEM), "no trend: No connection"),
    ],
)
def test_why_there_is_no_trend_is_said(metric: str, shown: Board, said: str) -> None:
    assert said in no_trend(shown, METRIC[metric])


def test_more_room_never_shows_fewer_figures() -> None:
    for width in range(20, 240, 3):
        for height in range(4, 70):
            plan = arrange(width, height)
            rows = -(-4 // plan.columns)
            assert plan.detail <= height
            if plan.card_height > 1:
                assert plan.group_height * rows + plan.detail <= height
