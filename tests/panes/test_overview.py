"""The Overview shows every figure as it is, and says so where there is none."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

from gleaptui.board import Board
from gleaptui.gleap.metrics import GROUPS, METRIC, METRICS
from gleaptui.gleap.models import Figure
from gleaptui.panes.overview import OverviewPane, faces, no_trend
from gleaptui.plan import FIGURE_FEEDS
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.text import MISSING
from gleaptui.widgets.ageing import Ageing
from gleaptui.widgets.card import card
from gleaptui.widgets.cards import Card, Cards, Still
from gleaptui.widgets.detail import Words, days, sentence
from gleaptui.widgets.faces import outlook
from gleaptui.widgets.overviewheading import OverviewHeading
from gleaptui.widgets.patches import reach
from gleaptui.widgets.plot import Plot
from tests.figures import NOW, PROBLEM, OnePane, all_figures, board, figure, on_screen, series
from tests.overview import aimed, full


class Listening(OnePane):
    """Keeps what the pane asks for."""

    def __init__(self, pane: OverviewPane) -> None:
        super().__init__(pane)
        self.views: list[str] = []
        self.cards: list[tuple[str, ...]] = []

    def on_overview_pane_view_wanted(self, message: OverviewPane.ViewWanted) -> None:
        self.views.append(message.view)

    def on_overview_pane_cards_changed(self, message: OverviewPane.CardsChanged) -> None:
        self.cards.append(message.cards)


# What it says


@pytest.mark.parametrize("size", [(80, 22), (104, 30), (120, 38), (200, 58)])
async def test_every_metric_and_its_value_can_be_read_at_once(size: tuple[int, int]) -> None:
    async with on_screen(OverviewPane(), board(all_figures()), size) as (app, _):
        for number, metric in enumerate(METRICS):
            assert metric.label in app.text or f"{metric.label[:13]}" in app.text
            if metric.unit == "count":
                assert f"{101 + number}" in app.text


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
    assert faces(board((figure("sla_breaches", 0.0),)))["sla_breaches"].value == "0"


async def test_old_figures_stay_with_their_age_while_the_source_fails() -> None:
    async with on_screen(OverviewPane(), board(all_figures(), seconds_ago=400, problem=PROBLEM)) as (app, _):
        assert "showing figures of 13:58 (6m old)" in app.text
        assert app.text.count(" 6m ") >= len(METRICS)
        assert "101" in app.text


async def test_each_figure_has_an_age_of_its_own() -> None:
    at = NOW.astimezone(UTC)
    shown = board()
    for feed, metrics in FIGURE_FEEDS.items():
        ago = 7_200 if feed == "sla" else 20
        figures = tuple(figure(metric) for metric in metrics)
        shown = shown.showing(Snapshot(feed, shown.period.key, figures, at - timedelta(seconds=ago)))
    ages = {metric: one.age for metric, one in faces(shown).items()}
    assert ages["sla_breaches"] == ages["sla_compliance"] == "2h"
    assert {ages["rating"], ages["replies"], ages["net_change"]} == {"<1m"}


async def test_a_figure_whose_feed_fails_is_old_alone() -> None:
    at = NOW.astimezone(UTC)
    shown = board()
    for feed, metrics in FIGURE_FEEDS.items():
        snapshot = Snapshot(feed, shown.period.key, tuple(figure(metric) for metric in metrics), at)
        shown = shown.showing(snapshot.failed(PROBLEM) if feed == "replies" else snapshot)
    assert [metric for metric, one in faces(shown).items() if one.stale] == ["replies"]


async def test_figures_of_another_period_are_not_taken_for_this_one() -> None:
    older, now = board(all_figures(), period="30d"), board()
    shown = faces(Board(now=now.now, period=now.period, overview=older.overview))
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


# Choosing


async def test_keys_choose_a_figure_and_enter_asks_for_its_trend() -> None:
    async with on_screen(OverviewPane(), board(all_figures())) as (app, pilot):
        await pilot.press("j", "j", "k", "enter")
        await pilot.press("l", "enter", "G", "enter", "g", "enter")
        assert app.chosen == ["closed_tickets", "reply_time", "sla_compliance", "new_tickets"]


async def test_a_click_chooses_a_figure_and_a_second_one_opens_its_trend() -> None:
    pane = OverviewPane()
    async with on_screen(pane, board(all_figures())) as (app, pilot):
        card = next(card for card in app.query(Card) if card.metric == "rating")
        await pilot.click(card)
        assert (pane.chosen, app.chosen) == ("rating", [])
        await pilot.click(card)
        assert app.chosen == ["rating"]


async def test_on_a_small_screen_the_chosen_figure_comes_into_sight() -> None:
    async with on_screen(OverviewPane(), board(all_figures()), (40, 12)) as (app, pilot):
        assert "SLA compliance" not in app.text
        await pilot.press("G")
        await pilot.pause()
        assert "SLA compliance" in app.text


async def test_on_the_smallest_screen_there_is_one_figure_at_a_time() -> None:
    async with on_screen(OverviewPane(), board(all_figures()), (20, 4)) as (app, pilot):
        assert ("New tickets" in app.text, "101" in app.text, "1/22" in app.text) == (True, True, True)
        await pilot.press("j")
        await pilot.pause()
        assert ("New tickets" in app.text, "Closed tickets" in app.text, "2/22" in app.text) == (False, True, True)


async def test_lines_beside_each_other_say_the_same_of_their_figures() -> None:
    async with on_screen(OverviewPane(), full(), (90, 26)) as (app, pilot):
        for width in (90, 100):
            await pilot.resize_terminal(width, 26)
            await pilot.pause()
            rows = [line for line in app.text.splitlines() if "New tickets  " in line or "Closed tickets  " in line]
            assert [line.count("<1m") in (0, 2) for line in rows] == [True, True]


async def test_the_chosen_card_drives_the_plot_and_the_line_that_reads_it() -> None:
    async with on_screen(OverviewPane(), full(), (120, 44)) as (app, pilot):
        assert "── New tickets ─" in app.text
        assert app.query_one(Plot).display
        assert "Wed 16 Sep  7   so far" in app.text
        await pilot.press("shift+left")
        await pilot.pause()
        assert "Tue 15 Sep  31" in app.text
        await pilot.press("j", "j", "j")
        await pilot.pause()
        assert "── Replies ─" in app.text


async def test_with_little_room_the_days_of_the_chosen_figure_are_written_out_and_gaps_are_dashes() -> None:
    chart = outlook(board(all_figures(), {"new_tickets": series([45, None, 0])}, period="2026-09-14..2026-09-16"))
    found = chart.trends["new_tickets"].chart
    assert found is not None
    names, figures = (line.plain for line in days(found, 80))
    assert names.split() == ["Mon", "14", "Tue", "15", "today"]
    assert figures.split() == ["45", MISSING, "0"]


def test_the_particulars_say_the_target_the_change_and_how_the_figure_came_about() -> None:
    pane = OverviewPane()
    pane.chosen = "net_change"
    shown = board((figure("net_change", 21, before=9.0, before_label="yesterday", source="derived"),), period="today")
    shown = replace(shown, comparison=Snapshot("comparison"))
    seen = outlook(aimed(shown, {"net_change": "critical"}))
    particulars = replace(pane._particulars(seen), figure=figure("net_change", 21, before_label="yesterday"))
    assert sentence(particulars, 200).plain.split("   ")[:3] == [" 21", "far over !!", "target 10, at most 20"]


@pytest.mark.parametrize(
    ("metric", "shown", "words"),
    [
        ("worked_on", board(all_figures(), {}), "Gleap keeps no days"),
        ("open_now", board(all_figures(), {}), "not seen for long enough"),
        ("new_tickets", board(all_figures(), {}), "no days of this figure came"),
        ("new_tickets", board(all_figures()), "trend loading…"),
        ("new_tickets", board(all_figures(), problem=PROBLEM), "no trend: No connection"),
    ],
)
def test_why_there_is_no_trend_is_said(metric: str, shown: Board, words: str) -> None:
    assert words in no_trend(shown, METRIC[metric])


async def test_a_key_or_a_click_leads_from_the_backlog_to_its_tickets() -> None:
    app = Listening(OverviewPane())
    async with app.run_test(size=(130, 38)) as pilot:
        app.pane.show(full())
        await pilot.pause()
        await pilot.press("u", "w", "o")
        assert app.views == ["unassigned", "waiting", "open"]
        line = str(app.query_one(Ageing).render()).splitlines()[0]
        await pilot.click(Ageing, offset=(line.index("unassigned") + 3, 0))
        await pilot.click(Ageing, offset=(line.index("1-4 h"), 0))
        assert app.views[3:] == ["unassigned"]


# Which cards there are


async def test_the_chosen_cards_and_no_others_are_shown_in_their_order() -> None:
    async with on_screen(OverviewPane(("rating", "replies", "nonsense", "rating")), board(all_figures())) as (app, _):
        assert app.query_one(Cards).faces.keys() == {"rating", "replies"}
        assert app.text.index("Rating") < app.text.index("Replies")
        assert not any(name in app.text for name in (*GROUPS.values(), "New tickets"))


async def test_all_cards_in_the_order_of_the_catalogue_are_all_cards() -> None:
    assert OverviewPane(tuple(METRIC)).cards == ()


async def test_cards_are_hidden_shown_and_moved_with_keys_and_what_was_chosen_is_told() -> None:
    app = Listening(OverviewPane())
    async with app.run_test(size=(120, 40)) as pilot:
        app.pane.show(full())
        await pilot.press("c", "j", "space", "k", "greater_than_sign")
        every = [metric.id for group in GROUPS for metric in METRICS if metric.group == group]
        assert app.cards[0] == tuple(metric for metric in every if metric != "closed_tickets")
        await pilot.press("greater_than_sign")
        assert app.cards[-1][:2] == ("net_change", "new_tickets")
        await pilot.press("0")
        assert app.cards[-1] == ()
        await pilot.press("escape", "j")
        assert isinstance(app.pane, OverviewPane)
        assert app.pane.chosen == "closed_tickets"


async def test_the_last_card_cannot_be_hidden() -> None:
    app = Listening(OverviewPane(("rating",)))
    async with app.run_test(size=(80, 30)) as pilot:
        app.pane.show(full())
        await pilot.press("c", "space")
        assert app.cards == []
        assert isinstance(app.pane, OverviewPane)
        assert app.pane.cards == ("rating",)


async def test_a_card_that_is_gone_is_no_longer_chosen() -> None:
    pane = OverviewPane()
    async with on_screen(pane, full()) as (_, pilot):
        pane.choose("rating")
        pane.cards = ("replies", "messages")
        await pilot.pause()
        assert pane.chosen == "replies"


# Painting


async def test_the_same_board_again_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with on_screen(OverviewPane(), full()) as (app, pilot):
        painted: list[tuple[Widget, tuple[Region, ...]]] = []
        for kind in (Card, Still, Ageing, OverviewHeading, Words, Plot):
            monkeypatch.setattr(kind, "refresh", lambda one, *regions, **_: painted.append((one, regions)))
        app.pane.show(full())
        await pilot.pause()
        assert painted == []
        changed = full()
        figures = tuple(
            figure("open_now", 107, change_pct=12.5) if one.metric == "open_now" else one
            for one in changed.overview.value or ()
        )
        app.pane.show(replace(changed, overview=replace(changed.overview, value=figures)))
        ((widget, regions),) = painted
        assert isinstance(widget, Card)
        assert (widget.metric, sum(region.area for region in regions)) == ("open_now", len("│ 107"))


def test_of_a_line_no_more_is_drawn_anew_than_up_to_the_last_difference() -> None:
    shown = full()
    older = faces(replace(shown, now=shown.now + timedelta(minutes=2)))
    for metric, younger in faces(shown).items():
        before, after = (card(one, 27, 4, chosen=False) for one in (younger, older[metric]))
        # Nothing but its age, in the lower frame.
        assert [reach(old, new) for old, new in zip(before, after, strict=True)] == [0, 0, 0, len("╰─ <5")]


@pytest.mark.parametrize(
    ("old", "new", "cells"),
    [("abc", "abc", 0), ("abc", "abd", 3), ("abc", "xbc", 1), ("日本", "日木", 4), ("a日", "日a", 3)],
)
def test_how_far_two_lines_differ_is_counted_in_cells(old: str, new: str, cells: int) -> None:
    assert reach(Content(old), Content(new)) == cells


def test_another_style_is_a_difference() -> None:
    assert reach(Content.assemble(("ab", "$good"), "c"), Content.assemble(("ab", "$bad"), "c")) == 2
