"""When to ask again, in one place."""

import math
import random
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from gleaptui.gleap.errors import (
    BackendTimeout,
    GleapError,
    NetworkTrouble,
    RateLimited,
    ServerTrouble,
    UntrustedCertificate,
    UnusableProxy,
)

MOST_ATTEMPTS = 3
LONGEST_RETRY_AFTER = 300.0
_FIRST_WAIT = 1.0
_LONGEST_WAIT = 20.0
_PATIENCE = 90.0
"""Seconds that one question may be held back by 429s before it is given up for now."""
_UNSAID_WAIT = 30.0
_SINCE_1970 = 1e9


def worth_repeating(error: GleapError) -> bool:
    """Whether the same question may be answered a moment later. A 429 is, once the whole project has waited."""
    if isinstance(error, UntrustedCertificate | UnusableProxy):
        return False
    return isinstance(error, NetworkTrouble | ServerTrouble | BackendTimeout | RateLimited)


class Attempts:
    """One question's tries and the waits between them."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._failed = 0
        self._patience = _PATIENCE

    def wait_after(self, error: GleapError) -> float | None:
        """Seconds before the next attempt; None where the error is final. After a 429 it is 0, because the gate keeps
        everybody waiting."""
        self._failed += 1
        if self._failed >= MOST_ATTEMPTS or not worth_repeating(error):
            return None
        if isinstance(error, RateLimited):
            self._patience -= _UNSAID_WAIT if error.retry_after is None else error.retry_after
            return 0.0 if self._patience >= 0 else None
        least = error.retry_after or 0.0
        return max(least, wait_before(self._failed, self._chance)) if least <= _LONGEST_WAIT else None


def wait_before(attempt: int, chance: random.Random) -> float:
    """Seconds before the attempt after ``attempt`` (from 1): exponential, with full jitter."""
    return chance.uniform(0.0, min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (attempt - 1)))


def retry_after(header: str | None, now: datetime) -> float | None:
    """Seconds from a Retry-After header, as a number or as a date, between 0 and five minutes; None without one."""
    if not header:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            date = parsedate_to_datetime(header)
            seconds = (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds()
        except (ValueError, TypeError, OverflowError):
            return None
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER) if math.isfinite(seconds) else None


def allowance(headers: Mapping[str, str], now: datetime) -> tuple[int, float] | None:
    """How many more requests an answer allows, and for how many seconds that holds; None where it says nothing that
    can be understood. No such header was ever seen from Gleap itself (API.md, "Ground rules"); what stands before it
    may send them."""
    for prefix in ("ratelimit", "x-ratelimit"):
        remaining = _number(headers.get(f"{prefix}-remaining"))
        reset = _number(headers.get(f"{prefix}-reset"))
        if remaining is None or reset is None or remaining < 0:
            continue
        # Either seconds from now or, as many servers have it, a moment since 1970.
        seconds = reset - now.timestamp() if reset > _SINCE_1970 else reset
        if 0 < seconds <= LONGEST_RETRY_AFTER:
            return int(remaining), seconds
    return None


def _number(header: str | None) -> float | None:
    try:
        value = float(header) if header else None
    except ValueError:
        return None
    return value if value is not None and math.isfinite(value) else None
