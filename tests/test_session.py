"""Several processes, one history: who asks, who follows, and what is on the screen before anything is asked."""

import contextlib
import json
import os
import re
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.live_server import LiveServer
from tests.terminal import Terminal

PROGRAM = [sys.executable, "-m", "gleaptui", "--timezone", "Europe/Paris"]
FEEDS = 20


class Viewer:
    """One process of `tests.viewer`, and what it said."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.viewer"], stdout=subprocess.PIPE, env={**os.environ, **environment}
        )
        self._rest = b""
        self.shown: dict[str, float] = {}
        """When the value of each feed was fetched."""
        self.arrived: dict[tuple[str, float], float] = {}
        """When each value reached this process."""
        self.asks: bool | None = None
        self.requests = 0

    def read(self, seconds: float) -> None:
        """Take in what it says within that time."""
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        if select.select([descriptor], [], [], seconds)[0]:
            *lines, self._rest = (self._rest + os.read(descriptor, 1 << 20)).split(b"\n")
            for line in lines:
                self._take(json.loads(line))

    def _take(self, said: dict[str, object]) -> None:
        if "feed" in said:
            feed, at, moment = str(said["feed"]), float(str(said["at"])), float(str(said["moment"]))
            self.shown[feed] = at
            self.arrived.setdefault((feed, at), moment)
        else:
            self.asks, self.requests = bool(said["asks"]), int(str(said["requests"]))

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def end(self) -> None:
        self._process.terminate()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[tuple[LiveServer, dict[str, str]]]:
    home = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    with LiveServer() as server:
        yield server, {**server.environment, **home}


def until(viewers: list[Viewer], holds: Callable[[], bool], seconds: float) -> float:
    """Read all viewers until it holds; how long that took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, [(viewer.asks, viewer.requests, viewer.shown) for viewer in viewers]
        for viewer in viewers:
            viewer.read(0.02)
    return time.monotonic() - began


def test_figures_of_before_are_shown_before_anything_is_asked_and_also_offline(
    environment: tuple[LiveServer, dict[str, str]],
) -> None:
    server, variables = environment
    with Terminal(PROGRAM, environment=variables) as terminal:
        terminal.wait_for("live")
        terminal.wait_until(lambda screen: "loading" not in screen, "figures")
        figure = next(line for line in terminal.screen().splitlines() if line.startswith("│ "))
        terminal.send("q")
        assert terminal.wait_exit() == 0
    server.stop()
    with Terminal(PROGRAM, environment=variables) as terminal:
        terminal.wait_until(lambda screen: "stored" in screen and figure.split()[1] in screen, "the figures of before")
        terminal.wait_for("Connection refused", 60)
        assert figure.split()[1] in terminal.screen()


def test_the_key_and_what_customers_are_is_not_in_the_history(
    environment: tuple[LiveServer, dict[str, str]], tmp_path: Path
) -> None:
    _, variables = environment
    with Terminal(PROGRAM, environment=variables) as terminal:
        terminal.wait_for("live")
        terminal.send("6")
        terminal.wait_for("assignee")
        terminal.send("q")
        assert terminal.wait_exit() == 0
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in files)
    for path in files:
        assert variables["GLEAP_TOKEN"].encode() not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("fault", ["damaged", "newer", "foreign"])
def test_a_history_that_cannot_be_used_is_told_and_the_figures_come_all_the_same(
    environment: tuple[LiveServer, dict[str, str]], tmp_path: Path, fault: str
) -> None:
    _, variables = environment
    with Terminal(PROGRAM, environment=variables) as terminal:
        terminal.wait_for("live")
        terminal.send("q")
        assert terminal.wait_exit() == 0
    (file,) = tmp_path.rglob("*.db")
    if fault == "damaged":
        file.write_bytes(b"This is no database. " * 500)
    else:
        with contextlib.closing(sqlite3.connect(file)) as connection:
            if fault == "newer":
                connection.execute("PRAGMA user_version = 99")
            else:
                connection.execute("PRAGMA application_id = 4711")
    with Terminal(PROGRAM, columns=160, environment=variables) as terminal:
        terminal.wait_for("live")
        said = {"damaged": "is set aside", "newer": "written by a newer gleaptui", "foreign": "another program"}
        terminal.wait_for(said[fault])
        terminal.wait_until(lambda screen: re.search(r"│ \d+ ", screen) is not None, "figures")
    assert (fault == "damaged") == any(".damaged-" in path.name for path in tmp_path.rglob("*"))


@pytest.mark.slow
def test_five_follow_one_at_no_request_and_another_takes_over_when_it_is_killed(
    environment: tuple[LiveServer, dict[str, str]],
) -> None:
    server, variables = environment
    first = Viewer(variables)
    viewers = [first]
    try:
        until(viewers, lambda: len(first.shown) >= FEEDS, 60)
        followers = [Viewer(variables) for _ in range(5)]
        viewers += followers
        until(viewers, lambda: all(viewer.asks is False for viewer in followers), 60)
        until(viewers, lambda: all(len(viewer.shown) >= FEEDS - 1 for viewer in followers), 30)
        began = time.monotonic()
        until(viewers, lambda: time.monotonic() - began > 20, 30)
        assert all(viewer.requests <= 1 for viewer in followers), "one page of tickets each, which is not shared"
        assert abs(len(server.control.requests) - first.requests) <= len(followers) + 3
        late = [
            viewer.arrived[place] - moment
            for place, moment in first.arrived.items()
            for viewer in followers
            if place in viewer.arrived and place[1] > time.time() - 18
        ]
        assert late
        assert max(late) < 2
        first.kill()
        viewers.remove(first)
        assert until(viewers, lambda: sum(viewer.asks is True for viewer in viewers) == 1, 10) < 10
        leader = next(viewer for viewer in viewers if viewer.asks)
        before = leader.requests
        until(viewers, lambda: leader.requests > before, 20)
    finally:
        for viewer in viewers:
            viewer.end()
