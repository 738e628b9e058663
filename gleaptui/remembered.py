"""What a screen wants to find again after a restart: small structs by name, in one file of the user's own."""

import contextlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeVar

import msgspec
import platformdirs
from msgspec import Struct

_LARGEST = 1_000_000
"""Bytes; a larger file is none of ours."""
_PRIVATE = 0o600

Kind = TypeVar("Kind", bound=Struct)


class _File(Struct, frozen=True):
    """The file: each value as JSON of its own, so that one that has become unreadable harms no other."""

    places: dict[str, msgspec.Raw]


def default_path() -> Path:
    """Where the file lies for this user."""
    return Path(platformdirs.user_state_dir("gleaptui", appauthor=False)) / "screen.json"


class Remembered:
    """Structs by name. Nothing here ever raises for the state of the file: what cannot be read is not remembered, what
    cannot be written is lost, and `notice` says so. Names should tell projects apart: ``tickets@PROJECT``."""

    def __init__(self, path: Path, places: dict[str, bytes] | None = None, notice: str = "") -> None:
        self.path = path
        self.notice = notice
        """What the user should know of the file; empty while all is well."""
        self._places = places or {}
        self._mine: dict[str, bytes] = {}
        """What this process kept, as against what another one may have written meanwhile."""

    @classmethod
    def load(cls, path: Path) -> "Remembered":
        """What the file holds; nothing where there is none or where it is damaged."""
        places, notice = _read(path)
        return cls(path, places, notice)

    def recall(self, name: str, kind: type[Kind]) -> Kind | None:
        """The struct of that name; None where there is none, or one that this version does not understand."""
        raw = self._places.get(name)
        if raw is None:
            return None
        with contextlib.suppress(msgspec.MsgspecError, ValueError, RecursionError):
            return msgspec.json.decode(raw, type=kind)
        return None

    def keep(self, name: str, value: Struct) -> None:
        """Remember the struct and write the file, unless nothing has changed. Takes well under a millisecond, but is
        meant for when a pane is left, not for each key."""
        raw = msgspec.json.encode(value)
        if self._places.get(name) == raw:
            return
        self._places[name] = self._mine[name] = raw
        others, trouble = _read(self.path)
        if not trouble:
            self._places = {**others, **self._mine}
        try:
            _write(self.path, self._places)
            self.notice = ""
        except OSError as error:
            self.notice = f"The place on screen cannot be kept: {self.path}: {error.strerror or 'it cannot be written'}"


def _read(path: Path) -> tuple[dict[str, bytes], str]:
    ignored = f"{path} is damaged and was ignored: views and places begin anew"
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return {}, ""
    except OSError as error:
        return {}, f"{path} cannot be read: {error.strerror or 'unknown reason'}"
    if len(raw) > _LARGEST:
        return {}, ignored
    try:
        found = msgspec.json.decode(raw, type=_File)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return {}, ignored
    return {name: bytes(value) for name, value in found.places.items()}, ""


def _write(path: Path, places: dict[str, bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    raw = msgspec.json.encode(_File({name: msgspec.Raw(value) for name, value in places.items()}))
    with NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}-", delete=False) as part:
        try:
            part.write(raw)
            part.close()
            os.chmod(part.name, _PRIVATE)
            os.replace(part.name, path)
        except OSError:
            Path(part.name).unlink(missing_ok=True)
            raise
