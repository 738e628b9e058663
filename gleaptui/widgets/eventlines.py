"""An event as a line of columns: which there are, which somebody wants, and what stands in each."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from msgspec import Struct, structs

from gleaptui import text
from gleaptui.gleap.models import Event
from gleaptui.widgets.chooser import Choice
from gleaptui.widgets.columns import GAP, TableColumn, arrange
from gleaptui.widgets.daylines import Line
from gleaptui.widgets.kinds import detail, kind, who
from gleaptui.widgets.lines import cut

Parts = tuple[tuple[str, str], ...]
"""A line as texts, each with the style that it is shown in."""

_FIELDS: dict[str, tuple[str, TableColumn]] = {
    "kind": ("what happened", TableColumn("kind", "what", 20, importance=5, narrow=14)),
    "who": ("who", TableColumn("who", "who", 18, importance=4, narrow=12)),
    "took": ("how long it took", TableColumn("took", "took", 7, "right", 7)),
    "detail": ("particulars", TableColumn("detail", "detail", None, importance=2, least=12)),
    "agent": ("agent concerned", TableColumn("agent", "agent", 16, importance=8)),
    "ticket": ("id of the ticket", TableColumn("ticket", "ticket", 24, importance=9)),
}
_WIDE, _NARROW = 60, 32
"""Cells from which times carry their day, and from which they have seconds."""
_WITH_KIND = 24
"""Cells from which what happened has room for its longest words."""
_ROOMY = 76
"""Cells from which particulars may be a sentence."""
_WIDER = 150
"""Cells from which names have more room."""
_FRESH_DAYS = 6
"""Days for which the name of the day is enough."""
_WORD = re.compile(r"\w+")
_SOUGHT_IN = ("who", "agent", "detail")
"""The columns in which the words of a search are pointed out."""
_GAP = (" " * GAP, "")
_MARGIN, _MARK = (" ", ""), ("›", "bold $primary")
"""What stands before a line. The cursor is told by it as well as by its colour."""


class EventsLayout(Struct, frozen=True):
    """Which columns somebody likes to see, in which order. The time always comes first."""

    order: tuple[str, ...] = tuple(_FIELDS)
    hidden: tuple[str, ...] = ("agent", "ticket")

    @property
    def shown(self) -> tuple[str, ...]:
        """The keys of the columns that are wanted."""
        return tuple(key for key in self.order if key not in self.hidden)

    def toggled(self, key: str) -> "EventsLayout":
        """With that column hidden, or shown again."""
        hidden = tuple(one for one in self.hidden if one != key)
        return structs.replace(self, hidden=hidden if key in self.hidden else (*hidden, key))

    def moved(self, key: str, by: int) -> "EventsLayout":
        """With that column so many places further on."""
        if key not in self.order:
            return self
        order = [one for one in self.order if one != key]
        order.insert(max(0, self.order.index(key) + by), key)
        return structs.replace(self, order=tuple(order))

    def wished(self, what: str, key: str) -> "EventsLayout":
        """With what is wished for that column: to toggle it, to have it earlier or later, or all as it was."""
        match what:
            case "toggle":
                return self.toggled(key)
            case "earlier" | "later":
                return self.moved(key, 1 if what == "later" else -1)
            case "reset":
                return EventsLayout()
            case _:
                return self


def sound(layout: EventsLayout) -> EventsLayout:
    """The layout with what there is: each column once, those it does not know at the end and hidden."""
    order = tuple(dict.fromkeys(key for key in (*layout.order, *_FIELDS) if key in _FIELDS))
    unknown = (key for key in _FIELDS if key not in layout.order)
    hidden = tuple(dict.fromkeys(key for key in (*layout.hidden, *unknown) if key in _FIELDS))
    return EventsLayout(order, hidden)


def choices(layout: EventsLayout) -> tuple[Choice, ...]:
    """The columns to choose from."""
    return tuple(Choice(key, _FIELDS[key][0], key not in layout.hidden) for key in layout.order)


def columns_for(layout: EventsLayout, width: int) -> tuple[TableColumn, ...]:
    """The columns that are wanted, as they are at a width."""
    time = TableColumn("time", "time", 12 if width >= _WIDE else 8 if width >= _NARROW else 5, "right", 0)
    return (time, *(_at_width(_FIELDS[key][1], width) for key in layout.shown))


def _at_width(column: TableColumn, width: int) -> TableColumn:
    if column.key == "kind" and width < _NARROW:
        return replace(column, width=14 if width >= _WITH_KIND else 11, narrow=0, importance=0)
    if column.key == "detail" and width >= _ROOMY:
        return replace(column, least=24)
    if column.key == "who" and width < _WIDE:
        # What happened in detail says more than half a name.
        return replace(column, narrow=0, importance=6)
    if column.key in ("who", "agent") and width >= _WIDER:
        return replace(column, width=28)
    return column


class EventLines:
    """Makes lines of events, for a width and a day on which they are read."""

    def __init__(self) -> None:
        self.layout = EventsLayout()
        self.today = date.min
        self.local: Callable[[datetime], datetime] = lambda moment: moment
        """An instant in the zone that is shown."""
        self.statuses: Mapping[str, str] = {}
        """Names of the project's own statuses."""
        self.width = -1
        self._sought: re.Pattern[str] | None = None
        self._columns: tuple[tuple[TableColumn, int], ...] = ()
        """Those that have room, and how wide they are."""

    def arrange(self, width: int) -> None:
        """Place the columns in a width."""
        self.width = width
        columns = columns_for(self.layout, width)
        self._columns = tuple((columns[index], room) for index, room in arrange(columns, max(1, width - 1)))

    def seek(self, words: Sequence[str]) -> None:
        """Underline what begins with one of these words."""
        found = [re.escape(word) for typed in words for word in _WORD.findall(typed)]
        self._sought = re.compile(rf"\b(?:{'|'.join(found)})", re.IGNORECASE) if found else None

    def day(self, event: Event | None) -> date | None:
        """The day of an event, if both are known."""
        return self.local(event.at).date() if event is not None and event.at is not None else None

    def names(self, day: date | None) -> Parts:
        """The names of the columns; above the times stands the day of the first of them."""
        parts = [_MARGIN]
        for column, room in self._columns:
            of_time = column.key == "time" and day is not None
            said = day_label(day, room, self.today) if of_time and day is not None else column.label
            parts += _cell(column, room, said, ((said, ""),))
        return tuple(parts[:-1])

    def event(self, event: Event, *, chosen: bool) -> Parts:
        """The line of an event."""
        local = self.local(event.at) if event.at is not None else None
        took = any(column.key == "took" for column, _ in self._columns)
        parts = [_MARK if chosen else _MARGIN]
        for column, room in self._columns:
            said, style = self._said(event, column, local, room, took=took)
            sought = column.key in _SOUGHT_IN
            parts += _cell(column, room, said, self._underlined(said, style) if sought else ((said, style),))
        return tuple(parts[:-1])

    def other(self, there: Line | None, *, chosen: bool = False) -> Parts:
        """The line of a day that begins, or of a row that is not at hand."""
        if isinstance(there, date):
            return day_line(there, self.width, self.today)
        return (_MARK if chosen else _MARGIN, (" …", "$muted"))

    def _said(
        self, event: Event, column: TableColumn, local: datetime | None, room: int, *, took: bool
    ) -> tuple[str, str]:
        match column.key:
            case "time":
                return _time(local, column.width or 0, self.today), "$muted"
            case "kind":
                shown = kind(event.action)
                return f"{shown.sign} {shown.word}", shown.style
            case "who":
                return who(event), ""
            case "took":
                return "" if event.seconds is None else text.duration(event.seconds), ""
            case "agent":
                return event.agent, ""
            case "ticket":
                return event.ticket, "$muted"
            case _:
                said = detail(event, took=not took, statuses=self.statuses)
                if not took and event.seconds is not None:
                    said = _whole(said, text.duration(event.seconds), room)
                return said, "$muted"

    def _underlined(self, said: str, style: str) -> Parts:
        if self._sought is None:
            return ((said, style),)
        parts: list[tuple[str, str]] = []
        end = 0
        for found in self._sought.finditer(said):
            parts += [(said[end : found.start()], style), (found[0], "underline $accent")]
            end = found.end()
        return (*parts, (said[end:], style))


def _cell(column: TableColumn, room: int, said: str, parts: Parts) -> list[tuple[str, str]]:
    """The parts of what is said in a column, in as many cells as there are for it, and the gap behind them."""
    shown, length = cut(said, room)
    if shown != said:
        parts = _shortened(parts, shown)
    pad = (" " * (room - length), "")
    return [pad, *parts, _GAP] if column.align == "right" else [*parts, pad, _GAP]


def _shortened(parts: Parts, shown: str) -> Parts:
    """The parts as far as they are shown; what they were shortened by is told by the last of them."""
    found: list[tuple[str, str]] = []
    start = 0
    for said, style in parts:
        found.append((shown[start : start + len(said)], style))
        start += len(said)
    return tuple(found)


def _whole(said: str, duration: str, width: int) -> str:
    """What is said, with the duration whole or not at all; by itself where that is all there is room for."""
    start = said.find(f"after {duration}")
    end = start + len(f"after {duration}")
    if start < 0 or end <= width - (end < len(said)):
        return said
    before = said[:start].rstrip()
    return f"{before} …" if before else duration if len(duration) <= width else "…"


def _time(local: datetime | None, width: int, today: date) -> str:
    if local is None:
        return text.MISSING
    if width < 8:
        return text.clock_time(local)
    time = text.clock_time(local, seconds=True)
    if width < 12 or local.date() == today:
        return time
    if 0 < (today - local.date()).days <= _FRESH_DAYS:
        return f"{local:%a} {time}"
    return f"{local.day} {local:%b} {text.clock_time(local)}"


def day_label(day: date, width: int, today: date) -> str:
    """A day in at most so many cells, for the head of the times."""
    year = f" {day.year}" if day.year != today.year else ""
    if day == today and width >= 8:
        return "today"
    for said in (f"{day:%a} {day.day} {day:%b}{year}", f"{day.day} {day:%b}{year}", f"{day.day} {day:%b}"):
        if len(said) <= width:
            return said
    return f"{day:%a}"


def day_line(day: date, width: int, today: date) -> Parts:
    """The line between two days."""
    year = f" {day.year}" if day.year != today.year else ""
    ways = [f"{day:%A} {day.day} {day:%B}{year}", f"{day:%a} {day.day} {day:%b}{year}", f"{day:%a} {day.day}"]
    if day == today:
        ways = [*(f"today, {said}" for said in ways[:2]), "today"]
    said = next((said for said in ways if len(said) + 6 <= width), ways[-1])
    return ((" ── ", "$rule"), (said, "bold $muted"), (" " + "─" * max(0, width - len(said) - 5), "$rule"))
