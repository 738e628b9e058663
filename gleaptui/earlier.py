"""Figures of earlier days, as they are stored, for as long as there are none of the days that are looked at."""

from gleaptui.board import Board
from gleaptui.gleap.periods import Period, of_key
from gleaptui.refresh.snapshot import Snapshot


class Earlier:
    """After a night the last seven days are other ones, and what is stored is of those before. It is shown under its
    own days until the first answer comes, and then makes room for all that is known of the new ones."""

    def __init__(self) -> None:
        self.period: Period | None = None
        """The days that are shown in the place of those that are looked at; None where they are not needed."""
        self._waiting: dict[str, Snapshot[object]] = {}

    def end(self) -> None:
        """Show no earlier days any more."""
        self.period = None
        self._waiting = {}

    def showing(self, board: Board, snapshot: Snapshot[object], key: str) -> Board:
        """The board with that snapshot; ``key`` is that of the period which is looked at."""
        if snapshot.period not in ("", key):
            if snapshot.source == "stored" and self.period is None:
                self.period = of_key(snapshot.period)
            return board.showing(snapshot)
        if self.period is None or not snapshot.period:
            return board.showing(snapshot)
        self._waiting[snapshot.feed] = snapshot
        # What holds nothing may be an answer that nobody was asked for, such as what nothing is compared with.
        if snapshot.value:
            waiting = list(self._waiting.values())
            self.end()
            for one in waiting:
                board = board.showing(one)
            return board
        if snapshot.problem is None:
            return board
        # What is shown stays, and says why there is nothing newer.
        shown = board.snapshot(snapshot.feed)
        return board.showing((shown or Snapshot(snapshot.feed, self.period.key)).failed(snapshot.problem))
