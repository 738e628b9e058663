"""Parts of a long page that are wrapped only when they come near the screen."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from textual.content import Content, Span

from gleaptui.widgets.wrapping import row_starts

WIDEST = 100
"""Longer lines of prose are hard to read."""
LONGEST = 8_000
"""Characters of a paragraph; more are made another one, so that nobody waits for what is not on the screen."""
_LEAST = 4

Run = tuple[str, str]
"""A text and its style, which may be empty."""
Lead = Callable[[int], tuple[Content, Content]]
"""What stands before the first row, and before the others, at a width."""


class Piece(Protocol):
    """Rows that belong together."""

    def starts(self, width: int) -> Sequence[int]:
        """Where each row begins, in the piece's own measure; there are as many rows."""
        ...

    def row(self, number: int, width: int) -> Content:
        """One row."""
        ...


class Made:
    """Rows that are made for a width all at once, because there are few of them."""

    __slots__ = ("_make", "_rows", "_width")

    def __init__(self, make: Callable[[int], Sequence[Content]]) -> None:
        self._make = make
        self._width = -1
        self._rows: Sequence[Content] = ()

    def starts(self, width: int) -> Sequence[int]:
        return range(len(self._laid(width)))

    def row(self, number: int, width: int) -> Content:
        return self._laid(width)[number]

    def _laid(self, width: int) -> Sequence[Content]:
        if width != self._width:
            self._width, self._rows = width, self._make(width)
        return self._rows


class Paragraph:
    """A text that is wrapped to the width, with styles, behind a lead."""

    __slots__ = ("_begins", "_lead", "_spans", "_starts", "_text", "_width")

    def __init__(self, runs: Sequence[Run], lead: Lead) -> None:
        self._lead = lead
        self._text = "".join(text for text, _ in runs)
        self._spans: list[Span] = []
        place = 0
        for text, style in runs:
            if style and text:
                self._spans.append(Span(place, place + len(text), style))
            place += len(text)
        self._begins = [span.start for span in self._spans]
        self._width = -1
        self._starts: list[int] = []

    @property
    def laid_out(self) -> bool:
        """Whether it was wrapped yet."""
        return self._width >= 0

    def starts(self, width: int) -> Sequence[int]:
        if width != self._width:
            self._width = width
            room = min(width - self._lead(width)[0].cell_length - 1, WIDEST)
            self._starts = row_starts(self._text, max(_LEAST, room))
        return self._starts

    def row(self, number: int, width: int) -> Content:
        starts = self.starts(width)
        begin = starts[number]
        end = starts[number + 1] if number + 1 < len(starts) else len(self._text)
        written = self._text[begin:end].rstrip(" ")
        first = max(0, bisect_right(self._begins, begin) - 1)
        spans = [
            Span(max(0, span.start - begin), min(len(written), span.end - begin), span.style)
            for span in self._spans[first : bisect_left(self._begins, end)]
            if span.end > begin
        ]
        return Content.assemble(self._lead(width)[number > 0], Content(written, spans=spans))


def paragraphs(runs: Sequence[Run], lead: Lead) -> Iterator[Paragraph]:
    """The text as one paragraph, or as several where it is very long; only the first of them has the lead of a first
    row."""
    held, size, first = list[Run](), 0, True
    for text, style in runs:
        while size + len(text) > LONGEST:
            cut = _cut(text, LONGEST - size)
            yield Paragraph([*held, (text[:cut], style)], lead if first else _hanging(lead))
            text, held, size, first = text[cut:], [], 0, False
        held.append((text, style))
        size += len(text)
    if size or first:
        yield Paragraph(held, lead if first else _hanging(lead))


def _cut(text: str, room: int) -> int:
    space = text.rfind(" ", max(0, room - 200), room)
    return space + 1 if space > 0 else room


def _hanging(lead: Lead) -> Lead:
    return lambda width: (lead(width)[1],) * 2


def rows(pieces: Sequence[Piece], width: int) -> list[Content]:
    """All rows of these, for what is short."""
    return [piece.row(number, width) for piece in pieces for number in range(len(piece.starts(width)))]
