"""What charts are drawn with: blocks, braille dots, or nothing but ASCII."""

import os
import sys
from dataclasses import dataclass
from functools import cache
from typing import Literal

from textual.content import Content, Span

Drawing = Literal["auto", "braille", "block", "ascii"]
Strokes = Literal["braille", "block", "ascii"]
"""A drawing that is settled."""

STROKES: tuple[Strokes, ...] = ("block", "braille", "ascii")


@dataclass(frozen=True, slots=True)
class Pens:
    """The characters of one way of drawing."""

    up: str
    """Parts of a cell filled from below, from little to all of it."""
    down: str
    """The same filled from above, for what lies below zero."""
    dots: tuple[int, int]
    """How many dots a cell has across and upwards."""
    cells: str
    """A cell for each set of its dots; the dot at ``x``, ``y`` from below counts ``1 << (y * across + x)``."""
    point: str = "●"
    growing: str = "○"
    few: str = "◦"
    before: str = "─"
    """A bucket's value in the period before, across its bar."""
    cursor: str = "▲"
    axes: str = "┤│└─┬"
    """A tick at the left, the line between, the corner, the line below and a tick on it."""


def _braille() -> str:
    bits = (0x40, 0x80, 0x04, 0x20, 0x02, 0x10, 0x01, 0x08)
    return "".join(chr(0x2800 + sum(bit for place, bit in enumerate(bits) if mask >> place & 1)) for mask in range(256))


PENS: dict[Strokes, Pens] = {
    "block": Pens("▁▂▃▄▅▆▇█", "▀█", (2, 2), " ▖▗▄▘▌▚▙▝▞▐▟▀▛▜█"),
    "braille": Pens("⣀⣤⣶⣿", "⠉⠛⠿⣿", (2, 4), _braille()),
    "ascii": Pens(".:#", "':#", (1, 2), " .':", "*", "o", "x", "=", "^", "||+-+"),
}


def resolve(wanted: Drawing, encoding: str | None = None, term: str | None = None) -> Strokes:
    """How to draw. ``auto`` is ASCII where the terminal's encoding is not UTF-8, and on the Linux console, whose fonts
    lack most of what is not; else blocks. Without arguments the process's own terminal is looked at."""
    if wanted != "auto":
        return wanted
    if encoding is None:
        encoding = (sys.__stdout__.encoding if sys.__stdout__ else "") or "utf-8"
    if term is None:
        term = os.environ.get("TERM", "")
    unicode = encoding.lower().replace("-", "").replace("_", "").startswith("utf8")
    return "block" if unicode and term != "linux" else "ascii"


_PLAIN = str.maketrans(
    {"–": "-", "…": "~", "›": ">", "▲": "^", "▼": "v", "⚠": "!", "\u202f": " ", "─": "-", "↑": "^", "↓": "v", "│": "|"}
)


def lettered(content: Content, strokes: Strokes) -> Content:
    """The content without the signs that an ASCII terminal lacks; as wide as before."""
    if strokes != "ascii" or content.plain.isascii():
        return content
    return Content(content.plain.translate(_PLAIN), spans=list(content.spans))


class Canvas:
    """Cells with a character and a style each. Row 0 is the lowest."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._text = [[" "] * width for _ in range(height)]
        self._style = [[""] * width for _ in range(height)]

    def put(self, column: int, row: int, text: str, style: str) -> None:
        """Write from that column on; what lies outside is left out."""
        if 0 <= row < self.height:
            for place, character in enumerate(text, column):
                if 0 <= place < self.width:
                    self._text[row][place] = character
                    self._style[row][place] = style

    def at(self, column: int, row: int) -> tuple[str, str]:
        """What stands in a cell, and its style."""
        return self._text[row][column], self._style[row][column]

    def line(self, row: int, lit: range) -> Content:
        """A row; the columns of ``lit`` have the cursor's background."""
        return runs(self._text[row], self._style[row], lit)


def runs(characters: list[str], styles: list[str], lit: range = range(0)) -> Content:
    """One line of single characters with their styles. Spaces go with what stands before them."""
    spans: list[Span] = []
    current, began = "", 0
    for place, style in enumerate(styles):
        if place in lit:
            style = _lit(style)
        elif characters[place] == " ":
            if " on " not in current:
                continue
            style = ""
        if style != current:
            if current:
                spans.append(Span(began, place, current))
            current, began = style, place
    if current:
        spans.append(Span(began, len(styles), current))
    return Content("".join(characters), spans=spans)


@cache
def _lit(style: str) -> str:
    return style if " on " in style else f"{style or '$foreground'} on $cursor"


class Dots:
    """A layer of dots, several to a cell."""

    def __init__(self, pens: Pens) -> None:
        self._across, self._up = pens.dots
        self._cells = pens.cells
        self._masks: dict[tuple[int, int], int] = {}

    def line(self, start: tuple[int, int], end: tuple[int, int], *, dotted: bool = False) -> None:
        """A line from one dot to another at its right, every second dot of it where it is ``dotted``."""
        (left, low), (right, high) = start, end
        if left == right:
            self._column(left, min(low, high), max(low, high), dotted=dotted)
            return
        slope = (high - low) / (right - left)
        before = low
        for x in range(left, right + 1):
            after = high if x == right else round(low + slope * (x + 0.5 - left))
            # Each column goes on where the last one ended, without touching the same height twice.
            first = before + ((after > before) - (after < before)) if x > left else before
            if not dotted or x % 2 == 0:
                self._column(x, min(first, after), max(first, after), dotted=dotted)
            before = after

    def _column(self, x: int, low: int, high: int, *, dotted: bool) -> None:
        column, across = divmod(x, self._across)
        step = 2 if dotted and high > low else 1
        for y in range(low, high + 1, step):
            row, up = divmod(y, self._up)
            self._masks[column, row] = self._masks.get((column, row), 0) | 1 << (up * self._across + across)

    def stamp(self, canvas: Canvas, style: str) -> None:
        """Put the dots on the canvas, over what stands there."""
        for (column, row), mask in self._masks.items():
            canvas.put(column, row, self._cells[mask], style)
