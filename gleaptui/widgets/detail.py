"""What is known of one figure beyond its card: how it stands and came about, and its trend."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Resize

from gleaptui import text
from gleaptui.gleap.metrics import METRIC
from gleaptui.gleap.models import Figure
from gleaptui.targets import Target
from gleaptui.widgets.axis import bar_label
from gleaptui.widgets.card import SIGNS, STYLES, Face, Part, in_ascii
from gleaptui.widgets.chart import SMALLEST, Chart
from gleaptui.widgets.drawing import Strokes
from gleaptui.widgets.lines import fit, justified
from gleaptui.widgets.patches import Patches
from gleaptui.widgets.plot import Plot
from gleaptui.widgets.reading import Reading, parted, summary, under_cursor

_LONG_MARKS = {
    "Σ": "sum of the days, as Gleap has no total of its own",
    "!": "some days came without a value",
    "?": "came without a unit, so that it is assumed",
    "•": "as it stands now, whatever the period",
}
_SUMMARY_FROM = 12
"""Lines from which the extremes are named too."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is shown of the chosen figure."""

    face: Face
    figure: Figure | None = None
    target: Target | None = None
    chart: Chart | None = None
    cursor: int | None = None
    no_trend: str = ""
    """Why there is no chart."""
    partly: str = ""
    """How much of the day under the cursor its figure is of, where that is not all."""
    before: tuple[str, ...] = ()
    """What is laid over the plot, the fullest wording first."""
    year: int | None = None
    """The year that need not be written."""

    @property
    def reading(self) -> Reading:
        """The same for the lines over a plot."""
        return Reading(
            METRIC[self.face.metric],
            self.figure,
            self.chart,
            self.cursor,
            partly=self.partly,
            before=self.before,
            year=self.year,
        )


def words(shown: Particulars, width: int, height: int, strokes: Strokes) -> list[Content]:
    """A rule with the label, a sentence, and what leads into the plot; without a plot the days in figures."""
    face, figure = shown.face, shown.figure
    title = Content.assemble(("── ", "$rule"), (face.label, "bold $primary"), " ")
    chart_type = figure.chart_type if figure is not None else ""
    source = Content.assemble((f" {chart_type} " if chart_type else "", "$muted"), ("──", "$rule"))
    room = width - title.cell_length - source.cell_length
    if room < 1:
        source, room = Content(""), max(0, width - title.cell_length)
    lines = [Content.assemble(title, ("─" * room, "$rule"), source), sentence(shown, width)]
    plotted = height >= _lines_of(height)[0] and _has_plot(shown, width, height)
    if plotted:
        reading = shown.reading
        if _lines_of(height)[0] > 3:
            lines.append(Content.assemble(" ", summary(reading, width - 1, strokes)))
            return [*lines, Content.assemble(" ", under_cursor(reading, width - 1))]
        return [*lines, _read(reading, width)]
    if shown.chart is None:
        return [*lines, fit(Content.assemble((f" {shown.no_trend}", "$muted")), width)][:height]
    return [*lines, *days(shown.chart, width)][:height]


def _read(reading: Reading, width: int) -> Content:
    """The bucket under the cursor, and at the end what is laid over the plot: in the fullest words that cost nothing of
    the former, else in the shortest."""
    under = under_cursor(reading, width - 1)
    for said in reading.before:
        room = width - len(said) - 4
        beside = under_cursor(reading, room)
        if under.cell_length <= room or said == reading.before[-1]:
            return justified(Content.assemble(" ", beside), Content.assemble((f"{said} ", "$muted")), width)
    return Content.assemble(" ", under)


def _lines_of(height: int) -> tuple[int, int]:
    """How many lines the words and the plot have of those that there are."""
    said = 4 if height >= _SUMMARY_FROM else 3
    return said, height - said


def _has_plot(shown: Particulars, width: int, height: int) -> bool:
    return shown.chart is not None and width >= SMALLEST[0] and _lines_of(height)[1] >= SMALLEST[1]


def sentence(shown: Particulars, width: int) -> Content:
    """Value, target, change and how the value came about, as far as they fit whole."""
    face, figure = shown.face, shown.figure
    if not face.value:
        return Content.assemble((" loading…", "$muted"))
    if face.missing:
        return fit(Content.assemble((f" {text.MISSING}  {face.reason}", "$muted")), width)
    head: list[Part] = [(f" {face.value}", "$stale" if face.stale else "bold $foreground")]
    word, sign, style = face.standing
    if shown.target is not None:
        head += [(f"{word} {sign}".strip(), style), (_limits(shown.target), "$muted")]
    tail: list[Part] = [(_LONG_MARKS[sign], "$muted") for _, sign in face.marks if sign in _LONG_MARKS]
    if figure is not None and figure.source == "derived" and METRIC[face.metric].derived:
        tail.append((f"derived: {METRIC[face.metric].derived}", "$muted"))
    changes = _changes(shown) or [[]]
    fullest = next((change for change in changes if _length([*head, *change]) <= width), changes[-1])
    return parted([*head, *fullest, *tail], width)


def _changes(shown: Particulars) -> list[list[Part]]:
    """The change, the fullest wording first: with what it is compared with, and with how good it is."""
    face, figure = shown.face, shown.figure
    style = "$muted" if face.stale else STYLES[face.verdict]
    against = f" ({figure.before_label})" if figure is not None and figure.before_label else ""
    good = f" {SIGNS[face.verdict]} {face.verdict}" if face.verdict else ""
    ends = dict.fromkeys((against, "")) if face.changes and "was" in face.changes[0] else {"": None}
    return [[(f"{said}{end}{good}", style)] for said in face.changes for end in ends]


def _length(parts: list[Part]) -> int:
    return sum(len(said) + 3 for said, _ in parts) - 3


def _limits(target: Target) -> str:
    """The target and, where it is another one, the limit beyond which it is far off."""
    if target.critical is None or target.warn is None:
        return f"target {target.written}"
    far = text.quantity(target.critical, METRIC[target.metric].unit)
    return f"target {target.written}, {'at most' if target.when == 'above' else 'at least'} {far}"


def days(chart: Chart, width: int) -> list[Content]:
    """The newest days as far as they fit: their names, their values and, for medians, how many answers they rest
    on."""
    bars = chart.series.bars
    labels = [
        bar_label(bar, running=chart.running, short=len(bars) > 7, interval=chart.series.interval) for bar in bars
    ]
    values = [text.quantity(bar.value, chart.unit) for bar in bars]
    samples = ["" if bar.count is None else f"of {text.count(bar.count)}" for bar in bars]
    cell = max(map(len, (*labels, *values, *samples))) + 2
    fitting = max(1, min(len(bars), (width - 1) // cell))
    left = len(bars) - fitting
    names, figures, below = [Content(" ")], [Content(" ")], [Content(" ")]
    for index in range(left, len(bars)):
        known = "$muted" if bars[index].value is None or chart.growing(index) else "$foreground"
        names.append(Content.assemble((f"{labels[index]:>{cell - 1}} ", "$muted")))
        figures.append(Content.assemble((f"{values[index]:>{cell - 1}} ", known)))
        below.append(Content.assemble((f"{samples[index]:>{cell - 1}} ", "$muted")))
    lines = [Content("").join(names), Content("").join(figures)]
    if any(samples):
        lines.append(Content("").join(below))
    if left:
        lines[0] = justified(lines[0], Content.assemble((f"{left} earlier ", "$muted")), width)
    return lines


class Words(Patches):
    """What is said over the plot, or in its place."""

    DEFAULT_CSS = """
    Words { width: 1fr; height: 4; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Particulars, int, Strokes] | None = None

    def show(self, shown: Particulars, height: int, strokes: Strokes) -> None:
        """Say this in front of a plot, ``height`` lines for both."""
        if (shown, height, strokes) != self._shown:
            self._shown = (shown, height, strokes)
            self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        if self._shown is None:
            return []
        shown, whole, strokes = self._shown
        drawn = words(shown, width, whole, strokes)
        return [in_ascii(line) for line in drawn] if strokes == "ascii" else drawn


class Detail(Vertical):
    """The particulars of the chosen figure, on the screen."""

    DEFAULT_CSS = """
    Detail { width: 1fr; height: 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: Particulars | None = None
        self._strokes: Strokes = "block"

    def compose(self) -> ComposeResult:
        yield Words()
        yield Plot()

    def show(self, shown: Particulars, strokes: Strokes = "block") -> None:
        """Show these; the same again costs nothing."""
        if (shown, strokes) != (self._shown, self._strokes):
            self._shown, self._strokes = shown, strokes
            self._divide()

    def on_resize(self, _event: Resize) -> None:
        """Share the lines out anew."""
        self._divide()

    def _divide(self) -> None:
        shown, (width, height) = self._shown, self.size
        if shown is None or not height:
            return
        plotted = _has_plot(shown, width, height)
        said, plot = self.query_one(Words), self.query_one(Plot)
        lines = _lines_of(height)[0] if plotted else height
        if said.styles.height is None or said.styles.height.value != lines:
            said.styles.height = lines
        plot.display = plotted
        said.show(shown, height, self._strokes)
        if plotted:
            plot.show(shown.chart, "", strokes=self._strokes, cursor=shown.cursor)
