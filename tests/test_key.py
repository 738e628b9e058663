"""The key is planted, the server says it back wherever it can, and then everything is searched for it."""

import base64
import json
import logging
import subprocess
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gleaptui.clock import SystemClock
from gleaptui.config import Given, load
from gleaptui.connection import open_client
from gleaptui.demo.desk import Desk
from gleaptui.demo.server import create_app
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.gate import OpenGate
from tests.live_server import PROJECT, LiveServer
from tests.terminal import Terminal

_CLAIMS = (
    base64.urlsafe_b64encode(json.dumps({"exp": 4_000_000_000, "project": PROJECT}).encode()).rstrip(b"=").decode()
)
KEY = f"eyJhbGciOiJIUzI1NiJ9.{_CLAIMS}.cGxhbnRlZC1zaWduYXR1cmUtdGhhdC1tdXN0LW5vdC1zaG93"
FORMS = tuple(
    form
    for part in (KEY, KEY.rsplit(".", 1)[1])
    for form in (part, part[::-1], quote(part, safe=""), base64.b64encode(part.encode()).decode().rstrip("=")[:-2])
)
"""The key and its signature as they are, backwards, for an address, and in base64."""
ECHO = {401: {}, 400: {}, 403: {}, 500: {}, 302: {"location": f"https://elsewhere.example.test/?key={KEY}"}, 200: {}}


def holds_key(text: str | bytes) -> str:
    """Which form of the key the text holds; empty for none. A terminal breaks lines, so white space does not count."""
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    folded = "".join(text.split())
    return next((form for form in FORMS if form in text or form in folded), "")


class Echo:
    """Puts the key into everybody's name. Once ``status`` is set, it answers everything with what it was sent, in a
    message, in headers and in an address."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._forms = cycle(FORMS)
        self.status: int | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.status is None or scope["type"] != "http":
            await self._app(scope, receive, _naming_everybody(send))
            return
        given = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
        said = f"wrong: {given.get('authorization')} \x1b]52;c;{KEY}\x07 {KEY[:40]}… {next(self._forms)}"
        error = {"message": said, "code": KEY, "fields": {KEY: {}, KEY.split(".")[2]: {}}}
        body = json.dumps({"error": error, **error}).encode()
        signature = KEY.split(".")[2].lower()
        extra = {
            "content-type": "application/json",
            "x-echo": KEY,
            f"x-ratelimit-{signature}": "1",
            **ECHO[self.status],
        }
        headers = [(name.encode(), value.encode()) for name, value in extra.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _naming_everybody(send: Send) -> Send:
    names = b" ".join(form.encode() for form in (KEY, *FORMS[4:]))

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [(name, value) for name, value in message["headers"] if name != b"content-length"]
            message = {**message, "headers": headers}
        elif message["type"] == "http.response.body":
            message = {**message, "body": message["body"].replace(b'"firstName":"', b'"firstName":"' + names)}
        await send(message)

    return sending


class Planted:
    """A server that takes the planted key, and a home of its own for the program."""

    def __init__(self, home: Path) -> None:
        self.server = LiveServer()
        now = datetime.now(UTC)
        desk = Desk(now=now, days=10, tickets_per_day=20)
        self.echo = Echo(create_app(desk, clock=SystemClock(), token=KEY, control=self.server.control))
        self.server.through(lambda _app: self.echo)
        self.home = home
        self.environment = {
            **self.server.environment,
            "GLEAP_TOKEN": KEY,
            **{name: str(home) for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")},
        }

    def files(self) -> Iterator[Path]:
        return (path for path in self.home.rglob("*") if path.is_file())


@pytest.fixture
def planted(tmp_path: Path) -> Iterator[Planted]:
    planted = Planted(tmp_path)
    with planted.server:
        yield planted


def _no_key_in_process(pid: int) -> None:
    for name in ("cmdline", "comm", "stat"):
        assert not holds_key(Path(f"/proc/{pid}/{name}").read_bytes())


def test_neither_screen_nor_process_nor_history_hold_it_whether_it_comes_back_in_data_or_in_errors(
    planted: Planted,
) -> None:
    program = [sys.executable, "-m", "gleaptui", "--timezone", "Europe/Paris"]
    with Terminal(program, environment=planted.environment) as terminal:
        terminal.wait_for("live")
        terminal.send("6")
        terminal.wait_for("assignee")
        _no_key_in_process(terminal.pid)
        planted.echo.status = 401
        terminal.send("r")
        terminal.wait_for("Key refused", 60)
        planted.echo.status = 500
        terminal.send("1r")
        terminal.drain(2)
        terminal.send("q")
        assert terminal.wait_exit() == 0
        assert not holds_key(bytes(terminal.raw))
    files = list(planted.files())
    assert any(path.suffix == ".db" for path in files)
    for path in files:
        assert not holds_key(path.read_bytes()), path


def test_a_crash_with_the_key_at_hand_does_not_show_it(planted: Planted) -> None:
    script = (
        "import sys, gleaptui.app as a\n"
        "from gleaptui.cli import main\n"
        "def crash(self):\n"
        "    key = self.settings.token.reveal()\n"
        "    raise RuntimeError(f'Bearer {key}')\n"
        "a.GleapApp.action_help = crash\n"
        "sys.exit(main([]))\n"
    )
    with Terminal([sys.executable, "-c", script], environment=planted.environment) as terminal:
        terminal.wait_for("live")
        terminal.send("?")
        assert terminal.wait_exit() == 70
        assert "RuntimeError" in terminal.screen()
        assert not holds_key(bytes(terminal.raw))


@pytest.mark.parametrize(
    "status", [pytest.param(status, marks=[] if status == 401 else [pytest.mark.slow]) for status in ECHO]
)
def test_what_the_commands_print_does_not_hold_it(planted: Planted, status: int) -> None:
    planted.echo.status = status
    for arguments in (["check"], ["check", "--json"], ["doctor"], ["doctor", "--shapes"]):
        done = subprocess.run(
            [sys.executable, "-X", "dev", "-m", "gleaptui", *arguments],
            capture_output=True,
            text=True,
            env={**planted.environment, "PATH": "/usr/bin:/bin", "PYTHONASYNCIODEBUG": "1"},
            timeout=60,
        )
        assert done.returncode == 3, arguments
        assert done.stdout, arguments
        assert not holds_key(done.stdout), arguments
        assert not holds_key(done.stderr), arguments


@pytest.mark.parametrize("status", list(ECHO))
async def test_neither_logs_nor_errors_nor_what_they_hold_on_to_show_it(
    planted: Planted, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    caplog.set_level(logging.DEBUG)
    settings = load(Given(), planted.environment)
    client = await open_client(settings, gate=OpenGate(), clock=SystemClock())
    planted.echo.status = status
    # What is asked again is asked often enough; of anything else, every form of the key comes back once.
    for _ in range(1 if status == 500 else len(FORMS)):
        with pytest.raises(GleapError) as caught:
            await client.me()
        error = caught.value
        shown = [caplog.text, repr(settings), repr(client), repr(error), str(error), error.said, error.title]
        shown += traceback.TracebackException.from_exception(error, capture_locals=True).format()
        for text in shown:
            assert not holds_key(text)
    await client.aclose()


def test_the_command_line_takes_no_key() -> None:
    for option in ("--token", "--key", "--api-key"):
        done = subprocess.run([sys.executable, "-m", "gleaptui", option, KEY], capture_output=True, text=True)
        assert done.returncode == 64
        assert not holds_key(done.stdout)
