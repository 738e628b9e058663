"""Several processes, one history: who asks, who follows, and what is on the screen before anything is asked."""

import contextlib
import json
import os
import re
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from math import inf
from pathlib import Path

import pytest

from gleaptui.gleap.periods import Period, of_key
from gleaptui.plan import FIGURE_FEEDS
from tests.live_server import LiveServer
from tests.terminal import Terminal

PROGRAM = [sys.executable, "-m", "gleaptui", "--timezone", "Europe/Paris"]
FEEDS = 20
_AT_ONCE = "[refresh]\nrequests_per_minute = 900\n"
"""All of it, and not as a budget for weeks allows."""
_OFTEN = _AT_ONCE + "[refresh.intervals]\nevents = 0\noverview = 5\n"


class Viewer:
    """One process of `tests.viewer`, and what it said."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.viewer"], stdout=subprocess.PIPE, env={**os.environ, **environment}
        )
        self._rest = b""
        self.shown: dict[str, tuple[float, str]] = {}
        """When the value of each feed was fetched, and its beginning in words."""
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
            self.shown[feed] = at, str(said["shown"])
            self.arrived.setdefault((feed, at), moment)
        else:
            self.asks, self.requests = bool(said["asks"]), int(str(said["requests"]))

    def shows_since(self, feed: str, fetched: float) -> float:
        """Since when it shows what was fetched then, or something newer."""
        return min(
            (moment for (name, at), moment in self.arrived.items() if name == feed and at >= fetched), default=inf
        )

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def end(self) -> None:
        self._process.terminate()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


def _configure(home: Path, text: str) -> None:
    config = home / "gleaptui" / "config.toml"
    config.parent.mkdir()
    config.write_text(text)
    config.chmod(0o600)


def _home(directory: Path) -> dict[str, str]:
    return {"HOME": str(directory), "XDG_STATE_HOME": str(directory), "XDG_CONFIG_HOME": str(directory)}


@pytest.fixture(scope="module")
def server() -> Iterator[LiveServer]:
    with LiveServer() as running:
        yield running


@pytest.fixture(scope="module")
def used(server: LiveServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the program leaves behind after somebody looked at all panes."""
    directory = tmp_path_factory.mktemp("used")
    _configure(directory, _AT_ONCE)
    with Terminal(PROGRAM, environment={**server.environment, **_home(directory)}) as terminal:
        terminal.wait_until(lambda screen: _shows_figures(screen) and "loading" not in screen, "figures")
        for key, shown in {"3": "Team average", "4": "busiest", "5": "following", "6": "customer"}.items():
            terminal.send(key)
            terminal.wait_for(shown)
        terminal.send("q")
        assert terminal.wait_exit() == 0
    return directory


@pytest.fixture
def home(used: Path, tmp_path: Path) -> Path:
    """A directory of its own with all of that."""
    return Path(shutil.copytree(used, tmp_path / "home"))


@pytest.fixture
def environment(server: LiveServer, tmp_path: Path) -> tuple[LiveServer, dict[str, str]]:
    return server, {**server.environment, **_home(tmp_path)}


def _shows_figures(screen: str) -> bool:
    """Whether there is a figure in a card."""
    return re.search(r"│ \d+ ", screen) is not None


def until(viewers: list[Viewer], holds: Callable[[], bool], seconds: float) -> float:
    """Read all viewers until it holds; how long that took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, [(viewer.asks, viewer.requests, viewer.shown) for viewer in viewers]
        for viewer in viewers:
            viewer.read(0.02)
    return time.monotonic() - began


def _database(home: Path) -> Path:
    (file,) = home.rglob("*.db")
    return file


def _a_day_passes(file: Path) -> None:
    """Make what is stored a day older."""
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        for feed, period in connection.execute("SELECT feed, period FROM snapshots").fetchall():
            span = of_key(period)
            if span is not None:
                day = timedelta(days=1)
                earlier = Period(span.name, span.first - day, span.last - day, span.zone).key
                connection.execute(
                    "UPDATE snapshots SET period = ?, fetched_at = fetched_at - ? WHERE feed = ? AND period = ?",
                    (earlier, day // timedelta(microseconds=1), feed, period),
                )


@pytest.mark.parametrize("passes", [False, True], ids=["the same day", "the next day"])
def test_what_was_seen_is_shown_before_anything_is_asked_and_also_offline(
    server: LiveServer, home: Path, *, passes: bool
) -> None:
    if passes:
        _a_day_passes(_database(home))
    server.stop()
    try:
        with Terminal(PROGRAM, environment={**server.environment, **_home(home)}) as terminal:
            terminal.wait_until(lambda screen: _shows_figures(screen) and "stored" in screen, "figures of before")
            assert ("last 7 days" in terminal.screen()) != passes
            terminal.send("3")
            terminal.wait_until(lambda screen: "Team average" in screen and "stored" in screen, "people of before")
            terminal.send("6")
            terminal.wait_for("Tickets")
            assert "live" not in terminal.screen().splitlines()[-1]
    finally:
        server.start()


def test_neither_the_key_nor_an_address_nor_a_ticket_is_in_the_history(server: LiveServer, used: Path) -> None:
    for path in (path for path in used.rglob("*") if path.is_file()):
        assert server.environment["GLEAP_TOKEN"].encode() not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0
    file = _database(used)
    assert not re.search(rb"@[\w.]*\.(test|example|com|io)", file.read_bytes())
    with contextlib.closing(sqlite3.connect(file)) as connection:
        kept = {feed for (feed,) in connection.execute("SELECT feed FROM snapshots")}
    assert {"new_tickets", "agents", "heatmap", "events"} <= kept
    assert "tickets" not in kept


def test_a_history_that_is_damaged_is_told_and_the_figures_come_all_the_same(server: LiveServer, home: Path) -> None:
    _database(home).write_bytes(b"This is no database. " * 500)
    with Terminal(PROGRAM, columns=190, environment={**server.environment, **_home(home)}) as terminal:
        terminal.wait_for("live")
        terminal.wait_until(
            lambda screen: re.search("requests a minute.* is set aside", screen) is not None, "a notice"
        )
        terminal.wait_until(_shows_figures, "figures")
    assert any(".damaged-" in path.name for path in home.rglob("*"))


@pytest.mark.slow
def test_five_follow_one_at_no_request_and_another_takes_over_when_it_is_killed(
    environment: tuple[LiveServer, dict[str, str]],
) -> None:
    server, variables = environment
    _configure(Path(variables["HOME"]), _OFTEN)
    first = Viewer(variables)
    viewers = [first]
    try:
        until(viewers, lambda: len(first.shown) >= FEEDS, 60)
        followers = [Viewer(variables) for _ in range(5)]
        viewers += followers
        until(viewers, lambda: all(viewer.asks is False for viewer in followers), 60)
        until(viewers, lambda: all(len(viewer.shown) >= FEEDS - 1 for viewer in followers), 30)
        began = time.time()
        until(viewers, lambda: time.time() > began + 6, 30)
        end = time.time()
        until(viewers, lambda: time.time() > end + 2, 30)
        assert all(viewer.requests <= 1 for viewer in followers), "one page of tickets each, which is not shared"
        assert abs(len(server.control.requests) - first.requests) <= len(followers) + 3
        came = [place for place, moment in first.arrived.items() if began < moment < end and place[0] != "tickets"]
        assert came
        for place in came:
            assert all(viewer.shows_since(*place) - first.arrived[place] < 2 for viewer in followers), place
        figures = [feed for feed in FIGURE_FEEDS if feed in first.shown]
        until(viewers, lambda: all(one.shown[feed] == first.shown[feed] for one in followers for feed in figures), 10)
        first.kill()
        viewers.remove(first)
        assert until(viewers, lambda: sum(viewer.asks is True for viewer in viewers) == 1, 10) < 10
        leader = next(viewer for viewer in viewers if viewer.asks)
        before = leader.requests
        until(viewers, lambda: leader.requests > before, 20)
    finally:
        for viewer in viewers:
            viewer.end()
