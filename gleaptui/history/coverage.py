"""Between which moments the log is whole."""

import sqlite3
from datetime import datetime

from gleaptui.history.records import TIES, microseconds, moment
from gleaptui.history.schema import fact, set_fact


def coverage(connection: sqlite3.Connection) -> tuple[datetime, datetime] | None:
    """From when until when; None where that is not known of any span."""
    since, until = fact(connection, "whole_from"), fact(connection, "whole_to")
    since = max(since, _removed(connection)) if since else 0
    return (moment(since), moment(until)) if since and until > since else None


def kept_from(connection: sqlite3.Connection, oldest: datetime) -> datetime:
    """What happened before then is not kept: it is older than that, or had to go to make room."""
    return moment(max(microseconds(oldest), _removed(connection)))


def _removed(connection: sqlite3.Connection) -> int:
    """Until when events were removed, in microseconds."""
    return (fact(connection, "floor") >> TIES) * 1000


def cover(connection: sqlite3.Connection, since: int, until: int) -> bool:
    """Say so, in microseconds, of what was just read. It is joined to what is known where both touch; of two spans that
    do not, the later one counts. True, once said."""
    known = fact(connection, "whole_from"), fact(connection, "whole_to")
    if all(known):
        if until < known[0]:
            return True
        if since <= known[1]:
            since, until = min(since, known[0]), max(until, known[1])
    set_fact(connection, "whole_from", since)
    set_fact(connection, "whole_to", until)
    return True
