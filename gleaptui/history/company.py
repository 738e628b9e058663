"""Whether others follow the one who polls."""

import contextlib
import fcntl
import os

from gleaptui.history.opening import identity, open_shared_file, same_file
from gleaptui.history.paths import Place


class Company:
    """A file beside the history on which every follower has a shared lock. Locks end with their holders, so that nobody
    has to count who came and who went; and nothing is written."""

    def __init__(self, place: Place, about: str = "") -> None:
        self._path = place.viewers(about)
        self._mode = place.mode
        self._held: int | None = None

    def follow(self) -> None:
        """Be seen by the one who polls, from the next look on at the latest. Raises `OSError`."""
        if self._held is None:
            self._held = _locked(open_shared_file(self._path, self._mode), fcntl.LOCK_SH)
        if self._held is not None and not same_file(self._path, identity(self._held)):
            self._let_go()

    def others(self) -> bool:
        """Whether somebody follows; for the one who polls. Raises `OSError`."""
        self.leave()
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
        except FileNotFoundError:
            return False
        mine = _locked(descriptor, fcntl.LOCK_EX)
        if mine is None:
            return True
        os.close(mine)
        return False

    def leave(self) -> None:
        """Follow no more. The last one takes the file along."""
        if self._held is not None:
            with contextlib.suppress(OSError):
                fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if same_file(self._path, identity(self._held)):
                    self._path.unlink()
            self._let_go()

    def _let_go(self) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None


def _locked(descriptor: int, kind: int) -> int | None:
    """The descriptor with that lock; None, and closed, where others are in the way."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
