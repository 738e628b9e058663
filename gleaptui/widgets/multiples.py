"""Many small trends under each other, one of them chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.message import Message

from gleaptui import text
from gleaptui.widgets.drawing import Strokes, lettered
from gleaptui.widgets.lines import Lines, fit
from gleaptui.widgets.sparkline import bar_width, sparkline

_MOST_LINES = 5
_BROADEST = 8
_LEAST_LABEL = 6
"""Columns of the label that the bars leave free, and without which there are none."""


@dataclass(frozen=True, slots=True)
class Small:
    """One trend: its label, what the period came to and its values."""

    metric: str
    label: str
    value: str
    values: tuple[float | None, ...] = ()
    group: str = ""
    growing: bool = False
    """Whether the last value is not whole."""
    note: str = ""
    """What stands in the place of the bars where there are none."""
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """The widths that all trends of a list share, so that they stand below each other."""

    label: int
    bars: int
    value: int

    @classmethod
    def of(cls, trends: Sequence[Small], width: int) -> "Columns":
        """The widths for a list of ``width`` columns: values whole, then labels, then bars."""
        value = max((len(one.value) for one in trends), default=0)
        room = max(0, width - 2 - value - 1)
        label = min(max((len(one.label) for one in trends), default=0), room)
        bars = room - label - 1
        if bars < 4:
            bars = 0
        return cls(room - bars - 1 if bars else room, bars, value)


def small(shown: Small, columns: Columns, height: int, *, chosen: bool, strokes: Strokes = "block") -> list[Content]:
    """The trend in one line, or in more where the bars stand below the label."""
    width = columns.label + columns.value + 3 + (columns.bars + 1 if columns.bars else 0)
    label = Content.assemble(
        ("›" if chosen else " ", "bold $primary"), (shown.label, "bold $primary" if chosen else "$foreground")
    )
    known = "$muted" if shown.value == text.MISSING else "$stale" if shown.stale else "bold $foreground"
    value = Content.assemble(" ", (shown.value.rjust(columns.value), known), " ")
    if height == 1:
        bars = _bars(shown, columns.bars, 1, strokes)[0] if columns.bars else Content("")
        parts = [
            fit(label, columns.label + 1),
            *([Content(" "), fit(bars, columns.bars)] if columns.bars else []),
            value,
        ]
        lines = [Content("").join(parts)]
    else:
        lines = [Content.assemble(fit(label, width - value.cell_length), value)]
        drawn = _bars(shown, max(1, width - 3), height - 1 - (height > 2), strokes)
        lines += [Content.assemble(" ", line) for line in drawn]
        lines += [Content("")] * (height - len(lines))
    lines = [fit(line, width) for line in lines]
    if chosen:
        lines[0] = lines[0].stylize("on $cursor")
    return lines


def _bars(shown: Small, width: int, height: int, strokes: Strokes) -> list[Content]:
    """The bars, the last one weaker where it is still growing; a note where there are none."""
    drawn = sparkline(shown.values, width, height, _BROADEST, strokes=strokes)
    if not any(drawn):
        note = shown.note if len(shown.note) <= width else text.MISSING
        return [Content.assemble((note if shown.note else "", "$muted"))] + [Content("")] * (height - 1)
    # A column that several share is more than the last one.
    last = bar_width(len(shown.values), width, _BROADEST)[0] if len(shown.values) <= width else 0
    found = []
    for line in drawn:
        content = Content.assemble((line, "$primary"))
        found.append(content.stylize("$muted", max(0, len(line) - last)) if shown.growing and last else content)
    return found


class Multiples(Lines):
    """The list of trends. It keeps the chosen one in sight, and marks at its edge that there are more."""

    DEFAULT_CSS = """
    Multiples { width: 1fr; height: 1fr; }
    """

    class Picked(Message):
        """A trend was clicked."""

        def __init__(self, metric: str) -> None:
            super().__init__()
            self.metric = metric

    class Scrolled(Message):
        """The wheel was turned over the list: another trend is wanted, so many further on."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[Small, ...] = ()
        self._chosen = 0
        self._note = ""
        self._strokes: Strokes = "block"
        self._first = 0

    def show(self, trends: Sequence[Small], chosen: int, note: str, *, strokes: Strokes = "block") -> None:
        """Show these trends, or the note where there are none; the same again costs nothing."""
        if (tuple(trends), chosen, note, strokes) != (self._all, self._chosen, self._note, self._strokes):
            self._all, self._chosen, self._note, self._strokes = tuple(trends), chosen, note, strokes
            self.repaint()

    def _rows(self, height: int) -> tuple[list[str | int], int]:
        """What stands where, a group's name or a trend's place, and how many lines each trend has."""
        groups = len({one.group for one in self._all if one.group})
        each = max(1, min(_MOST_LINES, (height - groups) // max(1, len(self._all))))
        rows: list[str | int] = []
        grouped = groups > 0 and groups + each * len(self._all) <= height
        if grouped:
            for number, one in enumerate(self._all):
                if not number or one.group != self._all[number - 1].group:
                    rows.append(one.group)
                rows += [number] * each
            return rows, each
        each = max(1, min(_MOST_LINES, height // max(1, len(self._all))))
        fitting = max(1, height // each)
        self._first = max(0, min(self._first, max(0, self._chosen), len(self._all) - fitting))
        self._first = max(self._first, self._chosen - fitting + 1)
        for number in range(self._first, min(self._first + fitting, len(self._all))):
            rows += [number] * each
        return rows, each

    def lines(self, width: int, height: int) -> list[Content]:
        if not self._all:
            return [lettered(Content.assemble((f" {self._note}", "$muted")), self._strokes)]
        columns = Columns.of(self._all, width)
        rows, each = self._rows(height)
        lines: list[Content] = []
        while len(lines) < len(rows):
            row = rows[len(lines)]
            if isinstance(row, str):
                lines.append(Content.assemble((f" {row}", "$muted")))
            else:
                chosen = row == self._chosen
                lines += small(self._all[row], columns, each, chosen=chosen, strokes=self._strokes)
        shown = [row for row in rows if isinstance(row, int)]
        if shown and shown[-1] < len(self._all) - 1:
            lines[-1] = _more(lines[-1], "↓")
        if shown and shown[0] > 0:
            lines[0] = _more(lines[0], "↑")
        return [lettered(line, self._strokes) for line in lines]

    def on_click(self, event: Click) -> None:
        """Choose the trend under the pointer."""
        rows = self._rows(self.size.height)[0] if self._all else []
        row = rows[event.y] if event.y < len(rows) else ""
        if isinstance(row, int):
            self.post_message(self.Picked(self._all[row].metric))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Go on."""
        event.stop()
        self.post_message(self.Scrolled(1))

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Go back."""
        event.stop()
        self.post_message(self.Scrolled(-1))


def _more(line: Content, sign: str) -> Content:
    """The line with a sign in its first column, unless the chosen one's stands there."""
    if line.plain.startswith("›"):
        return line
    return Content.assemble((sign, "$muted"), line[1:])
