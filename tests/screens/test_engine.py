"""The refresh engine laid open, over a scheduler whose feeds answer as the test tells them."""

from dataclasses import dataclass
from datetime import datetime

from gleaptui.refresh.budget import Budget
from gleaptui.refresh.scheduler import Scheduler
from gleaptui.screens.engine import EngineScreen, EngineView
from tests.demo_app import demo_app, until
from tests.refresh.desk import Desk, RefusedError

FEEDS = ("new_tickets", "heatmap_comments")
NARROW = 76
"""Cells between the borders at 80 columns."""


@dataclass(frozen=True)
class Shown:
    """A desk as the screen sees it."""

    desk: Desk
    not_following: str = ""

    @property
    def scheduler(self) -> Scheduler:
        return self.desk.scheduler

    @property
    def budget(self) -> Budget:
        return self.desk.budget

    def now(self) -> datetime:
        return self.desk.clock.now()

    def lines(self, width: int = NARROW, height: int = 20) -> list[str]:
        view = EngineView()
        view.show(self)
        return [line.plain for line in view.lines(width, height)]

    def of(self, feed: str) -> str:
        return next(line for line in self.lines() if f" {feed} " in line)


def desk() -> Desk:
    found = Desk()
    for name in FEEDS:
        found.feed(name, 30, requests=3)
    found.feed("trends", 300, idle=1_500)
    found.feed("agents", 0)
    return found


async def test_each_feed_says_how_often_it_is_asked_when_next_how_old_it_is_and_what_it_cost() -> None:
    standing = desk()
    async with standing.open(*FEEDS):
        await standing.clock.advance(45)
        shown = Shown(standing)
        assert shown.lines()[0].strip() == "asking"
        star, name, every, following, age, *rest = shown.of("heatmap_comments").split()
        assert (star, name, every, rest) == ("*", "heatmap_comments", "30s", ["3", "6", "ok"])
        assert 28 <= int(following.removesuffix("s")) + int(age.removesuffix("s")) <= 32
        assert "by hand" in shown.of("agents")
        assert "25m" in shown.of("trends")


async def test_a_feed_that_is_asked_only_while_somebody_looks_does_not_claim_to_be_asked_by_hand() -> None:
    standing = desk()
    async with standing.open("trends"):
        await standing.clock.advance(1)
        assert "if wanted" in Shown(standing).of("heatmap_comments")


async def test_paused_it_says_so_and_that_nothing_is_asked_when_it_is_due() -> None:
    standing = desk()
    async with standing.open(*FEEDS) as scheduler:
        await standing.clock.advance(5)
        scheduler.pause()
        await standing.clock.advance(1_200)
        shown = Shown(standing)
        assert shown.lines()[0].startswith("PAUSED")
        assert "waits" in shown.of("new_tickets")


async def test_a_wait_that_gleap_asked_for_is_counted_down() -> None:
    standing = desk()
    async with standing.open(*FEEDS):
        await standing.clock.advance(5)
        standing.budget.throttled(100)
        await standing.clock.advance(10)
        assert "nothing is sent for 1m 30s" in Shown(standing).lines()[0]


async def test_in_an_outage_it_says_when_one_feed_tries_again_and_why_at_80_columns() -> None:
    standing = desk()
    async with standing.open(*FEEDS):
        for source in standing.sources.values():
            source.error = RefusedError("network_refused")
        await standing.clock.advance(120)
        shown = Shown(standing)
        assert "tries again in" in shown.lines()[0]
        assert "No connection" in shown.of("new_tickets")


async def test_whatever_does_not_fit_is_reached_by_scrolling() -> None:
    standing = desk()
    async with standing.open(*FEEDS):
        await standing.clock.advance(1)
        view = EngineView()
        view.show(Shown(standing))
        assert "agents" not in "".join(line.plain for line in view.lines(NARROW, 7)[:7])
        view.scroll_by(50)
        assert "agents" in view.lines(NARROW, 7)[6].plain
        view.scroll_by(-50)
        assert "new_tickets" in view.lines(NARROW, 7)[5].plain


async def test_the_screen_is_as_high_as_there_are_feeds() -> None:
    app = demo_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app._watch is not None)
        app.action_engine()
        await until(pilot, lambda: isinstance(app.screen, EngineScreen))
        view = app.screen.query_one(EngineView)
        assert "news" in view.render().plain
        assert view.size.height < 36
