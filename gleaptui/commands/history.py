"""``gleaptui history``: what is kept of a project, and removing it."""

import sys
from datetime import datetime

from gleaptui.history.leader import Role, who_polls
from gleaptui.history.opening import guarded, reading
from gleaptui.history.paths import Place
from gleaptui.history.schema import VERSION
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
        with reading(place) as connection:
            found = summary(connection)
    except HistoryTrouble as trouble:
        said = "This file is damaged; the next start sets it aside." if trouble.kind == "corrupt" else str(trouble)
        sys.stdout.write(f"{said}\n")
        return EXIT_UNREADABLE
    sys.stdout.write(_table(place, found, _pollers(place)))
    return 0


def _pollers(place: Place) -> list[Role]:
    """One for each period that somebody looks at."""
    return [role for lock in place.locks() if (role := who_polls(lock)) is not None]


def _table(place: Place, found: Summary, pollers: list[Role]) -> str:
    on_disk = sum(path.stat().st_size for path in place.everything())
    aside = len(place.damaged())
    rows = [
        ("size", f"{on_disk / 1e6:.1f} MB"),
        ("events", grouped(found.events)),
        ("from", _instant(found.first)),
        ("to", _instant(found.last)),
        ("samples", grouped(found.samples)),
        ("snapshots", grouped(found.snapshots)),
        ("schema", f"{found.schema} of {VERSION}"),
        *(("polled by", _holder(role)) for role in pollers or (None,)),
    ]
    if aside:
        rows.append(("set aside", f"{aside} damaged"))
    return "".join(f"{name:<12}{value}\n" for name, value in rows)


def _instant(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment is not None else MISSING


def _holder(role: Role | None) -> str:
    if role is None:
        return "nobody"
    whose = f"{role.user or MISSING} on {role.host or MISSING}, process {role.pid or MISSING}"
    return f"{whose}, since {_instant(role.since)}" + (f", {role.about}" if role.about else "")


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
    # Who runs keeps its locks, or a second poller would begin beside the first.
    kept = {place.guard, *(place.beside() if _pollers(place) else ())}
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
