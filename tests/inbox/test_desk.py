"""The inbox without a screen: what is asked for as views, days and people change, and what is never claimed."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from msgspec import structs

from gleaptui.gleap.backlogreader import BacklogReader
from gleaptui.gleap.errors import GleapError, NotPermitted
from gleaptui.gleap.models import Person, Team, Ticket, TicketPage
from gleaptui.gleap.periods import resolve
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.desk import Inbox, Look
from gleaptui.inbox.filters import FilterError
from gleaptui.inbox.saved import SavedView
from gleaptui.inbox.settings import InboxSettings
from gleaptui.inbox.views import AS_COUNTED
from gleaptui.inbox.waiting import waiting_since, waits
from gleaptui.refresh.lane import Lane, in_lane
from tests.demo.site import NOW
from tests.inbox.desk import ANNA, MORNING, ZONE, demo_client, ticket
from tests.virtual_clock import VirtualClock

Heeds = Callable[[TicketQuery, Ticket], bool]
DAY = timedelta(days=1)


def every_filter(question: TicketQuery, one: Ticket) -> bool:
    """What Gleap gives, if all that is asked works."""
    return all(
        (
            question.number in (None, one.number),
            not question.statuses or one.status in question.statuses,
            question.archived in (None, one.archived),
            not question.tag or question.tag in one.tags,
            question.sla_breached in (None, one.sla_breached),
            not question.processing_user or (one.assignee is not None and one.assignee.id == question.processing_user),
            question.created_from is None or (one.created_at or NOW) >= question.created_from,
        )
    )


class Gleap:
    """Tickets, members and teams; notes what it is asked."""

    def __init__(self, *tickets: Ticket, heeds: Heeds = every_filter) -> None:
        self.list = list(tickets)
        self.heeds = heeds
        self.asked: list[TicketQuery] = []
        self.members: tuple[Person, ...] | GleapError = (ANNA,)
        self.asked_who = 0
        self.clock = VirtualClock(NOW)

    async def tickets(self, question: TicketQuery, *, skip: int = 0, limit: int = 100) -> TicketPage:
        self.asked.append(question)
        await asyncio.sleep(0)
        found = sorted(
            (one for one in self.list if self.heeds(question, one)),
            key=lambda one: one.created_at or NOW,
            reverse=question.sort.startswith("-"),
        )
        return TicketPage(tickets=tuple(found[skip : skip + limit]), total=len(found))

    async def search(self, words: str) -> TicketPage:
        return TicketPage(tickets=tuple(one for one in self.list if words in one.title))

    async def people(self) -> tuple[Person, ...]:
        self.asked_who += 1
        if isinstance(self.members, GleapError):
            raise self.members
        return self.members

    async def teams(self) -> tuple[Team, ...]:
        return (Team(id="c" * 24, name="Billing"),)

    def inbox(self, **settings: object) -> Inbox:
        return Inbox(self, self.clock, InboxSettings(**settings), ZONE)  # type: ignore[arg-type]  # duck of a client


@asynccontextmanager
async def served(inbox: Inbox) -> AsyncIterator[Inbox]:
    task = asyncio.create_task(inbox.serve())
    await asyncio.sleep(0)
    try:
        yield inbox
    finally:
        task.cancel()
        await asyncio.wait([task])


async def read(inbox: Inbox, lane: Lane = Lane.VISIBLE) -> TicketPage:
    with in_lane(lane):
        page = await inbox.read(resolve("today", NOW, ZONE))
    await inbox.window.idle()
    return page


def numbers(inbox: Inbox) -> list[int | None]:
    return [one.number for one in inbox.loaded()]


# Days


async def test_a_day_that_is_named_in_words_is_the_day_on_which_it_is_asked_for() -> None:
    gleap = Gleap(ticket(1), ticket(2, created_at=MORNING - DAY))
    inbox = gleap.inbox(views=(SavedView(name="Fresh", created="today"),))
    inbox.look_at(Look(view="Fresh"))
    async with served(inbox):
        await read(inbox)
        assert numbers(inbox) == [1]
        midnight = gleap.asked[-1].created_from
        await gleap.clock.advance(DAY.total_seconds())
        gleap.list.append(ticket(3, created_at=MORNING + DAY))
        await read(inbox)
        assert midnight is not None
        assert gleap.asked[-1].created_from == midnight + DAY
        inbox.settle()
        assert numbers(inbox) == [3]
        assert inbox.rows.total == 1


async def test_a_span_that_moves_on_loses_no_place_in_the_list() -> None:
    gleap = Gleap(*(ticket(number, created_at=NOW - number * timedelta(hours=1)) for number in range(1, 49)))
    inbox = gleap.inbox()
    inbox.look_at(Look(view="all", filter="created:1d"))
    async with served(inbox):
        await read(inbox)
        window = inbox.window
        await gleap.clock.advance(7_200)
        await read(inbox)
        assert inbox.window is window
        assert inbox.rows.gone.__len__() == 2
        inbox.settle()
        assert numbers(inbox) == list(range(1, 23))


# What was never seen to work


def deaf_to(*fields: str) -> Heeds:
    """Gives what is asked for but for these, which it does not look at."""
    plain = TicketQuery()

    def heeds(question: TicketQuery, one: Ticket) -> bool:
        return every_filter(structs.replace(question, **{field: getattr(plain, field) for field in fields}), one)

    return heeds


def blank_at(field: str) -> Heeds:
    """Takes that for a property that no ticket has, as Gleap does with whatever it does not know."""
    return lambda question, one: getattr(question, field) in (None, "") and every_filter(question, one)


TICKETS = (
    ticket(1, sla_breached=True, tags=("vip",)),
    ticket(2, sla_breached=False, archived=True, status="DONE"),
    ticket(4, sla_breached=False, tags=("new",)),
    ticket(3, sla_breached=True, tags=("vip",)),
)


@pytest.mark.parametrize(("line", "field"), [("sla:breached", "sla_breached"), ("#vip", "tag")])
@pytest.mark.parametrize("heeds", [lambda _: every_filter, deaf_to, blank_at])
async def test_a_view_is_right_whether_gleap_heeds_its_filter_or_not_or_knows_nothing_of_it(
    heeds: Callable[[str], Heeds], line: str, field: str
) -> None:
    gleap = Gleap(*TICKETS, heeds=heeds(field))
    inbox = gleap.inbox()
    inbox.look_at(Look(view="open", filter=line))
    async with served(inbox):
        await read(inbox)
        assert sorted(filter(None, numbers(inbox))) == [1, 3]
        assert inbox.rows.total == 2
        assert len(gleap.asked) <= 2


async def test_a_filter_that_works_costs_one_request_and_leaves_nothing_to_look_through() -> None:
    gleap = Gleap(*TICKETS)
    inbox = gleap.inbox()
    inbox.look_at(Look(view="breached"))
    async with served(inbox):
        await read(inbox)
    assert (len(gleap.asked), inbox.looked_at) == (1, None)


async def test_that_there_is_nothing_is_claimed_only_once_everything_was_looked_through() -> None:
    gleap = Gleap(*(ticket(number, sla_breached=False) for number in range(1, 200)))
    inbox = gleap.inbox()
    inbox.look_at(Look(view="breached"))
    async with served(inbox):
        await read(inbox)
        assert (inbox.rows.total, inbox.looked_at) == (0, 199)
        assert inbox.compiled.partly_here == "told apart here: SLA"
        inbox.look_at(Look(view="open"))
        inbox.look_at(Look(view="breached"))
        await read(inbox)
        assert gleap.asked[-1].sla_breached is None


async def test_of_a_filter_that_was_seen_to_work_nothing_is_believed_at_once() -> None:
    gleap = Gleap(*TICKETS)
    inbox = gleap.inbox()
    inbox.look_at(Look(view="breached"))
    async with served(inbox):
        await read(inbox)
        gleap.list.clear()
        await read(inbox)
        assert (inbox.gone, inbox.looked_at) == (2, None)
        inbox.settle()
        assert (numbers(inbox), inbox.rows.total) == ([], 0)
    assert len(gleap.asked) == 2


async def test_a_name_that_nobody_has_is_told_of_once_it_is_known_who_is_who() -> None:
    gleap = Gleap(ticket(1, assignee=ANNA))
    inbox = gleap.inbox()
    inbox.look_at(Look(view="open", filter="@zoe"))
    async with served(inbox):
        await read(inbox)
        assert inbox.compiled.note == "nobody in the project is called 'zoe'"
        assert numbers(inbox) == []


async def test_archived_tickets_are_left_out_and_that_is_said_where_gleap_gives_them_only_by_themselves() -> None:
    gleap = Gleap(*TICKETS, heeds=lambda question, one: question.archived is one.archived)
    inbox = gleap.inbox()
    inbox.look_at(Look(view="all"))
    async with served(inbox):
        await read(inbox)
        assert sorted(filter(None, numbers(inbox))) == [1, 3, 4]
        assert "without archived ones" in inbox.compiled.note


# Who waits longest


async def test_who_waits_longest_comes_first_however_late_the_last_message_was() -> None:
    hour = timedelta(hours=1)
    gleap = Gleap(
        ticket(1, created_at=NOW - 9 * hour, last_notification=NOW - 1 * hour, has_agent_reply=True),
        ticket(2, created_at=NOW - 8 * hour, last_notification=NOW - 2 * hour, has_agent_reply=False),
        ticket(3, created_at=NOW - 7 * hour, last_notification=NOW - 3 * hour, has_agent_reply=True),
        ticket(4, created_at=NOW - 9 * hour, last_notification=NOW - 9 * hour, latest_author="agent"),
    )
    inbox = gleap.inbox()
    inbox.look_at(Look(view="waiting"))
    async with served(inbox):
        await read(inbox)
        assert numbers(inbox) == [2, 3, 1]
        assert (inbox.order, inbox.rows.total) == ("waiting", 3)


async def test_a_view_that_is_opened_from_a_figure_shows_what_the_figure_counts() -> None:
    async with demo_client() as client:
        period = resolve("today", NOW, ZONE)
        counted = await BacklogReader(client, lambda one: (waits(one), waiting_since(one))).read(period)
        inbox = Inbox(client, VirtualClock(NOW), InboxSettings(), ZONE)
        async with served(inbox):
            for view, count in (("open", counted.total), ("unassigned", counted.unassigned)):
                inbox.look_at(Look(view=view, filter=AS_COUNTED))
                await inbox.read(period)
                assert inbox.rows.total == count
            inbox.look_at(Look(view="waiting", filter=AS_COUNTED))
            await inbox.read(period)
            first = inbox.rows.row(0)
    assert counted.unassigned
    assert first is not None
    assert first.number == counted.waiting_number


# Who is who

BARE = Person(id=ANNA.id, name=ANNA.id)


async def test_people_and_teams_that_come_as_ids_are_shown_by_their_names() -> None:
    gleap = Gleap(ticket(1, assignee=BARE, team="c" * 24), ticket(2, assignee=ANNA))
    inbox = gleap.inbox()
    async with served(inbox):
        await read(inbox)
        assert [(one.assignee, one.team) for one in inbox.loaded()] == [(ANNA, "Billing"), (ANNA, "")]
        await read(inbox)
        assert gleap.asked_who == 1


async def test_what_gleap_finds_has_the_names_of_people_and_teams_too() -> None:
    gleap = Gleap(ticket(1, assignee=BARE, title="Export 7"), ticket(7, assignee=BARE, team="c" * 24))
    found = await gleap.inbox().find("7")
    assert [(one.number, one.assignee, one.team) for one in found.tickets] == [(7, ANNA, "Billing"), (1, ANNA, "")]


async def test_where_every_ticket_names_its_people_nobody_is_asked_who_they_are() -> None:
    gleap = Gleap(ticket(1, assignee=ANNA), ticket(2))
    inbox = gleap.inbox()
    async with served(inbox):
        await read(inbox)
    assert gleap.asked_who == 0


async def test_somebody_in_no_list_keeps_the_id_and_is_looked_for_again_after_a_while_only() -> None:
    gleap = Gleap(ticket(1, assignee=Person(id="f" * 24, name="f" * 24)))
    inbox = gleap.inbox()
    async with served(inbox):
        for _ in range(5):
            await read(inbox)
            await gleap.clock.advance(20)
        assert gleap.asked_who == 1
        gleap.members = (ANNA, Person(id="f" * 24, name="Noor Vale"))
        await gleap.clock.advance(300)
        await read(inbox)
        assert [one.assignee and one.assignee.name for one in inbox.loaded()] == ["Noor Vale"]


async def test_mine_is_never_called_empty_while_it_is_not_known_who_is_who() -> None:
    gleap = Gleap(ticket(1, assignee=BARE), ticket(2))
    gleap.members = NotPermitted()
    inbox = gleap.inbox(me=ANNA.email)
    inbox.look_at(Look(view="mine"))
    async with served(inbox):
        await read(inbox)
        assert (numbers(inbox), inbox.rows.total, inbox.looked_at) == ([], None, 2)
        assert "not known" in inbox.compiled.note
        await gleap.clock.advance(20)
        await read(inbox)
        assert gleap.asked_who == 1
        gleap.members = (ANNA,)
        await read(inbox, Lane.USER)
        assert (numbers(inbox), inbox.rows.total) == ([1], 1)
        assert gleap.asked[-1].processing_user == ANNA.id


# Views


def test_a_view_that_is_not_looked_at_is_not_read_with_every_key(monkeypatch: pytest.MonkeyPatch) -> None:
    inbox = Gleap().inbox(views=(SavedView(name="Bugs", type="bug"), SavedView(name="Late", sla="breached")))
    inbox.look_at(Look(view="Bugs"))
    monkeypatch.setattr("gleaptui.inbox.looks.saved", None)
    monkeypatch.setattr("gleaptui.inbox.looks.Vocabulary", None)
    assert (inbox.view.label, inbox.order, inbox.arrived, inbox.gone) == ("Bugs", "newest", 0, 0)


def test_a_look_that_cannot_be_understood_changes_nothing() -> None:
    inbox = Gleap().inbox()
    inbox.look_at(Look(view="closed"))
    asked = inbox.compiled
    for look in (Look(view="gone"), Look(filter="type:"), Look(view="mine")):
        with pytest.raises(FilterError):
            inbox.look_at(look)
    assert (inbox.look, inbox.view.name, inbox.compiled) == (Look(view="closed"), "closed", asked)


# Reading all of it


async def test_all_of_a_view_is_read_although_its_table_goes_on_saying_what_is_in_sight() -> None:
    gleap = Gleap(*(ticket(number) for number in range(1_500)))
    for view in ("all", "unassigned"):
        inbox = gleap.inbox()
        inbox.look_at(Look(view=view))
        inbox.changed = lambda inbox=inbox: inbox.rows.want(0, 40)  # type: ignore[misc]
        async with served(inbox):
            await read(inbox)
            await inbox.read_all()
            assert len(inbox.loaded()) == 1_500


async def test_a_search_that_was_prepared_has_nothing_left_to_make_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    gleap = Gleap(*(ticket(number, title=f"Question {number}") for number in range(150)))
    inbox = gleap.inbox()
    async with served(inbox):
        await read(inbox)
        await inbox.read_all()
        await inbox.prepare_search()
        monkeypatch.setattr("gleaptui.inbox.search.searched", None)
        assert next(hit.ticket.number for hit in inbox.find_here("question 77")) == 77


async def test_the_age_is_that_of_what_is_in_sight() -> None:
    gleap = Gleap(*(ticket(number, created_at=MORNING - timedelta(minutes=number)) for number in range(900)))
    inbox = gleap.inbox()
    began: datetime = gleap.clock.now()
    async with served(inbox):
        assert inbox.read_at is None
        await read(inbox)
        assert inbox.read_at == began
        await gleap.clock.advance(60)
        inbox.rows.want(500, 540)
        await inbox.window.idle()
        assert inbox.read_at == began + timedelta(seconds=60)
        inbox.rows.want(0, 40)
        assert inbox.read_at == began
        await read(inbox)
        assert inbox.read_at == began + timedelta(seconds=60)
