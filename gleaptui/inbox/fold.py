"""Texts as they are compared: without case and accents, character for character."""

import unicodedata

_NOT_COMPOSED = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "t", "ı": "i", "æ": "a", "œ": "o", "ħ": "h", "ŧ": "t"}
"""Letters that are no others with a mark to Unicode, but are typed as such."""
_MOST_KNOWN = 20_000


class _Folds(dict[int, str]):
    """What each character folds to, found out when it is met first."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        base = unicodedata.normalize("NFKD", character)[0].casefold()[:1]
        folded = _NOT_COMPOSED.get(base, base or character)
        if len(self) < _MOST_KNOWN:
            self[code] = folded
        return folded


_FOLDS = _Folds()


def fold(text: str) -> str:
    """The text in lower case without accents. It has as many characters as before, so that places in it are places in
    the text."""
    return text.lower() if text.isascii() else text.translate(_FOLDS)
