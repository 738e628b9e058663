"""A first look at what is stored, at once and without a thread: for the first frame, and before anything else runs."""

import contextlib
from collections.abc import Mapping
from datetime import datetime

from gleaptui.gleap.periods import Period
from gleaptui.history import snapshots
from gleaptui.history.opening import reading
from gleaptui.history.paths import Place
from gleaptui.history.trouble import HistoryTrouble
from gleaptui.refresh.snapshot import Snapshot


def glance(place: Place, feeds: Mapping[str, bool], period: Period, now: datetime) -> list[Snapshot[object]]:
    """What is stored of these feeds, a few milliseconds' work: of the period, or else of the last one of its name. Of
    feeds that are marked by False there is one answer whatever the period. Nothing where the file cannot be read: the
    store, which is opened later, says why."""
    if not place.path.is_file():
        return []
    with contextlib.suppress(HistoryTrouble, OSError), reading(place) as connection:
        key = snapshots.last_period(connection, period).key
        found = (snapshots.load(connection, feed, key if of_it else "", now) for feed, of_it in feeds.items())
        return [snapshot for snapshot in found if snapshot is not None and snapshot.value is not None]
    return []
