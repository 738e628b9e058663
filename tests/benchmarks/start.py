"""How soon the first frame stands: gleaptui's demo against a bare six-tab program, in turn, in the same run."""

import re
import statistics
import sys
import time

from tests.terminal import Terminal

ROUNDS = 11
GOAL = 1.6
_GLYPHS = 60
"""A frame counts from this many visible characters on."""


def _first_frame(command: list[str]) -> float:
    started = time.perf_counter()
    with Terminal(command) as terminal:
        terminal.wait_until(lambda screen: len(re.sub(r"\s", "", screen)) >= _GLYPHS, "a frame")
        return time.perf_counter() - started


def main() -> int:
    """Print both medians in milliseconds and their ratio."""
    ours = [sys.executable, "-m", "gleaptui", "--demo"]
    bare = [sys.executable, "-m", "tests.benchmarks._floor_app"]
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(ROUNDS):
        times["bare"].append(_first_frame(bare))
        times["ours"].append(_first_frame(ours))
    ratios = [mine / theirs for mine, theirs in zip(times["ours"], times["bare"], strict=True)]
    for name, label in (("bare", "bare six-tab program"), ("ours", "gleaptui --demo")):
        sys.stdout.write(f"{label:<22}{statistics.median(times[name]) * 1000:8.0f} ms to the first frame (median)\n")
    ratio = statistics.median(ratios)
    sys.stdout.write(f"{'ratio':<22}{ratio:8.2f} (goal {GOAL}; from {min(ratios):.2f} to {max(ratios):.2f})\n")
    return 0 if ratio <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
