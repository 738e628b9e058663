"""The list shows what Gleap said of each ticket, a page at a time."""

from dataclasses import replace

import pytest

from gleaptui.gleap.models import Customer, Ticket
from gleaptui.panes.tickets import TicketsPane
from gleaptui.screens.opening import StepsTickets
from gleaptui.text import MISSING
from gleaptui.widgets.table import Table
from tests.figures import PROBLEM, OnePane, fits_every_size, on_screen
from tests.samples import HOSTILE, ago, listing, page, ticket

HUNDRED = tuple(ticket(number) for number in range(1_100, 1_000, -1))


def rows_of(app: OnePane) -> list[str]:
    """The rows on the screen without the scrollbar beside them."""
    return [line[:119].rstrip() for line in app.text.splitlines()[2:]]


class Asked(TicketsPane):
    """Remembers what it asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Ticket] = []
        self.pages: list[int] = []

    def on_tickets_pane_opened(self, message: TicketsPane.Opened) -> None:
        self.opened.append(message.ticket)

    def on_tickets_pane_page_wanted(self, message: TicketsPane.PageWanted) -> None:
        self.pages.append(message.skip)


async def test_a_ticket_is_one_line() -> None:
    shown = listing(tickets=page(ticket(7, sla_breached=True, priority="HIGH"), total=1))
    async with on_screen(TicketsPane(), shown, (140, 20)) as (app, _):
        line = next(line for line in app.text.splitlines() if "#7" in line)
        for part in ("inquiry", "open", "high", "late", "1h", "Ada Quill", "Zoe Dubois", "Question 7"):
            assert part in line


async def test_what_gleap_did_not_say_is_a_dash_and_not_a_good_word() -> None:
    async with on_screen(TicketsPane(), listing(tickets=page(Ticket(id="x"))), (140, 20)) as (app, _):
        line = app.text.splitlines()[2]
        assert line.split() == [MISSING] * 6 + ["nobody", MISSING, "no", "title"]


async def test_a_status_of_the_projects_own_is_shown_by_its_label_else_as_it_is() -> None:
    own = page(ticket(1, status="cz0aa", status_label="Waiting"), ticket(2, status="cz0ab"))
    async with on_screen(TicketsPane(), listing(tickets=own)) as (app, _):
        assert "Waiting" in app.text
        assert "cz0ab" in app.text
        assert "cz0aa" not in app.text


async def test_a_customer_without_a_name_is_known_by_the_address() -> None:
    shown = page(ticket(1, customer=Customer(email="zoe@example.test")))
    async with on_screen(TicketsPane(), listing(tickets=shown)) as (app, _):
        assert "zoe@example.test" in app.text


async def test_the_heading_says_which_of_how_many() -> None:
    async with on_screen(TicketsPane(), listing(tickets=page(*HUNDRED, total=1_523))) as (app, pilot):
        assert "1–100 of 1\u202f523" in app.text
        app.pane.show(listing(tickets=page(*HUNDRED)))
        await pilot.pause()
        assert "1–100" in app.text
        assert " of " not in app.text.splitlines()[0].split("old")[1]


async def test_the_list_does_not_claim_to_be_of_the_period() -> None:
    async with on_screen(TicketsPane(), listing(tickets=page(*HUNDRED))) as (app, _):
        assert "last 7 days" not in app.text
        assert "newest first" in app.text.splitlines()[0]
        assert "unarchived" in app.text.splitlines()[0]


async def test_enter_opens_the_ticket_under_the_cursor() -> None:
    pane = Asked()
    async with on_screen(pane, listing(tickets=page(*HUNDRED))) as (_, pilot):
        await pilot.press("j", "enter")
        await pilot.pause()
        assert [opened.number for opened in pane.opened] == [1_099]


async def test_who_reads_a_ticket_goes_on_to_the_next_in_the_list() -> None:
    pane = TicketsPane()
    async with on_screen(pane, listing(tickets=page(*HUNDRED[:3]))):
        assert isinstance(pane, StepsTickets)
        assert pane.step_ticket(-1) is None
        numbers = [one.number if (one := pane.step_ticket(1)) else None for _ in range(3)]
        assert numbers == [HUNDRED[1].number, HUNDRED[2].number, None]
        beside = pane.ticket_beside(-1)
        assert beside is not None
        assert beside.number == HUNDRED[1].number


async def test_pages_are_turned_within_the_list() -> None:
    pane = Asked()
    async with on_screen(pane, listing(tickets=page(*HUNDRED, total=150))) as (app, pilot):
        await pilot.press("<")
        await pilot.pause()
        assert pane.pages == []
        await pilot.press(">")
        await pilot.pause()
        assert pane.pages == [100]
        assert "loading another page…" in app.text
        app.pane.show(listing(tickets=page(*HUNDRED[:50], total=150, skip=100)))
        await pilot.pause()
        assert "101–150 of 150" in app.text
        assert "loading" not in app.text
        await pilot.press(">", "<")
        await pilot.pause()
        assert pane.pages == [100, 0]


async def test_a_server_that_sends_short_pages_loses_no_ticket() -> None:
    pane = Asked()
    async with on_screen(pane, listing(tickets=page(*HUNDRED[:50], total=1_523))) as (_, pilot):
        await pilot.press(">")
        await pilot.pause()
        assert pane.pages == [50]


async def test_another_page_starts_at_its_top() -> None:
    async with on_screen(TicketsPane(), listing(tickets=page(*HUNDRED, total=300))) as (app, pilot):
        await pilot.press("G")
        app.pane.show(listing(tickets=page(*(ticket(number) for number in range(1_000, 900, -1)), total=300, skip=100)))
        await pilot.pause()
        assert app.query_one(Table).key == "t1000"
        assert "#1000" in app.text.splitlines()[2]


async def test_a_page_that_cannot_be_read_is_not_said_to_be_loading() -> None:
    pane = Asked()
    async with on_screen(pane, listing(tickets=page(*HUNDRED, total=300))) as (app, pilot):
        await pilot.press(">")
        app.pane.show(listing(tickets=page(*HUNDRED, total=300), problem=PROBLEM))
        await pilot.pause()
        assert "loading" not in app.text
        assert "No connection" in app.text
        assert "1–100 of 300" in app.text


async def test_a_new_ticket_moves_nothing_that_is_read() -> None:
    async with on_screen(TicketsPane(), listing(tickets=page(*HUNDRED))) as (app, pilot):
        await pilot.press("ctrl+d")
        await pilot.pause()
        before = rows_of(app)
        app.pane.show(listing(tickets=page(ticket(1_101), *HUNDRED[:-1])))
        await pilot.pause()
        assert rows_of(app) == before


async def test_on_a_wall_the_newest_ticket_is_seen() -> None:
    async with on_screen(TicketsPane(), listing(tickets=page(*HUNDRED))) as (app, pilot):
        app.pane.show(listing(tickets=page(ticket(1_101), *HUNDRED[:-1])))
        await pilot.pause()
        assert "#1101" in app.text.splitlines()[2]


async def test_ages_grow() -> None:
    shown = listing(tickets=page(ticket(1)))
    async with on_screen(TicketsPane(), shown) as (app, pilot):
        app.pane.show(replace(shown, now=shown.local(ago(-3_600))))
        await pilot.pause()
        assert "2h" in app.text.splitlines()[2]


async def test_before_the_first_answer_and_without_tickets_it_says_so() -> None:
    async with on_screen(TicketsPane(), listing()) as (app, pilot):
        assert "loading…" in app.text
        app.pane.show(listing(problem=PROBLEM))
        await pilot.pause()
        assert "no tickets yet" in app.text
        app.pane.show(listing(tickets=page(total=0)))
        await pilot.pause()
        assert "no tickets here" in app.text


async def test_a_small_screen_still_tells_open_from_done() -> None:
    shown = listing(tickets=page(ticket(1), ticket(2, status="DONE")))
    async with on_screen(TicketsPane(), shown, (40, 10)) as (app, _):
        assert [row.split() for row in rows_of(app)[:2]] == [
            ["#1", "open", "Question", "1"],
            ["#2", "done", "Question", "2"],
        ]


@pytest.mark.parametrize("written", HOSTILE)
async def test_no_text_and_no_size_breaks_it(written: str) -> None:
    odd = ticket(1, title=written, status=written, type=written, priority=written, customer=Customer(name=written))
    shown = listing(tickets=page(odd, *HUNDRED))
    async with on_screen(TicketsPane(), shown) as (app, pilot):
        await fits_every_size(app, pilot, shown, "Tickets")


async def test_a_small_screen_still_says_how_old_the_list_is() -> None:
    async with on_screen(TicketsPane(), listing(tickets=page(ticket(1))), (40, 10)) as (app, _):
        assert "<1m old" in app.text
