"""A ticket opens at once with what is known, and is completed without moving what is read."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import App
from textual.pilot import Pilot

from gleaptui import theme
from gleaptui.gleap.models import Customer, LinkedTicket, MessagePage, Ticket
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.screens.ticket import TicketScreen
from gleaptui.text import MISSING
from tests.figures import PROBLEM, ZONE
from tests.samples import FILE, HOSTILE, ago, conversation, message, ticket

WHOLE = ticket(
    4_711,
    title="Export fails",
    status="cz0aa",
    status_label="Waiting",
    channel="EMAIL",
    tags=("export", "vip"),
    summary="The customer cannot export.",
    form=(("Severity", "Blocks my work"),),
    attachments=(FILE,),
    linked=(LinkedTicket(id="x", number=12, title="Old one"),),
    rating=80.0,
    sla_breached=True,
    archived=True,
    due_at=ago(-3_600),
)


class ScreenApp(App[None]):
    """Nothing but a ticket's screen."""

    def __init__(self, shown: Ticket) -> None:
        super().__init__()
        self.ticket = TicketScreen(shown, ZONE)
        self.register_theme(theme.load("dark"))
        self.theme = "dark"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(theme.load("dark").variables)

    async def on_mount(self) -> None:
        await self.push_screen(self.ticket)

    @property
    def text(self) -> str:
        """What stands on the screen, line by line."""
        width, height = self.size
        strips = self.screen._compositor.render_strips()[:height]
        return "\n".join("".join(segment.text for segment in strip)[:width].rstrip() for strip in strips)


@asynccontextmanager
async def opened(shown: Ticket, size: tuple[int, int] = (100, 40)) -> AsyncIterator[tuple[ScreenApp, Pilot[None]]]:
    app = ScreenApp(shown)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


def read(shown: Ticket) -> Snapshot[Ticket]:
    return Snapshot("ticket", "", shown, ago(0))


async def test_it_opens_at_once_with_what_the_list_knows() -> None:
    async with opened(ticket(7)) as (app, _):
        assert "#7  Question 7" in app.text
        assert "Zoe Dubois  <zoe@example.test>  Copper Kettle  PRO" in app.text
        assert "what the list knows" in app.text
        assert "loading…" in app.text


async def test_the_whole_ticket_tells_all_there_is() -> None:
    async with opened(ticket(4_711)) as (app, pilot):
        app.ticket.show_ticket(read(WHOLE))
        await pilot.pause()
        for said in (
            "Waiting",
            "SLA breached",
            "archived",
            "email",
            "export  vip",
            "Wed 16 Sep 2026 15:05",
            "The customer cannot export.",
            "Severity       Blocks my work",
            "export.csv",
            "#12 Old one",
            "as of 14:05",
        ):
            assert said in app.text


async def test_what_is_not_known_is_a_dash_and_never_a_good_word() -> None:
    async with opened(Ticket(id="x")) as (app, _):
        assert "no title" in app.text
        assert f"SLA {MISSING}" in app.text
        assert f"priority {MISSING}" in app.text
        assert "kept" not in app.text
        assert "rating" not in app.text


async def test_the_conversation_stands_beneath_and_can_be_read_to_its_end() -> None:
    async with opened(ticket(7)) as (app, pilot):
        app.ticket.show_conversation(conversation(*(message(number, f"words {number}") for number in range(60))))
        await pilot.pause()
        assert "60 messages" in app.text
        assert "words 59" not in app.text
        await pilot.press("G")
        await pilot.pause()
        assert "words 59" in app.text
        await pilot.press("g")
        await pilot.pause()
        assert "status" in app.text


@pytest.mark.parametrize(("keys", "lines"), [("j", 1), ("j j k", 1), ("ctrl+d", 19), ("ctrl+d ctrl+u", 0), ("down", 1)])
async def test_keys_scroll(keys: str, lines: int) -> None:
    async with opened(ticket(7)) as (app, pilot):
        app.ticket.show_conversation(conversation(*(message(number) for number in range(60))))
        await pilot.pause()
        before = app.text.splitlines()[1:-1]
        await pilot.press(*keys.split())
        await pilot.pause()
        after = app.text.splitlines()[1:-1]
        assert [line[:98].rstrip() for line in after[: 38 - lines]] == [line[:98].rstrip() for line in before[lines:]]


async def test_a_part_of_a_conversation_says_that_there_is_more() -> None:
    async with opened(ticket(7)) as (app, pilot):
        app.ticket.show_conversation(conversation(message(1), before="older"))
        await pilot.pause()
        assert "the latest 1 message" in app.text


async def test_a_conversation_of_no_messages_is_not_loading() -> None:
    async with opened(ticket(7)) as (app, pilot):
        app.ticket.show_conversation(conversation())
        await pilot.pause()
        assert "no messages" in app.text
        assert "loading" not in app.text


async def test_a_ticket_that_cannot_be_read_keeps_what_is_known_and_says_why() -> None:
    async with opened(ticket(7)) as (app, pilot):
        app.ticket.show_ticket(Snapshot("ticket", problem=PROBLEM))
        app.ticket.show_conversation(Snapshot("conversation", problem=PROBLEM))
        await pilot.pause()
        assert "The rest of the ticket could not be read. No connection" in app.text
        assert "The conversation could not be read. No connection" in app.text
        assert "Question 7" in app.text
        assert "loading" not in app.text


async def test_old_messages_stay_when_reading_them_again_fails() -> None:
    async with opened(ticket(7)) as (app, pilot):
        known = conversation(message(1, "words"))
        app.ticket.show_conversation(known.failed(PROBLEM))
        await pilot.pause()
        assert "words" in app.text
        assert "could not be read again. No connection" in app.text


async def test_a_ticket_that_failed_once_and_is_read_again_loses_the_warning() -> None:
    async with opened(ticket(7)) as (app, pilot):
        app.ticket.show_ticket(Snapshot("ticket", problem=PROBLEM))
        app.ticket.show_ticket(read(WHOLE))
        await pilot.pause()
        assert "could not be read" not in app.text


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_it_is_left_with_a_key(key: str) -> None:
    async with opened(ticket(7)) as (app, pilot):
        await pilot.press(key)
        await pilot.pause()
        assert app.screen is not app.ticket


async def test_answers_that_come_after_it_was_left_do_no_harm() -> None:
    async with opened(ticket(7)) as (app, pilot):
        await pilot.press("escape")
        await pilot.pause()
        app.ticket.show_ticket(read(WHOLE))
        app.ticket.show_conversation(Snapshot("conversation", "", MessagePage()))
        await pilot.pause()


async def test_a_title_too_long_for_its_line_is_told_in_full() -> None:
    long = ticket(7, title=" ".join(f"word{number}" for number in range(40)))
    async with opened(long, (80, 40)) as (app, _):
        assert "word39" in app.text


@pytest.mark.parametrize("written", HOSTILE)
async def test_no_text_and_no_size_breaks_it(written: str) -> None:
    odd = ticket(
        1,
        title=written,
        status=written,
        type=written,
        priority=written,
        team=written,
        tags=(written,) * 3,
        summary=written,
        form=((written, written),),
        customer=Customer(name=written, company=written),
    )
    async with opened(odd) as (app, pilot):
        app.ticket.show_ticket(read(odd))
        app.ticket.show_conversation(conversation(message(1, written, name=written)))
        for size in ((200, 58), (66, 12), (33, 5), (20, 6), (5, 2), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert all(len(line) <= size[0] for line in app.text.splitlines())
        assert "status" in app.text
