"""Bindings with the keys of the catalogue, which somebody may have changed."""

from textual.binding import Binding

from gleaptui.keys import DEFAULTS, Keymap
from gleaptui.keys.names import for_textual


def bound(name: str, action: str, *, priority: bool = False) -> Binding:
    """Run ``action`` on the keys of that name."""
    keys = ",".join(map(for_textual, DEFAULTS[name]))
    return Binding(keys, action, name, show=False, priority=priority, id=name)


def keymap(chosen: Keymap) -> dict[str, str]:
    """Chosen keys as Textual takes them."""
    return {name: ",".join(map(for_textual, keys)) for name, keys in chosen.items()}
