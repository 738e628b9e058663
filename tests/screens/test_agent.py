"""A person's own page puts each figure beside the team's, and shows what they did last."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from msgspec import structs
from textual.app import App
from textual.pilot import Pilot

from gleaptui import theme
from gleaptui.board import Board
from gleaptui.gleap.models import Agent, Cell
from gleaptui.screens.agent import AgentScreen
from gleaptui.widgets.page import Page
from tests.figures import PROBLEM
from tests.samples import HOSTILE, agent, ago, event, listing, team

ADA = agent("Ada", worked_on=40.0, replies=90.0, closed=30.0, first_reply_time=6_480.0, rating=85.0)
BO = agent("Bo", worked_on=60.0, replies=20.0, closed=31.0, first_reply_time=300.0)
KAI = Agent(name="Kai", id="kai", service_account=True, worked_on=Cell(value=100.0))
AVERAGE = agent("Team average", worked_on=50.0, first_reply_time=600.0, rating=85.0, replies=53.3)
EVENTS = (
    event(1, actor="Ada", seconds=60),
    event(2, actor="Bo"),
    event(3, "ASSIGN_TICKET", actor="Bo", agent="ADA"),
    event(4, "TICKET_STATUS_CHANGE", actor="ada", old_status="OPEN", new_status="DONE"),
)
BOARD = listing(agents=team(ADA, BO, KAI, average=AVERAGE), events=EVENTS)


class OneScreen(App[None]):
    """Nothing but the page."""

    def __init__(self, page: AgentScreen) -> None:
        super().__init__()
        self.page = page
        self.register_theme(theme.load("dark"))
        self.theme = "dark"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(theme.load("dark").variables)

    def on_mount(self) -> None:
        self.push_screen(self.page)

    @property
    def text(self) -> str:
        """What stands on the screen, line by line."""
        width, height = self.size
        lines = self.screen._compositor.render_strips()[:height]
        return "\n".join("".join(segment.text for segment in line)[:width].rstrip() for line in lines)


@asynccontextmanager
async def page(
    key: str = "ada", shown: Board = BOARD, size: tuple[int, int] = (100, 40)
) -> AsyncIterator[tuple[OneScreen, Pilot[None]]]:
    keys = ("bo", "ada", "kai") if key in ("bo", "ada", "kai") else (key,)
    app = OneScreen(AgentScreen(keys, keys.index(key), shown))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


def line_of(app: OneScreen, start: str) -> str:
    return next(line for line in app.text.splitlines() if line.strip().startswith(start))


async def test_each_figure_stands_beside_the_average_in_words_and_with_its_rank() -> None:
    async with page() as (app, _):
        said = "first reply after 1h 48m 1h 38m slower than the team's 10m 2nd of 2"
        assert " ".join(line_of(app, "first reply after").split()) == said
        assert "36.7 more than the team's 53.3" in line_of(app, "replies sent")
        assert "the same as the team's 85" in line_of(app, "rating")
        assert line_of(app, "time active").split() == ["time", "active", "–"]


async def test_of_a_day_that_is_not_computed_yet_the_page_says_which_day_it_shows() -> None:
    idle = team(agent("Ada", worked_on=0.0), all_zero=True)
    instead = team(ADA, agent("Bo", worked_on=60.0, hours_active=113_400.0), KAI, average=AVERAGE)
    shown = listing(agents=structs.replace(idle, earlier=instead), period="today")
    async with page("bo", shown) as (app, _):
        assert app.text.splitlines()[0].startswith(" Bo   yesterday   <1m old")
        assert "today is not computed yet" in app.text
        assert line_of(app, "time active").split()[:3] == ["time", "active", "32h"]


async def test_the_share_of_the_load_is_told_and_what_would_be_even() -> None:
    async with page() as (app, _):
        assert "20 %  40 of 200 worked on, 33 % would be even" in app.text
        assert "█" in app.text


async def test_a_share_of_work_that_is_not_all_known_is_the_most_it_can_be() -> None:
    async with page(shown=listing(agents=team(ADA, agent("Bo")))) as (app, _):
        assert "≤100 %  40 of ≥40 worked on" in app.text


async def test_the_last_events_are_the_persons_own_newest_first() -> None:
    async with page() as (app, _):
        assert "3 among the latest 4 of all" in app.text
        lines = app.text.splitlines()
        places = [
            next(y for y, line in enumerate(lines) if word in line) for word in ("→ status", "› assigned", "↩ reply")
        ]
        assert places == sorted(places)
        assert "open → done" in lines[places[0]]


async def test_n_goes_to_the_next_person_and_back() -> None:
    async with page() as (app, pilot):
        assert "2 of 3" in app.text
        await pilot.press("n")
        await pilot.pause()
        assert app.text.startswith(" auto Kai")
        assert "service account" in app.text
        await pilot.press("n", "N", "N", "N")
        await pilot.pause()
        assert app.text.startswith(" Bo")


async def test_escape_goes_back() -> None:
    async with page() as (app, pilot):
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, AgentScreen)


async def test_a_fresh_board_shows_its_figures_and_the_same_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with page() as (app, pilot):
        sent: list[object] = []
        with monkeypatch.context() as patched:
            patched.setattr(Page, "refresh", lambda _self, *regions, **_more: sent.append(regions))
            app.page.show(replace(BOARD, now=BOARD.local(ago(-5))))
        assert sent == []
        ada = agent("Ada", worked_on=41.0)
        app.page.show(listing(agents=team(ada, BO, average=AVERAGE), events=EVENTS))
        await pilot.pause()
        assert line_of(app, "tickets worked on").split()[3] == "41"


async def test_a_failure_says_so_and_keeps_the_figures() -> None:
    async with page(shown=listing(agents=team(ADA), seconds_ago=400, problem=PROBLEM)) as (app, _):
        assert "No connection" in app.text
        assert "6m old" in app.text
        assert "1h 48m" in app.text


async def test_without_answers_nothing_is_invented() -> None:
    async with page(shown=listing()) as (app, pilot):
        assert "loading…" in app.text
        app.page.show(listing(agents=team(BO)))
        await pilot.pause()
        assert "not in this period's list" in app.text
        app.page.show(listing(agents=team(ADA)))
        await pilot.pause()
        assert "Gleap gave no team average" in app.text
        assert "loading…" in app.text, "the events"


@pytest.mark.parametrize("size", [(60, 20), (40, 12), (20, 6), (200, 60)])
async def test_figures_are_whole_at_every_size_and_the_page_scrolls(size: tuple[int, int]) -> None:
    async with page(size=size) as (app, pilot):
        for _ in range(60):
            found = [line for line in app.text.splitlines() if "1st reply" in line or "first reply after  " in line]
            if found:
                break
            await pilot.press("j")
            await pilot.pause()
        assert "1h 48m" in found[0]
        await pilot.press("G")
        await pilot.pause()
        assert "reply" in app.text
        await pilot.press("g")
        await pilot.pause()
        assert "Figures" in app.text


@pytest.mark.parametrize("name", HOSTILE)
async def test_no_name_breaks_it(name: str) -> None:
    shown = listing(agents=team(Agent(name=name, id="x", worked_on=Cell(value=1e300))), events=EVENTS)
    async with page("x", shown, (80, 24)) as (app, pilot):
        for size in ((20, 6), (120, 40), (5, 2)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert all(len(line) <= size[0] for line in app.text.splitlines())
