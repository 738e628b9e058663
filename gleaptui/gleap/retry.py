"""When to ask again, in one place."""

import math
import random
from datetime import datetime
from email.utils import parsedate_to_datetime

from gleaptui.gleap.errors import BackendTimeout, GleapError, NetworkTrouble, RateLimited, ServerTrouble, TlsTrouble

MOST_ATTEMPTS = 3
_FIRST_WAIT = 1.0
_LONGEST_WAIT = 20.0
LONGEST_RETRY_AFTER = 300.0


def worth_repeating(error: GleapError) -> bool:
    """Whether the same question may be answered a moment later. A 429 is, once the whole project has waited."""
    if isinstance(error, TlsTrouble):
        return False
    return isinstance(error, NetworkTrouble | ServerTrouble | BackendTimeout | RateLimited)


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
            seconds = (parsedate_to_datetime(header) - now).total_seconds()
        except (ValueError, TypeError):
            return None
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER) if math.isfinite(seconds) else None
