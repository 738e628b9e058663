"""Knowing when nothing comes through at all, so that one feed tries instead of all of them."""

import random

_SHORTEST = 2.0
_LONGEST = 60.0
_PART = 1 / 6


class Outage:
    """Begins when two feeds, or the only one, fail for want of a connection with no success between.

    While it lasts, one feed at a time tries, each time after another sixth of the time that it has lasted, a minute at
    most. A probe is a request or two, where all feeds trying would spend the whole budget on a dead line and have none
    left when it comes back.
    """

    def __init__(self, jitter: random.Random) -> None:
        self._jitter = jitter
        self._suspects: set[str] = set()
        self._began = 0.0
        self._probed = False
        self.active = False
        self.next_probe = 0.0
        """When the next probe may go, in monotonic seconds."""

    def probing(self, now: float) -> None:
        """A feed tries. One that finds nothing to ask proves nothing, and the next is not tried at once."""
        self.next_probe = now + _SHORTEST

    def failed(self, feed: str, now: float, others: bool) -> None:
        """A feed could not reach Gleap; ``others`` says whether any other feed could have been tried."""
        self._suspects.add(feed)
        if self.active:
            self._probed = True
        elif len(self._suspects) > 1 or not others:
            self.active = True
            self._began = now
        if self.active:
            delay = min(_LONGEST, max(_SHORTEST, (now - self._began) * _PART))
            self.next_probe = now + delay * self._jitter.uniform(0.8, 1.0)

    def reached(self) -> bool:
        """Gleap answered. True if a real outage ends with it: one in which a probe had failed, and not merely some
        feeds among others that do well."""
        over = self.active and self._probed
        self._suspects.clear()
        self.active = self._probed = False
        return over
