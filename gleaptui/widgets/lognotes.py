"""What the Events pane says of its log: how much there is, where one stands, and what of it is shown."""

from dataclasses import dataclass
from datetime import datetime

from textual.content import Content

from gleaptui import text
from gleaptui.history.filters import EventFilter
from gleaptui.keys import label
from gleaptui.widgets.kinds import kind

_MOST_KINDS = 4
"""Kinds that are named one by one."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands in a log of ``count`` rows, or of more where not ``complete``."""

    count: int
    complete: bool
    row: int
    following: bool
    unread: int


def note(at: Standing, past: str, past_shortly: str, room: int) -> Content:
    """As much of it as there is room for: the past that is being read, the place, whether the newest is followed."""
    more = "" if at.complete else "over "
    all_of_it = f"{more}{text.grouped(at.count)}"
    if at.following:
        place, state, style, shortly = all_of_it, "following", "$good", ""
    else:
        place = f"{text.grouped(at.row + 1)} of {all_of_it}"
        state = f"{text.grouped(at.unread)} new ↓" if at.unread else "reading back"
        style, shortly = "$watch", f"{text.count(at.unread)} ↓" if at.unread else ""
    if not at.count:
        place = state = shortly = ""
    ways = ((past, place, state), (past_shortly, place, state), ("", place, state), ("", "", state), ("", "", shortly))
    for before, there, following in ways:
        parts = [(before, "$muted"), (there, "$muted"), (following, style)]
        said = Content("  ").join(Content.styled(*part) for part in parts if part[0])
        if said.cell_length <= room:
            return said
    return Content("")


def past_read(percent: int | None, whole_from: datetime | None, now: datetime) -> tuple[str, str]:
    """How far the past was read, at length and shortly; ``whole_from`` is None where nothing of it is missing."""
    since = f"whole since {text.day_and_time(whole_from, now)}" if whole_from is not None else ""
    if percent is None or percent >= 100:
        return since, ""
    read = f"{percent} % read"
    return (f"{since}, {read}" if since else read), read


def wanted_words(filter: EventFilter) -> str:
    """A filter in the words of the screen."""
    kinds = [kind(action).word for action in filter.kinds]
    named = ", ".join(kinds) if len(kinds) <= _MOST_KINDS else f"{len(kinds)} kinds"
    return "  ".join(part for part in (named, filter.agent, f"“{filter.text}”" if filter.text else "") if part)


def filter_line(filter: EventFilter) -> Content:
    """Which filter is active, and how it goes."""
    return Content.assemble(
        (" only ", "$muted"), (wanted_words(filter), "$accent"), (f"  {label('back')} shows all", "$muted")
    )


def search_line(sought: str) -> Content:
    """What is searched for, and how to go on."""
    keys = (("events.earlier", "earlier"), ("events.later", "later"), ("back", "done"))
    hints = [part for name, does in keys for part in ((f"  {label(name)}", "$accent"), (f" {does}", "$muted"))]
    return Content.assemble((f" “{sought}”", "$accent"), *hints)
