"""Knowing when figures come later than the events that move them, so that they are asked for again."""

from collections.abc import Collection, Iterable

_AGAIN = (10.0, 50.0)
"""Seconds after which a feed is asked again, each time counted from its last answer."""


class Behind:
    """Looks twice more after an event until it is known that figures are as prompt as events: one that an event moves
    for certain moved at once, and not again. From then on, only what did not move is looked at again; and everything
    is, once one of them has moved only then."""

    def __init__(self, certain: Collection[str]) -> None:
        """``certain``: feeds whose value each of their events moves."""
        self._certain = frozenset(certain)
        self._values: dict[str, tuple[str, object]] = {}
        self._looks: dict[str, list[bool]] = {}
        """Of each answer of a feed since an event touched it, whether it was another than the one before."""
        self.late = True
        """Whether figures may come late."""

    def touched(self, feeds: Iterable[str]) -> None:
        """Events touch these feeds, which will be asked for it."""
        for feed in feeds:
            if self.late or feed in self._certain:
                self._looks[feed] = []

    def awaits(self, feed: str) -> bool:
        """Whether an event touched it that may still move it."""
        return feed in self._looks

    def brought(self, feed: str, period: str, value: object) -> float | None:
        """A feed has an answer; seconds after which it is to be asked again for the same event, None where it need not
        be."""
        before = self._values.get(feed)
        self._values[feed] = (period, value)
        looks = self._looks.pop(feed, None)
        if looks is None or before is None or before[0] != period:
            return None
        looks.append(before[1] != value)
        seen_enough = len(looks) > len(_AGAIN)
        if feed in self._certain and any(looks[1:]):
            self.late = True
        elif feed in self._certain and looks[0] and seen_enough:
            self.late = False
        if seen_enough or (looks[-1] and not self.late):
            return None
        self._looks[feed] = looks
        return _AGAIN[len(looks) - 1]
