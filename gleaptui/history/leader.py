"""One poller for all processes on a host that look at the same period of a project: who it is, and who comes after."""

import asyncio
import contextlib
import fcntl
import getpass
import os
import socket
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from gleaptui.clock import Clock
from gleaptui.history.company import Company
from gleaptui.history.opening import identity, open_shared_file, same_file
from gleaptui.history.paths import Place
from gleaptui.history.trouble import HistoryTrouble, trouble_of
from gleaptui.text import clean

BEAT = 1.0
"""Seconds between two signs of life, and between two looks for them."""
HUNG_AFTER = 6.0
"""Seconds without a sign of life after which a poller is taken for hung."""
_LEAST_LOOKS = 5
_LENGTH = 512


class Role(Struct, frozen=True, kw_only=True):
    """Who polls. ``mine`` where it is this process."""

    pid: int = 0
    host: str = ""
    user: str = ""
    since: datetime | None = None
    mine: bool = False
    stores: bool = True
    """Whether others can read what it reads."""
    about: str = ""
    """What it polls, for people."""


class _Written(Struct):
    pid: int
    host: str
    user: str
    since: datetime
    beat: int
    stores: bool = True
    about: str = ""


class Lead:
    """This process in the race for the lead. There is one for whatever may be polled.

    The lead is a lock on a file beside the history: it falls free in the moment in which its holder dies. The holder
    counts up a number in that file. A hung one keeps its lock and no longer counts; whoever sees that puts a new lock
    file in the place of the old, and the old holder finds out before it does anything else, by `holds`. The file
    system decides who comes first. It is not kept in the database, because it has to work when that is full or locked.
    """

    def __init__(
        self, place: Place, clock: Clock, publish: Callable[[Role | None], None] | None = None, *, about: str = ""
    ) -> None:
        self._place = place
        self._path = place.lock(about)
        self._company = Company(place, about)
        self._clock = clock
        self._publish = publish
        self._mine: int | None = None
        self._inode: tuple[int, int] | None = None
        self._beat = 0
        self._since: datetime | None = None
        self._heard: tuple[tuple[int, int], int] | None = None
        self._heard_at = 0.0
        self._looks = 0
        self._role: Role | None = None
        self._one_at_a_time = threading.Lock()
        self._ended = False
        self.about = about
        """What this process wants to poll. Another takes effect with the next look; the lead of the one before is given
        up then, and does not count from now on."""
        self.trouble: HistoryTrouble | None = None
        self.stands = True
        """Whether this process wants the lead. One that asks for nothing has to leave it to others."""
        self.stores = True
        """Whether what this process reads can be stored, for others to know."""
        self.followed = False
        """Whether this process has the lead and others follow it, as of the last look."""

    @property
    def role(self) -> Role | None:
        """Who polls, as of the last look; None while nobody does."""
        return self._role

    def holds(self) -> bool:
        """Whether this process has the lead at this very moment. Cheap: for use before each request."""
        if self._mine is None or self._inode is None or self._path != self._place.lock(self.about):
            return False
        return same_file(self._path, self._inode)

    async def run(self) -> None:
        """Look and give signs of life until cancelled; then give the lead up. ``publish`` hears of each change."""
        loop = asyncio.get_running_loop()
        try:
            while True:
                before = self._role
                role = await loop.run_in_executor(None, self.look)
                if role != before and self._publish is not None:
                    self._publish(role)
                await self._clock.sleep(BEAT)
        finally:
            # The last look may still be under way in its thread.
            self._ended = True
            self.give_up()

    def look(self) -> Role | None:
        """Take the lead if it is free and wanted, keep it if it is one's own, and say who has it. One look of `run`."""
        with self._one_at_a_time:
            if self._ended:
                return None
            self._turn()
            try:
                self._role = self._looked()
                mine = self._role is not None and self._role.mine
                self.followed = mine and self._company.others()
                if not mine:
                    self._company.follow()
                self.trouble = None
            except OSError as error:
                # Without a lock there are no others to take into account: each for itself.
                self.trouble = trouble_of(error)
                self._role = self._me(self._since or self._clock.now())
            return self._role

    def give_up(self) -> None:
        """Leave the lead to whoever looks next."""
        with self._one_at_a_time:
            self._let_go()
            self._company.leave()

    def _turn(self) -> None:
        """Turn to what is wanted now."""
        about, path = self.about, self._place.lock(self.about)
        if path != self._path:
            self._let_go()
            self._company.leave()
            self._path, self._company, self._heard = path, Company(self._place, about), None

    def _let_go(self) -> None:
        if self._mine is not None:
            if self._inode is not None and same_file(self._path, self._inode):
                # Nobody can have taken it meanwhile; whoever opened it sees that it is gone.
                self._path.unlink(missing_ok=True)
            os.close(self._mine)
        self._mine, self._inode, self._role = None, None, None

    def _looked(self) -> Role | None:
        if not self.stands:
            self._let_go()
            self._heard = None
            return who_polls(self._path)
        if self._mine is not None:
            if self.holds():
                self._write(self._mine)
                return self._me(self._since)
            self._let_go()
        descriptor = open_shared_file(self._path, self._place.mode)
        if self._lock(descriptor):
            return self._begin(descriptor)
        try:
            written = _read(descriptor)
            inode = identity(descriptor)
            if self._is_hung(inode, written) and same_file(self._path, inode):
                return self._take_over()
        finally:
            os.close(descriptor)
        if written is None:
            return Role()
        return _role(written)

    def _lock(self, descriptor: int) -> bool:
        """Whether the lock could be taken, and is still the one that the path leads to."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        if same_file(self._path, identity(descriptor)):
            return True
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        return False

    def _begin(self, descriptor: int) -> Role:
        self._mine, self._inode = descriptor, identity(descriptor)
        self._beat, self._since, self._heard = 0, self._clock.now(), None
        self._write(descriptor)
        return self._me(self._since)

    def _is_hung(self, inode: tuple[int, int], written: _Written | None) -> bool:
        """Whether the same holder gave no sign for a while, in which this process looked often: one that was asleep
        itself cannot tell."""
        heard = (inode, written.beat if written is not None else -1)
        if heard != self._heard:
            self._heard, self._heard_at, self._looks = heard, self._clock.monotonic(), 0
        self._looks += 1
        return self._looks > _LEAST_LOOKS and self._clock.monotonic() - self._heard_at >= HUNG_AFTER

    def _take_over(self) -> Role:
        """Put a lock file of one's own in the place of the hung one's. Of two who do this the later one wins, and the
        other sees it at once."""
        own = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        with contextlib.suppress(FileNotFoundError):
            own.unlink()
        descriptor = open_shared_file(own, self._place.mode)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        own.rename(self._path)
        return self._begin(descriptor)

    def _write(self, descriptor: int) -> None:
        self._beat += 1
        me = self._me(self._since)
        since = self._since or self._clock.now()
        line = msgspec.json.encode(_Written(me.pid, me.host, me.user, since, self._beat, self.stores, self.about))
        # Always the same length, so that a full disk has room for it.
        os.pwrite(descriptor, line.ljust(_LENGTH)[:_LENGTH], 0)

    def _me(self, since: datetime | None) -> Role:
        return Role(pid=os.getpid(), host=_host(), user=_user(), since=since, mine=True, about=self.about)


def who_polls(path: Path) -> Role | None:
    """Who holds that lock file; None where nobody does."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        written = _read(descriptor)
        if written is None:
            return Role()
        return _role(written)
    finally:
        os.close(descriptor)
    return None


def _read(descriptor: int) -> _Written | None:
    try:
        written = msgspec.json.decode(os.pread(descriptor, _LENGTH, 0).strip(), type=_Written)
    except (msgspec.DecodeError, UnicodeDecodeError, OSError):
        return None
    written.host, written.user = clean(written.host, 60), clean(written.user, 60)
    written.about = clean(written.about, 100)
    return written


def _role(written: _Written) -> Role:
    return Role(
        pid=written.pid,
        host=written.host,
        user=written.user,
        since=written.since,
        stores=written.stores,
        about=written.about,
    )


def _host() -> str:
    return clean(socket.gethostname(), 60)


def _user() -> str:
    try:
        return clean(getpass.getuser(), 60)
    except (OSError, KeyError):
        return str(os.getuid())
