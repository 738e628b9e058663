"""A ticket as a Markdown document that says what was written and does nothing else."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from gleaptui import text
from gleaptui.gleap.models import Line, Message, Ticket

_AUTHORS = {
    "customer": "customer",
    "agent": "agent",
    "assistant": "AI assistant",
    "note": "INTERNAL NOTE",
    "unknown": "unknown",
}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~#&$])")
_LEADING = re.compile(r"^(?:([-+=:])|(\d+)([.)])(?=\s|\Z))")
_FENCE = re.compile(r"`{3,}")
_ORDERED = re.compile(r"\d{1,9}[.)]\Z")
_DEEPEST = 8


def document(ticket: Ticket, messages: Sequence[Message], *, zone: str, address: str, complete: bool) -> str:
    """The ticket with its conversation, oldest message first; times are of the zone."""
    number = f"#{ticket.number} " if ticket.number is not None else ""
    parts = [f"# {_escaped(number + (ticket.title or 'no title'))}", *_facts(ticket, zone, address)]
    if ticket.summary:
        parts += ["## Summary", _escaped(ticket.summary)]
    if ticket.form:
        parts += ["## Form", "\n".join(f"- {_escaped(name)}: {_escaped(value)}" for name, value in ticket.form)]
    if ticket.attachments:
        parts += ["## Attachments", "\n".join(f"- {_escaped(file.name)}" for file in ticket.attachments)]
    parts.append("## Conversation")
    if not complete:
        parts.append("*Older messages were not loaded.*")
    for message in messages:
        parts += [f"### {_heading(message, zone)}", *_body(message)]
    return "\n\n".join(parts) + "\n"


def _facts(ticket: Ticket, zone: str, address: str) -> Iterator[str]:
    who = ticket.customer
    customer = ", ".join(part for part in (who.name, who.email, who.company, who.plan) if part) if who else ""
    sla = {True: "breached", False: "kept", None: ""}[ticket.sla_breached]
    rows = (
        ("Type", ticket.type),
        ("Status", ticket.status_label or ticket.status),
        ("Priority", ticket.priority),
        ("SLA", sla),
        ("Assignee", ticket.assignee.name if ticket.assignee else "nobody"),
        ("Customer", customer),
        ("Channel", ticket.channel),
        ("Tags", ", ".join(ticket.tags)),
        ("Created", _when(ticket.created_at, zone)),
        ("Last change", _when(ticket.updated_at, zone)),
    )
    lines = [f"- {name}: {_escaped(value or text.MISSING)}" for name, value in rows]
    yield "\n".join([*lines, f"- Address: <{address}>"] if address else lines)


def _heading(message: Message, zone: str) -> str:
    kind = "satisfaction answer" if message.csat else _AUTHORS[message.author]
    return ", ".join(_escaped(part) for part in (message.name, kind, _when(message.at, zone)) if part)


def _body(message: Message) -> Iterator[str]:
    for is_code, lines in groupby(message.lines, lambda line: line.kind == "code"):
        if is_code:
            yield _code("\n".join(_text(line) for line in lines))
        else:
            yield from filter(None, map(_line, lines))
    for file in message.attachments:
        yield f"Attached: {_escaped(file.name)}"
    if not message.lines and not message.attachments:
        yield "*nothing to read*"


def _text(line: Line) -> str:
    return "".join(span.text for span in line.spans)


def _code(written: str) -> str:
    """Fenced, for what is merely indented is no code after a list."""
    fence = "`" * (1 + max((len(run) for run in _FENCE.findall(written)), default=2))
    return f"{fence}\n{written}\n{fence}"


def _line(line: Line) -> str:
    if line.kind == "rule":
        return "---"
    written = _escaped(
        "".join(
            span.text + (f" ({span.link})" if span.link and span.link != span.text else "") for span in line.spans
        ).strip()
    )
    if not written:
        return ""
    if line.kind == "heading":
        return f"**{written}**"
    if line.kind == "bullet":
        marker = line.marker if _ORDERED.match(line.marker) else "-"
        return f"{'  ' * min(line.depth, _DEEPEST)}{marker} {written}"
    return f"> {written}" if line.kind == "quote" else written


def _escaped(written: str) -> str:
    """Plain text that Markdown leaves as it is: one line, for the next might begin something."""
    escaped = _SPECIAL.sub(r"\\\1", " ".join(written.split()))
    return _LEADING.sub(lambda lead: f"\\{lead[1]}" if lead[1] else f"{lead[2]}\\{lead[3]}", escaped)


def _when(moment: datetime | None, zone: str) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b %Y} {text.clock_time(local)}"
