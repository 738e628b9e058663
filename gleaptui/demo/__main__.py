"""The demo desk on a socket: ``python -m gleaptui.demo --port 8000``."""

import argparse
import sys
from typing import NoReturn

from gleaptui.clock import SystemClock
from gleaptui.demo.control import Control
from gleaptui.demo.desk import Desk
from gleaptui.demo.people import PROJECT
from gleaptui.demo.server import TOKEN, create_app

_USAGE = 64
_UNAVAILABLE = 69


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(_USAGE, f"{self.prog}: {message}\n")


def main() -> int:
    """Run the desk until it is interrupted; the exit status follows sysexits."""
    parser = _Parser(prog="python -m gleaptui.demo", description="A simulated support desk that speaks Gleap's API.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--days", type=int, default=75, help="how many days of history")
    parser.add_argument("--tickets-per-day", type=float, default=46)
    parser.add_argument("--zone", default="Europe/Paris", help="where the desk is")
    parser.add_argument("--shape", choices=("likelier", "other"), default="likelier")
    parser.add_argument("--enum", choices=("strict", "lenient"), default="strict")
    parser.add_argument("--hostile", action="store_true", help="texts carry markup and escape sequences")
    arguments = parser.parse_args()
    try:
        import uvicorn
    except ImportError:
        sys.stderr.write("The demo server needs uvicorn: pip install uvicorn\n")
        return _UNAVAILABLE
    clock, control = SystemClock(), Control()
    control.hostile = arguments.hostile
    desk = Desk(
        seed=arguments.seed,
        now=clock.now(),
        days=arguments.days,
        tickets_per_day=arguments.tickets_per_day,
        zone=arguments.zone,
    )
    app = create_app(desk, clock=clock, shape=arguments.shape, enum=arguments.enum, control=control)
    sys.stdout.write(
        f"GLEAP_BASE_URL=http://{arguments.host}:{arguments.port}/v3 GLEAP_TOKEN={TOKEN} GLEAP_PROJECT={PROJECT}\n"
    )
    sys.stdout.flush()
    uvicorn.run(app, host=arguments.host, port=arguments.port, log_level="warning")
    return 0


if __name__ == "__main__":
    sys.exit(main())
