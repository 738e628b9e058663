"""What the line at the bottom says of the engine, as far as there is room for it at 80 columns."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import cast

import pytest

from gleaptui import status
from gleaptui.history.leader import Role
from gleaptui.session import Session
from gleaptui.widgets.statusline import StatusLine
from tests.frames.desks import full
from tests.refresh.desk import Desk
from tests.screens.test_engine import Shown


@dataclass
class Seat:
    """What the line asks a session for."""

    watch: Shown
    poller: Role | None = None
    followed: bool = False
    trouble: str = ""
    notice: str = ""
    spent: status.Rough = field(default_factory=status.Rough)

    def said(self, width: int = 80) -> str:
        board = full()
        board = replace(board, overview=replace(board.overview, fetched_at=board.now))
        line = StatusLine()
        line.show(status.parts(board, cast(Session, self), None, self.spent), (("q", "quit"),))
        return line.lines(width, 1)[0].plain.strip()


async def test_how_much_slower_all_is_asked_is_said_before_what_the_budget_stands_at() -> None:
    desk = Desk(requests_per_minute=10)
    desk.feed("overview", 10, requests=8, seconds=0.01)
    async with desk.open("overview") as scheduler:
        await desk.clock.advance(120)
        assert Seat(Shown(desk)).said().startswith(f"live, {scheduler.stretch:.1f} times slower, ")


@pytest.mark.parametrize("why", ["figures move without events", "events come late", "the event log is empty"])
def test_why_events_are_not_followed_is_said_in_whole_words(why: str) -> None:
    desk = Desk()
    desk.feed("overview")
    desk.build()
    assert f", {why}" in Seat(Shown(desk, not_following=why)).said()


async def test_what_somebody_asked_for_and_the_minute_has_no_request_left_for_is_said_to_wait() -> None:
    desk = Desk(requests_per_minute=10)
    desk.feed("overview")
    desk.build()
    seat = Seat(Shown(desk))
    tickets = [asyncio.create_task(desk.budget.admit("/tickets")) for _ in range(11)]
    await desk.clock.advance(1)
    assert seat.said().startswith("waiting for the budget, ")
    await desk.clock.advance(90)
    assert seat.said().startswith("live, ")
    await asyncio.gather(*tickets)


def test_one_who_follows_another_says_nothing_of_what_that_one_does() -> None:
    desk = Desk()
    desk.feed("overview")
    desk.build()
    seat = Seat(Shown(desk, not_following="events come late"), poller=Role(pid=7, user="ada"))
    assert "asked by ada's gleaptui 7" in seat.said()
    assert "late" not in seat.said()
