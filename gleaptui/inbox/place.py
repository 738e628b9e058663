"""Where somebody was in the list of tickets, so that they find it again."""

from typing import Annotated

from msgspec import Meta, Struct, structs

from gleaptui.remembered import Remembered
from gleaptui.text import clean

_LONGEST = 500
_MOST_COLUMNS = 40

Width = Annotated[int, Meta(ge=1, le=500)]
Row = Annotated[int, Meta(ge=0)]


class TicketPlace(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place in the list. An empty text stands for what the pane begins with."""

    view: str = ""
    filter: str = ""
    """The line of the filter, as `gleaptui.inbox.filters.written` gives it."""
    sort: str = ""
    cursor: str = ""
    """The id of the ticket under the cursor."""
    row: Row = 0
    """The row under the cursor, for when its ticket is in the list no more."""
    scroll: Row = 0
    """The first row on screen."""
    columns: tuple[tuple[str, Width], ...] = ()
    """Ids of the columns that are shown, in their order, with their widths."""


def name_of(project: str) -> str:
    """The name that the place of a project is remembered by."""
    return f"tickets@{project}" if project else "tickets"


def recall(remembered: Remembered, project: str) -> TicketPlace:
    """The place that was kept for the project; the beginning where there is none. Its texts are clean, for they come
    from a file."""
    found = remembered.recall(name_of(project), TicketPlace)
    if found is None:
        return TicketPlace()
    return structs.replace(
        found,
        view=clean(found.view, _LONGEST),
        filter=clean(found.filter, _LONGEST),
        sort=clean(found.sort, _LONGEST),
        cursor=clean(found.cursor, _LONGEST),
        columns=tuple((clean(column, _LONGEST), width) for column, width in found.columns[:_MOST_COLUMNS]),
    )


def keep(remembered: Remembered, project: str, place: TicketPlace) -> None:
    """Remember the place of the project."""
    remembered.keep(name_of(project), place)
