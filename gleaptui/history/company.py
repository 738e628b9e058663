"""Whether others follow the one who polls."""

import fcntl
import os

from gleaptui.history.opening import open_shared_file
from gleaptui.history.paths import Place


class Company:
    """A file beside the history on which every follower has a shared lock. Locks end with their holders, so that nobody
    has to count who came and who went; and nothing is written."""

    def __init__(self, place: Place) -> None:
        self._path = place.viewers
        self._mode = place.mode
        self._held: int | None = None

    def follow(self) -> None:
        """Be seen by the one who polls, from the next look on at the latest. Raises `OSError`."""
        if self._held is None:
            self._held = self._locked(fcntl.LOCK_SH)

    def others(self) -> bool:
        """Whether somebody follows; for the one who polls. Raises `OSError`."""
        self.leave()
        mine = self._locked(fcntl.LOCK_EX)
        if mine is None:
            return True
        os.close(mine)
        return False

    def leave(self) -> None:
        """Follow no more."""
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _locked(self, kind: int) -> int | None:
        descriptor = open_shared_file(self._path, self._mode)
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        except OSError:
            os.close(descriptor)
            raise
        return descriptor
