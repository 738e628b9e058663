"""The colours of a theme, as the files of ``themes/`` hold them. Nothing here knows a screen."""

from pathlib import Path

import msgspec
from msgspec import Struct

HEAT_STEPS = 8
"""How many colours a heat scale has; ``$heat-0`` to ``$heat-7`` and ``$heat-text-0`` to ``$heat-text-7``."""


class Colors(Struct, frozen=True, forbid_unknown_fields=True):
    """The colours that Textual's own widgets know."""

    primary: str
    secondary: str
    accent: str
    foreground: str
    background: str
    surface: str
    panel: str
    success: str
    warning: str
    error: str


class States(Struct, frozen=True, forbid_unknown_fields=True):
    """Colours with a meaning: ``$good``, ``$watch``, ``$bad``, ``$stale``, ``$muted``, ``$rule``, ``$cursor``."""

    good: str
    watch: str
    bad: str
    stale: str
    muted: str
    rule: str
    cursor: str


class Authors(Struct, frozen=True, forbid_unknown_fields=True):
    """Who wrote a message: ``$author-customer`` and so on."""

    customer: str
    agent: str
    assistant: str
    note: str


class Heat(Struct, frozen=True, forbid_unknown_fields=True):
    """A sequential scale and the text colour that can be read on each of its steps."""

    scale: tuple[str, str, str, str, str, str, str, str]
    text: tuple[str, str, str, str, str, str, str, str]


class ThemeFile(Struct, frozen=True, forbid_unknown_fields=True):
    """One file of ``themes/``."""

    name: str
    dark: bool
    colors: Colors
    states: States
    authors: Authors
    heat: Heat


def folder() -> Path:
    """Where the themes lie: inside the package when installed from a wheel, beside it in a source tree."""
    package = Path(__file__).resolve().parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def names() -> tuple[str, ...]:
    """The names that ``--theme`` takes, in alphabetical order."""
    return tuple(sorted(path.stem for path in folder().glob("*.toml")))


def read(name: str) -> ThemeFile:
    """The file of that name. Raises `msgspec.ValidationError` for one that is not a theme."""
    return msgspec.toml.decode((folder() / f"{name}.toml").read_bytes(), type=ThemeFile)
