"""How rows of cells become lines: which columns fit a width, and how wide each is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from textual.content import Content

from gleaptui.widgets.lines import fit

GAP = 2
_DEAREST = 10
"""What it costs at most to leave a column out."""

Places = tuple[tuple[int, int], ...]
"""Index and width of each column that is shown."""
Cell = Content | tuple[str, str]
"""What stands in a column: a text and its style, which costs a tenth, or what takes several styles."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column. Without a ``width`` it takes what the others leave; where room is short, the least important go."""

    key: str
    label: str
    width: int | None = None
    align: Literal["left", "right"] = "left"
    importance: int = 5
    """From 0, which always stays, to 9, which goes first."""
    least: int = 8
    """The least width of a column that takes the rest."""
    most: int = 0
    """The most of it, so that what belongs together does not stand far apart; 0 for all there is."""
    narrow: int = 0
    """The width that the column shrinks to before any has to go."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a cell for each column. The key tells it from all others."""

    key: str
    cells: tuple[Cell, ...]
    muted: bool = False

    def is_same(self, other: "Row | None") -> bool:
        """Whether both look alike. Comparing contents with ``==`` would pass over their styles."""
        return self is other or (
            other is not None
            and (self.key, self.muted, len(self.cells)) == (other.key, other.muted, len(other.cells))
            and all(map(_alike, self.cells, other.cells))
        )


def _alike(mine: Cell, theirs: Cell) -> bool:
    if isinstance(mine, Content) and isinstance(theirs, Content):
        return mine.is_same(theirs)
    return mine == theirs


def arrange(columns: Sequence[TableColumn], width: int) -> Places:
    """Index and width of the columns that fit, in their order."""
    widths = {index: column.width or column.least for index, column in enumerate(columns)}
    wide = dict(widths)
    for index, narrow in _steps(columns):
        if _needed(widths) <= width:
            break
        if narrow:
            widths[index] = narrow
        else:
            del widths[index]
    shrunk = [index for index in widths if widths[index] != wide[index]]
    for index in sorted(shrunk, key=lambda index: columns[index].importance):
        if _needed(widths | {index: wide[index]}) <= width:
            widths[index] = wide[index]
    open_ones = [index for index in widths if columns[index].width is None]
    fixed = sum(widths[index] for index in widths if index not in open_ones) + GAP * (len(widths) - 1)
    share, extra = divmod(max(0, width - fixed), len(open_ones)) if open_ones else (0, 0)
    for index in open_ones:
        wanted = max(1, share + (extra if index == open_ones[-1] else 0))
        widths[index] = min(wanted, columns[index].most or wanted)
    return tuple(widths.items())


def _steps(columns: Sequence[TableColumn]) -> list[tuple[int, int]]:
    """What is given up one after the other: columns by their index, each for its lesser width or, with 0, as a whole.
    To shrink costs half as much as to go."""
    costs: list[tuple[float, int, int]] = []
    for index, column in enumerate(columns):
        cost = _DEAREST - column.importance
        costs += [(cost / 2, -index, column.narrow)] if column.narrow else []
        costs += [(cost, -index, 0)] if column.importance else []
    return [(-index, narrow) for _, index, narrow in sorted(costs)]


def _needed(widths: dict[int, int]) -> int:
    return sum(widths.values()) + GAP * max(0, len(widths) - 1)


def line(columns: Sequence[TableColumn], places: Places, cells: Sequence[Content]) -> Content:
    """The cells in the columns that are shown, as one line with a margin of one."""
    parts: list[Content | str] = [" "]
    for number, (index, width) in enumerate(places):
        if number:
            parts.append(" " * GAP)
        cell = cells[index] if index < len(cells) else Content("")
        if columns[index].align == "right" and cell.cell_length < width:
            parts.append(" " * (width - cell.cell_length))
            parts.append(cell)
        else:
            parts.append(fit(cell, width))
    return Content.assemble(*parts)


def sorted_by(column: TableColumn, *, rising: bool) -> TableColumn:
    """The column marked as the one that the rows are sorted by; such a column is always shown."""
    return replace(column, label=column.label + ("▲" if rising else "▼"), importance=0)


def differing(before: Sequence[Row], after: Sequence[Row], count: int) -> list[int]:
    """Which of the first ``count`` lines look different, counted from 0."""

    def at(rows: Sequence[Row], index: int) -> Row | None:
        return rows[index] if index < len(rows) else None

    pairs = [(number, at(before, number), at(after, number)) for number in range(count)]
    return [number for number, old, new in pairs if old is not new and not (old is not None and old.is_same(new))]
