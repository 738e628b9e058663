"""Texts as they are compared: without case and accents, character for character."""

import unicodedata
from functools import lru_cache

_NOT_COMPOSED = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "t", "ı": "i", "æ": "a", "œ": "o", "ħ": "h", "ŧ": "t"}
"""Letters that are no others with a mark to Unicode, but are typed as such."""


def fold(text: str) -> str:
    """The text in lower case without accents. It has as many characters as before, so that places in it are places in
    the text."""
    return text.lower() if text.isascii() else "".join(map(_fold, text))


@lru_cache(maxsize=4_096)
def _fold(character: str) -> str:
    base = unicodedata.normalize("NFKD", character)[0].casefold()[:1]
    return _NOT_COMPOSED.get(base, base or character)
