"""For `tickets`: looks through all of a list for words, in a process of its own so that its memory can be told. Prints
how many tickets passed, how many were looked through, the requests, the megabytes, and the longest work for a look."""

import asyncio
import gc
import sys
import time

from gleaptui.clock import SystemClock
from gleaptui.inbox.desk import Inbox, Look
from gleaptui.inbox.settings import InboxSettings
from tests.benchmarks.tickets import HEIGHT, RAISED, CountedBudget, client_of, resident_mb

_LOOKS = Look(view="all", filter="e")
"""Nearly every ticket passes, which takes the most memory."""
_PAUSE = 0.02


async def look_through(port: int) -> str:
    """Page down as far as there is anything until the end is known."""
    clock = SystemClock()
    budget = CountedBudget(clock, RAISED, RAISED)
    inbox = Inbox(client_of(f"http://127.0.0.1:{port}/v3", budget, clock), clock, InboxSettings(), "UTC")
    inbox.look_at(_LOOKS)
    gc.collect()
    start = most = resident_mb()
    serving = asyncio.create_task(inbox.serve())
    top, longest = 0, 0.0
    while inbox.rows.total is None:
        began = time.process_time()
        inbox.rows.want(top, top + HEIGHT - 1, 1)
        longest = max(longest, time.process_time() - began)
        await asyncio.sleep(_PAUSE)
        top, most = max(0, inbox.rows.rows - HEIGHT), max(most, resident_mb())
    serving.cancel()
    await asyncio.wait([serving])
    return f"{inbox.rows.rows} {inbox.looked_at} {len(budget.moments)} {most - start:.1f} {longest * 1000:.2f}\n"


if __name__ == "__main__":
    sys.stdout.write(asyncio.run(look_through(int(sys.argv[1]))))
