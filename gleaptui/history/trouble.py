"""What can go wrong with a file, in words a person can act on."""

import errno
import sqlite3
from typing import Literal

TroubleKind = Literal["full", "readonly", "locked", "corrupt", "newer", "foreign", "project", "clock", "unreadable"]

_SENTENCES: dict[TroubleKind, str] = {
    "full": "History is not being kept: the disk is full, or the file is far over its max_mb.",
    "readonly": "History is not being kept: its directory or file cannot be written to.",
    "locked": "History is not being kept: another program holds its file.",
    "corrupt": "The history file was damaged. It is set aside, and a new one was begun.",
    "newer": "History is off: its file was written by a newer gleaptui. Update this one, or give another path.",
    "foreign": "History is off: the file that its path names belongs to another program.",
    "project": "History is off: the file that its path names is another project's. Give a directory as its path.",
    "clock": "The clock of this machine was set back; ages and the order of what is stored may be off.",
    "unreadable": "History is not being kept: its file cannot be read or written.",
}
NONSENSE = (TypeError, ValueError, AttributeError, OverflowError)
"""What reading a damaged record comes to, as SQLite gives whatever type and text stands there."""

_CODES: dict[int, TroubleKind] = {
    # What is asked is always the same and fits the tables, so that a table or column that is missing was lost.
    sqlite3.SQLITE_ERROR: "corrupt",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "readonly",
    sqlite3.SQLITE_PERM: "readonly",
    sqlite3.SQLITE_AUTH: "readonly",
    sqlite3.SQLITE_CANTOPEN: "readonly",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_CORRUPT: "corrupt",
    sqlite3.SQLITE_NOTADB: "corrupt",
    sqlite3.SQLITE_CONSTRAINT: "corrupt",
    sqlite3.SQLITE_MISMATCH: "corrupt",
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


def trouble_of(error: Exception) -> HistoryTrouble:
    """What an error of SQLite, of the file system, or of what was read means."""
    if isinstance(error, HistoryTrouble):
        return error
    if isinstance(error, OSError):
        return HistoryTrouble(_ERRNOS.get(error.errno or 0, "unreadable"))
    if isinstance(error, NONSENSE):
        return HistoryTrouble("corrupt")
    code = getattr(error, "sqlite_errorcode", None)
    if code is None and isinstance(error, sqlite3.OperationalError):
        # A text that is none; Python says so, and not SQLite.
        return HistoryTrouble("corrupt")
    return HistoryTrouble(_CODES.get((code or 0) & 0xFF, "unreadable"))
