"""Tickets being read: their details, conversations and logs as they come, and the next one before it is opened."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from msgspec import structs

from gleaptui.clock import Clock
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.models import Activity, LinkedTicket, Message, MessagePage, Ticket
from gleaptui.inbox.directory import Directory
from gleaptui.refresh.lane import Errand, Lane, carrying
from gleaptui.refresh.problems import describe
from gleaptui.refresh.snapshot import Snapshot

_MOST_KEPT = 40
"""Tickets whose answers are kept."""
MOST_MESSAGES = 5_000
"""Messages of a ticket that are kept; older ones are not read."""
_GOOD_FOR = 60.0
"""Seconds after which a ticket that is opened again is asked for again."""

Value = TypeVar("Value")


@dataclass(slots=True, eq=False)
class Opened:
    """What is known of one ticket so far."""

    id: str
    email: str = ""
    """The customer's address, which tells their messages from an agent's."""
    ticket: Snapshot[Ticket] = field(default_factory=lambda: Snapshot("ticket"))
    conversation: Snapshot[MessagePage] = field(default_factory=lambda: Snapshot("conversation"))
    activity: Snapshot[tuple[Activity, ...]] = field(default_factory=lambda: Snapshot("activity"))
    older: bool = False
    """Older messages are on their way."""
    log: bool = False
    """The activity log is on its way."""
    asked: float | None = None
    """When it was last asked for, on the monotonic clock."""
    errand: Errand | None = None
    task: "asyncio.Task[None] | None" = None


class Reading:
    """Answers for opened tickets. ``changed`` is called with a ticket's id whenever something about it came. Reads are
    made while `serve` runs."""

    def __init__(
        self,
        client: GleapClient,
        clock: Clock,
        *,
        changed: Callable[[str], None],
        hurry: Callable[[], None],
        directory: Directory | None = None,
        at_hand: Callable[[str], Ticket | None] = lambda _ticket: None,
    ) -> None:
        """``at_hand`` gives a ticket by its id where a list has it."""
        self._client = client
        self._at_hand = at_hand
        self._directory = directory or Directory(client, clock)
        self._clock = clock
        self._changed = changed
        self._hurry = hurry
        """Called when a waiting request becomes urgent."""
        self._opened: OrderedDict[str, Opened] = OrderedDict()
        self._group: asyncio.TaskGroup | None = None

    async def serve(self) -> None:
        """Make the reads that are asked for, until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                self._group = group
                await asyncio.Event().wait()
        finally:
            self._group = None

    def known(self, ticket: str) -> Opened | None:
        """What is known of that ticket; None where it was never opened, or long ago."""
        return self._opened.get(ticket)

    def open(self, ticket: Ticket) -> Opened:
        """Read it now: somebody looks at it."""
        return self._ask(ticket, Lane.USER)

    def ahead(self, ticket: Ticket) -> None:
        """Read it, as it may be looked at next."""
        self._ask(ticket, Lane.BACKGROUND)

    def leave(self, but: str = "") -> None:
        """Nobody looks at any ticket but that one: what was not sent is taken back."""
        for opened in self._opened.values():
            errand = opened.errand
            if opened.id != but and opened.task is not None and errand is not None and errand.requests == 0:
                opened.task.cancel()

    def refresh(self, ticket: Ticket) -> None:
        """Read it anew, and its log where somebody wanted that."""
        opened = self._opened.get(ticket.id)
        if opened is not None:
            opened.asked = None
            if opened.activity.value is not None or opened.activity.problem is not None:
                self.read_activity(ticket.id)
        self._ask(ticket, Lane.USER)

    def read_older(self, ticket: str) -> None:
        """Read the messages before those that are known, if there are any."""
        opened, group = self._opened.get(ticket), self._group
        page = opened.conversation.value if opened is not None else None
        if group is None or opened is None or page is None or not page.before or opened.older:
            return
        if len(page.messages) < MOST_MESSAGES:
            opened.older = True
            group.create_task(self._read_older(opened, page), name="older messages")

    def read_activity(self, ticket: str) -> None:
        """Read the ticket's activity log, which hardly anybody wants."""
        opened, group = self._opened.get(ticket), self._group
        if group is not None and opened is not None and not opened.log:
            opened.log = True
            group.create_task(self._read_activity(opened), name="activity log")

    async def _read_activity(self, opened: Opened) -> None:
        try:
            with carrying(Errand(Lane.USER)):
                opened.activity = await self._answered(opened.activity, self._named_log(opened.id))
        finally:
            opened.log = False
        self._changed(opened.id)

    def _ask(self, ticket: Ticket, lane: Lane) -> Opened:
        opened = self._opened.get(ticket.id)
        if opened is None:
            email = ticket.customer.email if ticket.customer is not None else ""
            opened = self._opened[ticket.id] = Opened(ticket.id, email, Snapshot("ticket", value=ticket))
        self._opened.move_to_end(ticket.id)
        self._forget()
        if opened.task is not None:
            if opened.errand is not None and lane < opened.errand.lane:
                opened.errand.lane = lane
                self._hurry()
            return opened
        known = opened.ticket.value
        if known is not None and ticket.updated_at and known.updated_at and ticket.updated_at > known.updated_at:
            # The list has seen a change since.
            opened.asked = None
        now, failed = self._clock.monotonic(), opened.ticket.problem or opened.conversation.problem
        if self._group is None or (opened.asked is not None and not failed and now - opened.asked < _GOOD_FOR):
            return opened
        opened.asked, opened.errand = now, Errand(lane)
        opened.task = self._group.create_task(self._read(opened, opened.errand), name="a ticket")
        opened.task.add_done_callback(lambda _task: self._ended(opened))
        return opened

    def _ended(self, opened: Opened) -> None:
        if opened.task is not None and opened.task.cancelled():
            opened.asked = None
        opened.task = None

    def _forget(self) -> None:
        for name in list(self._opened)[: max(0, len(self._opened) - _MOST_KEPT)]:
            if self._opened[name].task is None:
                del self._opened[name]

    async def _read(self, opened: Opened, errand: Errand) -> None:
        with carrying(errand):
            # The conversation is what is read first.
            async with asyncio.TaskGroup() as group:
                group.create_task(self._read_conversation(opened))
                group.create_task(self._read_ticket(opened))

    async def _read_ticket(self, opened: Opened) -> None:
        opened.ticket = await self._answered(opened.ticket, self._named_ticket(opened.id))
        ticket = opened.ticket.value
        email = ticket.customer.email if ticket is not None and ticket.customer is not None else ""
        self._changed(opened.id)
        if email and email != opened.email:
            # Whose messages are the customer's was not known when the conversation was read.
            opened.email = email
            await self._read_conversation(opened)

    async def _named_ticket(self, ticket: str) -> Ticket:
        (named,) = await self._directory.named((await self._client.ticket(ticket),))
        return structs.replace(named, linked=tuple(map(self._named_link, named.linked)))

    def _named_link(self, link: LinkedTicket) -> LinkedTicket:
        """A ticket that comes by its id alone, with its number and title where they are known."""
        opened = self._opened.get(link.id)
        known = (opened.ticket.value if opened is not None else None) or self._at_hand(link.id)
        if link.number is not None or link.title or known is None:
            return link
        return LinkedTicket(id=link.id, number=known.number, title=known.title)

    async def _named_log(self, ticket: str) -> tuple[Activity, ...]:
        return await self._directory.named_log(await self._client.activities(ticket))

    async def _read_conversation(self, opened: Opened) -> None:
        asked = self._client.messages(opened.id, customer_email=opened.email)
        before = opened.conversation.value
        answer = await self._answered(opened.conversation, asked)
        if answer.value is not None and answer.problem is None and before is not None:
            answer = Snapshot(answer.feed, value=_joined(before, answer.value), fetched_at=answer.fetched_at)
        opened.conversation = answer
        self._changed(opened.id)

    async def _read_older(self, opened: Opened, page: MessagePage) -> None:
        try:
            with carrying(Errand(Lane.USER)):
                asked = self._client.messages(opened.id, before=page.before, customer_email=opened.email)
                answer = await self._answered(opened.conversation, asked)
            if answer.problem is None and answer.value is not None and answer.value is not page:
                joined = _continued(answer.value, page, opened.conversation.value or page)
                answer = Snapshot(answer.feed, value=joined, fetched_at=answer.fetched_at)
            opened.conversation = answer
        finally:
            opened.older = False
        self._changed(opened.id)

    async def _answered(self, before: Snapshot[Value], asked: Awaitable[Value]) -> Snapshot[Value]:
        try:
            value = await asked
        except GleapError as error:
            return before.failed(describe(error))
        return Snapshot(before.feed, value=value, fetched_at=self._clock.now())


def _joined(before: MessagePage, latest: MessagePage) -> MessagePage:
    """The latest page with the older messages that were read already, where nothing is missing between them."""
    known = set(map(_identity, before.messages))
    if latest.whole or known.isdisjoint(map(_identity, latest.messages)):
        return latest
    return structs.replace(before, messages=_merged(before.messages, latest.messages))


def _continued(older: MessagePage, asked_from: MessagePage, known: MessagePage) -> MessagePage:
    """What is known with a page before it. One that leads no farther back would be asked for without end."""
    merged = _merged(older.messages, known.messages)
    stuck = bool(older.before) and (older.before == asked_from.before or len(merged) == len(known.messages))
    return MessagePage(messages=merged, before="" if stuck else older.before, cut=older.cut or stuck)


def _merged(older: tuple[Message, ...], newer: tuple[Message, ...]) -> tuple[Message, ...]:
    """Both, oldest first, each message once and as it was read last."""
    latest = set(map(_identity, newer))
    return (*(message for message in older if _identity(message) not in latest), *newer)


def _identity(message: Message) -> str | Message:
    """What tells a message from others: its id, or all of it where it has none."""
    return message.id or message
