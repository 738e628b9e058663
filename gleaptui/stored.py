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
    """Where the history of the project lies; None where none is kept in a file."""
    if settings.demo or not settings.history.enabled:
        return None
    origin = "" if settings.base_url == DEFAULT_BASE_URL else settings.base_url
    path = settings.history.path
    return place(settings.project, Path(path) if path else None, origin=origin)


def is_periodic(feed: str) -> bool:
    """Whether what the feed brings is of a period, and not of the moment."""
    return feed in PLAN and not PLAN[feed].now


def first_look(settings: Settings, feeds: Iterable[str], now: datetime) -> list[Snapshot[object]]:
    """What is stored of these feeds for the period of the settings. What went wrong back then says nothing of now."""
    where = history_place(settings)
    if where is None:
        return []
    key = resolve(settings.period, now, settings.timezone).key
    wanted = [(name, key if is_periodic(name) else "") for name in feeds]
    return [replace(snapshot, problem=None) for snapshot in glance(where, wanted, now)]
