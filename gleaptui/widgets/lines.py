"""A widget of whole lines that sends only those that differ."""

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget


class Lines(Widget):
    """Shows what `lines` gives for its size. `repaint` compares with what stands there and refreshes only the cells
    that differ, so the same again sends nothing."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Lines { width: 1fr; height: 1fr; text-wrap: nowrap; text-overflow: clip; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._drawn: tuple[Content, ...] = ()
        self._drawn_for: Size | None = None
        """For which size; None where what there is to show may be other lines by now."""
        self._looks: dict[int, tuple[Content, object, Strip]] = {}
        """Each line as it was drawn, and in which theme and style."""

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
        pairs = enumerate(zip(before, after, strict=True))
        changed = [(row, *differing(old, new)) for row, (old, new) in pairs if not old.is_same(new)]
        self._redraw(after, [Region(start, row, end - start, 1) for row, start, end in changed])

    def _redraw(self, lines: tuple[Content, ...], regions: Sequence[Region]) -> None:
        """These are the lines now, which differ there from those before."""
        if regions:
            self.refresh(*regions)
            # What is drawn is also what is compared with next time, even where two changes become one painting.
            self._drawn, self._drawn_for = lines, self.size

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> "Lines":
        """Draw anew what `lines` gives by then."""
        if repaint:
            self._drawn_for = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render(self) -> Content:
        return Content("\n").join(self._drawn)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines with the filters of the program, such as that of ``NO_COLOR``. Textual would look for borders,
        paddings and links, of which there are none, for longer than drawing takes."""
        background = self.visual_style.background or self.background_colors[1]
        strips = [self.render_line(y) for y in crop.line_range]
        for one in self.get_line_filters():
            strips = [strip.apply_filter(one, background) for strip in strips]
        whole = not crop.x and crop.right >= self.size.width
        return strips if whole else [strip.crop(crop.x, crop.right) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """One line by itself. Textual would draw all of them for every one that differs."""
        self._dirty_regions.clear()
        if self._drawn_for != self.size:
            self._drawn, self._drawn_for = self._fitted(), self.size
        line, look = self._drawn[y] if y < len(self._drawn) else Content(""), (self.app.theme, self.visual_style)
        known = self._looks.get(y)
        if known is None or known[1] != look or not (known[0] is line or known[0].is_same(line)):
            known = self._looks[y] = (line, look, drawn(self, line, self.size.width, self.visual_style))
        return known[2]

    def _fitted(self) -> tuple[Content, ...]:
        width, height = self.size
        if width < 1 or height < 1:
            return ()
        given = self.lines(width, height)[:height]
        given += [Content("")] * (height - len(given))
        return tuple(fit(line, width) for line in given)


def drawn(widget: Widget, content: Content, width: int, style: Style) -> Strip:
    """The content as a line of exactly ``width`` cells, on that style. What Textual does besides, wrapping above all,
    takes most of the time and changes nothing about a line that fits."""
    return joined(looks(widget, fit(content, width), style), width)


def looks(widget: Widget, content: Content, style: Style) -> Iterator[tuple[str, RichStyle]]:
    """The texts of the content with how each looks on that style."""
    for text, own in content.render(style, end="", parse_style=widget.app.stylesheet.parse_style):
        yield text, (style + own).rich_style


def joined(parts: Iterable[tuple[str, RichStyle]], width: int | None = None) -> Strip:
    """The parts as a line, neighbours that look alike as one; ``width`` is how many cells they take, where that is
    known."""
    segments: list[Segment] = []
    said: list[str] = []
    look: RichStyle | None = None
    for text, own in parts:
        if text and look is not own and look != own:
            if said:
                segments.append(Segment("".join(said), look))
            said, look = [], own
        said.append(text)
    segments.append(Segment("".join(said), look))
    return Strip(segments, width)


def differing(before: Content, after: Content) -> tuple[int, int]:
    """From which cell to which two lines of the same width differ; all of it where cells cannot be counted off."""
    width = after.cell_length
    if not len(before.plain) == len(after.plain) == before.cell_length == width:
        # Wide or joined characters: a character is not a cell.
        return 0, width
    pairs = list(zip(_cells(before), _cells(after), strict=True))
    apart = [place for place, (old, new) in enumerate(pairs) if old != new]
    return (apart[0], apart[-1] + 1) if apart else (0, width)


def _cells(content: Content) -> list[tuple[object, ...]]:
    """Each character with the styles that lie on it."""
    cells: list[tuple[object, ...]] = [(character,) for character in content.plain]
    for span in content.spans:
        for place in range(span.start, min(span.end, len(cells))):
            cells[place] = (*cells[place], span.style)
    return cells


def fit(content: Content, width: int) -> Content:
    """The content in exactly ``width`` cells: an ellipsis where it is cut, spaces where it is short."""
    length = content.cell_length
    if length == width:
        return content
    if length > width:
        content = content.truncate(max(0, width), ellipsis=True)
        length = content.cell_length
    return content.pad_right(width - length) if length < width else content


def cells(text: str) -> int:
    """How many cells the text takes."""
    return len(text) if text.isascii() else cell_len(text)


def cut(text: str, width: int) -> tuple[str, int]:
    """The text in at most ``width`` cells, with an ellipsis where it is cut; and in how many."""
    length = cells(text)
    if length <= width:
        return text, length
    return Content(text).truncate(max(0, width), ellipsis=True).plain, width


def justified(left: Content, right: Content, width: int) -> Content:
    """``left`` at the left and ``right`` at the right of a line; ``right`` goes first where there is no room."""
    room = width - left.cell_length - right.cell_length
    if room < 1 or not right.cell_length:
        return fit(left, width)
    return Content.assemble(left, " " * room, right)
