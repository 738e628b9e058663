"""A real pseudo-terminal with a program in it: what it draws is read with pyte, what it asks is answered as xterm does.

As a script: ``python -m tests.terminal TEXT COMMAND...`` runs the command until the text is on its screen.
"""

import codecs
import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

import pyte

_ASKED = re.compile(rb"\x1b\[(\?|>)?([0-9;]*)(\$p|c|n|u|q|t)")
_END = b"\x1b[?2026l"
"""Ends a frame."""
_PRIVATE = re.compile(r"\x1b\[[?><=][0-9;]*(?:\$p|u|q|c|m)|\x1b\[[0-9;]*\$p")


class Terminal:
    """Runs a program. Its own settings, of colour and of directories, are fresh."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.raw = bytearray()
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._pending = b""
        self._status: int | None = None
        self._home = tempfile.TemporaryDirectory()
        self._start(command, columns, rows, environment or {})

    def _start(self, command: Sequence[str], columns: int, rows: int, environment: Mapping[str, str]) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GLEAP_", "XDG_"))}
        for name in ("NO_COLOR", "LINES", "COLUMNS", "TMUX", "CI"):
            kept.pop(name, None)
        kept |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        kept |= {"HOME": self._home.name, "XDG_CONFIG_HOME": self._home.name, "XDG_STATE_HOME": self._home.name}
        self.pid, self._master = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvpe(command[0], list(command), {**kept, **environment})
        self.settings = self.attributes()
        """How the terminal was set before the program changed it."""

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self._status is None:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
        with contextlib.suppress(OSError):
            os.close(self._master)
        self._home.cleanup()

    def send(self, keys: str) -> None:
        """Type these."""
        os.write(self._master, keys.encode())

    def attributes(self) -> list[object]:
        """How the terminal is set now: echo, line editing and so on."""
        return termios.tcgetattr(self._master)

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the terminal as a lost connection does."""
        os.close(self._master)

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window."""
        self._draw()
        self._screen.resize(rows, columns)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def screen(self) -> str:
        """What stands on the screen."""
        self._draw()
        return self._lines()

    def _lines(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display)

    def wait_for(self, text: str, seconds: float = 30) -> str:
        """Read until the text is on the screen; gives the screen."""
        return self.wait_until(lambda screen: text in screen, text, seconds)

    def wait_until(self, holds: Callable[[str], bool], what: str, seconds: float = 30) -> str:
        """Read until the condition holds for the screen; gives the screen."""
        end = time.monotonic() + seconds
        while not (self._whole_frame() and holds(self.screen())):
            left = end - time.monotonic()
            if left <= 0 or not self._read(left):
                raise AssertionError(f"{what!r} did not come; the screen is:\n{self.screen()}")
        return self.screen()

    def drain(self, seconds: float) -> None:
        """Read for that long, and until nothing has come for a moment."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._read(left)

    def wait_frame(self, seconds: float = 10) -> None:
        """Read until another frame has ended."""
        end = time.monotonic() + seconds
        known = len(self.raw)
        while self._end_of_frame(known) < 0:
            if time.monotonic() > end or not self._read(end - time.monotonic()):
                raise AssertionError(f"no frame came; the screen is:\n{self.screen()}")

    def first_frame(self, words: str) -> str:
        """What stands on the screen at the end of the first frame from now on that shows the words."""
        while True:
            while (end := self._end_of_frame(self._drawn)) < 0:
                self.wait_frame()
            self._draw(end)
            if words in (shown := self._lines()):
                return shown

    def _end_of_frame(self, start: int) -> int:
        """Where the first frame ends that ended after so many bytes; -1 where none did."""
        found = self.raw.find(_END, max(0, start - len(_END) + 1))
        return found + len(_END) if found >= 0 else -1

    def _whole_frame(self) -> bool:
        """Whether no frame is half drawn: what stands on the screen is what a person sees."""
        return self.raw.rfind(b"\x1b[?2026h") <= self.raw.rfind(_END)

    def wait_exit(self, seconds: float = 10) -> int:
        """Read until the program has ended; gives its exit status, or minus the signal that killed it."""
        end = time.monotonic() + seconds
        while self._status is None:
            left = end - time.monotonic()
            if left <= 0:
                raise AssertionError(f"it did not end; the screen is:\n{self.screen()}")
            if not self._read(min(left, 0.1)):
                select.select([], [], [], 0.01)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._status = os.waitstatus_to_exitcode(status)
        while self._read(0.05):
            pass
        return self._status

    def _read(self, seconds: float) -> bool:
        try:
            ready, _, _ = select.select([self._master], [], [], seconds)
            if not ready:
                return self._status is None
            data = os.read(self._master, 65536)
        except (OSError, ValueError):
            return False
        self.raw += data
        self._answer(data)
        return bool(data)

    def _draw(self, end: int | None = None) -> None:
        """Bring the screen up to date, or up to where it stood after so many bytes. Not while reading: it takes longer
        than the program does, whose time counts."""
        end = len(self.raw) if end is None else end
        text = self._held + self._decoder.decode(bytes(self.raw[self._drawn : end]))
        self._drawn = max(self._drawn, end)
        # pyte prints some private sequences that every terminal swallows.
        cut = text.rfind("\x1b")
        self._held = ""
        if cut >= 0 and len(text) - cut < 32 and not re.match(r"\x1b(\[[0-?]*[ -/]*[@-~]|[^\[])", text[cut:]):
            text, self._held = text[:cut], text[cut:]
        self._stream.feed(_PRIVATE.sub("", text))

    _held = ""
    _drawn = 0

    def _answer(self, data: bytes) -> None:
        for mark, numbers, last in _ASKED.findall(data):
            reply = b""
            if last == b"c":
                reply = b"\x1b[>41;380;0c" if mark == b">" else b"\x1b[?62;22c"
            elif last == b"$p":
                known = numbers in (b"2026", b"2004", b"1006", b"25", b"1049")
                reply = b"\x1b[?%s;%d$y" % (numbers, 2 if known else 0)
            elif last == b"n" and numbers == b"6":
                reply = b"\x1b[1;1R"
            elif last == b"u" and mark == b"?":
                reply = b"\x1b[?0u"
            if reply:
                with contextlib.suppress(OSError):
                    os.write(self._master, reply)


def main() -> int:
    """Run a command until a text is on its screen, then leave it with ``q``."""
    text, command = sys.argv[1], sys.argv[2:]
    with Terminal(command) as terminal:
        sys.stdout.write(terminal.wait_for(text, 60) + "\n")
        terminal.send("q")
        return terminal.wait_exit()


if __name__ == "__main__":
    sys.exit(main())
