"""An event as a line of columns: which there are, which somebody wants, and what stands in each."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from msgspec import Struct, structs
from textual.content import Content

from gleaptui import text
from gleaptui.gleap.models import Event
from gleaptui.widgets.chooser import Choice
from gleaptui.widgets.columns import Places, TableColumn, arrange, line
from gleaptui.widgets.daylines import Line
from gleaptui.widgets.kinds import detail, kind, who

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
        self._columns: tuple[TableColumn, ...] = ()
        self._places: Places = ()

    def arrange(self, width: int) -> None:
        """Place the columns in a width."""
        self.width = width
        self._columns = columns_for(self.layout, width)
        self._places = arrange(self._columns, max(1, width - 1))

    def seek(self, words: Sequence[str]) -> None:
        """Underline what begins with one of these words."""
        found = [re.escape(word) for typed in words for word in _WORD.findall(typed)]
        self._sought = re.compile(rf"\b(?:{'|'.join(found)})", re.IGNORECASE) if found else None

    def day(self, event: Event | None) -> date | None:
        """The day of an event, if both are known."""
        return self.local(event.at).date() if event is not None and event.at is not None else None

    def names(self, day: date | None) -> Content:
        """The names of the columns; above the times stands the day of the first of them."""
        width = dict(self._places).get(0, 0)
        labels = [column.label for column in self._columns]
        if day is not None and labels:
            labels[0] = day_label(day, width, self.today)
        return line(self._columns, self._places, [Content(label) for label in labels])

    def event(self, event: Event, *, chosen: bool) -> Content:
        """The line of an event."""
        shown = {self._columns[index].key for index, _ in self._places}
        local = self.local(event.at) if event.at is not None else None
        cells = [
            self._cell(event, column, local, took="took" in shown) if column.key in shown else Content("")
            for column in self._columns
        ]
        return Content.assemble(mark(chosen), line(self._columns, self._places, cells)[1:])

    def other(self, there: Line | None, *, chosen: bool = False) -> Content:
        """The line of a day that begins, or of a row that is not at hand."""
        if isinstance(there, date):
            return day_line(there, self.width, self.today)
        return Content.assemble(mark(chosen), (" …", "$muted"))

    def _cell(self, event: Event, column: TableColumn, local: datetime | None, *, took: bool) -> Content:
        match column.key:
            case "time":
                return Content.styled(_time(local, column.width or 0, self.today), "$muted")
            case "kind":
                shown = kind(event.action)
                return Content.styled(f"{shown.sign} {shown.word}", shown.style)
            case "who":
                return self._underlined(Content(who(event)))
            case "took":
                return Content("" if event.seconds is None else text.duration(event.seconds))
            case "agent":
                return self._underlined(Content(event.agent))
            case "ticket":
                return Content.styled(event.ticket, "$muted")
            case _:
                said = detail(event, took=not took, statuses=self.statuses)
                if not took and event.seconds is not None:
                    said = _whole(said, text.duration(event.seconds), dict(self._places), self._columns)
                return self._underlined(Content.styled(said, "$muted"))

    def _underlined(self, content: Content) -> Content:
        if self._sought is not None:
            for found in self._sought.finditer(content.plain):
                content = content.stylize("underline $accent", found.start(), found.end())
        return content


def _whole(said: str, duration: str, widths: Mapping[int, int], columns: Sequence[TableColumn]) -> str:
    """What is said, with the duration whole or not at all; by itself where that is all there is room for."""
    width = next(size for index, size in widths.items() if columns[index].key == "detail")
    start = said.find(f"after {duration}")
    end = start + len(f"after {duration}")
    if start < 0 or end <= width - (end < len(said)):
        return said
    before = said[:start].rstrip()
    return f"{before} …" if before else duration if len(duration) <= width else "…"


def mark(chosen: bool) -> tuple[str, str]:
    """What stands before a line. The cursor is told by it as well as by its colour."""
    return ("›", "bold $primary") if chosen else (" ", "")


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


def day_line(day: date, width: int, today: date) -> Content:
    """The line between two days."""
    year = f" {day.year}" if day.year != today.year else ""
    ways = [f"{day:%A} {day.day} {day:%B}{year}", f"{day:%a} {day.day} {day:%b}{year}", f"{day:%a} {day.day}"]
    if day == today:
        ways = [*(f"today, {said}" for said in ways[:2]), "today"]
    said = next((said for said in ways if len(said) + 6 <= width), ways[-1])
    return Content.assemble(
        (" ── ", "$rule"), (said, "bold $muted"), (" " + "─" * max(0, width - len(said) - 5), "$rule")
    )
