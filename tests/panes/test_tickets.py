"""The inbox by keyboard, over the demo desk and over a list that changes."""

import asyncio
import csv
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest
from textual.binding import BindingType
from textual.pilot import Pilot

from gleaptui.gleap.errors import ServerTrouble
from gleaptui.gleap.models import Ticket, TicketPage
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.desk import Inbox
from gleaptui.inbox.place import TicketPlace
from gleaptui.inbox.reading import Opened
from gleaptui.inbox.saved import SavedView
from gleaptui.inbox.settings import InboxSettings
from gleaptui.panes.tickets import TicketsPane
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.screens.opening import StepsTickets
from gleaptui.widgets.bound import bound
from gleaptui.widgets.chooser import Chooser
from gleaptui.widgets.ticketreader import TicketReader
from tests.demo.site import NOW
from tests.figures import PROBLEM, OnePane, board
from tests.inbox.changing import ChangingList
from tests.inbox.changing import identity as ticket_id
from tests.inbox.desk import ZONE, demo_client, everything
from tests.virtual_clock import VirtualClock


class Shown(OnePane):
    """The pane over an inbox at work; remembers what was wanted."""

    BINDINGS: ClassVar[list[BindingType]] = [bound("refresh", "ask_again")]

    def __init__(self, pane: TicketsPane) -> None:
        super().__init__(pane)
        self.opened: list[str] = []
        self.next: list[str] = []
        self.read: list[str] = []
        self.again: list[str] = []
        self.places: list[TicketPlace] = []

    @property
    def tickets(self) -> TicketsPane:
        assert isinstance(self.pane, TicketsPane)
        return self.pane

    def on_tickets_pane_opened(self, message: TicketsPane.Opened) -> None:
        self.opened.append(message.ticket.id)
        self.next.append(message.after.id if message.after is not None else "")

    def on_ticket_reader_refresh_wanted(self, message: TicketReader.RefreshWanted) -> None:
        self.again.append(message.ticket)

    def action_ask_again(self) -> None:
        self.again.append("the list")

    def on_tickets_pane_read_wanted(self, message: TicketsPane.ReadWanted) -> None:
        self.read.append(message.ticket.id)
        opened = Opened(message.ticket.id, ticket=Snapshot("ticket", value=message.ticket))
        message.pane.show_opened(opened, ZONE)

    def on_tickets_pane_place_left(self, message: TicketsPane.PlaceLeft) -> None:
        self.places.append(message.place)

    @property
    def rows(self) -> list[str]:
        """The rows of the list."""
        return [line for line in self.text.splitlines() if "#" in line]

    @property
    def numbers(self) -> list[int]:
        """The numbers of the tickets in sight."""
        return [int(found[1]) for line in self.rows if (found := re.search(r"#(\d+)", line))]

    @property
    def under(self) -> int | None:
        """The number of the ticket under the cursor."""
        ticket = self.tickets.list.ticket
        return ticket.number if ticket is not None else None


@asynccontextmanager
async def shown(
    inbox: Inbox, size: tuple[int, int] = (118, 20), place: TicketPlace | None = None, folder: Path | None = None
) -> AsyncIterator[tuple[Shown, Pilot[None]]]:
    pane = TicketsPane(folder)
    if place is not None:
        pane.restore(place)
    app = Shown(pane)
    async with app.run_test(size=size) as pilot:
        serving = asyncio.create_task(inbox.serve())
        pane.show(board())
        pane.use(inbox)
        pane.focus_list()
        await settled(pilot, inbox)
        yield app, pilot
        serving.cancel()
        await asyncio.wait([serving])


async def settled(pilot: Pilot[None], inbox: Inbox) -> None:
    """Go on until nothing is being read."""
    for _ in range(3):
        await pilot.pause()
        async with asyncio.timeout(10):
            await inbox.window.idle()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def typed(pilot: Pilot[None], inbox: Inbox, *keys: str) -> None:
    """These keys; several letters are typed one after the other."""
    for key in keys:
        single = len(key) == 1 or key in ("enter", "escape", "pagedown", "pageup", "slash", "space")
        await pilot.press(*([key] if single else list(key)))
    await settled(pilot, inbox)


def inbox_over(client: object, **settings: object) -> Inbox:
    return Inbox(client, VirtualClock(NOW), InboxSettings(**settings), ZONE)  # type: ignore[arg-type]  # duck of a client


class Changing:
    """A client whose list changes."""

    def __init__(self, tickets: ChangingList) -> None:
        self.list = tickets

    async def tickets(self, question: TicketQuery, *, skip: int = 0, limit: int = 100) -> TicketPage:
        return await self.list.read(question, skip=skip, limit=limit)


async def test_it_begins_with_the_open_tickets_newest_first_and_says_where_one_is() -> None:
    async with demo_client() as client, shown(inbox_over(client), (150, 20)) as (app, _):
        head = app.text.splitlines()
        assert re.search(r"Tickets +Open .* 1 of \d+$", head[0])
        for label in ("number", "type", "status", "prio", "SLA", "age▼", "waits", "assignee", "customer", "title"):
            assert label in head[1]
        assert app.numbers == sorted(app.numbers, reverse=True)
        assert len(app.numbers) >= 15
        assert all(" done " not in row for row in app.rows)


async def test_keys_go_to_either_end_at_one_request_each() -> None:
    desk = ChangingList(20_000)
    inbox = inbox_over(Changing(desk))
    async with shown(inbox) as (app, pilot):
        await typed(pilot, inbox, "v", "8")
        assert app.under == 19_999
        assert "1 of 20\u202f000" in app.text
        asked = len(desk.asked)
        await typed(pilot, inbox, "G")
        assert app.under == 0
        assert "20\u202f000 of 20\u202f000" in app.text
        assert len(desk.asked) - asked == 1
        await typed(pilot, inbox, "g")
        assert app.under == 19_999
        assert len(desk.asked) - asked <= 2


async def test_rows_that_are_not_there_yet_are_dots_in_their_places() -> None:
    desk = ChangingList(5_000)
    inbox = inbox_over(Changing(desk))
    async with shown(inbox) as (app, pilot):
        await typed(pilot, inbox, "v", "8")
        desk.holding = True
        await pilot.press("G")
        await pilot.pause()
        assert app.numbers == []
        assert app.under is None
        assert "·" in app.text
        assert "5\u202f000 of 5\u202f000" in app.text
        desk.holding = False
        for waiter in desk.held:
            waiter.set_result(None)
        await settled(pilot, inbox)
        assert app.under == 0


async def test_views_are_picked_by_digit_and_by_cursor_and_one_that_means_nobody_is_refused_in_words() -> None:
    async with demo_client() as client:
        inbox = inbox_over(client, views=(SavedView(name="Bugs to do", filter="is:open type:bug"),))
        async with shown(inbox, (150, 20)) as (app, pilot):
            await typed(pilot, inbox, "v")
            assert "Bugs to do" in app.text
            await typed(pilot, inbox, "2")
            assert "Unassigned" in app.text.splitlines()[0]
            assert app.rows
            assert all("nobody" in row for row in app.rows)
            await typed(pilot, inbox, "v", "3")
            assert 'set me = "your@address" in the config' in app.text
            assert "Unassigned" in app.text.splitlines()[0]
            await typed(pilot, inbox, "v", "G", "enter")
            assert "Bugs to do" in app.text.splitlines()[0]
            assert all(" bug " in row for row in app.rows)
            await typed(pilot, inbox, "v", "r")
            assert all(" done " in row for row in app.rows)


async def test_mine_are_asked_for_by_the_id_of_whoever_that_is() -> None:
    async with demo_client() as client:
        people = await client.people()
        inbox = inbox_over(client, me=people[0].email)
        async with shown(inbox) as (app, pilot):
            await typed(pilot, inbox, "v", "3")
            await typed(pilot, inbox)
            assert inbox.compiled.question.processing_user == people[0].id
            assert app.rows


async def test_a_filter_narrows_the_list_down_says_so_and_goes_with_escape() -> None:
    async with demo_client() as client:
        inbox = inbox_over(client)
        async with shown(inbox, (150, 20)) as (app, pilot):
            before = app.numbers
            await typed(pilot, inbox, "f", "type:bug status:open", "enter")
            assert "type:bug status:open" in app.text.splitlines()[0]
            assert app.rows
            assert all(" bug " in row and " open " in row for row in app.rows)
            await typed(pilot, inbox, "f", " color:red", "enter")
            assert "color" in app.text
            assert "type:bug status:open" in app.text.splitlines()[0]
            await typed(pilot, inbox, "escape", "escape")
            assert app.numbers == before


async def test_a_search_shows_what_is_at_hand_at_once_then_what_gleap_knows_and_goes_back_to_the_same_place() -> None:
    async with demo_client() as client:
        inbox = inbox_over(client)
        async with shown(inbox) as (app, pilot):
            await typed(pilot, inbox, "j", "j", "j", "j")
            before, numbers = app.under, app.numbers
            await pilot.press("slash", *"export")
            await pilot.pause()
            assert all("here" in row for row in app.rows)
            assert "among the loaded tickets" in app.text
            await typed(pilot, inbox, "enter")
            assert re.search(r"[1-9]\d* more from Gleap's own search", app.text)
            await typed(pilot, inbox, "G")
            assert "Gleap" in app.rows[-1]
            await typed(pilot, inbox, "g")
            found = app.numbers
            await typed(pilot, inbox, "n")
            assert app.under == found[1]
            await typed(pilot, inbox, "N")
            assert app.under == found[0]
            await typed(pilot, inbox, "escape")
            assert (app.under, app.numbers) == (before, numbers)


async def test_a_number_leads_to_its_ticket_also_where_it_is_in_no_view() -> None:
    done = min(everything(), key=lambda ticket: ticket.number or 0)
    async with demo_client() as client:
        inbox = inbox_over(client)
        async with shown(inbox) as (app, pilot):
            await typed(pilot, inbox, "slash", str(done.number), "enter")
            assert app.under == done.number
            await typed(pilot, inbox, "enter")
            assert app.opened == [app.tickets.list.key]


class Waiting(Changing):
    """A client that answers a search once it is let."""

    def __init__(self, tickets: ChangingList) -> None:
        super().__init__(tickets)
        self.answers = asyncio.Event()

    async def tickets(self, question: TicketQuery, *, skip: int = 0, limit: int = 100) -> TicketPage:
        if question.number is None:
            return await super().tickets(question, skip=skip, limit=limit)
        await self.answers.wait()
        return TicketPage(tickets=(self.list.tickets[ticket_id(question.number)],))

    async def search(self, words: str) -> TicketPage:
        await self.answers.wait()
        return TicketPage()


@pytest.mark.parametrize("number", [29, 7])
async def test_a_number_that_is_opened_before_it_came_opens_no_other_ticket(number: int) -> None:
    client = Waiting(ChangingList(300))
    inbox = inbox_over(client)
    async with shown(inbox) as (app, pilot):
        await pilot.press("slash", *str(number), "enter", "enter")
        # Some that look like 29 are at hand, none that looks like 7 is.
        assert app.opened == []
        client.answers.set()
        await settled(pilot, inbox)
        assert app.opened == [ticket_id(number)]


async def test_a_search_that_finds_nothing_says_what_was_searched() -> None:
    async with demo_client() as client:
        inbox = inbox_over(client)
        async with shown(inbox, (150, 20)) as (app, pilot):
            await typed(pilot, inbox, "slash", "qqxxzz", "enter")
            assert app.rows == []
            assert "Nothing found for “qqxxzz”. Searched: title, customer and number" in app.text


async def test_with_room_a_ticket_is_read_beside_the_list_and_the_cursor_walks_through_them() -> None:
    async with demo_client() as client:
        inbox = inbox_over(client)
        async with shown(inbox, (140, 24)) as (app, pilot):
            await typed(pilot, inbox, "enter")
            first = app.tickets.list.key
            assert app.read == [first]
            assert app.opened == []
            await typed(pilot, inbox, "j")
            async with asyncio.timeout(5):
                while len(app.read) < 2:
                    await pilot.pause()
            assert app.read[-1] == app.tickets.list.key != first
            assert app.tickets.list.has_focus
            await typed(pilot, inbox, "a")
            assert "Activity log" in app.text
            await typed(pilot, inbox, "escape")
            assert app.tickets.list.has_focus
            await typed(pilot, inbox, "enter")
            assert not app.tickets.list.has_focus
            await typed(pilot, inbox, "J")
            assert app.tickets.reader.opened is not None
            await typed(pilot, inbox, "escape", "escape")
            assert not app.tickets.reader.display


async def test_another_view_is_read_from_its_first_ticket_and_beside_an_empty_one_none_is_shown() -> None:
    async with demo_client() as client:
        inbox = inbox_over(client)
        async with shown(inbox, (140, 24)) as (app, pilot):
            await typed(pilot, inbox, "enter", "v", "6")
            async with asyncio.timeout(5):
                while app.read[-1] != app.tickets.list.key:
                    await pilot.pause()
            assert len(app.read) == 2
            await typed(pilot, inbox, "f", "#nosuchtag", "enter")
            assert inbox.rows.total == 0
            assert app.tickets.reader.opened is None
            assert "Conversation" not in app.text


async def test_a_ticket_that_is_read_at_the_top_stays_under_the_cursor_when_others_are_shown() -> None:
    desk = ChangingList(300)
    inbox = inbox_over(Changing(desk))
    async with shown(inbox, (140, 24)) as (app, pilot):
        await typed(pilot, inbox, "enter")
        desk.arrive()
        await inbox.window.refresh()
        await typed(pilot, inbox, "u")
        assert inbox.rows.row_of(ticket_id(300)) == app.tickets.list.top == 0
        assert app.tickets.list.key == app.read[-1] == ticket_id(299)


async def test_asking_again_reads_the_ticket_beside_the_list_and_the_list() -> None:
    async with demo_client() as client:
        inbox = inbox_over(client)
        async with shown(inbox, (140, 24)) as (app, pilot):
            await typed(pilot, inbox, "r")
            assert app.again == ["the list"]
            await typed(pilot, inbox, "enter", "r")
            beside = app.tickets.list.key
            assert app.again[1:] == ["the list", beside]
            await typed(pilot, inbox, "enter", "r")
            assert app.again[3:] == ["the list", beside]


async def test_without_room_a_ticket_is_opened_with_the_one_that_may_be_next() -> None:
    async with demo_client() as client:
        inbox = inbox_over(client)
        async with shown(inbox, (80, 24)) as (app, pilot):
            await typed(pilot, inbox, "j", "enter")
            rows = [inbox.rows.row(row) for row in range(3)]
            assert [*app.opened, *app.next] == [row.id for row in rows[1:] if row is not None]


async def test_what_arrives_moves_nothing_that_is_read_and_a_key_shows_it() -> None:
    desk = ChangingList(300)
    inbox = inbox_over(Changing(desk))
    async with shown(inbox) as (app, pilot):
        await typed(pilot, inbox, "v", "8")
        await typed(pilot, inbox, "j", "j")
        before = app.numbers
        desk.arrive()
        desk.touch(desk.ids()[4], title="Another title")
        await inbox.read(board().period)
        await settled(pilot, inbox)
        assert app.numbers == before
        assert "1 new" in app.text.splitlines()[0]
        assert any(row.lstrip().startswith("~") for row in app.rows)
        await typed(pilot, inbox, "u")
        assert app.under == before[2]
        assert app.numbers[:4] == [300, *before[:3]]


async def test_where_nobody_reads_the_newest_is_shown_by_itself_and_nothing_that_is_gone() -> None:
    desk = ChangingList(300)
    inbox = inbox_over(Changing(desk))
    async with shown(inbox) as (app, pilot):
        await typed(pilot, inbox, "v", "8")
        desk.arrive()
        await inbox.read(board().period)
        await settled(pilot, inbox)
        assert app.numbers[0] == 300
        for ticket in desk.ids()[:5]:
            desk.leave(ticket)
        await inbox.read(board().period)
        await settled(pilot, inbox)
        assert app.numbers[0] == 295
        assert "gone" not in app.text


async def test_the_place_survives_a_restart() -> None:
    desk = ChangingList(3_000)
    inbox = inbox_over(Changing(desk))
    async with shown(inbox) as (app, pilot):
        await typed(pilot, inbox, "v", "8")
        await typed(pilot, inbox, "f", "sort:oldest", "enter", *["pagedown"] * 20, "j")
        left, chosen, numbers = app.tickets.list.place(), app.under, app.numbers
    again = inbox_over(Changing(desk))
    async with shown(again, place=left) as (app, _):
        assert (app.under, app.numbers) == (chosen, numbers)
        assert "sort:oldest" in app.text.splitlines()[0]


async def test_columns_are_hidden_moved_and_sized_and_come_with_the_place() -> None:
    async with demo_client() as client:
        inbox = inbox_over(client)
        async with shown(inbox) as (app, pilot):
            await typed(pilot, inbox, "c", "j", "space")
            assert app.tickets.query_one(Chooser).display
            await pilot.press("k", "greater_than_sign", "greater_than_sign", "plus", "plus")
            await typed(pilot, inbox, "c")
            head = app.text.splitlines()[1]
            assert "type" not in head
            assert head.index("status") < head.index("number")
            assert dict(app.places[-1].columns)["number"] == 9


async def test_a_view_is_written_as_csv_whole(tmp_path: Path) -> None:
    async with demo_client() as client:
        inbox = inbox_over(client)
        async with shown(inbox, folder=tmp_path) as (app, pilot):
            await typed(pilot, inbox, "e", "c")
            written = next(tmp_path.glob("*.csv"))
            rows = list(csv.DictReader(written.read_text("utf-8-sig").splitlines()))
            assert len(rows) == inbox.rows.total
            assert f"Wrote {len(rows)} tickets" in app.text


async def test_a_view_that_has_not_come_yet_is_written_once_it_has_and_an_empty_one_is_not(tmp_path: Path) -> None:
    desk = ChangingList(250)
    inbox = inbox_over(Changing(desk))
    async with shown(inbox, folder=tmp_path) as (app, pilot):
        desk.holding = True
        await pilot.press("v", "8", "e")
        assert app.numbers == []
        await pilot.press("c")
        desk.holding = False
        for question in desk.held:
            question.set_result(None)
        await settled(pilot, inbox)
        (written,) = tmp_path.glob("*.csv")
        assert len(written.read_text("utf-8-sig").splitlines()) == 1 + 250
        for ticket in list(desk.tickets):
            desk.leave(ticket)
        await typed(pilot, inbox, "v", "1", "e")
        assert inbox.rows.total == 0
        assert "no ticket in this view to write" in app.text


async def test_sorting_goes_through_the_orders_that_gleap_has() -> None:
    async with demo_client() as client:
        inbox = inbox_over(client)
        async with shown(inbox) as (app, pilot):
            await typed(pilot, inbox, "s")
            assert "sorted by oldest" in app.text.splitlines()[0]
            assert app.numbers == sorted(app.numbers)
            assert "age▲" in app.text.splitlines()[1]


async def test_what_cannot_be_read_is_told_and_what_is_shown_stays() -> None:
    desk = ChangingList(300)
    inbox = inbox_over(Changing(desk))
    async with shown(inbox) as (app, pilot):
        app.tickets.show(replace(board(), tickets=Snapshot("tickets").failed(PROBLEM)))
        await pilot.pause()
        assert "No connection" in app.text
        assert app.rows


@pytest.mark.parametrize("size", [(20, 6), (33, 9), (40, 12), (60, 20), (80, 24), (119, 30), (120, 40), (200, 60)])
async def test_no_size_and_no_key_breaks_it(size: tuple[int, int]) -> None:
    async with demo_client() as client:
        inbox = inbox_over(client)
        async with shown(inbox, size) as (app, pilot):
            for keys in (
                ("enter",),
                ("j",),
                ("v",),
                ("escape",),
                ("c",),
                ("escape",),
                ("slash", "e", "escape"),
                ("G",),
            ):
                await typed(pilot, inbox, *keys)
                assert all(len(line) <= size[0] for line in app.text.splitlines())
            assert isinstance(app.tickets, StepsTickets)
            assert app.tickets.step_ticket(1) is None
            assert isinstance(app.tickets.step_ticket(-1), Ticket)


class Failing(Changing):
    """Answers only while it is well."""

    well = False

    async def tickets(self, question: TicketQuery, *, skip: int = 0, limit: int = 100) -> TicketPage:
        if not self.well:
            raise ServerTrouble("it is down")
        return await super().tickets(question, skip=skip, limit=limit)


async def test_a_list_that_failed_is_read_with_the_next_look_at_it() -> None:
    client = Failing(ChangingList(300))
    inbox = inbox_over(client)
    async with shown(inbox) as (app, pilot):
        await typed(pilot, inbox, "v", "8")
        assert app.rows == []
        assert "no tickets could be read" in app.text
        with pytest.raises(ServerTrouble):
            await inbox.read(board().period)
        client.well = True
        await inbox.read(board().period)
        await settled(pilot, inbox)
        assert app.numbers[0] == 299
        client.well = False
        await typed(pilot, inbox, "G")
        assert "Gleap has trouble" in app.text
        client.well = True
        await inbox.read(board().period)
        await settled(pilot, inbox)
        assert app.under == 0
        assert "Gleap has trouble" not in app.text
