"""A ticket opens at once with what is known, and is completed without moving what is read."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import App
from textual.pilot import Pilot

from gleaptui import theme
from gleaptui.gleap.models import Customer, LinkedTicket, MessagePage, Ticket
from gleaptui.inbox.reading import Opened
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.screens.shows import ShowsBoards, ShowsWalls
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
        self.known = Opened(shown.id, ticket=Snapshot("ticket", value=shown))
        self.ticket = TicketScreen(self.known, ZONE)
        self.steps: list[int] = []
        self.register_theme(theme.load("dark"))
        self.theme = "dark"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(theme.load("dark").variables)

    async def on_mount(self) -> None:
        await self.push_screen(self.ticket)

    def came(self, ticket: Snapshot[Ticket] | None = None, conversation: Snapshot[MessagePage] | None = None) -> None:
        """An answer came."""
        self.known.ticket = ticket or self.known.ticket
        self.known.conversation = conversation or self.known.conversation
        self.ticket.show_ticket(self.known, ZONE)

    def on_ticket_screen_step_wanted(self, message: TicketScreen.StepWanted) -> None:
        self.steps.append(message.by)

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
        assert "Zoe Dubois" in app.text
        assert "zoe@example.test" in app.text
        assert "company       Copper Kettle\n" in app.text
        assert "plan          PRO\n" in app.text
        assert "reading…" in app.text
        assert "loading…" in app.text


async def test_the_whole_ticket_tells_all_there_is() -> None:
    async with opened(ticket(4_711)) as (app, pilot):
        app.came(read(WHOLE))
        await pilot.pause()
        for said in (
            "Waiting",
            "SLA breached",
            "archived",
            "email",
            "export  vip",
            "Wed 16 Sep 2026 15:05",
            "The customer cannot export.",
            "Severity      Blocks my work",
            "export.csv",
            "[1] #12 Old one",
            "as of 14:05",
        ):
            assert said in app.text


async def test_what_is_not_known_is_a_dash_and_never_a_good_word() -> None:
    async with opened(Ticket(id="x")) as (app, _):
        assert "no title" in app.text
        assert f"SLA           {MISSING}" in app.text
        assert f"priority      {MISSING}" in app.text
        assert "breached" not in app.text
        assert "rating" not in app.text


async def test_a_short_conversation_stands_beneath_the_facts_and_a_long_one_is_opened_at_its_end() -> None:
    async with opened(ticket(7)) as (app, pilot):
        app.came(conversation=conversation(*(message(number, f"words {number}") for number in range(9))))
        await pilot.pause()
        assert "9 messages" in app.text
        assert "status" in app.text
    async with opened(ticket(7)) as (app, pilot):
        app.came(conversation=conversation(*(message(number, f"words {number}") for number in range(60))))
        await pilot.pause()
        assert "words 59" in app.text
        assert "status" not in app.text
        await pilot.press("g")
        await pilot.pause()
        assert "words 59" not in app.text
        assert "60 messages" in app.text
        assert "status" in app.text
        await pilot.press("G")
        await pilot.pause()
        assert "words 59" in app.text


@pytest.mark.parametrize(("keys", "lines"), [("j", 1), ("j j k", 1), ("ctrl+d", 19), ("ctrl+d ctrl+u", 0), ("down", 1)])
async def test_keys_scroll(keys: str, lines: int) -> None:
    def page() -> list[str]:
        return [line[:98].replace("▸", " ").rstrip() for line in app.text.splitlines()[1:-1]]

    async with opened(ticket(7)) as (app, pilot):
        app.came(conversation=conversation(*(message(number, f"words {number}") for number in range(60))))
        await pilot.press("g")
        await pilot.pause()
        before = page()
        await pilot.press(*keys.split())
        await pilot.pause()
        assert page()[: 38 - lines] == before[lines:]


async def test_a_part_of_a_conversation_says_that_there_is_more() -> None:
    async with opened(ticket(7)) as (app, pilot):
        app.came(conversation=conversation(message(1), before="older"))
        await pilot.pause()
        assert "the latest 1 message" in app.text


async def test_a_conversation_of_no_messages_is_not_loading() -> None:
    async with opened(ticket(7)) as (app, pilot):
        app.came(conversation=conversation())
        await pilot.pause()
        assert "no messages" in app.text
        assert "loading" not in app.text


async def test_a_ticket_that_cannot_be_read_keeps_what_is_known_and_says_why() -> None:
    async with opened(ticket(7)) as (app, pilot):
        app.came(app.known.ticket.failed(PROBLEM))
        app.came(conversation=Snapshot("conversation", problem=PROBLEM))
        await pilot.pause()
        assert "The rest of the ticket could not be read. No connection" in app.text
        assert "The conversation could not be read. No connection" in app.text
        assert "Question 7" in app.text
        assert "loading" not in app.text


async def test_old_messages_stay_when_reading_them_again_fails() -> None:
    async with opened(ticket(7)) as (app, pilot):
        known = conversation(message(1, "words"))
        app.came(conversation=known.failed(PROBLEM))
        await pilot.pause()
        assert "words" in app.text
        assert "could not be read again. No connection" in app.text


async def test_a_ticket_that_failed_once_and_is_read_again_loses_the_warning() -> None:
    async with opened(ticket(7)) as (app, pilot):
        app.came(app.known.ticket.failed(PROBLEM))
        app.came(read(WHOLE))
        await pilot.pause()
        assert "could not be read" not in app.text


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_it_is_left_with_a_key(key: str) -> None:
    async with opened(ticket(7)) as (app, pilot):
        await pilot.press(key)
        await pilot.pause()
        assert app.screen is not app.ticket


def test_its_screen_is_not_taken_for_one_that_shows_boards() -> None:
    screen = TicketScreen(Opened("x"), ZONE)
    assert not isinstance(screen, ShowsBoards)
    assert not isinstance(screen, ShowsWalls)


async def test_answers_that_come_after_it_was_left_do_no_harm() -> None:
    async with opened(ticket(7)) as (app, pilot):
        await pilot.press("escape")
        await pilot.pause()
        app.came(read(WHOLE))
        app.came(conversation=Snapshot("conversation", "", MessagePage()))
        await pilot.pause()
        assert app.screen is not app.ticket


async def test_the_next_ticket_is_asked_of_the_list_and_shown_from_its_own_beginning() -> None:
    async with opened(ticket(7)) as (app, pilot):
        app.came(conversation=conversation(*(message(number) for number in range(60))))
        await pilot.press("J", "K", "J")
        await pilot.pause()
        assert app.steps == [1, -1, 1]
        other = Opened("t8", ticket=Snapshot("ticket", value=ticket(8)), conversation=conversation(message(1, "other")))
        app.ticket.show_ticket(other, ZONE)
        await pilot.pause()
        assert "#8  Question 8" in app.text
        assert "status" in app.text
        assert "other" in app.text


async def test_a_title_too_long_for_its_line_is_told_in_full() -> None:
    long = ticket(7, title=" ".join(f"word{number}" for number in range(40)))
    async with opened(long, (80, 40)) as (app, _):
        assert "word39" in app.text


@pytest.mark.parametrize("written", HOSTILE)
async def test_no_text_and_no_size_breaks_it(written: str) -> None:
    odd = ticket(
        1,
        title=written[:300],
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
        app.came(read(odd))
        app.came(conversation=conversation(message(1, written, name=written)))
        for size in ((200, 58), (66, 12), (33, 5), (20, 6), (5, 2), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert all(len(line) <= size[0] for line in app.text.splitlines())
        assert "status" in app.text
