"""The line at the top: the panes with their keys, what is looked at, and the time."""

from textual.content import Content
from textual.events import Click
from textual.message import Message

from gleaptui.widgets.lines import Lines

PANES = ("Overview", "Trends", "Agents", "Heatmap", "Events", "Tickets")


class TabBar(Lines):
    """One line: `` 1 Overview  2 Trends ...`` at the left, the desk, period and clock at the right."""

    DEFAULT_CSS = """
    TabBar { height: 1; width: 1fr; background: $panel; color: $muted; }
    """

    class Picked(Message):
        """A tab was clicked."""

        def __init__(self, pane: str) -> None:
            super().__init__()
            self.pane = pane

    def __init__(self) -> None:
        super().__init__()
        self._active = PANES[0]
        self._facts: tuple[str, ...] = ()
        self._clock = ""
        self._demo = False

    def show(self, active: str, facts: tuple[str, ...], clock: str, *, demo: bool) -> None:
        """Show this pane as active, and ``facts`` (most important first) as far as they fit before the clock."""
        if (active, facts, clock, demo) != (self._active, self._facts, self._clock, self._demo):
            self._active, self._facts, self._clock, self._demo = active, facts, clock, demo
            self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        tabs = self._tabs(width)
        right = Content.assemble(("DEMO  ", "bold $watch") if self._demo else "", (self._clock, "$foreground"), " ")
        for number in range(len(self._facts), -1, -1):
            facts = ", ".join(self._facts[:number])
            line = Content.assemble((facts, "$muted"), "   " if facts else "", right)
            room = width - tabs.cell_length - line.cell_length
            if room >= 2:
                return [Content.assemble(tabs, " " * room, line)]
        return [tabs.truncate(width, ellipsis=True)]

    def _tabs(self, width: int) -> Content:
        short = width < 78
        parts: list[Content | tuple[str, str]] = []
        for number, pane in enumerate(PANES, 1):
            active = pane == self._active
            label = pane if not short or active else ""
            style = "bold $primary reverse" if active else "$foreground"
            parts += [(f" {number} " if label else f" {number}", "$accent"), (f"{label}", style)]
        return Content.assemble(*parts)

    def on_click(self, event: Click) -> None:
        """Pick the tab under the pointer."""
        position = 0
        short = self.size.width < 78
        for number, pane in enumerate(PANES, 1):
            label = pane if not short or pane == self._active else ""
            position += len(f" {number} {label}" if label else f" {number}")
            if event.x < position:
                self.post_message(self.Picked(pane))
                return
