"""A page of any length that is laid out only where it is looked at, and stays where it is read when it grows."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.events import MouseDown, MouseScrollDown, MouseScrollUp, Resize
from textual.message import Message
from textual.strip import Strip

from gleaptui.widgets.blocks import START, Block, Place, Rows
from gleaptui.widgets.bound import bound
from gleaptui.widgets.lines import Lines, drawn, fit

_WHEEL = 3
_GRIP = "on $rule"
_MOST_STRIPS = 400
Mark = tuple[str, int, int]
"""A place that holds good when blocks come and go: a block's key, a piece, a row."""


class Paper(Lines, can_focus=True):
    """Shows blocks from a place on. The place is kept by block, so that what comes before it or after it moves
    nothing."""

    DEFAULT_CSS = """
    Paper { background: $background; color: $foreground; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("down", "move(1)"),
        bound("up", "move(-1)"),
        bound("half_page_down", "half_page(1)"),
        bound("half_page_up", "half_page(-1)"),
        bound("page_down", "half_page(2)"),
        bound("page_up", "half_page(-2)"),
        bound("first", "first"),
        bound("last", "last"),
        bound("ticket.message_down", "step(1)"),
        bound("ticket.message_up", "step(-1)"),
    ]

    class Moved(Message):
        """Somebody scrolled."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows = Rows()
        self._top = START
        self._to_end = False
        """Whether the last row stands at the bottom, wherever the first then is."""
        self._chosen = ""
        self._shown: list[Place] = []
        self._drawn_as: tuple[object, ...] = ()
        self._strips: dict[tuple[object, ...], Strip] = {}
        """Rows as they are drawn, for as long as the same is shown in the same colours."""

    # What is shown

    def show(self, blocks: Sequence[Block], *, at_end: bool | None = None) -> None:
        """Show these; from their end or beginning where that is said, else the place that is read is kept."""
        if at_end is None:
            self._settle()
            key, piece, row = self.mark
            self._rows = Rows(blocks, self._rows.width)
            number = self._rows.number(key)
            # What was read is gone: it was at the end, or what stands there now is closest to it.
            self._to_end = number is None and bool(key)
            self._top = Place(number or 0, piece, row) if number is not None else START
        else:
            self._rows = Rows(blocks, self._rows.width)
            self._top, self._to_end, self._chosen, self._shown = START, at_end, "", []
        self._strips.clear()
        self.repaint()

    @property
    def blocks(self) -> Sequence[Block]:
        """What there is to read."""
        return self._rows.blocks

    @property
    def mark(self) -> Mark:
        """Where the reading is."""
        key = self.blocks[self._top.block].key if self.blocks else ""
        return key, self._top.piece, self._top.row

    @property
    def chosen(self) -> str:
        """The key of the block that keys are about: the one that was stepped to while it is on the screen, else the
        last whose head is on the screen, else the one that fills it; empty where there is none."""
        shown = [(self.blocks[place.block], place) for place in self._shown]
        if any(block.key == self._chosen for block, _ in shown):
            return self._chosen
        choosable = [(block, place) for block, place in shown if block.chosen_by_key]
        heads = [block.key for block, place in choosable if place.is_head]
        return heads[-1] if heads else choosable[0][0].key if choosable else ""

    def near(self, key: str, rows: int) -> bool:
        """Whether that block begins at most so many rows above what is on the screen, or is on it."""
        self._settle()
        number = self._rows.number(key)
        return number is not None and self._rows.moved(self._top, -rows).block <= number

    def lines(self, width: int, height: int) -> list[Content]:
        if not self.blocks:
            return []
        inner = max(1, width - 1)
        top = self._rows.at_width(inner, self._top)
        last = self._last_top(height)
        self._top = last if self._to_end else min(top, last)
        self._shown = self._rows.run(self._top, height)
        self._rows.tidy(self._shown[0], self._shown[-1])
        chosen = self.chosen
        rows = [self._one(place, chosen, inner) for place in self._shown]
        rows += [Content(" " * inner)] * (height - len(rows))
        begin, end = self._bar(height)
        return [Content.assemble(row, (" ", _GRIP if begin <= y < end else "")) for y, row in enumerate(rows)]

    def render_line(self, y: int) -> Strip:
        state = (self._rows, self._top, self._to_end, self._chosen, self.size)
        if state != self._drawn_as:
            self._drawn = self._fitted()
            self._drawn_as = (self._rows, self._top, self._to_end, self._chosen, self.size)
        width = self.size.width
        if y >= len(self._drawn):
            return Strip.blank(width, self.visual_style.rich_style)
        row = self._drawn[y]
        place = self._shown[y] if y < len(self._shown) else None
        # Of one place, all that differs is the mark at the left and the scrollbar at the right.
        key = (place, width, row.plain[:1], bool(row.spans) and row.spans[-1].style == _GRIP)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) >= _MOST_STRIPS:
                self._strips.clear()
            strip = self._strips[key] = drawn(self, row, width, self.visual_style)
        return strip

    def notify_style_update(self) -> None:
        """Drawn rows carry the theme's colours."""
        super().notify_style_update()
        self._strips.clear()

    def _one(self, place: Place, chosen: str, width: int) -> Content:
        row = fit(self._rows.row(place), width)
        if place.is_head and chosen and self.blocks[place.block].key == chosen:
            return Content.assemble(("▸", "bold $accent"), row[1:])
        return row

    def _bar(self, height: int) -> tuple[int, int]:
        """From which row to which the scrollbar has its grip."""
        first, last = self._shown[0], self._shown[-1]
        ends = self._rows.is_end(last)
        if first == START and ends:
            return 0, 0
        begin, end = self._rows.share(first), self._rows.share(last)
        size = max(1, min(height - 1, round(height * (end - begin))))
        if ends:
            return height - size, height
        start = 0 if first == START else max(1, min(height - size - 1, round(height * begin)))
        return start, start + size

    # Where one is

    def _last_top(self, height: int) -> Place:
        return self._rows.moved(self._rows.end(), 1 - height)

    def _settle(self) -> None:
        """Where the end was wanted: find out where that is, and stay there."""
        if self._to_end and self._rows.width and self.blocks and self.size.height:
            self._top = self._last_top(self.size.height)
            self._to_end = False

    def on_resize(self, _event: Resize) -> None:
        """Who reads the end goes on reading it."""
        if self._shown and self._top != START:
            self._to_end = self._to_end or self._rows.is_end(self._shown[-1])

    # Moving

    def go(self, place: Place) -> None:
        """Show from that row on, or from further up where not so much follows."""
        if not self.blocks or not self.size.height or not self._rows.width:
            return
        self._to_end = False
        self._top = min(self._rows.valid(place), self._last_top(self.size.height))
        self.repaint()
        self.post_message(self.Moved())

    def go_to(self, mark: Mark) -> None:
        """Show from there on."""
        number = self._rows.number(mark[0])
        if number is not None:
            self.go(Place(number, mark[1], mark[2]))

    def action_move(self, by: int) -> None:
        """Scroll by lines."""
        self._settle()
        if self.blocks and self._rows.width:
            self.go(self._rows.moved(self._rows.valid(self._top), by))

    def action_half_page(self, halves: int) -> None:
        """Scroll by half pages."""
        self.action_move(halves * max(1, self.size.height // 2))

    def action_first(self) -> None:
        """Go to the beginning."""
        self.go(START)

    def action_last(self) -> None:
        """Go to the end."""
        if self.blocks and self._rows.width:
            self.go(self._rows.end())

    def action_step(self, by: int) -> None:
        """Go to the next message or the one before; before the first, to the beginning."""
        chosen = self.chosen
        keys = [block.key for block in self.blocks if block.chosen_by_key]
        if not keys:
            return
        place = keys.index(chosen) + by if chosen in keys else 0
        self._chosen = keys[max(0, min(place, len(keys) - 1))]
        heads = {self.blocks[shown.block].key for shown in self._shown if shown.is_head}
        if place < 0:
            self.action_first()
        elif self._chosen in heads:
            self.repaint()
        else:
            self.go_to((self._chosen, 0, 0))

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
        if event.x == self.size.width - 1 and self.blocks and self.size.height > 1:
            self.go(self._rows.at_share(event.y / (self.size.height - 1)))
