"""The views of the ticket list to pick one from."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.events import Click, Key
from textual.message import Message

from gleaptui.inbox.views import View
from gleaptui.widgets.bound import bound
from gleaptui.widgets.lines import Lines, fit


class ViewList(Lines, can_focus=True):
    """A line for each view; a digit or the first letter picks one at once."""

    DEFAULT_CSS = """
    ViewList { width: 34; height: 1fr; background: $panel; color: $foreground; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("down", "step(1)"),
        bound("up", "step(-1)"),
        bound("first", "step(-999)"),
        bound("last", "step(999)"),
        bound("open", "pick"),
        bound("back", "leave"),
        bound("tickets.views", "leave"),
    ]

    class Picked(Message):
        """A view was picked; empty where none was."""

        def __init__(self, view: str) -> None:
            super().__init__()
            self.view = view

    def __init__(self) -> None:
        super().__init__()
        self._views: tuple[View, ...] = ()
        self._shown = ""
        self._place = 0

    def show(self, views: Sequence[View], shown: str) -> None:
        """Show these, with the cursor on the one that is looked at."""
        self._views, self._shown = tuple(views), shown
        self._place = next((place for place, view in enumerate(self._views) if view.name == shown), 0)
        self.repaint()

    def on_focus(self) -> None:
        """Focus is told by the cursor's line."""
        self.repaint()

    def on_blur(self) -> None:
        self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        room = max(1, height - 1)
        first = self._first(room)
        said = [Content.assemble((" Views", "bold $foreground"))]
        for place, view in enumerate(self._views[first : first + room], first):
            said.append(self._line(place, view, width))
        note = self._views[self._place].note if self._views else ""
        if note and len(said) + 3 <= height:
            wrapped = Content.styled(note, "$muted").wrap(max(8, width - 2))
            said += [Content(""), *(Content.assemble(" ", part) for part in wrapped)]
        return said

    def _first(self, room: int) -> int:
        return max(0, min(len(self._views) - room, self._place - room // 2))

    def _line(self, place: int, view: View, width: int) -> Content:
        chosen = place == self._place
        line = Content.assemble(
            ("›" if chosen else " ", "$accent"),
            (f"{place + 1}" if place < 9 else " ", "$accent"),
            ("  ", ""),
            (view.label, "bold" if view.name == self._shown else ""),
            ("  shown" if view.name == self._shown else "", "$muted"),
        )
        return fit(line, width).stylize("on $cursor") if chosen and self.has_focus else line

    def on_key(self, event: Key) -> None:
        """Digits and first letters pick."""
        typed = (event.character or "").lower()
        if typed.isdigit() and typed != "0":
            event.stop()
            if int(typed) <= len(self._views):
                self._pick(int(typed) - 1)
        elif typed.isalpha() and typed not in "jkghlvq":
            place = next(
                (place for place, view in enumerate(self._views) if view.label.lower().startswith(typed)), None
            )
            if place is not None:
                event.stop()
                self._pick(place)

    def on_click(self, event: Click) -> None:
        """Pick what was clicked."""
        place = event.y - 1 + self._first(max(1, self.size.height - 1))
        if event.y >= 1 and 0 <= place < len(self._views):
            self._pick(place)

    def _pick(self, place: int) -> None:
        self._place = place
        self.post_message(self.Picked(self._views[place].name))

    def action_step(self, by: int) -> None:
        """Move the cursor."""
        self._place = max(0, min(len(self._views) - 1, self._place + by))
        self.repaint()

    def action_pick(self) -> None:
        """Take the view under the cursor."""
        if self._views:
            self._pick(self._place)

    def action_leave(self) -> None:
        """Stay with the view that is shown."""
        self.post_message(self.Picked(""))
