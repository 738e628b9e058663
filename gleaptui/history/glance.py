"""A first look at what is stored, at once and without a thread: for the first frame, and before anything else runs."""

import contextlib
import os
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from gleaptui.history import snapshots
from gleaptui.history.opening import connect
from gleaptui.history.paths import Place
from gleaptui.history.schema import check, file_version
from gleaptui.history.trouble import HistoryTrouble
from gleaptui.refresh.snapshot import Snapshot


def glance(place: Place, wanted: Iterable[tuple[str, str]], now: datetime) -> list[Snapshot[object]]:
    """What is stored of these feeds and periods, a few milliseconds' work. Nothing where the file cannot be read: the
    store, which is opened later, says why."""
    found: list[Snapshot[object]] = []
    if not place.path.is_file():
        return found
    # Where nobody can write, the file is whole by itself.
    alone = (
        not os.access(place.path.parent, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
        and not place.journal.exists()
    )
    with (
        contextlib.suppress(sqlite3.Error, HistoryTrouble, OSError),
        contextlib.closing(connect(place.path, writable=False, alone=alone)) as connection,
    ):
        check(connection, file_version(connection))
        for feed, period in wanted:
            snapshot = snapshots.load(connection, feed, period, now)
            if snapshot is not None and snapshot.value is not None:
                found.append(snapshot)
    return found
