"""The process and its terminal: signals, a terminal that went away, and what is said after a crash."""

import os
import select
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType

EXIT_INTERNAL = 70
_PATIENCE = 2.0
"""Seconds that an orderly end may take before the process is ended all the same."""

_RESTORE = (
    b"\x1b[?2026l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1004l\x1b[?2004l\x1b[<u\x1b[?1049l"
    b"\x1b[?25h\x1b[0m"
)


def end_on_signals(leave: Callable[[int], None]) -> None:
    """Call ``leave(status)`` on SIGTERM and SIGHUP; end the process if that has not worked after two seconds.

    A plain signal handler: one of the event loop never runs while a stalled terminal blocks the loop."""

    def handle(number: int, _frame: FrameType | None) -> None:
        status = 128 + number
        _end_later(status)
        leave(status)

    signal.signal(signal.SIGTERM, handle)
    signal.signal(signal.SIGHUP, handle)


def _end_later(status: int) -> None:
    saved = _terminal_settings()

    def end() -> None:
        _restore(saved)
        os._exit(status)

    timer = threading.Timer(_PATIENCE, end)
    timer.daemon = True
    timer.start()


def _terminal_settings() -> list[object] | None:
    import termios

    try:
        settings: list[object] = termios.tcgetattr(sys.__stdin__.fileno()) if sys.__stdin__ else []
    except (termios.error, OSError, ValueError):
        return None
    return settings or None


def _restore(settings: list[object] | None) -> None:
    import termios

    try:
        descriptor = sys.__stdout__.fileno() if sys.__stdout__ else 1
        os.set_blocking(descriptor, False)
        os.write(descriptor, _RESTORE)
        if settings and sys.__stdin__:
            settings[3] = int(str(settings[3])) | termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN
            settings[0] = int(str(settings[0])) | termios.ICRNL | termios.IXON
            termios.tcsetattr(sys.__stdin__.fileno(), termios.TCSANOW, settings)  # type: ignore[arg-type]
    except (termios.error, OSError, ValueError):
        return


def end_when_hung_up() -> None:
    """Watch the terminal from a thread and end the process at once when it is gone.

    With SIGHUP ignored (nohup, some terminal servers) a full-screen program otherwise spins on the dead terminal."""

    def watch() -> None:
        poll = select.poll()
        poll.register(descriptor, 0)
        pause = threading.Event()
        while not any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0)):
            pause.wait(1.0)
        os._exit(128 + signal.SIGHUP)

    stream = sys.__stdout__
    if stream is None or not stream.isatty():
        return
    descriptor = stream.fileno()
    threading.Thread(target=watch, name="terminal-watch", daemon=True).start()


def crash_report(error: BaseException) -> str:
    """What to say after a mistake of the program's own: the kind of error and the places it went through. No message
    and no values, because they can hold a customer's words or the key."""
    root = Path(__file__).resolve().parent.parent
    lines = [
        "gleaptui stopped because of a mistake of its own. Nothing was changed in Gleap, and nothing of yours is lost.",
        "Start it again; if it happens again, report these lines, which hold no data of yours:",
        "",
        f"  {type(error).__name__}",
    ]
    for frame in traceback.extract_tb(error.__traceback__)[-12:]:
        path = Path(frame.filename)
        place = path.relative_to(root) if path.is_relative_to(root) else Path(*path.parts[-2:])
        lines.append(f"    {place}:{frame.lineno} {frame.name}")
    return "\n".join(lines)
