"""The desk on a real socket: what only a connection can show."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn

from gleaptui.clock import SystemClock
from gleaptui.demo.control import Control
from gleaptui.demo.server import create_app
from tests.demo.site import HEADERS, small_desk


@asynccontextmanager
async def served(control: Control) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a server on a free port; connections wait in the backlog until the server takes them."""
    app = create_app(small_desk(days=3), clock=SystemClock(), control=control)
    control.frozen = True
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1))
        serving = asyncio.ensure_future(server.serve(sockets=[listener]))
        try:
            url = f"http://127.0.0.1:{port}/v3"
            async with httpx.AsyncClient(base_url=url, headers=HEADERS, timeout=20, trust_env=False) as http:
                yield http
        finally:
            server.should_exit = True
            await serving


async def test_it_answers_over_a_socket() -> None:
    async with served(Control()) as http:
        answer = await http.get("/tickets?limit=2&sort=-createdAt")
        assert answer.status_code == 200
        assert len(answer.json()["tickets"]) == 2


async def test_a_server_that_is_down_breaks_the_connection_off() -> None:
    control = Control()
    async with served(control) as http:
        control.down()
        with pytest.raises(httpx.TransportError):
            await http.get("/users/me")
        control.heal()
        assert (await http.get("/users/me")).status_code == 200


async def test_a_server_that_hangs_lets_go_of_clients_that_leave() -> None:
    control = Control()
    async with served(control) as http:
        control.hang()
        with pytest.raises(httpx.ReadTimeout):
            await http.get("/users/me", timeout=0.05)
        control.heal()
        assert (await http.get("/users/me")).status_code == 200


def test_a_wrong_argument_of_the_command_is_a_usage_error() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "gleaptui.demo", "--shape", "round"], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 64
    assert "--shape" in ended.stderr
