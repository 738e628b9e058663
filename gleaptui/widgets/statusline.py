"""The line at the bottom: how live the figures are, what the budget stands at, and the keys that help here."""

from textual.content import Content

from gleaptui.widgets.lines import Lines

Part = tuple[str, str]
"""A text and the theme variable it is shown in, such as ``("live", "$good")``."""


_LEAST_SENTENCE = 40
_GAP = 2
_STEP = 8
"""Cells by which the room for what is said grows, so that the keys stay while an age gets a digit more."""


class StatusLine(Lines):
    """What is said at the left, most important first; keys at the right. What does not fit is left out whole."""

    DEFAULT_CSS = """
    StatusLine { height: 1; width: 1fr; background: $panel; color: $muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[Part, ...] = ()
        self._hints: tuple[tuple[str, str], ...] = ()

    def show(self, parts: tuple[Part, ...], hints: tuple[tuple[str, str], ...]) -> None:
        """Show these; the same again costs nothing."""
        if (parts, hints) != (self._parts, self._hints):
            self._parts, self._hints = parts, hints
            self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        left = Content(" ")
        for number, (text, style) in enumerate(self._parts):
            longer = Content.assemble(left, ", " if number else "", (text, style))
            if longer.cell_length > width - 1:
                # A sentence is worth reading even where its end is cut.
                if width - left.cell_length >= _LEAST_SENTENCE:
                    left = longer.truncate(width - 1, ellipsis=True)
                break
            left = longer
        if not self._parts or left.cell_length <= 1:
            left = Content(f" {self._parts[0][0]}").truncate(width, ellipsis=True) if self._parts else left
        return [self._with_hints(left, width)]

    def _with_hints(self, left: Content, width: int) -> Content:
        said = -(-left.cell_length // _STEP) * _STEP
        for number in range(len(self._hints), 0, -1):
            hints = Content.assemble(
                *(part for key, does in self._hints[-number:] for part in (("  " + key, "$accent"), " " + does))
            )
            if width - said - hints.cell_length >= _GAP:
                return Content.assemble(left, " " * (width - left.cell_length - hints.cell_length - 1), hints, " ")
        return left
