"""From what Gleap writes to numbers, durations, shares and instants. What cannot be read is None, never a guess."""

import re
from datetime import UTC, datetime

from gleaptui.gleap.models import Unit

_PLAIN = re.compile(r"\s*-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?\s*\Z")
_LARGEST = 10**18
_FIRST_STAMP = 1e8
"""Less is no moment that Gleap can mean: it would be before 1974."""
_FIRST_YEAR, _LAST_YEAR = 1, 9999
"""Of which not every instant has a date in every time zone."""

_SECONDS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3_600.0),
    **dict.fromkeys(("d", "day", "days"), 86_400.0),
    "ms": 0.001,
}


def number(value: object) -> float | None:
    """A finite number from a number or a plainly numeric string. ``true`` is not a number, nor is ``1,234``."""
    if isinstance(value, str) and _PLAIN.match(value):
        value = float(value)
    if type(value) is int or type(value) is float:
        return float(value) if -_LARGEST < value < _LARGEST else None
    return None


def exact(value: float) -> str:
    """A number as it would be written by hand, in all its digits."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return repr(value)


_KEYCAP = re.compile(r"[0-9#*]\ufe0f?\u20e3")
_RATED = re.compile(r"(?:[^\x00-\x7f\w–—−]|\s)*(\d{1,30}(?:\.\d{1,30})?)\s*%?(?:[^\x00-\x7f\w–—−]|\s)*\Z")


def rated(value: object) -> float | None:
    """The number in a text that holds nothing else but an emoji or two, as ratings do; other words may mean anything
    (API.md, "Numbers, units, absences")."""
    if not isinstance(value, str):
        return number(value)
    found = _RATED.match(_KEYCAP.sub("", value[:200]))
    return number(found[1]) if found else None


def whole(value: object) -> int | None:
    """A whole number that is not negative, such as a count of samples or a ticket's number."""
    found = number(value)
    return int(found) if found is not None and found >= 0 and found == int(found) else None


def seconds_in(unit: object) -> float | None:
    """How many seconds a unit is; None for one that is not a unit of time."""
    return _SECONDS.get(unit.strip().lower()) if isinstance(unit, str) else None


_NAMED = (
    r"(?:.*\b)?(?:counts?|tickets?|repl(?:y|ies)|messages?|conversations?|questions?|comments?|users?|agents?|contacts?|"
    r"documents?|breach(?:es)?|slas?|times|views?|clicks?|events?)(?:\b.*)?"
)
_FITS: dict[str, re.Pattern[str]] = {
    "count": re.compile(rf"|#|{_NAMED}"),
    "percent": re.compile(r"|%|pct|percent|per cent"),
    "rating": re.compile(r"[^\w/]*|/\s*100|pct|percent|points?|score"),
}
"""What Gleap may call the unit of what is no duration. Under any other name a number is not what it seems."""
_MOST: dict[str, float] = {"percent": 100.0, "rating": 100.0}


def measure(value: object, raw: object, unit_text: object, unit: Unit) -> tuple[float | None, bool]:
    """A value in base units, and whether its unit had to be assumed (API.md, "Numbers, units, absences")."""
    # A zero beside a value that says nothing is what nothing adds up to.
    exactly = number(raw) or None
    given = unit_text.strip().lower() if isinstance(unit_text, str) else ""
    if unit != "seconds" and not _FITS[unit].fullmatch(given[:80]):
        return None, False
    if unit == "seconds":
        found, assumed = _duration(value, exactly, given)
    elif unit == "percent":
        found, assumed = _share(value, given)
    elif unit == "rating":
        rating = rated(value)
        found, assumed = (rating if rating is not None else exactly), False
    else:
        found, assumed = number(value), False
    if found is None or not 0 <= found <= _MOST.get(unit, found):
        return None, False
    return found, assumed


def _duration(value: object, exactly: float | None, given: str) -> tuple[float | None, bool]:
    if exactly is not None:
        return exactly, False
    shown = number(value)
    if shown is None:
        return written_duration(value), False
    factor = seconds_in(given)
    if factor is not None or shown == 0:
        return shown * (factor or 0.0), False
    return (None, False) if given else (shown, True)


_WRITTEN = re.compile(r"(?:\s*\d{1,15}(?:\.\d{1,15})?\s*[a-z]+)+\s*", re.IGNORECASE)
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+)", re.IGNORECASE)


def written_duration(value: object) -> float | None:
    """Seconds from a display text such as ``6.5h`` or ``1h 48m``."""
    if not isinstance(value, str) or not _WRITTEN.fullmatch(value[:60]):
        return None
    total = 0.0
    for amount, unit in _PART.findall(value[:60]):
        factor = seconds_in(unit)
        if factor is None:
            return None
        total += float(amount) * factor
    return total


def _share(value: object, given: str) -> tuple[float | None, bool]:
    """A share in per cent. A bare number up to 1 may be a fraction of one."""
    if isinstance(value, str) and value.strip().endswith("%"):
        return number(value.strip()[:-1]), False
    found = number(value)
    if found is None or given or not 0 < found <= 1:
        return found, False
    return (found * 100 if found < 1 else found), True


def moment(value: object) -> datetime | None:
    """An instant from ISO 8601 text (UTC where it names no zone) or from seconds or milliseconds since 1970. One that
    has no date in every time zone is none."""
    if isinstance(value, str) and "-" in value:
        try:
            found = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
        if not _FIRST_YEAR < found.year < _LAST_YEAR:
            return None
        return found if found.tzinfo is UTC else _in_utc(found)
    stamp = number(value)
    if stamp is None or stamp < _FIRST_STAMP:
        return None
    try:
        found = datetime.fromtimestamp(stamp / 1000 if stamp > 1e11 else stamp, UTC)
    except (OverflowError, OSError, ValueError):
        return None
    return found if found.year < _LAST_YEAR else None


def _in_utc(found: datetime) -> datetime | None:
    try:
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
