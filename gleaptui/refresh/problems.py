"""From an exception to a `Problem`, without knowing whose exception it is."""

import logging
import os
import traceback
from typing import Protocol, runtime_checkable

from gleaptui.refresh.snapshot import Problem

_log = logging.getLogger("gleaptui.refresh")


@runtime_checkable
class Described(Protocol):
    """An exception that tells a person what went wrong."""

    kind: str
    title: str
    message: str
    retry_after: float | None
    """Seconds that whoever answered asked to wait."""


def describe(error: Exception) -> Problem:
    """The exception in words a person can act on. One that does not describe itself is a mistake of the program: it
    becomes a calm sentence, and its class and place are logged, never its text, which could hold anything."""
    known = _described(error)
    if known is not None:
        return Problem(known.kind, known.title, known.message)
    log_unknown(error, "a feed failed")
    return Problem("internal", "Something went wrong in gleaptui", "The last figures stay; it will be tried again.")


def late(seconds: float) -> Problem:
    """No answer within the time a fetch may take."""
    return Problem("network_timeout", "No answer in time", f"Nothing came within {seconds:.0f} seconds.")


def wait_asked_for(error: Exception) -> float:
    """Seconds that the exception asks to wait, 0 where it does not say."""
    known = _described(error)
    return known.retry_after or 0.0 if known is not None else 0.0


def is_outage(problem: Problem) -> bool:
    """Whether the problem lies between here and Gleap, or with Gleap as a whole, and so concerns every feed."""
    return problem.kind.startswith("network") or problem.kind == "server"


def log_unknown(error: BaseException, what: str) -> None:
    """Log the class and the place of an exception, and nothing of its text or its variables."""
    leaf = _leaves(error)[0]
    frames = traceback.extract_tb(leaf.__traceback__)
    place = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "nowhere"
    _log.error("%s: %s at %s", what, type(leaf).__name__, place)


def _described(error: BaseException) -> Described | None:
    for leaf in _leaves(error):
        if isinstance(leaf, Described):
            return leaf
    return None


def _leaves(error: BaseException) -> list[BaseException]:
    if not isinstance(error, BaseExceptionGroup):
        return [error]
    return [leaf for inner in error.exceptions for leaf in _leaves(inner)]
