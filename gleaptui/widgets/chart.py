"""What a plot shows, and where each thing of it stands."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from gleaptui import text
from gleaptui.gleap.models import Bar, Series
from gleaptui.widgets.axis import ticks
from gleaptui.widgets.buckets import FEW

SMALLEST = (24, 6)
"""Columns and lines below which there is no room for axes."""

_MOST_TICKS = 8
_MOST_EMPTY = 1 / 8
"""The part of a plot that may be empty above its highest value."""


@dataclass(frozen=True, slots=True)
class Chart:
    """What to draw. ``running`` is the day that is not over yet, whose bar is still growing."""

    series: Series
    unit: str
    running: date | None = None
    before: tuple[Bar | None, ...] = ()
    """For each bucket the one at the same place in the period before; empty to leave them out."""
    parts: frozenset[int] = frozenset()
    """The buckets that are not whole."""
    marks: tuple[tuple[int, str], ...] = ()
    """What to write below which buckets, for buckets that are no days."""
    seen: bool = False
    """A figure as it was seen now and then: a curve, whatever its unit."""
    unit_assumed: bool = False
    """Gleap did not say the unit, and nothing bears it out."""

    @property
    def as_bars(self) -> bool:
        """Whether each bucket has an amount of its own."""
        return self.unit == "count" and not self.seen

    def growing(self, index: int) -> bool:
        """Whether a bucket is not whole."""
        start = self.series.bars[index].start
        return index in self.parts or (self.running is not None and start == self.running)

    def few(self, index: int) -> bool:
        """Whether a bucket's figure rests on few samples."""
        count = self.series.bars[index].count
        return self.unit != "count" and count is not None and count < FEW


@dataclass(frozen=True, slots=True)
class Frame:
    """Where everything stands: columns from the left axis on, rows from the lower axis up."""

    margin: int
    width: int
    rows: int
    buckets: int
    as_bars: bool
    noted: bool
    """Whether the value of each bucket is written at it."""
    marks: tuple[float, ...]
    labels: tuple[str, ...]
    peak: float
    """What values are divided by before anything is computed with them: huge ones would overflow."""
    base: float
    scale: float
    """How much a row is worth, and what the lower edge of row ``zero`` stands for; both divided by ``peak``."""
    zero: int

    @property
    def pitch(self) -> float:
        """Columns from one bucket to the next."""
        return self.width / self.buckets

    def span(self, index: int) -> range:
        """The columns of a bucket's bar."""
        pitch = self.pitch
        first = int(index * pitch)
        if not self.as_bars or pitch < 2:
            return range(first, max(first + 1, int((index + 1) * pitch)))
        bar = int(pitch) - 1 if pitch < 12 else round(pitch * 0.35) * 2
        first += (int(pitch) - bar) // 2
        return range(first, first + bar)

    def centre(self, index: int) -> int:
        """The column in the middle of a bucket."""
        span = self.span(index)
        return min((span[0] + span[-1]) // 2, self.width - 1)

    def bucket(self, column: int) -> int:
        """The bucket at a column, the nearest one where there is none."""
        return max(0, min(int((column + 0.5) / self.pitch), self.buckets - 1))

    def height(self, value: float) -> float:
        """How far above the lower axis a value lies, in rows."""
        return self.zero + (value / self.peak - self.base) / self.scale

    def row(self, value: float) -> int:
        """The row in which a bar of that value ends; -1 on the axis itself."""
        return max(-1, min(math.ceil(self.height(value) - 1e-9) - 1, self.rows - 1))


@lru_cache(maxsize=8)
def frame(chart: Chart, width: int, height: int) -> Frame | None:
    """How the chart stands in ``height`` lines of ``width`` cells; None where nothing is known or there is no room."""
    own = [bar.value for bar in chart.series.bars if bar.value is not None]
    if not own or width < SMALLEST[0] or height < SMALLEST[1]:
        return None
    known = own + [bar.value for bar in chart.before if bar is not None and bar.value is not None]
    rows = height - 2
    low, high = _limits(chart, known)
    marks = _marks(low, high, chart.unit, rows)
    labels = tuple(text.quantity(mark, chart.unit) if mark else "0" for mark in marks)
    margin = max(map(len, labels)) + 1
    room = max(8, width - margin)
    buckets = len(chart.series.bars)
    if chart.as_bars and room // buckets >= 2:
        # All bars alike and equally far apart are worth some columns at the right.
        room = room // buckets * buckets
    longest = max(len(text.quantity(bar.value, chart.unit)) for bar in chart.series.bars)
    noted = rows >= 4 and longest + (1 if chart.as_bars else 3) <= room / buckets
    peak = max(map(abs, (*known, marks[0], marks[-1]))) or 1.0
    bottom, top = marks[0] / peak, max(high, marks[-1]) / peak
    if bottom < 0:
        below = max(1, min(rows - 1, round(rows * -bottom / (top - bottom)))) if top > 0 else rows
        noted = noted and rows - below >= 2
        above = rows - below - noted
        scale = max(
            top / (rows - below) if top > 0 else 0.0, max(known) / peak / above if above else 0.0, -bottom / below
        )
        return Frame(margin, room, rows, buckets, chart.as_bars, noted, marks, labels, peak, 0.0, scale, below)
    # A line is kept free above the highest bar for its value.
    scale = max((top - bottom) / rows, (max(known) / peak - bottom) / (rows - noted)) or 1.0
    return Frame(margin, room, rows, buckets, chart.as_bars, noted, marks, labels, peak, bottom, scale, 0)


def _marks(low: float, high: float, unit: str, rows: int) -> tuple[float, ...]:
    """What is written at the left axis: no mark above the highest value where much would be empty below it."""
    marks = ticks(low, high, unit, max(2, min(_MOST_TICKS, rows // 3)))
    empty = (marks[-1] - high) / _MOST_EMPTY > marks[-1] - marks[0]
    return marks[:-1] if empty and len(marks) > 2 else marks


def _limits(chart: Chart, known: Sequence[float]) -> tuple[float, float]:
    """What the scale must hold: from zero on, but for shares and ratings that all lie high."""
    low, high = min(known), max(known)
    if chart.unit in ("percent", "rating") and low > high / 2:
        return low - (high - low or high * 0.05), high
    return min(0.0, low), max(0.0, high)
