"""A widget of whole lines that sends only those that differ."""

from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget


class Lines(Widget):
    """Shows what `lines` gives for its size. `repaint` compares with what stands there and refreshes only the
    lines that differ, so the same again sends nothing."""

    DEFAULT_CSS = """
    Lines { width: 1fr; height: 1fr; text-wrap: nowrap; text-overflow: clip; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._drawn: tuple[Content, ...] = ()

    def lines(self, width: int, height: int) -> list[Content]:
        """The lines for this size, from the top; what is missing stays empty, what is too much is left out."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Compare, and draw anew what differs."""
        if not self.size:
            return
        before, after = self._drawn, self._fitted()
        if len(before) != len(after):
            self.refresh()
            return
        changed = [row for row, pair in enumerate(zip(before, after, strict=True)) if not pair[0].is_same(pair[1])]
        if changed:
            self.refresh(*(Region(0, row, self.size.width, 1) for row in changed))

    def render(self) -> Content:
        self._drawn = self._fitted()
        return Content("\n").join(self._drawn)

    def _fitted(self) -> tuple[Content, ...]:
        width, height = self.size
        if width < 1 or height < 1:
            return ()
        given = self.lines(width, height)[:height]
        given += [Content("")] * (height - len(given))
        return tuple(fit(line, width) for line in given)


def fit(content: Content, width: int) -> Content:
    """The content in exactly ``width`` cells: an ellipsis where it is cut, spaces where it is short."""
    length = content.cell_length
    if length == width:
        return content
    if length > width:
        content = content.truncate(max(0, width), ellipsis=True)
        length = content.cell_length
    return content.pad_right(width - length) if length < width else content


def justified(left: Content, right: Content, width: int) -> Content:
    """``left`` at the left and ``right`` at the right of a line; ``right`` goes first where there is no room."""
    room = width - left.cell_length - right.cell_length
    if room < 1 or not right.cell_length:
        return fit(left, width)
    return Content.assemble(left, " " * room, right)
