"""What leaves the terminal: a ticket opened in a browser, put on the clipboard, written to a file."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gleaptui import text
from gleaptui.gleap.models import Message, Ticket
from gleaptui.inbox.export import ExportError, TicketForm, export_ticket
from gleaptui.inbox.links import (
    TooLongToCopy,
    browser_command,
    copy_sequence,
    has_desktop,
    link_command,
    ticket_url,
    web_link,
)

_OWN = "GLEAP"
"""What the names of variables begin with that are nobody else's business."""
_PATIENCE = 2.0
"""Seconds for tmux to answer."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was done, or why not, in a sentence for people."""

    words: str
    mood: Literal["good", "watch", "bad"] = "good"


def launch(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Start a program of the desktop that outlives this one; it is not told the key. Raises `OSError`."""
    program = shutil.which(command[0], path=environment.get("PATH"))
    if program is None:
        raise FileNotFoundError(command[0])
    nothing = subprocess.DEVNULL
    # A shell of ours would have to be waited for; this one ends at once and leaves the program to the system.
    subprocess.run(
        ["/bin/sh", "-c", '"$@" &', "sh", program, *command[1:]],
        env=_passed(environment), stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True, check=True,
    )  # fmt: skip


def hand_to_tmux(copied: str, environment: Mapping[str, str]) -> bool:
    """Put a text on the clipboard by way of the tmux that this runs in; whether it took it. What a pane writes it lets
    through only where it was set to; before 3.2 it knows no such command."""
    program = shutil.which("tmux", path=environment.get("PATH"))
    if program is None:
        return False
    nothing, given = subprocess.DEVNULL, text.clean_block(copied).encode("utf-8", "replace")
    command = [program, "load-buffer", "-w", "-"]
    try:
        done = subprocess.run(
            command, env=_passed(environment), input=given, stdout=nothing, stderr=nothing, timeout=_PATIENCE
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def _passed(environment: Mapping[str, str]) -> dict[str, str]:
    """What other programs are told."""
    return {name: value for name, value in environment.items() if not name.upper().startswith(_OWN)}


class Out:
    """The ways out for the tickets of one project. ``write`` sends a control sequence to the terminal."""

    def __init__(
        self,
        project: str,
        zone: str,
        write: Callable[[str], None],
        *,
        environment: Mapping[str, str] = os.environ,
        platform: str = sys.platform,
        folder: Path | None = None,
        launch: Callable[[Sequence[str], Mapping[str, str]], None] = launch,
    ) -> None:
        self._project = project
        self._zone = zone
        self._write = write
        self._environment = environment
        self._platform = platform
        self._folder = folder
        self._launch = launch

    @property
    def opens(self) -> bool:
        """Whether there is a browser to open links in."""
        return has_desktop(self._environment, self._platform)

    def link(self, ticket: Ticket) -> str:
        """The ticket's address in the web app; empty where an id is none."""
        return ticket_url(self._project, ticket.id, ticket.type)

    def open(self, ticket: Ticket) -> Said:
        """Open it in the web app, or show the link."""
        link = self.link(ticket)
        return self._open(link, browser_command(link, self._environment, self._platform)) if link else _no_link()

    def open_link(self, link: str) -> Said:
        """Open a page of the web whose address somebody has read in full, or show it."""
        address = web_link(link)
        if not address:
            return Said("only whole http and https links are opened", "watch")
        return self._open(address, link_command(address, self._environment, self._platform))

    def _open(self, address: str, command: Sequence[str]) -> Said:
        if not command:
            return Said(f"no browser here; {address}", "watch")
        try:
            self._launch(command, self._environment)
        except (OSError, subprocess.SubprocessError):
            return Said(f"{command[0]} could not be started; {address}", "watch")
        return Said(f"opened {address}")

    def copy_link(self, ticket: Ticket) -> Said:
        """Put the ticket's address on the clipboard."""
        link = self.link(ticket)
        return self.copy(link, f"copied {link}") if link else _no_link()

    def copy_number(self, ticket: Ticket) -> Said:
        """Put the number that people quote on the clipboard."""
        if ticket.number is None:
            return Said("this ticket's number is not known", "watch")
        return self.copy(f"#{ticket.number}", f"copied #{ticket.number}")

    def copy(self, copied: str, done: str) -> Said:
        """Put a text on the clipboard."""
        if not copied:
            return Said("there is nothing to copy", "watch")
        try:
            sequence = copy_sequence(copied, self._environment)
        except TooLongToCopy as error:
            return Said(str(error), "watch")
        tmux = bool(self._environment.get("TMUX"))
        if tmux and hand_to_tmux(copied, self._environment):
            return Said(done)
        self._write(sequence)
        return Said(f"{done}, if tmux passes it on", "watch") if tmux else Said(done)

    def export(self, form: TicketForm, ticket: Ticket, messages: Sequence[Message], *, complete: bool) -> Said:
        """Write the ticket to a new file in the working directory. Takes as long as the disk does."""
        try:
            folder = self._folder or Path.cwd()
            written = export_ticket(
                folder, form, ticket, messages, project=self._project, zone=self._zone, complete=complete
            )
        except ExportError as error:
            return Said(str(error), "bad")
        except OSError as error:
            return Said(f"the working directory is gone: {error.strerror}", "bad")
        return Said(text.clean(written.said), "good" if complete else "watch")


def _no_link() -> Said:
    return Said("there is no link: the project or the ticket has an id of another kind", "watch")
