"""One line at the bottom of a pane that asks for something."""

from textual.message import Message
from textual.widgets import Input

from gleaptui import text

_LONGEST = 200


class AskLine(Input):
    """Is hidden until something is asked for, and hides itself when it was answered."""

    DEFAULT_CSS = """
    AskLine { height: 1; border: none; padding: 0 1; background: $panel; display: none; }
    AskLine:focus { border: none; }
    AskLine.-asking { display: block; }
    """

    class Answered(Message):
        """What was typed, cleaned, for the thing that was asked for."""

        def __init__(self, what: str, typed: str) -> None:
            super().__init__()
            self.what = what
            self.typed = typed

    def __init__(self) -> None:
        super().__init__(compact=True, select_on_focus=False)
        self.cursor_blink = False
        self.what = ""
        """What is asked for just now; empty while nothing is."""

    def ask(self, what: str, like: str, typed: str = "") -> None:
        """Ask for that, with an example of what may be typed."""
        self.what = what
        self.placeholder = like
        self.value = typed
        self.cursor_position = len(typed)
        self.add_class("-asking")
        self.focus(scroll_visible=False)

    def stop(self) -> None:
        """Ask no more."""
        self.what = ""
        self.remove_class("-asking")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Hand over what was typed."""
        message.stop()
        what = self.what
        self.stop()
        self.post_message(self.Answered(what, text.clean(message.value, _LONGEST)))
