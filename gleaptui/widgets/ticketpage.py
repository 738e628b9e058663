"""A ticket as blocks of a page: its facts, its messages, and its log."""

from collections.abc import Iterator, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from textual.content import Content

from gleaptui import text
from gleaptui.gleap.models import Activity, Message, MessagePage, Ticket
from gleaptui.inbox.reading import Opened
from gleaptui.refresh.snapshot import Problem, Snapshot
from gleaptui.widgets import conversation, ticketfacts
from gleaptui.widgets.blocks import Block
from gleaptui.widgets.pieces import Lead, Made, Piece, paragraphs

FACTS, TALK, LOG = "facts", "talk", "log"
"""Keys of the blocks that are no messages."""
_CHARACTERS_A_ROW = 80
_FACTS_ROWS = 14
_MOST_WEIGHED = 200
"""Lines of a message that are looked at to guess its height."""


class TicketPage:
    """Makes the blocks, and takes over those of messages that are still the same."""

    def __init__(self) -> None:
        self._messages: dict[str, tuple[Message, str, Block]] = {}

    def blocks(self, opened: Opened, zone: str, *, log: bool) -> list[Block]:
        """All of it in the order in which it is read; the log where it is wanted."""
        page = opened.conversation.value
        found = [
            Block(FACTS, partial(_facts, opened.ticket, page, zone), weight=_FACTS_ROWS),
            Block(TALK, partial(_talk, opened.conversation, opened.older), weight=2),
            *self._talk(page, zone),
        ]
        if log:
            found.append(Block(LOG, partial(_log, opened.activity, zone), weight=len(opened.activity.value or ()) + 2))
        return found

    def _talk(self, page: MessagePage | None, zone: str) -> list[Block]:
        fresh: dict[str, tuple[Message, str, Block]] = {}
        for number, message in enumerate(page.messages if page is not None else ()):
            # A message without an id is known by its place.
            key = f"message {message.id or number}"
            if key in fresh:
                key += f" {number}"
            known = self._messages.get(key)
            if known is None or known[1] != zone or not (known[0] is message or known[0] == message):
                weight = _weight(message)
                known = message, zone, Block(key, partial(_message, message, zone), weight=weight, chosen_by_key=True)
            fresh[key] = known
        self._messages = fresh
        return [block for _, _, block in fresh.values()]

    def message(self, key: str) -> Message | None:
        """The message behind a block."""
        found = self._messages.get(key)
        return found[0] if found is not None else None

    @property
    def first(self) -> str:
        """The key of the first message; empty where there are none."""
        return next(iter(self._messages), "")


def _weight(message: Message) -> int:
    seen = message.lines[:_MOST_WEIGHED]
    rows = sum(1 + sum(len(span.text) for span in line.spans) // _CHARACTERS_A_ROW for line in seen)
    return 2 + rows + max(0, len(message.lines) - len(seen)) + len(message.attachments)


def _message(message: Message, zone: str) -> Iterator[Piece]:
    yield from conversation.pieces(message, ZoneInfo(zone))
    yield _blank()


def _facts(ticket: Snapshot[Ticket], page: MessagePage | None, zone: str) -> Iterator[Piece]:
    if ticket.value is not None:
        yield from ticketfacts.pieces(ticket.value, page, zone)
    else:
        yield _blank()
    if ticket.problem is not None:
        yield _blank()
        yield _problem(ticket.problem, "The rest of the ticket could not be read")
    yield _blank()


def _talk(snapshot: Snapshot[MessagePage], older: bool) -> Iterator[Piece]:
    page, problem = snapshot.value, snapshot.problem
    yield Made(partial(_rule, "Conversation", _how_many(page)))
    if page is None:
        if problem is not None:
            yield _problem(problem, "The conversation could not be read")
        else:
            yield _said("loading…")
        yield _blank()
        return
    if problem is not None:
        yield _problem(problem, "The conversation could not be read again")
    if page.before:
        yield _said("reading older messages…" if older else "older messages are read as you scroll up")
    elif page.cut:
        yield _said("there are older messages, but Gleap does not say how to ask for them")
    elif not page.messages:
        yield _said("no messages")
    if problem is not None or not page.whole or not page.messages:
        yield _blank()


def _how_many(page: MessagePage | None) -> str:
    if page is None:
        return ""
    count = len(page.messages)
    return f"{'' if page.whole else 'the latest '}{text.grouped(count)} message{'' if count == 1 else 's'}"


def _log(snapshot: Snapshot[tuple[Activity, ...]], zone: str) -> Iterator[Piece]:
    entries = snapshot.value
    many = "" if entries is None else f"{text.grouped(len(entries))} entr{'y' if len(entries) == 1 else 'ies'}"
    if snapshot.fetched_at is not None:
        many += f", as of {text.clock_time(snapshot.fetched_at.astimezone(ZoneInfo(zone)))}"
    yield Made(partial(_rule, "Activity log", many))
    if snapshot.problem is not None:
        yield _problem(snapshot.problem, "The activity log could not be read")
    elif entries is None:
        yield _said("loading…")
    elif not entries:
        yield _said("no entries")
    for entry in entries or ():
        yield from _entry(entry, ZoneInfo(zone))
    yield _blank()


def _entry(entry: Activity, zone: ZoneInfo) -> Iterator[Piece]:
    local = entry.at.astimezone(zone) if entry.at is not None else None
    when = f"{local.day} {local:%b %Y} {text.clock_time(local)}" if local is not None else text.MISSING
    runs = [(f"{when}  ", "$muted"), (entry.who or "somebody", "bold"), (f"  {entry.what}", "")]
    yield from paragraphs(runs, _margin("  ", "      "))


def _rule(name: str, note: str, width: int) -> Sequence[Content]:
    head = Content.assemble((" ── ", "$rule"), (name, "bold"), (f"  {note}" if note else "", "$muted"), " ")
    rule = Content.styled("─" * max(0, width - head.cell_length - 1), "$rule")
    return [Content.assemble(head, rule).truncate(width, ellipsis=True), Content("")]


def _said(words: str) -> Piece:
    return next(paragraphs([(words, "$muted")], _margin("  ", "  ")))


def _problem(problem: Problem, what: str) -> Piece:
    return next(paragraphs([(f"⚠ {what}. {problem.title}: {problem.message}", "$bad")], _margin(" ", "   ")))


def _margin(first: str, other: str) -> Lead:
    leads = Content(first), Content(other)
    return lambda _width: leads


def _blank() -> Piece:
    return Made(lambda _width: [Content("")])
