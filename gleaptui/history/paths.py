"""Where a project's history lies, and who may read it."""

import hashlib
import re
import stat
from dataclasses import dataclass
from pathlib import Path

import platformdirs

PRIVATE = 0o600
SHARED = 0o660
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_DAMAGED, _GUARD, _LOCK, _VIEWERS = ".damaged-", ".guard", ".lock", ".viewers"


@dataclass(frozen=True, slots=True)
class Place:
    """A history file, and the mode it is created with."""

    path: Path
    mode: int = PRIVATE
    owner: int = 0
    """Tells the project on its server from any other; 0 where that does not matter."""

    def lock(self, about: str = "") -> Path:
        """Who polls what this is about holds this one."""
        return self._beside(about, _LOCK)

    def viewers(self, about: str = "") -> Path:
        """Those who follow it hold this one together."""
        return self._beside(about, _VIEWERS)

    def _beside(self, about: str, ending: str) -> Path:
        return self.path.with_name(self.path.name + (f".{_digest(about)}" if about else "") + ending)

    @property
    def guard(self) -> Path:
        """Held for the moment in which the file is created, migrated or set aside."""
        return self.path.with_name(self.path.name + _GUARD)

    @property
    def journal(self) -> Path:
        """What is written and not yet in the file itself."""
        return self.path.with_name(self.path.name + "-wal")

    def aside(self, stamp: str) -> Path:
        """Where a damaged file goes."""
        return self.path.with_name(f"{self.path.name}{_DAMAGED}{stamp}")

    def damaged(self) -> list[Path]:
        """The damaged files that were set aside, the oldest first, without what belongs to them."""
        return self._found(re.escape(_DAMAGED) + "[^-]+(-[0-9]+)?")

    def locks(self) -> list[Path]:
        """The locks that are there, whatever they are about."""
        return self._found(rf"(\.[0-9a-f]+)?{re.escape(_LOCK)}")

    def beside(self) -> list[Path]:
        """The locks, and what those hold who follow."""
        return self._found(rf"(\.[0-9a-f]+)?({re.escape(_LOCK)}|{re.escape(_VIEWERS)})")

    def everything(self) -> list[Path]:
        """All files that are there and belong to this history, the guard last."""
        file, damaged = self._found("(-wal|-shm)?"), self._found(re.escape(_DAMAGED) + ".*")
        return [*file, *self.beside(), *damaged, *self._found(re.escape(_GUARD))]

    def _found(self, ending: str) -> list[Path]:
        belongs = re.compile(re.escape(self.path.name) + ending)
        try:
            return sorted(path for path in self.path.parent.iterdir() if belongs.fullmatch(path.name))
        except OSError:
            return []


def default_directory() -> Path:
    """Where histories lie if no path is configured."""
    return Path(platformdirs.user_state_dir("gleaptui", appauthor=False)) / "history"


def place(project: str, configured: Path | None = None, *, origin: str = "") -> Place:
    """Where the history of this project lies. ``configured`` is a directory, or a file where its name ends in ``.db``;
    a directory that a group may write to is shared with that group, and what is no absolute path begins where
    histories lie by themselves. ``origin`` tells apart the same project id on another server than Gleap's own."""
    owner = int(_digest(f"{project}\n{origin}"), 16) >> 1 or 1
    if configured is None:
        return Place(default_directory() / file_name(project, origin), owner=owner)
    configured = default_directory() / configured.expanduser()
    file = configured if _names_a_file(configured) else configured / file_name(project, origin)
    return Place(file, SHARED if _is_shared(file.parent) else PRIVATE, owner)


def file_name(project: str, origin: str = "") -> str:
    """A name that no project id can turn into a path."""
    safe = project if _SAFE.fullmatch(project) else "project-" + _digest(project)
    return f"{safe}-{_digest(origin)}.db" if origin else f"{safe}.db"


def _names_a_file(configured: Path) -> bool:
    return configured.is_file() or (configured.suffix == ".db" and not configured.is_dir())


def _is_shared(directory: Path) -> bool:
    try:
        return bool(directory.stat().st_mode & stat.S_IWGRP)
    except OSError:
        return False


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
