"""The demo desk on a real socket, in a thread of its own."""

import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

import uvicorn
from starlette.types import ASGIApp

from gleaptui.clock import Clock, SystemClock
from gleaptui.demo.control import Control
from gleaptui.demo.desk import Desk
from gleaptui.demo.people import PROJECT
from gleaptui.demo.server import TOKEN, create_app

__all__ = ["PROJECT", "TOKEN", "LiveServer"]


class LiveServer:
    """A server that can be stopped and started again on the same port."""

    def __init__(self, control: Control | None = None, clock: Clock | None = None) -> None:
        self.control = control or Control()
        clock = clock or SystemClock()
        self._app: ASGIApp = create_app(
            Desk(now=clock.now(), days=20, tickets_per_day=30), clock=clock, control=self.control
        )
        # Held while nobody listens, so that no other test is given the same port.
        self._place = socket.socket()
        self._place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._place.bind(("127.0.0.1", 0))
        self._port = self._place.getsockname()[1]
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def through(self, wrap: Callable[[ASGIApp], ASGIApp]) -> None:
        """From the next start on, answer through something that changes the answers."""
        running = self._server is not None
        self.stop()
        self._app = wrap(self._app)
        if running:
            self.start()

    @property
    def url(self) -> str:
        """For GLEAP_BASE_URL."""
        return f"http://127.0.0.1:{self._port}/v3"

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to read it."""
        return {"GLEAP_BASE_URL": self.url, "GLEAP_TOKEN": TOKEN, "GLEAP_PROJECT": PROJECT}

    def start(self) -> None:
        """Listen, and return once somebody can connect."""
        config = uvicorn.Config(
            self._app,
            port=self._port,
            log_config=None,
            loop="none",
            log_level="critical",
            lifespan="off",
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        # Here and not in the thread: Python can hang where one thread imports while another one forks.
        config.load()
        self._server = uvicorn.Server(config)
        self._server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # not in the main thread
        listening = socket.create_server(("127.0.0.1", self._port), reuse_port=True)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listening]}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Hang up on everyone and listen no more."""
        if self._server is not None and self._thread is not None:
            self._server.force_exit = True
            self._server.should_exit = True
            self._thread.join(10)
        self._server = self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.control.heal()
        self.stop()
