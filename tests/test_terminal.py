"""The whole program in a real pseudo-terminal, against a real server, by keyboard alone."""

import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live_server import LiveServer
from tests.terminal import Terminal

PROGRAM = [sys.executable, "-m", "gleaptui"]
DEMO = [*PROGRAM, "--demo", "--timezone", "Europe/Paris"]
QUICK = """
[refresh]
requests_per_minute = 1000
[refresh.intervals]
overview = 5
trends = 30
agents = 10
heatmap = 60
events = 0
tickets = 5
"""
PANES = (
    ("1", "Volume"),
    ("2", "by day"),
    ("3", "Team average"),
    ("4", "busiest:"),
    ("5", "following"),
    ("6", "assignee"),
)
"""Keys, and words that each pane shows with its figures."""
LEFT = ("\x1b[?1049l", "\x1b[?25h", "\x1b[?1000l", "\x1b[?2004l")


@pytest.fixture
def server() -> Iterator[LiveServer]:
    with LiveServer() as server:
        yield server


@pytest.fixture
def quick(tmp_path: Path) -> list[str]:
    """The program with short intervals."""
    path = tmp_path / "quick.toml"
    path.write_text(QUICK, encoding="utf-8")
    return [*PROGRAM, "--config", str(path), "--timezone", "Europe/Paris"]


def _left_as_it_was(terminal: Terminal) -> None:
    tail = terminal.raw.decode("utf-8", "replace")[-2000:]
    for sequence in LEFT:
        assert sequence in tail


def _figures(screen: str) -> bool:
    return "New tickets" in screen and re.search(r"[▲▼=] [\d.]+ %", screen) is not None


def _conversation(screen: str) -> bool:
    return re.search(r"Conversation  .*\d+ message", screen) is not None


def _lines_with_something(screen: str) -> int:
    return sum(bool(line.strip(" │▅▇")) for line in screen.splitlines())


def _list_of_tickets(screen: str) -> bool:
    return "6 Tickets" in screen and "assignee" in screen and not _conversation(screen)


def test_the_demo_shows_figures_in_all_six_panes_and_a_ticket() -> None:
    with Terminal(DEMO) as terminal:
        terminal.wait_until(_figures, "figures")
        terminal.wait_for("DEMO")
        for key, words in (
            ("2", "by day"),
            ("3", "Team average"),
            ("4", "busiest:"),
            ("5", "following"),
            ("6", "assignee"),
        ):
            terminal.send(key)
            terminal.wait_for(words)
        terminal.wait_for("#")
        terminal.send("j")
        terminal.send("\r")
        terminal.wait_until(
            lambda screen: re.search(r"Conversation  .*\d+ message", screen) is not None, "a conversation"
        )
        terminal.send("\r")
        terminal.send("y")
        terminal.wait_for("https://app.gleap.io/projects/")
        assert b"\x1b]52;c;aHR0cHM6Ly9hcHAuZ2xlYXAuaW8v" in terminal.raw
        terminal.send("a")
        terminal.wait_for("Activity log")
        terminal.send("\x1b")
        terminal.send("\x1b")
        terminal.wait_until(_list_of_tickets, "the list")
        terminal.send("q")
        assert terminal.wait_exit() == 0


def test_tab_goes_round_and_windows_open_and_close() -> None:
    with Terminal(DEMO, columns=80, rows=24) as terminal:
        terminal.wait_until(_figures, "figures")
        terminal.send("\t")
        terminal.wait_for("Trends   last 7 days")
        terminal.send("\x1b[Z")
        terminal.wait_for("Overview   last 7 days")
        terminal.send("?")
        terminal.wait_for("Everywhere")
        terminal.send("\x1b")
        terminal.wait_until(lambda screen: "Everywhere" not in screen, "no help")
        terminal.send("p")
        terminal.wait_for("Yesterday")
        terminal.send("k\r")
        terminal.wait_for("Overview   yesterday")
        terminal.wait_until(_figures, "figures of another period")
        terminal.send("\x10")
        terminal.wait_for("Search for commands")
        terminal.send("\x1b")
        terminal.wait_until(lambda screen: "Search for commands" not in screen, "no palette")


def test_a_pane_that_comes_back_is_whole_in_its_first_frame() -> None:
    with Terminal(DEMO) as terminal:
        full = dict.fromkeys((key for key, _ in PANES), 0)
        for key, words in (*PANES, *PANES):
            terminal.send(key)
            terminal.wait_for(words)
            terminal.drain(0.3)
            full[key] = _lines_with_something(terminal.screen())
        for key, words in PANES:
            assert words not in terminal.screen()
            terminal.send(key)
            assert _lines_with_something(terminal.first_frame(words)) >= full[key] - 2
            terminal.drain(0.3)


def test_q_ends_it_within_a_second_and_leaves_the_terminal_as_it_was() -> None:
    with Terminal(DEMO) as terminal:
        before = terminal.settings
        terminal.wait_until(_figures, "figures")
        terminal.send("q")
        assert terminal.wait_exit(1.0) == 0
        _left_as_it_was(terminal)
        assert terminal.attributes() == before


def test_q_ends_it_within_a_second_while_requests_hang(server: LiveServer) -> None:
    server.control.hang()
    with Terminal(PROGRAM, environment=server.environment) as terminal:
        terminal.wait_for("connecting")
        terminal.send("q")
        assert terminal.wait_exit(1.0) == 0
        _left_as_it_was(terminal)


def test_sigterm_ends_it_and_leaves_the_terminal_as_it_was() -> None:
    with Terminal(DEMO) as terminal:
        before = terminal.settings
        terminal.wait_until(_figures, "figures")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_exit(3) == 128 + signal.SIGTERM
        _left_as_it_was(terminal)
        assert terminal.attributes() == before


@pytest.mark.parametrize("ignored", [False, True])
def test_a_closed_terminal_ends_it_even_where_hang_up_is_ignored(ignored: bool) -> None:
    command = DEMO
    if ignored:
        start = (
            "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
        )
        command = [sys.executable, "-c", start, *DEMO]
    with Terminal(command) as terminal:
        terminal.wait_until(_figures, "figures")
        terminal.hang_up()
        assert terminal.wait_exit(5) != 0


def test_a_hostile_desk_is_shown_as_plain_text_and_nothing_of_it_acts(server: LiveServer, quick: list[str]) -> None:
    server.control.hostile = True
    with Terminal(quick, columns=119, environment=server.environment) as terminal:
        terminal.wait_until(_figures, "figures")
        for key, words in (
            ("2", "by day"),
            ("3", "Team average"),
            ("4", "busiest:"),
            ("5", "following"),
            ("6", "assignee"),
        ):
            terminal.send(key)
            terminal.wait_for(words)
        terminal.send("v")
        terminal.wait_for("Recently closed")
        terminal.send("8")
        terminal.wait_until(lambda screen: "[/foo]" in screen and re.search("All .* 1 of", screen) is not None, "all")
        for _ in range(4):
            terminal.send("\r")
            terminal.wait_until(_conversation, "a conversation")
            terminal.send("G")
            terminal.send("\x1b")
            terminal.wait_until(_list_of_tickets, "the list")
            terminal.send("j")
        terminal.send("q")
        assert terminal.wait_exit() == 0
        text = terminal.raw.decode("utf-8", "replace")
    assert "\x1b]52" not in text
    assert "\x1b]8;" not in text
    assert not re.search("[\x80-\x9f\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\u2028\u2029]", text)


def test_a_server_that_is_down_is_named_and_figures_come_by_themselves_once_it_is_up(quick: list[str]) -> None:
    server = LiveServer()
    with Terminal(quick, environment=server.environment) as terminal:
        terminal.wait_for("Connection refused")
        with server:
            terminal.send("r")
            terminal.wait_until(_figures, "figures", 60)
            terminal.wait_for("live")


@pytest.mark.parametrize(
    ("trouble", "words"), [("401", "Key refused"), ("500", "Gleap has trouble"), ("html", "Not an answer of Gleap")]
)
def test_trouble_is_told_in_words_the_last_figures_stay_and_it_recovers(
    server: LiveServer, quick: list[str], trouble: str, words: str
) -> None:
    with Terminal(quick, environment=server.environment) as terminal:
        terminal.wait_until(_figures, "figures")
        if trouble == "html":
            server.control.html(200)
        else:
            server.control.fail(int(trouble), '{"error": {"message": "no"}}')
        screen = terminal.wait_for(words, 60)
        assert _figures(screen)
        terminal.wait_for("showing figures of", 60)
        server.control.heal()
        terminal.send("r")
        terminal.wait_until(lambda screen: words not in screen and _figures(screen), "recovery", 90)


def test_a_429_makes_everything_wait_as_long_as_it_says(server: LiveServer, quick: list[str]) -> None:
    with Terminal(quick, environment=server.environment) as terminal:
        terminal.wait_until(_figures, "figures")
        server.control.fail(429, "slow down", headers={"retry-after": "6"}, times=1)
        terminal.wait_for("Gleap asks for less", 60)
        terminal.wait_until(lambda screen: "Gleap asks for less" not in screen and _figures(screen), "recovery", 60)


def test_every_request_is_a_get_with_both_headers(server: LiveServer, quick: list[str]) -> None:
    with Terminal(quick, environment=server.environment) as terminal:
        terminal.wait_until(_figures, "figures")
        for key, words in PANES[2:]:
            terminal.send(key)
            terminal.wait_for(words)
        terminal.send("\r")
        terminal.wait_until(_conversation, "a conversation")
    assert len(server.control.requests) > 40
    for request in server.control.requests:
        names = {name.lower() for name, _ in request.headers}
        assert request.method == "GET"
        assert {"authorization", "project"} <= names


@pytest.mark.parametrize("size", [(40, 12), (20, 6), (200, 60)])
def test_any_size_works_and_so_does_changing_it(size: tuple[int, int]) -> None:
    with Terminal(DEMO, columns=size[0], rows=size[1]) as terminal:
        terminal.wait_for("New")
        for key in "23456":
            terminal.send(key)
        terminal.resize(80, 24)
        terminal.wait_for("Tickets   Open")
        terminal.resize(10, 3)
        terminal.resize(120, 40)
        terminal.wait_for("customer")
        terminal.send("q")
        assert terminal.wait_exit() == 0


def test_without_colours_everything_is_grey() -> None:
    with Terminal(DEMO, environment={"NO_COLOR": "1"}) as terminal:
        for key, words in PANES:
            terminal.send(key)
            terminal.wait_for(words)
            terminal.drain(0.5)
            # All that is drawn from now on, without what Textual draws where nothing is yet.
            drawn = len(terminal.raw)
            terminal.resize(119, 39)
            terminal.drain(0.5)
            colours = re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", bytes(terminal.raw[drawn:]))
            assert colours
            assert all(red == green == blue for red, green, blue in colours)
            terminal.resize(120, 40)
            terminal.drain(0.3)


def test_a_dumb_terminal_is_refused_with_a_word() -> None:
    with Terminal(DEMO, environment={"TERM": "dumb"}) as terminal:
        assert terminal.wait_exit() == 69
        assert "not a terminal" in terminal.screen()
