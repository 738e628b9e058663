"""The wall says the truth, big, and stops for what is wrong."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from textual.app import App
from textual.pilot import Pilot

from gleaptui import theme
from gleaptui.alerts import Alert
from gleaptui.board import Board
from gleaptui.config import Wallboard
from gleaptui.gleap.metrics import METRIC
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.screens.wallboard import Wall, WallboardScreen
from gleaptui.targets import Target
from gleaptui.widgets.bignumber import HEIGHT, big, fitting, small
from gleaptui.widgets.wallbodies import FIGURES
from tests.figures import NOW, PROBLEM, all_figures, board, cells, series
from tests.samples import agent, events, listing, team

AT = NOW.astimezone(UTC)
TARGET = Target("first_response_time", warn=900.0, critical=1_800.0)
ALERT = Alert(
    "first_response_time", "critical", AT - timedelta(minutes=25), 2_460.0, TARGET, AT - timedelta(seconds=20)
)


class WallApp(App[None]):
    def __init__(self, settings: Wallboard) -> None:
        super().__init__()
        self.register_theme(theme.load("dark"))
        self.theme = "dark"
        self.wall = WallboardScreen(settings)
        self.left = 0

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(theme.load("dark").variables)

    def on_mount(self) -> None:
        self.push_screen(self.wall, lambda _: setattr(self, "left", self.left + 1))

    @property
    def text(self) -> str:
        strips = self.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


@asynccontextmanager
async def on_the_wall(
    shown: Board,
    alerts: Sequence[Alert] = (),
    size: tuple[int, int] = (120, 40),
    panes: tuple[str, ...] = ("overview", "agents", "heatmap", "trends", "events", "tickets"),
) -> AsyncIterator[tuple[WallApp, Pilot[None]]]:
    app = WallApp(Wallboard(panes=panes))  # type: ignore[arg-type]  # all of them are panes
    async with app.run_test(size=size) as pilot:
        app.wall.show_wall(shown, alerts)
        await pilot.pause()
        yield app, pilot


def full() -> Board:
    shown = board(all_figures(), {"new_tickets": series([1, 2, None, 4])}, cells(1.0, d2h10=9.0))
    lists = listing(agents=team(agent("Ada", closed=9.0, replies=12.0), agent("Bo")), events=events(30))
    return replace(shown, agents=lists.agents, events=lists.events)


def digits(written: str) -> str:
    return next(line.strip() for line in big(written) if line.strip())


async def test_figures_stand_in_big_digits_with_the_clock_and_the_age() -> None:
    async with on_the_wall(full()) as (app, _):
        assert "New tickets" in app.text
        assert "██████" in app.text
        assert "data <1m old" in app.text
        assert digits("14:05") in app.text.splitlines()[0]


async def test_each_pane_has_its_turn_and_then_the_first_again() -> None:
    async with on_the_wall(full()) as (app, pilot):
        said = ["New tickets", "Ada", "busiest 10:00", "First response", "Agent 29", "Open now", "New tickets"]
        for words in said:
            assert words in app.text
            app.wall.action_turn(1)
            await pilot.pause()


async def test_an_alert_takes_the_screen_until_it_is_acknowledged_and_says_since_when() -> None:
    async with on_the_wall(full(), [ALERT]) as (app, pilot):
        assert "!! First response" in app.text
        assert "over 15m since 13:40" in app.text
        app.wall.action_turn(1)
        await pilot.pause()
        assert "!! First response" in app.text
        app.wall.show_wall(full(), [replace(ALERT, acknowledged=True)])
        await pilot.pause()
        assert "over 15m" not in app.text


async def test_all_is_well_is_only_said_when_all_is_known() -> None:
    shown = replace(full(), targets={"rating": Target("rating", warn=80.0, when="below")})
    async with on_the_wall(replace(shown, states={"rating": "ok"})) as (app, pilot):
        assert "✓ target met" in app.text
        app.wall.show_wall(replace(shown, states={"rating": "unknown"}), ())
        await pilot.pause()
        assert "targets not known" in app.text
        app.wall.show_wall(replace(shown, states={}), ())
        await pilot.pause()
        assert "targets not known" in app.text
        app.wall.show_wall(replace(shown, states={"rating": "critical"}), ())
        await pilot.pause()
        assert "1 of 1 off target" in app.text


async def test_a_source_that_fails_for_long_leaves_nothing_but_that() -> None:
    short, long = (board(all_figures(), seconds_ago=seconds, problem=PROBLEM) for seconds in (120, 600))
    async with on_the_wall(short) as (app, pilot):
        assert "New tickets" in app.text
        app.wall.show_wall(long, [ALERT])
        await pilot.pause()
        assert "no data since 13:55" in app.text
        assert "No connection" in app.text
        assert "New tickets" not in app.text


async def test_what_is_missing_is_no_zero() -> None:
    async with on_the_wall(board(all_figures(new_tickets=None))) as (app, _):
        rows = app.text.splitlines()
        at = next(index for index, line in enumerate(rows) if "New tickets" in line)
        inked = {line[:40].rstrip() for line in rows[at + 1 : at + 7] if "█" in line[:40]}
        assert inked == {" " + digits("–").rjust(6)}, "a dash, and nothing else"


@pytest.mark.parametrize("size", [(20, 6), (39, 11), (60, 20), (80, 24), (200, 60), (400, 120)])
@pytest.mark.parametrize("state", ["full", "empty", "failing", "alert", "extreme"])
async def test_no_size_breaks_any_state(size: tuple[int, int], state: str) -> None:
    shown = {
        "full": full(),
        "empty": board(),
        "failing": board(problem=PROBLEM),
        "alert": full(),
        "extreme": board(all_figures(new_tickets=1e12, open_now=-1e15)),
    }[state]
    async with on_the_wall(shown, [ALERT] if state == "alert" else (), size) as (app, pilot):
        for _ in range(6):
            lines = app.wall.query_one(Wall)._fitted()
            assert len(lines) == size[1]
            assert all(line.cell_length == size[0] for line in lines)
            app.wall.action_turn(1)
            await pilot.pause()


@pytest.mark.parametrize("key", ["escape", "q", "W"])
async def test_a_key_leaves_it(key: str) -> None:
    async with on_the_wall(full()) as (app, pilot):
        await pilot.press(key)
        await pilot.pause()
        assert app.left == 1


@pytest.mark.parametrize("written", ["0", "1 234", "98.8 %", "19h 47m", "–", "-27"])
def test_digits_are_as_wide_as_each_other_and_never_cut(written: str) -> None:
    for scale in (1, 2, 3):
        drawn = big(written, scale)
        assert len(drawn) == HEIGHT * scale
        assert len({len(line) for line in drawn}) == 1
    width = len(big(written)[0])
    assert fitting(written, width, HEIGHT) == big(written)
    half = small(written)
    assert len(half) == 3
    assert {len(line) * 2 for line in half} == {width}
    assert fitting(written, width - 1, HEIGHT) == half
    assert fitting(written, width // 2 - 1, HEIGHT) == fitting(written, width, 2) == [written]


async def test_what_has_no_room_at_once_is_shown_page_after_page() -> None:
    async with on_the_wall(full(), size=(80, 24), panes=("overview", "agents")) as (app, pilot):
        labels = [METRIC[metric].label for metric in FIGURES]
        seen: list[str] = []
        for _ in labels:
            seen += [label for label in labels if f" {label} " in f" {app.text} ".replace("\n", " ")]
            app.wall.action_turn(1)
            await pilot.pause()
            if "Ada" in app.text:
                break
        assert seen == labels
        app.wall.action_turn(-1)
        await pilot.pause()
        assert labels[-1] in app.text


async def test_old_figures_are_told_by_words_and_not_by_their_colour_alone() -> None:
    async with on_the_wall(board(all_figures(), seconds_ago=120, problem=PROBLEM)) as (app, _):
        assert "2m old" in next(line for line in app.text.splitlines() if "New tickets" in line)
        assert "⚠ No connection, data 2m old" in app.text


async def test_what_is_wrong_stops_the_round_which_then_goes_on_where_it_stood() -> None:
    async with on_the_wall(full(), panes=("overview", "agents")) as (app, pilot):
        app.wall.show_wall(full(), [ALERT])
        app.wall.go_on()
        app.wall.show_wall(full(), ())
        await pilot.pause()
        assert "New tickets" in app.text
        app.wall.show_wall(board(all_figures(), seconds_ago=600, problem=PROBLEM), ())
        app.wall.go_on()
        app.wall.show_wall(full(), ())
        await pilot.pause()
        assert "New tickets" in app.text
        app.wall.go_on()
        await pilot.pause()
        assert "Ada" in app.text


async def test_what_began_on_another_day_says_which() -> None:
    async with on_the_wall(full(), [replace(ALERT, since=ALERT.since - timedelta(days=2))]) as (app, pilot):
        assert "over 15m since 14 Sep 13:40" in app.text
        app.wall.show_wall(board(all_figures(), seconds_ago=2 * 86_400 + 600, problem=PROBLEM), ())
        await pilot.pause()
        assert "no data since 14 Sep 13:55" in app.text


async def test_that_nothing_comes_is_told_by_the_latest_answer_and_not_by_the_oldest() -> None:
    shown = board(all_figures(), seconds_ago=900, problem=PROBLEM)
    at = NOW.astimezone(UTC) - timedelta(minutes=1)
    shown = replace(shown, figures={"replies": Snapshot("replies", shown.period.key, (), at)})
    async with on_the_wall(shown) as (app, _):
        assert "no data since" not in app.text
        assert "New tickets" in app.text
