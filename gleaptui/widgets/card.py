"""One figure as a card in a frame."""

from dataclasses import dataclass

from textual.content import Content

from gleaptui import text
from gleaptui.gleap.change import Goodness
from gleaptui.targets import State
from gleaptui.widgets.lines import fit
from gleaptui.widgets.sparkline import bar_width, sparkline
from gleaptui.widgets.wrapping import row_starts

Part = tuple[str, str]
"""A text and its style."""

SIGNS: dict[Goodness, str] = {"better": "✓", "worse": "✗", "": ""}
STYLES: dict[Goodness, str] = {"better": "$good", "worse": "$bad", "": "$foreground"}
_STANDINGS: dict[State, tuple[str, str, str]] = {
    "ok": ("ok", "✓", "$good"),
    "warning": ("{}", "!", "bold $watch"),
    "critical": ("far {}", "!!", "bold $bad"),
    "unknown": ("", "?", "$muted"),
}
_FRAME, _CHOSEN = tuple("╭─╮│╰╯"), tuple("┏━┓┃┗┛")
"""The chosen card is told by its frame as well as by its colour."""
_BROADEST = 6
_TREND_FROM = 7
"""Columns from which a trend beside words says something."""


@dataclass(frozen=True, slots=True)
class Face:
    """What a card shows, in words. ``value`` is empty while nothing was answered."""

    metric: str
    label: str
    value: str = ""
    reason: str = ""
    """Why there is no value."""
    changes: tuple[str, ...] = ()
    """The change in words, the fullest first."""
    verdict: Goodness = ""
    marks: tuple[tuple[str, str], ...] = ()
    """How the value came about, each in a word and in one character."""
    target: str = ""
    state: State | None = None
    """How it stands to its target, where it has one."""
    side: str = ""
    """Where it stands when it misses its target: ``over`` or ``under``."""
    trend: tuple[float | None, ...] = ()
    growing: bool = False
    """The last value of the trend is of a day that is not over."""
    old_trend: bool = False
    """Asking for the trend again failed."""
    age: str = ""
    stale: bool = False
    """The value is old, because asking for it again failed."""

    @property
    def missing(self) -> bool:
        """There is an answer, and it holds no value."""
        return self.value == text.MISSING

    @property
    def standing(self) -> tuple[str, str, str]:
        """The state as a word, a sign and a style; all empty without a target."""
        if self.state is None or not self.value:
            return "", "", ""
        word, sign, style = _STANDINGS[self.state]
        return word.format(self.side), sign, "$muted" if self.stale else style


def card(face: Face, width: int, height: int, *, chosen: bool, place: str = "") -> list[Content]:
    """The card in a frame of that size, from three lines and twelve columns up. ``place`` says which of how many it
    is, where no others are seen."""
    inner = max(0, width - 4)
    left, across, right, side, low_left, low_right = _CHOSEN if chosen else _FRAME
    frame = "bold $primary" if chosen else "$rule"
    title, state, said = _title(face, width - 5, chosen=chosen)
    fill = " " + across * max(0, width - 5 - title.cell_length - state.cell_length)
    top = Content.assemble((f"{left} ", frame), title, (fill, frame), state, (across + right, frame))
    bottom = _bottom(face, width, (low_left, across, low_right), frame, place)
    body = _body(face, inner, height - 2, said=said)
    sides = [Content.assemble((f"{side} ", frame), fit(line, inner), (f" {side}", frame)) for line in body]
    return [top, *sides, bottom]


def _bottom(face: Face, width: int, strokes: tuple[str, str, str], frame: str, place: str) -> Content:
    """The lower frame with the age. It stands at the left, as nothing of a line is sent behind what changes."""
    left, across, right = strokes
    age = Content.assemble((f" {face.age} ", "$stale" if face.stale else "$muted")) if face.age else Content("")
    if age.cell_length > width - 4:
        age = Content("")
    number = Content.assemble((f" {place} ", "$muted")) if place else Content("")
    if number.cell_length + age.cell_length > width - 4:
        number = Content("")
    line = across * (width - 4 - age.cell_length - number.cell_length)
    return Content.assemble((left + across, frame), age, (line, frame), number, (across + right, frame))


def _title(face: Face, width: int, *, chosen: bool) -> tuple[Content, Content, bool]:
    """The label with its marks, the state in words as far as there is room, else in signs, and whether in words."""
    label = (face.label, "bold $primary" if chosen else "$muted" if face.missing else "$foreground")
    word, sign, style = face.standing
    marks = ["".join(f"  {mark[form]}" for mark in face.marks) for form in (0, 1)]
    for said in dict.fromkeys((word, word.rpartition(" ")[2], "")):
        written = f" {said} {sign} " if said else f" {sign} " if sign else ""
        for mark in dict.fromkeys(marks):
            if len(face.label) + len(mark) + len(written) + 1 <= width:
                title = Content.assemble(label, (mark, "$muted"))
                return title, Content.assemble((written, style)), said == word
    state = Content.assemble((f" {sign} " if sign else "", style))
    title = Content.assemble(label, (marks[1], "$muted"))
    return title.truncate(max(1, width - state.cell_length - 1), ellipsis=True), state, not word


def _body(face: Face, width: int, height: int, *, said: bool) -> list[Content]:
    value = Content.assemble((face.value or "loading…", value_style(face)))
    if not face.value or face.missing:
        if height < 2:
            reason = Content.assemble((f"  {face.reason}", "$muted"))
            room = width - value.cell_length
            return [Content.assemble(value, reason.truncate(room, ellipsis=True) if room > 4 else "")][:height]
        return [value, *_wrapped(face.reason, width, height - 1)]
    word, _, style = face.standing
    target = [Content.assemble((f"target {face.target}", "$muted"))] if face.target else []
    if target and word and not said:
        # What the title had no room for.
        target.insert(0, Content.assemble((word, style), " ", target[0]))
    if height < 2:
        room = width - value.cell_length - 2
        shortest = changes(face)[-1].cell_length if face.changes else -2
        needed = next((one.cell_length + 1 for one in target if one.cell_length + 1 + shortest <= room), 0)
        change = first_that_fits(changes(face), room - needed)
        changed = Content.assemble(value, "  ", change) if change.cell_length else value
        return [_at_the_end(changed, target, width)][:height]
    first = _at_the_end(value, target, width)
    if height == 2:
        return [first, _change_with_trend(face, width)]
    return [first, first_that_fits(changes(face), width), *trend(face, width, height - 2)]


def _at_the_end(left: Content, rights: list[Content], width: int) -> Content:
    for right in rights:
        room = width - left.cell_length - right.cell_length
        if room >= 1:
            return Content.assemble(left, " " * room, right)
    return left


def _wrapped(reason: str, width: int, height: int) -> list[Content]:
    """The reason in that many lines; an ellipsis where it is longer."""
    if height < 1:
        return []
    starts = row_starts(reason, width) if width >= 2 else []
    # What does not fit any more ends the last line with an ellipsis.
    ends = [*starts[1:height], len(reason)]
    lines = [Content(reason[start:end].rstrip()) for start, end in zip(starts, ends, strict=False)]
    lines += [Content("")] * (height - len(lines))
    return [line.truncate(width, ellipsis=True).stylize("$muted") for line in lines]


def changes(face: Face) -> list[Content]:
    """The change with its goodness, the fullest wording first."""
    sign, style = SIGNS[face.verdict], "$muted" if face.stale else STYLES[face.verdict]
    found = []
    for words in face.changes:
        ends = [f" {sign} {face.verdict}", f" {sign}"] if sign else [""]
        found += [Content.assemble((words + end, style)) for end in ends]
    return found


def first_that_fits(contents: list[Content], width: int) -> Content:
    """The first that fits whole; nothing where none does."""
    return next((one for one in contents if one.cell_length <= width), Content(""))


def _change_with_trend(face: Face, width: int) -> Content:
    """Both in one line; the trend takes what a shorter wording leaves."""
    drawn = trend(face, max(_TREND_FROM, min(width // 3, 3 * len(face.trend))))[0]
    room = width - drawn.cell_length - 1
    change = first_that_fits(changes(face), room)
    if not drawn.plain.strip() or (face.changes and not change.plain):
        return first_that_fits(changes(face), width)
    return Content.assemble(change, " " * (width - change.cell_length - drawn.cell_length), drawn)


def value_style(face: Face) -> str:
    """How the value is written: one that misses its target stands out."""
    if face.missing or not face.value or face.stale:
        return "$muted"
    if face.state in ("warning", "critical"):
        return _STANDINGS[face.state][2]
    return "bold $foreground"


def trend(face: Face, width: int, height: int = 1) -> list[Content]:
    """The trend as bars; the one that is still growing stands back."""
    drawn = sparkline(face.trend, width, height, _BROADEST)
    style = "$muted" if face.stale or face.old_trend else "$primary"
    if not face.growing:
        return [Content.assemble((line, style)) for line in drawn]
    last = bar_width(len(face.trend), width, _BROADEST)[0] if len(face.trend) <= width else 1
    return [Content.assemble((line[:-last], style), (line[-last:], "$muted")) for line in drawn]


_PLAIN = str.maketrans(
    {
        **dict.fromkeys("╭╮╰╯┏┓┗┛", "+"),
        "─": "-",
        "│": "|",
        "━": "=",
        "┃": "#",
        "▲": "^",
        "▼": "v",
        "✓": "+",
        "✗": "x",
        "Σ": "S",
        "ƒ": "f",
        "•": "*",
        "›": ">",
        "…": "~",
        "–": "-",
        "\u202f": " ",
        **dict(zip("▁▂▃▄▅▆▇█", "_.-:=+*#", strict=True)),
    }
)


def in_ascii(content: Content) -> Content:
    """The content in the characters that every terminal has; as wide as before."""
    if content.plain.isascii():
        return content
    return Content(content.plain.translate(_PLAIN), spans=list(content.spans))
