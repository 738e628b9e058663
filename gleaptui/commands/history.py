"""``gleaptui history``: what is kept of a project, and removing it."""

import contextlib
import sqlite3
import sys
from datetime import datetime

from gleaptui.history.leader import Role, who_polls
from gleaptui.history.opening import connect, guarded
from gleaptui.history.paths import Place
from gleaptui.history.schema import VERSION, check, file_version
from gleaptui.history.summary import Summary, summary
from gleaptui.history.trouble import HistoryTrouble, trouble_of
from gleaptui.text import MISSING, grouped

EXIT_USAGE = 64
EXIT_UNREADABLE = 3


def info(place: Place) -> int:
    """Print what the history at that place holds; 0, or 3 where it cannot be read."""
    sys.stdout.write(f"{'file':<12}{place.path}\n")
    if not place.path.exists():
        sys.stdout.write("There is no history yet.\n")
        return 0
    try:
        with contextlib.closing(connect(place.path, writable=False)) as connection:
            check(connection, file_version(connection))
            found = summary(connection)
    except (sqlite3.Error, HistoryTrouble) as error:
        trouble = error if isinstance(error, HistoryTrouble) else trouble_of(error)
        said = "This file is damaged; the next start sets it aside." if trouble.kind == "corrupt" else str(trouble)
        sys.stdout.write(f"{said}\n")
        return EXIT_UNREADABLE
    sys.stdout.write(_table(place, found, who_polls(place.lock)))
    return 0


def _table(place: Place, found: Summary, role: Role | None) -> str:
    on_disk = sum(path.stat().st_size for path in place.everything())
    aside = sum(1 for path in place.everything() if ".damaged-" in path.name)
    rows = [
        ("size", f"{on_disk / 1e6:.1f} MB"),
        ("events", grouped(found.events)),
        ("from", _instant(found.first)),
        ("to", _instant(found.last)),
        ("samples", grouped(found.samples)),
        ("snapshots", grouped(found.snapshots)),
        ("schema", f"{found.schema} of {VERSION}"),
        ("polled by", _holder(role)),
    ]
    if aside:
        rows.append(("set aside", f"{aside} damaged"))
    return "".join(f"{name:<12}{value}\n" for name, value in rows)


def _instant(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment is not None else MISSING


def _holder(role: Role | None) -> str:
    if role is None:
        return "nobody"
    return (
        f"{role.user or MISSING} on {role.host or MISSING}, process {role.pid or MISSING}, since {_instant(role.since)}"
    )


def clear(place: Place, *, yes: bool) -> int:
    """Remove all that is kept, damaged files too; 0, 64 without ``yes``, 3 where it cannot be done. A program that is
    running begins a new history."""
    found = place.everything()
    if not found:
        sys.stdout.write(f"There is no history at {place.path}.\n")
        return 0
    if not yes:
        sys.stdout.write("".join(f"{path}\n" for path in found))
        sys.stdout.write("Nothing was removed. Add --yes to remove these files for good.\n")
        return EXIT_USAGE
    # The lock of a running poller stays, or a second one would begin beside it.
    kept = {place.guard} | ({place.lock, place.viewers} if who_polls(place.lock) is not None else set())
    try:
        with guarded(place):
            for path in found:
                if path not in kept:
                    path.unlink(missing_ok=True)
        place.guard.unlink(missing_ok=True)
    except (OSError, HistoryTrouble) as error:
        trouble = error if isinstance(error, HistoryTrouble) else trouble_of(error)
        sys.stdout.write(f"{trouble}\n")
        return EXIT_UNREADABLE
    sys.stdout.write(f"The history at {place.path} is removed.\n")
    return 0
