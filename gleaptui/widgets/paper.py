"""A page of any length that is laid out only where it is looked at, and stays where it is read when it grows."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import MouseDown, MouseScrollDown, MouseScrollUp, Resize
from textual.message import Message

from gleaptui.widgets.lines import Lines, fit
from gleaptui.widgets.pieces import Piece

_WHEEL = 3


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
        if self._pieces is None:
            self._pieces = tuple(self._make())
        return self._pieces

    @property
    def opened(self) -> bool:
        """Whether anybody asked for its pieces yet."""
        return self._pieces is not None


class Place(NamedTuple):
    """A row: which block, which piece of it, which row of that."""

    block: int
    piece: int
    row: int


_START = Place(0, 0, 0)


class Paper(Lines, can_focus=True):
    """Shows blocks from a place on. The place is kept by block, so that what comes before it or after it moves
    nothing."""

    DEFAULT_CSS = """
    Paper { background: $background; color: $foreground; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("ctrl+d", "half_page(1)", show=False),
        Binding("ctrl+u", "half_page(-1)", show=False),
        Binding("pagedown", "half_page(2)", show=False),
        Binding("pageup", "half_page(-2)", show=False),
        Binding("g,home", "first", show=False),
        Binding("G,end", "last", show=False),
        Binding("right_curly_bracket", "step(1)", show=False),
        Binding("left_curly_bracket", "step(-1)", show=False),
    ]

    class Moved(Message):
        """Somebody scrolled."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._blocks: Sequence[Block] = ()
        self._sums: list[int] = [0]
        self._top = _START
        self._to_end = False
        """Whether the last row stands at the bottom, wherever the first then is."""
        self._laid_for = 0
        self._chosen = ""
        self._shown: list[Place] = []

    # What is shown

    def show(self, blocks: Sequence[Block], *, at_end: bool | None = None) -> None:
        """Show these; from their end or beginning where that is said, else the place that is read is kept."""
        if at_end is not None:
            self._blocks, self._top, self._to_end, self._chosen = blocks, _START, at_end, ""
        else:
            self._settle()
            kept = self._blocks[self._top.block].key if self._blocks else ""
            places = {block.key: number for number, block in enumerate(blocks)}
            self._blocks = blocks
            number = places.get(kept)
            self._top = self._top._replace(block=number) if number is not None else _START
        self._sums = list(accumulate((block.weight for block in blocks), initial=0))
        self.repaint()

    @property
    def chosen(self) -> str:
        """The key of the block that keys are about: the one that was stepped to while it is on the screen, else the
        last whose head is on the screen, else the one that fills it; empty where there is none."""
        seen = {self._blocks[place.block].key for place in self._shown}
        if self._chosen in seen:
            return self._chosen
        choosable = [place for place in self._shown if self._blocks[place.block].chosen_by_key]
        heads = [place for place in choosable if place.piece == place.row == 0]
        found = heads[-1:] or choosable[:1]
        return self._blocks[found[0].block].key if found else ""

    @property
    def blocks(self) -> Sequence[Block]:
        return self._blocks

    def near(self, key: str, rows: int) -> bool:
        """Whether that block begins at most so many rows above what is on the screen, or is on it."""
        self._settle()
        number = next((number for number, block in enumerate(self._blocks) if block.key == key), None)
        return number is not None and self._moved(self._top, -rows).block <= number

    def lines(self, width: int, height: int) -> list[Content]:
        if not self._blocks:
            return []
        inner = max(1, width - 1)
        self._refit(inner)
        self._top = self._valid(self._top)
        last = self._moved(self._end(), 1 - height)
        self._top = last if self._to_end else min(self._top, last)
        self._shown = self._from(self._top, height)
        chosen = self.chosen
        bar = self._bar(height)
        rows = []
        for place in self._shown:
            block = self._blocks[place.block]
            row = fit(block.pieces[place.piece].row(place.row, inner), inner)
            if block.key == chosen and place.piece == place.row == 0 and block.chosen_by_key:
                row = Content.assemble(("▸", "bold $accent"), row[1:])
            rows.append(row)
        rows += [Content(" " * inner)] * (height - len(rows))
        return [
            Content.assemble(row, (" ", "on $rule") if bar[0] <= number < bar[1] else " ")
            for number, row in enumerate(rows)
        ]

    def _bar(self, height: int) -> tuple[int, int]:
        """From which row to which the scrollbar has its grip; it goes by weights, as not all is laid out."""
        first, last = self._shown[0], self._shown[-1]
        if first == _START and self._moved(last, 1) == last:
            return 0, 0
        total = max(1, self._sums[-1])
        share = [self._sums[place.block] + min(place.row, self._blocks[place.block].weight) for place in (first, last)]
        size = max(1, min(height - 1, round(height * (share[1] - share[0] + 1) / total)))
        room = height - size
        if self._moved(last, 1) == last:
            return room, height
        start = min(room - 1, max(first != _START, round(height * share[0] / total)))
        return start, start + size

    # Where one is

    def _from(self, place: Place, count: int) -> list[Place]:
        found = [place]
        while len(found) < count:
            after = self._moved(place, 1)
            if after == place:
                break
            found.append(after)
            place = after
        return found

    def _moved(self, place: Place, by: int) -> Place:
        """So many rows on, or back, or as far as there are any."""
        block, piece, row = place
        while by > 0:
            left = self._rows(block, piece) - 1 - row
            if by <= left:
                return Place(block, piece, row + by)
            after = self._next(block, piece)
            if after is None:
                return Place(block, piece, row + left)
            by -= left + 1
            (block, piece), row = after, 0
        while by < 0:
            if -by <= row:
                return Place(block, piece, row + by)
            before = self._next(block, piece, -1)
            if before is None:
                return Place(block, piece, 0)
            by += row + 1
            block, piece = before
            row = self._rows(block, piece) - 1
        return Place(block, piece, row)

    def _next(self, block: int, piece: int, by: int = 1) -> tuple[int, int] | None:
        """The next piece, or the one before, that has rows."""
        while True:
            piece += by
            while not 0 <= piece < len(self._blocks[block].pieces):
                block += by
                if not 0 <= block < len(self._blocks):
                    return None
                piece = 0 if by > 0 else len(self._blocks[block].pieces) - 1
            if self._rows(block, piece):
                return block, piece

    def _valid(self, place: Place) -> Place:
        """The place, or the nearest before it where there is no such row any more."""
        piece = min(place.piece, len(self._blocks[place.block].pieces) - 1)
        rows = self._rows(place.block, piece)
        if rows:
            return Place(place.block, piece, min(place.row, rows - 1))
        before = self._next(place.block, piece, -1)
        return Place(*before, self._rows(*before) - 1) if before is not None else _START

    def _rows(self, block: int, piece: int) -> int:
        pieces = self._blocks[block].pieces
        return len(pieces[piece].starts(self._laid_for)) if piece < len(pieces) else 0

    def _end(self) -> Place:
        block = len(self._blocks) - 1
        piece = len(self._blocks[block].pieces) - 1
        return Place(block, max(0, piece), max(0, self._rows(block, piece) - 1))

    def _refit(self, width: int) -> None:
        """Keep to the same words when the width changes."""
        before, self._laid_for = self._laid_for, width
        pieces = self._blocks[self._top.block].pieces
        if before in (0, width) or self._top.piece >= len(pieces):
            return
        piece = pieces[self._top.piece]
        starts = piece.starts(before)
        offset = starts[self._top.row] if self._top.row < len(starts) else 0
        self._top = self._top._replace(row=max(0, bisect_right(piece.starts(width), offset) - 1))

    def _settle(self) -> None:
        """Where the end was wanted: find out where that is, and stay there."""
        if self._to_end and self._laid_for and self._blocks and self.size.height:
            self._top = self._moved(self._end(), 1 - self.size.height)
            self._to_end = False

    def on_resize(self, _event: Resize) -> None:
        """Who reads the end goes on reading it."""
        if self._shown and self._blocks and self._top != _START:
            last = self._shown[-1]
            self._to_end = self._to_end or self._moved(last, 1) == last

    # Moving

    def go(self, place: Place) -> None:
        """Show from that row on, or from further up where not so much follows."""
        if not self._blocks or not self.size.height:
            return
        self._to_end = False
        self._top = max(_START, min(place, self._moved(self._end(), 1 - self.size.height)))
        self.repaint()
        self.post_message(self.Moved())

    def go_to(self, key: str) -> None:
        """Show from that block on."""
        found = next((number for number, block in enumerate(self._blocks) if block.key == key), None)
        if found is not None:
            self.go(Place(found, 0, 0))

    def action_move(self, by: int) -> None:
        """Scroll by lines."""
        self._settle()
        self.go(self._moved(self._top, by))

    def action_half_page(self, halves: int) -> None:
        """Scroll by half pages."""
        self.action_move(halves * max(1, self.size.height // 2))

    def action_first(self) -> None:
        """Go to the beginning."""
        self.go(_START)

    def action_last(self) -> None:
        """Go to the end."""
        if self._blocks:
            self.go(self._end())

    def action_step(self, by: int) -> None:
        """Go to the next message or the one before."""
        chosen = self.chosen
        keys = [block.key for block in self._blocks if block.chosen_by_key]
        if not keys:
            return
        if not chosen:
            self._chosen = keys[0] if by > 0 else ""
        else:
            place = keys.index(chosen) + by
            self._chosen = keys[min(place, len(keys) - 1)] if place >= 0 else ""
        if not self._chosen:
            self.action_first()
            return
        heads = {self._blocks[place.block].key for place in self._shown if place.piece == place.row == 0}
        if self._chosen in heads:
            self.repaint()
        else:
            self.go_to(self._chosen)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Scroll with the wheel."""
        event.stop()
        self.action_move(_WHEEL)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Scroll with the wheel."""
        event.stop()
        self.action_move(-_WHEEL)

    def on_mouse_down(self, event: MouseDown) -> None:
        """Go where the scrollbar is clicked."""
        if event.x < self.size.width - 1 or not self._blocks or self.size.height < 2:
            return
        wanted = self._sums[-1] * event.y / (self.size.height - 1)
        block = min(len(self._blocks) - 1, max(0, bisect_right(self._sums, wanted) - 1))
        self.go(Place(block, 0, 0))
