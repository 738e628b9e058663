"""Weekday by hour: each cell as a number or a mark, and in the colour of its step."""

from textual.content import Content
from textual.events import Click
from textual.message import Message

from gleaptui import text
from gleaptui.widgets.heatmeasure import Measures, View, measure, place_at
from gleaptui.widgets.heatscale import DAYS, MARKS, PEAK, Scale, every_cell, peaks
from gleaptui.widgets.heatwords import Piece, alone, hints, legend, reading
from gleaptui.widgets.lines import Lines, fit
from gleaptui.widgets.sparkline import BLOCKS, levels

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_ZERO = "·"
_HIGHEST_BARS = 12
_LONGEST_BAR = 24
_PEAK_FROM, _PEAK_WIDTH = 20, 13
"""Room beside the totals from which a day's peak is named there, and how much of it the name takes."""
_LEAST = (40, 9)
"""Columns and lines for a grid; with less, one cell is read at a time."""


def grid(view: View, width: int, height: int) -> list[Content]:
    """Hours across the top, a row for each day, totals at the right and below, and bars where there is room."""
    sizes = measure(view, width, height)
    scale = Scale(max((value for value in every_cell(view.heatmap) if value is not None), default=0.0))
    side = min(_LONGEST_BAR + _PEAK_WIDTH, width - sizes.width - 3)
    side = side if side >= 4 and sizes.totals else 0
    lines = [_hours(view, sizes, side)]
    for day in sizes.days(height, view.cursor[0]):
        lines += _day(view, sizes, scale, day, side)
    sums = _hour_sums(view, sizes)
    room = min(_HIGHEST_BARS, height - len(lines) - len(sums))
    if room >= 2:
        lines += _hour_bars(view, sizes, room)
    if len(lines) + len(sums) <= height:
        lines += sums
    return [fit(line, width) for line in lines][:height]


def _hours(view: View, sizes: Measures, side: int) -> Content:
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
    if sizes.totals < len(" all"):
        return line
    whole = Content.assemble(fit(line, sizes.width - sizes.totals), ("all".rjust(sizes.totals), "$muted"))
    if side < _PEAK_FROM:
        return whole
    return Content.assemble(fit(whole, sizes.width + 4 + side - _PEAK_WIDTH), ("peak", "$muted"))


def _day(view: View, sizes: Measures, scale: Scale, day: int, side: int) -> list[Content]:
    """The lines of a day; the values stand in the middle one, its total and its bar beside them."""
    cells = view.heatmap.cells[day]
    highest = peaks(cells)
    running = view.now is not None and view.now[0] == day
    style = "bold $accent" if running else "bold $foreground" if day == view.cursor[0] else "$muted"
    name = ("›" if running else " ") + DAYS[day]
    lines = []
    for line in range(sizes.row):
        middle = line == (sizes.row - 1) // 2
        parts: list[Piece] = [(name.ljust(sizes.label) if middle else " " * sizes.label, style)]
        for hour in sizes.shown:
            chosen = (day, hour) == view.cursor
            parts.append(_cell(cells[hour], sizes, scale, middle, chosen=chosen, top=hour in highest))
        if sizes.totals:
            parts.append(((str(view.of_day(day)) if middle else "").rjust(sizes.totals), "$foreground"))
        _close(parts)
        if side and middle:
            parts += _beside(view, day, highest, side)
        lines.append(Content.assemble(*(part for part in parts if part[0])))
    return lines


def _beside(view: View, day: int, highest: tuple[int, ...], side: int) -> list[Piece]:
    """The day's total as a bar and, where there is room, its peak."""
    sums = [view.of_day(each).value or 0.0 for each in range(7)]
    named = side >= _PEAK_FROM
    longest = min(_LONGEST_BAR, side - _PEAK_WIDTH if named else side)
    parts: list[Piece] = [("  " + _bar(sums[day], max(sums), longest).ljust(longest), "$primary")]
    if named and highest:
        value = text.count(view.heatmap.cells[day][highest[0]])
        parts.append((f"  {highest[0]:02d}:00 {value}"[:_PEAK_WIDTH], "$muted"))
    return parts


def _bar(value: float, highest: float, width: int) -> str:
    """A bar from the left, exact to an eighth of a character."""
    eighths = round(value / highest * width * 8) if highest > 0 else 0
    if value > 0:
        eighths = max(1, eighths)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _cell(value: float | None, sizes: Measures, scale: Scale, middle: bool, *, chosen: bool, top: bool) -> Piece:
    """A cell's part of a line. What is not known stays blank, which no value does."""
    style = "bold $background on $accent" if chosen else ""
    if value is None:
        return _framed(" " * sizes.cell, middle and chosen), style
    step = scale.step(value)
    style = style or f"{'bold underline ' if top and middle else ''}$heat-text-{step} on $heat-{step}"
    if sizes.numbers:
        if not middle:
            return " " * sizes.cell, style
        digits = _ZERO if value == 0 else text.count(value)
        shown = (PEAK + digits if top else digits).rjust(sizes.cell - sizes.pad).ljust(sizes.cell)
    else:
        shown = MARKS[step] * sizes.cell
        if top and middle and sizes.cell > 1:
            shown = PEAK + shown[1:]
    return _framed(shown, middle and chosen), style


def _framed(shown: str, chosen: bool) -> str:
    """The cell under the cursor in brackets, as far as they cover nothing that is to be read."""
    if not chosen or len(shown) < 3:
        return shown
    free = set(" " + MARKS)
    left = "[" + shown[1:] if shown[0] in free or shown[0] == PEAK else shown
    return left[:-1] + "]" if left[-1] in free else left


def _close(parts: list[Piece]) -> None:
    """Close a bracket that the cursor's cell has no room for, in the space before what stands at its right."""
    at = next((place for place, (shown, _) in enumerate(parts) if shown[:1] == "[" and shown[-1:] != "]"), None)
    if at is not None and at + 1 < len(parts) and parts[at + 1][0].startswith(" "):
        shown, style = parts[at + 1]
        parts[at + 1 : at + 2] = [("]", parts[at][1]), (shown[1:], style)]


def _hour_sums(view: View, sizes: Measures) -> list[Content]:
    """The totals of the hours: in one line, in two that take turns, or not at all, as their length allows."""
    sums = {hour: str(view.of_hour(hour)) for hour in sizes.shown}
    longest = max(map(len, sums.values()))
    whole = str(view.of_all)
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
    sums = [view.of_hour(hour) for hour in sizes.shown]
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


def below(view: View, width: int, height: int) -> list[Content]:
    """What stands under a grid of that much room: the reading, then hints and the legend as far as they leave the
    days and the totals of the hours theirs."""
    spare = height - _LEAST[1] - 1
    lines = [reading(view, width)]
    hint = hints(view, width, 2 if spare >= 3 else 1 if spare >= 1 else 0)
    if hint:
        lines += hint
    if spare - len(hint) >= 1:
        lines.append(legend(view, width))
    return lines


class HeatGrid(Lines):
    """The grid on the screen; each line is drawn anew only when it differs."""

    DEFAULT_CSS = """
    HeatGrid { width: 1fr; height: 1fr; }
    """

    class Pointed(Message):
        """A cell was clicked: its day and its hour."""

        def __init__(self, place: tuple[int, int]) -> None:
            super().__init__()
            self.place = place

    def __init__(self) -> None:
        super().__init__()
        self._view: View | None = None
        self._note = ""
        self._kept: tuple[tuple[View, int, int], list[Content]] | None = None

    def show(self, view: View | None, note: str = "") -> None:
        """Show the heatmap, or the note where there is none; the same again costs nothing."""
        if (view, note) != (self._view, self._note):
            self._view, self._note = view, note
            self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        if self._view is None:
            return [Content.assemble((f" {self._note}", "$muted"))]
        wanted = (self._view, width, height)
        if self._kept is None or self._kept[0] != wanted:
            # Asked for twice: to see what differs, and to draw it.
            self._kept = (wanted, _drawn(*wanted))
        return list(self._kept[1])

    def on_click(self, event: Click) -> None:
        """Say which cell was clicked."""
        width, height = self.size
        if self._view is None or width < _LEAST[0] or height < _LEAST[1]:
            return
        room = height - len(below(self._view, width, height)) - _gap(height)
        place = place_at(self._view, width, room, event.x, event.y)
        if place is not None:
            self.post_message(self.Pointed(place))


def _gap(height: int) -> int:
    return 1 if height >= 15 else 0


def _drawn(view: View, width: int, height: int) -> list[Content]:
    if width < _LEAST[0] or height < _LEAST[1]:
        return alone(view, width, height)
    under = below(view, width, height)
    drawn = grid(view, width, height - len(under) - _gap(height))
    gap = [Content("")] * (height - len(drawn) - len(under))
    return [*drawn, *gap, *under]
