"""Messages as wrapped lines: who wrote, when, and what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from textual.content import Content

from gleaptui import text
from gleaptui.gleap.models import Attachment, Line, Message

_INDENT = 2
_WIDEST = 100
"""Longer lines of prose are hard to read."""
_LEAST_NAME = 8
"""Cells of a name that are shown before the date goes."""


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


def lines(messages: tuple[Message, ...], zone: str, width: int) -> list[Content]:
    """The conversation for a width, oldest message first, an empty line between messages."""
    shown: list[Content] = []
    for message in messages:
        if shown:
            shown.append(Content(""))
        shown += _message(message, ZoneInfo(zone), width)
    return shown


def _message(message: Message, zone: ZoneInfo, width: int) -> Iterator[Content]:
    author = _AUTHORS[message.author]
    edge = Content.assemble((f" {author.edge} ", author.style))
    yield Content.assemble(edge, _title(message, author, zone, width - edge.cell_length))
    room = max(8, min(width - edge.cell_length - 1, _WIDEST))
    links: list[str] = []
    for line in message.lines:
        for part in _wrapped(line, room, links):
            yield Content.assemble(edge, part)
    for number, link in enumerate(links, 1):
        mark = f"[{number}] "
        for place, part in enumerate(Content(link).wrap(max(4, room - len(mark)))):
            lead = mark if place == 0 else " " * len(mark)
            yield Content.assemble(edge, (lead, "$muted"), part.stylize("$muted"))
    for attachment in message.attachments:
        yield Content.assemble(edge, _file(attachment))
    if not message.lines and not message.attachments:
        yield Content.assemble(edge, (f"nothing to read ({message.type or 'no type'})", "$muted italic"))


def _title(message: Message, author: _Author, zone: ZoneInfo, width: int) -> Content:
    """Who and when. Where there is no room for all, the word that says what kind of author it is stays whole."""
    when = _when(message.at.astimezone(zone)) if message.at else text.MISSING
    word = "satisfaction answer" if message.csat else author.word
    name = Content(message.name)
    dated = width >= len(word) + len(when) + 4 + min(name.cell_length, _LEAST_NAME)
    room = width - len(word) - 2 - (len(when) + 2 if dated else 0)
    if name.cell_length > room:
        name = name.truncate(max(1, room), ellipsis=True)
    parts = [Content.assemble((word, author.style))]
    if name.plain:
        parts.insert(0, name.stylize(f"bold {author.style}"))
    if dated:
        parts.append(Content.assemble((when, "$muted")))
    return Content("  ").join(parts)


def _when(local: datetime) -> str:
    return f"{local.day} {local:%b %Y} {text.clock_time(local)}"


def _file(attachment: Attachment) -> Content:
    kind = f" ({attachment.kind})" if attachment.kind else ""
    return Content.assemble(("attached: ", "$muted"), attachment.name, (kind, "$muted"))


def _wrapped(line: Line, width: int, links: list[str]) -> list[Content]:
    if line.kind == "rule":
        return [Content.assemble(("─" * min(width, 40), "$rule"))]
    indent = " " * min(line.depth * _INDENT, width // 3)
    marker = {"quote": "│ ", "code": "  ", "image": "▣ "}.get(line.kind, f"{line.marker} " if line.marker else "")
    content = Content.assemble(*_spans(line, links))
    room = max(4, width - len(indent) - len(marker))
    parts = content.wrap(room)
    hanging = marker if line.kind in ("quote", "code") else " " * len(marker)
    return [
        Content.assemble(indent, (marker if number == 0 else hanging, "$muted"), part)
        for number, part in enumerate(parts)
    ]


def _spans(line: Line, links: list[str]) -> Iterator[tuple[str, str] | str]:
    whole = {"heading": "bold", "quote": "$muted", "code": "$secondary", "image": "$muted"}.get(line.kind, "")
    for span in line.spans:
        style = " ".join(
            part
            for part in (
                whole,
                "bold" if span.bold else "",
                "italic" if span.italic else "",
                "$secondary" if span.code and line.kind != "code" else "",
                "underline" if span.link else "",
            )
            if part
        )
        yield (span.text, style) if style else span.text
        if span.link and span.link != span.text:
            if span.link not in links:
                links.append(span.link)
            yield (f" [{links.index(span.link) + 1}]", "$muted")
