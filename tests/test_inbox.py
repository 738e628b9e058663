"""Going through the inbox of a real server by keyboard alone, in a real pseudo-terminal."""

import base64
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live_server import PROJECT, LiveServer
from tests.terminal import Terminal

INBOX = [sys.executable, "-m", "gleaptui", "--timezone", "Europe/Paris", "--pane", "tickets"]
CURSOR = re.compile(r"#(\d+)")


@pytest.fixture
def server() -> Iterator[LiveServer]:
    with LiveServer() as server:
        yield server


def conversation(screen: str) -> bool:
    return re.search(r"Conversation  .*\d+ message", screen) is not None


def numbers(screen: str) -> list[str]:
    """The numbers of the tickets that are listed."""
    return [found[1] for line in screen.splitlines() if (found := re.match(r"[ +~-]+(?:\w+ +)?#(\d+)", line))]


def search(terminal: Terminal, words: str) -> None:
    terminal.send(f"/{words}")


def copied(terminal: Terminal) -> str:
    """What was last put on the clipboard."""
    return base64.b64decode(re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)", terminal.raw)[-1]).decode()


def test_a_ticket_is_found_by_its_number_read_and_its_link_copied_and_one_is_back_where_one_was(
    server: LiveServer,
) -> None:
    with Terminal(INBOX, columns=100, rows=30, environment=server.environment) as terminal:
        terminal.wait_until(lambda screen: len(numbers(screen)) > 20, "the list")
        terminal.send("jjj")
        terminal.wait_until(lambda screen: re.search(r"\b4 of \d+", screen) is not None, "the fourth ticket")
        before = numbers(terminal.screen())
        search(terminal, "2120\r")
        screen = terminal.wait_for("Gleap's own search")
        assert "#2120 " in screen
        terminal.send("\r")
        terminal.wait_until(conversation, "the conversation")
        assert "#2120 " in terminal.screen()
        terminal.send("y")
        terminal.wait_for("https://app.gleap.io/")
        assert re.fullmatch(rf"https://app\.gleap\.io/projects/{PROJECT}/[a-z-]+/[0-9a-f]{{24}}", copied(terminal))
        terminal.send("Y")
        terminal.wait_for("copied #2120")
        terminal.send("\x1b")
        terminal.wait_for("found")
        terminal.send("\x1b")
        terminal.wait_until(lambda screen: re.search(r"\b4 of \d+", screen) is not None, "the same place")
        assert numbers(terminal.screen()) == before
        terminal.send("q")
        assert terminal.wait_exit() == 0
        assert {request.method for request in server.control.requests} == {"GET"}


def test_keys_that_come_in_one_piece_go_where_each_would_go_by_itself(server: LiveServer) -> None:
    elsewhere = [*INBOX[:-1], "overview"]
    with Terminal(elsewhere, columns=100, rows=30, environment=server.environment) as terminal:
        terminal.wait_for("Volume")
        # While the program has only begun: another pane, a view by its number, a search.
        terminal.send("6v8/2120\r")
        screen = terminal.wait_for("“2120”: ticket #2120")
        assert "Tickets   All" in screen
        # The ticket on a screen of its own, its log, and its number.
        terminal.send("\raY")
        screen = terminal.wait_for("copied #2120")
        assert "Activity log" in screen
        # Back from it, a window and out of it, a filter, a panel and out of it, and a question about the view.
        terminal.send("qpjqfprio:high\rcqe")
        screen = terminal.wait_for("write this view as")
        assert "Tickets   All, prio:high" in screen
        assert "[x]" not in screen
        terminal.send("\x1b")
        terminal.wait_until(lambda screen: "write this view as" not in screen, "no question")
        # What is typed after the end goes nowhere.
        terminal.send("qv8/22\r")
        assert terminal.wait_exit() == 0


def test_tickets_are_found_by_customer_and_by_words_and_read_one_after_the_other_beside_the_list(
    server: LiveServer,
) -> None:
    with Terminal(INBOX, columns=150, rows=40, environment=server.environment) as terminal:
        terminal.wait_until(lambda screen: len(numbers(screen)) > 20, "the list")
        head, row = terminal.screen().splitlines()[2:4]
        customer = row[head.index("customer") : head.index("title")].strip()
        search(terminal, customer.lower())
        terminal.wait_for("among the loaded tickets")
        assert customer in terminal.screen()
        terminal.send("\x1b")
        terminal.wait_until(lambda screen: "found" not in screen, "the list")
        search(terminal, "export\r")
        terminal.wait_for("Gleap's own search")
        terminal.send("\r")
        terminal.wait_until(conversation, "the first that was found")
        first = CURSOR.findall(terminal.screen().splitlines()[2])
        terminal.send("n")
        terminal.wait_until(
            lambda screen: conversation(screen) and CURSOR.findall(screen.splitlines()[2])[-1] != first[-1], "the next"
        )
        terminal.send("\x1b\x1b")
        terminal.wait_until(lambda screen: "found" not in screen and len(numbers(screen)) > 20, "the list")
        terminal.send("q")
        assert terminal.wait_exit() == 0


def test_the_place_in_the_list_is_there_again_after_a_restart(server: LiveServer, tmp_path: Path) -> None:
    environment = {**server.environment, "XDG_STATE_HOME": str(tmp_path)}
    with Terminal(INBOX, columns=100, rows=30, environment=environment) as terminal:
        terminal.wait_until(lambda screen: len(numbers(screen)) > 20, "the list")
        terminal.send("v")
        terminal.wait_for("Recently closed")
        terminal.send("8")
        terminal.wait_for("Tickets   All")
        terminal.wait_until(lambda screen: len(numbers(screen)) > 20, "all tickets")
        terminal.send("\x04\x04\x04\x04jj")
        before = terminal.wait_until(
            lambda screen: re.search(r"\b51 of \d{3}$", screen, re.M) is not None, "further down"
        )
        place = re.search(r"\d+ of \d+$", before, re.M)
        terminal.drain(0.2)
        listed = numbers(terminal.screen())
        terminal.send("q")
        assert terminal.wait_exit() == 0
    with Terminal(INBOX, columns=100, rows=30, environment=environment) as terminal:
        assert place is not None
        terminal.wait_for(place[0])
        terminal.wait_until(lambda screen: numbers(screen) == listed, "the same tickets")
        assert "Tickets   All" in terminal.screen()
