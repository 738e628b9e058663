"""Tickets that are opened: what comes when, what is asked once, and what is taken back."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from gleaptui.gleap import decode
from gleaptui.gleap.models import Customer, MessagePage, Ticket
from gleaptui.inbox.reading import Opened, Reading
from gleaptui.refresh.snapshot import Snapshot
from tests.gleap.scripted import Desk, Reply, Seen

TICKET = Ticket(id="a" * 24, number=7, title="Login fails", customer=Customer(name="Ann", email="ann@example.test"))
AT = datetime(2026, 9, 16, 12, tzinfo=UTC)
OTHER = Ticket(id="b" * 24, number=8)
ANNA, BILLING = "c" * 24, "d" * 24


def message(number: int) -> dict[str, object]:
    at = f"2026-09-16T{number // 60:02d}:{number % 60:02d}:00.000Z"
    return {"id": f"m{number}", "createdAt": at, "type": "TEXT", "data": {"content": f"message {number}"}}


LISTED = Ticket(id="e" * 24, number=9, title="Login is slow")


class Talk(Desk):
    """A ticket of 250 messages, given a hundred at a time."""

    def __init__(self) -> None:
        self.count = 250
        self.nameless = False
        """Whether its messages come without ids."""
        self.cursor: Callable[[int], object] = str
        """How a page says where the one before it ends."""
        self.broken: str = ""
        super().__init__(self._script)
        self.changes: list[str] = []
        self.reading = Reading(
            self.client,
            self.clock,
            changed=self.changes.append,
            hurry=lambda: None,
            at_hand={LISTED.id: LISTED}.get,
        )

    def _script(self, seen: Seen) -> Reply:
        if self.broken and self.broken in seen.path:
            return Reply({"error": {"message": "no"}}, 403)
        if seen.path.endswith("/messages"):
            last = int(dict(seen.pairs).get("before", str(self.count)))
            first = max(0, last - 100)
            items = [message(number) for number in range(first, last)]
            if self.nameless:
                items = [{name: value for name, value in one.items() if name != "id"} for one in items]
            return Reply({"items": items, "hasMore": first > 0, "nextBefore": self.cursor(first)})
        if seen.path.endswith("/activity-logs"):
            assigned = {"action": "ASSIGNED", "data": {"processingUser": ANNA, "ticket": OTHER.id}}
            return Reply([{"action": "CLOSED", "user": ANNA}, assigned] if self.nameless else [])
        if seen.path.endswith("/users"):
            return Reply([{"_id": ANNA, "firstName": "Anna", "lastName": "Kowalska"}])
        if seen.path.endswith("/teams"):
            return Reply([{"_id": BILLING, "name": "Billing"}])
        if self.nameless:
            return Reply({"_id": seen.path.rsplit("/", 1)[1], "processingUser": ANNA, "processingTeam": BILLING})
        ticket = {"_id": seen.path.rsplit("/", 1)[1], "bugId": 7, "title": "Login fails again"}
        return Reply(json.dumps(ticket | {"linkedTickets": [OTHER.id, LISTED.id, "f" * 24]}))

    @property
    def asked_for(self) -> list[str]:
        return [seen.path.split("/v3")[-1] for seen in self.server.seen]

    @asynccontextmanager
    async def served(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.reading.serve())
        await asyncio.sleep(0)
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])

    async def settled(self, opened: Opened) -> None:
        while opened.task is not None or opened.older or opened.log:
            await asyncio.sleep(0)


def numbers(opened: Opened) -> list[str]:
    assert opened.conversation.value is not None
    return [one.id for one in opened.conversation.value.messages]


async def test_what_the_list_knows_is_there_at_once_and_the_rest_comes() -> None:
    talk = Talk()
    async with talk.served():
        opened = talk.reading.open(TICKET)
        assert opened.ticket.value is TICKET
        await talk.settled(opened)
        assert opened.ticket.value is not None
        assert opened.ticket.value.title == "Login fails again"
        assert numbers(opened) == [f"m{number}" for number in range(150, 250)]
        assert set(talk.changes) == {TICKET.id}


async def test_linked_tickets_that_come_as_ids_are_named_where_they_are_at_hand() -> None:
    talk = Talk()
    async with talk.served():
        await talk.settled(talk.reading.open(OTHER))
        opened = talk.reading.open(TICKET)
        await talk.settled(opened)
        assert opened.ticket.value is not None
        assert [(link.number, link.title) for link in opened.ticket.value.linked] == [
            (7, "Login fails again"),
            (9, "Login is slow"),
            (None, ""),
        ]


async def test_the_activity_log_is_read_when_somebody_wants_it() -> None:
    talk = Talk()
    async with talk.served():
        opened = talk.reading.open(TICKET)
        await talk.settled(opened)
        assert not any("activity" in path for path in talk.asked_for)
        talk.reading.read_activity(TICKET.id)
        talk.reading.read_activity(TICKET.id)
        await talk.settled(opened)
        assert opened.activity.value == ()
        assert sum("activity" in path for path in talk.asked_for) == 1


async def test_a_ticket_that_is_read_anew_has_its_log_read_anew_where_it_was_wanted() -> None:
    talk = Talk()
    async with talk.served():
        opened = talk.reading.open(TICKET)
        await talk.settled(opened)
        talk.reading.refresh(TICKET)
        await talk.settled(opened)
        assert not any("activity" in path for path in talk.asked_for)
        talk.reading.read_activity(TICKET.id)
        await talk.settled(opened)
        talk.reading.refresh(TICKET)
        await talk.settled(opened)
        assert sum("activity" in path for path in talk.asked_for) == 2


async def test_older_messages_are_put_before_those_that_are_known_until_there_are_none() -> None:
    talk = Talk()
    async with talk.served():
        opened = talk.reading.open(TICKET)
        await talk.settled(opened)
        for _ in range(5):
            talk.reading.read_older(TICKET.id)
            await talk.settled(opened)
        assert numbers(opened) == [f"m{number}" for number in range(250)]
        assert sum("messages" in path for path in talk.asked_for) == 3


@pytest.mark.parametrize("cursor", [lambda first: None, lambda first: "150"])
async def test_where_older_messages_cannot_be_asked_for_nothing_is_asked_without_end_and_none_are_denied(
    cursor: Callable[[int], object],
) -> None:
    talk = Talk()
    talk.cursor = cursor
    async with talk.served():
        opened = talk.reading.open(TICKET)
        await talk.settled(opened)
        for _ in range(9):
            talk.reading.read_older(TICKET.id)
            await talk.settled(opened)
        page = opened.conversation.value
        assert page is not None
        assert (page.before, page.cut, page.whole) == ("", True, False)
        assert sum("messages" in path for path in talk.asked_for) <= 3


async def test_messages_without_ids_are_all_kept_and_each_once() -> None:
    talk = Talk()
    talk.nameless = True
    async with talk.served():
        opened = talk.reading.open(TICKET)
        await talk.settled(opened)
        talk.reading.read_older(TICKET.id)
        await talk.settled(opened)
        talk.reading.refresh(TICKET)
        await talk.settled(opened)
        page = opened.conversation.value
        assert page is not None
        said = [line.spans[0].text for one in page.messages for line in one.lines]
        assert said == [f"message {number}" for number in range(50, 250)]


async def test_people_and_teams_that_come_as_ids_have_their_names_in_ticket_and_log() -> None:
    talk = Talk()
    talk.nameless = True
    async with talk.served():
        opened = talk.reading.open(TICKET)
        await talk.settled(opened)
        talk.reading.read_activity(TICKET.id)
        await talk.settled(opened)
        ticket, log = opened.ticket.value, opened.activity.value
        assert ticket is not None
        assert ticket.assignee is not None
        assert (ticket.assignee.name, ticket.team) == ("Anna Kowalska", "Billing")
        assert log is not None
        assert [(one.who, one.what) for one in log] == [
            ("Anna Kowalska", "CLOSED"),
            ("", f"ASSIGNED processingUser: Anna Kowalska ticket: {OTHER.id}"),
        ]
        assert sum("users" in path for path in talk.asked_for) == 1


async def test_a_mistake_in_reading_one_answer_costs_that_answer_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def wrong(*_args: object, **_options: object) -> MessagePage:
        raise AssertionError("the customer wrote: hunter2")

    talk = Talk()
    async with talk.served():
        with monkeypatch.context() as patched:
            patched.setattr(decode, "messages", wrong)
            opened = talk.reading.open(TICKET)
            await talk.settled(opened)
        assert opened.conversation.problem is not None
        assert opened.conversation.problem.kind == "unreadable"
        assert opened.ticket.value is not None
        assert opened.ticket.value.title == "Login fails again"
        talk.reading.refresh(TICKET)
        await talk.settled(opened)
        assert numbers(opened)
    assert "AssertionError at test_reading.py" in caplog.text
    assert "hunter2" not in caplog.text


async def test_a_new_message_joins_those_that_were_read() -> None:
    talk = Talk()
    async with talk.served():
        opened = talk.reading.open(TICKET)
        await talk.settled(opened)
        talk.reading.read_older(TICKET.id)
        await talk.settled(opened)
        talk.count = 253
        talk.reading.refresh(TICKET)
        await talk.settled(opened)
        assert numbers(opened) == [f"m{number}" for number in range(50, 253)]
        talk.count = 900
        talk.reading.refresh(TICKET)
        await talk.settled(opened)
        assert numbers(opened)[0] == "m800", "what lies between is not known, and must not look as if it were not there"


async def test_a_ticket_that_was_just_read_is_not_asked_for_again() -> None:
    talk = Talk()
    async with talk.served():
        talk.reading.ahead(TICKET)
        await talk.settled(talk.reading.open(TICKET))
        asked = len(talk.asked_for)
        talk.reading.open(TICKET)
        assert len(talk.asked_for) == asked
        talk.clock.passed += 120
        await talk.settled(talk.reading.open(TICKET))
        assert len(talk.asked_for) > asked


async def test_a_ticket_that_the_list_has_seen_change_is_read_again_at_once() -> None:
    talk = Talk()
    async with talk.served():
        opened = talk.reading.open(TICKET)
        await talk.settled(opened)
        asked = len(talk.asked_for)
        assert opened.ticket.value is not None
        opened.ticket = Snapshot("ticket", value=replace(opened.ticket.value, updated_at=AT))
        await talk.settled(talk.reading.open(replace(TICKET, updated_at=AT)))
        assert len(talk.asked_for) == asked
        await talk.settled(talk.reading.open(replace(TICKET, updated_at=AT + timedelta(seconds=1))))
        assert len(talk.asked_for) == asked + 2


async def test_what_cannot_be_read_says_why_and_the_rest_stands() -> None:
    talk = Talk()
    talk.broken = "/messages"
    async with talk.served():
        opened = talk.reading.open(TICKET)
        await talk.settled(opened)
        assert opened.conversation.problem is not None
        assert opened.conversation.problem.kind == "forbidden"
        assert opened.ticket.problem is None
        talk.broken = ""
        await talk.settled(talk.reading.open(TICKET))
        assert opened.conversation.problem is None
        assert len(numbers(opened)) == 100


async def test_what_nobody_looks_at_any_more_is_taken_back_if_it_was_not_sent() -> None:
    talk = Talk()
    async with talk.served():
        opened = talk.reading.open(TICKET)
        talk.reading.open(OTHER)
        talk.reading.leave(but=OTHER.id)
        await talk.settled(opened)
        assert opened.asked is None
        assert all(OTHER.id in path or "messages" in path for path in talk.asked_for)


async def test_only_the_last_few_tickets_are_kept() -> None:
    talk = Talk()
    async with talk.served():
        for number in range(60):
            await talk.settled(talk.reading.open(Ticket(id=f"{number:024d}")))
        assert talk.reading.known(f"{0:024d}") is None
        assert talk.reading.known(f"{59:024d}") is not None
