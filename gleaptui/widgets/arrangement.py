"""Where everything of the Overview stands, for every size."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Form = Literal["cards", "rows", "one"]
Section = tuple[str, tuple[str, ...]]
"""A name, empty for none, and the metrics that stand below each other under it."""

_WIDEST_GAP_FROM = 140
_GROUPS_FROM = {4: 104, 2: 66, 1: 0}
"""Columns of the screen from which so many groups stand beside each other."""
_CARD, _ROW = 25, 39
"""The narrowest card and line that say enough to stand beside others."""
_HEIGHTS = ((9, 34), (7, 18), (6, 15), (5, 12), (4, 9), (3, 0))
"""Lines of a card, the highest first, and how many must be left for the plot."""
_DETAIL = 4
_ENOUGH = 10
"""Lines of figures that are seen at once, where not all of them are."""
ONE_BELOW = (40, 9)
"""Columns, and lines under the heading, below which a single figure is shown."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card stands within the cards."""

    metric: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Name:
    """Where the name of a section stands."""

    words: str
    x: int
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Lines for the cards, for the backlog and for the particulars, from the top; and how the cards stand."""

    form: Form
    columns: int
    card_height: int
    cards: int
    backlog: int = 0
    detail: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """Every card and name in its place, and how many lines that takes."""

    places: tuple[Place, ...]
    names: tuple[Name, ...]
    height: int


def place(sections: Sequence[Section], columns: int, card_height: int, width: int) -> Layout:
    """The sections in rows of ``columns``, their cards below each other."""
    gap = 0 if columns == 1 else 2 if width >= _WIDEST_GAP_FROM else 1
    columns = max(1, min(columns, len(sections)))
    broad = width - gap * (columns - 1)
    edges = [broad * column // columns + gap * column for column in range(columns + 1)]
    places: list[Place] = []
    names: list[Name] = []
    top = 0
    for beside in _rows(sections, columns):
        for column, (name, metrics) in enumerate(beside):
            x, y = edges[column], top
            size = edges[column + 1] - gap - x
            if name:
                names.append(Name(name, x, y, size))
                y += 1
            for metric in metrics:
                places.append(Place(metric, x, y, size, card_height))
                y += card_height
        top += _height(beside, card_height)
    return Layout(tuple(places), tuple(names), top)


def needed(sections: Sequence[Section], columns: int, card_height: int) -> int:
    """How many lines `place` takes."""
    return sum(_height(beside, card_height) for beside in _rows(sections, columns))


def _rows(sections: Sequence[Section], columns: int) -> list[Sequence[Section]]:
    """The sections that stand beside each other, from the top."""
    columns = max(1, min(columns, len(sections)))
    return [sections[first : first + columns] for first in range(0, len(sections), columns)]


def _height(beside: Sequence[Section], card_height: int) -> int:
    return max(bool(name) + card_height * len(metrics) for name, metrics in beside)


def arrange(sections: Sequence[Section], width: int, height: int, backlog: int) -> Arrangement:
    """The form that says most at a size; ``height`` is what the heading leaves, ``backlog`` how many lines the open
    tickets would take."""
    if width < 1 or height < 1:
        return Arrangement("one", 1, 1, max(0, height))
    for card_height, plot in _HEIGHTS:
        for columns in _card_columns(sections, width):
            needs = needed(sections, columns, card_height)
            for shown in dict.fromkeys((backlog, 1)):
                if height - needs - shown >= plot:
                    return _with_rest("cards", columns, card_height, needs, shown, height)
    single = width < ONE_BELOW[0] or height < ONE_BELOW[1]
    columns = _row_columns(sections, width)
    needs = needed(sections, columns, 1)
    if needs <= height and (not single or columns > 1):
        shown = next((lines for lines in (backlog, 2, 1, 0) if needs + lines <= height), 0)
        return _with_rest("rows", columns, 1, needs, shown, height)
    if single:
        shown = backlog if height >= 4 + backlog + 6 else 0
        return Arrangement("one", 1, height - shown, height - shown, shown)
    # The lines scroll; so they leave some to the open tickets and to the chosen one.
    shown = min(backlog, 2 if height - 2 >= _ENOUGH else 1)
    detail = _DETAIL if height - shown - _DETAIL >= _ENOUGH else 0
    return Arrangement("rows", columns, 1, height - shown - detail, shown, detail)


def _with_rest(form: Form, columns: int, card_height: int, cards: int, backlog: int, height: int) -> Arrangement:
    left = height - cards - backlog
    return Arrangement(form, columns, card_height, cards, backlog, left if left >= _DETAIL else 0)


def _card_columns(sections: Sequence[Section], width: int) -> list[int]:
    """How many sections may stand beside each other as cards, the most first."""
    if _named(sections):
        return [number for number, least in _GROUPS_FROM.items() if width >= least]
    most = max(1, min(len(sections), (width + 1) // (_CARD + 1)))
    # As many rows as that takes, filled evenly.
    return list(dict.fromkeys(-(-len(sections) // -(-len(sections) // number)) for number in range(most, 0, -1)))


def _row_columns(sections: Sequence[Section], width: int) -> int:
    if _named(sections):
        return next(number for number, least in _GROUPS_FROM.items() if width >= least)
    return max(1, min(len(sections), (width + 1) // (_ROW + 1)))


def _named(sections: Sequence[Section]) -> bool:
    return any(name for name, _ in sections)
