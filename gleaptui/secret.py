"""A text that must never be shown by accident."""

from typing import Final

_MASK: Final = "•••"


class Secret:
    """Holds a key so that printing, formatting, logging or pickling it gives a mask. `reveal` is the one way out."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The key itself, for the request header and nothing else."""
        return self._text

    def redact(self, text: str) -> str:
        """The text with every occurrence of the key, or of its longer parts, masked."""
        if not self._text:
            return text
        redacted = text.replace(self._text, _MASK)
        for part in self._text.split("."):
            if len(part) >= 12:
                redacted = redacted.replace(part, _MASK)
        return redacted

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
