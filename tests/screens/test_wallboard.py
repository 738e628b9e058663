"""The wall says the truth, big, and stops for what is wrong."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from textual.app import App
from textual.content import Content
from textual.pilot import Pilot

from gleaptui import theme
from gleaptui.alerts import Alert
from gleaptui.board import Board
from gleaptui.config import History, Wallboard
from gleaptui.gleap.metrics import METRIC
from gleaptui.gleap.models import TeamPerformance
from gleaptui.gleap.periods import resolve
from gleaptui.refresh.snapshot import Problem, Snapshot
from gleaptui.screens.wallboard import Wall, WallboardScreen
from gleaptui.targets import Target
from gleaptui.widgets.bignumber import HEIGHT, big, fitting, small
from gleaptui.widgets.overviewheading import OverviewHeading
from gleaptui.widgets.wallbodies import FIGURES
from tests.demo_app import StandingClock, StillApp, all_answered, demo_settings
from tests.figures import NOW, PROBLEM, ZONE, all_figures, board, cells, series
from tests.frames.desks import DESKS, alarms
from tests.frames.desks import full as ordinary
from tests.letters import shows
from tests.samples import agent, event, events, listing, team
from tests.test_fallingback import night

AT = NOW.astimezone(UTC)
TARGET = Target("first_response_time", warn=900.0, critical=1_800.0)
ALERT = Alert(
    "first_response_time", "critical", AT - timedelta(minutes=25), 2_460.0, TARGET, AT - timedelta(seconds=20)
)
PANES = ("overview", "agents", "heatmap", "trends", "events", "tickets")
SIZES = ((20, 6), (39, 11), (60, 20), (80, 24), (120, 40), (200, 60), (400, 120))


def full() -> Board:
    shown = board(all_figures(), {"new_tickets": series([1, 2, None, 4])}, cells(1.0, d2h10=9.0))
    lists = listing(agents=team(agent("Ada", closed=9.0, replies=12.0), agent("Bo")), events=events(30))
    return replace(shown, agents=lists.agents, events=lists.events)


def drawn(
    shown: Board, alerts: Sequence[Alert] = (), size: tuple[int, int] = (120, 40), pane: str = "overview", page: int = 0
) -> list[Content]:
    """The wall's lines."""
    found = Wall()
    found.board, found.alerts, found.pane, found.page = shown, tuple(alerts), pane, page
    return found.lines(*size)


def wall(
    shown: Board, alerts: Sequence[Alert] = (), size: tuple[int, int] = (120, 40), pane: str = "overview", page: int = 0
) -> list[str]:
    """What can be read on them."""
    return [line.plain.rstrip() for line in drawn(shown, alerts, size, pane, page)]


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

    def shows(self, words: str) -> bool:
        """Whether the words stand on the screen, big or small."""
        strips = self.screen._compositor.render_strips()
        return shows(["".join(segment.text for segment in strip) for strip in strips], words)


@asynccontextmanager
async def on_the_wall(
    shown: Board, size: tuple[int, int] = (120, 40), panes: tuple[str, ...] = PANES
) -> AsyncIterator[tuple[WallApp, Pilot[None]]]:
    app = WallApp(Wallboard(panes=panes))  # type: ignore[arg-type]  # all of them are panes
    async with app.run_test(size=size) as pilot:
        app.wall.show_wall(shown, ())
        await pilot.pause()
        yield app, pilot


# The round


async def test_each_pane_has_its_turn_and_then_the_first_again() -> None:
    async with on_the_wall(full()) as (app, pilot):
        said = ["New tickets", "Ada", "tickets by hour", "First response", "Agent 29", "Open now", "New tickets"]
        for words in said:
            assert app.shows(words), words
            app.wall.action_turn(1)
            await pilot.pause()


async def test_what_is_wrong_stops_the_round_which_then_goes_on_where_it_stood() -> None:
    async with on_the_wall(full(), panes=("overview", "agents")) as (app, pilot):
        app.wall.show_wall(full(), [ALERT])
        app.wall.go_on()
        app.wall.action_turn(0)
        await pilot.pause()
        assert app.shows("!! FIRST RESPONSE")
        app.wall.show_wall(full(), [replace(ALERT, acknowledged=True)])
        await pilot.pause()
        assert app.shows("New tickets")
        app.wall.show_wall(board(all_figures(), seconds_ago=600, problem=PROBLEM), ())
        app.wall.go_on()
        app.wall.show_wall(full(), ())
        await pilot.pause()
        assert app.shows("New tickets")
        app.wall.go_on()
        await pilot.pause()
        assert app.shows("Ada")


async def test_what_has_no_room_at_once_is_shown_page_after_page() -> None:
    async with on_the_wall(full(), size=(80, 24), panes=("overview", "agents")) as (app, pilot):
        labels = [METRIC[metric].label for metric in FIGURES]
        seen: list[str] = []
        for _ in labels:
            seen += [label for label in labels if app.shows(f" {label} ")]
            app.wall.action_turn(1)
            await pilot.pause()
            if app.shows("Ada"):
                break
        assert seen == labels
        app.wall.action_turn(-1)
        await pilot.pause()
        assert app.shows(labels[-1])


@pytest.mark.parametrize("key", ["escape", "q", "W"])
async def test_a_key_leaves_it(key: str) -> None:
    async with on_the_wall(full()) as (app, pilot):
        await pilot.press(key)
        await pilot.pause()
        assert app.left == 1


# Figures and ages


@pytest.mark.parametrize("size", SIZES)
def test_no_size_breaks_any_state(size: tuple[int, int]) -> None:
    halted = ordinary().halted(Problem("paused", "Paused", ""))
    for name, shown in {**{name: make() for name, make in DESKS.items()}, "halted": halted}.items():
        for pane, alerts in (*((pane, ()) for pane in PANES), ("overview", alarms())):
            lines = drawn(shown, alerts, size, pane)
            assert len(lines) == size[1], (name, pane)
            assert all(line.cell_length <= size[0] for line in lines), (name, pane)


def test_figures_stand_in_big_digits_with_the_clock_and_the_age() -> None:
    lines = wall(board(all_figures(new_tickets=326.0)))
    assert "New tickets" in lines[6]
    assert shows(lines[7:12], "326")
    assert lines[-1] == " data <1m old"
    assert shows(lines[:5], "14:05")


def test_where_there_is_much_room_labels_are_as_big_as_small_figures() -> None:
    lines = wall(ordinary(), size=(200, 60))
    assert shows(lines, "FIRST RESPONSE")
    assert any("over !" in line for line in lines)
    assert any("target 15m" in line for line in lines)


def test_what_is_missing_is_no_zero() -> None:
    rows = wall(board(all_figures(new_tickets=None)))
    at = next(index for index, line in enumerate(rows) if "New tickets" in line)
    inked = {line[:40].rstrip() for line in rows[at + 1 : at + 7] if "█" in line[:40]}
    assert inked == {" " + next(line for line in big("–") if line.strip())}, "a dash, and nothing else"


def test_a_running_period_is_partial_on_every_pane_but_the_one_of_events() -> None:
    for pane in PANES:
        lines = wall(ordinary(), pane=pane)
        assert any("last 7 days, partial" in line for line in lines) is (pane != "events")
    over = replace(ordinary(), period=resolve("yesterday", AT, ZONE))
    assert not any("partial" in line for line in wall(over))
    # A midnight that has passed since they were read makes nothing whole.
    assert any("last 7 days, partial" in line for line in wall(replace(ordinary(), now=NOW + timedelta(hours=14))))
    assert "partial" in wall(ordinary(), size=(40, 12))[0]


def test_old_figures_are_told_by_words_and_not_by_their_colour_alone() -> None:
    lines = wall(board(all_figures(), seconds_ago=120, problem=PROBLEM))
    assert "2m old" in next(line for line in lines if "New tickets" in line)
    assert lines[-1] == " ⚠ No connection, data 2m old"
    assert shows(lines[:4], "2m OLD")


@pytest.mark.parametrize("pane", PANES)
def test_the_age_of_what_is_shown_is_as_big_as_its_name(pane: str) -> None:
    later = replace(ordinary(), now=NOW + timedelta(minutes=2))
    for size in ((80, 24), (120, 40)):
        assert shows(wall(later, size=size, pane=pane)[:4], "2m OLD")
    assert shows(wall(ordinary(), pane=pane)[:4], "<1m OLD")


def test_an_old_figure_says_that_it_is_over_its_target_rather_than_what_that_is() -> None:
    shown = replace(ordinary(), overview=replace(ordinary().overview, fetched_at=AT - timedelta(minutes=4)))
    shown = replace(shown, overview=shown.overview.failed(PROBLEM))
    line = next(line for line in wall(shown) if "First response" in line)
    assert line.endswith("First response  over !  4m old")


def test_open_tickets_are_held_to_their_target() -> None:
    shown = replace(ordinary(), targets={"open_now": Target("open_now", warn=20.0)})
    assert "Open now  over !  target 20" in wall(shown, pane="tickets")[6]


# Alerts


def test_all_is_well_is_only_said_when_all_is_known() -> None:
    shown = replace(full(), targets={"rating": Target("rating", warn=80.0, when="below")})
    for states, said in (
        ({"rating": "ok"}, "✓ target met"),
        ({"rating": "unknown"}, "? targets not known"),
        ({}, "? targets not known"),
        ({"rating": "critical"}, "! 1 of 1 off target"),
    ):
        assert wall(replace(shown, states=states))[-1].endswith(said)  # type: ignore[arg-type]


def test_nothing_is_said_to_be_well_or_unknown_while_an_alert_holds_that_a_last_answer_has_cleared() -> None:
    shown = replace(ordinary(), states=dict.fromkeys(ordinary().targets, "ok"))
    assert wall(shown, [replace(alarms()[0], value=93.0)])[-1] == " data <1m old"


@pytest.mark.parametrize("size", [(20, 6), (40, 12), (80, 24), (120, 40), (200, 60)])
def test_an_alert_takes_the_screen_and_says_what_is_how_wrong_since_when_at_any_size(size: tuple[int, int]) -> None:
    lines = wall(full(), [ALERT], size)
    assert shows(lines, "!! First response") or shows(lines, "!! FIRST RESPONSE")
    assert shows(lines, "41m")
    assert shows(lines, "over 15m") or shows(lines, "OVER 15m")
    assert shows(lines, "since 13:40") or shows(lines, "SINCE 13:40")


def test_an_alert_goes_by_its_own_name_and_age_and_not_by_those_of_the_pane_that_stood_still() -> None:
    as_of = AT - timedelta(minutes=4)
    lines = wall(ordinary(), [replace(ALERT, as_of=as_of, period="last 7 days")], pane="heatmap")
    assert shows(lines[:4], "ALERT")
    assert lines[3].startswith(" last 7 days, partial")
    assert lines[-1].startswith(" data 4m old")


def test_an_alert_whose_figure_is_old_says_so() -> None:
    old = replace(ALERT, as_of=AT - timedelta(minutes=4), stale=True)
    assert wall(ordinary(), [old])[-1].startswith(" ⚠ No newer figure, data 4m old")
    failing = replace(ordinary(), overview=ordinary().overview.failed(PROBLEM))
    assert wall(failing, [old])[-1].startswith(" ⚠ No connection, data 4m old")
    assert shows(wall(ordinary(), [old])[:4], "4m OLD")


def test_what_began_on_another_day_says_which() -> None:
    assert shows(wall(full(), [replace(ALERT, since=ALERT.since - timedelta(days=2))], (80, 24)), "since 14 Sep 13:40")
    long = board(all_figures(), seconds_ago=2 * 86_400 + 600, problem=PROBLEM)
    assert shows(wall(long), "SINCE 14 SEP 13:55")


# No data


@pytest.mark.parametrize("size", [(20, 6), (40, 12), (80, 24), (120, 40), (200, 60)])
def test_a_source_that_fails_for_long_leaves_nothing_but_that(size: tuple[int, int]) -> None:
    short, long = (board(all_figures(), seconds_ago=seconds, problem=PROBLEM) for seconds in (120, 600))
    assert shows(wall(short, size=size), "New tickets") or shows(wall(short, size=size), "NEW TICKETS")
    lines = wall(long, [ALERT], size)
    assert shows(lines, "no data") or shows(lines, "NO DATA")
    assert shows(lines, "since 13:55") or shows(lines, "SINCE 13:55")
    assert shows(lines, "No connection")
    assert not shows(lines, "New tickets")
    assert not shows(lines, "41m")


def test_that_nothing_comes_is_told_by_the_latest_answer_of_all_and_not_by_the_oldest() -> None:
    shown = board(all_figures(), seconds_ago=900, problem=PROBLEM)
    assert shows(wall(shown), "NO DATA")
    fresh = Snapshot("replies", shown.period.key, (), AT - timedelta(minutes=1))
    assert not shows(wall(replace(shown, figures={"replies": fresh})), "NO DATA")
    happened = Snapshot("events", shown.period.key, (), AT - timedelta(minutes=1))
    assert not shows(wall(replace(shown, events=happened)), "NO DATA")


def test_a_wall_that_asks_for_nothing_says_why_at_once_and_nothing_else_in_the_end() -> None:
    paused = Problem("paused", "Paused", "leave the wall with esc, then space goes on")
    lines = wall(ordinary().halted(paused))
    assert lines[-1].startswith(" ⚠ Paused, data <1m old")
    assert "<1m old" in next(line for line in lines if "New tickets" in line)
    later = replace(ordinary().halted(paused), now=NOW + timedelta(minutes=6))
    assert shows(wall(later), "NO DATA")
    assert shows(wall(board().halted(paused)), "SINCE THE START")


class Moved(StandingClock):
    """Stands still until it is told to show another moment."""

    by = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.by


async def test_a_paused_program_says_so_on_the_wall_and_leaving_that_brings_the_pane_up_to_date() -> None:
    clock = Moved()
    app = StillApp(demo_settings(history=History(enabled=False)), clock=clock)
    async with app.run_test(size=(100, 30)) as pilot:
        await all_answered(pilot)
        await pilot.press("space", "W")
        wall = app.screen.query_one(Wall)
        assert "Paused, data <1m old" in wall.lines(100, 30)[-1].plain
        clock.by = timedelta(hours=8)
        app._show()
        told = [line.plain for line in wall.lines(100, 30)]
        assert shows(told, "NO DATA")
        assert shows(told, "Paused: leave the wall with esc, then space goes on")
        await pilot.press("escape")
        lines = [line.plain for line in app.screen.query_one(OverviewHeading).lines(100, 2)]
        assert "8h old" in lines[0]
        assert lines[1].startswith(" ⚠ Paused: space goes on  showing figures of 14:05 (8h old)")


# Agents, hours and events


def test_a_night_that_has_brought_nothing_yet_shows_the_period_before_by_its_name() -> None:
    lines = wall(night(), size=(80, 24))
    assert shows(lines, "400")
    assert lines[3].startswith(" yesterday, nothing yet today")
    earlier = team(agent("Ada", closed=9.0))
    listed = Snapshot("agents", night().period.key, idle_since(earlier), AT)
    lines = wall(replace(night(), agents=listed), size=(80, 24), pane="agents")
    assert shows(lines, "Ada")
    assert lines[3] == " yesterday, nobody worked today yet"


def idle_since(earlier: TeamPerformance | None) -> TeamPerformance:
    """A team of zeros, and what it did before."""
    return TeamPerformance(agents=(agent("Ada", closed=0.0),), all_zero=True, earlier=earlier)


def test_zeros_that_gleap_has_not_computed_yet_are_no_figures() -> None:
    shown = replace(full(), agents=replace(full().agents, value=idle_since(None)))
    lines = wall(shown, pane="agents")
    assert shows(lines, "not computed yet")
    assert not shows(lines, "Ada")


@pytest.mark.parametrize(("size", "pages"), [((80, 24), 1), ((120, 40), 2), ((200, 60), 1)])
def test_everybody_is_named_with_their_figures_however_many_pages_that_takes(size: tuple[int, int], pages: int) -> None:
    team_of = ordinary().agents.value
    assert team_of is not None
    people = [one for one in team_of.agents if not one.service_account]
    lines = [line for page in range(pages) for line in wall(ordinary(), size=size, pane="agents", page=page)]
    for one in people:
        assert shows(lines, one.name)
        assert shows(lines, f"{one.closed.value:.0f}")


def test_names_that_letters_cannot_write_stand_in_ordinary_ones() -> None:
    shown = replace(
        full(), agents=listing(agents=team(agent("健二 田中", closed=9.0), agent("Inês", closed=8.0))).agents
    )
    lines = wall(shown, size=(200, 60), pane="agents")
    assert shows(lines, "健二 田中")
    assert shows(lines, "INES")
    assert shows(lines, "Inês")


def at(day: int, hour: int, *, period: str = "7d", **marked: float) -> Board:
    """A board at a moment of September with an otherwise empty heatmap."""
    now = datetime(2026, 9, day, hour, 44, tzinfo=NOW.tzinfo)
    span = resolve(period, now.astimezone(UTC), ZONE)
    shown = board(all_figures(), heat=cells(0.0, **marked))
    heat = replace(shown.heatmap, period=span.key, fetched_at=now.astimezone(UTC))
    return replace(shown, now=now, period=span, heatmap=heat)


def test_hours_that_have_not_come_are_blank_and_not_zero() -> None:
    shown = at(18, 17, d4h9=3.0)
    lines = wall(shown, pane="heatmap", size=(80, 24))
    assert " tickets by hour, today so far: busiest 09:00, 3" in lines
    assert lines[-3].split() == ["0"] * 9 + ["3"] + ["0"] * 8
    assert "▴" in lines[-2]


def test_a_day_on_which_nothing_has_come_yet_gives_way_to_the_last_one_on_which_something_has() -> None:
    lines = wall(at(19, 3, d4h16=8.0), pane="heatmap", size=(80, 24))
    assert " tickets by hour, Friday 18 Sep: busiest 16:00, 8" in lines
    assert "▴" not in lines[-2], "no hour of that day is running"
    assert shows(wall(at(19, 3), pane="heatmap"), "no tickets by hour in this period")
    assert shows(wall(at(19, 3, d5h9=4.0), pane="heatmap"), "TODAY SO FAR: BUSIEST 09:00, 4")
    assert shows(wall(at(19, 3, period="30d", d5h9=4.0), pane="heatmap"), "SATURDAYS: BUSIEST 09:00, 4")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_what_happened_on_another_day_stands_below_a_line_that_says_which(size: tuple[int, int]) -> None:
    midnight = NOW.hour * 3_600.0 + NOW.minute * 60
    happened = (event(1, seconds_ago=midnight + 84 * 60), event(2, seconds_ago=midnight - 6 * 60))
    shown = replace(full(), events=replace(full().events, value=happened))
    lines = wall(shown, size=size, pane="events")
    rule = next(number for number, line in enumerate(lines) if line.startswith(" Tuesday 15 Sep ─"))
    assert shows(lines[:rule], "00:06")
    assert shows(lines[rule:], "22:36")


# Digits


@pytest.mark.parametrize("written", ["0", "1 234", "98.8 %", "19h 47m", "–", "-27", "FIRST RESPONSE"])
def test_digits_and_letters_are_never_cut(written: str) -> None:
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
