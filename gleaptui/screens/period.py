"""Choosing the period: one key for each, or two days of one's own."""

from datetime import date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input

from gleaptui.gleap.periods import LABELS, NAMES, Period, PeriodError, parse_range, resolve
from gleaptui.keys import label
from gleaptui.text import clean
from gleaptui.widgets.bound import bound
from gleaptui.widgets.lines import Lines, justified

KEYS = {
    "today": "t",
    "yesterday": "y",
    "7d": "7",
    "30d": "3",
    "this-week": "w",
    "last-week": "W",
    "this-month": "m",
    "last-month": "M",
}
"""The key of each named period."""
OWN = "own"
_OWN_KEY = "c"
_CHOICES = (*NAMES, OWN)
_NARROW, _LOW = 48, 13
"""A screen of less has no room for a frame; a narrower one none for the days beside the names."""


class Choices(Lines, can_focus=True):
    """The named periods with their keys and days, and the way to days of one's own."""

    DEFAULT_CSS = """
    Choices { height: 9; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("down", "move(1)"),
        bound("up", "move(-1)"),
        bound("first", "move(-99)"),
        bound("last", "move(99)"),
        bound("open", "take"),
        Binding("space", "take", show=False),
        Binding(_OWN_KEY, f"take('{OWN}')", show=False),
        *(Binding(key, f"take('{name}')", show=False) for name, key in KEYS.items()),
    ]

    class Taken(Message):
        """A period, or `OWN`, was chosen."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Moved(Message):
        """The cursor stands on another line."""

    def __init__(self, current: str, now: datetime | None, zone: str) -> None:
        super().__init__()
        self._current = current if current in NAMES else OWN
        self._days = {name: resolve(name, now, zone).written_days for name in NAMES} if now is not None else {}
        if self._current == OWN:
            self._days[OWN] = Period(current, *parse_range(current), zone).written_days
        self._at = _CHOICES.index(self._current)
        self._top = 0

    @property
    def days(self) -> str:
        """The days of the period under the cursor."""
        return self._days.get(_CHOICES[self._at], "")

    def lines(self, width: int, height: int) -> list[Content]:
        self._top = max(min(self._top, self._at), self._at - height + 1, 0)
        return [self._line(name, width) for name in _CHOICES[self._top :]]

    def _line(self, name: str, width: int) -> Content:
        chosen = name == _CHOICES[self._at]
        label = LABELS[name].capitalize() if name in LABELS else "Other days"
        mark = " ●" if name == self._current else ""
        left = Content.assemble(
            ("›" if chosen else " ", "bold $primary"),
            (f" {KEYS.get(name, _OWN_KEY)}  ", "$accent"),
            (label, "bold $primary" if chosen else "$foreground"),
            (mark, "$muted"),
        )
        line = justified(left, Content.assemble((f"{self._days.get(name, '')} ", "$muted")), width)
        return line.stylize("on $cursor") if chosen else line

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Go on."""
        event.stop()
        self.action_move(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Go back."""
        event.stop()
        self.action_move(-1)

    def action_move(self, by: int) -> None:
        """Go to another line."""
        self._at = max(0, min(self._at + by, len(_CHOICES) - 1))
        self.repaint()
        self.post_message(self.Moved())

    def action_take(self, name: str = "") -> None:
        """Choose the period of that name, or the one under the cursor."""
        self.post_message(self.Taken(name or _CHOICES[self._at]))

    def on_click(self, event: Click) -> None:
        """Choose what was clicked."""
        place = self._top + event.y
        if place < len(_CHOICES):
            self.post_message(self.Taken(_CHOICES[place]))


class Note(Lines):
    """A few lines of words, as many as they need."""

    DEFAULT_CSS = """
    Note { height: 1; }
    """

    def __init__(self, words: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._words = words
        self._style = "$muted"

    def say(self, words: str, style: str = "$muted") -> None:
        """Say this instead."""
        self._words, self._style = words, style
        self._grow()
        self.repaint()

    def on_resize(self, _event: Resize) -> None:
        """Wrap anew for the new width."""
        self._grow()

    def _grow(self) -> None:
        height = max(1, len(self.lines(self.size.width, 99)))
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height

    def lines(self, width: int, height: int) -> list[Content]:
        if not self._words or width < 1:
            return []
        return list(Content.assemble((self._words, self._style)).wrap(width))


class PeriodScreen(ModalScreen[str | None]):
    """Answers with the name of a period, or None. ``now`` is the moment that names are resolved at; without it no days
    are shown beside them."""

    DEFAULT_CSS = """
    PeriodScreen { align: center middle; background: $background; }
    PeriodScreen > Vertical {
        width: 54; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
        border: round $rule; border-title-color: $foreground; border-subtitle-color: $muted; background: $background;
    }
    PeriodScreen.-small { align: left top; }
    PeriodScreen.-small > Vertical { border: none; padding: 0; width: 100%; height: 100%; }
    PeriodScreen.-small Choices { height: 1fr; }
    PeriodScreen #hint { margin-top: 1; }
    PeriodScreen.-small #hint { margin-top: 0; display: none; }
    PeriodScreen.-narrow #hint { display: block; }
    PeriodScreen #own { height: auto; display: none; }
    PeriodScreen.-own #own { display: block; }
    PeriodScreen.-own Choices, PeriodScreen.-own #hint { display: none; }
    PeriodScreen Horizontal { height: 1; }
    PeriodScreen Horizontal Note { width: 12; }
    PeriodScreen.-small Horizontal Note { width: 7; }
    PeriodScreen Input { width: 1fr; height: 1; padding: 0; border: none; background: $panel; }
    PeriodScreen Input:focus { border: none; background: $cursor; }
    PeriodScreen #meaning { margin-top: 1; }
    PeriodScreen.-small #meaning { margin-top: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("back", "back"),
        bound("close", "cancel"),
        bound("period", "cancel"),
    ]

    def __init__(self, current: str, now: datetime | None = None, zone: str = "UTC") -> None:
        super().__init__()
        self._current = current
        self._now = now
        self._zone = zone

    def compose(self) -> ComposeResult:
        first, last = self._own_days()
        with Vertical() as box:
            box.border_title = "Period"
            box.border_subtitle = Content(self._zone)
            yield Choices(self._current, self._now, self._zone)
            yield Note(id="hint")
            with Vertical(id="own"):
                for field, label, value in (("first", "First", first), ("last", "Last", last)):
                    with Horizontal():
                        yield Note(label)
                        days = Input(value, placeholder="2026-09-01", id=field)
                        days.cursor_blink = False
                        yield days
                yield Note(id="meaning")

    def on_mount(self) -> None:
        self.query_one(Choices).focus()

    def on_resize(self, event: Resize) -> None:
        """Do without a frame where there is no room for it."""
        narrow, low = event.size.width < _NARROW, event.size.height < _LOW
        self.set_class(narrow or low, "-small")
        self.set_class(narrow, "-narrow")
        self.on_choices_moved()

    def on_choices_moved(self) -> None:
        """Where the days do not fit beside the names, those under the cursor stand beneath."""
        narrow = self.size.width < _NARROW
        how = f"{label('open')} take   {label('back')} back"
        self.query_one("#hint", Note).say(self.query_one(Choices).days if narrow else how)

    def on_choices_taken(self, message: Choices.Taken) -> None:
        """Answer with a named period, or ask for days."""
        if message.name == OWN:
            self.add_class("-own")
            self.query_one("#first", Input).focus()
            self._read()
        else:
            self.dismiss(message.name)

    def on_input_changed(self, _event: Input.Changed) -> None:
        """Say what the days mean while they are typed."""
        self._read()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the second day, then answer."""
        name = self._read()
        if event.input.id == "first" and ".." not in event.value:
            self.query_one("#last", Input).focus()
        elif name:
            self.dismiss(name)

    def _read(self) -> str:
        """The days as a name, empty where they are none yet; the note says what they are or what is wrong."""
        first, last = (self.query_one(f"#{field}", Input).value.strip() for field in ("first", "last"))
        note = self.query_one("#meaning", Note)
        try:
            name, days = own_period(first, last, self._now, self._zone)
        except PeriodError as error:
            note.say(str(error), "$muted" if not first or not last else "$bad")
            return ""
        note.say(days, "$foreground")
        return name

    def _own_days(self) -> tuple[str, str]:
        """What stands in the two fields at first."""
        if self._current not in NAMES:
            days = parse_range(self._current)
            return days[0].isoformat(), days[1].isoformat()
        if self._now is None:
            return "", ""
        period = resolve(self._current, self._now, self._zone)
        return period.first.isoformat(), period.last.isoformat()

    def action_back(self) -> None:
        """From days of one's own back to the names, from there back to the pane."""
        if self.has_class("-own"):
            self.remove_class("-own")
            self.query_one(Choices).focus()
        else:
            self.dismiss(None)

    def action_cancel(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)


def own_period(first: str, last: str, now: datetime | None, zone: str) -> tuple[str, str]:
    """The name of the period of two typed days, and what they are in words. A whole ``FROM..TO`` may stand in the
    first. Raises `PeriodError` that says what is wrong or missing."""
    if ".." in first:
        first, _, last = first.partition("..")
    begin, end = _day(first.strip(), "first"), _day(last.strip(), "last")
    if end < begin:
        raise PeriodError("The last day lies before the first.")
    try:
        parse_range(f"{begin}..{end}")
    except PeriodError:
        raise PeriodError("Ten years at most, between 2000 and 2200.") from None
    today = now.astimezone(ZoneInfo(zone)).date() if now is not None else date.max
    if begin > today:
        raise PeriodError(f"{_written(begin)} is still to come: nothing to show yet.")
    period = Period("", begin, end, zone)
    days = "1 day" if period.days == 1 else f"{period.days} days"
    running = ", not over yet" if end >= today else ""
    return f"{begin}..{end}", f"{days}: {period.written_days}{running}"


def _day(typed: str, which: str) -> date:
    if not typed:
        raise PeriodError(f"Type the {which} day, such as 2026-09-01.")
    try:
        return date.fromisoformat(typed)
    except ValueError:
        pass
    parts = typed.split("-")
    if len(parts) == 3 and all(part.isdigit() for part in parts) and len(parts[0]) == 4:
        raise PeriodError(f"There is no {clean(typed, 12)} in the calendar.")
    raise PeriodError(f"{clean(typed, 12)!r} is no day: write it as 2026-09-01.")


def _written(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"
