"""What every pane has in common."""

from typing import ClassVar

from textual.containers import Vertical

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

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Textual would look up the styles of everything in the pane anew, of which none depends on the focus."""

    def show(self, board: Board) -> None:
        """Show the board. Called often: what is the same must cost nothing and send nothing."""
        raise NotImplementedError
