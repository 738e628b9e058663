"""One series, large. plotext draws characters without colour; what each of them is in, the theme decides here."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import import_module
from typing import Protocol, cast

from textual.content import Content

from gleaptui import text
from gleaptui.gleap.models import Bar, Series
from gleaptui.widgets.lines import Lines, fit

SMALLEST = (24, 6)
"""Columns and lines below which there is no room for axes."""

_MOST_TICKS = 8
_MINUTE, _HOUR, _DAY = 60.0, 3_600.0, 86_400.0
_TIME_STEPS = (
    *(1.0, 2.0, 5.0, 10.0, 15.0, 30.0),
    *(_MINUTE * step for step in (1, 2, 5, 10, 15, 30)),
    *(_HOUR * step for step in (1, 2, 3, 6, 12)),
    *(_DAY * step for step in (1, 2, 5, 7, 14, 28, 70, 140, 350)),
)


@dataclass(frozen=True, slots=True)
class Chart:
    """What to draw. ``running`` is the day that is not over yet, whose bar is still growing."""

    series: Series
    unit: str
    running: date | None = None


def step_for(span: float, unit: str, most: int) -> float:
    """The round distance between at most ``most`` ticks over ``span``: whole for counts, on the clock for
    durations."""
    least = span / max(1, most)
    if unit == "seconds":
        for step in _TIME_STEPS:
            if step >= least:
                return step
        return _DAY * step_for(span / _DAY, "rating", most)
    if not 1e-300 < least < math.inf:
        return 1.0
    scale = 10.0 ** math.floor(math.log10(least))
    step = next(scale * factor for factor in (1.0, 2.0, 5.0, 10.0) if scale * factor >= least * 0.999_999)
    return max(1.0, step) if unit == "count" else step


def ticks(low: float, high: float, unit: str, most: int) -> tuple[float, ...]:
    """Round values from ``low`` or below to ``high`` or above."""
    step = step_for(high - low, unit, most)
    first, last = math.floor(low / step), math.ceil(high / step - 1e-9)
    return tuple(index * step for index in range(first, max(last, first + 1) + 1))


def bar_label(bar: Bar, *, running: date | None = None, short: bool = False) -> str:
    """The bucket's day: ``Mon 14`` or, where weekdays repeat, ``short`` as ``14 Sep``; ``today`` for the day that is
    not over; as Gleap wrote it where it is not a date."""
    if bar.start is None:
        return text.clean(bar.label, 12)
    if bar.start == running:
        return "today"
    return f"{bar.start.day} {bar.start:%b}" if short else f"{bar.start:%a} {bar.start.day}"


@lru_cache(maxsize=8)
def draw(chart: Chart, width: int, height: int) -> tuple[Content, ...]:
    """The chart in ``height`` lines of ``width`` cells. A bucket without a value is a gap, marked with a dash; only
    what Gleap said to be 0 stands at 0."""
    bars = chart.series.bars
    known = [bar.value for bar in bars if bar.value is not None]
    if not known or width < SMALLEST[0] or height < SMALLEST[1]:
        return ()
    rows = height - 2
    marks = ticks(min(0.0, *known), max(0.0, *known), chart.unit, max(1, min(_MOST_TICKS, rows // 3)))
    labels = [text.quantity(mark, chart.unit) if mark else "0" for mark in marks]
    margin = max(map(len, labels)) + 1
    canvas = _Canvas(chart, max(8, width - margin), rows, marks)
    return tuple(fit(_styled(line, margin, row < rows, canvas), width) for row, line in enumerate(canvas.plot(labels)))


class _Canvas:
    """Where the buckets stand between the axes, counted in half characters across and in lines down."""

    def __init__(self, chart: Chart, width: int, rows: int, marks: Sequence[float]) -> None:
        self.chart, self.rows, self.marks = chart, rows, marks
        self.bars = chart.series.bars
        self.pitch = width * 2 // len(self.bars)
        self.width = -(-self.pitch * len(self.bars) // 2) if self.pitch else width
        self.as_bars = chart.unit == "count" and self.pitch >= 2
        self.low = marks[0]
        high = max(bar.value for bar in self.bars if bar.value is not None)
        # A line is kept free above the highest bar for its value.
        self.high = max(marks[-1], self.low + (high - self.low) * rows / max(1, rows - 2))
        self.scale = max(abs(self.low), abs(self.high)) or 1.0

    def centre(self, index: int) -> float:
        """The middle of a bucket."""
        if not self.pitch:
            return index / max(1, len(self.bars) - 1) * (self.width * 2 - 1)
        first, last = self.span(index)
        return (first + last) / 2

    def span(self, index: int) -> tuple[int, int]:
        """Where a bucket's bar begins and ends; the buckets are ``pitch`` apart."""
        bar = self.pitch - 1 if self.pitch < 12 else round(self.pitch * 0.35) * 2
        first = index * self.pitch + (self.pitch - bar) // 2
        return first, first + max(1, bar) - 1

    def plot(self, labels: list[str]) -> list[str]:
        """What plotext makes of it, as plain lines. plotext keeps one figure for the whole process: it is cleared
        before, and nothing of it is used after."""
        figure = cast(_Figure, import_module("plotext"))
        figure.clear_figure()
        figure.theme("clear")
        figure.limit_size(False, False)
        figure.plotsize(self.width + max(map(len, labels)) + 1, self.rows + 2)
        figure.xlim(0, self.width * 2 - 1)
        figure.ylim(self.low / self.scale, self.high / self.scale)
        figure.xaxes(True, False)
        figure.yaxes(True, False)
        figure.yticks([mark / self.scale for mark in self.marks], labels)
        figure.xticks(*self._days())
        if self.as_bars:
            self._draw_bars(figure)
        else:
            self._draw_curve(figure)
        self._draw_notes(figure)
        drawn = figure.uncolorize(figure.build())
        figure.clear_figure()
        return drawn.splitlines()

    def _draw_bars(self, figure: "_Figure") -> None:
        # Points filled down to zero, all at once: many times faster than a rectangle for each bar.
        places: list[float] = []
        values: list[float] = []
        for index, bar in enumerate(self.bars):
            if bar.value:
                first, last = self.span(index)
                places += range(first, last + 1)
                values += [bar.value / self.scale] * (last - first + 1)
        if places:
            figure.scatter(places, values, marker="hd", fillx=True)

    def _draw_curve(self, figure: "_Figure") -> None:
        for run in _runs(self.bars):
            places = [self.centre(index) for index, _ in run]
            figure.plot(places, [value / self.scale for _, value in run], marker="braille")
        if self.pitch >= 4:
            for index, bar in enumerate(self.bars):
                if bar.value is not None:
                    dot = _GROWING if self.chart.running and bar.start == self.chart.running else _POINT
                    figure.scatter([self.centre(index)], [bar.value / self.scale], marker=dot)

    def _draw_notes(self, figure: "_Figure") -> None:
        """The value over each bar where all fit, else at least a 0 where it is 0, and a dash where none is known."""
        unit = self.chart.unit
        longest = max(len(text.quantity(bar.value, unit)) for bar in self.bars)
        if self.pitch < 2:
            return
        for index, bar in enumerate(self.bars):
            if bar.value is None:
                note, row = text.MISSING, self._row(0.0)
            elif longest * 2 < self.pitch or (self.as_bars and bar.value == 0):
                note, row = text.quantity(bar.value, unit), self._row(max(bar.value, 0.0)) + (1 if bar.value else 0)
            else:
                continue
            at = self.low + row / max(1, self.rows - 1) * (self.high - self.low)
            figure.text(note, self.centre(index), min(at, self.high) / self.scale, alignment="center")

    def _row(self, value: float) -> int:
        """The line, counted from below, that a bar of that value ends in."""
        return round((value - self.low) / (self.high - self.low) * (self.rows * 2 - 1)) // 2

    def _days(self) -> tuple[list[float], list[str]]:
        """The labels below, as many as fit apart, reckoned from the newest bucket."""
        labels = [bar_label(bar, running=self.chart.running, short=len(self.bars) > 7) for bar in self.bars]
        room = self.pitch / 2 if self.pitch else self.width / len(self.bars)
        apart = max(1, math.ceil((max(map(len, labels)) + 2) / room))
        chosen = list(range(len(labels) - 1, -1, -apart))[::-1]
        return [self.centre(index) for index in chosen], [labels[index] for index in chosen]

    def growing(self) -> range:
        """The columns of the day that is not over yet."""
        for index, bar in enumerate(self.bars):
            if self.as_bars and self.chart.running and bar.start == self.chart.running:
                first, last = self.span(index)
                return range(first // 2, last // 2 + 1)
        return range(0)


_POINT, _GROWING = "●", "○"
_INK = frozenset("▀▄█▌▐▖▗▘▝▙▛▜▟▞▚" + _POINT + _GROWING)


class _Figure(Protocol):
    """The part of plotext that is used; it comes without types."""

    def clear_figure(self) -> None: ...
    def theme(self, name: str) -> None: ...
    def limit_size(self, width: bool, height: bool) -> None: ...
    def plotsize(self, width: int, height: int) -> None: ...
    def xlim(self, left: float, right: float) -> None: ...
    def ylim(self, lower: float, upper: float) -> None: ...
    def xaxes(self, lower: bool, upper: bool) -> None: ...
    def yaxes(self, left: bool, right: bool) -> None: ...
    def xticks(self, ticks: list[float], labels: list[str]) -> None: ...
    def yticks(self, ticks: list[float], labels: list[str]) -> None: ...
    def plot(self, x: list[float], y: list[float], *, marker: str) -> None: ...
    def scatter(self, x: list[float], y: list[float], *, marker: str, fillx: bool = ...) -> None: ...
    def text(self, label: str, x: float, y: float, *, alignment: str) -> None: ...
    def build(self) -> str: ...
    def uncolorize(self, drawn: str) -> str: ...


def _runs(bars: Sequence[Bar]) -> list[list[tuple[int, float]]]:
    """The known values in unbroken runs, each with its place."""
    runs: list[list[tuple[int, float]]] = [[]]
    for index, bar in enumerate(bars):
        if bar.value is not None:
            runs[-1].append((index, bar.value))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _styled(line: str, margin: int, inside: bool, canvas: _Canvas) -> Content:
    """A plain line of the plot in the theme's colours."""
    growing = canvas.growing()
    spans: list[tuple[str, str]] = []
    for column, character in enumerate(line):
        spans.append((character, _style(character, column - margin, inside, growing)))
    merged: list[tuple[str, str]] = []
    for character, style in spans:
        if merged and merged[-1][1] == style:
            merged[-1] = (merged[-1][0] + character, style)
        else:
            merged.append((character, style))
    return Content.assemble(*merged)


def _style(character: str, column: int, inside: bool, growing: range) -> str:
    if column < 0 or not inside:
        return "$rule" if "\u2500" <= character <= "\u257f" else "$muted"
    if character in _INK or "\u2800" <= character <= "\u28ff":
        return "$muted" if column in growing else "$primary"
    return "$muted" if character == text.MISSING else "$foreground"


class Plot(Lines):
    """A chart on the screen. It is drawn anew only when the chart or the size is another one."""

    DEFAULT_CSS = """
    Plot { width: 1fr; height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._chart: Chart | None = None
        self._note = ""

    def show(self, chart: Chart | None, note: str) -> None:
        """Show the chart, or the note where there is none; the same again costs nothing."""
        if (chart, note) != (self._chart, self._note):
            self._chart, self._note = chart, note
            self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        drawn = draw(self._chart, width, height) if self._chart is not None else ()
        return list(drawn) if drawn else [Content(self._note).stylize("$muted")]
