"""How a key is written: in the settings, on the screen and for the terminal library."""

import re
import string
import unicodedata

NAMED = frozenset(
    (
        *("up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
        *("enter", "escape", "tab", "space", "backspace", "delete", "insert"),
        *(f"f{number}" for number in range(1, 25)),
    )
)
_OTHERWISE = {"esc": "escape", "return": "enter", "del": "delete", "pgup": "pageup", "pgdn": "pagedown"}
_CHARACTERS = {
    **{re.sub("[ -]", "_", unicodedata.name(character).lower()): character for character in string.punctuation},
    **{"slash": "/", "backslash": "\\", "at": "@", "minus": "-", "plus": "+", "underscore": "_"},
}
"""Characters by their names, some of which Unicode has longer."""
_MODIFIED = re.compile(r"((?:(?:ctrl|alt|shift|super)\+)+)(.+)", re.DOTALL)
_MODIFIERS = ("alt", "ctrl", "shift", "super")
_SHORT = {"escape": "esc", "pageup": "pgup", "pagedown": "pgdn"}


class KeyNameError(ValueError):
    """Nothing that a keyboard has."""


def canonical(written: str) -> str:
    """The one form of a key: ``?`` for ``question_mark``, ``G`` for ``shift+g``. Raises `KeyNameError`."""
    found = _MODIFIED.fullmatch(written) if len(written) > 1 else None
    base = _base(found[2] if found else written)
    modifiers = {part for part in (found[1] if found else "").split("+") if part}
    if modifiers == {"shift"} and len(base) == 1:
        if not base.isalpha():
            raise KeyNameError(written)
        return base.upper()
    if modifiers and len(base) == 1:
        base = base.lower()
    return "+".join([*(part for part in _MODIFIERS if part in modifiers), base])


def _base(written: str) -> str:
    if written == " ":
        return "space"
    if len(written) == 1 and written.isprintable():
        return written
    name = _OTHERWISE.get(written.lower(), written.lower())
    if name in NAMED:
        return name
    if name in _CHARACTERS:
        return _CHARACTERS[name]
    raise KeyNameError(written)


def for_textual(key: str) -> str:
    """A canonical key as Textual calls it where it would take the character for something else."""
    *modifiers, base = key.rsplit("+", 1) if len(key) > 1 and not key.endswith("+") else [key]
    return "+".join([*modifiers, "comma" if base == "," else base])


def shown(key: str) -> str:
    """A canonical key as people read it."""
    return _SHORT.get(key, key)
