"""What of a heatmap is shown, and how large its parts are on a screen."""

from dataclasses import dataclass

from gleaptui import text
from gleaptui.gleap.models import Heatmap
from gleaptui.widgets.heatscale import every_cell, total

_BROADEST_NUMBER, _BROADEST_MARK = 8, 4
_ROWS = ((44, 5), (24, 3), (17, 2))
"""Lines from which a day gets so many of them; mostly odd, so that the numbers stand in the middle."""


@dataclass(frozen=True, slots=True)
class View:
    """A heatmap and the places on it: where the cursor is, and what hour it is now."""

    heatmap: Heatmap
    cursor: tuple[int, int]
    now: tuple[int, int] | None = None
    unit: str = "ticket"
    """What is counted, one of it."""
    zone: str = ""
    marks: bool = False
    """Show marks even where numbers fit."""


@dataclass(frozen=True, slots=True)
class Measures:
    """How large things are for a size and a heatmap, in characters and lines."""

    label: int
    cell: int
    row: int
    totals: int
    """Columns for the totals of the days; 0 leaves them out."""
    numbers: bool
    """Numbers fit into the cells."""
    pad: int
    """Spaces behind a number in its cell."""
    first: int
    """The first hour that is shown, and"""
    hours: int
    """how many are."""

    @property
    def shown(self) -> range:
        """The hours that are shown."""
        return range(self.first, self.first + self.hours)

    @property
    def width(self) -> int:
        """All but the bars at the right."""
        return self.label + self.cell * self.hours + self.totals

    def edge(self, hour: int) -> int:
        """The column right behind an hour's number."""
        return self.label + (hour - self.first + 1) * self.cell - self.pad

    def days(self, height: int, day: int) -> range:
        """The days that fit into so many lines under the hours, with that one among them."""
        fitting = max(1, min(7, (height - 1) // self.row))
        first = max(0, min(7 - fitting, day - fitting // 2))
        return range(first, first + fitting)


def measure(view: View, width: int, height: int) -> Measures:
    """The largest form that fits: numbers before marks, with totals before without; the cursor's hour is in sight
    where not all hours are."""
    heatmap, hour = view.heatmap, view.cursor[1]
    texts = [text.count(value) for value in every_cell(heatmap) if value is not None]
    digits = max(map(len, texts), default=1)
    of_days = max(len(str(total(row))) for row in heatmap.cells) + 1
    of_all = max(of_days, len(str(total(every_cell(heatmap)))) + 1)
    forms = [(label, sums, (width - label - sums) // 24) for label, sums in ((5, of_all), (4, of_days), (4, 0))]
    fitting = None if view.marks else next((form for form in forms if form[2] > digits), None)
    label, totals, cell = fitting or next((form for form in forms if form[2] >= 1), (4, 0, 1))
    cell = min(cell, _BROADEST_NUMBER if fitting else _BROADEST_MARK)
    hours = max(1, min(24, (width - label - totals) // cell))
    return Measures(
        label=label,
        cell=cell,
        row=next((row for least, row in _ROWS if height >= least), 1),
        totals=totals,
        numbers=fitting is not None,
        pad=(cell - digits) // 2 if fitting else 0,
        first=max(0, min(24 - hours, hour - hours // 2)),
        hours=hours,
    )


def place_at(view: View, width: int, height: int, x: int, y: int) -> tuple[int, int] | None:
    """The day and the hour that stand there in a grid of that size; None beside it."""
    sizes = measure(view, width, height)
    hour = sizes.first + (x - sizes.label) // sizes.cell
    days = sizes.days(height, view.cursor[0])
    day = days.start + (y - 1) // sizes.row
    return (day, hour) if x >= sizes.label and y >= 1 and hour in sizes.shown and day in days else None
