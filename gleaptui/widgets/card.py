"""One figure: as a card of three to five lines, or as a single line where there is little room."""

import textwrap
from dataclasses import dataclass
from datetime import date
from typing import Literal

from textual.content import Content
from textual.events import Click
from textual.message import Message

from gleaptui import text
from gleaptui.gleap.metrics import Metric
from gleaptui.gleap.models import Figure, Series
from gleaptui.widgets.lines import Lines, fit
from gleaptui.widgets.sparkline import bar_width, sparkline

Verdict = Literal["better", "worse", ""]

_SIGNS = {"better": "✓", "worse": "✗", "": " "}
_STYLES = {"better": "$good", "worse": "$bad", "": "$foreground"}
_MARKS = {"sum_of_days": ("Σ days", "Σ"), "derived": ("derived", "ƒ")}
_UNIT_MARK = ("unit?", "?")
_NOW_MARK = ("now", "•")


@dataclass(frozen=True, slots=True)
class Face:
    """What a card shows, in words. ``value`` is empty while nothing was answered."""

    metric: str
    label: str
    value: str = ""
    reason: str = ""
    """Why there is no value."""
    change: str = ""
    verdict: Verdict = ""
    marks: tuple[tuple[str, str], ...] = ()
    """How the value came about, each in a word and in one character."""
    trend: tuple[float | None, ...] = ()
    growing: bool = False
    """The last value of the trend is of a day that is not over."""
    old_trend: bool = False
    """Asking for the trend again failed."""
    age: str = ""
    stale: bool = False
    """The value is old, because asking for it again failed."""

    @property
    def missing(self) -> bool:
        """There is an answer, and it holds no value."""
        return self.value == text.MISSING


def face(
    metric: Metric, figure: Figure | None, series: Series | None, age: str, *, today: date | None, stale: bool
) -> Face:
    """The face of a metric's figure. Without a figure the metric was not part of the answer. ``today`` is the day
    that is not over, where the period holds it."""
    if figure is None:
        return Face(metric.id, metric.label, text.MISSING, "not asked", age=age, stale=stale)
    trend = tuple(bar.value for bar in series.bars) if series is not None else ()
    growing = bool(series is not None and series.bars and today is not None and series.bars[-1].start == today)
    if figure.value is None:
        return Face(
            metric.id,
            metric.label,
            text.MISSING,
            figure.reason or "not available",
            trend=trend,
            growing=growing,
            age=age,
            stale=stale,
        )
    return Face(
        metric.id,
        metric.label,
        text.quantity(figure.value, figure.unit),
        change=text.change(figure.change_pct),
        verdict=verdict(metric.better, figure.change_pct),
        marks=_marks(metric, figure),
        trend=trend,
        growing=growing,
        age=age,
        stale=stale,
    )


def verdict(better: str | None, change_pct: float | None) -> Verdict:
    """Whether a change in per cent is for the better; empty where it is neither, or too small to show."""
    if better is None or change_pct is None or text.change(change_pct).startswith(("=", " ")):
        return ""
    if not text.change(change_pct):
        return ""
    return "better" if (change_pct > 0) == (better == "higher") else "worse"


def _marks(metric: Metric, figure: Figure) -> tuple[tuple[str, str], ...]:
    marks = [_NOW_MARK] if metric.now and "now" not in metric.label.split() else []
    if figure.source in _MARKS:
        marks.append(_MARKS[figure.source])
    if figure.unit_assumed:
        marks.append(_UNIT_MARK)
    return tuple(marks)


def card(face: Face, width: int, height: int, *, chosen: bool) -> list[Content]:
    """The card in a frame of that size; from three lines up."""
    inner = max(0, width - 4)
    body = _body(face, inner, height - 2)
    frame = "bold $primary" if chosen else "$rule"
    label = (face.label, "bold $primary" if chosen else "$muted" if face.missing else "$foreground")
    state = ("  " + "  ".join(word for word, _ in face.marks), "$muted") if face.marks else ""
    title = fit_inside(Content.assemble(label), Content.assemble(state), width - 4)
    top = Content.assemble(("╭ ", frame), title, (" " + "─" * (width - 4 - title.cell_length), frame), ("╮", frame))
    age = Content.assemble((f" {face.age} ", "$stale" if face.stale else "$muted")) if face.age else Content("")
    if age.cell_length > width - 3:
        age = Content("")
    bottom = Content.assemble(("╰" + "─" * (width - 3 - age.cell_length), frame), age, ("─╯", frame))
    sides = [Content.assemble(("│ ", frame), fit(line, inner), (" │", frame)) for line in body]
    return [top, *sides, bottom]


def fit_inside(left: Content, right: Content, width: int) -> Content:
    """Both in a row, at most ``width`` cells; ``right`` goes first where there is no room."""
    both = Content.assemble(left, right)
    return both if both.cell_length <= width else left.truncate(max(0, width), ellipsis=True)


def _body(face: Face, width: int, height: int) -> list[Content]:
    value = Content.assemble((face.value or "loading…", _value_style(face)))
    if face.missing and height >= 2:
        return [value, *_wrapped(face.reason, width, height - 1)]
    second = Content(face.reason).stylize("$muted") if face.missing else _change(face, words=True)
    if height <= 2:
        first = fit_inside(value, Content.assemble("  ", second), width)
        return [first, _trend(face, width)[0]][:height]
    return [value, second, *_trend(face, width, height - 2)]


def _wrapped(reason: str, width: int, height: int) -> list[Content]:
    """The reason in that many lines; an ellipsis where it is longer."""
    lines = textwrap.wrap(reason, max(1, width), max_lines=height, placeholder="…") if width >= 2 else []
    lines += [""] * (height - len(lines))
    return [Content(line).stylize("$muted") for line in lines]


def _change(face: Face, *, words: bool) -> Content:
    if not face.change:
        return Content("")
    style = "$muted" if face.stale else _STYLES[face.verdict]
    if words:
        return Content.assemble((f"{face.change}  {face.verdict}".rstrip(), style))
    return Content.assemble((f"{face.change} {_SIGNS[face.verdict]}", style))


def _value_style(face: Face) -> str:
    if face.missing or not face.value or face.stale:
        return "$muted"
    return "bold $foreground"


def _trend(face: Face, width: int, height: int = 1) -> list[Content]:
    drawn = sparkline(face.trend, width, height, _BROADEST)
    style = "$muted" if face.stale or face.old_trend else "$primary"
    if not face.growing:
        return [Content.assemble((line, style)) for line in drawn]
    last = bar_width(len(face.trend), width, _BROADEST)[0] if len(face.trend) <= width else 1
    return [Content.assemble((line[:-last], style), (line[-last:], "$muted")) for line in drawn]


_BROADEST = 6
_VALUE = 8
_CHANGE = 10
_LABEL, _LONGEST_LABEL = 19, 26
_TREND = (24, 8)


def row(face: Face, width: int, *, chosen: bool) -> Content:
    """The figure in one line: label, value, change and trend, as far as there is room for them."""
    spare = width - 1 - _VALUE
    with_change = spare >= _CHANGE + 1 + 8
    spare -= _CHANGE + 1 if with_change else 0
    trend_width = next((room for room in _TREND if spare - room - 2 >= _LABEL), 0) if with_change else 0
    label_width = max(1, min(spare - (trend_width + 2 if trend_width else 0), _LONGEST_LABEL))
    pointer = "›" if chosen else " "
    label = fit(Content.assemble((face.label, "bold $primary" if chosen else "$foreground")), label_width)
    signs = "".join(sign for _, sign in face.marks)
    shown = face.value or "…"
    value = Content.assemble((signs, "$muted"), (shown, _value_style(face)))
    value = value.pad_left(max(0, _VALUE - value.cell_length)).truncate(_VALUE, ellipsis=True)
    line = Content.assemble((pointer, "bold $primary"), label, value)
    if face.missing:
        line = Content.assemble(
            line, " ", fit(Content(face.reason).stylize("$muted"), max(0, width - line.cell_length - 1))
        )
    elif with_change:
        change = _change(face, words=False)
        change = change.pad_left(max(0, _CHANGE - change.cell_length))
        bars = _trend(face, trend_width)[0] if trend_width else Content("")
        line = Content.assemble(line, " ", change, "  " if trend_width else "", bars)
    line = fit(line, width)
    return line.stylize("on $cursor") if chosen else line


class Card(Lines):
    """A figure on the screen. It takes the form that its size allows and draws only what differs."""

    DEFAULT_CSS = """
    Card { height: 1; width: 1fr; }
    """

    class Pressed(Message):
        """The card was clicked."""

        def __init__(self, metric: str) -> None:
            super().__init__()
            self.metric = metric

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.face = face
        self._chosen = False

    def show(self, face: Face, *, chosen: bool) -> None:
        """Show this; the same again costs nothing."""
        if (face, chosen) != (self.face, self._chosen):
            self.face, self._chosen = face, chosen
            self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        if height >= 3 and width >= 12:
            return card(self.face, width, height, chosen=self._chosen)
        return [row(self.face, width, chosen=self._chosen)]

    def on_click(self, _event: Click) -> None:
        """Choose this figure."""
        self.post_message(self.Pressed(self.face.metric))
