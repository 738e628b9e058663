"""What the line at the bottom says: is it live, how old, what does it cost, what is wrong."""

import math
from typing import TYPE_CHECKING

from gleaptui import text
from gleaptui.board import Board
from gleaptui.keys import relabelled
from gleaptui.refresh.snapshot import Problem, Snapshot

if TYPE_CHECKING:
    from gleaptui.session import Session
    from gleaptui.watch import Watch

_HINTS = (("p", "period"), ("r", "refresh"), ("?", "help"), ("q", "quit"))

Part = tuple[str, str]
_YOUNG = 60.0
"""Seconds."""
_STEPS = (10, 20, 50, 100, 200, 500)
_SLACK = 0.85


def hints(own: tuple[Part, ...], pane: str) -> tuple[Part, ...]:
    """The keys that help in a pane, and what they do; ``own`` are its own."""
    return tuple((relabelled(keys, pane.lower()), does) for keys, does in (*own, *_HINTS))


def parts(board: Board, session: "Session | None", start_problem: Problem | None, spent: "Rough") -> tuple[Part, ...]:
    """Texts with the theme variable each is shown in, most important first."""
    if start_problem is not None:
        return ((f"{start_problem.title}: {start_problem.message}", "$bad"),)
    if session is None:
        return (("starting", "$muted"),)
    return _state(board, session, spent)


def _state(board: Board, session: "Session", spent: "Rough") -> tuple[Part, ...]:
    watch, asks = session.watch, session.poller is None
    snapshots = _snapshots(board)
    known = [snapshot for snapshot in snapshots if snapshot.fetched_at is not None]
    said = [_connection(board, watch, snapshots)]
    if asks and watch.scheduler.stretch > 1.05:
        said.append((f"{watch.scheduler.stretch:.1f} times slower", "$watch"))
    if known:
        oldest = max(known, key=lambda snapshot: snapshot.age(board.now) or 0.0)
        age = oldest.age(board.now) or 0.0
        # Which of several young ones is the oldest changes all the time, and helps nobody.
        said.append((f"oldest {oldest.feed} {text.age(age)}" if age >= _YOUNG else f"all {text.age(age)}", "$muted"))
    if asks and watch.not_following and (board.events.fetched_at or board.events.problem):
        said.append((watch.not_following, "$muted"))
    if session.trouble:
        said.append((session.trouble, "$watch"))
    said.append((_asking(session, spent), "$muted"))
    if session.notice:
        said.append((session.notice, "$watch"))
    return tuple(said)


def _asking(session: "Session", spent: "Rough") -> str:
    """Who asks, and what that costs where it is this process."""
    if (poller := session.poller) is not None:
        return f"asked by {poller.user}'s gleaptui {poller.pid}"
    budget = session.watch.budget
    used = f"{spent.said(budget.used())} of {budget.limit} requests a minute"
    return f"{used}, also for others" if session.followed else used


class Rough:
    """A number to a step or two, as the exact one changes with every request."""

    def __init__(self) -> None:
        self._step = 0

    def said(self, number: int) -> str:
        """``over 20`` from 20 to 50 on. Around a step, it stays with what it said before."""
        step = max((step for step in _STEPS if step <= number), default=0)
        if not self._step * _SLACK <= number < _above(self._step) / _SLACK:
            self._step = step
        return f"over {self._step}" if self._step else f"under {_STEPS[0]}"


def _above(step: int) -> float:
    return next((float(other) for other in _STEPS if other > step), math.inf)


def _connection(board: Board, watch: "Watch", snapshots: tuple[Snapshot[object], ...]) -> Part:
    if watch.scheduler.paused:
        return ("PAUSED", "$watch")
    until = watch.budget.paused_until
    if until is not None:
        return (f"waiting until {text.clock_time(board.local(until), seconds=True)}, Gleap asks for less", "$watch")
    failing = [snapshot for snapshot in snapshots if snapshot.problem is not None]
    if failing:
        problem = failing[0].problem
        assert problem is not None
        everything = len(failing) == sum(
            snapshot.problem is not None or snapshot.fetched_at is not None for snapshot in snapshots
        )
        names = "" if everything else f" ({', '.join(snapshot.feed for snapshot in failing)})"
        return (f"! {problem.title}{names}", "$bad")
    if waits_for_the_budget(watch):
        return ("waiting for the budget", "$watch")
    if not any(snapshot.fetched_at for snapshot in snapshots):
        return ("connecting", "$muted")
    if all(snapshot.source == "stored" for snapshot in snapshots if snapshot.fetched_at):
        return ("figures of before, connecting", "$stale")
    return ("live", "$good")


def waits_for_the_budget(watch: "Watch") -> bool:
    """Whether something that is looked at has not come yet because the requests of this minute are spent."""
    budget, scheduler = watch.budget, watch.scheduler
    if budget.holds_up_the_user:
        return True
    if not budget.waiting or budget.used() < budget.steady_rate()[0]:
        return False
    running = (one.name for one in scheduler.status() if one.watched and one.running)
    return any(scheduler.snapshot(name).value is None for name in running)


def _snapshots(board: Board) -> tuple[Snapshot[object], ...]:
    return (board.overview, board.trends, board.agents, board.heatmap, board.events, board.tickets)
