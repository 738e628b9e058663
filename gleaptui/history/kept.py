"""What is kept of a feed's value: its kind, the form it was written in, and no e-mail address of anybody. Tickets are
not kept at all."""

import math
import re
from collections.abc import Callable
from typing import Any

import msgspec

from gleaptui.gleap.backlog import Backlog
from gleaptui.gleap.models import Figure, Heatmap, Series, TeamPerformance
from gleaptui.text import clean

FORM = 1
"""Grows when a model changes so that what was written before would be misread."""

_ENCODER = msgspec.msgpack.Encoder()
_KINDS: dict[str, Any] = {
    "figures": tuple[Figure, ...],
    "series": dict[str, Series],
    "team": TeamPerformance,
    "heatmap": Heatmap,
    "backlog": Backlog,
}
_TAGS = {f"{name}/{FORM}": kind for name, kind in _KINDS.items()}

_ADDRESS = re.compile(r"(\S)@\S+")


def masked(text: str) -> str:
    """The text without e-mail addresses: of ``zoe@example.com`` the part that tells her from others stays."""
    return _ADDRESS.sub(r"\1@…", text) if "@" in text else text


def encode(value: object) -> tuple[str, bytes] | None:
    """The kind and the bytes of a value; an empty kind for no value, None for a kind that is not kept."""
    if value is None:
        return "", b""
    kind = _kind(value)
    if kind is None:
        return None
    try:
        kept = _ENCODER.encode(value)
    except (UnicodeEncodeError, OverflowError):
        return None
    if b"@" in kept:
        kept = _ENCODER.encode(_with_texts(masked, msgspec.msgpack.decode(kept)))
    return f"{kind}/{FORM}", kept


def decode(tag: str, kept: bytes) -> object | None:
    """The value; None where it is of another form or cannot be read. Its texts are cleaned once more, because the file
    may have been written by another member of a group."""
    kind = _TAGS.get(tag)
    if kind is None:
        return None
    try:
        value: object = msgspec.convert(_with_texts(clean, msgspec.msgpack.decode(kept)), kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, TypeError):
        return None
    return value


def _with_texts(changed: Callable[[str], str], value: object) -> object:
    """The same with every text changed, and without numbers that are none."""
    if isinstance(value, str):
        return changed(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list):
        return [_with_texts(changed, item) for item in value]
    if isinstance(value, dict):
        return {_with_texts(changed, key): _with_texts(changed, item) for key, item in value.items()}
    return value


def _kind(value: object) -> str | None:
    if isinstance(value, Backlog):
        return "backlog"
    if isinstance(value, TeamPerformance):
        return "team"
    if isinstance(value, Heatmap):
        return "heatmap"
    if isinstance(value, tuple):
        return "figures" if all(isinstance(item, Figure) for item in value) else None
    if isinstance(value, dict):
        return "series" if all(isinstance(item, Series) for item in value.values()) else None
    return None
