"""The screen that the panes stand on."""

from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget


class MainScreen(Screen[None]):
    """Textual's screen draws itself anew, all of it, whenever the focus goes elsewhere. Whoever loses or gets it draws
    what shows that, and nothing else looks different."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
