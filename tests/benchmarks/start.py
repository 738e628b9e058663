"""How soon the first frame stands, and how soon figures do where a history is kept: gleaptui against a bare six-tab
program, in turn, in the same run."""

import compileall
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import gleaptui
import tests
from tests.live_server import LiveServer
from tests.terminal import Terminal

ROUNDS = 11
FRAME_GOAL, FIGURES_GOAL = 1.6, 1.25
_GLYPHS = 60
"""A frame counts from this many visible characters on."""
BARE = [sys.executable, "-m", "tests.benchmarks._floor_app"]
_DEMO = [sys.executable, "-m", "gleaptui", "--demo"]
_STORED = [sys.executable, "-m", "gleaptui", "--timezone", "Europe/Paris"]


def _frame(screen: str) -> bool:
    return len(re.sub(r"\s", "", screen)) >= _GLYPHS


def _figures(screen: str) -> bool:
    return ", stored" in screen and "New tickets" in screen and re.search(r"│ \d+ ", screen) is not None


def _time(command: list[str], holds: Callable[[str], bool], environment: Mapping[str, str] | None = None) -> float:
    started = time.perf_counter()
    with Terminal(command, environment=environment) as terminal:
        terminal.wait_until(holds, "what is waited for")
        return time.perf_counter() - started


def _fill(environment: Mapping[str, str]) -> None:
    with Terminal(_STORED, environment=environment) as terminal:
        terminal.wait_for("live", 60)
        terminal.wait_until(lambda screen: "loading" not in screen, "all figures", 60)
        terminal.send("q")
        terminal.wait_exit()


def main() -> int:
    """Print the medians in milliseconds and their ratios; 0 when both keep their goal."""
    # As an installed program is, and as the libraries of the bare one are.
    for package in (gleaptui, tests):
        compileall.compile_dir(str(Path(next(iter(package.__path__)))), quiet=2)
    times: dict[str, list[float]] = {"bare": [], "demo": [], "stored": []}
    with LiveServer() as server, tempfile.TemporaryDirectory() as state:
        environment = {**server.environment, "XDG_STATE_HOME": state}
        _fill(environment)
        # What is stored is shown whether anybody answers or not.
        server.stop()
        for _ in range(ROUNDS):
            times["bare"].append(_time(BARE, _frame))
            times["demo"].append(_time(_DEMO, _frame))
            times["stored"].append(_time(_STORED, _figures, environment))
    labels = {
        "bare": "bare six-tab program, first frame",
        "demo": "gleaptui --demo, first frame",
        "stored": "gleaptui with a history, figures",
    }
    for name, label in labels.items():
        sys.stdout.write(f"{label:<34}{statistics.median(times[name]) * 1000:8.0f} ms (median)\n")
    kept = True
    for name, goal in (("demo", FRAME_GOAL), ("stored", FIGURES_GOAL)):
        ratios = [mine / theirs for mine, theirs in zip(times[name], times["bare"], strict=True)]
        ratio = statistics.median(ratios)
        kept = kept and ratio <= goal
        sys.stdout.write(
            f"{'ok  ' if ratio <= goal else 'FAIL'} {labels[name]:<34} {ratio:.2f} of it"
            f" (goal {goal}; from {min(ratios):.2f} to {max(ratios):.2f})\n"
        )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
