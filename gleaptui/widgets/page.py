"""Lines of any length to scroll through; only those that differ are drawn anew."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.events import Resize
from textual.geometry import Region
from textual.strip import Strip

from gleaptui.widgets.bound import bound
from gleaptui.widgets.lines import drawn
from gleaptui.widgets.scrolled import Scrolled

_MOST_STRIPS = 400


class Page(Scrolled, can_focus=True):
    """What a function gives for the width that there is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("down", "move(1)"),
        bound("up", "move(-1)"),
        bound("half_page_down", "half_page(1)"),
        bound("half_page_up", "half_page(-1)"),
        bound("page_down", "half_page(2)"),
        bound("page_up", "half_page(-2)"),
        bound("first", "move(-100000)"),
        bound("last", "move(100000)"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._made: Callable[[int], list[Content]] | None = None
        self._drawn: list[Content] = []
        self._strips: dict[int, Strip] = {}

    def show(self, made: Callable[[int], list[Content]]) -> None:
        """Show what this gives; the same again costs next to nothing."""
        self._made = made
        self._lay_out()

    def on_resize(self, _event: Resize) -> None:
        """Wrap anew."""
        self._strips.clear()
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if self._made is None or width < 1:
            return
        before, self._drawn = self._drawn, self._made(width)
        if len(before) != len(self._drawn):
            self._strips.clear()
            self.set_height(len(self._drawn))
            self.refresh()
            return
        pairs = enumerate(zip(before, self._drawn, strict=True))
        top = self.scroll_offset.y
        regions = []
        for index, (old, new) in pairs:
            if old is not new and not old.is_same(new):
                self._strips.pop(index, None)
                regions.append(Region(0, index - top, self.size.width, 1))
        seen = [region for region in regions if 0 <= region.y < self.size.height]
        if seen:
            self.refresh(*seen)

    def forget_drawn(self) -> None:
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        index, width = y + self.scroll_offset.y, self.size.width
        if index >= len(self._drawn):
            return Strip.blank(width, self.rich_style)
        known = self._strips.get(index)
        if known is not None and known.cell_length == width:
            return known
        strip = drawn(self, self._drawn[index], width, self.visual_style)
        if len(self._strips) >= _MOST_STRIPS:
            self._strips.clear()
        self._strips[index] = strip
        return strip

    def scrolled_by_hand(self, *, down: bool) -> None:
        self.refresh()

    def action_move(self, by: int) -> None:
        """Scroll by lines."""
        before = self.scroll_offset.y
        self.show_from(max(0, min(before + by, round(self.max_scroll_y))))
        if self.scroll_offset.y != before:
            self.refresh()

    def action_half_page(self, halves: int) -> None:
        """Scroll by half pages."""
        self.action_move(halves * max(1, self.size.height // 2))
