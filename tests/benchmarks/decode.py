"""How long 10,000 raw events take to become models, in the usual shape and in odd ones, against the standard library
reading the same bytes as JSON. In milliseconds of one core, in the best of several rounds: whatever else runs can only
make it longer. Of the longest pieces it is the middle one."""

import gc
import json
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta

from gleaptui.gleap import decode
from gleaptui.gleap.decode.events import in_order

EVENTS = 10_000
ROUNDS = 15
GOAL_MS = 60.0
GOAL_PIECE_MS = 10.0
_WORDS = "The export button stays grey after the last update, also in a private window. "
Entry = dict[str, object]


def _log() -> list[Entry]:
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
    return [
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


def _bodies() -> dict[str, bytes]:
    """The log as it may come; the first is the usual one."""
    log = _log()
    middle = EVENTS // 2

    def every(**more: object) -> bytes:
        return json.dumps([entry | more for entry in log]).encode()

    def one(**more: object) -> bytes:
        return json.dumps([*log[:middle], log[middle] | more, *log[middle + 1 :]]).encode()

    usual = json.dumps(log).encode()
    return {
        "usual": usual,
        "wrapped": b'{"data":' + usual + b"}",
        "without ids": every(_id=None),
        "one lone surrogate": one(note="x\ud800y"),
        "one NaN": one(odd=float("nan")),
        "one long entry": one(rows=[{"a": "b" * 40}] * 2_000),
        "tickets as objects": every(ticket={"_id": "a" * 24, "title": "Export"}),
        "people as text": every(actionUser="Ada Quill"),
        "lists of objects": json.dumps(
            [entry | {"rows": [{"a": 1}] * 3} for entry in log], separators=(",", ":")
        ).encode(),
        "indented": json.dumps(log, indent=1).encode(),
    }


def _plain(body: bytes) -> float:
    """Milliseconds for reading it as JSON and no more."""
    gc.collect()
    started = time.thread_time()
    json.loads(body)
    return (time.thread_time() - started) * 1000


def _pieces(body: bytes) -> tuple[float, float]:
    """Milliseconds for everything, and for the longest piece that nothing else can run in."""
    gc.collect()
    longest = 0.0
    found = []
    whole = started = time.thread_time()
    for piece in decode.events_in_pieces(body):
        found += piece
        longest = max(longest, time.thread_time() - started)
        started = time.thread_time()
    in_order(found)
    ended = time.thread_time()
    assert len(found) == EVENTS
    return (ended - whole) * 1000, max(longest, ended - started) * 1000


def main() -> int:
    """Print the times; 0 where the usual log is read in time, and none is ever read for long at a time."""
    met = True
    sys.stdout.write(
        f"{EVENTS} events          whole (goal {GOAL_MS:.0f})   longest piece (goal {GOAL_PIECE_MS:.0f})\n"
    )
    for name, body in _bodies().items():
        usual = name == "usual"
        wholes, longests = zip(*(_pieces(body) for _ in range(ROUNDS if usual else 5)), strict=True)
        whole, longest = min(wholes), statistics.median(longests)
        met = met and longest <= GOAL_PIECE_MS and (whole <= GOAL_MS or not usual)
        sys.stdout.write(f"  {name:20} {whole:7.1f} ms {longest:17.1f} ms   {len(body) / 1e6:.1f} MB\n")
        if usual:
            plain = min(_plain(body) for _ in range(ROUNDS))
            sys.stdout.write(f"  {'json.loads alone':20} {plain:7.1f} ms   models take {whole / plain:.2f} of it\n")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
