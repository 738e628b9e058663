"""A text that must never be shown by accident, nor because somebody else wrote it down."""

import base64
import re
import unicodedata
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

_MASK: Final = "•••"
_TELLING = 8
"""A piece of the key of this many characters is masked: whoever echoes a key may cut it anywhere."""
_TELLING_APART = 12
"""A piece that is put together from several, or written in another way, is masked from this length on: shorter ones
come about by chance."""
_LONG_PART = 12
_RUN = re.compile(r"[^\s\"'<>()\[\]{},;:]{8,}")
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,5})\}|x([0-9a-fA-F]{2}))")
_BETWEEN = re.compile(r"[^a-z0-9]+")
_MOST_READINGS = 4


class Secret:
    """Holds a key so that printing, formatting, logging or pickling it gives a mask. `reveal` is the one way out."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The key itself, for the request header and nothing else."""
        return self._text

    def redact(self, text: str) -> str:
        """The text without the key, whole or in pieces: words that hold it, in any case of letters, are masked. Where
        it is cut up, escaped or encoded, nothing of the text is left."""
        if len(self._text) < _TELLING:
            return text.replace(self._text, _MASK) if self._text else text
        telling = _pieces(self._text.lower(), _TELLING)
        disguised = [_pieces(_folded(form), _TELLING_APART) for form in (self._text, *_other_forms(self._text))]

        def is_disguised(found: str) -> bool:
            return any(_holds(_folded(found), pieces) for pieces in disguised)

        def masked(run: re.Match[str]) -> str:
            word = run.group()
            return _MASK if _holds(word.lower(), telling) or is_disguised(word) else word

        rest = _RUN.sub(masked, text)
        return _MASK if any(map(is_disguised, _readings(rest))) else rest

    def redact_bytes(self, body: bytes) -> bytes:
        """The body of an answer without the key and its longer parts, as they are, and without the last one, which
        is the secret of it, written in another way."""
        if len(self._text) < _TELLING:
            return body
        parts = [part for part in self._text.split(".") if len(part) >= _LONG_PART] or [self._text]
        for form in (self._text, *parts, *_other_forms(parts[-1])):
            body = body.replace(form.encode(), _MASK.encode())
        return body

    def __repr__(self) -> str:
        return f"Secret({_MASK})"

    __str__ = __repr__

    def __format__(self, _specification: str) -> str:
        return repr(self)

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __reduce__(self) -> tuple[type["Secret"], tuple[str]]:
        return Secret, (_MASK,)


def _other_forms(key: str) -> Iterator[str]:
    """The key backwards, in hexadecimal, and in base64 behind any other text."""
    yield key[::-1]
    raw = key.encode("utf-8", "replace")
    yield raw.hex()
    for before, shared in ((0, 0), (1, 2), (2, 3)):
        # The characters at both ends depend on what stands around the key.
        yield base64.b64encode(b"\0" * before + raw).decode()[shared:-4]


def _pieces(text: str, size: int) -> set[str]:
    size = min(size, len(text))
    return {text[start : start + size] for start in range(len(text) - size + 1)} - {""}


def _holds(text: str, pieces: set[str]) -> bool:
    """Whether one of the pieces, which are all of the same length, is in the text."""
    size = len(next(iter(pieces), ""))
    return any(text[start : start + size] in pieces for start in range(len(text) - size + 1))


def _folded(text: str) -> str:
    """Letters and digits alone, in small."""
    return _BETWEEN.sub("", text.lower())


def _readings(text: str) -> Iterator[str]:
    """The text and what it stands for once its escapes are read, which may hold escapes again."""
    from html import unescape

    for _ in range(_MOST_READINGS):
        yield text
        simple = "".join(
            letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.category(letter).startswith("M")
        )
        read = unescape(unquote(_ESCAPED.sub(_character, simple)))
        if read == text:
            return
        text = read


def _character(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1] or escaped[2] or escaped[3], 16))
