"""What the config says about tickets: whose they are, the user's own views, and names for the project's statuses."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from gleaptui.config import Settings
from gleaptui.inbox.aliases import checked_aliases
from gleaptui.inbox.filters import FilterError
from gleaptui.inbox.saved import SavedView
from gleaptui.inbox.views import checked_views
from gleaptui.text import clean


class InboxSettings(Struct, frozen=True, kw_only=True):
    """The same, checked."""

    me: str = ""
    views: tuple[SavedView, ...] = ()
    aliases: dict[str, str] = {}
    """Ids of the project's own statuses by name."""
    closed: frozenset[str] = frozenset()
    """The ids among them that mean closed."""


def inbox_of(settings: Settings) -> InboxSettings:
    """What the settings say about tickets. Raises `FilterError` for the first that cannot be used."""
    return inbox_settings(
        settings.me, settings.views, settings.statuses, settings.place, closed=settings.closed_statuses
    )


def inbox_settings(
    me: str,
    views: Sequence[Mapping[str, object]],
    statuses: Mapping[str, str],
    place: str = "config",
    *,
    closed: Sequence[str] = (),
) -> InboxSettings:
    """Raises `FilterError` for the first setting that cannot be used."""
    aliases = checked_aliases(statuses, place)
    for known in closed:
        if known not in statuses:
            raise FilterError(f"{place}: closed_statuses: {clean(known, 40)!r} is no id that [statuses] names")
    written: list[SavedView] = []
    for number, view in enumerate(views, 1):
        try:
            written.append(msgspec.convert(view, SavedView))
        except msgspec.ValidationError as error:
            raise FilterError(f"{place}: views[{number}]: {error}") from None
    if me and "@" not in me:
        raise FilterError(f'{place}: me: expected an e-mail address such as "anna@example.com"')
    return InboxSettings(me=me, views=checked_views(written, place, aliases), aliases=aliases, closed=frozenset(closed))
