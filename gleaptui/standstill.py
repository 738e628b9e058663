"""Whether anything is asked for at all. Snapshots cannot tell: where nothing is asked, nothing fails."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from gleaptui import text
from gleaptui.board import Board
from gleaptui.keys import label
from gleaptui.refresh.snapshot import Problem
from gleaptui.written import FLOORS, Intervals

if TYPE_CHECKING:
    from gleaptui.watch import Watch

_SILENT = timedelta(minutes=5)
"""So long, and two of the shortest interval, may pass without any answer."""
_SHORT = timedelta(minutes=1)
"""A wait that Gleap asks for is worth no word until it has made figures so old."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How things stand with asking, whatever was answered."""

    began: datetime
    """When the program did."""
    ended: Problem | None = None
    """Why it has come to an end, or never began."""
    paused: bool = False
    until: datetime | None = None
    """When it goes on, where Gleap has asked to wait."""
    walled: bool = False
    """The wall is looked at, which has other keys."""


def asking(began: datetime, ended: Problem | None, watch: "Watch | None", *, walled: bool) -> Asking:
    """How things stand with a watch; none where it has not begun."""
    if watch is None:
        return Asking(began, ended)
    return Asking(began, ended, watch.scheduler.paused, watch.budget.paused_until, walled)


def standstill(board: Board, now: Asking, intervals: Intervals) -> Problem | None:
    """Why no figure is renewed; None while all goes on, or fails and says so itself."""
    if now.ended is not None:
        return now.ended
    if now.paused:
        first = f"leave the wall with {label('back')}, then " if now.walled else ""
        return Problem("paused", "Paused", f"{first}{label('pause')} goes on")
    silent = board.now - (board.latest or now.began)
    if now.until is not None and silent >= _SHORT:
        return Problem("throttled", "Gleap asks for less", f"asking again at {text.clock_time(board.local(now.until))}")
    shortest = min((seconds for seconds in map(intervals.of, FLOORS) if seconds), default=None)
    if shortest is None or silent < _SILENT + 2 * timedelta(seconds=shortest) or board.overview.problem is not None:
        return None
    return Problem("silent", "No answers come", "if that stays so, please start gleaptui again")
