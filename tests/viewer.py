"""A process that looks at a project without a screen, for tests of several at once. It writes a line of JSON for each
snapshot that it would show, and one when its part changes.

``python -m tests.viewer`` with the variables of a server.
"""

import asyncio
import json
import sys
import time

from gleaptui.clock import SystemClock
from gleaptui.config import Given, load
from gleaptui.gleap.periods import Period, resolve
from gleaptui.plan import WATCHED
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.session import Session


def _say(**facts: object) -> None:
    sys.stdout.write(json.dumps({"moment": time.time(), **facts}) + "\n")
    sys.stdout.flush()


async def main() -> None:
    settings, clock = load(Given(period="7d", timezone="Europe/Paris")), SystemClock()

    def period() -> Period:
        return resolve("7d", clock.now(), "Europe/Paris")

    def publish(snapshot: Snapshot[object]) -> None:
        if snapshot.fetched_at is not None:
            shown = repr(snapshot.value)[:200]
            _say(feed=snapshot.feed, at=snapshot.fetched_at.timestamp(), source=snapshot.source, shown=shown)

    session = Session(settings, clock=clock, period=period, publish=publish)
    await session.open()
    session.watch.scheduler.watch(WATCHED["Overview"])

    async def tell() -> None:
        before: tuple[object, ...] = ()
        while True:
            now = (session.poller is None, session.watch.budget.total)
            if now != before:
                _say(asks=now[0], requests=now[1])
                before = now
            await asyncio.sleep(0.2)

    async with asyncio.TaskGroup() as group:
        group.create_task(session.run())
        group.create_task(tell())


if __name__ == "__main__":
    asyncio.run(main())
