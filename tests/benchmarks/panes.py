"""How soon the screen answers a key, and how many bytes go out when little happens: in a real pseudo-terminal, against
a server with five hundred agents. Keys of a bare six-tab program are timed in the same run."""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.benchmarks.start import BARE
from tests.live_server import LiveServer
from tests.terminal import Terminal

AGENTS = 500
GOAL = 50.0
QUIET_GOAL, ALIVE_GOAL = 1.0, 30.0
LOOK_SECONDS = 60.0
_OURS = [sys.executable, "-m", "gleaptui", "--timezone", "Europe/Paris", "--pane"]


class Crowd:
    """A server whose list of agents is much longer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].endswith("/statistics/lists"):
            await self._app(scope, receive, send)
            return
        parts: list[Message] = []

        async def keep(message: Message) -> None:
            parts.append(message)

        await self._app(scope, receive, keep)
        body = b"".join(part.get("body", b"") for part in parts if part["type"] == "http.response.body")
        body = _grown(body)
        headers = [(name, value) for name, value in parts[0]["headers"] if name != b"content-length"]
        await send({**parts[0], "headers": [*headers, (b"content-length", str(len(body)).encode())]})
        await send({"type": "http.response.body", "body": body})


def _grown(body: bytes) -> bytes:
    answer = json.loads(body)
    rows = answer.get("data", []) if isinstance(answer, dict) else []
    people = [row for row in rows if row.get("processingUserREF") not in (None, "Team average")]
    average = [row for row in rows if row not in people]
    if not people:
        return body
    crowd = []
    for number in range(AGENTS):
        row = json.loads(json.dumps(people[number % len(people)]))
        row["processingUserREF"] = f"{row['processingUserREF']} {number}"
        if isinstance(row.get("processingUser"), dict):
            row["processingUser"] |= {"id": f"{number:024x}", "_id": f"{number:024x}"}
        crowd.append(row)
    return json.dumps({**answer, "data": [*crowd, *average]}).encode()


def key_times(
    terminal: Terminal, keys: Sequence[str], holds: Callable[[str], bool] = lambda screen: True
) -> list[float]:
    """Milliseconds from each key to the end of the first frame that it leads to."""
    times = []
    for key in keys:
        terminal.drain(0.05)
        started = time.perf_counter()
        terminal.send(key)
        terminal.wait_frame()
        times.append((time.perf_counter() - started) * 1000)
        terminal.wait_until(holds, "the pane")
    return times


def _p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _keys(server: LiveServer) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {}
    with Terminal(BARE) as terminal:
        terminal.wait_for("Card 5")
        # Its tabs are under the focus at the start.
        times["bare program: a tab"] = key_times(terminal, ["\x1b[C", "\x1b[D"] * 10)
    with Terminal([*_OURS, "overview"], environment=server.environment) as terminal:
        terminal.wait_for("live")
        for key in "23456":
            terminal.send(key)
            terminal.drain(1.0)
        times["tab switch"] = key_times(terminal, [str(number) for number in (1, 2, 3, 4, 5, 6) * 5])
    with Terminal([*_OURS, "agents"], environment=server.environment) as terminal:
        terminal.wait_for("Team average")
        terminal.drain(1.0)
        times["cursor, 500 agents"] = key_times(terminal, ["j"] * 60 + ["k"] * 20 + ["\x04"] * 10 + ["G", "g"] * 5)
        times["sort, 500 agents"] = key_times(terminal, ["s", "S"] * 12)
    with Terminal([*_OURS, "overview"], environment=server.environment) as terminal:
        terminal.wait_for("live")
        terminal.drain(1.0)
        times["cursor, Overview"] = key_times(terminal, ["j"] * 15 + ["l", "h"] * 5)
    # Of a whole week, as the cursor does not go where no hour has been yet.
    with Terminal([*_OURS, "heatmap", "--period", "last-week"], environment=server.environment) as terminal:
        terminal.wait_for("busiest:")
        terminal.send("jl")
        terminal.drain(1.0)
        times["cursor, Heatmap"] = key_times(terminal, ["k", "j"] * 6 + ["h", "l"] * 6)
    return times


_EVERY_TEN = """
[refresh]
requests_per_minute = 600
[refresh.intervals]
overview = 10
trends = 30
agents = 10
events = 0
tickets = 10
"""


def _bytes(environment: dict[str, str], settings: str = "") -> float:
    """Kilobytes a minute that the Overview writes."""
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
        file.write(settings)
        file.flush()
        return _written([*_OURS, "overview", "--config", file.name], environment)


def _written(command: list[str], environment: dict[str, str]) -> float:
    with Terminal(command, environment=environment) as terminal:
        terminal.wait_for("live")
        terminal.drain(15)
        before = len(terminal.raw)
        terminal.drain(LOOK_SECONDS)
        return (len(terminal.raw) - before) / 1024 * 60 / LOOK_SECONDS


def main() -> int:
    """Print the times and the bytes; 0 when all keep their goals."""
    with LiveServer() as server:
        server.through(Crowd)
        times = _keys(server)
    with LiveServer() as server:
        alive = _bytes(server.environment)
        server.control.frozen = True
        quiet = _bytes(server.environment, _EVERY_TEN)
    kept = True
    for name, taken in times.items():
        ok = _p95(taken) < GOAL or name.startswith("bare")
        kept = kept and ok
        sys.stdout.write(
            f"{'ok  ' if ok else 'FAIL'} {name:<26}{statistics.median(taken):7.1f} ms median,"
            f" {_p95(taken):6.1f} ms p95 (goal {GOAL:.0f}) from key to frame\n"
        )
    for name, kilobytes, goal in (("desk frozen, every 10 s", quiet, QUIET_GOAL), ("desk alive", alive, ALIVE_GOAL)):
        ok = kilobytes < goal
        kept = kept and ok
        sys.stdout.write(f"{'ok  ' if ok else 'FAIL'} {name:<26}{kilobytes:7.2f} KB a minute (goal {goal:.0f})\n")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
