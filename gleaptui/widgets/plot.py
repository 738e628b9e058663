"""One series, large: bars for counts, a curve for the rest, between a scale and days."""

import math
from collections.abc import Sequence
from functools import lru_cache

from textual.content import Content
from textual.events import Click, Resize
from textual.geometry import Region
from textual.message import Message

from gleaptui import text
from gleaptui.gleap.models import Bar
from gleaptui.widgets.axis import bar_label, day_labels
from gleaptui.widgets.chart import SMALLEST, Chart, Frame, frame
from gleaptui.widgets.drawing import PENS, Canvas, Dots, Strokes, lettered, runs
from gleaptui.widgets.lines import Lines, fit
from gleaptui.widgets.sparkline import sparkline

__all__ = ["Chart", "Plot", "bar_label", "draw"]

_SURE, _FAINT = "$primary", "$muted"


@lru_cache(maxsize=16)
def draw(
    chart: Chart, width: int, height: int, strokes: Strokes = "block", cursor: int | None = None
) -> tuple[Content, ...]:
    """The chart in ``height`` lines of ``width`` cells; none where nothing is known or there is no room. A bucket
    without a value is a gap, marked with a dash; only what Gleap said to be 0 stands at 0."""
    placed = frame(chart, width, height)
    if placed is None:
        return ()
    canvas = _picture(chart, placed, strokes)
    lit = range(0)
    if cursor is not None and 0 <= cursor < placed.buckets:
        lit = placed.span(cursor)
    pens = PENS[strokes]
    at = {placed.row(mark): label for mark, label in zip(placed.marks, placed.labels, strict=True)}
    lines = []
    for row in range(placed.rows - 1, -1, -1):
        label = at.get(row, "")
        axis = Content.assemble(
            (label.rjust(placed.margin - 1), "$muted"), (pens.axes[0] if label else pens.axes[1], "$rule")
        )
        lines.append(Content.assemble(axis, canvas.line(row, lit)))
    lines += _foot(chart, placed, strokes, at.get(-1, ""), cursor)
    return tuple(fit(lettered(line, strokes), width) for line in lines)


@lru_cache(maxsize=4)
def _picture(chart: Chart, placed: Frame, strokes: Strokes) -> Canvas:
    """What stands between the axes; it is only read afterwards."""
    canvas = Canvas(placed.width, placed.rows)
    if chart.as_bars:
        _draw_bars(chart, placed, strokes, canvas)
    else:
        _draw_curve(chart, placed, strokes, canvas)
    _draw_notes(chart, placed, canvas)
    return canvas


def _by_column(bars: Sequence[Bar | None], placed: Frame) -> dict[int, int]:
    """The bucket that each first column shows: where several share one, the largest that is known."""
    found: dict[int, int] = {}
    for index, bar in enumerate(bars):
        first = placed.span(index)[0]
        other = bars[found[first]] if first in found else None
        size = -1.0 if other is None or other.value is None else abs(other.value)
        if bar is not None and bar.value is not None and abs(bar.value) > size:
            found[first] = index
        else:
            found.setdefault(first, index)
    return found


def _draw_bars(chart: Chart, placed: Frame, strokes: Strokes, canvas: Canvas) -> None:
    pens = PENS[strokes]
    bars = chart.series.bars
    for index in _by_column(bars, placed).values():
        value = bars[index].value
        if not value:
            continue
        ramp = pens.up if value > 0 else pens.down
        steps = len(ramp)
        filled = max(1, round(abs(placed.height(value) - placed.zero) * steps))
        style = _FAINT if chart.growing(index) else _SURE
        for place in range(math.ceil(filled / steps)):
            row = placed.zero + place if value > 0 else placed.zero - 1 - place
            character = ramp[min(filled - place * steps, steps) - 1]
            for column in placed.span(index):
                canvas.put(column, row, character, style)
    for index in _by_column(chart.before, placed).values():
        bar = chart.before[index]
        if bar is not None and bar.value is not None:
            row = max(0, placed.row(bar.value))
            for column in placed.span(index):
                under = canvas.at(column, row)[1] if strokes == "block" and column < placed.width else ""
                canvas.put(column, row, pens.before, f"$background on {under}" if under else "$foreground")


def _draw_curve(chart: Chart, placed: Frame, strokes: Strokes, canvas: Canvas) -> None:
    pens = PENS[strokes]
    across, up = pens.dots
    bars = chart.series.bars

    def dot(index: int, value: float) -> tuple[int, int]:
        x = int((index + 0.5) * placed.pitch * across)
        y = math.ceil(placed.height(value) * up - 1e-9) - 1
        return min(x, placed.width * across - 1), max(0, min(y, placed.rows * up - 1))

    earlier, faint, sure = Dots(pens), Dots(pens), Dots(pens)
    for run in _runs(chart.before):
        ends = [dot(index, value) for index, value in run]
        for start, end in zip(ends, ends[1:] or ends, strict=False):
            earlier.line(start, end, dotted=True)
    for run in _runs(bars):
        ends = [dot(index, value) for index, value in run]
        weak = [chart.growing(index) or chart.few(index) for index, _ in run]
        for place, start in enumerate(ends[:-1] or ends):
            last = min(place + 1, len(ends) - 1)
            (faint if weak[place] or weak[last] else sure).line(start, ends[last])
    earlier.stamp(canvas, _FAINT)
    faint.stamp(canvas, _FAINT)
    sure.stamp(canvas, _SURE)
    alone = {run[0][0] for run in _runs(bars) if len(run) == 1}
    for index, bar in enumerate(bars):
        if bar.value is not None and (placed.pitch >= 3 or index in alone):
            column, row = (part // size for part, size in zip(dot(index, bar.value), pens.dots, strict=True))
            sign = pens.growing if chart.growing(index) else pens.few if chart.few(index) else pens.point
            weak_one = chart.growing(index) or chart.few(index)
            canvas.put(column, row, sign, _FAINT if weak_one else _SURE)


def _draw_notes(chart: Chart, placed: Frame, canvas: Canvas) -> None:
    """The value over each bucket where all fit, else at least a 0 where it is 0, and a dash where none is known."""
    bars = chart.series.bars
    for index in _by_column(bars, placed).values():
        value = bars[index].value
        if value is None:
            canvas.put(placed.centre(index), min(placed.zero, placed.rows - 1), text.MISSING, _FAINT)
        elif placed.noted or (value == 0 and chart.as_bars and placed.pitch >= 2):
            note = text.quantity(value, chart.unit)
            top = placed.row(max(value, 0.0)) if chart.as_bars else placed.row(value)
            row = max(top + 1, placed.zero)
            column = placed.centre(index) - (len(note) - 1) // 2
            column = max(0, min(column, placed.width - len(note)))
            canvas.put(column, min(row, placed.rows - 1), note, _FAINT if chart.growing(index) else "$foreground")


def _runs(bars: Sequence[Bar | None]) -> list[list[tuple[int, float]]]:
    """The known values in unbroken runs, each with its place."""
    found: list[list[tuple[int, float]]] = [[]]
    for index, bar in enumerate(bars):
        if bar is not None and bar.value is not None:
            found[-1].append((index, bar.value))
        elif found[-1]:
            found.append([])
    return [run for run in found if run]


def _foot(chart: Chart, placed: Frame, strokes: Strokes, lowest: str, cursor: int | None) -> list[Content]:
    """The lower axis with the cursor's mark, and as many labels below it as stand apart."""
    pens = PENS[strokes]
    axis = [pens.axes[3]] * placed.width
    below = [" "] * placed.width
    styles = ["$rule"] * placed.width
    bars = chart.series.bars
    interval = chart.series.interval
    widest = max(len(bar_label(bar, running=chart.running, short=len(bars) > 7, interval=interval)) for bar in bars)
    given = chart.marks or day_labels(bars, chart.running, interval, max(1, placed.width // (widest + 2)))
    free = placed.width
    for index, label in reversed(given):
        centre = placed.centre(index)
        first = max(0, min(centre - (len(label) - 1) // 2, placed.width - len(label)))
        if first + len(label) <= free and len(label) <= placed.width:
            below[first : first + len(label)] = label
            axis[centre] = pens.axes[4]
            free = first - 1
    if cursor is not None and 0 <= cursor < placed.buckets:
        at = placed.centre(cursor)
        axis[at], styles[at] = pens.cursor, "bold $accent"
    corner = Content.assemble((lowest.rjust(placed.margin - 1), "$muted"), (pens.axes[2], "$rule"))
    return [
        Content.assemble(corner, runs(axis, styles)),
        Content.assemble(" " * placed.margin, ("".join(below), "$muted")),
    ]


class Plot(Lines):
    """A chart on the screen. It is drawn anew only when the chart or the size is another one."""

    DEFAULT_CSS = """
    Plot { width: 1fr; height: 1fr; }
    """

    class Pointed(Message):
        """A bucket was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Resized(Message):
        """It has another size, with or without room for axes."""

    def __init__(self) -> None:
        super().__init__()
        self._chart: Chart | None = None
        self._note = ""
        self._strokes: Strokes = "block"
        self._cursor: int | None = None

    def show(self, chart: Chart | None, note: str, *, strokes: Strokes = "block", cursor: int | None = None) -> None:
        """Show the chart with a cursor on one of its buckets, or the note where there is none; the same again costs
        nothing."""
        before = (self._chart, self._note, self._strokes)
        moved = cursor != self._cursor
        old, self._cursor = self._cursor, cursor
        if (chart, note, strokes) != before:
            self._chart, self._note, self._strokes = chart, note, strokes
            self.repaint()
        elif moved:
            self._move(old, cursor)

    def _move(self, *cursors: int | None) -> None:
        """Draw the columns anew that the cursor left and came to, and no others."""
        placed = frame(self._chart, *self.size) if self._chart is not None else None
        if placed is None:
            return
        for cursor in cursors:
            if cursor is not None and 0 <= cursor < placed.buckets:
                span = placed.span(cursor)
                self.refresh(Region(placed.margin + span[0], 0, len(span), placed.rows + 1))

    def lines(self, width: int, height: int) -> list[Content]:
        chart = self._chart
        drawn = draw(chart, width, height, self._strokes, self._cursor) if chart is not None else ()
        if drawn or chart is None:
            return list(drawn) or [lettered(Content(self._note).stylize("$muted"), self._strokes)]
        values = [bar.value for bar in chart.series.bars]
        return [Content(line).stylize(_SURE) for line in sparkline(values, width, height, strokes=self._strokes)]

    @property
    def has_axes(self) -> bool:
        """Whether there is room for them, and for what is laid over."""
        return self.size.width >= SMALLEST[0] and self.size.height >= SMALLEST[1]

    def on_resize(self, _event: Resize) -> None:
        """Tell whoever says something of it."""
        self.post_message(self.Resized())

    def on_click(self, event: Click) -> None:
        """Point at the bucket under the pointer."""
        placed = frame(self._chart, *self.size) if self._chart is not None else None
        if placed is not None and event.x >= placed.margin:
            self.post_message(self.Pointed(placed.bucket(event.x - placed.margin)))
