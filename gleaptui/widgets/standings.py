"""People and their figures as rows and columns of a table."""

from collections.abc import Sequence

from textual.content import Content

from gleaptui import text
from gleaptui.leaderboard import MEASURE, NAME, SHARE, AgentsLayout, Entry, Standings, difference
from gleaptui.widgets.columns import Row, TableColumn, sorted_by

BAR = 6
"""Characters of a full bar."""
SERVICE = "auto "
"""Stands before the name of a service account, where it is not cut."""
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEAST_NAME, _MOST_NAME = 16, 48
_FIRST_TO_GO = 50
"""The importance of bars: all of them go before any figure does,"""
_OF_THE_ORDER = 7
"""but the bar of what the list is sorted by stays beside so many figures."""
VERDICTS = {"better": "$good", "worse": "$bad", "": ""}


def bar(share: float, width: int = BAR) -> str:
    """A share between 0 and 1 as a bar from the left, exact to an eighth of a character."""
    eighths = round(min(max(share, 0.0), 1.0) * width * 8)
    whole, rest = divmod(eighths, 8)
    return ("█" * whole + (_EIGHTHS[rest] if rest else "")).ljust(width)


def balance(share: float, width: int = BAR) -> str:
    """A share between -1 and 1 as a bar from the middle, to the left where it is negative, exact to half a
    character."""
    side = width // 2
    whole, rest = divmod(round(min(abs(share), 1.0) * side * 2), 2)
    if share < 0:
        return ("▐" * rest + "█" * whole).rjust(side).ljust(width)
    return (" " * side + "█" * whole + "▌" * rest).ljust(width)


def figure(key: str, value: float | None, *, at_most: bool = False) -> str:
    """A figure for people. ``at_most`` is for shares of a whole that is not known whole."""
    if value is None:
        return text.MISSING
    measure = MEASURE[key]
    if measure.unit == "percent":
        shown = f"{value:.0f} %" if value >= 0.5 or value <= 0 else "<1 %"
        return f"≤{shown}" if at_most and value > 0 else shown
    return _quantity(key, value)


def _quantity(key: str, value: float) -> str:
    return text.working_time(value) if key == "hours_active" else text.quantity(value, MEASURE[key].unit)


def signed(key: str, amount: float) -> str:
    """A difference with its sign: ``+12.5``, ``-6m``, ``=`` where there is none."""
    measure = MEASURE[key]
    size = abs(amount)
    shown = f"{size:.0f} %" if measure.unit == "percent" else _quantity(key, size)
    if amount == 0 or shown in ("0", "0s", "0 %"):
        return "="
    return ("+" if amount > 0 else "-") + shown


def aligned(shown: Sequence[str]) -> list[str]:
    """The texts with spaces behind those without a decimal where others have one, so that units stand under units."""
    decimals = [len(one) > 1 and one[-2] == "." and one[-1].isdigit() for one in shown]
    if not any(decimals):
        return list(shown)
    return [one if decimal else one + "  " for one, decimal in zip(shown, decimals, strict=True)]


class Sheet:
    """All cells of some people; each column is made when it is first looked at."""

    def __init__(self, found: Standings, *, compare: bool) -> None:
        self._found = found
        self._compare = compare
        self._cells: dict[str, dict[str, Content]] = {}
        self._foot: dict[str, Content] = {}
        self._rows: dict[str, Row] = {}
        self._keys: tuple[str, ...] = ()

    def rows(self, entries: Sequence[Entry], keys: tuple[str, ...]) -> tuple[Row, ...]:
        """A row for each of them with these columns; the same row for the same person as long as these stay."""
        if keys != self._keys:
            self._keys, self._rows = keys, {}
        columns = [self._column(key) for key in keys]
        for entry in entries:
            if entry.key not in self._rows:
                cells = tuple(column[entry.key] for column in columns)
                self._rows[entry.key] = Row(entry.key, cells, muted=entry.agent.service_account)
        return tuple(self._rows[entry.key] for entry in entries)

    def foot(self, keys: tuple[str, ...]) -> Row | None:
        """The team's average in these columns; None where there is none. It is never shown as a difference."""
        average = self._found.average
        if average is None:
            return None
        cells = []
        for key in keys:
            self._column(key)
            cells.append(Content(average.agent.name) if key == NAME else self._foot[key])
        return Row("average", tuple(cells))

    def width(self, key: str) -> int:
        """The width of the longest cell of a column."""
        cells = [*self._column(key).values(), *([self._foot[key]] if key in self._foot else [])]
        return max((cell.cell_length for cell in cells), default=0)

    def _column(self, key: str) -> dict[str, Content]:
        if key not in self._cells:
            base = key.removesuffix("_bar")
            made = self._names if key == NAME else self._figures if base == key else self._bars
            self._cells[key] = made(base)
        return self._cells[key]

    def _names(self, _key: str) -> dict[str, Content]:
        return {entry.key: name(entry) for entry in self._found.entries}

    def _figures(self, key: str) -> dict[str, Content]:
        entries, at_most = self._found.entries, self._found.share_is_most
        average = self._found.average
        own = figure(key, average.values[key]) if average is not None and key != SHARE else ""
        styles = [""] * len(entries)
        if self._compare and key != SHARE:
            found = [difference(entry, average, key) for entry in entries]
            shown = [signed(key, one.amount) if one is not None else text.MISSING for one in found]
            styles = [VERDICTS[one.goodness] if one is not None else "" for one in found]
        else:
            shown = [figure(key, entry.values[key], at_most=at_most) for entry in entries]
            styles = ["$muted"] * len(entries) if key == SHARE else styles
        *shown, own = aligned([*shown, own])
        self._foot[key] = Content.styled(own, "$muted" if own.strip() == text.MISSING else "")
        cells = zip(entries, shown, styles, strict=True)
        return {
            entry.key: Content.styled(one, "$muted" if one.strip() == text.MISSING else style)
            for entry, one, style in cells
        }

    def _bars(self, key: str) -> dict[str, Content]:
        self._foot[f"{key}_bar"] = Content("")
        found, average = self._found, self._found.average
        if self._compare:
            apart = {entry.key: difference(entry, average, key) for entry in found.entries}
            farthest = max((abs(one.amount) for one in apart.values() if one is not None), default=0.0)
            return {
                entry_key: Content.styled(balance(one.amount / farthest), "$primary")
                if one is not None and farthest > 0
                else Content("")
                for entry_key, one in apart.items()
            }
        highest = found.highest(key)
        bars = {}
        for entry in found.entries:
            value = entry.values[key]
            share = value / highest if value is not None and highest > 0 else None
            bars[entry.key] = Content.styled(bar(share), "$primary") if share is not None else Content("")
        return bars


def name(entry: Entry) -> Content:
    """Who it is; a service account says so first."""
    agent = entry.agent
    named = agent.name or agent.email or agent.id or text.MISSING
    return Content.assemble((SERVICE, "$muted"), named) if agent.service_account else Content(named)


def keys_from(layout: AgentsLayout, first: int) -> tuple[str, ...]:
    """The measures from the one at place ``first`` on; the one that is sorted by stays in sight unless it is hidden."""
    shown = layout.shown
    return (layout.sort, *shown[first:]) if layout.sort in shown[:first] else shown[first:]


def table_columns(sheet: Sheet, layout: AgentsLayout, keys: tuple[str, ...]) -> tuple[TableColumn, ...]:
    """The name and these measures, each as wide as its widest cell. Where there is no room for all, bars go first and
    then the last measures."""
    widest = min(_MOST_NAME, max(_LEAST_NAME, sheet.width(NAME)))
    columns = [TableColumn(NAME, "agent", None, "left", 0, least=_LEAST_NAME, most=widest)]
    for place, key in enumerate(keys):
        measure = MEASURE[key]
        width = max(len(measure.label) + 1, sheet.width(key))
        columns.append(TableColumn(key, measure.label, width, "right", place + 1))
        if measure.bar and layout.bars:
            importance = _OF_THE_ORDER if key == layout.sort else _FIRST_TO_GO + place
            columns.append(TableColumn(f"{key}_bar", "", BAR, "left", importance))
    return tuple(sorted_by(column, rising=layout.rising) if column.key == layout.sort else column for column in columns)
