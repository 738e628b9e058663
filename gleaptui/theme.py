"""Themes: plain TOML files that become Textual themes. No colour is written anywhere else."""

from pathlib import Path

import msgspec
from msgspec import Struct
from textual.theme import Theme

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


def load(name: str) -> Theme:
    """The theme of that name. Raises `msgspec.ValidationError` for a file that is not a theme."""
    source = msgspec.toml.decode((folder() / f"{name}.toml").read_bytes(), type=ThemeFile)
    return Theme(
        name=source.name,
        dark=source.dark,
        **msgspec.structs.asdict(source.colors),
        variables=_variables(source),
    )


def _variables(source: ThemeFile) -> dict[str, str]:
    variables: dict[str, str] = dict(msgspec.structs.asdict(source.states))
    variables |= {f"author-{who}": colour for who, colour in msgspec.structs.asdict(source.authors).items()}
    variables |= {f"heat-{step}": colour for step, colour in enumerate(source.heat.scale)}
    variables |= {f"heat-text-{step}": colour for step, colour in enumerate(source.heat.text)}
    variables |= {
        "block-cursor-background": source.states.cursor,
        "block-cursor-foreground": source.colors.foreground,
        "block-cursor-text-style": "none",
        "scrollbar": source.states.rule,
        "scrollbar-background": source.colors.background,
        "scrollbar-corner-color": source.colors.background,
        "border": source.states.rule,
    }
    return variables
