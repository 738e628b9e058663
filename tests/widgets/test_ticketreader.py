"""A ticket is read from where it matters, stays where it is read, and is laid out only where it is looked at."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from gleaptui import theme
from gleaptui.gleap.decode.messages import messages as decoded
from gleaptui.gleap.models import Activity, Customer, Line, LinkedTicket, Message, MessagePage, Span, Ticket
from gleaptui.inbox.out import Out
from gleaptui.inbox.reading import Opened
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.text import MISSING
from gleaptui.widgets.paper import Paper
from gleaptui.widgets.pieces import Paragraph
from gleaptui.widgets.ticketreader import TicketReader
from tests.figures import PROBLEM, ZONE
from tests.samples import ago, conversation, line, message, ticket

PROJECT, ID = "a" * 24, "b" * 24
GUIDE = "https://help.example.test/guide?a=1"


class ReaderApp(App[None]):
    """Nothing but a reader, with a desktop that only notes what is opened."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.reader = TicketReader()
        self.written: list[str] = []
        self.launched: list[tuple[str, ...]] = []
        self.wanted: list[str] = []
        self.register_theme(theme.load("dark"))
        self.theme = "dark"

        def launch(command: Sequence[str], _environment: Mapping[str, str]) -> None:
            self.launched.append(tuple(command))

        self.reader.out = Out(
            PROJECT,
            ZONE,
            self.written.append,
            environment={"DISPLAY": ":0"},
            platform="linux",
            folder=folder,
            launch=launch,
        )

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(theme.load("dark").variables)

    def compose(self) -> ComposeResult:
        yield self.reader

    def on_mount(self) -> None:
        self.reader.focus()

    def on_ticket_reader_older_wanted(self, message: TicketReader.OlderWanted) -> None:
        self.wanted.append(f"older {message.ticket}")

    def on_ticket_reader_activity_wanted(self, message: TicketReader.ActivityWanted) -> None:
        self.wanted.append(f"log {message.ticket}")

    def on_ticket_reader_linked_wanted(self, message: TicketReader.LinkedWanted) -> None:
        self.wanted.append(f"ticket {message.ticket}")

    def on_ticket_reader_close_wanted(self) -> None:
        self.wanted.append("close")

    @property
    def paper(self) -> Paper:
        return self.reader.query_one(Paper)

    @property
    def rows(self) -> list[str]:
        """What stands on the screen."""
        width, height = self.size
        strips = self.screen._compositor.render_strips()[:height]
        return ["".join(segment.text for segment in strip)[:width].rstrip() for strip in strips]

    @property
    def page(self) -> list[str]:
        """The page alone, without the mark that wanders."""
        return [row.replace("▸", " ").rstrip() for row in self.rows[1:]]

    @property
    def text(self) -> str:
        return "\n".join(self.rows)

    @property
    def wrapped(self) -> int:
        """Paragraphs that were laid out so far."""
        pieces = [piece for block in self.paper.blocks if block.opened for piece in block.pieces]
        return sum(isinstance(piece, Paragraph) and piece.laid_out for piece in pieces)


@asynccontextmanager
async def reading(
    shown: Opened, tmp_path: Path, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[ReaderApp, Pilot[None]]]:
    app = ReaderApp(tmp_path)
    async with app.run_test(size=size) as pilot:
        app.reader.show(shown, ZONE)
        await pilot.pause()
        yield app, pilot


def opened(*messages: Message, before: str = "", **more: object) -> Opened:
    values: dict[str, object] = {"id": ID, "number": 7, "title": "Question"}
    shown = Snapshot("ticket", value=Ticket(**(values | more)))  # type: ignore[arg-type]
    return Opened(ID, ticket=shown, conversation=conversation(*messages, before=before))


def numbered(first: int, last: int) -> tuple[Message, ...]:
    return tuple(message(number, f"words {number}") for number in range(first, last))


async def test_a_thousand_messages_open_at_the_end_and_only_what_is_near_is_laid_out(tmp_path: Path) -> None:
    async with reading(opened(*numbered(0, 1_000)), tmp_path) as (app, pilot):
        assert "words 999" in app.text
        assert app.wrapped < 60
        await pilot.press("g")
        await pilot.pause()
        assert "status" in app.text
        assert "1\u202f000 messages" in app.text
        assert app.wrapped < 120
        await pilot.press("G", "k", "ctrl+u", "pageup")
        await pilot.pause()
        assert "words 98" in app.text
        assert app.wrapped < 200


async def test_what_is_known_opens_at_once_and_what_comes_moves_nothing(tmp_path: Path) -> None:
    known = Opened(ID, ticket=Snapshot("ticket", value=ticket(7)))
    async with reading(known, tmp_path) as (app, pilot):
        before = app.page[:8]
        assert "Zoe Dubois" in app.text
        known.ticket = Snapshot("ticket", "", ticket(7, summary="Short.", form=(("Severity", "High"),)), ago(0))
        known.conversation = conversation(*numbered(0, 3))
        app.reader.show(known, ZONE)
        await pilot.pause()
        assert app.page[:8] == before
        assert "Severity      High" in app.text


async def test_older_messages_are_asked_for_on_the_way_up_and_move_nothing_when_they_come(tmp_path: Path) -> None:
    shown = opened(*numbered(100, 160), before="x")
    async with reading(shown, tmp_path) as (app, pilot):
        assert "words 159" in app.text
        assert app.wanted == []
        while "words 110" not in app.text:
            await pilot.press("pageup")
            await pilot.pause()
        await pilot.press("k", "k")
        assert app.wanted == [f"older {ID}"]
        before = app.page
        shown.conversation = conversation(*numbered(0, 160), before="")
        app.reader.show(shown, ZONE)
        await pilot.pause()
        assert app.page == before
        await pilot.press("g")
        await pilot.pause()
        assert "160 messages" in app.text
        assert "the latest" not in app.text
        assert app.wanted == [f"older {ID}"]


async def test_older_messages_that_failed_are_asked_for_again_by_the_next_key_only(tmp_path: Path) -> None:
    shown = opened(*numbered(0, 9), before="x")
    async with reading(shown, tmp_path) as (app, pilot):
        await pilot.press("g", "k")
        assert app.wanted == [f"older {ID}"]
        shown.conversation = shown.conversation.failed(PROBLEM)
        app.reader.show(shown, ZONE)
        await pilot.pause()
        assert app.wanted == [f"older {ID}"]
        assert "could not be read again" in app.text
        await pilot.press("k")
        assert app.wanted == [f"older {ID}"] * 2


async def test_a_new_message_and_the_details_move_nothing_that_is_read(tmp_path: Path) -> None:
    shown = opened(*numbered(0, 60))
    async with reading(shown, tmp_path) as (app, pilot):
        for key in ("k", "G"):
            await pilot.press(key)
            await pilot.pause()
            before = app.page
            last = len(app.paper.blocks)
            shown.conversation = conversation(*numbered(0, last + 1))
            shown.ticket = Snapshot("ticket", "", ticket(7, form=(("Severity", "High"),) * last), ago(0))
            app.reader.show(shown, ZONE)
            await pilot.pause()
            assert app.page == before


async def test_the_same_again_draws_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = opened(*numbered(0, 60))
    async with reading(shown, tmp_path) as (app, _):
        drawn: list[object] = []
        monkeypatch.setattr(Paper, "refresh", lambda *regions, **_more: drawn.append(regions))
        shown.conversation = conversation(*numbered(0, 60))
        app.reader.show(shown, ZONE)
        assert drawn == []
        shown.conversation = conversation(*numbered(0, 59), message(59, "another word"))
        app.reader.show(shown, ZONE)
        assert len(drawn) == 1, "a test that cannot fail is none"


async def test_another_width_keeps_the_words_that_are_read(tmp_path: Path) -> None:
    long = message(2, " ".join(f"word{number}" for number in range(2_000)))
    async with reading(opened(message(1), long, message(3)), tmp_path) as (app, pilot):
        while "word900 " not in app.text:
            await pilot.press("pageup")
            await pilot.pause()
        first = app.page[0].split()[1]
        await pilot.resize_terminal(50, 30)
        await pilot.pause()
        assert first in app.page[0].split()


async def test_a_message_is_chosen_by_where_one_reads_or_by_stepping(tmp_path: Path) -> None:
    def marked() -> str:
        place = next(number for number, row in enumerate(app.rows) if row.startswith("▸"))
        return app.rows[place + 1].split("▎")[-1].strip()

    async with reading(opened(*numbered(0, 40)), tmp_path) as (app, pilot):
        assert marked() == "words 39"
        await pilot.press("left_curly_bracket", "left_curly_bracket")
        await pilot.pause()
        assert marked() == "words 37"
        await pilot.press(*["left_curly_bracket"] * 10)
        await pilot.pause()
        assert marked() == "words 27"
        await pilot.press("right_curly_bracket", "c")
        await pilot.pause()
        assert "copied the message of Zoe Dubois" in app.text
        assert app.written == ["\x1b]52;c;d29yZHMgMjg=\x07"]
        await pilot.press("j")
        await pilot.pause()
        assert "copied" not in app.text


async def test_the_activity_log_is_read_when_it_is_wanted_and_put_away_again(tmp_path: Path) -> None:
    shown = opened(*numbered(0, 40))
    async with reading(shown, tmp_path) as (app, pilot):
        await pilot.press("g")
        await pilot.pause()
        before = app.page
        await pilot.press("a")
        await pilot.pause()
        assert app.wanted == [f"log {ID}"]
        assert "Activity log" in app.text
        assert "loading" in app.text
        shown.activity = Snapshot("activity", "", (Activity(at=ago(0), who="Ada Quill", what="assigned"),), ago(0))
        app.reader.show(shown, ZONE)
        await pilot.pause()
        assert "16 Sep 2026 14:05  Ada Quill  assigned" in app.text
        assert "Activity log  1 entry, as of 14:05" in app.text
        await pilot.press("a")
        await pilot.pause()
        assert app.page == before


async def test_a_log_that_is_called_for_before_the_conversation_came_stays_in_sight(tmp_path: Path) -> None:
    shown = Opened(ID, ticket=Snapshot("ticket", value=ticket(7)))
    async with reading(shown, tmp_path, (80, 24)) as (app, pilot):
        await pilot.press("a")
        shown.conversation = conversation(*numbered(0, 9))
        app.reader.show(shown, ZONE)
        await pilot.pause()
        assert "Activity log" in app.text
        assert "words 8" in app.text


async def test_the_facts_are_in_plain_words_and_in_one_column_where_it_is_narrow(tmp_path: Path) -> None:
    shown = opened(
        message(1, at=ago(7_200)),
        message(2, author="agent", at=ago(3_600)),
        status="DONE",
        sla_breached=True,
        due_at=ago(0),
        updated_at=ago(1_800),
        created_at=ago(7_200),
        channel="IN_APP",
        first_assignment_at=ago(5_400),
        last_notification=ago(2_700),
        customer=Customer(name="Zoe Dubois", plan="PRO"),
    )
    facts = (
        ("status", "done"),
        ("SLA", "breached"),
        ("due", "Wed 16 Sep 2026 14:05"),
        ("channel", "in app"),
        ("assignee", "nobody"),
        ("created", "Wed 16 Sep 2026 12:05"),
        ("company", MISSING),
        ("plan", "PRO"),
        ("1st assigned", "Wed 16 Sep 2026 12:35"),
        ("first reply", "Wed 16 Sep 2026 13:05"),
        ("last message", "Wed 16 Sep 2026 13:20"),
        ("closed", "by Wed 16 Sep 2026 13:35"),
    )
    async with reading(shown, tmp_path, (100, 40)) as (app, pilot):
        for label, value in facts:
            assert f"{label:<13} {value}" in app.text
        wide = sum("  " in row.strip() and "14:05" not in row for row in app.rows[1:12])
        await pilot.resize_terminal(50, 40)
        await pilot.pause()
        for label, value in facts:
            assert f" {label:<13} {value}" in app.rows
        assert wide


async def test_a_first_reply_is_not_guessed_from_a_part_of_the_conversation(tmp_path: Path) -> None:
    part = opened(message(1, author="agent", at=ago(3_600)), before="x", has_agent_reply=True)
    async with reading(part, tmp_path, (100, 40)) as (app, _):
        assert "first reply   yes" in app.text


async def test_links_are_shown_in_full_before_they_are_opened(tmp_path: Path) -> None:
    texts = (
        Span(text="bank.example.test", link="https://evil.example.test/?a=1"),
        Span(text="run", link="javascript:alert(1)"),
        Span(text="guide", link=GUIDE),
        Span(text="a user", link="https://bank.example.test@evil.example.test/"),
    )
    async with reading(opened(message(1, lines=(Line(spans=texts),))), tmp_path) as (app, pilot):
        await pilot.press("l")
        await pilot.pause()
        assert "link of the marked message, 1 to 4:" in app.text
        await pilot.press("3")
        await pilot.pause()
        assert app.launched == []
        assert app.rows[-1].startswith(f" {GUIDE}")
        await pilot.press("enter")
        await pilot.pause()
        assert app.launched == [("xdg-open", GUIDE)]
        for refused in "24":
            await pilot.press("l", refused)
            await pilot.pause()
            assert "is not opened" in " ".join(app.text.split())
            await pilot.press("enter", "escape")
        assert len(app.launched) == 1
        assert app.wanted == []


async def test_after_a_number_was_typed_what_is_told_stands_alone(tmp_path: Path) -> None:
    links = tuple(LinkedTicket(id=f"t{number}", number=number) for number in (1, 2))
    async with reading(opened(linked=links), tmp_path, (80, 40)) as (app, pilot):
        await pilot.press("L", "2", "Y")
        assert app.rows[-1] == " copied #7"


async def test_linked_tickets_of_which_only_the_id_is_known_are_told_apart_by_its_end(tmp_path: Path) -> None:
    async with reading(opened(linked=(LinkedTicket(id="c" * 18 + "0a1b2c"),)), tmp_path, (80, 40)) as (app, _):
        assert "[1] ticket …0a1b2c\n" in app.text


async def test_a_linked_ticket_is_a_key_away(tmp_path: Path) -> None:
    links = tuple(LinkedTicket(id=f"t{number}", number=number, title=f"Old {number}") for number in range(1, 13))
    async with reading(opened(linked=links), tmp_path, (80, 40)) as (app, pilot):
        assert "[12] #12 Old 12" in app.text
        await pilot.press("L", "5")
        await pilot.press("L", "1", "2")
        await pilot.press("L", "1", "enter")
        await pilot.press("L", "escape")
        assert app.wanted == ["ticket t5", "ticket t12", "ticket t1"]


async def test_it_is_opened_in_the_web_and_its_link_and_number_are_copied(tmp_path: Path) -> None:
    link = f"https://app.gleap.io/projects/{PROJECT}/bugs/{ID}"
    async with reading(opened(type="BUG"), tmp_path, (120, 24)) as (app, pilot):
        await pilot.press("o", "y", "Y")
        await pilot.pause()
        assert app.launched == [("xdg-open", link)]
        assert len(app.written) == 2
        assert "copied #7" in app.text


async def test_without_a_browser_the_link_is_shown(tmp_path: Path) -> None:
    async with reading(opened(), tmp_path, (120, 24)) as (app, pilot):
        app.reader.out = Out(PROJECT, ZONE, app.written.append, environment={"SSH_TTY": "/dev/pts/1"})
        await pilot.press("o")
        await pilot.pause()
        assert f"no browser here; https://app.gleap.io/projects/{PROJECT}/inbox/{ID}" in app.text
        app.reader.show(Opened("../x", ticket=Snapshot("ticket", value=Ticket(id="../x"))), ZONE)
        await pilot.press("y")
        await pilot.pause()
        assert "there is no link" in app.text
        assert app.written == []


async def test_a_message_too_long_for_the_clipboard_is_not_copied_in_part(tmp_path: Path) -> None:
    async with reading(opened(message(1, "x" * 90_000)), tmp_path) as (app, pilot):
        await pilot.press("c")
        await pilot.pause()
        assert app.written == []
        assert "too long to copy" in app.text


async def test_an_export_reads_the_missing_messages_first(tmp_path: Path) -> None:
    shown = opened(*numbered(100, 160), before="x")
    async with reading(shown, tmp_path, (160, 24)) as (app, pilot):
        await pilot.press("e", "j")
        await pilot.pause()
        assert app.wanted == [f"older {ID}"]
        assert list(tmp_path.iterdir()) == []
        shown.conversation = conversation(*numbered(0, 160))
        app.reader.show(shown, ZONE)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "160 messages" in " ".join(app.rows[-3:])
        written = json.loads((tmp_path / "ticket-7.json").read_text("utf-8"))
        assert written["complete"] is True
        assert len(written["messages"]) == 160


async def test_older_messages_that_cannot_be_asked_for_are_mentioned_on_the_page_and_in_the_file(
    tmp_path: Path,
) -> None:
    shown = opened(has_agent_reply=True)
    part = MessagePage(messages=(message(1, author="agent", at=ago(3_600)),), cut=True)
    shown.conversation = Snapshot("conversation", value=part)
    async with reading(shown, tmp_path, (160, 40)) as (app, pilot):
        assert "there are older messages, but Gleap does not say how to ask for them" in app.text
        assert "the latest 1 message" in app.text
        assert "first reply   yes" in app.text
        await pilot.press("e", "j")
        await app.workers.wait_for_complete()
        assert json.loads((tmp_path / "ticket-7.json").read_text("utf-8"))["complete"] is False


async def test_an_export_of_a_part_says_so(tmp_path: Path) -> None:
    shown = opened(*numbered(0, 3), before="x")
    shown.conversation = shown.conversation.failed(PROBLEM)
    async with reading(shown, tmp_path, (160, 24)) as (app, pilot):
        await pilot.press("e", "m")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "without the older ones" in " ".join(app.rows[-3:])
        assert "Older messages were not loaded" in (tmp_path / "ticket-7.md").read_text("utf-8")


def hostile() -> bytes:
    """Attacks as they would come over the wire."""
    nested: dict[str, object] = {"type": "text", "text": "innermost"}
    for _ in range(400):
        nested = {"type": "blockquote", "content": [nested]}
    texts: tuple[object, ...] = (
        "[/foo] [bold red]x[/] [@click=app.quit]y[/]",
        "\x1b[2J\x1b]52;c;ZXZpbA==\x07 \x9b31m after",
        "\u202etxet\u202c \u2066\u200b\u200f bidi",
        "<p>one <b>two</b><script>alert(1)</script><img src=x onerror=alert(1)></p>",
        {"type": "doc", "content": [nested]},
        "日本語" * 60_000,
        "word and more " * 75_000,
    )
    items = [{"id": f"m{number}", "data": {"content": written}} for number, written in enumerate(texts)]
    return json.dumps({"items": items, "hasMore": False}).encode()


async def test_attacks_are_shown_inert_and_a_megabyte_is_laid_out_in_part(tmp_path: Path) -> None:
    page = decoded(hostile())
    shown = Opened(ID, ticket=Snapshot("ticket", value=ticket(7)), conversation=Snapshot("conversation", value=page))
    async with reading(shown, tmp_path) as (app, pilot):
        seen = ""
        assert app.wrapped < 12
        while "status" not in app.text:
            seen += app.text + "\n"
            await pilot.press("left_curly_bracket")
            await pilot.pause()
        for said in ("[/foo] [bold red]x[/] [@click=app.quit]y[/]", "]52;c;ZXZpbA== 31m after", "innermost", "one two"):
            assert said in seen
        assert all(character.isprintable() or character == "\n" for character in seen)
        assert "alert" not in seen
        assert app.wrapped < 60
        assert app.is_running


async def test_without_a_ticket_no_key_does_anything(tmp_path: Path) -> None:
    async with reading(opened(*numbered(0, 60)), tmp_path) as (app, pilot):
        app.reader.show(None, ZONE)
        await pilot.press(*"jkGgalLcoyYe", "left_curly_bracket", "ctrl+d")
        await pilot.pause()
        assert "no ticket" in app.text
        assert "words" not in app.text
        app.reader.show(opened(*numbered(0, 60)), ZONE)
        await pilot.pause()
        assert "words 59" in app.text


async def test_walking_through_everything_keeps_little_of_it(tmp_path: Path) -> None:
    async with reading(opened(*numbered(0, 1_500)), tmp_path) as (app, pilot):
        for _ in range(1_500 * 3 // 20):
            app.paper.action_half_page(-2)
        await pilot.pause()
        assert "status" in app.text
        assert sum(block.opened for block in app.paper.blocks) < 400


@pytest.mark.parametrize("size", [(20, 6), (5, 2), (1, 1), (200, 60)])
async def test_any_size_holds_every_part(tmp_path: Path, size: tuple[int, int]) -> None:
    parts = (message(1, author="note"), message(2, csat=True), message(3, lines=(line("a b", kind="code"),)))
    async with reading(opened(*parts), tmp_path, size) as (app, pilot):
        for key in ("j", "G", "a", "l", "escape", "e", "escape", "g", "c", "y"):
            await pilot.press(key)
            await pilot.pause()
            assert all(len(row) <= size[0] for row in app.rows)
        assert app.is_running
