"""``gleaptui list``: any of Gleap's tables, as its own columns say."""

import asyncio
import csv
import io
import re
import sys
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from gleaptui import csvtext, text
from gleaptui.clock import Clock, SystemClock
from gleaptui.commands.oneshot import OneShot
from gleaptui.config import Settings
from gleaptui.connection import open_client
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.listnames import LISTS
from gleaptui.gleap.models import Cell, StatList
from gleaptui.gleap.periods import Period, resolve

EXIT_UNREADABLE = 3
_PATIENCE = 30.0
"""Seconds that are waited where Gleap asks to wait."""
_NEGATIVE = re.compile(r"-\d{1,12}(\.\d{1,3})?")
"""A number that begins like a formula."""
_WIDEST = 60
_GAP = "  "


def show_names() -> int:
    """Print the names of the tables that are documented, with what they are about."""
    sys.stdout.write("".join(f"{name:<37}{about}\n" for name, about in LISTS.items()))
    return 0


def run(settings: Settings, name: str, *, as_csv: bool, clock: Clock | None = None) -> int:
    """Print the table, or Gleap's own export of it; 0 when it could be read, 3 when not, 78 where the settings cannot
    work."""
    clock = clock or SystemClock()
    try:
        return asyncio.run(_print(settings, name, clock, as_csv=as_csv))
    except GleapError as error:
        return _refuse(error, error.exit_status)


def _refuse(error: GleapError, status: int) -> int:
    """Said beside what is printed, which somebody may keep as a table."""
    sys.stderr.write(f"{error.title}: {error.message}\n")
    return status


async def _print(settings: Settings, name: str, clock: Clock, *, as_csv: bool) -> int:
    period = resolve(settings.period, clock.now(), settings.timezone)
    client = await open_client(settings, gate=OneShot(settings, clock, patience=_PATIENCE), clock=clock)
    try:
        if as_csv:
            said = harmless(await client.list_export(name, period))
        else:
            said = to_text(await client.stat_list(name, period), name, period, clock.now())
    except GleapError as error:
        return _refuse(error, EXIT_UNREADABLE)
    finally:
        await client.aclose()
    sys.stdout.write(said)
    return 0


def harmless(exported: str) -> str:
    """The same table with nothing in it that a spreadsheet would run."""
    csv.field_size_limit(len(exported) + 1)
    header, *rows = [*csv.reader(io.StringIO(exported))] or [[]]
    return csvtext.table(header, [[float(cell) if _NEGATIVE.fullmatch(cell) else cell for cell in row] for row in rows])


def to_text(table: StatList, name: str, period: Period, now: datetime) -> str:
    """The table as aligned lines with the moment that it was read. A cell that holds nothing is a dash. The period is
    what was asked for: some tables are of this moment whatever it is."""
    read = now.astimezone(ZoneInfo(period.zone))
    lines = [
        ", ".join((table.title or name, f"asked for {period.name}", period.zone, f"read on {read:%Y-%m-%d at %H:%M}"))
    ]
    if not table.rows:
        return "\n".join([*lines, "No rows."]) + "\n"
    strips = [strip for at, column in enumerate(table.columns) for strip in _strips(column.label, table.rows, at)]
    lines += (_GAP.join(cells).rstrip() for cells in zip(*strips, strict=True))
    return "\n".join(lines) + "\n"


def _strips(label: str, rows: Sequence[Sequence[Cell]], at: int) -> list[list[str]]:
    """A column from its head down, each cell as wide as all; where there are changes, they stand beside it."""
    cells = [row[at] for row in rows]
    changes = [text.change(cell.change_pct) for cell in cells]
    strips = [_strip([label, *map(_shown, cells)], right=all(map(_is_numeric, cells)))]
    return [*strips, _strip(["", *changes], right=False)] if any(changes) else strips


def _strip(cells: list[str], *, right: bool) -> list[str]:
    cut = [text.clean(cell, _WIDEST) for cell in cells]
    width = max(map(_cells, cut))
    spaces = (" " * (width - _cells(cell)) for cell in cut)
    return [space + cell if right else cell + space for cell, space in zip(cut, spaces, strict=True)]


def _is_numeric(cell: Cell) -> bool:
    return cell.value is not None or _shown(cell) == text.MISSING


def _shown(cell: Cell) -> str:
    """A cell as Gleap shows it; a number without words as it is."""
    said = cell.text if cell.text.strip("-") else ""
    return said or text.count(cell.value)


def _cells(said: str) -> int:
    """How many columns of a terminal it takes."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in said)
    return len(said) + wide - sum(unicodedata.category(character) in ("Mn", "Me") for character in said)
