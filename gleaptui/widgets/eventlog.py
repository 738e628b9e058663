"""The raw log as lines: rows are read by number, however many there are, and only those in sight are drawn."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.binding import BindingType
from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.style import Style
from textual.worker import Worker, WorkerState

from gleaptui.gleap.models import Event
from gleaptui.refresh.problems import log_unknown
from gleaptui.widgets.bound import bound
from gleaptui.widgets.daylines import Line
from gleaptui.widgets.eventlines import EventLines, EventsLayout, Parts
from gleaptui.widgets.eventsource import EventSource, Latest
from gleaptui.widgets.lines import cells, joined
from gleaptui.widgets.logplace import LogPlace
from gleaptui.widgets.scrolled import Scrolled

_LEAST_WITH_HEAD = 4
"""Lines from which there is room for the names of the columns."""
_WHEEL = 3
"""Rows that a notch of the wheel moves."""
_MOST_STRIPS = 400
"""Drawn lines that are kept; a screen holds fewer."""
_PATIENCE = 0.1
"""Seconds for which what stands there stays while other rows are read."""


class EventLog(Scrolled, can_focus=True):
    """Lines of the log with a cursor. While it follows, the newest is in sight; what is read back stays where it is."""

    DEFAULT_CSS = """
    EventLog { text-wrap: nowrap; text-overflow: clip; }
    EventLog > .log--header { color: $muted; }
    EventLog > .log--cursor { background: $panel; }
    EventLog > .log--cursor-focused { background: $cursor; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"log--header", "log--cursor", "log--cursor-focused"}

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("down", "move(1)"),
        bound("up", "move(-1)"),
        bound("first", "first"),
        bound("last", "last"),
        bound("half_page_down", "half_page(1)"),
        bound("half_page_up", "half_page(-1)"),
        bound("page_down", "half_page(2)"),
        bound("page_up", "half_page(-2)"),
        bound("open", "choose"),
    ]

    class Moved(Message):
        """The cursor moved, rows came, or following began or ended."""

        def can_replace(self, message: Message) -> bool:
            """Where several wait, one is enough."""
            return isinstance(message, EventLog.Moved)

    class Chosen(Message):
        """Enter was pressed on an event, or the one under the cursor was clicked."""

        def __init__(self, event: Event) -> None:
            super().__init__()
            self.event = event

    def __init__(self) -> None:
        super().__init__()
        self.shown: EventSource = Latest()
        """The log that is shown."""
        self.place = LogPlace()
        """Where one stands in it."""
        self._lines = EventLines()
        self._painted: tuple[Parts, ...] = ()
        self._strips: dict[tuple[Parts, Style], Strip] = {}
        self._looks: dict[tuple[Style, str], RichStyle] = {}
        """What the style of a text comes to on the style of its line."""
        self._empty = ""

    @property
    def event(self) -> Event | None:
        """The event under the cursor, if it is at hand."""
        return self._at_hand(self.place.cursor)

    def _at_hand(self, row: int) -> Event | None:
        found = self.shown.rows(row, row + 1)
        return found[0] if found else None

    @property
    def _head(self) -> int:
        """Lines of the names of the columns, which stay."""
        return 1 if self.size.height >= _LEAST_WITH_HEAD else 0

    @property
    def _room(self) -> int:
        return max(1, self.size.height - self._head)

    # What is shown

    def show_log(self, log: EventSource, row: int | None = None) -> None:
        """Show another log, at a row, or from its newest."""
        self.shown = log
        self.place.begin(log.count, self._room, row)
        self._settle()
        self.post_message(self.Moved())

    async def renew(self) -> None:
        """Take in what came. What is read stays where it is; what is followed is followed."""
        log, before = self.shown, self.shown.count
        anchor = None if self.place.following else self.place.cursor
        row = await log.refresh(anchor)
        if log is self.shown:
            # Counted from where the cursor was, as it may have been moved meanwhile.
            above = row - anchor if row is not None and anchor is not None else 0
            self.shift(above, log.count - before - above)

    def shift(self, above: int, below: int = 0) -> None:
        """So many rows came before the cursor, and so many behind it."""
        self.place.shift(above, below, self.shown.count)
        self._settle()
        self.post_message(self.Moved())

    def show_moment(self, local: Callable[[datetime], datetime], now: datetime) -> None:
        """Times are shown as ``local`` gives them; those of another day than now's are told by it."""
        self._lines.local = local
        if self._lines.today != now.date():
            self._lines.today = now.date()
            self._paint()

    def say_empty(self, words: str) -> None:
        """What is said where there is no event."""
        if words != self._empty:
            self._empty = words
            self._paint()

    def point_out(self, words: Sequence[str]) -> None:
        """Underline these words wherever they begin one."""
        self._lines.seek(words)
        self._paint()

    def like(self, layout: EventsLayout, statuses: Mapping[str, str]) -> None:
        """Show these columns, and a project's own statuses by these names."""
        self._lines.layout, self._lines.statuses = layout, statuses
        self._arrange()
        self._paint()

    def on_resize(self, _event: Resize) -> None:
        """Another size: other columns, other rows."""
        self._arrange()
        self._settle()

    def _arrange(self) -> None:
        self._lines.arrange(self.scrollable_content_region.width)
        self._strips.clear()

    # Placing

    def _settle(self) -> None:
        """Place the lines and draw what differs, as soon as the rows are at hand."""
        if not self.size:
            return
        start, stop = self.place.needed(self.shown.count, self._room)
        if None in self.shown.rows(start, stop):
            self.run_worker(self._load(start, stop), group="rows", exclusive=True, exit_on_error=False)
        else:
            self._stand()

    async def _load(self, start: int, stop: int) -> None:
        log = self.shown
        reading = asyncio.ensure_future(log.load(start - self._room, stop + self._room))
        done, _ = await asyncio.wait((reading,), timeout=_PATIENCE)
        if not done:
            if log is self.shown:
                self._stand()
            await reading
        if log is self.shown:
            self._stand()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A mistake of ours is logged, not kept in silence."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            log_unknown(event.worker.error, "rows of the event log")

    def _stand(self) -> None:
        count, room = self.shown.count, self._room
        self.place.settle(count, room, lambda row: self._lines.day(self._at_hand(row)))
        rows = self.place.rows
        self.set_height(count + self._head)
        self.show_from(min(rows[0], max(0, count - room)) if rows else 0)
        self._paint()
        if rows and None in self.shown.rows(rows[0] - room, rows[-1] + room):
            # The pages before and behind, so that they need not be waited for.
            ahead = self.shown.load(rows[0] - room, rows[-1] + room)
            self.run_worker(ahead, group="ahead", exclusive=True, exit_on_error=False)

    # Drawing

    def redraw_cursor(self) -> None:
        if self.place.cursor in self.place.in_sight:
            self.refresh(Region(0, self._head + self.place.in_sight.index(self.place.cursor), self.size.width, 1))

    def _paint(self) -> None:
        """Draw the lines in sight that differ from what stands there."""
        if not self.size:
            return
        before, self._painted = self._painted, self._contents()
        if len(before) != len(self._painted):
            self.refresh()
            return
        pairs = enumerate(zip(before, self._painted, strict=True))
        changed = [y for y, (old, new) in pairs if old != new]
        if changed:
            # Not the scrollbar beside them, which is drawn when it moves.
            self.refresh(*(Region(0, y, self._lines.width, 1) for y in changed))

    def forget_drawn(self) -> None:
        self._strips.clear()
        self._looks.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """What Textual does besides takes most of the time: it looks for borders, paddings and links, of which there
        are none."""
        if not self.is_attached:
            return super().render_lines(crop)
        width = self.scrollable_content_region.width
        if width != self._lines.width:
            # The scrollbar came or went; then everything is drawn anew.
            self._arrange()
            self._painted = self._contents()
        head, plain = self._head, self.visual_style
        sights = self.place.in_sight
        cursor = head + sights.index(self.place.cursor) if self.place.cursor in sights else -1
        chosen = "log--cursor-focused" if self.has_focus else "log--cursor"
        strips: list[Strip] = []
        for y in crop.line_range:
            name = "log--header" if y < head else chosen if y == cursor else ""
            style = self.get_visual_style(name, partial=False) if name else plain
            strips.append(self._strip(self._painted[y] if y < len(self._painted) else (), style))
        return strips if not crop.x and crop.right >= width else [strip.crop(crop.x, crop.right) for strip in strips]

    def _strip(self, parts: Parts, style: Style) -> Strip:
        strip = self._strips.get((parts, style))
        if strip is None:
            if len(self._strips) >= _MOST_STRIPS:
                self._strips.clear()
            strip = self._strips[parts, style] = self._drawn(parts, style)
        return strip

    def _drawn(self, parts: Parts, style: Style) -> Strip:
        """The parts on that style, as wide as there is room beside the scrollbar."""
        width = self._lines.width
        length = sum(cells(said) for said, _ in parts)
        filled = (*parts, (" " * (width - length), ""))
        strip = joined(((said, self._as_shown(style, own)) for said, own in filled), max(width, length))
        return strip if length <= width else strip.crop(0, width)

    def _as_shown(self, style: Style, own: str) -> RichStyle:
        known = self._looks.get((style, own))
        if known is None:
            known = (style + self.app.stylesheet.parse_style(own)).rich_style if own else style.rich_style
            shown = [Segment(" ", known)]
            for filter in self.get_line_filters():
                shown = filter.apply(shown, self.background_colors[1])
            known = self._looks[style, own] = shown[0].style or known
        return known

    def _row_at(self, y: int) -> int | None:
        there = y - self._head
        found = self.place.in_sight[there] if 0 <= there < len(self.place.in_sight) else None
        return found if isinstance(found, int) else None

    def _contents(self) -> tuple[Parts, ...]:
        day: date | None = None
        if self.shown.count:
            days = (self._lines.day(self._at_hand(row)) for row in self.place.rows)
            day = next((known for known in days if known is not None), None)
            below = [self._line(there) for there in self.place.in_sight]
        else:
            below = [((f" {self._empty}", "$muted"),)]
        below += [()] * (self._room - len(below))
        names = [self._lines.names(day)] if self._head else []
        return (*names, *below[: self._room])

    def _line(self, there: Line) -> Parts:
        # A line that gets the cursor differs by its mark, so that it is drawn anew.
        chosen = there == self.place.cursor
        event = self._at_hand(there) if isinstance(there, int) else None
        return self._lines.event(event, chosen=chosen) if event is not None else self._lines.other(there, chosen=chosen)

    # The cursor

    def move_to(self, row: int) -> None:
        """Put the cursor on that row and bring it into sight; on the newest, it follows."""
        if self.place.move_to(row, self.shown.count, self._room):
            self._settle()
        else:
            self._paint()
        self.post_message(self.Moved())

    def follow(self, following: bool) -> None:
        """Keep the newest in sight, or stop."""
        if following:
            self.move_to(self.shown.count - 1)
        else:
            self.place.stop()
            self.post_message(self.Moved())

    def _looked_elsewhere(self) -> None:
        self._settle()
        self.post_message(self.Moved())

    def scrolled_by_hand(self, *, down: bool) -> None:
        """The scrollbar was dragged, or the end came nearer by another size."""
        self.place.drag(round(self.scroll_y), self.shown.count, at_end=self.scroll_y >= self.max_scroll_y, down=down)
        self._looked_elsewhere()

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel reads back, row by row, whatever lines stand between."""
        event.stop()
        event.prevent_default()
        self.place.scroll(-_WHEEL, self.shown.count)
        self._looked_elsewhere()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel returns."""
        event.stop()
        event.prevent_default()
        self.place.scroll(_WHEEL, self.shown.count)
        self._looked_elsewhere()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.move_to(self.place.cursor + by)

    def action_half_page(self, halves: int) -> None:
        """Move by half pages of the rows in sight."""
        self.place.page(halves * max(1, len(self.place.rows) // 2), self.shown.count)
        self._looked_elsewhere()

    def action_first(self) -> None:
        """Go to the oldest."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the newest, and follow it."""
        self.move_to(self.shown.count - 1)

    def action_choose(self) -> None:
        """Choose the event under the cursor."""
        if self.event is not None:
            self.post_message(self.Chosen(self.event))

    def on_click(self, event: Click) -> None:
        """Move to the line that was clicked; once more opens its ticket."""
        row = self._row_at(event.y)
        if row is None:
            return
        if row == self.place.cursor:
            self.action_choose()
        else:
            self.move_to(row)
