"""A view that the user has saved, as it stands in the config under ``[[views]]``."""

from msgspec import Struct

Words = str | tuple[str, ...]


class SavedView(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Conditions in the words of the filter line; each may be one word or several."""

    name: str
    filter: str = ""
    """A whole line, such as ``type:bug @me created:7d``; the other fields count instead of what it says."""
    type: Words = ()
    status: Words = ()
    priority: Words = ()
    assignee: str = ""
    """A name, an e-mail address, ``me`` or ``nobody``."""
    tag: Words = ()
    created: str = ""
    """``7d`` for the last seven days, ``>30d`` for longer ago, ``today`` or ``2026-09-01..2026-09-30``."""
    updated: str = ""
    sla: str = ""
    """``breached`` or ``kept``."""
    words: str = ""
    """What the title, the customer or the number has to contain."""
    archived: str = ""
    """``no``, which is meant where nothing is said, ``yes`` or ``both``."""
    sort: str = ""
    """``newest`` where nothing is said."""
