"""What the command palette offers: all that a key does on this screen, by name."""

from collections.abc import Awaitable, Callable, Iterable

from textual.app import App, SystemCommand
from textual.screen import Screen

from gleaptui.keys import PANES, label
from gleaptui.keys.words import WORDS

_EVERYWHERE = (
    ("refresh", "Refresh", "Ask again now for what is on the screen", "ask_again"),
    ("pause", "Pause", "Stop asking, or go on", "pause"),
    ("acknowledge", "Acknowledge", "The alerts that stand have been seen", "acknowledge"),
    ("period", "Period", "Choose the period", "choose_period"),
    ("earlier_period", "Period before", "Step back", "step_period(-1)"),
    ("later_period", "Period after", "Step forth", "step_period(1)"),
    ("wallboard", "Wallboard", "Big figures for a wall screen", "wallboard"),
    ("theme", "Next theme", "Change the colours", "next_theme"),
    ("", "Refresh engine", "What is asked when and why, and what it costs", "engine"),
    ("help", "Help", "Every key", "help"),
    ("quit", "Quit", "End the program", "leave"),
)
"""The key's name, the entry, what it does, and the application's action."""


def entries(app: App[int], screen: Screen[object], themes: Iterable[str]) -> Iterable[SystemCommand]:
    """First what this screen can do, then what can be done everywhere."""
    offered: set[str] = set()
    for active in screen.active_bindings.values():
        name = active.binding.id or ""
        if name in WORDS and name not in offered:
            offered.add(name)
            place = name.partition(".")[0].capitalize()
            run = _runs(app, active.binding.action, active.node)
            yield SystemCommand(WORDS[name], f"{place} ({label(name)})", run)
    for pane in PANES:
        title = pane.capitalize()
        yield SystemCommand(title, f"Go to the pane ({label(f'pane_{pane}')})", _runs(app, f"pane('{title}')", app))
    for name, title, does, action in _EVERYWHERE:
        yield SystemCommand(title, f"{does} ({label(name)})" if name else does, _runs(app, action, app))
    for theme in themes:
        yield SystemCommand(f"Theme: {theme}", "Change the colours", _paints(app, theme))


def _runs(app: App[int], action: str, place: object) -> Callable[[], Awaitable[bool]]:
    return lambda: app.run_action(action, place)  # type: ignore[arg-type]  # a node of the screen, as Textual gave it


def _paints(app: App[int], theme: str) -> Callable[[], None]:
    def paint() -> None:
        app.theme = theme

    return paint
