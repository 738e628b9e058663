"""A view of lines that scrolls without the whole screen being laid out and painted anew."""

from textual.events import Blur, DescendantBlur, DescendantFocus, Focus
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip


class Scrolled(ScrollView):
    """What is scrolled, and how far. Textual would lay out and repaint the whole screen for each of these, which is
    only needed where the scrollbar comes or goes."""

    DEFAULT_CSS = """
    Scrolled {
        width: 1fr; height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1;
        background: $background; color: $foreground;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._placing = False
        self._look: object = None

    def notify_style_update(self) -> None:
        """Textual says so with every focus too, which changes no colour of what was drawn."""
        super().notify_style_update()
        look = (self.app.theme, self.visual_style) if self.is_attached else None
        if look != self._look:
            self._look = look
            self.forget_drawn()

    def forget_drawn(self) -> None:
        """Colours have changed, which drawn lines carry."""

    def on_focus(self, event: Focus) -> None:
        """Only the cursor looks different with the focus; Textual would draw everything anew."""
        self._take_focus(event, focused=True)

    def on_blur(self, event: Blur) -> None:
        """The same when it goes."""
        self._take_focus(event, focused=False)

    def _take_focus(self, event: Focus | Blur, *, focused: bool) -> None:
        event.prevent_default()
        self.has_focus = focused
        self.redraw_cursor()
        if self.parent is not None:
            self.parent.post_message(DescendantFocus(self) if focused else DescendantBlur(self))

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Textual would look up all styles anew, of which none depends on the focus: the cursor has one for each."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Nothing once it is removed: Textual may draw it then, and has forgotten its styles."""
        return super().render_lines(crop) if self.is_attached else [Strip.blank(crop.width)] * crop.height

    def redraw_cursor(self) -> None:
        """Draw anew what shows the focus."""
        self.refresh()

    def set_height(self, lines: int) -> None:
        """Say how many lines there are to scroll through."""
        if not self.size:
            # Not on the screen: its layout waits until it is.
            self.set_reactive(Scrolled.virtual_size, Size(self.virtual_size.width, lines))
            return
        size = Size(self.size.width, lines)
        scrolls = size.height > self.size.height
        if size.width != self.virtual_size.width or scrolls != self.show_vertical_scrollbar:
            self.virtual_size = size
            return
        self.set_reactive(Scrolled.virtual_size, size)
        if scrolls:
            self.vertical_scrollbar.window_virtual_size = size.height
        if self.scroll_offset.y > self.max_scroll_y:
            self.show_from(round(self.max_scroll_y))

    def show_from(self, line: int) -> None:
        """Scroll there. What is to be drawn anew is up to the caller, who may know that it is the same."""
        # Forced, because before the next layout there may be no scrollbar yet, and then scrolling is refused.
        self._placing = True
        self.scroll_to(y=max(0, line), animate=False, immediate=True, force=True)
        self._placing = False

    def scrolled_by_hand(self, *, down: bool) -> None:
        """The wheel or the scrollbar scrolled."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Move the scrollbar along, and tell apart who scrolled."""
        if self._placing:
            if self.show_vertical_scrollbar:
                self._move_thumb(new_value)
            return
        super().watch_scroll_y(old_value, new_value)
        self.scrolled_by_hand(down=new_value > old_value)

    def _move_thumb(self, position: float) -> None:
        """Tell the scrollbar, which is drawn anew only where its thumb moves by what can be seen."""
        bar = self.vertical_scrollbar
        if _eighths(bar, position) == _eighths(bar, bar.position):
            bar.set_reactive(ScrollBar.position, position)
        else:
            bar.position = position

    def watch_show_vertical_scrollbar(self, shown: bool) -> None:
        """A scrollbar that appears after scrolling starts where the lines are."""
        if shown:
            self.vertical_scrollbar.position = self.scroll_y


def _eighths(bar: ScrollBar, position: float) -> int:
    """How many eighths of a cell stand above the thumb, as the scrollbar draws it."""
    size, whole, window = bar.size.height, bar.window_virtual_size, bar.window_size
    if not size or whole <= window:
        return 0
    return int((size - max(1.0, window * size / whole)) * position / (whole - window) * 8)
