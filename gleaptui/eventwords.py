"""What somebody types over the event log: which events are wanted, and which moment."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from gleaptui.history.filters import EventFilter

_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?\Z")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class WordsError(ValueError):
    """What was typed means nothing here. The text says what would."""


def wanted(typed: str, kinds: Iterable[str], people: Iterable[str]) -> EventFilter:
    """The filter behind ``kind:reply agent:ada refund``: kinds and people may be given by a part of their name, the
    rest are words of the event. Raises `WordsError`."""
    chosen: list[str] = []
    agent, words = "", []
    for part in typed.split():
        name, colon, value = part.partition(":")
        if colon and name in ("kind", "k") and value:
            chosen += _kinds(value, kinds)
        elif colon and name in ("agent", "a") and value:
            agent = _person(value, people)
        else:
            words.append(part)
    return EventFilter(kinds=tuple(dict.fromkeys(chosen)), agent=agent, text=" ".join(words))


def _kinds(value: str, kinds: Iterable[str]) -> list[str]:
    known = list(kinds)
    value = value.casefold().replace("-", "_")
    whole = [kind for kind in known if f"_{value}_" in f"_{kind.casefold()}_"]
    found = whole or [kind for kind in known if value in kind.casefold()]
    if not found:
        raise WordsError(
            f"no kind has {value!r} in its name; there are {', '.join(kind.lower() for kind in known[:8])}"
        )
    return found


def _person(value: str, people: Iterable[str]) -> str:
    known = list(people)
    found = [name for name in known if value.casefold() in name.casefold()]
    if not found:
        raise WordsError(f"nobody in the log has {value!r} in the name")
    exact = [name for name in found if name.casefold() == value.casefold()]
    return (exact or found)[0]


def moment(typed: str, now: datetime) -> datetime:
    """The moment behind ``14:05``, ``yesterday 9:00``, ``mon 9``, ``14.9. 9:00`` or ``2026-09-14 09:00``, in the zone
    of ``now``; a day alone is its midnight, a clock time alone is the last such time. Raises `WordsError`."""
    parts = (
        typed.strip().casefold().replace("t", " ", 1).split()
        if re.match(r"\d{4}-", typed)
        else typed.casefold().split()
    )
    if not parts or len(parts) > 2:
        raise WordsError("type 14:05, yesterday 9:00, mon 9:00 or 2026-09-14 09:00")
    if len(parts) == 1 and (clock := _clock(parts[0])) is not None:
        found = datetime.combine(now.date(), clock, now.tzinfo)
        return found if found <= now else found - timedelta(days=1)
    day = _day(parts[0], now.date())
    clock = _clock(parts[1]) if len(parts) == 2 else time.min
    if day is None or clock is None:
        raise WordsError(f"{typed.strip()!r} is no moment: type 14:05, yesterday 9:00, mon 9:00 or 2026-09-14 09:00")
    return datetime.combine(day, clock, now.tzinfo)


def _clock(typed: str) -> time | None:
    found = _CLOCK.match(typed)
    if found is None:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups())
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _day(typed: str, today: date) -> date | None:
    if typed in ("today", "yesterday"):
        return today - timedelta(days=typed == "yesterday")
    if typed[:3] in _DAYS and typed.isalpha():
        return today - timedelta(days=(today.weekday() - _DAYS.index(typed[:3])) % 7)
    try:
        return date.fromisoformat(typed)
    except ValueError:
        pass
    found = re.match(r"(\d{1,2})[./](\d{1,2})[./]?\Z", typed)
    if found is None:
        return None
    try:
        day = date(today.year, int(found[2]), int(found[1]))
    except ValueError:
        return None
    return day if day <= today else day.replace(year=day.year - 1)
