"""The leaderboard sorts people, never invents a figure, and keeps the average apart."""

from dataclasses import replace

import pytest

from gleaptui.gleap.models import Agent, Cell, TeamPerformance
from gleaptui.panes.agents import AgentsPane, bar, ordered
from gleaptui.text import MISSING
from gleaptui.widgets.table import Table
from tests.figures import PROBLEM, OnePane, fits_every_size, on_screen
from tests.samples import HOSTILE, agent, ago, listing, team

ADA = agent("Ada", worked_on=40.0, replies=90.0, closed=30.0, first_reply_time=6_480.0, rating=85.0)
BO = agent("Bo", worked_on=60.0, replies=20.0, closed=31.0, first_reply_time=300.0)
CYD = agent("Cyd", replies=50.0, closed=0.0)
KAI = Agent(name="Kai", id="kai", service_account=True, worked_on=Cell(value=100.0))
AVERAGE = agent("Team average", worked_on=50.0, replies=53.3, rating=85.0)
TEAM = team(ADA, BO, CYD, average=AVERAGE)


def names(app: OnePane) -> list[str]:
    return [row.key for row in app.query_one(Table).rows]


def cells_of(app: OnePane, name: str) -> list[str]:
    return next(line for line in app.text.splitlines() if line.strip().startswith(name)).split()


async def test_the_busiest_come_first_and_who_has_no_figure_last() -> None:
    async with on_screen(AgentsPane(), listing(agents=TEAM)) as (app, _):
        assert names(app) == ["bo", "ada", "cyd"]
        assert "worked on▼" in app.text


@pytest.mark.parametrize("key", ["worked_on", "rating", "first_reply_time"])
@pytest.mark.parametrize("rising", [True, False])
def test_a_missing_figure_is_last_in_either_direction(key: str, rising: bool) -> None:
    without = agent("Aaron")
    assert ordered((without, ADA), key, rising=rising) == [ADA, without]


async def test_s_sorts_by_the_next_column_and_shift_s_turns_the_order() -> None:
    async with on_screen(AgentsPane(), listing(agents=TEAM)) as (app, pilot):
        await pilot.press("s")
        await pilot.pause()
        assert (names(app), "replies▼" in app.text) == (["ada", "cyd", "bo"], True)
        await pilot.press("S")
        await pilot.pause()
        assert (names(app), "replies▲" in app.text) == (["bo", "cyd", "ada"], True)


async def test_the_mark_of_the_order_is_whole_for_every_column() -> None:
    async with on_screen(AgentsPane(), listing(agents=TEAM), (80, 20)) as (app, pilot):
        for _ in range(11):
            await pilot.press("s")
            await pilot.pause()
            header = app.text.splitlines()[1]
            assert ("▲" in header) != ("▼" in header)
            assert "…" not in header


async def test_times_are_told_for_people_and_a_missing_one_is_a_dash() -> None:
    async with on_screen(AgentsPane(), listing(agents=TEAM)) as (app, _):
        assert "1h 48m" in app.text
        assert "6480" not in app.text
        cyd = cells_of(app, "Cyd")
        assert cyd[1:4] == [MISSING, "50", "0"], "a zero that came is a zero, what did not come is a dash"


async def test_the_average_stands_apart_from_the_people() -> None:
    async with on_screen(AgentsPane(), listing(agents=TEAM)) as (app, pilot):
        lines = app.text.splitlines()
        place = next(number for number, line in enumerate(lines) if "Team average" in line)
        assert set(lines[place - 1].strip()) == {"─"}
        assert "3 people" in lines[0]
        await pilot.press("S", "G")
        await pilot.pause()
        assert app.query_one(Table).key in ("ada", "bo", "cyd")


async def test_automation_is_named_and_not_counted_as_a_person() -> None:
    async with on_screen(AgentsPane(), listing(agents=team(ADA, KAI))) as (app, _):
        assert "Kai  auto" in app.text
        assert "1 person" in app.text


async def test_figures_that_are_not_computed_yet_are_not_shown_as_zero() -> None:
    idle = agent("Ada", worked_on=0.0, replies=0.0, closed=0.0, assigned=0.0)
    shown = team(idle, average=agent("Team average", worked_on=0.0), all_zero=True)
    async with on_screen(AgentsPane(), listing(agents=shown)) as (app, _):
        assert "not computed yet" in app.text
        assert set(cells_of(app, "Ada")[1:]) == {MISSING}
        assert "Team average" not in app.text


async def test_shares_of_the_work_stand_where_there_is_room() -> None:
    async with on_screen(AgentsPane(), listing(agents=TEAM), (150, 20)) as (app, pilot):
        assert "60 %" in app.text
        assert "█" in app.text
        await pilot.resize_terminal(80, 20)
        await pilot.pause()
        assert "60 %" not in app.text


def test_a_bar_is_exact_to_an_eighth_and_never_longer_than_its_place() -> None:
    assert bar(0.5, 5).rstrip() == "██▌"
    assert [len(bar(share, 5)) for share in (-1.0, 0.0, 1.0, 7.0)] == [5] * 4


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
    async with on_screen(AgentsPane(), shown) as (app, pilot):
        await fits_every_size(app, pilot, shown, "Agents")


async def test_a_look_at_the_clock_sorts_nothing_again(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = listing(agents=TEAM)
    async with on_screen(AgentsPane(), shown) as (app, _):
        sorted_again: list[str] = []

        def counted(agents: tuple[Agent, ...], key: str, *, rising: bool) -> list[Agent]:
            sorted_again.append(key)
            return ordered(agents, key, rising=rising)

        monkeypatch.setattr("gleaptui.panes.agents.ordered", counted)
        app.pane.show(replace(shown, now=shown.local(ago(-10))))
        assert sorted_again == []
        app.pane.show(listing(agents=team(ADA)))
        assert sorted_again == ["worked_on"]


async def test_a_team_of_nobody_says_so() -> None:
    async with on_screen(AgentsPane(), listing(agents=TeamPerformance())) as (app, _):
        assert "nobody worked on tickets" in app.text
