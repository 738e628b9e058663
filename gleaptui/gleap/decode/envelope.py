"""From bytes to plain data, and from any of the envelopes to the list inside (API.md, "Ground rules")."""

import json
import re
from collections.abc import Mapping

import msgspec

Json = object
"""Whatever JSON can hold: dict, list, str, int, float, bool or None."""

_LIST_KEYS = ("tickets", "items", "data", "list", "results", "messages", "activities", "users", "teams", "hits")
_DECODER = msgspec.json.Decoder()
_DEEPEST = 600
"""Objects and lists in each other. The decoders give up at about a thousand."""
_LEFT_OUT = '"…"'.encode()
_SIGN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
"""What opens or closes an object or a list; whole texts, in which such signs mean nothing."""
MARK = b"\xef\xbb\xbf"
"""A byte-order mark, which JSON should not begin with and sometimes does."""
BROKEN = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What `msgspec` raises for what it cannot read."""


class ShapeError(ValueError):
    """The answer is not what this endpoint answers. The text says what was expected and holds nothing of the answer."""


def parse(body: bytes) -> Json:
    """The JSON in the body, without what is nested beyond reason. Raises `ShapeError` where it is not JSON or is cut
    short."""
    body = body.removeprefix(MARK)
    try:
        return _DECODER.decode(body)
    except BROKEN:
        return _parse_tolerantly(_shallow(body))


def _shallow(body: bytes) -> bytes:
    """The body with dots in place of what is nested deeper than it can be read."""
    kept: list[bytes] = []
    depth = begin = 0
    for found in _SIGN.finditer(body):
        if found[0] in (b"[", b"{"):
            depth += 1
            if depth == _DEEPEST:
                kept += body[begin : found.start()], _LEFT_OUT
        elif found[0] in (b"]", b"}"):
            if depth == _DEEPEST:
                begin = found.end()
            depth -= 1
    return b"".join(kept) + body[begin:] if depth < _DEEPEST else b"".join(kept)


def _parse_tolerantly(body: bytes) -> Json:
    """Lone surrogates, broken UTF-8, NaN and very large numbers: what the strict decoder refuses."""
    try:
        found: Json = json.loads(body.decode("utf-8", "replace"), parse_int=integer)
    except (ValueError, RecursionError):
        raise ShapeError("JSON, but the answer is something else or was cut short") from None
    return found


def integer(digits: str) -> int | None:
    """A whole number of a length that can be meant."""
    return int(digits) if len(digits) < 40 else None


def mapping(value: object) -> Mapping[str, object]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> list[object]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def rows(value: Json, *, expected: str) -> list[object]:
    """The list that an answer is or holds, at most two objects deep. Raises `ShapeError` where there is none; null is
    an empty list, also in its place."""
    if value is None:
        return []
    if isinstance(value, list):
        return value
    held = _held(value)
    inner = [found for one in held for found in _held(one)]
    for found in (*held, *inner):
        if isinstance(found, list):
            return found
    if None in held:
        return []
    raise ShapeError(f"a list of {expected}")


def _held(value: Json) -> list[Json]:
    """What stands under the names that lists have."""
    answer = mapping(value)
    return [answer[key] for key in _LIST_KEYS if key in answer]


def holding(value: Json, *names: str) -> Mapping[str, object]:
    """The object, or the one that it holds as its data where that has one of these members and it has not."""
    answer = mapping(value)
    inner = mapping(answer.get("data"))
    return inner if inner.keys() & set(names) and not answer.keys() & set(names) else answer


def objects(value: list[object]) -> list[Mapping[str, object]]:
    """Only the objects among the items."""
    return [item for item in value if isinstance(item, dict)]
