"""Themes: plain TOML files that become Textual themes. No colour is written anywhere else."""

import msgspec
from textual.theme import Theme

from gleaptui import palette
from gleaptui.palette import HEAT_STEPS, folder, names

__all__ = ["HEAT_STEPS", "folder", "load", "names"]


def load(name: str) -> Theme:
    """The theme of that name. Raises `msgspec.ValidationError` for a file that is not a theme."""
    source = palette.read(name)
    return Theme(
        name=source.name,
        dark=source.dark,
        **msgspec.structs.asdict(source.colors),
        variables=_variables(source),
    )


def _variables(source: palette.ThemeFile) -> dict[str, str]:
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
