"""Weekday by hour: each cell as a number or a mark, and in the colour of its step."""

from dataclasses import dataclass

from textual.content import Content

from gleaptui import text
from gleaptui.gleap.models import Heatmap
from gleaptui.widgets.heatscale import DAYS, MARKS, STEPS, Scale, every_cell, of_hour, peak, total
from gleaptui.widgets.lines import Lines, fit, justified
from gleaptui.widgets.sparkline import BLOCKS, levels

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_BROADEST_CELL = 8
_ROWS = ((44, 5), (24, 3), (17, 2))
"""Lines from which a day gets so many of them; mostly odd, so that the numbers stand in the middle."""

_HIGHEST_BARS = 12
_LONGEST_BAR = 24

Piece = tuple[str, str]
"""A text and its style."""


@dataclass(frozen=True, slots=True)
class View:
    """A heatmap and the places on it: where the cursor is, and what hour it is now."""

    heatmap: Heatmap
    cursor: tuple[int, int]
    now: tuple[int, int] | None = None


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


def measure(heatmap: Heatmap, width: int, height: int, hour: int) -> Measures:
    """The largest form that fits: numbers before marks, with totals before without; ``hour`` is in sight where not
    all hours are."""
    texts = [text.count(value) for value in every_cell(heatmap) if value is not None]
    digits = max(map(len, texts), default=1)
    of_days = max(len(str(total(row))) for row in heatmap.cells) + 1
    of_all = max(of_days, len(str(total(every_cell(heatmap)))) + 1)
    forms = [(label, sums, (width - label - sums) // 24) for label, sums in ((5, of_all), (4, of_days), (4, 0))]
    numbers = next(((label, sums, cell) for label, sums, cell in forms if cell > digits), None)
    label, totals, cell = numbers or next((form for form in forms if form[2] >= 1), (4, 0, 1))
    cell = min(cell, _BROADEST_CELL if numbers else 3)
    hours = max(1, min(24, (width - label - totals) // cell))
    return Measures(
        label=label,
        cell=cell,
        row=next((row for least, row in _ROWS if height >= least), 1),
        totals=totals,
        numbers=numbers is not None,
        pad=(cell - digits) // 2 if numbers else 0,
        first=max(0, min(24 - hours, hour - hours // 2)),
        hours=hours,
    )


def grid(view: View, width: int, height: int) -> list[Content]:
    """Hours across the top, a row for each day, totals at the right and below, and bars where there is room."""
    sizes = measure(view.heatmap, width, height, view.cursor[1])
    scale = Scale(max((value for value in every_cell(view.heatmap) if value is not None), default=0.0))
    side = min(_LONGEST_BAR, width - sizes.width - 3)
    lines = [_hours(view, sizes)]
    fitting = max(1, min(7, height - 1))
    first = max(0, min(7 - fitting, view.cursor[0] - fitting // 2))
    for day in range(first, first + fitting):
        lines += _day(view, sizes, scale, day, side if side >= 4 and sizes.totals else 0)
    sums = _hour_sums(view, sizes)
    room = min(_HIGHEST_BARS, height - len(lines) - len(sums))
    if room >= 2:
        lines += _hour_bars(view, sizes, room)
    return [fit(line, width) for line in [*lines, *sums]][:height]


def _hours(view: View, sizes: Measures) -> Content:
    every = 1 if sizes.cell >= 3 else 3 if sizes.cell == 2 else 6
    line = Content(" " * sizes.label)
    for hour in sizes.shown:
        running = view.now is not None and view.now[1] == hour
        label = f"{hour:02d}" if hour % every == 0 else ""
        if running:
            label = f"▾{hour:02d}" if sizes.cell >= 3 else "▾"
        if not label:
            continue
        style = "bold $accent" if running else "bold $foreground" if hour == view.cursor[1] else "$muted"
        start = sizes.edge(hour) - len(label) if sizes.cell >= 3 else sizes.edge(hour) - sizes.cell
        if start >= line.cell_length:
            line = Content.assemble(fit(line, start), (label, style))
    if not sizes.totals:
        return line
    return Content.assemble(fit(line, sizes.width - sizes.totals), ("all".rjust(sizes.totals), "$muted"))


def _day(view: View, sizes: Measures, scale: Scale, day: int, side: int) -> list[Content]:
    """The lines of a day; the values stand in the middle one, its total and its bar beside them."""
    cells = view.heatmap.cells[day]
    running = view.now is not None and view.now[0] == day
    style = "bold $accent" if running else "bold $foreground" if day == view.cursor[0] else "$muted"
    name = ("›" if running else " ") + DAYS[day]
    lines = []
    for line in range(sizes.row):
        middle = line == (sizes.row - 1) // 2
        parts: list[Piece] = [(name.ljust(sizes.label) if middle else " " * sizes.label, style)]
        for hour in sizes.shown:
            parts.append(_cell(cells[hour], sizes, scale, middle, chosen=(day, hour) == view.cursor))
        if sizes.totals:
            parts.append(((str(total(cells)) if middle else "").rjust(sizes.totals), "$foreground"))
        if side:
            sums = [total(row).value or 0.0 for row in view.heatmap.cells]
            parts.append(("  " + _bar(sums[day], max(sums), side) if middle else "", "$primary"))
        lines.append(Content.assemble(*(part for part in parts if part[0])))
    return lines


def _bar(value: float, highest: float, width: int) -> str:
    """A bar from the left, exact to an eighth of a character."""
    eighths = round(value / highest * width * 8) if highest > 0 else 0
    if value > 0:
        eighths = max(1, eighths)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _cell(value: float | None, sizes: Measures, scale: Scale, middle: bool, *, chosen: bool) -> Piece:
    if value is None:
        return " " * sizes.cell, "on $accent" if chosen else ""
    step = scale.step(value)
    style = "bold $background on $accent" if chosen else f"$heat-text-{step} on $heat-{step}"
    if not middle:
        return " " * sizes.cell, style
    if sizes.numbers:
        shown = MARKS[0] if value == 0 else text.count(value)
        return shown.rjust(sizes.cell - sizes.pad).ljust(sizes.cell), style
    return MARKS[step].rjust(sizes.cell), style


def _hour_sums(view: View, sizes: Measures) -> list[Content]:
    """The totals of the hours: in one line, in two that take turns, or not at all, as their length allows."""
    sums = {hour: str(of_hour(view.heatmap, hour)) for hour in sizes.shown}
    longest = max(map(len, sums.values()))
    whole = str(total(every_cell(view.heatmap)))
    turns = 1 if longest < sizes.cell else 2 if longest < sizes.cell * 2 else 0
    # Where a total is longer than the numbers above, it may stand up to the edge of its cell.
    over = min(sizes.pad, max(0, longest + 1 - sizes.cell + sizes.pad))
    lines = []
    for turn in range(turns):
        line = "" if turn else " all"
        for hour in sizes.shown:
            if (hour - sizes.first) % turns == turn:
                line = line.ljust(sizes.edge(hour) + over - len(sums[hour])) + sums[hour]
        line = line.ljust(sizes.width - sizes.totals)
        grand = whole.rjust(sizes.totals) if not turn and len(whole) < sizes.totals else ""
        lines.append(Content.assemble((line, "$muted"), (grand, "bold $foreground")))
    return lines


def _hour_bars(view: View, sizes: Measures, height: int) -> list[Content]:
    """The totals of the hours as bars."""
    sums = [of_hour(view.heatmap, hour) for hour in sizes.shown]
    steps = levels([sum_.value for sum_ in sums], len(BLOCKS) * height - 1)
    lines = []
    for row in range(height - 1, -1, -1):
        line = " " * sizes.label
        for step in steps:
            filled = 0 if step is None else step + 1 - row * len(BLOCKS)
            block = BLOCKS[min(filled, len(BLOCKS)) - 1] if filled > 0 else " "
            breadth = max(1, sizes.cell - 1)
            line += (block * breadth).rjust(sizes.cell)
        lines.append(Content.assemble((line, "$primary")))
    return lines


def legend(heatmap: Heatmap, width: int) -> Content:
    """What each step stands for, and that a blank is not known."""
    known = [value for value in every_cell(heatmap) if value is not None]
    scale = Scale(max(known, default=0.0))
    parts: list[Piece] = [(" ", "")]
    for step, values in enumerate(scale.ranges()):
        if values and (step == 0 or scale.highest > 0):
            parts.append((f" {MARKS[step]} {values} ", f"$heat-text-{step} on $heat-{step}"))
    if len(known) < 7 * 24:
        parts.append(("  blank: not known", "$muted"))
    line = Content.assemble(*parts)
    if line.cell_length <= width:
        return line
    ramp = [(MARKS[step], f"$heat-text-{step} on $heat-{step}") for step in range(STEPS)]
    blank = ("  blank: not known" if len(known) < 7 * 24 else "", "$muted")
    return Content.assemble((" 0 ", "$muted"), *ramp, (f" {text.count(scale.highest)}", "$muted"), blank)


def reading(view: View) -> Content:
    """The cell under the cursor, its day and its hour, in words."""
    day, hour = view.cursor
    value = view.heatmap.cells[day][hour]
    said = (text.count(value), "bold $foreground") if value is not None else (f"{text.MISSING} not known", "$muted")
    of_all = total(every_cell(view.heatmap))
    share = ""
    if value is not None and of_all.value and of_all.whole:
        share = f", {text.percent(value / of_all.value * 100)} of all {of_all}"
    rest = f"{share}   {DAYS[day]} {total(view.heatmap.cells[day])}   {hour:02d}:00 {of_hour(view.heatmap, hour)}"
    return Content.assemble((f" {DAYS[day]} {hour:02d}:00 ", "bold $accent"), said, (rest, "$muted"))


def busiest(heatmap: Heatmap) -> Content:
    """The first highest cell by name; nothing where all are 0 or unknown."""
    found = peak(heatmap)
    if found is None:
        return Content("")
    day, hour, value = found
    place = (f"{DAYS[day]} {hour:02d}:00", "bold $foreground")
    return Content.assemble(("busiest: ", "$muted"), place, (f", {text.count(value)} ", "$muted"))


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
        below = [justified(reading(view), busiest(view.heatmap), width), legend(view.heatmap, width)]
        if height < 10:
            below = below[:1] if height >= 3 else []
        drawn = grid(view, width, height - len(below) - (1 if height >= 13 else 0))
        gap = [Content("")] if len(drawn) + len(below) < height else []
        return [*drawn, *gap, *below]
