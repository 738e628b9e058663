"""Figures as tiles that are read from across a room."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from gleaptui.widgets.bignumber import SIZES, sized
from gleaptui.widgets.card import Face, changes, first_that_fits, trend, value_style
from gleaptui.widgets.lines import fit

_LEAST = 22
"""Columns that a label with its state needs."""
_BESIDE = 14
"""Columns for what stands beside a label in letters."""
_AROUND = 2
"""Lines of a tile beside its digits and its label: the change, and one that is empty."""
_PLAIN = 2
_LETTERS, _OWN = SIZES.index(3), SIZES.index(5)
_TALLEST_TREND = 8


@dataclass(frozen=True, slots=True)
class Grid:
    """How tiles stand on a screen: so many at a time, all of them with digits of one size."""

    columns: int
    rows: int
    size: int
    lettered: bool = False
    """The labels are in letters too."""

    @property
    def places(self) -> int:
        """How many tiles are seen at once."""
        return self.columns * self.rows


def grid(faces: Sequence[Face], width: int, height: int) -> Grid:
    """The largest digits with which all tiles fit, with labels that are read from as far away if those fit too. Where
    no digits are small enough, a few tiles at a time in digits that can still be read; below that whatever shows a
    figure whole."""
    count = max(1, len(faces))
    for lettered in (True, False):
        for size in range(len(SIZES) - 1, _OWN - 1, -1):
            found = _fitted(faces, size, width, height, lettered=lettered)
            if found is not None and found.places >= count:
                rows = -(-count // found.columns)
                return Grid(-(-count // rows), rows, size, lettered)
    for size in range(_OWN, 0, -1):
        found = _fitted(faces, size, width, height, lettered=False)
        if found is not None:
            return found
    return Grid(1, max(1, height // (_PLAIN + _AROUND + 1)), 0)


def _fitted(faces: Sequence[Face], size: int, width: int, height: int, *, lettered: bool) -> Grid | None:
    labels = [len(_letters(face)[0]) + _BESIDE for face in faces] if lettered else [min(_LEAST, width)]
    drawn = [len(sized(said(face), size)[0]) + 2 for face in faces]
    tallest = SIZES[size] + _AROUND + (SIZES[_LETTERS] if lettered else 1)
    columns, rows = width // max(1, *labels, *drawn), (height + 1) // tallest
    if not rows and height > SIZES[size] and not lettered:
        rows = 1
    return Grid(columns, rows, size, lettered) if columns and rows else None


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
            tile(face, tile_width, tile_height, placed)
            for face in shown[row * placed.columns : (row + 1) * placed.columns]
        ]
        for line in range(tile_height):
            lines.append(Content.assemble(*(fit(one[line], tile_width) for one in drawn)))
    return lines, pages


def tile(face: Face, width: int, height: int, placed: Grid) -> list[Content]:
    """Label and state, the value in digits, how it changed and, where there is room, its trend; exactly ``height``
    lines."""
    ink = value_style(face)
    lines = lettered_heading(face) if placed.lettered else [heading(face, width)]
    lines += [Content.assemble((f" {row}", ink)) for row in sized(said(face), placed.size)]
    change = first_that_fits(changes(face), width - 2) if not face.missing else Content("")
    why = Content.assemble((face.reason, "$muted")).truncate(max(1, width - 2), ellipsis=True)
    lines.append(Content.assemble(" ", why if face.missing and face.reason else change))
    left = min(_TALLEST_TREND, height - len(lines) - 1)
    if left >= 2 and face.trend:
        lines += [Content.assemble(" ", row) for row in trend(face, width - 3, left)]
    return (lines + [Content("")] * height)[:height]


def heading(face: Face, width: int) -> Content:
    """The label and, as far as there is room, how it stands to its target and that it is old."""
    label = Content.assemble((f" {face.label}", "bold $foreground"))
    state, target, old = (Content.assemble("  ", part) if part else part for part in _beside(face))
    _, sign, style = face.standing
    short = Content.assemble((f"  {sign}" if sign else "", style))
    ends = [Content.assemble(*parts) for parts in ((state, target, old), (state, old), (short, old), (old,), (short,))]
    end = next((end for end in ends if label.cell_length + end.cell_length < width), None)
    if end is None:
        return label.truncate(max(1, width - 1), ellipsis=True)
    return Content.assemble(label, end)


def lettered_heading(face: Face) -> list[Content]:
    """The same in letters, with the words beside them."""
    _, sign, style = face.standing
    signs = sized(sign if sign.startswith("!") else "", _LETTERS)
    rows = zip(_letters(face), signs, _beside(face), strict=True)
    return [
        Content.assemble((f" {label}", "bold $foreground"), (f"  {mark}" if mark else "", style), "  ", words)
        for label, mark, words in rows
    ]


def _letters(face: Face) -> list[str]:
    return sized(face.label.upper(), _LETTERS)


def _beside(face: Face) -> tuple[Content, Content, Content]:
    """The state in words, the target, and how old it is; each may be empty."""
    word, sign, style = face.standing
    return (
        Content.assemble((f"{word} {sign}".strip(), style)),
        Content.assemble((f"target {face.target}" if face.target else "", "$muted")),
        Content.assemble((f"{face.age} old" if face.stale else "", "$stale")),
    )
