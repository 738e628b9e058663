"""A list of things to show, to hide and to put in order."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.message import Message

from gleaptui.keys import labels
from gleaptui.widgets.bound import bound
from gleaptui.widgets.lines import Lines, fit

_KEYS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("chooser.toggle",), "show, hide"),
    (("chooser.earlier", "chooser.later"), "move"),
    (("chooser.sort",), "sort by it"),
    (("chooser.wider", "chooser.narrower"), "width"),
    (("chooser.reset",), "as it was"),
    (("back",), "done"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things."""

    key: str
    label: str
    shown: bool = True
    note: str = ""


class Chooser(Lines, can_focus=True):
    """Says what is wished for; whoever owns the things answers with `show`."""

    DEFAULT_CSS = """
    Chooser { width: 34; height: 1fr; background: $panel; color: $foreground; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("down", "step(1)"),
        bound("up", "step(-1)"),
        bound("first", "step(-999)"),
        bound("last", "step(999)"),
        bound("chooser.toggle", "wish('toggle')"),
        bound("chooser.earlier", "wish('earlier')"),
        bound("chooser.later", "wish('later')"),
        bound("chooser.sort", "wish('sort')"),
        bound("chooser.wider", "wish('wider')"),
        bound("chooser.narrower", "wish('narrower')"),
        bound("chooser.reset", "wish('reset')"),
        bound("chooser.done", "wish('done')"),
        bound("back", "wish('done')"),
        bound("close", "wish('done')"),
    ]

    class Wished(Message):
        """``what`` is wanted for the thing of that key: toggle, earlier, later, sort, wider,
        narrower, reset or done."""

        def __init__(self, what: str, key: str) -> None:
            super().__init__()
            self.what = what
            self.key = key

    def __init__(self, title: str, *, sorts: bool = False, sizes: bool = False) -> None:
        """``sorts`` where one of the things may be what others are sorted by, ``sizes`` where each has a width."""
        super().__init__()
        self._title = title
        self._without = {
            names
            for names, there in ((("chooser.sort",), sorts), (("chooser.wider", "chooser.narrower"), sizes))
            if not there
        }
        self._choices: tuple[Choice, ...] = ()
        self._key = ""

    @property
    def place(self) -> int:
        """Where the cursor is."""
        return next((place for place, choice in enumerate(self._choices) if choice.key == self._key), 0)

    def show(self, choices: tuple[Choice, ...]) -> None:
        """Show these; the cursor stays on its thing wherever that went."""
        self._choices = choices
        self._key = self._key or (choices[0].key if choices else "")
        self.repaint()

    def on_focus(self) -> None:
        """Focus is told by the cursor's line."""
        self.repaint()

    def on_blur(self) -> None:
        self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        keys = self._keys(width) if height >= len(self._choices) + 6 else []
        room = max(1, height - 1 - len(keys))
        first = self._first(room)
        said = [Content.assemble((f" {self._title}", "bold $foreground"))]
        for place, choice in enumerate(self._choices[first : first + room], first):
            said.append(self._line(choice, width, chosen=place == self.place))
        said += [Content("")] * (height - len(said) - len(keys))
        return [*said, *keys]

    def _first(self, room: int) -> int:
        return max(0, min(len(self._choices) - room, self.place - room // 2))

    def _line(self, choice: Choice, width: int, *, chosen: bool) -> Content:
        style = "" if choice.shown else "$muted"
        line = Content.assemble(
            ("›" if chosen else " ", "$accent"),
            ("[x] " if choice.shown else "[ ] ", style),
            (choice.label, style),
            (f" {choice.note}", "$accent"),
        )
        return fit(line, width).stylize("on $cursor") if chosen and self.has_focus else line

    def on_click(self, event: Click) -> None:
        """Put the cursor there; a click on its box, or on the cursor, shows or hides."""
        keys = self._keys(self.size.width) if self.size.height >= len(self._choices) + 6 else []
        place = event.y - 1 + self._first(max(1, self.size.height - 1 - len(keys)))
        if event.y < 1 or not 0 <= place < len(self._choices):
            return
        again = place == self.place or 1 <= event.x <= 3
        self._key = self._choices[place].key
        self.repaint()
        if again:
            self.action_wish("toggle")

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Go on."""
        event.stop()
        self.action_step(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Go back."""
        event.stop()
        self.action_step(-1)

    def action_step(self, by: int) -> None:
        """Move the cursor."""
        if self._choices:
            self._key = self._choices[max(0, min(len(self._choices) - 1, self.place + by))].key
            self.repaint()

    def action_wish(self, what: str) -> None:
        """Say what is wanted for the thing under the cursor."""
        if any(f"chooser.{what}" in names for names in self._without):
            return
        if self._choices or what == "done":
            self.post_message(self.Wished(what, self._key))

    def _keys(self, width: int) -> list[Content]:
        """The keys, as many in a line as fit."""
        lines: list[Content] = []
        for names, does in _KEYS:
            if names in self._without:
                continue
            part = Content.assemble((f" {labels(names)}", "$accent"), (f" {does} ", "$muted"))
            if lines and lines[-1].cell_length + part.cell_length <= width:
                lines[-1] = Content.assemble(lines[-1], part)
            else:
                lines.append(part)
        return lines
