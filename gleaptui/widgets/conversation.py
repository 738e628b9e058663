"""Messages: who wrote, when, and what."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache, partial
from zoneinfo import ZoneInfo

from textual.content import Content

from gleaptui import text
from gleaptui.gleap.models import Attachment, Line, LineKind, Message, Span
from gleaptui.inbox.links import web_link
from gleaptui.widgets.pieces import Lead, Made, Piece, Run, paragraphs, rows

_INDENT = 2
_LEAST_NAME = 8
"""Cells of a name that are shown before the date goes."""
_RULE = 40
_MOST_NUMBERED = 99
_ADDRESS = re.compile(r"""https?://[^\s<>"“”«»]+""", re.IGNORECASE)
_opened = lru_cache(maxsize=_MOST_NUMBERED)(web_link)
_BEHIND = ".,;:!?'’)]}"
"""What ends a sentence rather than an address, where it stands behind one."""


@dataclass(frozen=True, slots=True)
class _Author:
    word: str
    style: str
    edge: str


_AUTHORS = {
    "customer": _Author("customer", "$author-customer", "▎"),
    "agent": _Author("agent", "$author-agent", "▎"),
    "assistant": _Author("AI assistant", "$author-assistant", "▎"),
    "note": _Author("INTERNAL NOTE", "$author-note", "▒"),
    "unknown": _Author("unknown", "$muted", "▎"),
}
_STYLES = {"heading": "bold", "quote": "$muted", "code": "$secondary", "image": "$muted"}


def pieces(message: Message, zone: ZoneInfo) -> Iterator[Piece]:
    """A message: its head, its lines, the addresses that its links do not show by number, and its files by name."""
    author = _AUTHORS[message.author]
    edge = Content.assemble((f" {author.edge} ", author.style))
    yield Made(partial(_head, message, author, edge, zone))
    numbers = {link: number for number, link in enumerate(links(message), 1)}
    for line in message.lines:
        if line.kind == "rule":
            yield Made(partial(_ruled, edge))
        else:
            yield from paragraphs(list(_runs(line, numbers)), _line_lead(line, edge))
    hidden = {span.link for line in message.lines for span in line.spans if span.link != span.text}
    for link, number in numbers.items():
        if link in hidden:
            yield from paragraphs([(link, "$muted")], _plain_lead(edge, (f"[{number}] ", "$muted")))
    for attachment in message.attachments:
        yield from paragraphs(list(_file(attachment)), _plain_lead(edge, ("attached: ", "$muted")))
    if not message.lines and not message.attachments:
        said = f"nothing to read ({message.type or 'no type'})"
        yield from paragraphs([(said, "$muted italic")], _plain_lead(edge))


def lines(messages: Sequence[Message], zone: str, width: int) -> list[Content]:
    """A short conversation for a width, oldest message first, an empty line between messages."""
    shown: list[Content] = []
    for message in messages:
        if shown:
            shown.append(Content(""))
        shown += rows(list(pieces(message, ZoneInfo(zone))), width)
    return shown


def links(message: Message) -> tuple[str, ...]:
    """The addresses that a message leads to, in the order of their numbers; after many, the rest have none."""
    found: dict[str, None] = {}
    for link in (part[1] for line in message.lines for span in line.spans for part in _parted(span) if part[1]):
        found[link] = None
        if len(found) == _MOST_NUMBERED:
            break
    return tuple(found)


def _parted(span: Span) -> Iterator[tuple[str, str]]:
    """The texts of a span, each with the address that it leads to: that of the span, or one that is written out."""
    if span.link or "://" not in span.text:
        yield span.text, span.link
        return
    end = 0
    for found in _ADDRESS.finditer(span.text):
        address = found[0].rstrip(_BEHIND)
        if "(" in address and found[0][len(address) :].startswith(")"):
            address += ")"
        if _opened(address):
            yield span.text[end : found.start()], ""
            yield address, address
            end = found.start() + len(address)
    yield span.text[end:], ""


def words(message: Message) -> str:
    """What was written, without who and when; the addresses of links stand behind them."""

    def written(span: Span) -> str:
        return f"{span.text} ({span.link})" if span.link and span.link != span.text else span.text

    return "\n".join("".join(map(written, line.spans)) for line in message.lines)


def _head(message: Message, author: _Author, edge: Content, zone: ZoneInfo, width: int) -> list[Content]:
    """Who and when. Where there is no room for all, the word that says what kind of author it is stays whole."""
    room = width - edge.cell_length
    when = _when(message.at.astimezone(zone)) if message.at else text.MISSING
    word = "satisfaction answer" if message.csat else author.word
    name = Content(message.name)
    dated = room >= len(word) + len(when) + 4 + min(name.cell_length, _LEAST_NAME)
    for_name = room - len(word) - 2 - (len(when) + 2 if dated else 0)
    if name.cell_length > for_name:
        name = name.truncate(max(1, for_name), ellipsis=True)
    parts = [Content.styled(word, author.style)]
    if name.plain:
        parts.insert(0, name.stylize(f"bold {author.style}"))
    if dated:
        parts.append(Content.styled(when, "$muted"))
    return [Content.assemble(edge, Content("  ").join(parts))]


def _when(local: datetime) -> str:
    return f"{local.day} {local:%b %Y} {text.clock_time(local)}"


def _ruled(edge: Content, width: int) -> list[Content]:
    return [Content.assemble(edge, ("─" * min(max(4, width - 4), _RULE), "$rule"))]


def _file(attachment: Attachment) -> Iterator[Run]:
    yield attachment.name, ""
    if attachment.kind:
        yield f" ({attachment.kind})", "$muted"


def _plain_lead(edge: Content, mark: Run = ("", "")) -> Lead:
    first = Content.assemble(edge, mark)
    other = Content.assemble(edge, " " * len(mark[0]))
    return lambda _width: (first, other)


def _line_lead(line: Line, edge: Content) -> Lead:
    """The edge, then the line's marker behind its indent."""
    marker = {"quote": "│ ", "code": "  ", "image": "▣ "}.get(line.kind, f"{line.marker} " if line.marker else "")
    hanging = marker if line.kind in ("quote", "code") else " " * len(marker)

    def lead(width: int) -> tuple[Content, Content]:
        indent = " " * min(line.depth * _INDENT, max(0, width - edge.cell_length - 1) // 3)
        first = Content.assemble(edge, indent, (marker, "$muted"))
        return first, first if hanging == marker else Content.assemble(edge, indent, hanging)

    return lead


def _runs(line: Line, numbers: dict[str, int]) -> Iterator[Run]:
    for span in line.spans:
        for said, link in _parted(span):
            yield said, _style(line.kind, span.bold, span.italic, span.code, bool(link))
            if link in numbers:
                yield f" [{numbers[link]}]", "$muted"
            elif link != said and link:
                yield f" ({link})", "$muted"


@cache
def _style(kind: LineKind, bold: bool, italic: bool, code: bool, link: bool) -> str:
    parts = (
        _STYLES.get(kind, ""),
        "bold" if bold else "",
        "italic" if italic else "",
        "$secondary" if code and kind != "code" else "",
        "underline" if link else "",
    )
    return " ".join(part for part in parts if part)
