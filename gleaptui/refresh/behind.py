"""Knowing when figures come later than the events that move them, so that they are asked for again."""

from collections.abc import Collection, Iterable

_AGAIN = (10.0, 50.0)
"""Seconds after which a feed is asked again, each time counted from its last answer."""


class Behind:
    """Begins to look twice as soon as figures are late: a feed that an event moves for certain, and that brought what
    it had brought before, is asked again, twice at most. While one of them moves only then, so is everything that an
    event touches."""

    def __init__(self, certain: Collection[str]) -> None:
        """``certain``: feeds whose value each of their events moves."""
        self._certain = frozenset(certain)
        self._values: dict[str, tuple[str, object]] = {}
        self._asked: dict[str, int] = {}
        """How often a feed was asked again since an event touched it."""
        self.late = False
        """Whether figures came late the last time that this could be told."""

    def touched(self, feeds: Iterable[str]) -> None:
        """Events touch these feeds, which will be asked for it."""
        for feed in feeds:
            if self.late or feed in self._certain:
                self._asked[feed] = 0

    def brought(self, feed: str, period: str, value: object) -> float | None:
        """A feed has an answer; seconds after which it is to be asked again for the same event, None where it need not
        be."""
        before = self._values.get(feed)
        self._values[feed] = (period, value)
        asked = self._asked.pop(feed, None)
        if asked is None or before is None or before[0] != period:
            return None
        moved = before[1] != value
        if moved and feed in self._certain:
            self.late = asked > 0
        if asked == len(_AGAIN) or (moved and not self.late):
            return None
        self._asked[feed] = asked + 1
        return _AGAIN[asked]
