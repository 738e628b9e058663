"""What others look at who follow this process, and what this one looks at that another reads for it."""

from gleaptui.clock import Clock

_EVERY = 20.0
"""Seconds after which it is said again what is looked at."""
_LASTS = 2 * _EVERY
"""Seconds for which it holds, as the next word of it may come late."""


class Onlookers:
    """Feeds by who looks at them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._looks: dict[str, tuple[tuple[str, ...], float]] = {}
        self._told: tuple[str, ...] = ()
        self._tell_at = clock.monotonic()

    def look(self, who: str, feeds: tuple[str, ...]) -> None:
        """That one looks at these feeds now, and at no others."""
        self._looks[who] = feeds, self._clock.monotonic() + _LASTS

    @property
    def feeds(self) -> tuple[str, ...]:
        """The feeds that others look at."""
        now = self._clock.monotonic()
        self._looks = {who: look for who, look in self._looks.items() if look[1] > now}
        return tuple(dict.fromkeys(feed for feeds, _ in self._looks.values() for feed in feeds))

    def must_tell(self, feeds: tuple[str, ...]) -> bool:
        """Whether it is time to say that this process looks at these feeds; it is taken for said then."""
        now = self._clock.monotonic()
        if feeds == self._told and now < self._tell_at:
            return False
        self._told, self._tell_at = feeds, now + _EVERY
        return bool(feeds)
