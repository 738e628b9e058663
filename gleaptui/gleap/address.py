"""The address that Gleap is asked at, read and written in one way, so that nobody further on can read it otherwise."""

import ipaddress
import re
from urllib.parse import urlsplit

from gleaptui.gleap.errors import InsecureUrl

DEFAULT_BASE_URL = "https://api.gleap.io/v3"
_HOST = re.compile(r"[a-z0-9_]+([.-]+[a-z0-9_]+)*\.?\Z")
_PATH = re.compile(r"[\w.~!$&'()*+,;=:%/-]*\Z", re.ASCII)


def checked_url(written: str) -> str:
    """The base URL with scheme and host in small letters and without a slash at its end. Raises `InsecureUrl` for
    anything but https, or http on this machine, a host, a port and a path: it might give the key away."""
    try:
        parts = urlsplit(written.strip())
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError:
        raise InsecureUrl from None
    # `urlsplit` drops line breaks without a word.
    if not written.strip().isprintable() or {"?", "#", "@"} & set(written) or not _PATH.match(parts.path):
        raise InsecureUrl
    if not _is_host(host) or port == 0:
        raise InsecureUrl
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise InsecureUrl
    place = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{place}{'' if port is None else f':{port}'}{parts.path.rstrip('/')}"


def is_loopback(host: str) -> bool:
    """Whether the host is this machine, whose traffic nobody else reads."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_host(name: str) -> bool:
    if ":" not in name:
        return _HOST.match(name) is not None
    try:
        return ipaddress.IPv6Address(name).scope_id is None
    except ValueError:
        return False
