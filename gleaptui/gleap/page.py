"""Lines of a message as they are put together, and what bounds them."""

from gleaptui.gleap.models import Line, LineKind, Span
from gleaptui.text import LONGEST_TEXT, clean, clean_block

_MOST_LINES = 3_000
_MOST_CHARACTERS = 400_000
_DEEPEST_INDENT = 6
_REST = Line(spans=(Span(text="… the rest is too long to show"),))


class Page:
    """Collects spans into lines. What does not fit is left out, and the last line says so."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._spans: list[Span] = []
        self._room = _MOST_CHARACTERS
        self._cut = False
        self.kind: LineKind = "text"
        self.depth = 0
        self.marker = ""

    @property
    def begun(self) -> bool:
        """Whether the line holds something."""
        return bool(self._spans)

    @property
    def full(self) -> bool:
        """Whether nothing more is taken."""
        return self._cut

    def place(self, kind: LineKind, depth: int, marker: str) -> bool:
        """Say what the next line is; False where one has begun already."""
        if self._spans:
            return False
        self.kind, self.depth, self.marker = kind, min(depth, _DEEPEST_INDENT), marker
        return True

    def span(
        self, text: object, *, bold: bool = False, italic: bool = False, code: bool = False, link: str = ""
    ) -> None:
        """Add text to the line; each newline in it begins another."""
        for number, part in enumerate(_parts(text)):
            if number:
                self.end()
            if part and self._takes(len(part)):
                self._spans.append(Span(text=part, bold=bold, italic=italic, code=code, link=link))

    def end(self) -> None:
        """End the line, if there is one."""
        if self._spans:
            self._add(Line(spans=tuple(self._spans), kind=self.kind, depth=self.depth, marker=self.marker))
            self.marker = " " * len(self.marker)
        self._spans = []

    def rule(self) -> None:
        """A line of its own across the page."""
        self.end()
        self._add(Line(kind="rule"))

    def picture(self, source: object, name: object) -> None:
        """A line with an image's name and address. One that is the image itself has no address."""
        link = "" if isinstance(source, str) and source[:20].lstrip().lower().startswith("data:") else clean(source)
        named = clean(name, 200) or link.split("?")[0].rstrip("/").rpartition("/")[2][:200]
        self._alone(f"image: {named}" if named else "image", link)

    def embedded(self, source: object) -> None:
        """A line that names what is shown from elsewhere."""
        link = clean(source)
        self._alone(f"embedded: {link}" if link else "embedded content", link)

    def cut(self) -> None:
        """There is more than can be shown."""
        self._cut = True

    def finish(self) -> tuple[Line, ...]:
        """All lines."""
        self.end()
        return (*self._lines, _REST) if self._cut else tuple(self._lines)

    def _alone(self, text: str, link: str) -> None:
        self.end()
        if self._takes(len(text)):
            self._add(Line(spans=(Span(text=text, link=link),), kind="image", depth=self.depth))

    def _takes(self, characters: int) -> bool:
        self._room -= characters
        self._cut = self._cut or self._room < 0
        return not self._cut

    def _add(self, line: Line) -> None:
        if len(self._lines) < _MOST_LINES:
            self._lines.append(line)
        else:
            self._cut = True


def _parts(text: object) -> list[str]:
    """The lines of a text, cleaned. Most are one harmless line, which is told at a tenth of the price."""
    if isinstance(text, str) and text.isascii() and text.isprintable() and len(text) < LONGEST_TEXT:
        return [text]
    return clean_block(text).split("\n")
