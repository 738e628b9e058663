"""What can go wrong with a file, in words a person can act on."""

import errno
import sqlite3
from typing import Literal

TroubleKind = Literal["full", "readonly", "locked", "corrupt", "newer", "foreign", "clock", "unreadable"]

_SENTENCES: dict[TroubleKind, str] = {
    "full": "History is not being kept: the disk is full, or the file is far over its max_mb.",
    "readonly": "History is not being kept: its directory or file cannot be written to.",
    "locked": "History is not being kept: another program holds its file.",
    "corrupt": "The history file was damaged. It is set aside, and a new one was begun.",
    "newer": "History is off: its file was written by a newer gleaptui. Update this one, or give another path.",
    "foreign": "History is off: the file that its path names belongs to another program.",
    "clock": "The clock of this machine was set back; ages and the order of what is stored may be off.",
    "unreadable": "History is not being kept: its file cannot be read or written.",
}
_CODES: dict[int, TroubleKind] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "readonly",
    sqlite3.SQLITE_PERM: "readonly",
    sqlite3.SQLITE_AUTH: "readonly",
    sqlite3.SQLITE_CANTOPEN: "readonly",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_CORRUPT: "corrupt",
    sqlite3.SQLITE_NOTADB: "corrupt",
}
_ERRNOS: dict[int, TroubleKind] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EACCES: "readonly",
    errno.EPERM: "readonly",
    errno.EROFS: "readonly",
}


class HistoryTrouble(Exception):
    """History cannot do what was asked. ``kind`` is short and stable; the text is a sentence for the person."""

    def __init__(self, kind: TroubleKind, sentence: str = "") -> None:
        super().__init__(sentence or _SENTENCES[kind])
        self.kind = kind


def trouble_of(error: sqlite3.Error | OSError) -> HistoryTrouble:
    """What an error of SQLite or of the file system means."""
    if isinstance(error, OSError):
        return HistoryTrouble(_ERRNOS.get(error.errno or 0, "unreadable"))
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return HistoryTrouble(_CODES.get(code, "unreadable"))
