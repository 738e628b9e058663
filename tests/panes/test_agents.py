"""The leaderboard sorts people, never invents a figure, and keeps the average apart."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs
from textual.pilot import Pilot
from textual.widgets import Input

from gleaptui.board import Board
from gleaptui.gleap.models import Agent, Cell, TeamPerformance
from gleaptui.leaderboard import MEASURE, AgentsLayout
from gleaptui.panes.agents import AgentsPane
from gleaptui.text import MISSING
from gleaptui.widgets.chooser import Chooser
from gleaptui.widgets.table import Table
from tests.figures import PROBLEM, OnePane, fits_every_size, on_screen
from tests.samples import HOSTILE, agent, ago, listing, team

ADA = agent("Ada", worked_on=40.0, replies=90.0, closed=30.0, first_reply_time=6_480.0, rating=85.0)
BO = agent("Bo", worked_on=60.0, replies=20.0, closed=31.0, first_reply_time=300.0)
CYD = agent("Cyd", replies=50.0, closed=0.0)
KAI = Agent(name="Kai", id="kai", service_account=True, worked_on=Cell(value=100.0))
AVERAGE = agent("Team average", worked_on=50.0, replies=53.3, rating=85.0)
TEAM = team(ADA, BO, CYD, average=AVERAGE)


def crowd(number: int) -> TeamPerformance:
    """A large team, each with all figures."""
    keys = [key for key in MEASURE if key != "share"]
    people = (
        agent(f"Agent {n:03d}", **{key: float(n * 7919 % 997 + place) for place, key in enumerate(keys)})
        for n in range(number)
    )
    return team(*people, average=AVERAGE)


class Listening(OnePane):
    """The pane, and what it said."""

    def __init__(self, pane: AgentsPane) -> None:
        super().__init__(pane)
        self.layouts: list[AgentsLayout] = []
        self.opened: list[str] = []

    def on_agents_pane_layout_changed(self, message: AgentsPane.LayoutChanged) -> None:
        self.layouts.append(message.layout)

    def on_agents_pane_opened(self, message: AgentsPane.Opened) -> None:
        self.opened.append(message.keys[message.place])


@asynccontextmanager
async def listening(
    shown: Board, size: tuple[int, int] = (120, 38), pane: AgentsPane | None = None
) -> AsyncIterator[tuple[Listening, Pilot[None]]]:
    pane = pane or AgentsPane()
    app = Listening(pane)
    async with app.run_test(size=size) as pilot:
        pane.show(shown)
        pane.query_one(Table).focus()
        await pilot.pause()
        yield app, pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


def names(app: OnePane) -> list[str]:
    return [row.key for row in app.query_one(Table).rows]


def columns(app: OnePane) -> list[str]:
    return [key for key in app.query_one(Table).columns_shown if key in MEASURE]


def cells_of(app: OnePane, name: str) -> list[str]:
    return next(line for line in app.text.splitlines() if line.strip().startswith(name)).split()


async def test_the_busiest_come_first_and_who_has_no_figure_last() -> None:
    async with on_screen(AgentsPane(), listing(agents=TEAM)) as (app, _):
        assert names(app) == ["bo", "ada", "cyd"]
        assert "worked on▼" in app.text


async def test_s_sorts_by_the_next_column_and_shift_s_turns_the_order() -> None:
    async with listening(listing(agents=TEAM)) as (app, pilot):
        await press(pilot, "s", "s")
        assert (names(app), "replies▼" in app.text) == (["ada", "cyd", "bo"], True)
        await press(pilot, "S")
        assert (names(app), "replies▲" in app.text) == (["bo", "cyd", "ada"], True)


@pytest.mark.parametrize("size", [(80, 20), (60, 18), (40, 10)])
async def test_the_mark_of_the_order_is_whole_for_every_column(size: tuple[int, int]) -> None:
    async with listening(listing(agents=TEAM), size) as (app, pilot):
        for _ in range(12):
            await press(pilot, "s")
            header = app.text.splitlines()[1]
            assert ("▲" in header) != ("▼" in header)
            assert "…" not in header


async def test_a_click_on_a_column_sorts_by_it_and_another_turns_the_order() -> None:
    async with listening(listing(agents=TEAM)) as (app, pilot):
        x = app.text.splitlines()[1].index("replies")
        await pilot.click(offset=(x, 1))
        await pilot.pause()
        assert names(app) == ["ada", "cyd", "bo"]
        await pilot.click(offset=(x, 1))
        await pilot.pause()
        assert names(app) == ["bo", "cyd", "ada"]


async def test_times_are_told_for_people_and_a_missing_one_is_a_dash() -> None:
    async with on_screen(AgentsPane(), listing(agents=TEAM)) as (app, _):
        assert "1h 48m" in app.text
        assert "6480" not in app.text
        cyd = cells_of(app, "Cyd")
        assert cyd[1:4] == [MISSING, "0", "50"], "a zero that came is a zero, what did not come is a dash"


async def test_the_average_stands_apart_from_the_people() -> None:
    async with listening(listing(agents=TEAM)) as (app, pilot):
        lines = app.text.splitlines()
        place = next(number for number, line in enumerate(lines) if "Team average" in line)
        assert set(lines[place - 1].strip()) == {"─"}
        assert "3 people" in lines[0]
        await press(pilot, "S", "G")
        assert app.query_one(Table).key in ("ada", "bo", "cyd")


async def test_units_stand_under_units_where_the_average_has_a_decimal() -> None:
    async with on_screen(AgentsPane(), listing(agents=TEAM)) as (app, _):
        lines = app.text.splitlines()
        ada, average = (next(line for line in lines if name in line) for name in ("Ada", "Team average"))
        assert ada.index("90") == average.index("53.3")


async def test_automation_is_named_and_hidden_on_request() -> None:
    async with listening(listing(agents=team(ADA, KAI))) as (app, pilot):
        assert "auto Kai" in app.text
        assert "1 person, 1 auto" in app.text
        await press(pilot, "a")
        assert names(app) == ["ada"]
        assert "1 auto hidden" in app.text


async def test_a_name_that_is_cut_still_says_that_it_is_a_service_account() -> None:
    long = Agent(name="日" * 80, id="long", service_account=True, worked_on=Cell(value=1e12))
    async with listening(listing(agents=team(long)), (60, 18)) as (app, _):
        line = next(line for line in app.text.splitlines() if "日" in line)
        assert line.startswith(" auto 日")
        assert "…" in line
        assert "1T" in line


async def test_figures_that_are_not_computed_yet_are_not_shown_as_zero() -> None:
    idle = agent("Ada", worked_on=0.0, replies=0.0, closed=0.0, assigned=0.0)
    shown = team(idle, average=agent("Team average", worked_on=0.0), all_zero=True)
    async with on_screen(AgentsPane(), listing(agents=shown)) as (app, _):
        assert "not computed yet" in app.text
        assert set(cells_of(app, "Ada")[1:]) == {MISSING}
        assert "Team average" not in app.text


async def test_figures_of_the_last_whole_period_stand_under_its_own_name(tmp_path: Path) -> None:
    idle = team(agent("Ada", worked_on=0.0), all_zero=True)
    shown = listing(agents=structs.replace(idle, earlier=TEAM), period="today")
    async with listening(shown, pane=AgentsPane(folder=tmp_path)) as (app, pilot):
        heading = app.text.splitlines()[0]
        assert heading.startswith(" Agents   yesterday   <1m old")
        assert heading.endswith("today is not computed yet")
        assert names(app) == ["bo", "ada", "cyd"]
        await press(pilot, "e")
        await app.workers.wait_for_complete()
        (written,) = tmp_path.iterdir()
        assert written.name == "gleaptui-agents-2026-09-15-2026-09-15.csv"
        assert ",2026-09-15,2026-09-15,Europe/Paris," in written.read_text()
        app.pane.show(listing(agents=TEAM, period="today"))
        await pilot.pause()
        assert app.text.splitlines()[0].startswith(" Agents   today, partial   <1m old")


async def test_hidden_automation_that_the_average_counts_is_named() -> None:
    async with listening(listing(agents=team(ADA, KAI, average=AVERAGE))) as (app, pilot):
        assert "the team average counts" not in app.text
        await press(pilot, "a")
        assert "the team average counts 1 hidden service account too" in app.text
        await press(pilot, "d")
        assert "difference to the team average with 1 hidden service account" in app.text


async def test_the_columns_in_sight_are_counted_once_they_have_found_their_room() -> None:
    async with listening(listing(), (120, 38)) as (app, pilot):
        app.pane.show(listing(agents=TEAM))
        await pilot.pause()
        assert f"{len(columns(app))} of 11 columns" in app.text
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert f"{len(columns(app))} of 11 columns" in app.text


async def test_bars_stand_where_there_is_room_and_b_takes_them_away() -> None:
    async with listening(listing(agents=TEAM), (200, 20)) as (app, pilot):
        assert "≤60 %" in app.text, "somebody's work is not known, so that this is the most that it can be"
        assert "█" in app.text
        await press(pilot, "b")
        assert "█" not in app.text
        await press(pilot, "b")
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert "█" not in app.text


async def test_d_shows_differences_to_the_average_which_stays_what_it_is() -> None:
    async with listening(listing(agents=TEAM)) as (app, pilot):
        await press(pilot, "d")
        assert cells_of(app, "Bo")[1] == "+10"
        assert "+36.7" in cells_of(app, "Ada")
        assert "=" in cells_of(app, "Ada"), "the same rating"
        assert cells_of(app, "Cyd")[1] == MISSING
        assert "50" in cells_of(app, "Team average")
        assert "difference to the team average" in app.text


async def test_without_an_average_there_are_no_differences() -> None:
    async with listening(listing(agents=team(ADA, BO))) as (app, pilot):
        await press(pilot, "d")
        assert set(cells_of(app, "Ada")[1:4]) == {MISSING}
        assert "no team average" in app.text


async def test_columns_that_have_no_room_are_counted_and_a_key_away() -> None:
    async with listening(listing(agents=TEAM), (60, 18)) as (app, pilot):
        seen = set(columns(app))
        assert f"{len(seen)} of 11 columns" in app.text
        for _ in range(20):
            await press(pilot, "l")
            assert "worked_on" in columns(app), "what it is sorted by stays"
            seen |= set(columns(app))
        assert seen == set(MEASURE)
        await press(pilot, *["h"] * 20)
        assert columns(app)[0] == "worked_on"
        assert "closed" in columns(app)


@pytest.mark.parametrize("size", [(120, 38), (50, 18)])
async def test_columns_are_chosen_ordered_and_sorted_by_key_and_remembered(size: tuple[int, int]) -> None:
    async with listening(listing(agents=TEAM), size) as (app, pilot):
        await press(pilot, "c")
        assert app.query_one(Chooser).has_focus
        assert "[x] tickets worked on" in app.text
        await press(pilot, "j", "space")
        assert "[ ] tickets closed" in app.text
        await press(pilot, "j", "less_than_sign", "less_than_sign", "s", "c")
        assert app.query_one(Table).has_focus
        assert columns(app)[:2] == ["replies", "worked_on"]
        liked = app.layouts[-1]
        assert (liked.order[:3], liked.hidden, liked.sort) == (
            ("replies", "worked_on", "closed"),
            ("closed",),
            "replies",
        )
    async with listening(listing(agents=TEAM), size, AgentsPane(liked)) as (app, _):
        assert columns(app)[:2] == ["replies", "worked_on"]
        assert names(app) == ["ada", "cyd", "bo"]


async def test_a_remembered_layout_can_come_late_and_the_columns_go_back_as_they_were() -> None:
    async with listening(listing(agents=TEAM)) as (app, pilot):
        pane = app.query_one(AgentsPane)
        pane.restore(AgentsLayout(order=("rating", "nonsense"), hidden=("closed",), sort="nonsense"))
        await pilot.pause()
        assert columns(app)[0] == "rating"
        assert "closed" not in columns(app)
        await press(pilot, "c", "0", "escape")
        assert columns(app)[:2] == ["worked_on", "closed"]


async def test_columns_are_chosen_with_the_mouse() -> None:
    async with listening(listing(agents=TEAM)) as (app, pilot):
        await press(pilot, "c")
        await pilot.click(Chooser, offset=(2, 2))
        await pilot.pause()
        assert [layout.hidden for layout in app.layouts] == [("closed",)]
        await pilot.click(Chooser, offset=(9, 3))
        await pilot.pause()
        assert len(app.layouts) == 1, "elsewhere the first click only moves the cursor"
        await pilot.click(Chooser, offset=(9, 3))
        await pilot.pause()
        assert app.layouts[-1].hidden == ("closed", "replies")


async def test_with_every_column_hidden_the_names_stay() -> None:
    async with listening(listing(agents=TEAM), pane=AgentsPane(AgentsLayout(hidden=tuple(MEASURE)))) as (app, pilot):
        assert columns(app) == []
        assert cells_of(app, "Ada") == ["Ada"]
        await press(pilot, "s", "l", "h")
        assert names(app) == ["ada", "bo", "cyd"]


async def test_a_name_is_found_by_typing_and_esc_shows_everybody() -> None:
    async with listening(listing(agents=team(ADA, BO, KAI))) as (app, pilot):
        await press(pilot, "slash", "a", "d")
        assert names(app) == ["ada"]
        await press(pilot, "enter")
        assert app.query_one(Table).has_focus
        assert "/ad  1 of 3" in app.text
        await press(pilot, "escape")
        assert len(names(app)) == 3
        await press(pilot, "slash", "z", "z")
        assert "nobody of that name" in app.text
        await press(pilot, "escape")
        assert len(names(app)) == 3
        assert not app.query_one(Input).display


async def test_what_is_found_stays_found_when_new_figures_come() -> None:
    async with listening(listing(agents=team(ADA, BO))) as (app, pilot):
        await press(pilot, "slash", "b", "o", "enter")
        app.pane.show(listing(agents=team(ADA, BO, CYD)))
        await pilot.pause()
        assert names(app) == ["bo"]


async def test_enter_opens_a_person_among_those_who_are_shown() -> None:
    async with listening(listing(agents=TEAM)) as (app, pilot):
        await press(pilot, "j", "enter")
        assert app.opened == ["ada"]


async def test_e_writes_those_who_are_shown_and_never_over_a_file(tmp_path: Path) -> None:
    async with listening(listing(agents=team(ADA, KAI)), pane=AgentsPane(folder=tmp_path)) as (app, pilot):
        await press(pilot, "a", "e")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "wrote 1 row to gleaptui-agents-2026-09-10-2026-09-16.csv" in app.text
        await press(pilot, "a", "e")
        written = sorted(path.name for path in tmp_path.iterdir())
        assert len(written) == 2
        assert "Kai" in (tmp_path / written[0]).read_text()


async def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    async with listening(listing(agents=TEAM), pane=AgentsPane(folder=tmp_path / "nowhere")) as (app, pilot):
        await press(pilot, "e")
        assert "cannot be written to: No such file" in app.text


async def test_before_there_are_figures_every_key_is_harmless(tmp_path: Path) -> None:
    async with listening(listing(), pane=AgentsPane(folder=tmp_path)) as (app, pilot):
        await press(pilot, *"sSabdlhce", "j", "space", "escape", "slash", "x", "enter", "enter", "e")
        assert "no figures to write yet" in app.text
        assert list(tmp_path.iterdir()) == []


async def test_a_failure_keeps_the_figures_and_names_their_age() -> None:
    async with on_screen(AgentsPane(), listing(agents=TEAM, seconds_ago=400, problem=PROBLEM)) as (app, _):
        assert "No connection" in app.text
        assert "6m old" in app.text
        assert "Ada" in app.text


async def test_a_failure_before_the_first_answer_shows_no_people() -> None:
    async with on_screen(AgentsPane(), listing(problem=PROBLEM)) as (app, _):
        assert "no figures yet" in app.text


async def test_figures_of_another_period_are_not_shown_and_return_with_it() -> None:
    week = listing(agents=TEAM)
    async with on_screen(AgentsPane(), week) as (app, pilot):
        other = listing(period="30d").showing(week.agents)
        app.pane.show(other)
        await pilot.pause()
        assert "loading…" in app.text
        assert "Team average" not in app.text
        app.pane.show(week)
        await pilot.pause()
        assert names(app) == ["bo", "ada", "cyd"]


@pytest.mark.parametrize("name", HOSTILE)
async def test_no_name_and_no_size_breaks_it(name: str) -> None:
    huge = Cell(value=1e300)
    shown = listing(agents=team(Agent(name=name, worked_on=huge, reply_time=huge), ADA, average=AVERAGE))
    async with listening(shown) as (app, pilot):
        await fits_every_size(app, pilot, shown, "Agents")
        await press(pilot, "d", "c")
        await fits_every_size(app, pilot, shown, "Agents")


@pytest.mark.parametrize("size", [(200, 60), (120, 40), (80, 24), (60, 20), (40, 10), (33, 6)])
async def test_every_number_in_sight_is_whole(size: tuple[int, int]) -> None:
    wide = agent("日" * 80, **dict.fromkeys((key for key in MEASURE if key != "share"), 1e12))
    async with listening(listing(agents=team(wide, ADA)), size) as (app, pilot):
        for keys in ((), ("l",), ("l",), ("d",), ("s",)):
            await press(pilot, *keys)
            line = next(line for line in app.text.splitlines() if "日" in line)
            name, _, figures = line.partition("…")
            assert set(name) <= set(" 日")
            assert figures.split()
            assert "…" not in figures


async def test_a_look_at_the_clock_does_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = listing(agents=TEAM)
    async with on_screen(AgentsPane(), shown) as (app, _):
        filled: list[object] = []
        monkeypatch.setattr(Table, "set_rows", lambda _self, rows, **_more: filled.append(rows))
        monkeypatch.setattr(Table, "refresh", lambda _self, *regions, **_more: filled.append(regions))
        app.pane.show(replace(shown, now=shown.local(ago(-10))))
        assert filled == []
        app.pane.show(listing(agents=team(ADA)))
        assert len(filled) >= 1


@pytest.mark.parametrize(("people", "said"), [(0, "nobody worked on tickets"), (1, "1 person"), (500, "500 people")])
async def test_a_team_of_any_size_says_how_many_they_are(people: int, said: str) -> None:
    async with on_screen(AgentsPane(), listing(agents=crowd(people))) as (app, _):
        assert said in app.text
