"""The command line: arguments in, one command run, an exit status out. What is heavy is imported inside a command."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from gleaptui import __version__
from gleaptui.garbage import none_while_starting

if TYPE_CHECKING:
    from gleaptui.config import Settings

EXIT_USAGE = 64
EXIT_UNAVAILABLE = 69
EXIT_INTERNAL = 70
EXIT_CONFIGURATION = 78
EXIT_INTERRUPTED = 130
EXIT_PIPE = 141
"""As a shell shows a program that ended because nobody reads what it prints."""

_NO_CREDENTIALS = """\
gleaptui needs a key and a project to read from Gleap:

  export GLEAP_TOKEN=...      an API key: in Gleap under Project Settings, Security, API Key
  export GLEAP_PROJECT=...    the project's id: 24 characters, in the address of your dashboard

No account yet? See https://gleap.io. To look around without one: gleaptui --demo
"""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line and leaves with the status for a wrong use."""

    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"gleaptui: {message}\nTry gleaptui --help.\n")
        raise SystemExit(EXIT_USAGE)


def parser() -> argparse.ArgumentParser:
    """Every option and command."""
    root = _Parser(
        prog="gleaptui",
        description="A terminal control room for support teams that work in Gleap. It only reads.",
        epilog="The key comes from GLEAP_TOKEN, the project from GLEAP_PROJECT, the address from GLEAP_BASE_URL.",
        allow_abbrev=False,
    )
    root.add_argument("--version", action="version", version=f"gleaptui {__version__}")
    _common(root)
    root.add_argument("--theme", metavar="NAME", help="dark, light, monochrome or another file of themes/")
    root.add_argument("--pane", metavar="NAME", help="first pane: overview, trends, agents, heatmap, events or tickets")
    root.add_argument(
        "--wallboard", action="store_true", help="big figures for a wall screen, one pane after the other"
    )
    root.add_argument("--no-mouse", dest="mouse", action="store_false", default=None, help="leave the mouse alone")
    commands = root.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=_Parser)
    check = commands.add_parser("check", help="print every figure once and leave", allow_abbrev=False)
    _common(check, again=True)
    doctor = commands.add_parser("doctor", help="ask a dozen questions and show how Gleap answers", allow_abbrev=False)
    _common(doctor, again=True)
    doctor.add_argument("--shapes", action="store_true", help="keys and types only, never values: safe to share")
    table = commands.add_parser("list", help="print any of Gleap's tables; their names without one", allow_abbrev=False)
    _common(table, again=True)
    table.add_argument("name", nargs="?", type=_table_name, metavar="NAME", help="such as SLA_REPORTS_LIST")
    table.add_argument("--csv", action="store_true", help="Gleap's own export of it")
    history = commands.add_parser("history", help="what is kept of a project on this machine", allow_abbrev=False)
    _common(history, again=True)
    history.add_argument("what", choices=("info", "clear"), metavar="info|clear", help="show it, or remove it")
    history.add_argument("--yes", action="store_true", help="remove without asking")
    check.add_argument("--json", action="store_true", help="as JSON whose shape does not change")
    return root


def _common(to: argparse.ArgumentParser, *, again: bool = False) -> None:
    """Options of the program and of its commands alike; a command's own beat those before it."""
    unset = argparse.SUPPRESS if again else None
    to.add_argument(
        "--demo", action="store_true", default=argparse.SUPPRESS if again else False, help="watch a simulated desk"
    )
    to.add_argument("--config", metavar="FILE", type=Path, default=unset, help="read this config file")
    to.add_argument("--profile", metavar="NAME", default=unset, help="a profile of the file")
    to.add_argument(
        "--period",
        metavar="PERIOD",
        default=unset,
        help="such as today, 7d, this-week, last-month or FROM..TO",
    )
    to.add_argument("--timezone", metavar="ZONE", default=unset, help="such as Europe/Paris; this machine's by default")


def _table_name(typed: str) -> str:
    name = typed.upper()
    if re.fullmatch(r"[A-Z][A-Z0-9_]{1,99}", name) is None:
        raise argparse.ArgumentTypeError(f"{name!r} is not the name of a table; gleaptui list shows those there are")
    return name


def main(arguments: Sequence[str] | None = None) -> int:
    """Run gleaptui and give its exit status."""
    options = parser().parse_args(arguments)
    from gleaptui.config import ConfigError, Given, load

    if options.command == "list" and options.name is None:
        from gleaptui.commands import lists

        return _printing(lists.show_names)
    given = Given(
        config=options.config,
        profile=options.profile,
        period=options.period,
        timezone=options.timezone,
        theme=options.theme,
        pane=options.pane,
        demo=options.demo,
        wallboard=options.wallboard,
        mouse=options.mouse,
    )
    try:
        settings = load(given)
    except ConfigError as error:
        typed = str(error).startswith("--")
        return _refuse(f"gleaptui: {error}", EXIT_USAGE if typed else EXIT_CONFIGURATION)
    if options.command == "history":
        return _printing(lambda: _history(settings, options.what, yes=options.yes))
    if not settings.demo and not (settings.token and settings.project):
        return _refuse(_NO_CREDENTIALS.rstrip(), EXIT_CONFIGURATION)
    if options.command == "check":
        from gleaptui.commands import check

        return _printing(lambda: check.run(settings, as_json=options.json), as_json=options.json)
    if options.command == "doctor":
        from gleaptui.commands import doctor

        return _printing(lambda: doctor.run(settings, shapes=options.shapes))
    if options.command == "list":
        from gleaptui.commands import lists

        return _printing(lambda: lists.run(settings, options.name, as_csv=options.csv))
    return _full_screen(settings)


def _printing(command: Callable[[], int], *, as_json: bool = False) -> int:
    """Run a command that prints, and leave in order when nobody reads on, when it is interrupted, and after a mistake
    of its own: Python would show a trace, which can hold what a customer wrote or the key."""
    if isinstance(sys.stdout, TextIOWrapper):
        # JSON is UTF-8 wherever it goes; a sign that a terminal does not have becomes a question mark.
        sys.stdout.reconfigure(encoding="utf-8" if as_json else None, errors="replace")
    try:
        status = command()
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still to be written must not fail once more when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_PIPE
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except Exception as error:  # noqa: BLE001 - whatever it is, only its kind and place may be shown
        from gleaptui.terminal import crash_report

        while isinstance(error, ExceptionGroup):
            error = error.exceptions[0]
        return _refuse(crash_report(error), EXIT_INTERNAL)
    return status


def _history(settings: "Settings", what: str, *, yes: bool) -> int:
    from gleaptui.commands import history
    from gleaptui.stored import place_of

    if settings.demo or not settings.project:
        why = "the demo keeps none" if settings.demo else "set GLEAP_PROJECT"
        return _refuse(f"gleaptui: there is no history: {why}", EXIT_CONFIGURATION)
    # Also while none is kept, as there may be one of before.
    place = place_of(settings)
    return history.info(place) if what == "info" else history.clear(place, yes=yes)


def _checked_for_tickets(settings: "Settings") -> str:
    """What is wrong with the settings about tickets; empty where nothing is. Without any there is nothing to load."""
    if not (settings.me or settings.views or settings.statuses or settings.closed_statuses):
        return ""
    from gleaptui.inbox.filters import FilterError
    from gleaptui.inbox.settings import inbox_of

    try:
        inbox_of(settings)
    except FilterError as error:
        return str(error)
    return ""


def _full_screen(settings: "Settings") -> int:
    if wrong := _checked_for_tickets(settings):
        return _refuse(f"gleaptui: {wrong}", EXIT_CONFIGURATION)
    if os.environ.get("TERM", "") in ("", "dumb") or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _refuse(
            "gleaptui: this is not a terminal it can draw on. Run it in a terminal, or use gleaptui check in scripts.",
            EXIT_UNAVAILABLE,
        )
    if not sys.stderr.isatty():
        # Textual draws on the standard error stream, which may have been sent to a file.
        sys.__stderr__ = sys.__stdout__  # type: ignore[misc]
    none_while_starting()
    from gleaptui.app import run

    return run(settings)


def _refuse(message: str, status: int) -> int:
    sys.stderr.write(message + "\n")
    return status
