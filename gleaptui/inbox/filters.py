"""What a list of tickets is narrowed down to, and the line that it is typed in: ``type:bug @anna #vip created:7d``."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TypeVar

from msgspec import Struct, structs

from gleaptui.gleap.periods import PeriodError, resolve
from gleaptui.text import clean

SORTS: Mapping[str, str] = MappingProxyType(
    {
        "newest": "-createdAt",
        "oldest": "createdAt",
        "updated": "-updatedAt",
        "waiting": "lastNotification",
        "message": "-lastNotification",
        "archived": "-archivedAt",
        "priority": "-priority",
    }
)
"""Orders by the word that asks for them (API.md, "Tickets")."""
TYPES: Mapping[str, str] = MappingProxyType(
    {
        "bug": "BUG",
        "inquiry": "INQUIRY",
        "question": "INQUIRY",
        "feature": "FEATURE_REQUEST",
        "crash": "CRASH",
        "bot": "BOT",
    }
)
STATUSES: Mapping[str, str] = MappingProxyType(
    {"open": "OPEN", "progress": "INPROGRESS", "inprogress": "INPROGRESS", "done": "DONE", "closed": "DONE"}
)
PRIORITIES: Mapping[str, str] = MappingProxyType({"low": "LOW", "medium": "MEDIUM", "med": "MEDIUM", "high": "HIGH"})
Value = TypeVar("Value")
NOBODY = "nobody"
ME = "me"
_SPANS = {"h": 3_600, "d": 86_400, "w": 7 * 86_400, "m": 30 * 86_400}
_SPAN = re.compile(r"([<>]?)(\d{1,4})([hdwm])\Z")
_TOKEN = re.compile(r'([a-z]+):("[^"]*"|\S*)|([@#])("[^"]+"|\S+)|"([^"]*)"|(\S+)', re.IGNORECASE)
_CUSTOM = re.compile(r"[0-9A-Za-z_-]{1,40}\Z")
_MEANINGLESS = re.compile(r"[,/]")


class FilterError(ValueError):
    """A filter that cannot be understood. The text says which part, and what would be."""


class Span(Struct, frozen=True):
    """From when to when, each end included; None where it is open."""

    first: datetime | None = None
    last: datetime | None = None

    def holds(self, moment: datetime | None) -> bool:
        """Whether the instant lies within. One that is not known does only where nothing is asked."""
        if moment is None:
            return self.first is None and self.last is None
        return not (self.first and moment < self.first) and not (self.last and moment > self.last)


class Filter(Struct, frozen=True, kw_only=True):
    """All conditions that hold together. Values of one field are alternatives, but every tag and word must be there."""

    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    assignee: str = ""
    """A name or an e-mail address as typed, or `ME` or `NOBODY`."""
    tags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    created: Span = Span()
    updated: Span = Span()
    sla_breached: bool | None = None
    unanswered: bool = False
    open: bool = False
    """Neither done nor archived."""
    archived: bool | None = False
    sort: str = "-createdAt"


class Vocabulary(Struct, frozen=True, kw_only=True):
    """What words mean in this project, at this moment."""

    now: datetime
    zone: str = "UTC"
    aliases: Mapping[str, str] = MappingProxyType({})
    """Ids of the project's own statuses by the name that the config gives them."""

    def status(self, word: str) -> str:
        """The status as it is sent: an alias, a known word, or an id (API.md, "Tickets"). Raises `FilterError`."""
        for name, value in self.aliases.items():
            if name.lower() == word.lower():
                return value
        known = STATUSES.get(re.sub(r"[\s_-]", "", word.lower()))
        return known or _own(word, "status", (*STATUSES, *self.aliases))

    def span(self, word: str, field: str) -> Span:
        """A range of time. Raises `FilterError`."""
        match = _SPAN.match(word.lower())
        if match:
            sign, count, unit = match.groups()
            edge = self.now - timedelta(seconds=int(count) * _SPANS[unit])
            return Span(None, edge) if sign == ">" else Span(edge, None)
        try:
            period = resolve(word.lower(), self.now, self.zone)
        except PeriodError:
            shown = clean(word, 40)
            raise FilterError(
                f"{field}:{shown} is not a time; use 7d, 24h, >30d, today, yesterday or 2026-09-01..2026-09-30"
            ) from None
        return Span(period.start, period.end)


def parse(line: str, vocabulary: Vocabulary, base: Filter | None = None) -> Filter:
    """The filter that a typed line means, on top of another. Raises `FilterError` with a sentence for people."""
    found = base or Filter()
    for match in _TOKEN.finditer(line):
        field, value, mark, marked, quoted, word = match.groups()
        if field is not None:
            value = value.strip('"')
            if not value:
                raise FilterError(f"{field}: what? For example {_EXAMPLES.get(field.lower(), 'status:open')}")
            found = _with(found, field.lower(), value, vocabulary)
        elif mark == "@":
            found = structs.replace(found, assignee=assignee(marked.strip('"')))
        elif mark == "#" and marked.isdigit():
            found = structs.replace(found, words=(*found.words, f"#{marked}"))
        elif mark == "#":
            found = structs.replace(found, tags=(*found.tags, marked.strip('"')))
        else:
            text = quoted if quoted is not None else word
            found = structs.replace(found, words=(*found.words, text)) if text else found
    return found


_EXAMPLES = {
    "type": "type:bug",
    "status": "status:open",
    "prio": "prio:high",
    "priority": "priority:high",
    "assignee": "assignee:anna",
    "tag": "tag:vip",
    "created": "created:7d",
    "updated": "updated:24h",
    "sla": "sla:breached",
    "sort": "sort:oldest",
    "archived": "archived:yes",
    "is": "is:open",
}


def _with(found: Filter, field: str, value: str, vocabulary: Vocabulary) -> Filter:
    parts = tuple(part for part in value.split(",") if part)
    match field:
        case "type":
            return structs.replace(found, types=(*found.types, *map(ticket_type, parts)))
        case "status":
            return structs.replace(found, statuses=(*found.statuses, *map(vocabulary.status, parts)), open=False)
        case "prio" | "priority":
            return structs.replace(found, priorities=(*found.priorities, *map(priority, parts)))
        case "assignee":
            return structs.replace(found, assignee=assignee(value))
        case "tag":
            return structs.replace(found, tags=(*found.tags, *parts))
        case "created":
            return structs.replace(found, created=vocabulary.span(value, field))
        case "updated":
            return structs.replace(found, updated=vocabulary.span(value, field))
        case "sla":
            return structs.replace(
                found, sla_breached=_chosen(field, value, {"breached": True, "late": True, "kept": False})
            )
        case "archived":
            return structs.replace(found, archived=_chosen(field, value, {"yes": True, "no": False, "both": None}))
        case "sort":
            return structs.replace(found, sort=_chosen(field, value, SORTS))
        case "is":
            flags: dict[str, dict[str, bool]] = {"open": {"open": True}, "unanswered": {"unanswered": True}}
            return structs.replace(found, **_chosen(field, value, flags))
    raise FilterError(f"{clean(field, 20)}: is not a filter; there are {', '.join(_EXAMPLES)}, @person and #tag")


def _chosen(field: str, word: str, known: Mapping[str, Value]) -> Value:
    if word.lower() not in known:
        raise FilterError(f"{field}:{clean(word, 40)} is not known; choose one of {', '.join(known)}")
    return known[word.lower()]


def ticket_type(word: str) -> str:
    """A type on the wire; a project's own in capitals (API.md, "Tickets"). Raises `FilterError`."""
    return TYPES.get(word.lower()) or _own(word, "type", tuple(TYPES)).upper()


def priority(word: str) -> str:
    """One of the three priorities that may be sent (API.md, "Tickets"). Raises `FilterError`."""
    return _chosen("priority", word, PRIORITIES)


def assignee(word: str) -> str:
    """A person as typed. Raises `FilterError`."""
    if word.lower() in (ME, NOBODY):
        return word.lower()
    if not word.strip():
        raise FilterError("@ who? For example @anna, @me or @nobody")
    return word


def _own(word: str, field: str, known: tuple[str, ...]) -> str:
    if not _CUSTOM.match(word):
        raise FilterError(f"{field}:{clean(word, 40)} is not known; there are {', '.join(known)}, or an id of your own")
    return word


def sendable(value: str) -> bool:
    """Whether a text can be sent as a filter: commas part values, and slashes make an expression of them (API.md,
    "Unknown parameters are filters")."""
    return (
        bool(value) and not _MEANINGLESS.search(value) and value not in ("true", "false", "null") and not _number(value)
    )


def _number(value: str) -> bool:
    return bool(re.fullmatch(r"[+-]?[\d.]+(e[+-]?\d+)?", value, re.IGNORECASE))
