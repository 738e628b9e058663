"""The web address of a ticket, the clipboard through a terminal, and where a browser can be expected."""

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleaptui.inbox.links import (
    MOST_COPIED,
    TooLongToCopy,
    browser_command,
    copy_sequence,
    link_command,
    ticket_of_url,
    ticket_url,
    web_link,
)

PROJECT = "a00000000000000000000001"
TICKET = "a000000000000000000001f4"
BASE = f"https://app.gleap.io/projects/{PROJECT}"
SAFE = re.compile(r"https://app\.gleap\.io/projects/[0-9a-f]{24}/[\w.%~-]+/[0-9a-f]{24}\Z", re.ASCII)


@pytest.mark.parametrize(
    ("kind", "segment"),
    [
        ("BUG", "bugs"),
        ("INQUIRY", "inquiries"),
        ("FEATURE_REQUEST", "feature-requests"),
        ("CRASH", "crashes"),
        ("FOR-RELEASE", "for-release"),
        ("Größe", "gr%C3%B6%C3%9Fe"),
        ("", "inbox"),
        ("..", "inbox"),
        ("a/../../admin", "inbox"),
    ],
)
def test_a_ticket_has_an_address_by_its_type(kind: str, segment: str) -> None:
    assert ticket_url(PROJECT, TICKET, kind) == f"{BASE}/{segment}/{TICKET}"


@pytest.mark.parametrize("wrong", ["", "abc123", TICKET.upper(), TICKET + "\n", TICKET + "0", "../" + TICKET[3:]])
def test_no_address_is_made_of_an_id_that_cannot_be_one(wrong: str) -> None:
    assert ticket_url(PROJECT, wrong, "BUG") == ""
    assert ticket_url(wrong, TICKET, "BUG") == ""


@given(st.text(max_size=80))
def test_no_type_can_lead_an_address_elsewhere(kind: str) -> None:
    url = ticket_url(PROJECT, TICKET, kind)
    assert SAFE.match(url)
    assert ".." not in url
    assert ticket_of_url(url) == TICKET


@pytest.mark.parametrize("text", ["", "1042", f"{BASE}/bugs/{TICKET}0", f"https://x.test/{TICKET}", TICKET])
def test_only_an_address_of_the_web_app_names_a_ticket(text: str) -> None:
    assert ticket_of_url(text) == ""


def _copied(sequence: str) -> str:
    found = re.fullmatch(r"\x1b\]52;c;([0-9A-Za-z+/=]*)\x07", sequence)
    assert found is not None
    return base64.b64decode(found[1]).decode()


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "M"]), max_size=300))
def test_what_is_copied_arrives_as_it_is(text: str) -> None:
    kept = text.replace("\u2028", "").replace("\u2029", "")
    assert _copied(copy_sequence(text, {})) == kept


def test_controls_are_left_out_of_what_is_copied() -> None:
    assert _copied(copy_sequence("a\x1b]52;c;eA==\x07b\x9dc\u202ed\ne", {})) == "a]52;c;eA==bcd\ne"


def test_tmux_gets_the_sequence_plain_and_wrapped() -> None:
    plain = copy_sequence("a link", {})
    told = copy_sequence("a link", {"TMUX": "/run/tmux", "TERM": "screen-256color"})
    assert told.startswith(plain)
    wrapped = re.fullmatch(r"\x1bPtmux;(.*)\x1b\\", told.removeprefix(plain), re.DOTALL)
    assert wrapped is not None
    assert wrapped[1].replace("\x1b\x1b", "\x1b") == plain


def test_screen_gets_it_in_pieces_that_make_up_the_whole() -> None:
    text = "a long message " * 40
    told = copy_sequence(text, {"STY": "1.pts"})
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", told, re.DOTALL)
    assert "".join(f"\x1bP{piece}\x1b\\" for piece in pieces) == told
    assert max(map(len, pieces)) <= 256
    assert _copied("".join(pieces)) == text


def test_a_text_is_copied_up_to_the_limit_and_refused_beyond_it() -> None:
    most = MOST_COPIED // 4 * 3
    assert len(_copied(copy_sequence("x" * most, {}))) == most
    for text in ("x" * (most + 1), "x" * 1_000_000, "é" * most):
        with pytest.raises(TooLongToCopy, match="export it"):
            copy_sequence(text, {})


DESKTOP = {"DISPLAY": ":0"}


@pytest.mark.parametrize(
    ("environment", "platform", "command"),
    [
        (DESKTOP, "linux", "xdg-open"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", "xdg-open"),
        ({}, "darwin", "open"),
        ({}, "linux", ""),
        ({**DESKTOP, "SSH_CONNECTION": "1 2 3 4"}, "linux", ""),
        ({"SSH_TTY": "/dev/pts/1"}, "darwin", ""),
    ],
)
def test_a_browser_is_expected_only_where_somebody_would_see_it(
    environment: dict[str, str], platform: str, command: str
) -> None:
    url = ticket_url(PROJECT, TICKET, "BUG")
    assert browser_command(url, environment, platform) == ((command, url) if command else ())


@pytest.mark.parametrize(
    "url",
    [
        "",
        "--version",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://bank.example.test@evil.example.test/",
        "https://еvil.example.test/",
        "https://example.test/a b",
        "https://example.test/\x1b[2J",
        "https://example.test:99999/",
        "https://[::1",
        "https://example.test/cut…",
        "https://example.test/" + "a" * 2_000,
    ],
)
def test_what_does_not_say_plainly_where_it_leads_is_no_link(url: str) -> None:
    assert web_link(url) == ""
    assert link_command(url, DESKTOP, "linux") == ()


def test_a_whole_address_of_the_web_is_opened_where_there_is_a_browser() -> None:
    url = "https://example.test:8443/guide?a=1&b=%20#part"
    assert link_command(url, DESKTOP, "linux") == ("xdg-open", url)
    assert link_command(url, {}, "darwin") == ("open", url)
    assert link_command(url, {**DESKTOP, "SSH_TTY": "/dev/pts/1"}, "linux") == ()


def test_nothing_but_an_address_of_the_web_app_is_opened() -> None:
    for url in ("", "--version", "file:///etc/passwd", "https://app.gleap.io.evil.test/", "https://app.gleap.iox/"):
        assert browser_command(url, DESKTOP, "linux") == ()
