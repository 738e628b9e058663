"""When memory is looked through for what nobody can reach any more: between keys, not while one waits."""

import gc

_ROUNDS = 10
"""Younger rounds after which Python looks through everything."""
_MOST_ROUNDS = 50
"""The same where keys never rest: then one of them waits."""
_BY_ITSELF = 1_000_000_000


def none_while_starting() -> None:
    """What is made while starting stays: to look through it takes a seventh of the start and frees nothing. And leave
    all but the young to `Sweeper` from now on; all that is there takes as long as two frames."""
    gc.disable()
    gc.set_threshold(*gc.get_threshold()[:2], _BY_ITSELF)


class Sweeper:
    """Looks through what has become old, once a second at most."""

    def __init__(self) -> None:
        self._settled = False

    def begin(self) -> None:
        """The first frame stands."""
        gc.freeze()
        gc.enable()

    def look(self, *, resting: bool) -> None:
        """Look through it if it is time and nobody types, or long overdue. What is there when the first rest comes is
        the program itself, and not looked through again."""
        rounds = gc.get_count()[2]
        if rounds >= (_ROUNDS if resting else _MOST_ROUNDS):
            gc.collect()
            if not self._settled:
                self._settled = True
                gc.freeze()
