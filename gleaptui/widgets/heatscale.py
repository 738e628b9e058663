"""What a heatmap comes to: its totals, its busiest hour, and the steps that its values fall into."""

import math
from dataclasses import dataclass
from itertools import pairwise

from gleaptui import text
from gleaptui.gleap.models import Heatmap

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
STEPS = 8
MARKS = ".:-=+*#@"
"""An ASCII character for each step, the darker the more: neither colour nor a font is needed to read them."""
PEAK = "^"
"""Stands before the highest value of a day."""


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
        return max(1, min(STEPS - 1, math.ceil(min(1.0, value / self.highest) * (STEPS - 1) - 1e-9)))

    def ranges(self) -> tuple[str, ...]:
        """The values of each step, ``1-4``; a step between whole numbers that holds none is empty."""
        edges = [self.highest * step / (STEPS - 1) for step in range(STEPS)]
        whole = self.highest == round(self.highest)
        said = ["0"]
        for lower, upper in pairwise(edges):
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


def peaks(row: tuple[float | None, ...]) -> tuple[int, ...]:
    """The hours of a day's highest value; none where nothing is above 0."""
    highest = max((value for value in row if value is not None), default=0.0)
    return tuple(hour for hour, value in enumerate(row) if value == highest) if highest > 0 else ()


def every_cell(heatmap: Heatmap) -> tuple[float | None, ...]:
    """All cells, Monday's first."""
    return tuple(value for row in heatmap.cells for value in row)
