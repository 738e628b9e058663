"""What a screen over the panes may show of the desk."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from gleaptui.alerts import Alert
from gleaptui.board import Board


@runtime_checkable
class ShowsBoards(Protocol):
    """A screen over the panes that shows the board as well."""

    def show(self, board: Board) -> None:
        """Show it. Called often."""
        ...


@runtime_checkable
class ShowsWalls(Protocol):
    """A wall screen."""

    def show_wall(self, board: Board, alerts: Sequence[Alert]) -> None:
        """Show these. Called often."""
        ...
