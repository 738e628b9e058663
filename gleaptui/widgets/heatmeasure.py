"""What of a heatmap is shown, and how large its parts are on a screen."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from gleaptui import text
from gleaptui.gleap.models import Heatmap
from gleaptui.widgets.heatscale import Sum, every_cell, total
from gleaptui.widgets.heatslots import Slots

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
    slots: Slots = field(default_factory=Slots)
    """Hours that have not come. Where the heatmap has None for them, nothing is missing."""
    over: bool = False
    """What happens now is no part of the period."""

    @property
    def at_now(self) -> bool:
        """Whether the cursor reads the hour that is running."""
        return self.cursor == self.now and not self.over

    def of_day(self, day: int) -> Sum:
        """The total of a day."""
        return self._total((day, hour) for hour in range(24))

    def of_hour(self, hour: int) -> Sum:
        """The total of an hour over all days."""
        return self._total((day, hour) for day in range(7))

    @property
    def of_all(self) -> Sum:
        """The total of the week."""
        return self._total((day, hour) for day in range(7) for hour in range(24))

    @property
    def unknown(self) -> bool:
        """Whether hours are missing that have come."""
        return not self.of_all.whole

    def _total(self, places: Iterable[tuple[int, int]]) -> Sum:
        cells = self.heatmap.cells
        values = ((cells[day][hour], (day, hour)) for day, hour in places)
        return total(tuple(value for value, place in values if value is not None or place not in self.slots.absent))


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
    of_days = max(len(str(view.of_day(day))) for day in range(7)) + 1
    of_all = max(of_days, len(str(view.of_all)) + 1)
    named = max(of_days, len(" all"))
    around = ((5, max(of_all, named)), (4, named), (4, of_days), (4, 0))
    forms = [(label, sums, (width - label - sums) // 24) for label, sums in around]
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
