"""What every pane has in common."""

from typing import ClassVar

from textual.containers import Vertical
from textual.events import Resize
from textual.screen import Screen
from textual.widget import Widget

from gleaptui.board import Board


class Pane(Vertical):
    """A tab's content. It is handed boards while it is on the screen, shows what differs, and never fetches."""

    DEFAULT_CSS = """
    Pane { width: 1fr; height: 1fr; }
    """

    FEED: ClassVar[str] = ""
    """The feed whose snapshot this pane shows."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Keys of this pane and what they do, for the line at the bottom."""

    _has_been_sized = False

    def on_mount(self) -> None:
        """Look after the first layout whether the pane has heard of it."""
        self.screen.screen_layout_refresh_signal.subscribe(self, self._laid_out, immediate=True)

    def _laid_out(self, screen: Screen[object]) -> None:
        if self.size:
            screen.screen_layout_refresh_signal.unsubscribe(self)
            self.call_later(self._make_up_for_sizes)

    def on_resize(self, _event: Resize) -> None:
        """Everything in the pane hears of its size together."""
        self._has_been_sized = True

    def _make_up_for_sizes(self) -> None:
        # Textual tells new widgets nothing of their size where that was asked for before they were laid out, as it does
        # itself now and then. They would keep the form that they have without any.
        if not self._has_been_sized:
            for widget in self.walk_children(Widget, with_self=True):
                if widget.size:
                    widget.post_message(Resize(widget.outer_size, widget.virtual_size, widget.container_size))

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Textual would look up the styles of everything in the pane anew, of which none depends on the focus."""

    def show(self, board: Board) -> None:
        """Show the board. Called often: what is the same must cost nothing and send nothing."""
        raise NotImplementedError
