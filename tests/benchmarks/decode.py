"""How long 10,000 raw events take to become models, against the standard library reading the same bytes as JSON."""

import gc
import json
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta

from gleaptui.gleap import decode
from gleaptui.gleap.decode.events import in_order

EVENTS = 10_000
ROUNDS = 9
GOAL_MS = 60.0
GOAL_SLICE_MS = 10.0
_WORDS = "The export button stays grey after the last update, also in a private window. "


def _body() -> bytes:
    """About five megabytes, newest first, as Gleap may send them."""
    start = datetime(2026, 9, 14, tzinfo=UTC)
    kinds = ("CREATE_TICKET", "TICKET_REPLY", "TICKET_STATUS_CHANGE", "COMMENT_CREATED", "ASSIGN_TICKET")
    agent = {
        "_id": "a0000000000000000000000b",
        "id": "a0000000000000000000000b",
        "email": "ada@example.test",
        "firstName": "Ada",
        "lastName": "Quill",
        "profileImageUrl": "",
        "lastSeen": "2026-09-14T16:02:11.000Z",
        "available": True,
        "userType": "default",
    }
    return json.dumps(
        [
            {
                "_id": f"{number:024x}",
                "action": kinds[number % len(kinds)],
                "createdAt": (start - timedelta(seconds=37 * number)).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
                "actionUser": agent,
                "data": {
                    "processingUser": agent["id"],
                    "replyTimeInSec": number % 7200,
                    "comment": _WORDS[: number % 79],
                },
            }
            for number in range(EVENTS)
        ]
    ).encode()


def _milliseconds(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _slices(body: bytes) -> tuple[float, float]:
    """Milliseconds for everything, and for the longest piece that nothing else can run in."""
    longest = 0.0
    found = []
    whole = started = time.perf_counter()
    for batch in decode.events_in_slices(body):
        found += batch
        longest = max(longest, _milliseconds(started))
        started = time.perf_counter()
    in_order(found)
    longest = max(longest, _milliseconds(started))
    assert len(found) == EVENTS
    return _milliseconds(whole), longest


def main() -> int:
    """Print the medians and the ratio; 0 where both goals are met."""
    body = _body()
    wholes, longests, plains = [], [], []
    for _ in range(ROUNDS):
        gc.collect()
        started = time.perf_counter()
        json.loads(body)
        plains.append(_milliseconds(started))
        gc.collect()
        whole, longest = _slices(body)
        wholes.append(whole)
        longests.append(longest)
    whole, longest, plain = statistics.median(wholes), statistics.median(longests), statistics.median(plains)
    sys.stdout.write(
        f"{EVENTS} events, {len(body) / 1e6:.1f} MB\n"
        f"  models            {whole:7.1f} ms (goal {GOAL_MS:.0f}; from {min(wholes):.1f} to {max(wholes):.1f})\n"
        f"  longest piece     {longest:7.1f} ms (goal {GOAL_SLICE_MS:.0f}; up to {max(longests):.1f})\n"
        f"  json.loads alone  {plain:7.1f} ms\n"
        f"  ratio             {whole / plain:7.2f}\n"
    )
    return 0 if whole <= GOAL_MS and longest <= GOAL_SLICE_MS else 1


if __name__ == "__main__":
    sys.exit(main())
