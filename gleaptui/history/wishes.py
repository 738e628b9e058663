"""What viewers want of the one who polls, and what they spent of the common budget."""

import sqlite3
from datetime import datetime, timedelta
from typing import Literal, get_args

from msgspec import Struct

from gleaptui.history import records
from gleaptui.history.schema import touch
from gleaptui.text import clean

FEED = "wishes"
_LASTS = timedelta(minutes=1)
_MOST = 200
_LONGEST = 400

WishKind = Literal["refresh", "watch", "past"]


class Wish(Struct, frozen=True):
    """``refresh`` this feed, ``watch`` these feeds for a while, whose names stand apart by spaces, or read the ``past``
    of the log. ``about`` is what the one polls to whom it goes."""

    kind: WishKind
    argument: str = ""
    who: str = ""
    about: str = ""


_KINDS: dict[str, WishKind] = {kind: kind for kind in get_args(WishKind)}


def make(connection: sqlite3.Connection, wish: Wish, now: datetime) -> bool:
    """Leave the wish for the one who polls. True, as it then is there."""
    connection.execute(
        "INSERT INTO wishes(at, kind, argument, who, about) VALUES (?, ?, ?, ?, ?)",
        (records.microseconds(now), wish.kind, records.encodable(wish.argument), wish.who, wish.about),
    )
    touch(connection, FEED)
    return True


def take(connection: sqlite3.Connection, about: str, now: datetime) -> tuple[Wish, ...]:
    """The wishes of the last minute for who polls that, each once, the oldest first; they are then gone."""
    fresh = _just_now(now)
    rows: list[tuple[str, str, str]] = connection.execute(
        "SELECT kind, argument, who FROM wishes WHERE about = ? AND at BETWEEN ? AND ? ORDER BY id LIMIT ?",
        (about, fresh.start, fresh.stop - 1, _MOST),
    ).fetchall()
    connection.execute(
        "DELETE FROM wishes WHERE about = ? OR at NOT BETWEEN ? AND ?", (about, fresh.start, fresh.stop - 1)
    )
    wishes = (
        Wish(_KINDS[kind], clean(argument, _LONGEST), clean(who, _LONGEST), about)
        for kind, argument, who in rows
        if kind in _KINDS
    )
    return tuple(dict.fromkeys(wishes))


def _just_now(now: datetime) -> range:
    """The microseconds that count as just now, on either side, as clocks are set."""
    middle, width = records.microseconds(now), _LASTS // timedelta(microseconds=1)
    return range(middle - width, middle + width + 1)


def spend(connection: sqlite3.Connection, who: str, requests: int, tickets: int, now: datetime) -> bool:
    """Tell the others of requests just sent; ``tickets`` of them went to tickets and messages. True, once told."""
    fresh = _just_now(now)
    connection.execute("DELETE FROM spent WHERE at NOT BETWEEN ? AND ?", (fresh.start, fresh.stop - 1))
    connection.execute("INSERT INTO spent VALUES (?, ?, ?, ?)", (records.microseconds(now), who, requests, tickets))
    return True


def spent_by_others(connection: sqlite3.Connection, who: str, now: datetime) -> tuple[int, int, int]:
    """Requests of the last minute that others sent, how many of them went to tickets and messages, and how many others
    there are."""
    row: tuple[int, int, int] = connection.execute(
        "SELECT coalesce(sum(requests), 0), coalesce(sum(tickets), 0), count(DISTINCT who) FROM spent"
        " WHERE who <> ? AND at BETWEEN ? AND ?",
        (who, records.microseconds(now - _LASTS), records.microseconds(now + _LASTS)),
    ).fetchone()
    return row
