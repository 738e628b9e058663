"""What somebody types over the event log: which events are wanted, and which moment."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from gleaptui.history.filters import EventFilter

_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?\Z")
_AGO = re.compile(r"(\d{1,4})([mhd])\Z")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_MOST_NAMED = 8
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class WordsError(ValueError):
    """What was typed means nothing here. The text says what would."""


def wanted(typed: str, kinds: Mapping[str, str], people: Iterable[str]) -> EventFilter:
    """The filter behind ``kind:reply,comment agent:ada refund``: kinds and people may be given by a part of their name,
    the rest are words of the event. ``kinds`` are actions with the words that they are shown in.

    Raises `WordsError`.
    """
    chosen: list[str] = []
    agent, words = "", []
    for part in typed.split():
        name, colon, value = part.partition(":")
        if colon and name.casefold() in ("kind", "k") and value:
            for one in filter(None, value.split(",")):
                chosen += _kinds(one, kinds)
        elif names_somebody(part):
            agent = _person(value, people)
        else:
            words.append(part)
    return EventFilter(kinds=tuple(dict.fromkeys(chosen)), agent=agent, text=" ".join(words))


def names_somebody(typed: str) -> bool:
    """Whether people are needed to understand it."""
    return any(part.partition(":")[0].casefold() in ("agent", "a") and part.partition(":")[2] for part in typed.split())


def _kinds(value: str, kinds: Mapping[str, str]) -> list[str]:
    wanted = _spelled(value)
    names = {kind: (_spelled(kind), _spelled(shown)) for kind, shown in kinds.items()}
    whole = [kind for kind, spelled in names.items() if any(f"_{wanted}_" in f"_{one}_" for one in spelled)]
    found = whole or [kind for kind, spelled in names.items() if any(wanted in one for one in spelled)]
    if not found:
        some = ", ".join(list(dict.fromkeys(kinds.values()))[:_MOST_NAMED])
        raise WordsError(f"no kind has {value!r} in its name; there are {some}" if some else "there are no events yet")
    return found


def _spelled(words: str) -> str:
    return words.casefold().replace("-", "_").replace(" ", "_")


def _person(value: str, people: Iterable[str]) -> str:
    known = list(people)
    found = [name for name in known if value.casefold() in name.casefold()]
    if not found:
        raise WordsError(f"nobody in the log has {value!r} in the name")
    exact = [name for name in found if name.casefold() == value.casefold()]
    return (exact or found)[0]


def moment(typed: str, now: datetime) -> datetime:
    """The moment behind ``14:05``, ``yesterday 9:00``, ``mon 9``, ``14.9. 9:00``, ``2026-09-14 09:00`` or ``2h`` ago,
    in the zone of ``now``; a day alone is its midnight, a clock time alone is the last such time. Raises
    `WordsError`."""
    parts = (
        typed.strip().casefold().replace("t", " ", 1).split()
        if re.match(r"\d{4}-", typed)
        else typed.casefold().split()
    )
    if not parts or len(parts) > 2:
        raise WordsError("type 14:05, yesterday 9:00, mon 9:00 or 2026-09-14 09:00")
    if len(parts) == 1 and (ago := _AGO.match(parts[0])) is not None:
        return (now.astimezone(UTC) - int(ago[1]) * _UNITS[ago[2]]).astimezone(now.tzinfo)
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
