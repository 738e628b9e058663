"""What a list of tickets is narrowed down to, and the line that it is typed in: ``type:bug @anna #vip created:7d``."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from types import MappingProxyType
from typing import TypeVar

from msgspec import Struct, structs

from gleaptui.inbox.fold import fold
from gleaptui.inbox.ranges import FilterError, Span, read_span
from gleaptui.text import clean

__all__ = ["Filter", "FilterError", "Span", "Vocabulary", "parse", "written"]

WAITING = "waiting"
"""The order that Gleap has none for: who waits for the team, since when."""
SORTS: Mapping[str, str] = MappingProxyType(
    {
        "newest": "-createdAt",
        "oldest": "createdAt",
        "updated": "-updatedAt",
        "waiting": WAITING,
        "message": "-lastNotification",
        "archived": "-archivedAt",
        "priority": "-priority",
    }
)
"""What Gleap is asked to sort by, by the word for the order (API.md, "Tickets")."""
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
NOBODY = "nobody"
ME = "me"

_SLAS = {"breached": True, "late": True, "kept": False, "ok": False}
_ARCHIVED = {"yes": True, "no": False, "both": None}
_FLAGS = ("open", "unanswered", "waiting")
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
_TOKEN = re.compile(r'\s*(?:([A-Za-z]+):|([@#]))?((?:"(?:[^"]|"")*"|[^\s"])*)("?)')
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_PLAIN = re.compile(r'[^\s"@#,:-][^\s",:]*\Z')
_CUSTOM = re.compile(r"[0-9A-Za-z_-]{1,40}\Z")
_MEANT = re.compile(r"[,/]|(?:true|false|null|[+-]?[\d.]+(?:e[+-]?\d+)?|\d{4}-\d\d.*)\Z", re.IGNORECASE)
_LONGEST = 1_000
_ALIKE = 0.66

Value = TypeVar("Value")


class Filter(Struct, frozen=True, kw_only=True):
    """All conditions that hold together. Values of one field are alternatives, but every tag and word must be there."""

    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    assignee: str = ""
    """A name or an e-mail address as typed, or `ME` or `NOBODY`."""
    tags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """What the title, the customer or the number contains; ``#1042`` is a number as a whole."""
    created: Span = Span()
    updated: Span = Span()
    sla_breached: bool | None = None
    unanswered: bool = False
    """No agent has ever replied."""
    waiting: bool = False
    """The last word is not an agent's."""
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
    statuses: frozenset[str] = frozenset()
    """Statuses that tickets were seen to have. What is seen is never taken for a typing mistake."""
    types: frozenset[str] = frozenset()
    """The same of types."""

    def status(self, word: str) -> str:
        """The status on the wire: an alias, a known word, or an id as it is (API.md, "Tickets").

        Raises `FilterError`."""
        if word in self.statuses or word in self.aliases.values():
            return word
        for name, value in self.aliases.items():
            if fold(name) == fold(word):
                return value
        known = STATUSES.get(re.sub(r"[\s_-]", "", word.lower()))
        if not known and word.lower() in TYPES:
            raise FilterError(f"status:{word} is a type; did you mean type:{word.lower()}?")
        return known or _own(word, "status", (*STATUSES, *self.aliases))

    def type(self, word: str) -> str:
        """The type on the wire, a project's own in capitals unless it was seen otherwise. Raises `FilterError`."""
        found = {fold(one): one for one in self.types}.get(fold(word))
        if not found and word.lower() in STATUSES:
            raise FilterError(f"type:{word} is a status; did you mean status:{word.lower()}?")
        return TYPES.get(word.lower()) or found or ticket_type(word)

    def span(self, word: str, field: str) -> Span:
        """A range of time. Raises `FilterError`."""
        return read_span(word, field, self.now, self.zone)


def parse(line: str, vocabulary: Vocabulary, base: Filter | None = None) -> Filter:
    """The filter that a typed line means, on top of another: what the line says of a field counts instead of what the
    other says, while tags and words come on top. Raises `FilterError` with a sentence for people."""
    found, named = base or Filter(), set[str]()
    for field, parts in _tokens(clean(line, _LONGEST)):
        if not field:
            found = structs.replace(found, words=_and(found.words, parts[0]))
        elif not all(parts):
            raise FilterError(_unfinished(field))
        elif field == "#" and parts[0].isascii() and parts[0].isdigit():
            found = structs.replace(found, words=_and(found.words, f"#{parts[0]}"))
        elif field in ("#", "tag"):
            for part in parts:
                found = structs.replace(found, tags=_and(found.tags, part))
        else:
            field = {"@": "assignee", "priority": "prio"}.get(field, field)
            found = _with(found, field, parts, vocabulary, first=field not in named)
            named.add(field)
    return found


def _tokens(line: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Field or mark, empty for plain words, and the values without their quotes. Raises `FilterError`."""
    place = 0
    while match := _TOKEN.match(line, place):
        field, mark, value, stray = match.groups()
        if stray:
            raise FilterError('a quote " is opened and not closed')
        if match.end() == match.start() or not (field or mark or value):
            break
        place = match.end()
        plain = not (field or mark)
        values = [value] if plain or mark == "@" else _parted(value)
        yield (
            field.lower() if field else mark or "",
            tuple(_QUOTED.sub(lambda quoted: quoted[1].replace('""', '"'), one) for one in values),
        )


def _parted(value: str) -> list[str]:
    """Alternatives, which commas outside quotes part."""
    return re.findall(r'(?:\A|(?<=,))((?:"(?:[^"]|"")*"|[^",])*)', value)


def _unfinished(field: str) -> str:
    if field == "@":
        return "@ who? For example @anna, @me or @nobody"
    if field == "#":
        return "# what? For example #vip for a tag or #1042 for a number"
    if field not in _EXAMPLES:
        return _unknown_field(field)
    return f"{field}: what? For example {_EXAMPLES[field]}"


def _unknown_field(field: str) -> str:
    known = ", ".join(name for name in _EXAMPLES if name != "priority")
    return (
        f'{clean(field, 20)}: is not a filter; there are {known}, @person and #tag. Words with a colon go in "quotes"'
    )


def _and(known: tuple[str, ...], one: str) -> tuple[str, ...]:
    return known if one in known or not one else (*known, one)


def _with(found: Filter, field: str, parts: tuple[str, ...], vocabulary: Vocabulary, *, first: bool) -> Filter:
    """The filter with what is said of one field. ``first`` where the line has not named the field before."""

    def alternatives(known: tuple[str, ...], values: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*(() if first else known), *values)))

    match field:
        case "type":
            return structs.replace(found, types=alternatives(found.types, map(vocabulary.type, parts)))
        case "status":
            statuses = alternatives(found.statuses, map(vocabulary.status, parts))
            return structs.replace(found, statuses=statuses, open=False)
        case "prio":
            return structs.replace(found, priorities=alternatives(found.priorities, map(priority, parts)))
    value = _only(field, parts, again=not first)
    match field:
        case "assignee":
            return structs.replace(found, assignee=assignee(value))
        case "created":
            return structs.replace(found, created=vocabulary.span(value, field))
        case "updated":
            return structs.replace(found, updated=vocabulary.span(value, field))
        case "sla":
            return structs.replace(found, sla_breached=_chosen(field, value, _SLAS))
        case "archived":
            return structs.replace(found, archived=_chosen(field, value, _ARCHIVED))
        case "sort":
            return structs.replace(found, sort=_chosen(field, value, SORTS))
        case "is":
            flags: dict[str, dict[str, bool]] = {flag: {flag: True} for flag in _FLAGS}
            return structs.replace(found, **_chosen(field, value, flags))
    raise FilterError(_unknown_field(field))


def _only(field: str, parts: tuple[str, ...], *, again: bool) -> str:
    if field not in _EXAMPLES:
        raise FilterError(_unknown_field(field))
    if len(parts) > 1 or (again and field != "is"):
        raise FilterError(f"{field}: takes one value")
    return parts[0]


def _chosen(field: str, word: str, known: Mapping[str, Value]) -> Value:
    if word.lower() not in known:
        raise FilterError(f"{field}:{clean(word, 40)} is not known; choose one of {', '.join(known)}")
    return known[word.lower()]


def ticket_type(word: str) -> str:
    """A type on the wire; a project's own in capitals (API.md, "Tickets"). Raises `FilterError`."""
    return TYPES.get(word.lower()) or _own(word, "type", (*TYPES, *TYPES.values())).upper()


def priority(word: str) -> str:
    """One of the three priorities that may be sent (API.md, "Tickets"). Raises `FilterError`."""
    return _chosen("priority", word, PRIORITIES)


def assignee(word: str) -> str:
    """A person as typed. Raises `FilterError`."""
    if word.lower() in (ME, NOBODY):
        return word.lower()
    if not word.strip():
        raise FilterError(_unfinished("@"))
    return word


def _own(word: str, field: str, known: Sequence[str]) -> str:
    """An id of the project's own. What looks like a known word is a mistake, for Gleap would find nothing and say so
    without a complaint."""
    words = {one.lower(): one for one in reversed(known)}
    if not _CUSTOM.match(word):
        raise FilterError(f"{field}:{clean(word, 40)} is not known; there are {', '.join(known)}, or an id of your own")
    if word.lower() not in words and (meant := get_close_matches(word.lower(), words, 1, _ALIKE)):
        raise FilterError(f"{field}:{word} is not known; did you mean {field}:{words[meant[0]]}?")
    return word


def sendable(value: str) -> bool:
    """Whether a text can be sent as a filter: commas part values, slashes make an expression, and what looks like a
    number, a date or a truth is taken for one (API.md, "Unknown parameters are filters")."""
    return bool(value) and not _MEANT.match(value) and "," not in value and "/" not in value


def written(found: Filter) -> str:
    """The line that means this filter, whatever it was put together from; empty for every ticket, newest first."""
    parts = [f"is:{flag}" for flag in _FLAGS if getattr(found, flag)]
    for field, values, names in (
        ("type", found.types, TYPES),
        ("status", found.statuses, STATUSES),
        ("prio", found.priorities, PRIORITIES),
    ):
        if values:
            parts.append(f"{field}:{','.join(_quoted(_name(value, names)) for value in values)}")
    if found.assignee:
        parts.append(f"@{_quoted(found.assignee)}")
    parts += [f"tag:{_quoted(tag)}" if tag.isascii() and tag.isdigit() else f"#{_quoted(tag)}" for tag in found.tags]
    if found.sla_breached is not None:
        parts.append(f"sla:{_name(found.sla_breached, _SLAS)}")
    parts += [
        f"{field}:{span.said}" for field, span in (("created", found.created), ("updated", found.updated)) if span.said
    ]
    if found.archived is not False:
        parts.append(f"archived:{_name(found.archived, _ARCHIVED)}")
    if found.sort != Filter().sort:
        parts.append(f"sort:{_name(found.sort, SORTS)}")
    parts += [word if re.match(r"#\d+\Z", word, re.ASCII) else _quoted(word) for word in found.words]
    return " ".join(parts)


def _name(value: Value, names: Mapping[str, Value]) -> str:
    return next((name for name, known in names.items() if known == value), str(value))


def _quoted(value: str) -> str:
    return value if _PLAIN.match(value) else '"' + value.replace('"', '""') + '"'
