"""Stores, clocks and events for the tests of the history."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gleaptui.gleap.models import Event
from gleaptui.gleap.periods import resolve
from gleaptui.history.paths import Place
from gleaptui.history.retention import Retention
from gleaptui.history.store import Store
from gleaptui.history.view import View
from tests.virtual_clock import VirtualClock

NOW = datetime(2026, 9, 15, 12, tzinfo=UTC)
WEEK = resolve("7d", NOW, "Europe/Paris")


def event(number: int, *, seconds_ago: float | None = None, **more: object) -> Event:
    """The event of that number, a second after the one before."""
    at = NOW - timedelta(seconds=100_000 - number if seconds_ago is None else seconds_ago)
    values: dict[str, object] = {"at": at, "action": "TICKET_REPLY", "actor": "Ada Quill", **more}
    return Event(id=f"{number:024x}", **values)  # type: ignore[arg-type]  # a test writes any of its fields


def events(count: int, start: int = 0) -> list[Event]:
    """So many, oldest first."""
    return [event(number) for number in range(start, start + count)]


@asynccontextmanager
async def store_at(
    place: Place | Path | None, clock: VirtualClock | None = None, keep: Retention | None = None
) -> AsyncIterator[Store]:
    """A store that is closed in the end."""
    where = Place(place) if isinstance(place, Path) else place
    store = await Store.open(where, clock or VirtualClock(NOW), keep or Retention())
    try:
        yield store
    finally:
        await store.close()


async def everything(view: View) -> list[Event]:
    """All rows of a view, read a screen at a time."""
    await view.count_all()
    found: list[Event] = []
    for start in range(0, view.count, 50):
        for one in await view.load(start, start + 50):
            assert one is not None
            found.append(one)
    return found
