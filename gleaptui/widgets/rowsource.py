"""Where the rows of a long table come from."""

from typing import Protocol

from gleaptui.widgets.columns import Row


class RowSource(Protocol):
    """Where the rows come from."""

    @property
    def count(self) -> int:
        """How many rows there are, as far as is known."""
        ...

    def row(self, index: int) -> Row:
        """A row, or what stands in the place of one that is not there yet. The same row is the same object."""
        ...

    def key(self, index: int) -> str:
        """What tells the row from others wherever it goes; empty for one that is not there yet."""
        ...

    def index_of(self, key: str) -> int | None:
        """Where that row is by now."""
        ...

    def look(self, first: int, last: int, direction: int) -> None:
        """These rows are in sight; the eye moves down (1), up (-1) or neither."""
        ...


class Nothing:
    """No rows."""

    count = 0

    def row(self, index: int) -> Row:
        """There is none."""
        raise IndexError(index)

    def key(self, index: int) -> str:
        """There is none."""
        return ""

    def index_of(self, key: str) -> int | None:
        """There is none."""
        return None

    def look(self, first: int, last: int, direction: int) -> None:
        """There is nothing to see."""
