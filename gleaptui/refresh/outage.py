"""Knowing when nothing comes through at all, so that one feed tries instead of all of them."""

import random

_FIRST_PROBE = 2.0
_LONGEST_PROBE = 10.0
_GROWTH = 1.5


class Outage:
    """Begins when two feeds, or the only one, fail for want of a connection with no success between.

    While it lasts, one feed at a time tries, soon and then at most every ten seconds or so: a probe is a request or
    two, where all feeds trying would spend the whole budget on a dead line and have none left when it comes back.
    """

    def __init__(self, jitter: random.Random) -> None:
        self._jitter = jitter
        self._suspects: set[str] = set()
        self._probes = 0
        self.active = False
        self.next_probe = 0.0
        """When the next probe may go, in monotonic seconds."""

    def failed(self, feed: str, now: float, others: bool) -> None:
        """A feed could not reach Gleap; ``others`` says whether any other feed could have been tried."""
        self._suspects.add(feed)
        if self.active:
            self._probes += 1
        elif len(self._suspects) > 1 or not others:
            self.active = True
            self._probes = 0
        if self.active:
            delay = min(_LONGEST_PROBE, _FIRST_PROBE * _GROWTH ** min(self._probes, 10))
            self.next_probe = now + delay * self._jitter.uniform(0.8, 1.0)

    def reached(self) -> bool:
        """Gleap answered. True if a real outage ends with it: one in which a probe had failed, and not merely some
        feeds among others that do well."""
        over = self.active and self._probes > 0
        self._suspects.clear()
        self.active = False
        self._probes = 0
        return over
