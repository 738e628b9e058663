"""What an error body says, whatever form it has."""

import re

from gleaptui.gleap.decode.envelope import ShapeError, mapping, parse
from gleaptui.text import clean

_LONGEST = 300
_TITLE = re.compile(r"<title[^>]*>([^<]*)", re.IGNORECASE)
_HEADING = re.compile(r"<h1[^>]*>([^<]*)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]{0,500}>")


def error_text(body: bytes) -> str:
    """The message of an error, cleaned and short; empty where it says nothing (API.md, "Errors")."""
    head = body[:20_000]
    try:
        value = parse(head)
    except ShapeError:
        return _plain(head.decode("utf-8", "replace"))
    if isinstance(value, str):
        return clean(value, _LONGEST)
    answer = mapping(value)
    inner = answer.get("error")
    for found in (mapping(inner).get("message"), inner, answer.get("message"), answer.get("errmsg")):
        if text := clean(found, _LONGEST):
            fields = mapping(answer.get("fields")) or mapping(answer.get("details"))
            names = ", ".join(clean(name, 60) for name in list(fields)[:5])
            return f"{text} ({names})" if names else text
    return ""


def _plain(text: str) -> str:
    if "<" in text:
        found = _TITLE.search(text) or _HEADING.search(text)
        text = found.group(1) if found else _TAG.sub(" ", text)
    return clean(text, _LONGEST)


def error_code(body: bytes) -> str:
    """The name of a database error, such as ``MaxTimeMSExpired``; empty where there is none."""
    try:
        answer = mapping(parse(body[:200_000]))
    except ShapeError:
        return ""
    return clean(answer.get("codeName"), 60) or clean(answer.get("name"), 60)


def is_error(body: bytes) -> bool:
    """Whether an answer that claims success is an error all the same."""
    if b'"error"' not in body[:2_000]:
        return False
    try:
        answer = mapping(parse(body[:20_000]))
    except ShapeError:
        return False
    return bool(answer.get("error")) and not any(key in answer for key in ("value", "tickets", "data", "_id"))
