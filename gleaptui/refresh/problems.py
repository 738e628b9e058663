"""From an exception to a `Problem`, without knowing whose exception it is."""

import logging
import os
import traceback
from typing import Protocol, runtime_checkable

from gleaptui.refresh.snapshot import Problem

_log = logging.getLogger("gleaptui.refresh")
_OF_ALL = frozenset(
    {"server", "not_gleap", "unauthorized", "key_expired", "key_of_another_project", "key_unusable", "missing_project"}
)
_MOST_LOGGED = 1_000
_logged: set[str] = set()


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
    """Whether the problem may concern every feed: it lies between here and Gleap, with Gleap as a whole, or with the
    key."""
    return problem.kind.startswith("network") or problem.kind in _OF_ALL


def is_throttle(problem: Problem) -> bool:
    """Whether the whole project was told to ask for less."""
    return problem.kind == "rate_limited"


def log_unknown(error: BaseException, what: str) -> None:
    """Log the class and the place of an exception, and nothing of its text or its variables. The same one again is
    logged only for debugging: a defect that comes back every ten seconds for weeks must not fill a disk."""
    leaf = _leaves(error)[0]
    frames = [frame for frame in traceback.extract_tb(leaf.__traceback__) if not frame.filename.startswith("<")]
    place = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "nowhere"
    line = f"{what}: {type(leaf).__name__} at {place}"
    level = logging.DEBUG if line in _logged else logging.ERROR
    if len(_logged) < _MOST_LOGGED:
        _logged.add(line)
    _log.log(level, line)


def _described(error: BaseException) -> Described | None:
    for leaf in _leaves(error):
        if isinstance(leaf, Described):
            return leaf
    return None


def _leaves(error: BaseException) -> list[BaseException]:
    if not isinstance(error, BaseExceptionGroup):
        return [error]
    return [leaf for inner in error.exceptions for leaf in _leaves(inner)]
