"""A long page as blocks of pieces, in which one moves by rows and nothing is laid out but what is passed."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from textual.content import Content

from gleaptui.widgets.pieces import Piece


class Block:
    """What stays together when the page grows around it, such as a message."""

    __slots__ = ("_make", "_pieces", "chosen_by_key", "key", "weight")

    def __init__(
        self, key: str, make: Callable[[], Iterator[Piece]], *, weight: int = 1, chosen_by_key: bool = False
    ) -> None:
        self._make = make
        self._pieces: tuple[Piece, ...] | None = None
        self.key = key
        self.weight = weight
        """About how many rows it has, for the scrollbar."""
        self.chosen_by_key = chosen_by_key
        """Whether its first row is marked when it is the one that keys are about."""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Its pieces, made when they are first wanted."""
        if self._pieces is None:
            self._pieces = tuple(self._make())
        return self._pieces

    @property
    def opened(self) -> bool:
        """Whether its pieces are there."""
        return self._pieces is not None

    def close(self) -> None:
        """Forget the pieces; they are made again when they are wanted."""
        self._pieces = None


class Place(NamedTuple):
    """A row: which block, which piece of it, which row of that."""

    block: int
    piece: int
    row: int

    @property
    def is_head(self) -> bool:
        """Whether a block begins here."""
        return self.piece == self.row == 0


START = Place(0, 0, 0)
_MOST_LAID_OUT = 300
_KEPT_AROUND = 60
"""Blocks before and after those on the screen."""


class Rows:
    """The rows of some blocks at a width. The first piece of the first block has to have one."""

    def __init__(self, blocks: Sequence[Block] = (), width: int = 0) -> None:
        self.blocks = blocks
        self.width = width
        self._sums = list(accumulate((block.weight for block in blocks), initial=0))
        self._passed: set[int] = set()
        """Blocks that were laid out."""
        self._numbers = {block.key: number for number, block in enumerate(blocks)}

    def number(self, key: str) -> int | None:
        """Which block has that key."""
        return self._numbers.get(key)

    def row(self, place: Place) -> Content:
        """The row there."""
        return self.blocks[place.block].pieces[place.piece].row(place.row, self.width)

    def run(self, place: Place, count: int) -> list[Place]:
        """Rows from there on, as many as are wanted or as there are."""
        found = [place]
        while len(found) < count:
            after = self.moved(place, 1)
            if after == place:
                break
            found.append(after)
            place = after
        return found

    def moved(self, place: Place, by: int) -> Place:
        """So many rows on, or back, or as far as there are any."""
        return self._on(place, by) if by >= 0 else self._back(place, -by)

    def _on(self, place: Place, by: int) -> Place:
        block, piece, row = place
        while True:
            left = self._count(block, piece) - 1 - row
            if by <= left:
                return Place(block, piece, row + by)
            after = self._next(block, piece, 1)
            if after is None:
                return Place(block, piece, row + left)
            by -= left + 1
            (block, piece), row = after, 0

    def _back(self, place: Place, by: int) -> Place:
        block, piece, row = place
        while True:
            if by <= row:
                return Place(block, piece, row - by)
            before = self._next(block, piece, -1)
            if before is None:
                return Place(block, piece, 0)
            by -= row + 1
            block, piece = before
            row = self._count(block, piece) - 1

    def end(self) -> Place:
        """The last row."""
        block = len(self.blocks) - 1
        return self.valid(Place(block, len(self.blocks[block].pieces), 0), last=True)

    def is_end(self, place: Place) -> bool:
        """Whether nothing follows."""
        return self.moved(place, 1) == place

    def valid(self, place: Place, *, last: bool = False) -> Place:
        """The place, or the nearest before it where there is no such row."""
        piece = min(place.piece, len(self.blocks[place.block].pieces) - 1)
        rows = self._count(place.block, piece)
        if rows:
            return Place(place.block, piece, rows - 1 if last else min(place.row, rows - 1))
        before = self._next(place.block, piece, -1)
        return Place(*before, self._count(*before) - 1) if before is not None else START

    def at_width(self, width: int, place: Place) -> Place:
        """Take another width; gives the place where the same words now are."""
        before, self.width = self.width, width
        pieces = self.blocks[place.block].pieces
        if before in (0, width) or place.piece >= len(pieces):
            return self.valid(place)
        piece = pieces[place.piece]
        starts = piece.starts(before)
        offset = starts[place.row] if place.row < len(starts) else 0
        return self.valid(place._replace(row=max(0, bisect_right(piece.starts(width), offset) - 1)))

    def _next(self, block: int, piece: int, by: int) -> tuple[int, int] | None:
        """The next piece, or the one before, that has rows."""
        while True:
            piece += by
            while not 0 <= piece < len(self.blocks[block].pieces):
                block += by
                if not 0 <= block < len(self.blocks):
                    return None
                piece = 0 if by > 0 else len(self.blocks[block].pieces) - 1
            if self._count(block, piece):
                return block, piece

    def tidy(self, first: Place, last: Place) -> None:
        """Forget how the blocks far from these rows are laid out, once there are many."""
        if len(self._passed) > _MOST_LAID_OUT:
            near = range(first.block - _KEPT_AROUND, last.block + _KEPT_AROUND + 1)
            for number in self._passed.difference(near):
                self.blocks[number].close()
            self._passed.intersection_update(near)

    def _count(self, block: int, piece: int) -> int:
        self._passed.add(block)
        return len(self.blocks[block].pieces[piece].starts(self.width)) if piece >= 0 else 0

    # For the scrollbar, by weights, as not all is laid out

    def share(self, place: Place) -> float:
        """How much of the page stands before that row, from 0 to 1."""
        weight = self.blocks[place.block].weight
        return (self._sums[place.block] + min(place.row, weight)) / max(1, self._sums[-1])

    def at_share(self, share: float) -> Place:
        """The block that stands there."""
        number = bisect_right(self._sums, share * self._sums[-1]) - 1
        return Place(min(len(self.blocks) - 1, max(0, number)), 0, 0)
