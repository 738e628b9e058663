"""A desk of a hundred thousand tickets on a socket, for `tickets`: prints its port once it can be asked."""

import socket
import sys
from datetime import UTC, datetime

import uvicorn

from gleaptui.demo.control import Control
from gleaptui.demo.desk import Desk
from gleaptui.demo.server import create_app
from tests.demo.site import NOW
from tests.virtual_clock import VirtualClock

TICKETS = 100_000
DAYS = 60
TICKETS_A_DAY = 1_700


def large_desk() -> Desk:
    """About 107,000 tickets at a fixed moment."""
    return Desk(now=NOW, days=DAYS, tickets_per_day=TICKETS_A_DAY)


def main() -> None:
    """Serve until ended. Time stands still and there is no limit: it is the reader that is measured."""
    control = Control()
    control.limit = control.ticket_limit = None
    control.frozen = True
    desk = large_desk()
    app = create_app(desk, clock=VirtualClock(datetime(2026, 9, 16, 12, 5, tzinfo=UTC)), control=control)
    listening = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"{listening.getsockname()[1]} {len(desk.cases)}\n")
    sys.stdout.flush()
    uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", access_log=False)).run([listening])


if __name__ == "__main__":
    main()
