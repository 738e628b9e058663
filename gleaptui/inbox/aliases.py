"""The names that the config gives to a project's own statuses, which Gleap knows only by short ids."""

import re
from collections.abc import Mapping

from gleaptui.inbox.filters import STATUSES
from gleaptui.inbox.fold import fold
from gleaptui.inbox.ranges import FilterError
from gleaptui.text import clean

_ID = re.compile(r"[0-9A-Za-z_-]{1,40}\Z")
_LONGEST_NAME = 30


def checked_aliases(written: Mapping[str, str], place: str) -> dict[str, str]:
    """Ids by name, from the config's table of names by id: ``cz0aa = "waiting"`` (API.md, "Tickets"). Raises
    `FilterError` for the first that cannot be used; ``place`` is the file or profile that the table stands in."""
    found: dict[str, str] = {}
    for known, name in written.items():
        here = f"{place}: statuses.{clean(known, 40)}"
        if not _ID.match(known):
            raise FilterError(f"{here}: a status is a short id of letters and digits, as a ticket shows it")
        if known in STATUSES.values():
            raise FilterError(f"{here}: this is Gleap's own status, which has a name already")
        if not name or clean(name, _LONGEST_NAME) != name or set(name) & set('",'):
            raise FilterError(f"{here}: expected a name of at most {_LONGEST_NAME} characters, such as waiting")
        own = STATUSES.get(re.sub(r"[\s_-]", "", name.lower()))
        if own is not None:
            raise FilterError(f"{here}: {name!r} already means Gleap's {own}")
        if fold(name) in map(fold, found):
            raise FilterError(f"{here}: {name!r} is the name of another status already")
        found[name] = known
    return found
