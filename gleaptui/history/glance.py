"""A first look at what is stored, at once and without a thread: for the first frame, and before anything else runs."""

import contextlib
from collections.abc import Iterable
from datetime import datetime

from gleaptui.history import snapshots
from gleaptui.history.opening import reading
from gleaptui.history.paths import Place
from gleaptui.history.trouble import HistoryTrouble
from gleaptui.refresh.snapshot import Snapshot


def glance(place: Place, wanted: Iterable[tuple[str, str]], now: datetime) -> list[Snapshot[object]]:
    """What is stored of these feeds and periods, a few milliseconds' work. Nothing where the file cannot be read: the
    store, which is opened later, says why."""
    found: list[Snapshot[object]] = []
    if not place.path.is_file():
        return found
    with contextlib.suppress(HistoryTrouble, OSError), reading(place) as connection:
        for feed, period in wanted:
            snapshot = snapshots.load(connection, feed, period, now)
            if snapshot is not None and snapshot.value is not None:
                found.append(snapshot)
    return found
