"""Tickets that are opened before and after there is anything to read them with."""

import asyncio
from collections.abc import Callable

from textual.app import App

from gleaptui import theme
from gleaptui.inbox.reading import Reading
from gleaptui.screens.opening import Opening
from tests.figures import ZONE
from tests.inbox.test_reading import OTHER, TICKET, Talk


class Bare(App[int]):
    """Nothing but the tickets that are opened."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(theme.load("dark").variables)


class Watching:
    """A watch of which nothing but the reading is wanted."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk

    def reading(self, changed: Callable[[str], None]) -> Reading:
        return self._talk.reading


async def test_the_ticket_after_the_first_one_is_read_ahead_too_once_there_is_a_client() -> None:
    app, talk = Bare(), Talk()
    async with app.run_test() as pilot:
        opening = Opening(app, ZONE)
        opening.open(TICKET, after=OTHER)
        await pilot.pause()
        assert talk.asked_for == []
        serving = asyncio.create_task(opening.serve(Watching(talk)))  # type: ignore[arg-type]  # stands in for a watch
        await pilot.pause()
        opened = [talk.reading.known(ticket.id) for ticket in (TICKET, OTHER)]
        for known in opened:
            assert known is not None
            await talk.settled(known)
        asked = [path.split("/")[2] for path in talk.asked_for if path.startswith("/tickets/")]
        assert list(dict.fromkeys(asked)) == [TICKET.id, OTHER.id]
        serving.cancel()
        await asyncio.wait([serving])
