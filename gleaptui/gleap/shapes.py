"""The shape of an answer: its keys and the types of its values, and never a value, so that it can be shared."""

import re
from collections.abc import Iterable

_DEEPEST = 8
_MOST_KEYS = 80
_MOST_ITEMS = 50
_KEY = re.compile(r"[a-z_$][A-Za-z0-9_]{0,40}\Z")
_ID = re.compile(r"[0-9a-f]{16,}\Z|.*\d{4}")
_PRIVATE = frozenset({"customData", "formData", "form", "metaData", "attributes", "properties"})
"""What stands beneath these are a customer's own names."""
_WORDS = """
$oid _id ALL BOT BUG CRASH DONE FEATURE_REQUEST INPROGRESS INQUIRY OPEN action actionUser activities activity alt
archived archivedAt assignedTo attachments attrs averageRating bot bugId change channel chartType closedCount code
codeName columns comment commentCount content conversationRating count createdAt customData data dataSets date
details displayValue email error errors event fields firstAssignmentAt firstName form formData hasAgentReply hasMore
hits hoursActive href id index isNote isSpam items kaiChat key kind label language lastName lastNotification
lastSeen latestComment level limit list marks medianFirstAssignmentReplyTime medianReplyTime
medianTimeToFirstReplyInSec members message messages metaData name newStatus nextBefore noHumanInteraction oldStatus
openCount otherStatusCount path permissions plainContent priority processingTeam processingUser processingUserREF
progressLabel progressUnit progressValue project queued queuedCount rawClosed rawValue replyTimeInSec results role
roles sender senderType sentiment series session skip slaBreached snoozed src stack status statusCode statusLabel
stringValue success tags target team teams text ticket ticketActivityCount ticketId tickets timeToAssignmentInSec
timeToLastCloseInSec timestamp title total totalCount totalCountForUser type updatedAt user userType users value
valueUnit x y
"""
KNOWN = frozenset(_WORDS.split())
"""Keys that are Gleap's own (API.md). An object that has none of them, and values of one kind alone, may have values
for keys: counts by people's names."""


def shape(value: object, depth: int = 0) -> str:
    """Such as ``{title: string, dataSets: [{label: string, value: number|null}]}``. Items of a list are laid over each
    other, so that a key which only some of them have is marked with ``?``."""
    if isinstance(value, dict):
        return _object([value], depth)
    if isinstance(value, list):
        return _list(value[:_MOST_ITEMS], depth)
    return _scalar(value)


def _scalar(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "string"


def _list(items: list[object], depth: int) -> str:
    if not items:
        return "[]"
    if depth >= _DEEPEST:
        return "[…]"
    objects = [item for item in items if isinstance(item, dict)]
    kinds = {shape(item, depth + 1) for item in items if not isinstance(item, dict)}
    if objects:
        kinds.add(_object(objects, depth + 1))
    return f"[{_joined(kinds)}]"


def _object(objects: list[dict[str, object]], depth: int) -> str:
    if depth >= _DEEPEST:
        return "{…}"
    keys = list(dict.fromkeys(key for item in objects for key in item))
    if _are_values(keys, objects):
        return f"{{…: {_overlaid([value for item in objects for value in item.values()], depth)}}}"
    parts = [f"{key}{_presence(key, objects)}: {_values(key, objects, depth)}" for key in keys if _public(key)]
    if len(parts) < len(keys):
        parts.append("…")
    return "{" + ", ".join(parts[:_MOST_KEYS]) + "}"


def _are_values(keys: list[str], objects: list[dict[str, object]]) -> bool:
    """Whether the keys may be names of people or things rather than of fields."""
    if not keys or not KNOWN.isdisjoint(keys):
        return False
    return len({_kind(value) for item in objects for value in item.values()} - {"null"}) <= 1


def _kind(value: object) -> str:
    return type(value).__name__ if isinstance(value, dict | list) else _scalar(value)


def _values(key: str, objects: list[dict[str, object]], depth: int) -> str:
    found = [item[key] for item in objects if key in item]
    if key in _PRIVATE:
        return _joined({_scalar(value) if not isinstance(value, dict | list) else "{…}" for value in found})
    return _overlaid(found, depth)


def _overlaid(values: list[object], depth: int) -> str:
    nested = [value for value in values if isinstance(value, dict)]
    kinds = {shape(value, depth + 1) for value in values if not isinstance(value, dict)}
    if nested:
        kinds.add(_object(nested, depth + 1))
    return _joined(kinds)


def _presence(key: str, objects: list[dict[str, object]]) -> str:
    return "" if all(key in item for item in objects) else "?"


def _public(key: str) -> bool:
    return key in KNOWN or (_KEY.match(key) is not None and _ID.match(key) is None)


def _joined(kinds: Iterable[str]) -> str:
    return "|".join(sorted(kinds, key=lambda kind: (kind == "null", kind)))
