"""One try at a feed, and what came of it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from gleaptui.refresh.entry import Run
from gleaptui.refresh.feed import Feed
from gleaptui.refresh.lane import carrying
from gleaptui.refresh.problems import describe, late, log_unknown, wait_asked_for
from gleaptui.refresh.snapshot import Problem


@dataclass(frozen=True, slots=True)
class Brought:
    """The feed's value."""

    value: object


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is none, and for how many seconds whoever answered wants to be left alone."""

    problem: Problem
    wait: float = 0.0


Outcome = Brought | Failed | None
"""None: the run was taken back, and nobody wants to know."""


async def attempt(
    feed: Feed, run: Run, deadline: float, describe_known: Callable[[Exception], Problem | None]
) -> Outcome:
    """Fetch once. Raises nothing but the cancellation of the task from outside the schedule."""
    try:
        with carrying(run.errand):
            value = await feed.fetch(run.period)
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if run.ending == "dropped":
            return None
        if run.ending == "late":
            return Failed(late(deadline))
        if task is None or task.cancelling():
            raise
        log_unknown(error, f"feed {feed.name} was cancelled from within")
        return Failed(Problem("internal", "A request was interrupted", "It will be tried again."))
    except Exception as error:  # noqa: BLE001 - whatever one feed does must not touch the others
        if run.ending == "dropped":
            return None
        return Failed(describe_known(error) or describe(error), wait_asked_for(error))
    return None if run.ending == "dropped" else Brought(value)
