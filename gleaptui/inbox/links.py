"""Out of the terminal: the web address of a ticket, the clipboard, and whether there is a browser to open it in."""

import base64
import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from gleaptui.text import clean_block

WEB_APP = "https://app.gleap.io"
MOST_COPIED = 74_994
"""Characters of base64 that terminals are known to take at once; some drop longer sequences without a word."""

MOST_OPENED = 2_000
"""Characters of an address; longer ones may have been cut."""

_ID = re.compile(r"[0-9a-f]{24}\Z")
_SEGMENTS = {"BUG": "bugs", "INQUIRY": "inquiries", "FEATURE_REQUEST": "feature-requests", "CRASH": "crashes"}
_ANY_TYPE = "inbox"
_OWN_TYPE = re.compile(r"\w[\w -]{0,63}\Z")
_SCREEN_CHUNK = 76
"""GNU screen takes strings of at most 256 bytes in its older versions."""


class TooLongToCopy(ValueError):
    """The text does not fit into what terminals take. The message says how long it may be."""


def ticket_url(project: str, ticket: str, kind: str = "") -> str:
    """The address of a ticket in Gleap's web app, made of nothing but ids; empty where an id cannot be one (API.md,
    "Links to the web app"). ``kind`` is the ticket's type."""
    if not (_ID.match(project) and _ID.match(ticket)):
        return ""
    segment = _SEGMENTS.get(kind)
    if segment is None:
        segment = quote(kind.lower(), safe="") if _OWN_TYPE.match(kind) else _ANY_TYPE
    return f"{WEB_APP}/projects/{project}/{segment}/{ticket}"


def ticket_of_url(text: str) -> str:
    """The ticket's id within an address of the web app that somebody pasted; empty where there is none."""
    found = re.search(r"/projects/[0-9a-f]{24}/[^/\s]{1,800}/([0-9a-f]{24})(?![0-9a-z])", text)
    return found[1] if found else ""


def copy_sequence(text: str, environment: Mapping[str, str]) -> str:
    """What to write to the terminal so that it puts the text on the clipboard (OSC 52), also from within tmux and GNU
    screen. Controls in the text are left out. Raises `TooLongToCopy`."""
    encoded = base64.b64encode(clean_block(text, limit=MOST_COPIED).encode("utf-8", "replace")).decode("ascii")
    if len(encoded) > MOST_COPIED or len(text) > MOST_COPIED:
        raise TooLongToCopy(
            f"This is too long to copy through a terminal, which takes about {MOST_COPIED * 3 // 4 // 1000} kB; "
            "export it to a file instead."
        )
    sequence = f"\x1b]52;c;{encoded}\x07"
    if environment.get("TMUX"):
        # tmux takes the plain one where set-clipboard is on, and passes on the wrapped one where it may.
        return sequence + "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if environment.get("STY"):
        chunks = [sequence[start : start + _SCREEN_CHUNK] for start in range(0, len(sequence), _SCREEN_CHUNK)]
        return "".join(f"\x1bP{chunk}\x1b\\" for chunk in chunks)
    return sequence


def web_link(text: str) -> str:
    """The address where it is a whole one of the web that shows where it leads; else empty. It may not be cut, name a
    user before its host, or hold what would be drawn or split in another way than it is read."""
    if not text.isprintable() or any(character in text for character in ' \\"<>…') or len(text) > MOST_OPENED:
        return ""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    plain = host.isascii() and "@" not in parts.netloc and port != 0
    return text if parts.scheme in ("http", "https") and host and plain else ""


def browser_command(url: str, environment: Mapping[str, str], platform: str) -> tuple[str, ...]:
    """The command that opens an address of the web app on this machine's desktop; empty where no browser can be
    expected, such as over SSH. ``platform`` is `sys.platform`. It never names a browser that runs in a terminal."""
    return link_command(url, environment, platform) if url.startswith(f"{WEB_APP}/") else ()


def link_command(url: str, environment: Mapping[str, str], platform: str) -> tuple[str, ...]:
    """The same for any address of the web, which somebody has read in full before."""
    if not web_link(url) or not has_desktop(environment, platform):
        return ()
    return ("open", url) if platform == "darwin" else ("xdg-open", url)


def has_desktop(environment: Mapping[str, str], platform: str) -> bool:
    """Whether somebody who sits before this terminal would see a browser that is started here."""
    if any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY", "MOSH_CONNECTION")):
        return False
    if platform == "darwin":
        return True
    return any(environment.get(name) for name in ("WAYLAND_DISPLAY", "DISPLAY"))
