"""From what Gleap writes to numbers, durations, shares and instants. What cannot be read is None, never a guess."""

import math
import re
from datetime import UTC, datetime

import msgspec

from gleaptui.gleap.models import Unit

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")
_PLAIN = re.compile(r"\s*-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?\s*\Z")
_LARGEST = 1e18

_SECONDS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3_600.0),
    **dict.fromkeys(("d", "day", "days"), 86_400.0),
    "ms": 0.001,
}


def number(value: object) -> float | None:
    """A finite number from a number or a plainly numeric string. ``true`` is not a number, nor is ``1,234``."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        if not _PLAIN.match(value):
            return None
        value = float(value)
    if isinstance(value, int):
        return float(value) if abs(value) < _LARGEST else None
    if isinstance(value, float) and math.isfinite(value) and abs(value) < _LARGEST:
        return value
    return None


def first_number(value: object) -> float | None:
    """The first number in a text such as a rating with its emoji (API.md, "Numbers, units, absences")."""
    plain = number(value)
    if plain is not None or not isinstance(value, str):
        return plain
    found = _NUMBER.search(value[:200])
    return number(found.group()) if found else None


def whole(value: object) -> int | None:
    """A whole number that is not negative, such as a count of samples or a ticket's number."""
    found = number(value)
    return int(found) if found is not None and found >= 0 and found == int(found) else None


def seconds_in(unit: object) -> float | None:
    """How many seconds a unit is; None for one that is not a unit of time."""
    return _SECONDS.get(unit.strip().lower()) if isinstance(unit, str) else None


def measure(value: object, raw: object, unit_text: object, unit: Unit) -> tuple[float | None, bool]:
    """A value in base units, and whether its unit had to be assumed (API.md, "Numbers, units, absences")."""
    if unit == "seconds":
        return _duration(value, raw, unit_text)
    if unit == "rating":
        found = first_number(value)
        return (found if found is not None else number(raw)), False
    found = number(value)
    if unit == "percent":
        return _share(value, found, unit_text)
    return found, False


def _duration(value: object, raw: object, unit_text: object) -> tuple[float | None, bool]:
    exact = number(raw)
    if exact is not None:
        return exact, False
    shown = number(value)
    if shown is not None:
        factor = seconds_in(unit_text)
        if factor is not None:
            return shown * factor, False
        return (None, False) if isinstance(unit_text, str) and unit_text.strip() else (shown, True)
    return written_duration(value), False


_WRITTEN = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*([a-z]+)\s*\Z", re.IGNORECASE)


def written_duration(value: object) -> float | None:
    """Seconds from a display text such as ``6.5h``."""
    found = _WRITTEN.match(value) if isinstance(value, str) else None
    factor = seconds_in(found.group(2)) if found else None
    shown = number(found.group(1)) if found else None
    return shown * factor if shown is not None and factor is not None else None


def _share(value: object, found: float | None, unit_text: object) -> tuple[float | None, bool]:
    if found is None and isinstance(value, str) and value.strip().endswith("%"):
        return number(value.strip()[:-1]), False
    if found is None or (isinstance(unit_text, str) and unit_text.strip() == "%"):
        return found, False
    return (found * 100, True) if 0 < found < 1 else (found, False)


def moment(value: object) -> datetime | None:
    """An instant from ISO 8601 text (UTC where it names no zone) or from seconds or milliseconds since 1970."""
    if isinstance(value, str):
        try:
            found = msgspec.convert(value.strip(), datetime)
        except (msgspec.ValidationError, ValueError, OverflowError):
            return None
        return _in_utc(found)
    stamp = number(value)
    if stamp is None or stamp <= 0:
        return None
    try:
        return datetime.fromtimestamp(stamp / 1000 if stamp > 1e11 else stamp, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _in_utc(found: datetime) -> datetime | None:
    try:
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
