"""The line at the top: the panes with their keys, what is looked at, and the time."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click, Resize
from textual.message import Message

from gleaptui.widgets.lines import Lines

PANES = ("Overview", "Trends", "Agents", "Heatmap", "Events", "Tickets")
_ROOM_FOR_NAMES = 72
"""Cells beside the time below which only the active pane is named,"""
_ROOM_FOR_A_MARGIN = 21
"""and below which the first number stands at the very edge."""
_ROOM_FOR_THE_TIME = 30


class TabBar(Horizontal):
    """One line: `` 1 Overview  2 Trends ...`` at the left, the desk, period and clock at the right."""

    DEFAULT_CSS = """
    TabBar { height: 1; width: 1fr; background: $panel; color: $muted; }
    TabBar TimeOfDay { width: 6; color: $foreground; }
    """

    def compose(self) -> ComposeResult:
        yield Tabs()
        yield TimeOfDay()

    def on_resize(self, event: Resize) -> None:
        """The panes go before the time."""
        self.query_one(TimeOfDay).display = event.size.width >= _ROOM_FOR_THE_TIME

    def show(self, active: str, facts: tuple[str, ...], clock: str, *, demo: bool) -> None:
        """Show this pane as active, and ``facts`` (most important first) as far as they fit before the clock."""
        self.query_one(Tabs).show(active, facts, demo=demo)
        self.query_one(TimeOfDay).show(clock)


class Tabs(Lines):
    """The panes, and what they show."""

    class Picked(Message):
        """A tab was clicked."""

        def __init__(self, pane: str) -> None:
            super().__init__()
            self.pane = pane

    def __init__(self) -> None:
        super().__init__()
        self._active = PANES[0]
        self._facts: tuple[str, ...] = ()
        self._demo = False

    def show(self, active: str, facts: tuple[str, ...], *, demo: bool) -> None:
        """Show these; the same again costs nothing."""
        if (active, facts, demo) != (self._active, self._facts, self._demo):
            self._active, self._facts, self._demo = active, facts, demo
            self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        tabs = Content.assemble(*(part for _, parts in self._tabs(width) for part in parts))
        right = Content.assemble(("DEMO  ", "bold $watch") if self._demo else "")
        for number in range(len(self._facts), -1, -1):
            facts = ", ".join(self._facts[:number])
            line = Content.assemble((facts, "$muted"), "   " if facts else "", right)
            room = width - tabs.cell_length - line.cell_length
            if room >= 2:
                return [Content.assemble(tabs, " " * room, line)]
        return [tabs.truncate(width, ellipsis=True)]

    def _tabs(self, width: int) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
        """Each pane with what stands for it."""
        found: list[tuple[str, tuple[tuple[str, str], ...]]] = []
        for number, pane in enumerate(PANES, 1):
            style = "bold $primary reverse" if pane == self._active else "$foreground"
            margin = " " if number > 1 or width >= _ROOM_FOR_A_MARGIN else ""
            if width >= _ROOM_FOR_NAMES or pane == self._active:
                found.append((pane, ((f"{margin}{number} ", "$accent"), (pane, style))))
            else:
                found.append((pane, ((f"{margin}{number}", "$accent"),)))
        return found

    def on_click(self, event: Click) -> None:
        """Pick the tab under the pointer."""
        position = 0
        for pane, parts in self._tabs(self.size.width):
            position += sum(len(text) for text, _ in parts)
            if event.x < position:
                self.post_message(self.Picked(pane))
                return


class TimeOfDay(Lines):
    """The clock. A widget for itself, because with every minute all of the widget that it stands in is sent."""

    def __init__(self) -> None:
        super().__init__()
        self._clock = ""

    def show(self, clock: str) -> None:
        """Show this time."""
        if clock != self._clock:
            self._clock = clock
            self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        return [Content(self._clock)]
