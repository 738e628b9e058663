"""Figures as tiles that are read from across a room."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from gleaptui.widgets.bignumber import SIZES, sized
from gleaptui.widgets.card import Face, changes, first_that_fits, trend, value_style
from gleaptui.widgets.lines import fit

_LEAST = 22
"""Columns that a label with its state needs."""
_AROUND = 3
"""Lines of a tile beside its digits: the label, the change, and one that is empty."""
_PLAIN = 2
_OWN = SIZES.index(5)
_TALLEST_TREND = 8


@dataclass(frozen=True, slots=True)
class Grid:
    """How tiles stand on a screen: so many at a time, all of them with digits of one size."""

    columns: int
    rows: int
    size: int

    @property
    def places(self) -> int:
        """How many tiles are seen at once."""
        return self.columns * self.rows


def grid(faces: Sequence[Face], width: int, height: int) -> Grid:
    """The largest digits with which all tiles fit. Where none are small enough, a few tiles at a time in digits that
    can still be read; below that whatever shows a figure whole."""
    count = max(1, len(faces))
    for size in range(len(SIZES) - 1, _OWN - 1, -1):
        found = _fitted(faces, size, width, height)
        if found is not None and found.places >= count:
            rows = -(-count // found.columns)
            return Grid(-(-count // rows), rows, size)
    for size in range(_OWN, 0, -1):
        found = _fitted(faces, size, width, height)
        if found is not None:
            return found
    return Grid(1, max(1, height // (_PLAIN + _AROUND)), 0)


def _fitted(faces: Sequence[Face], size: int, width: int, height: int) -> Grid | None:
    drawn = [sized(said(face), size) for face in faces]
    widest = max((len(lines[0]) for lines in drawn), default=1) + 2
    columns, rows = width // max(widest, min(_LEAST, width)), (height + 1) // (SIZES[size] + _AROUND)
    if not rows and height > SIZES[size]:
        rows = 1
    return Grid(columns, rows, size) if columns and rows else None


def said(face: Face) -> str:
    """The value, or that it has not come."""
    return face.value or "…"


def tiles(faces: Sequence[Face], page: int, width: int, height: int) -> tuple[list[Content], int]:
    """The tiles of a page, and how many pages there are."""
    placed = grid(faces, width, height)
    pages = max(1, -(-len(faces) // placed.places))
    first = page % pages * placed.places
    shown = faces[first : first + placed.places]
    rows = max(1, -(-len(shown) // placed.columns)) if pages == 1 else placed.rows
    tile_width, tile_height = width // placed.columns, height // rows
    lines: list[Content] = []
    for row in range(rows):
        drawn = [
            tile(face, tile_width, tile_height, placed.size)
            for face in shown[row * placed.columns : (row + 1) * placed.columns]
        ]
        for line in range(tile_height):
            lines.append(Content.assemble(*(fit(one[line], tile_width) for one in drawn)))
    return lines, pages


def tile(face: Face, width: int, height: int, size: int) -> list[Content]:
    """Label and state, the value in digits, how it changed and, where there is room, its trend; exactly ``height``
    lines."""
    ink = value_style(face)
    lines = [heading(face, width), *(Content.assemble((f" {row}", ink)) for row in sized(said(face), size))]
    change = first_that_fits(changes(face), width - 2) if not face.missing else Content("")
    why = Content.assemble((face.reason, "$muted")).truncate(max(1, width - 2), ellipsis=True)
    lines.append(Content.assemble(" ", why if face.missing and face.reason else change))
    left = min(_TALLEST_TREND, height - len(lines) - 1)
    if left >= 2 and face.trend:
        lines += [Content.assemble(" ", row) for row in trend(face, width - 3, left)]
    return (lines + [Content("")] * height)[:height]


def heading(face: Face, width: int) -> Content:
    """The label and, as far as there is room, how it stands to its target and that it is old."""
    word, sign, style = face.standing
    label = Content.assemble((f" {face.label}", "bold $foreground"))
    old = Content.assemble((f"  {face.age} old", "$stale") if face.stale else "")
    states = [Content.assemble((f"  {words} {sign}".rstrip(), style)) for words in (word, "") if sign]
    target = Content.assemble((f"  target {face.target}" if face.target else "", "$muted"))
    for end in (
        *(Content.assemble(state, target, old) for state in states),
        *(Content.assemble(state, old) for state in states),
        old,
        *states[-1:],
    ):
        if label.cell_length + end.cell_length < width:
            return Content.assemble(label, end)
    return label.truncate(max(1, width - 1), ellipsis=True)
