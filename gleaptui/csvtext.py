"""Tables as CSV files that a spreadsheet can open without running what somebody wrote into a name."""

import csv
import errno
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

Value = str | float | bool | None

_FORMULA = frozenset("=+-@\t\r\n|%＝＋－＠")
"""What a text begins with that a spreadsheet takes for a formula, in either width."""

_MOST_TRIED = 10_000


def table(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """The table as CSV (RFC 4180). None becomes an empty field, a whole number has no decimals, and a text that looks
    like a formula is led by an apostrophe."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([field(name) for name in header])
    writer.writerows([field(value) for value in row] for row in rows)
    return written.getvalue()


def field(value: Value) -> str:
    """One value as the text of its field."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return f"'{value}" if value.lstrip()[:1] in _FORMULA and value.strip() else value
    return str(int(value)) if value == value // 1 and abs(value) < 1e15 else repr(value)


def write_new(folder: Path, stem: str, text: str, suffix: str = "csv") -> Path:
    """Write the text to a new file there, whole or not at all, readable by its owner alone, and give its path:
    ``stem.csv``, or ``stem-2.csv`` where that is taken. Nothing is ever overwritten. Raises `OSError`."""
    with NamedTemporaryFile("w", encoding="utf-8", newline="", dir=folder, prefix=".gleaptui-", delete=False) as part:
        try:
            part.write(text)
            part.flush()
            os.fsync(part.fileno())
            return _placed(Path(part.name), folder, stem, suffix)
        finally:
            Path(part.name).unlink(missing_ok=True)


def _placed(part: Path, folder: Path, stem: str, suffix: str) -> Path:
    """The file under the first name that is free."""
    for number in range(1, _MOST_TRIED + 1):
        path = folder / (f"{stem}.{suffix}" if number == 1 else f"{stem}-{number}.{suffix}")
        try:
            os.link(part, path)
        except FileExistsError:
            continue
        except OSError:
            # A file system without hard links: claim the name first, so that nobody else's file is replaced.
            try:
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            except FileExistsError:
                continue
            os.replace(part, path)
        return path
    raise FileExistsError(errno.EEXIST, f"there are {_MOST_TRIED} files of that name already")
