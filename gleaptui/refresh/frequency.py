"""How often something happened lately."""

import math


class Frequency:
    """Counts, and forgets: what is older counts less and less."""

    __slots__ = ("_at", "_memory", "_weight")

    def __init__(self, memory: float) -> None:
        """``memory``: seconds over which it is an average."""
        self._memory = memory
        self._weight = 0.0
        self._at = -math.inf

    def count(self, number: int, now: float) -> None:
        """It happened so many times at that moment, which is no earlier than the last one."""
        self._weight = self._left(now) + number
        self._at = now

    def per_minute(self, now: float) -> float:
        """How many times a minute."""
        return self._left(now) * 60 / self._memory

    def _left(self, now: float) -> float:
        return self._weight * math.exp((self._at - now) / self._memory) if self._weight else 0.0
