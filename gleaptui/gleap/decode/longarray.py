"""A JSON array of any length, a little at a time, so that whoever waits gets a turn in between."""

import json
import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from gleaptui.gleap.decode.envelope import BROKEN, MARK, ShapeError, integer, parse, rows

_PIECE = 48 * 1024
"""Bytes that are read at a time, up to the end of an item."""
_ITEMS = 100
"""The same in items, where all had to be read at once."""
_OPENING = re.compile(
    rb"\s*+(\{(?:\s*+\"[^\"\\]*+\"\s*+:\s*+(?:\"[^\"\\]*+\"|[a-z]++|[-+.eE\d]++)\s*+,)*+"
    rb"\s*+\"(?:data|items|list|results|hits)\"\s*+:\s*+)?+\["
)
"""An array, or an object whose members before the array are plain ones."""
_BETWEEN = re.compile(rb"\}\s*+,\s*+(?=\{)")
_SEPARATOR = re.compile(r"[ \t\r\n]*+(?:,[ \t\r\n]*+|(?=\]))")
_scan = json.JSONDecoder(parse_int=integer, strict=False).raw_decode
"""Reads one value in a text and tells where it ends; lone surrogates, NaN and very large numbers as well."""
_EITHER_WAY = ("utf-8", "surrogateescape")
"""From bytes to text and back, whatever they hold."""

Item = TypeVar("Item")


def pieces(
    body: bytes, read: Callable[[bytes], list[Item]], convert: Callable[[object], Item], *, expected: str
) -> Iterator[list[Item]]:
    """The items of the array that the body is or holds. ``read`` gets a whole array as JSON; what it refuses as
    `msgspec` does goes to ``convert`` item by item. Raises `ShapeError`, perhaps after some pieces only: it may be the
    end that an answer lacks."""
    body = body.removeprefix(MARK)
    opening = _OPENING.match(body)
    if opening is None:
        found = rows(parse(body), expected=expected)
        for start in range(0, len(found), _ITEMS):
            yield [convert(item) for item in found[start : start + _ITEMS]]
        return
    place, ended = opening.end(), False
    while not ended:
        # A boundary that is none, because it lies within an item, leaves a piece that is no JSON.
        between = _BETWEEN.search(body, place + _PIECE)
        last = between.start() + 1 if between else body.rfind(b"]")
        try:
            items = read(b"[" + body[place:last] + b"]")
            place, ended = (between.end(), False) if between else (last, True)
        except BROKEN:
            single, place, ended = _one_by_one(body, place, between.end() if between else len(body))
            items = [convert(item) for item in single]
        yield items
    rest = body[place + 1 :].strip()
    if (not rest.endswith(b"}")) if opening[1] else rest:
        raise ShapeError(f"one list of {expected}")


def _one_by_one(body: bytes, place: int, end: int) -> tuple[list[object], int, bool]:
    """The items up to ``end``, or further if the last of them is longer; where the next one begins; and whether it is
    the closing bracket that stands there."""
    items: list[object] = []
    enough = end
    while place < enough:
        text = body[place:end].decode(*_EITHER_WAY)
        at = _read_into(items, text, enough - place)
        place += len(text[:at].encode(*_EITHER_WAY))
        if text[at : at + 1] == "]":
            return items, place, True
        if end == len(body):
            raise ShapeError("JSON, but the answer was cut short")
        # The longer an item is, the further away its end is looked for.
        between = _BETWEEN.search(body, end + (end - place if not at else 0))
        end = between.end() if between else len(body)
    return items, place, False


def _read_into(items: list[object], text: str, enough: int) -> int:
    """Read items until one goes on behind the text, or there are enough, and tell where that was."""
    at = len(text) - len(text.lstrip())
    try:
        while at < min(len(text), enough) and text[at] != "]":
            item, after = _scan(text, at)
            separator = _SEPARATOR.match(text, after)
            if separator is None:
                break
            items.append(item)
            at = separator.end()
    except RecursionError:
        raise ShapeError("an answer that is nested too deeply") from None
    except ValueError:
        pass
    return at
