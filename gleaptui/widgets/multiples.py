"""Many small trends under each other, one of them chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.events import Click
from textual.message import Message

from gleaptui import text
from gleaptui.widgets.lines import Lines, fit, justified
from gleaptui.widgets.sparkline import sparkline

_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Small:
    """One trend: its label, what it came to last and its values."""

    metric: str
    label: str
    last: str
    values: tuple[float | None, ...]


def small(shown: Small, width: int, height: int, *, chosen: bool) -> list[Content]:
    """The trend in one line, or in more where the bars stand below the label."""
    label = Content.assemble(
        ("›" if chosen else " ", "bold $primary"), (shown.label, "bold $primary" if chosen else "$foreground")
    )
    last = Content.assemble((shown.last, "$muted" if shown.last == text.MISSING else "bold $foreground"), " ")
    if height == 1:
        room = max(0, min(14, width - 20 - 9))
        bars = Content.assemble((sparkline(shown.values, room)[0].rjust(room), "$primary"))
        tail = Content.assemble(" ", bars, " ", last.pad_left(max(0, 8 - last.cell_length)))
        lines = [Content.assemble(fit(label, max(1, width - tail.cell_length)), tail)]
    else:
        drawn = sparkline(shown.values, max(1, width - 3), height - 1 - (height > 2), broadest=8)
        lines = [justified(label, last, width), *(Content.assemble(" ", (line, "$primary")) for line in drawn)]
        lines += [Content("")] * (height - len(lines))
    marked = [fit(line, width) for line in lines]
    if chosen:
        marked[0] = marked[0].stylize("on $cursor")
    return marked


class Multiples(Lines):
    """The list of trends. It keeps the chosen one in sight."""

    DEFAULT_CSS = """
    Multiples { width: 1fr; height: 1fr; }
    """

    class Picked(Message):
        """A trend was clicked."""

        def __init__(self, metric: str) -> None:
            super().__init__()
            self.metric = metric

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[Small, ...] = ()
        self._chosen = 0
        self._note = ""
        self._first = 0

    def show(self, trends: Sequence[Small], chosen: int, note: str) -> None:
        """Show these trends, or the note where there are none; the same again costs nothing."""
        if (tuple(trends), chosen, note) != (self._all, self._chosen, self._note):
            self._all, self._chosen, self._note = tuple(trends), chosen, note
            self.repaint()

    def _each(self, height: int) -> int:
        return max(1, min(_MOST_LINES, height // max(1, len(self._all))))

    def lines(self, width: int, height: int) -> list[Content]:
        if not self._all:
            return [Content.assemble((f" {self._note}", "$muted"))]
        each = self._each(height)
        fitting = max(1, height // each)
        self._first = max(0, min(self._first, self._chosen, len(self._all) - fitting))
        self._first = max(self._first, self._chosen - fitting + 1)
        shown = enumerate(self._all[self._first : self._first + fitting], self._first)
        return [line for number, one in shown for line in small(one, width, each, chosen=number == self._chosen)]

    def on_click(self, event: Click) -> None:
        """Choose the trend under the pointer."""
        number = self._first + event.y // self._each(self.size.height)
        if number < len(self._all):
            self.post_message(self.Picked(self._all[number].metric))
