"""Weekday by hour: each cell as a number or a mark, and in the colour of its step."""

import math
from dataclasses import dataclass

from textual.content import Content

from gleaptui import text
from gleaptui.gleap.models import Heatmap
from gleaptui.widgets.lines import Lines, fit, justified

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
STEPS = 8
MARKS = "·▁▂▃▄▅▆█"
"""A character for each step, where numbers do not fit: colour is not needed to read them."""

_LABEL = 5
_MOST_CELL = 8
_MOST_ROW = 3


@dataclass(frozen=True, slots=True)
class Sum:
    """The total of the cells that are known. Where some are not, it is only the least that it can be."""

    value: float | None
    whole: bool = True

    def __str__(self) -> str:
        return text.count(self.value) if self.whole or self.value is None else f"≥{text.count(self.value)}"


def total(cells: tuple[float | None, ...]) -> Sum:
    """The sum of the known cells; None where none is known."""
    known = [cell for cell in cells if cell is not None]
    return Sum(math.fsum(known) if known else None, len(known) == len(cells))


@dataclass(frozen=True, slots=True)
class Scale:
    """Eight steps from nothing to the highest cell. Step 0 is for 0 alone; the others are equally wide."""

    highest: float

    def step(self, value: float) -> int:
        """The step of a value, 0 to 7."""
        if value <= 0 or self.highest <= 0:
            return 0
        return max(1, min(STEPS - 1, math.ceil(value / self.highest * (STEPS - 1) - 1e-9)))

    def ranges(self) -> tuple[str, ...]:
        """The values of each step, ``1-4``; a step between whole numbers that holds none is empty."""
        edges = [self.highest * step / (STEPS - 1) for step in range(STEPS)]
        whole = self.highest == round(self.highest)
        said = ["0"]
        for lower, upper in zip(edges, edges[1:], strict=False):
            if not whole:
                said.append(f"≤{text.count(upper)}")
                continue
            first, last = math.floor(lower + 1e-9) + 1, math.floor(upper + 1e-9)
            said.append("" if last < first else text.count(last) if first == last else _range(first, last))
        return tuple(said)


def _range(first: int, last: int) -> str:
    return f"{text.count(first)}-{text.count(last)}"


def peak(heatmap: Heatmap) -> tuple[int, int, float] | None:
    """Day, hour and value of the first highest cell; None where nothing is above 0."""
    best: tuple[int, int, float] | None = None
    for day, row in enumerate(heatmap.cells):
        for hour, value in enumerate(row):
            if value is not None and value > 0 and (best is None or value > best[2]):
                best = (day, hour, value)
    return best


@dataclass(frozen=True, slots=True)
class Measures:
    """How large things are for a size and a heatmap."""

    cell: int
    """Columns of an hour."""
    row: int
    """Lines of a day."""
    totals: int
    """Columns for the totals of the days; 0 leaves them out."""
    numbers: bool
    """Numbers fit into the cells."""
    first: int
    """The first hour that is shown, and"""
    hours: int
    """how many are."""


def measure(heatmap: Heatmap, width: int, height: int, hour: int) -> Measures:
    """The largest form that fits, with ``hour`` in sight where not all hours are."""
    texts = [text.count(value) for row in heatmap.cells for value in row if value is not None]
    digits = max(map(len, texts), default=1)
    sums = [str(total(row)) for row in heatmap.cells] + [str(total(_all(heatmap)))]
    totals = max(map(len, sums)) + 2
    if width - _LABEL - totals < 24 * min(2, digits + 1):
        totals = 0
    # Beside a total that just fits, a narrower label keeps numbers in the cells.
    cell = min(_MOST_CELL, max(1, (width - _LABEL - totals) // 24))
    hours = min(24, max(1, (width - _LABEL - totals) // cell))
    first = max(0, min(24 - hours, hour - hours // 2))
    numbers = cell > digits
    return Measures(
        cell if numbers else min(cell, 3), max(1, min(_MOST_ROW, height // 7)), totals, numbers, first, hours
    )


def _all(heatmap: Heatmap) -> tuple[float | None, ...]:
    return tuple(value for row in heatmap.cells for value in row)


@dataclass(frozen=True, slots=True)
class View:
    """A heatmap and the places on it: where the cursor is, and what hour it is now."""

    heatmap: Heatmap
    cursor: tuple[int, int]
    now: tuple[int, int] | None = None


def grid(view: View, width: int, height: int) -> list[Content]:
    """Hours across the top, a row for each day, totals at the right and below."""
    sizes = measure(view.heatmap, width, height - 3, view.cursor[1])
    highest = max((value for value in _all(view.heatmap) if value is not None), default=0.0)
    scale = Scale(highest)
    lines = [_hours(view, sizes)]
    for day in range(7):
        lines += _day(view, sizes, scale, day)
    lines += _below(view, sizes)
    return [fit(line, width) for line in lines][:height]


def _hours(view: View, sizes: Measures) -> Content:
    every = 1 if sizes.cell >= 3 else 3 if sizes.cell == 2 else 6
    parts: list[tuple[str, str]] = [(" " * _LABEL, "$muted")]
    for hour in range(sizes.first, sizes.first + sizes.hours):
        running = view.now is not None and view.now[1] == hour
        label = f"{hour:02d}" if hour % every == 0 else ""
        if running:
            label = f"▾{hour:02d}" if sizes.cell >= 3 else "▾"
        style = "bold $accent" if running else "bold $foreground" if hour == view.cursor[1] else "$muted"
        parts.append((f"{label:>{sizes.cell}}", style))
    return _cut(parts, _LABEL + sizes.cell * sizes.hours, "total" if sizes.totals else "", sizes)


def _cut(parts: list[tuple[str, str]], width: int, last: str, sizes: Measures) -> Content:
    """The parts in ``width`` cells, labels running over cells that are empty, and the totals' column."""
    line = Content("")
    for written, style in parts:
        over = len(written) - sizes.cell if line.cell_length >= _LABEL else 0
        if over > 0 and line.plain.endswith(" " * over):
            line = line.right_crop(over)
        line = Content.assemble(line, (written, style))
    line = fit(line, width)
    return Content.assemble(line, (f"{last:>{sizes.totals}}", "$muted")) if sizes.totals else line


def _day(view: View, sizes: Measures, scale: Scale, day: int) -> list[Content]:
    """The lines of a day; the values stand in the middle one."""
    cells = view.heatmap.cells[day]
    lines = []
    for line in range(sizes.row):
        middle = line == (sizes.row - 1) // 2
        running = view.now is not None and view.now[0] == day
        sign = "›" if running else " "
        style = "bold $accent" if running else "bold $foreground" if day == view.cursor[0] else "$muted"
        parts = [(f"{sign}{DAYS[day]} " if middle else " " * _LABEL, style)]
        for hour in range(sizes.first, sizes.first + sizes.hours):
            parts.append(_cell(cells[hour], sizes, scale, middle, chosen=(day, hour) == view.cursor))
        if sizes.totals:
            parts.append((f"{total(cells)!s:>{sizes.totals}}" if middle else "", "$foreground"))
        lines.append(Content.assemble(*((written, style) for written, style in parts if written)))
    return lines


def _cell(value: float | None, sizes: Measures, scale: Scale, middle: bool, *, chosen: bool) -> tuple[str, str]:
    if value is None:
        return " " * sizes.cell, "on $accent" if chosen else ""
    step = scale.step(value)
    style = "bold $background on $accent" if chosen else f"$heat-text-{step} on $heat-{step}"
    if not middle:
        return " " * sizes.cell, style
    if sizes.numbers:
        shown = MARKS[0] if value == 0 else text.count(value)
        return f"{shown:>{sizes.cell - (sizes.cell > 4)}}".ljust(sizes.cell), style
    return (MARKS[step] * sizes.cell) if step else MARKS[0].rjust(sizes.cell), style


def _below(view: View, sizes: Measures) -> list[Content]:
    """The totals of the hours: in one line, in two that take turns, or as marks, as their length allows."""
    columns = [total(tuple(row[hour] for row in view.heatmap.cells)) for hour in range(24)]
    shown = range(sizes.first, sizes.first + sizes.hours)
    whole = f"{total(_all(view.heatmap))!s:>{sizes.totals}}" if sizes.totals else ""
    longest = max(len(str(columns[hour])) for hour in shown)
    turns = 1 if longest < sizes.cell else 2 if longest < sizes.cell * 2 else 0
    if turns:
        lines = []
        for turn in range(turns):
            line = " " * _LABEL if turn else " all "
            for hour in shown:
                if turns == 1:
                    line += f"{columns[hour]!s:>{sizes.cell - (sizes.cell > 4)}}".ljust(sizes.cell)
                elif (hour - sizes.first) % 2 == turn:
                    line = f"{line[: _LABEL + (hour - sizes.first + 1) * sizes.cell - len(str(columns[hour]))]}"
                    line = line.ljust(_LABEL + (hour - sizes.first + 1) * sizes.cell - len(str(columns[hour])))
                    line += str(columns[hour])
            line = line.ljust(_LABEL + sizes.cell * sizes.hours)
            lines.append(Content.assemble((line, "$muted"), (whole if not turn else "", "bold $foreground")))
        return lines
    scale = Scale(max((sum_.value or 0.0 for sum_ in columns), default=0.0))
    marks = "".join(
        " " * sizes.cell
        if columns[hour].value is None
        else (MARKS[scale.step(columns[hour].value or 0.0)] * sizes.cell).rjust(sizes.cell)
        for hour in shown
    )
    return [Content.assemble((" all ", "$muted"), (marks, "$primary"), (whole, "bold $foreground"))]


def legend(heatmap: Heatmap, width: int) -> Content:
    """What each step stands for, and that a blank is not known."""
    known = [value for value in _all(heatmap) if value is not None]
    scale = Scale(max(known, default=0.0))
    parts: list[tuple[str, str]] = [(" ", "")]
    for step, values in enumerate(scale.ranges()):
        if values and (step == 0 or scale.highest > 0):
            parts.append((f" {MARKS[step]} {values} ", f"$heat-text-{step} on $heat-{step}"))
    if len(known) < 7 * 24:
        parts.append(("  blank: not known", "$muted"))
    line = Content.assemble(*parts)
    if line.cell_length <= width:
        return line
    ramp = [(f"{MARKS[step]}", f"$heat-text-{step} on $heat-{step}") for step in range(STEPS)]
    return Content.assemble((" 0 ", "$muted"), *ramp, (f" {text.count(scale.highest)}", "$muted"))


def reading(view: View) -> Content:
    """The cell under the cursor, its day and its hour, in words."""
    day, hour = view.cursor
    value = view.heatmap.cells[day][hour]
    place = f" {DAYS[day]} {hour:02d}:00 "
    if value is None:
        said: tuple[str, str] = (f"{text.MISSING} not known", "$muted")
    else:
        said = (text.count(value), "bold $foreground")
    column = total(tuple(row[hour] for row in view.heatmap.cells))
    rest = f"   {DAYS[day]} {total(view.heatmap.cells[day])}   every {hour:02d}:00 {column}"
    all_cells = total(_all(view.heatmap))
    share = ""
    if value is not None and all_cells.value and all_cells.whole:
        share = f"   {text.percent(value / all_cells.value * 100)} of all"
    return Content.assemble((place, "bold $accent"), said, (rest + share, "$muted"))


class HeatGrid(Lines):
    """The grid on the screen; each line is drawn anew only when it differs."""

    DEFAULT_CSS = """
    HeatGrid { width: 1fr; height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._view: View | None = None
        self._note = ""

    def show(self, view: View | None, note: str = "") -> None:
        """Show the heatmap, or the note where there is none; the same again costs nothing."""
        if (view, note) != (self._view, self._note):
            self._view, self._note = view, note
            self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        if self._view is None:
            return [Content.assemble((f" {self._note}", "$muted"))]
        view = self._view
        tail = [justified(reading(view), _busiest(view.heatmap), width), legend(view.heatmap, width)]
        room = height - len(tail)
        if room < 10:
            tail, room = tail[:1], height - 1
        drawn = grid(view, width, room) if room >= 3 else []
        gap = [Content("")] if room - len(drawn) >= 1 else []
        return [*drawn, *gap, *tail]


def _busiest(heatmap: Heatmap) -> Content:
    found = peak(heatmap)
    if found is None:
        return Content("")
    day, hour, value = found
    return Content.assemble(
        ("busiest: ", "$muted"),
        (f"{DAYS[day]} {hour:02d}:00", "bold $foreground"),
        (f", {text.count(value)} ", "$muted"),
    )
