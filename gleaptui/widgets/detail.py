"""What is known of one figure beyond its card: where it comes from, and each day of its trend."""

from dataclasses import dataclass
from datetime import date

from textual.content import Content

from gleaptui import text
from gleaptui.gleap.models import Series
from gleaptui.widgets.card import Face
from gleaptui.widgets.lines import Lines, fit, justified
from gleaptui.widgets.plot import Chart, bar_label, draw

_PLOT_FROM = 8
"""Lines from which the trend is drawn rather than written."""

_LONG_MARKS = {
    "Σ": "sum of the days, as Gleap has no total of its own",
    "ƒ": "derived from other figures",
    "?": "came without a unit, taken for seconds",
    "•": "as it stands now, whatever the period",
}


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is shown of the chosen figure."""

    face: Face
    unit: str
    chart_type: str = ""
    series: Series | None = None
    running: date | None = None
    no_trend: str = ""
    """Why there is no series."""


def particulars(shown: Particulars, width: int, height: int) -> list[Content]:
    """A rule with the label, a sentence, and the trend as a plot or as a table of days."""
    face = shown.face
    title = Content.assemble(("── ", "$rule"), (face.label, "bold $primary"), " ")
    source = Content.assemble((f" {shown.chart_type} " if shown.chart_type else "", "$muted"), ("──", "$rule"))
    room = width - title.cell_length - source.cell_length
    if room < 1:
        source, room = Content(""), max(0, width - title.cell_length)
    lines = [Content.assemble(title, ("─" * room, "$rule"), source)]
    lines.append(fit(_sentence(face), width))
    rest = height - len(lines)
    if shown.series is None or not any(bar.value is not None for bar in shown.series.bars):
        return [*lines, Content.assemble((f" {shown.no_trend}", "$muted"))][:height]
    if rest >= _PLOT_FROM:
        return [*lines, *draw(Chart(shown.series, shown.unit, shown.running), width, rest)]
    return [*lines, *_days(shown, shown.series, width)][:height]


def _sentence(face: Face) -> Content:
    if not face.value:
        return Content.assemble((" loading…", "$muted"))
    if face.missing:
        return Content.assemble((f" {text.MISSING}  {face.reason}", "$muted"))
    style = {"better": "$good", "worse": "$bad", "": "$foreground"}[face.verdict] if not face.stale else "$muted"
    change = f"   {face.change}" if face.change else ""
    tail = f" {face.verdict}" if face.verdict else ""
    against = " than the period before" if face.verdict else " against the period before"
    marks = "".join(f"   {_LONG_MARKS[sign]}" for _, sign in face.marks)
    return Content.assemble(
        (f" {face.value}", "$stale" if face.stale else "bold $foreground"),
        (change + tail, style),
        (against if change else "", "$muted"),
        (marks, "$muted"),
    )


def _days(shown: Particulars, series: Series, width: int) -> list[Content]:
    """The newest days as far as they fit: their names, their values and, for medians, how many answers they rest
    on."""
    bars = series.bars
    labels = [bar_label(bar, running=shown.running, short=len(bars) > 7) for bar in bars]
    values = [text.quantity(bar.value, shown.unit) for bar in bars]
    counted = any(bar.count is not None for bar in bars)
    samples = ["" if bar.count is None else f"of {text.count(bar.count)}" for bar in bars]
    cell = max(map(len, (*labels, *values, *samples))) + 2
    fitting = max(1, min(len(bars), (width - 1) // cell))
    left = len(bars) - fitting
    names, figures, below = [Content(" ")], [Content(" ")], [Content(" ")]
    for index in range(left, len(bars)):
        bar = bars[index]
        growing = shown.running is not None and bar.start == shown.running
        names.append(Content.assemble((f"{labels[index]:>{cell - 1}} ", "$muted")))
        known = "$muted" if bar.value is None or growing else "$foreground"
        figures.append(Content.assemble((f"{values[index]:>{cell - 1}} ", known)))
        below.append(Content.assemble((f"{samples[index]:>{cell - 1}} ", "$muted")))
    lines = [Content("").join(names), Content("").join(figures)]
    if counted:
        lines.append(Content("").join(below))
    if left:
        lines[0] = justified(lines[0], Content.assemble((f"{left} earlier days ", "$muted")), width)
    return lines


class Detail(Lines):
    """The particulars of the chosen figure, on the screen."""

    DEFAULT_CSS = """
    Detail { width: 1fr; height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: Particulars | None = None

    def show(self, shown: Particulars) -> None:
        """Show these; the same again costs nothing."""
        if shown != self._shown:
            self._shown = shown
            self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        return particulars(self._shown, width, height) if self._shown is not None else []
