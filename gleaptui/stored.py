"""Where the history of a project lies, and what it holds for the first frame. Light, because it runs before that."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from gleaptui.config import DEFAULT_BASE_URL, Settings
from gleaptui.gleap.periods import resolve
from gleaptui.history.glance import glance
from gleaptui.history.paths import Place, place
from gleaptui.plan import PLAN
from gleaptui.refresh.snapshot import Snapshot


def history_place(settings: Settings) -> Place | None:
    """Where the history of the project is kept; None where none is kept in a file."""
    return place_of(settings) if settings.history.enabled and not settings.demo else None


def place_of(settings: Settings) -> Place:
    """Where the history of the project lies, whether it is kept now or was before."""
    origin = "" if settings.base_url == DEFAULT_BASE_URL else settings.base_url
    path = settings.history.path
    return place(settings.project, Path(path) if path else None, origin=origin)


def is_periodic(feed: str) -> bool:
    """Whether what the feed brings is of a period, and not of the moment."""
    return feed in PLAN and not PLAN[feed].now


def first_look(settings: Settings, feeds: Iterable[str], now: datetime) -> list[Snapshot[object]]:
    """What is stored of these feeds for the period of the settings, or else for the last one of its name. What went
    wrong back then says nothing of now."""
    where = history_place(settings)
    if where is None:
        return []
    period = resolve(settings.period, now, settings.timezone)
    found = glance(where, {name: is_periodic(name) for name in feeds}, period, now)
    return [replace(snapshot, problem=None) for snapshot in found]
