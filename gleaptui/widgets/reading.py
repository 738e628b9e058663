"""What is said above a plot: the metric, its extremes, and the bucket under the cursor."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from gleaptui import text
from gleaptui.gleap.change import Change, change_of, goodness, wordings
from gleaptui.gleap.metrics import Metric
from gleaptui.gleap.models import Figure
from gleaptui.gleap.periods import Period
from gleaptui.widgets.axis import bar_label, bar_name
from gleaptui.widgets.buckets import FEW
from gleaptui.widgets.drawing import PENS, Strokes, lettered
from gleaptui.widgets.lines import Lines, fit
from gleaptui.widgets.plot import Chart

Part = tuple[str, str]
"""A text and its style."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is told of the chosen trend."""

    metric: Metric
    figure: Figure | None = None
    chart: Chart | None = None
    cursor: int | None = None
    place: str = ""
    """Which of how many it is, where no list shows it."""
    scope: str = ""
    """What a bucket is."""
    partly: str = ""
    """How much of the bucket under the cursor its figure is of, where that is not all."""
    was_partly: str = ""
    """The same of the bucket before."""
    before: tuple[str, ...] = ()
    """What is laid over the plot, or why nothing is; the fullest wording first."""
    year: int | None = None
    """The year that need not be written."""


def parted(parts: Sequence[Part], width: int, apart: str = "   ") -> Content:
    """The parts as far as they fit whole; the first one is cut with an ellipsis where even that does not."""
    line = Content("")
    for number, (said, style) in enumerate(parts):
        longer = Content.assemble(line, apart if number else "", (said, style))
        if longer.cell_length > width:
            if not number:
                return fit(longer, width)
            continue
        line = longer
    return line


def title(reading: Reading, width: int, *, alone: bool = False) -> Content:
    """The metric, what the period came to and how that changed; ``alone`` also what no other line says of the plot."""
    metric, figure = reading.metric, reading.figure
    place = f" {reading.place}" if reading.place else ""
    value = "" if figure is None else text.quantity(figure.value, figure.unit)
    known = "$muted" if value == text.MISSING else "bold $foreground"
    room = max(1, width - len(value) - len(place) - (2 if value else 0))
    label = Content.assemble((metric.label, "bold $primary"))
    if label.cell_length > room:
        label = label.truncate(room, ellipsis=True)
    head = Content.assemble(label, "  " if value else "", (value, known))
    rest: list[Part] = []
    if figure is not None and figure.value is not None:
        taken = head.cell_length + len(place) + 3
        for before in (*(reading.before if alone else ()), ""):
            room = width - taken - (len(before) + 3 if before else 0)
            changed = _changed(metric, figure, room)
            if len(changed[0]) <= room or not before:
                rest += [changed, (before, "$muted")]
                break
    rest.append((reading.scope, "$muted"))
    if metric.derived and (figure is None or figure.source == "derived") and not metric.now:
        rest.append((f"derived: {metric.derived}", "$muted"))
    if figure is not None and figure.value is None and figure.reason:
        rest.insert(0, (figure.reason, "$muted"))
    tail = parted([("", ""), *(part for part in rest if part[0])], max(0, width - head.cell_length - len(place)))
    line = Content.assemble(head, tail)
    return Content.assemble(line, " " * max(0, width - line.cell_length - len(place)), (place, "$muted"))


def _changed(metric: Metric, figure: Figure, room: int) -> Part:
    """The change in the fullest words that fit."""
    change = change_of(figure)
    if change is None and figure.change_pct is not None:
        change = Change(unit="percent", before=0.0, amount=figure.change_pct)
        words: tuple[str, ...] = (text.change(figure.change_pct),)
        if words[0].startswith("="):
            change = None
    else:
        words = wordings(change) if change is not None else ("",)
    good = goodness(metric, change)
    said = next((word for word in words if len(word) + len(good) + 1 <= room), words[-1])
    return f"{said} {good}".strip(), {"better": "$good", "worse": "$bad", "": "$foreground"}[good]


def overlay(chart: Chart | None, period: Period, strokes: Strokes) -> tuple[str, ...]:
    """The marks of the period before ``period`` and its days, the fullest wording first; nothing where it is not laid
    over the chart."""
    if chart is None or not chart.before:
        return ()
    mark = PENS[strokes].before if chart.as_bars else "···"
    return f"{mark} {period.previous().written_days}", f"{mark} before"


def summary(reading: Reading, width: int, strokes: Strokes) -> Content:
    """What is laid over the plot, the highest and the lowest bucket, what is not known, and what the marks mean."""
    chart = reading.chart
    if chart is None:
        return Content("")
    bars, interval = chart.series.bars, chart.series.interval
    known = [bar for bar in bars if bar.value is not None]
    said = list(reading.before[:1])
    # A bucket that is not whole is not the lowest because of that.
    whole = [bar for index, bar in enumerate(bars) if bar.value is not None and not chart.growing(index)]
    if len(whole) > 1:
        ends = (
            ("highest", max(known, key=lambda bar: bar.value or 0.0)),
            ("lowest", min(whole, key=lambda bar: bar.value or 0.0)),
        )
        for word, bar in ends:
            at = bar_label(bar, running=chart.running, short=len(bars) > 7, interval=interval)
            at = at if at == "today" else f"at {at}" if chart.seen else f"in {at}" if interval != "day" else f"on {at}"
            said.append(f"{word} {text.quantity(bar.value, chart.unit)} {at}")
    gaps = len(bars) - len(known)
    if gaps:
        unknown = "not seen" if chart.seen else "not known"
        said.append(f"{text.MISSING} {unknown}: {gaps} of {len(bars)} {'times' if chart.seen else interval + 's'}")
    if any(chart.few(index) for index in range(len(bars))):
        said.append(f"{PENS[strokes].few} of fewer than {FEW}")
    return parted([(part, "$muted") for part in said], width)


def under_cursor(reading: Reading, width: int) -> Content:
    """The bucket under the cursor: its date, value, the one before at the same place, and its samples."""
    chart, cursor = reading.chart, reading.cursor
    if chart is None or cursor is None or not 0 <= cursor < len(chart.series.bars):
        return Content("")
    bar, interval = chart.series.bars[cursor], chart.series.interval
    name = bar_name(bar, interval=interval, year=reading.year)
    value = text.quantity(bar.value, chart.unit)
    parts: list[Part] = [(f"{name}  {value}", "bold $foreground" if bar.value is not None else "$muted")]
    if bar.value is None:
        parts.append(("not seen" if chart.seen else "not known", "$muted"))
    if chart.unit_assumed:
        parts.append(("unit?", "$muted"))
    if reading.partly:
        parts.append((reading.partly, "$muted"))
    before = chart.before[cursor] if cursor < len(chart.before) else None
    if before is not None:
        was = bar_name(before, interval=interval, year=reading.year)
        # What is not over must not seem to be held against as much of the one before.
        unlike = reading.partly == "so far" and not reading.was_partly
        at = f"{'in' if interval != 'day' else 'on'} {'all of ' if unlike else ''}{was}"
        part = f" {reading.was_partly}" if reading.was_partly else ""
        told = f"was {text.quantity(before.value, chart.unit)}"
        full, brief = f"{told} {at}{part}", f"{told} all {interval}" if unlike else told
        room = width - sum(len(said) + 3 for said, _ in parts)
        parts.append((full if len(full) <= room or part else brief, "$foreground"))
    if bar.count is not None:
        few = ", few" if chart.few(cursor) else ""
        parts.append((f"{text.count(bar.count)} sample{'' if bar.count == 1 else 's'}{few}", "$muted"))
    return parted(parts, width)


class ReadingLines(Lines):
    """One to three lines above a plot."""

    DEFAULT_CSS = """
    ReadingLines { height: 3; width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._reading: Reading | None = None
        self._strokes: Strokes = "block"

    def show(self, reading: Reading, strokes: Strokes) -> None:
        """Say this; the same again costs nothing."""
        if (reading, strokes) != (self._reading, self._strokes):
            self._reading, self._strokes = reading, strokes
            self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        reading = self._reading
        if reading is None:
            return []
        lines = [title(reading, width, alone=height <= 2)]
        if height > 2:
            lines.append(summary(reading, width, self._strokes))
        lines.append(under_cursor(reading, width))
        return [lettered(line, self._strokes) for line in lines]
