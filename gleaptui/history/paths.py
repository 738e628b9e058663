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
_DAMAGED = ".damaged-"


@dataclass(frozen=True, slots=True)
class Place:
    """A history file, and the mode it is created with."""

    path: Path
    mode: int = PRIVATE

    @property
    def lock(self) -> Path:
        """Who polls holds this one."""
        return self.path.with_name(self.path.name + ".lock")

    @property
    def viewers(self) -> Path:
        """Those who follow hold this one together."""
        return self.path.with_name(self.path.name + ".viewers")

    @property
    def guard(self) -> Path:
        """Held for the moment in which the file is created, migrated or set aside."""
        return self.path.with_name(self.path.name + ".guard")

    @property
    def journal(self) -> Path:
        """What is written and not yet in the file itself."""
        return self.path.with_name(self.path.name + "-wal")

    def aside(self, stamp: str) -> Path:
        """Where a damaged file goes."""
        return self.path.with_name(f"{self.path.name}{_DAMAGED}{stamp}")

    def everything(self) -> tuple[Path, ...]:
        """All files that are there and belong to this history, the guard last."""
        name = self.path.name
        try:
            found = [path for path in self.path.parent.iterdir() if path.name.startswith(f"{name}{_DAMAGED}")]
        except OSError:
            found = []
        own = [self.path, *(self.path.with_name(name + ending) for ending in ("-wal", "-shm")), self.lock, self.viewers]
        return tuple(path for path in (*own, *sorted(found), self.guard) if path.exists())


def default_directory() -> Path:
    """Where histories lie if no path is configured."""
    return Path(platformdirs.user_state_dir("gleaptui", appauthor=False)) / "history"


def place(project: str, configured: Path | None = None, *, origin: str = "") -> Place:
    """Where the history of this project lies. ``configured`` is a directory, or a file where its name ends in ``.db``;
    a directory that a group may write to is shared with that group. ``origin`` tells apart the same project id on
    another server than Gleap's own."""
    if configured is None:
        return Place(default_directory() / file_name(project, origin))
    configured = configured.expanduser()
    file = configured if _names_a_file(configured) else configured / file_name(project, origin)
    return Place(file, SHARED if _is_shared(file.parent) else PRIVATE)


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
