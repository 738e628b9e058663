"""The line at the bottom: how live the figures are, what the budget stands at, and the keys that help here."""

from rich.cells import cell_len
from textual.content import Content

from gleaptui.widgets.lines import Lines

Part = tuple[str, str]
"""A text and the theme variable it is shown in, such as ``("live", "$good")``."""


_LEAST_SENTENCE = 40
_LEAST_OF_AN_ALARM = 1 / 3
"""The part of its words that an alarm keeps where the rest goes for what stands beside it."""
_WELL = "$good"
_GAP = 2
_STEP = 8
"""Cells by which the room for what is said grows, so that the keys stay while an age gets a digit more."""


class StatusLine(Lines):
    """What is wrong and what is said at the left, most important first; keys at the right. What does not fit is left
    out whole."""

    DEFAULT_CSS = """
    StatusLine { height: 1; width: 1fr; background: $panel; color: $muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[Part, ...] = ()
        self._hints: tuple[tuple[str, str], ...] = ()
        self._alarm: tuple[Part, ...] = ()

    def show(self, parts: tuple[Part, ...], hints: tuple[tuple[str, str], ...], alarm: tuple[Part, ...] = ()) -> None:
        """Show these; the same again costs nothing. ``alarm`` is what is wrong, the fullest wording first: the fullest
        one is shown that leaves room for the first of the parts, unless that says no more than that all is well."""
        if (parts, hints, alarm) != (self._parts, self._hints, self._alarm):
            self._parts, self._hints, self._alarm = parts, hints, alarm
            self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        left = Content(" ")
        said = self._said(width - 1)
        for number, (text, style) in enumerate(said):
            longer = Content.assemble(left, ", " if number else "", (text, style))
            room = width - 1 - left.cell_length
            if longer.cell_length <= width - 1:
                left = longer
                continue
            # A sentence is worth reading even where its end is cut.
            if not number or room >= _LEAST_SENTENCE:
                left = Content.assemble(left, ", " if number else "", (cut(text, room - 2 * bool(number)), style))
            break
        return [self._with_hints(left, width)]

    def _said(self, width: int) -> tuple[Part, ...]:
        """The alarm as far as there is room for it, and the parts."""
        if not self._alarm:
            return self._parts
        first, style = self._parts[0] if self._parts else ("", _WELL)
        beside = width - 3 - cell_len(first) if style != _WELL else width - 1
        whole, shorter = (self._wording(room) for room in (width - 1, beside))
        return (shorter if len(shorter[0]) >= len(whole[0]) * _LEAST_OF_AN_ALARM else whole, *self._parts)

    def _wording(self, room: int) -> Part:
        """The fullest wording of the alarm that fits; nothing where none does."""
        return next((wording for wording in self._alarm if cell_len(wording[0]) <= room), ("", ""))

    def _with_hints(self, left: Content, width: int) -> Content:
        said = -(-left.cell_length // _STEP) * _STEP
        for number in range(len(self._hints), 0, -1):
            hints = Content.assemble(
                *(part for key, does in self._hints[-number:] for part in (("  " + key, "$accent"), " " + does))
            )
            if width - said - hints.cell_length >= _GAP:
                return Content.assemble(left, " " * (width - left.cell_length - hints.cell_length - 1), hints, " ")
        return left


def cut(sentence: str, width: int) -> str:
    """As many whole words of it as there is room for; an ellipsis says that there are more."""
    words = sentence.split(" ")
    for number in range(len(words), 0, -1):
        said = " ".join(words[:number]) + ("…" if number < len(words) else "")
        if cell_len(said) <= width:
            return said
    return Content(words[0]).truncate(max(0, width), ellipsis=True).plain
