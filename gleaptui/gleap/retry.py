"""When to ask again, in one place."""

import math
import random
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from gleaptui.gleap.errors import (
    BackendTimeout,
    GleapError,
    NetworkTrouble,
    RateLimited,
    ServerTrouble,
    UntrustedCertificate,
)

MOST_ATTEMPTS = 3
LONGEST_RETRY_AFTER = 900.0
_FIRST_WAIT = 1.0
_LONGEST_WAIT = 20.0
_PATIENCE = 90.0
"""Seconds that one question may be held back by 429s before it is given up for now."""
_UNSAID_WAIT = 30.0
_WINDOW = 60.0
_SINCE_1970 = 1e9
_PART = re.compile(r'([A-Za-z]+)\s*=\s*"?(\d+)')


def worth_repeating(error: GleapError) -> bool:
    """Whether the same question may be answered a moment later. A 429 is, once the whole project has waited."""
    if isinstance(error, UntrustedCertificate):
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
        # Whoever said nothing for so long is not asked again at once.
        if self._failed >= MOST_ATTEMPTS or not worth_repeating(error) or error.waited > _LONGEST_WAIT:
            return None
        if isinstance(error, RateLimited):
            self._patience -= _UNSAID_WAIT if error.retry_after is None else error.retry_after
            return 0.0 if self._patience >= 0 else None
        least = error.retry_after or 0.0
        return max(least, wait_before(self._failed, self._chance)) if least <= _LONGEST_WAIT else None


def wait_before(attempt: int, chance: random.Random) -> float:
    """Seconds before the attempt after ``attempt`` (from 1): exponential, with full jitter."""
    return chance.uniform(0.0, min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (attempt - 1)))


def server_time(headers: Mapping[str, str], now: datetime) -> datetime:
    """The moment of an answer by the clock of whoever gave it, which the times it names are meant by; ``now`` where it
    does not say."""
    return _date(headers.get("date", "")) or now


def retry_after(header: str | None, now: datetime) -> float | None:
    """Seconds from a Retry-After header, as a number or as a date, between 0 and a quarter of an hour; None without
    one. ``now`` is the moment of the answer."""
    if not header:
        return None
    try:
        seconds = float(header)
    except ValueError:
        date = _date(header)
        if date is None:
            return None
        seconds = (date - now).total_seconds()
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER) if math.isfinite(seconds) else None


def allowance(headers: Mapping[str, str], now: datetime) -> tuple[int, float] | None:
    """How many more requests an answer allows, and for how many seconds that holds; None where it says nothing that
    can be understood. Without a time only "none" counts: for as long as Retry-After names, else for the minute that
    Gleap counts in. No such header was ever seen from Gleap itself (API.md, "Ground rules"); what stands before it may
    send them. ``now`` is the moment of the answer."""
    found: list[tuple[int, float]] = []
    for remaining, reset in _claims(headers):
        left = _number(remaining)
        if left is None or left < 0:
            continue
        seconds = _until(reset, now)
        if reset is None and left == 0:
            seconds = retry_after(headers.get("retry-after"), now) or _WINDOW
        if seconds is not None and seconds > 0:
            found.append((int(left), min(seconds, LONGEST_RETRY_AFTER)))
    return min(found, key=lambda one: (one[0], -one[1]), default=None)


def _claims(headers: Mapping[str, str]) -> Iterator[tuple[str | None, str | None]]:
    """What is left and when that is over, as it is written in each of the headers in use."""
    whole = headers.get("ratelimit", "")
    # Either `limit=100, remaining=50, reset=30` or, since then, `"default";r=50;t=30, "burst";r=3;t=1`.
    for policy in whole.split(",") if ";" in whole else (whole,):
        said = {name.lower(): value for name, value in _PART.findall(policy)}
        yield said.get("remaining", said.get("r")), said.get("reset", said.get("t"))
    for prefix in ("ratelimit", "x-ratelimit", "x-rate-limit"):
        yield headers.get(f"{prefix}-remaining"), headers.get(f"{prefix}-reset")


def _until(reset: str | None, now: datetime) -> float | None:
    """Seconds from now, also from what many servers write instead: a moment, in seconds or milliseconds since 1970."""
    number = _number(reset)
    if number is None or number <= _SINCE_1970:
        return number
    return (number / 1000 if number > _SINCE_1970 * 100 else number) - now.timestamp()


def _date(header: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(header)
        return date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _number(header: str | None) -> float | None:
    try:
        value = float(header) if header else None
    except ValueError:
        return None
    return value if value is not None and math.isfinite(value) else None
