"""Who has closed how much, on the wall."""

from collections.abc import Sequence

from textual.content import Content

from gleaptui import text
from gleaptui.board import Board
from gleaptui.leaderboard import AgentsLayout, Entry, selected
from gleaptui.widgets.bignumber import SIZES, fitting, sized
from gleaptui.widgets.columns import Places, TableColumn, arrange, line
from gleaptui.widgets.heading import current
from gleaptui.widgets.lines import fit
from gleaptui.widgets.teamshown import team_shown
from gleaptui.widgets.wallframe import nothing

_LAYOUT = AgentsLayout(sort="closed", people_only=True)
_LETTERED_FROM = 100
"""Columns from which names and figures are in big letters,"""
_MOST_PAGES = 3
"""where that takes no more pages."""
_LETTERS = SIZES.index(3)
_LEAST, _TALLEST = SIZES[_LETTERS] + 1, 8
"""Lines of a person in letters: the name is below in ordinary ones."""
_APART = 3
"""Columns between two figures in letters, besides those between any two."""
_TALLEST_LINE = 3
"""Lines of a person where there are no letters."""
_FIGURES = (("closed", "closed", 0), ("replies", "replies", 4), ("first_reply_time", "1st reply", 6))
"""Of each its key, its label and how early it goes where there is no room."""


def people(board: Board, page: int, width: int, height: int) -> tuple[list[Content], int]:
    """The people, whoever closed most first, and how many pages they take."""
    snapshot = current(board, board.agents)
    if snapshot.value is None:
        return nothing("no figures of agents", snapshot, width, height), 1
    found = team_shown(board).standings
    if found.pending:
        return nothing("not computed yet: every figure is still zero", snapshot, width, height), 1
    entries = selected(found, _LAYOUT)
    if not entries:
        return nothing("nobody worked on tickets in this period", snapshot, width, height), 1
    style = "$muted" if snapshot.problem is not None else "$foreground"
    most = (height - 1) // _LEAST
    pages = -(-len(entries) // most) if most else _MOST_PAGES + 1
    if width >= _LETTERED_FROM and pages <= _MOST_PAGES:
        at_once = -(-len(entries) // pages)
        shown = entries[page % pages * at_once :][:at_once]
        each = max(_LEAST, min(_TALLEST, (height - 1) // at_once))
        return [fit(one, width) for one in _lettered(shown, entries, style, width, each)][:height], pages
    return [fit(one, width) for one in _plain(entries, style, width, height)][:height], 1


def _said(entry: Entry) -> list[str]:
    closed, replies, first = (entry.values[key] for key, _, _ in _FIGURES)
    return [text.count(closed), text.count(replies), text.duration(first)]


def _most(entries: Sequence[Entry]) -> float:
    return max((entry.values["closed"] or 0.0 for entry in entries), default=0.0)


def _bar(entry: Entry, most: float, width: int) -> Content:
    share = (entry.values["closed"] or 0.0) / most if most else 0.0
    return Content.styled("█" * max(1 if share > 0 else 0, round(share * width)), "$primary")


def _head(columns: Sequence[TableColumn], places: Places) -> Content:
    return line(columns, places, [Content.styled(column.label, "$muted") for column in columns])


# In letters


def _lettered(shown: Sequence[Entry], entries: Sequence[Entry], style: str, width: int, each: int) -> list[Content]:
    """Names and figures in letters, each name whole below; ``each`` person has so many lines."""
    names = {entry.key: _name(entry, width // 3) for entry in entries}
    figures = {entry.key: [sized(said, _LETTERS) for said in _said(entry)] for entry in entries}
    widths = [max(len(drawn[place][0]) for drawn in figures.values()) for place in range(len(_FIGURES))]
    called = max(12, *(len(rows[0]) for rows in names.values()), *(_length(entry) for entry in entries))
    columns = (
        TableColumn("agent", "agent", min(called, width // 3), importance=0),
        *(
            TableColumn(key, label, max(room + _APART, len(label)), "right", goes)
            for room, (key, label, goes) in zip(widths, _FIGURES, strict=True)
        ),
        TableColumn("bar", "", None, importance=5, least=12),
    )
    places = arrange(columns, width - 2)
    wide, most = dict(places).get(len(columns) - 1, 0), _most(entries)
    lines = [_head(columns, places)]
    for entry in shown:
        bar = _bar(entry, most, wide)
        drawn = [names[entry.key], *figures[entry.key]]
        for row in range(each):
            cells = [Content.styled(one[row] if row < len(one) else "", f"bold {style}") for one in drawn]
            if row == len(names[entry.key]):
                cells[0] = Content.styled(entry.agent.name, style)
            lines.append(line(columns, places, [*cells, bar if row < max(SIZES[_LETTERS], each - 2) else Content("")]))
    return lines


def _length(entry: Entry) -> int:
    return Content(entry.agent.name).cell_length


def _name(entry: Entry, width: int) -> list[str]:
    """The name as far as letters have it and there is room: the first of several words, or nothing."""
    for words in (entry.folded, entry.folded.partition(" ")[0]):
        drawn = fitting(words.upper(), width, SIZES[_LETTERS], _LETTERS)
        if len(drawn) > 1:
            return drawn
    return [""]


# In lines


def _plain(entries: Sequence[Entry], style: str, width: int, height: int) -> list[Content]:
    """Each in a line, with a bar as thick as there is room for."""
    rows = max(1, height - 1)
    shown = entries if len(entries) <= rows else entries[: rows - 1]
    each = max(1, min(_TALLEST_LINE, rows // len(shown))) if shown else 1
    least = 18 if width >= 40 else max(6, min(14, width - 12))
    columns = (
        TableColumn("agent", "agent", None, importance=0, least=least, most=28),
        TableColumn("closed", "closed", 8, "right", 0 if width >= 20 else 3),
        TableColumn("replies", "replies", 8, "right", 4),
        TableColumn("first_reply_time", "1st reply", 9, "right", 6),
        TableColumn("bar", "", min(120, max(10, width - 68)), importance=5 if width >= 60 else 9),
    )
    places = arrange(columns, max(1, width - 2))
    wide, most = dict(places).get(len(columns) - 1, 0), _most(entries)
    lines = [_head(columns, places)]
    for entry in shown:
        bar = _bar(entry, most, wide)
        closed, *others = _said(entry)
        cells = [Content.styled(one, f"bold {style}") for one in (entry.agent.name or text.MISSING, closed)]
        cells += [Content.styled(one, style) for one in others]
        lines.append(line(columns, places, [*cells, bar]))
        empty = [Content("")] * len(cells)
        lines += [
            line(columns, places, [*empty, bar if number < each - 2 else Content("")]) for number in range(each - 1)
        ]
    if len(shown) < len(entries):
        lines.append(Content.assemble((f" and {len(entries) - len(shown)} more", "$muted")))
    return lines
