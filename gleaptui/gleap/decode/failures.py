"""What an error body says, whatever form it has."""

import re
from collections.abc import Mapping

from gleaptui.gleap.decode.envelope import ShapeError, mapping, parse
from gleaptui.text import clean

_LONGEST = 300
_TITLE = re.compile(r"<title[^>]*>([^<]*)", re.IGNORECASE)
_HEADING = re.compile(r"<h1[^>]*>([^<]*)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]{0,500}>")
_CODES = {50: "MaxTimeMSExpired"}
"""Database errors that may come by their number alone."""
_CLAIM = re.compile(rb'"(?:errors?|success|ok|statusCode)"\s*:')
_DATA = ("value", "tickets", "data", "_id")


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
    """The name of a database error, such as ``MaxTimeMSExpired``, at the top or in ``error``; empty where there is
    none (API.md, "Errors")."""
    try:
        answer = mapping(parse(body[:200_000]))
    except ShapeError:
        return ""
    return _code(answer) or _code(mapping(answer.get("error")))


def _code(error: Mapping[str, object]) -> str:
    number = error.get("code")
    named = clean(error.get("codeName"), 60) or clean(error.get("name"), 60)
    return named or (_CODES.get(number, "") if isinstance(number, int) else "")


def is_error(body: bytes) -> bool:
    """Whether an answer that claims success is an error all the same (API.md, "Errors")."""
    if _CLAIM.search(body, 0, 2_000) is None:
        return False
    try:
        answer = mapping(parse(body[:20_000]))
    except ShapeError:
        return False
    if answer.get("success") is False or answer.get("ok") in (0, False):
        return answer.get("_id") is None
    status = answer.get("statusCode")
    claimed = answer.get("error") or answer.get("errors") or (isinstance(status, int) and status >= 400)
    return bool(claimed) and all(answer.get(key) is None for key in _DATA)
