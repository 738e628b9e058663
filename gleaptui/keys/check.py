"""The table ``[keys]`` of the settings: action by key or keys, checked."""

from collections.abc import Mapping

from gleaptui.keys import DEFAULTS, Keymap
from gleaptui.keys.names import KeyNameError, canonical, shown
from gleaptui.text import clean

Written = Mapping[str, "str | list[str] | dict[str, str | list[str]]"]
"""As it is in the file: an action's key or keys, or a table of the actions of one place."""


_NOT_PANES = {"ticket", "person", "wall"}
"""Screens of their own, from which no key leads to another pane."""


class KeysError(ValueError):
    """Keys that cannot be used. Its text says which and why."""


def checked(written: Written) -> Keymap:
    """The keys of the table ``[keys]``. Raises `KeysError` for an action that is none, a key that is none, and a key
    that would do two things in one place."""
    found: Keymap = {}
    for name, value in _flat(written):
        if name not in DEFAULTS:
            raise KeysError(f"{clean(name, 60)!r} is no action; there are {', '.join(DEFAULTS)}")
        given = [value] if isinstance(value, str) else value
        if not given:
            raise KeysError(f"{name}: give a key")
        try:
            found[name] = tuple(dict.fromkeys(canonical(key) for key in given))
        except KeyNameError as error:
            said = f"{name}: {clean(str(error), 60)!r} is no key; write it as x, X, ctrl+x, f5, space, enter or up"
            raise KeysError(said) from None
    _refuse_doubles(found)
    return found


def _flat(written: Written) -> list[tuple[str, str | list[str]]]:
    found: list[tuple[str, str | list[str]]] = []
    for name, value in written.items():
        if isinstance(value, dict):
            found += [(f"{name}.{inner}", keys) for inner, keys in value.items()]
        else:
            found.append((name, value))
    return found


def _refuse_doubles(found: Keymap) -> None:
    """One key may do different things in different places; and where a default already does, in the same one."""
    everything = DEFAULTS | found
    for name, keys in found.items():
        for other, others in everything.items():
            if other == name or not _meet(name, other) or _alike(name, other):
                continue
            for key in keys:
                if key in others and not (key in DEFAULTS[name] and key in DEFAULTS[other]):
                    raise KeysError(f"{shown(key)!r} is used twice: for {name} and for {other}")


def _meet(name: str, other: str) -> bool:
    """Whether both actions can be wanted in the same place."""
    place, others = (one.partition(".")[0] if "." in one else "" for one in (name, other))
    if name.startswith("pane_") or other.startswith("pane_"):
        return not {place, others} & _NOT_PANES
    return place == others or not place or not others


def _alike(name: str, other: str) -> bool:
    """Whether the two may have a key in common: they leave a window or the program."""
    return {name, other} <= {"quit", "close", "back"}
