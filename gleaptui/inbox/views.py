"""Views of the ticket list: those that are always there, and the user's own."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TypeVar

from msgspec import Struct, structs

from gleaptui.inbox.compiling import CLOSED
from gleaptui.inbox.filters import (
    ME,
    NOBODY,
    SORTS,
    WAITING,
    Filter,
    FilterError,
    Vocabulary,
    assignee,
    parse,
    priority,
)
from gleaptui.inbox.fold import fold
from gleaptui.inbox.saved import SavedView, Words
from gleaptui.text import clean

_LONGEST_NAME = 40
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""Whether a saved view can be understood does not depend on the day."""

Value = TypeVar("Value")


class View(Struct, frozen=True, kw_only=True):
    """A named filter."""

    name: str
    label: str
    filter: Filter = Filter()
    needs_me: bool = False
    """Whether it means somebody only where the config says who ``me`` is."""
    note: str = ""
    """What one should know of it."""


_VIEWS = (
    View(name="open", label="Open", filter=Filter(open=True)),
    View(name="unassigned", label="Unassigned", filter=Filter(open=True, assignee=NOBODY, sort="createdAt")),
    View(name="mine", label="Mine", filter=Filter(open=True, assignee=ME), needs_me=True),
    View(name="breached", label="SLA breached", filter=Filter(open=True, sla_breached=True, sort="createdAt")),
    View(
        name="waiting",
        label="Waiting longest",
        filter=Filter(open=True, waiting=True, sort=WAITING),
        note="since the last message, or since it came where no agent has answered",
    ),
    View(
        name="closed",
        label="Recently closed",
        filter=Filter(statuses=(CLOSED,), sort="-updatedAt"),
        note="Gleap tells no time of closing: by the last change",
    ),
    View(name="archived", label="Archived", filter=Filter(archived=True, sort="-archivedAt")),
    View(name="all", label="All", filter=Filter(archived=None)),
)
VIEWS: Mapping[str, View] = MappingProxyType({view.name: view for view in _VIEWS})
"""The views that are always there, in the order they are shown in."""

AS_COUNTED = "status:open"
"""What narrows a view down to what figures count: Gleap's own open tickets, without those that somebody works on."""


def checked_views(
    written: Iterable[SavedView], place: str, aliases: Mapping[str, str] = MappingProxyType({})
) -> tuple[SavedView, ...]:
    """The user's own views, each with a name of its own and conditions that can be understood. Raises `FilterError`
    for the first that cannot be used; ``place`` is the file or profile that they stand in. Who is meant by a name is
    found out only when the view is compiled."""
    vocabulary = Vocabulary(now=_ANY_DAY, aliases=aliases)
    found: dict[str, SavedView] = {}
    for number, view in enumerate(written, 1):
        here = f"{place}: views[{number}]"
        name = clean(view.name, _LONGEST_NAME)
        if not name or name != view.name:
            raise FilterError(f"{here}: name: expected a word or a few, at most {_LONGEST_NAME} characters")
        known = fold(name)
        if known in VIEWS or known in map(fold, (one.label for one in VIEWS.values())):
            raise FilterError(f"{here}: {name!r} is a view that is always there; choose another name")
        if known in found:
            raise FilterError(f"{here}: there is a view {name!r} already")
        try:
            saved(view, vocabulary)
        except FilterError as error:
            raise FilterError(f"{here}: {error}") from None
        found[known] = view
    return tuple(found.values())


def saved(view: SavedView, vocabulary: Vocabulary) -> View:
    """A view of the user's own. Raises `FilterError` that names the view."""
    try:
        found = parse(view.filter, vocabulary)
        changes: dict[str, object] = {
            "types": tuple(map(vocabulary.type, _words(view.type))),
            "statuses": tuple(map(vocabulary.status, _words(view.status))),
            "priorities": tuple(map(priority, _words(view.priority))),
            "assignee": assignee(clean(view.assignee)) if view.assignee else "",
            "tags": (*found.tags, *_words(view.tag)),
            "words": (*found.words, *clean(view.words).split()),
            "created": vocabulary.span(view.created, "created") if view.created else None,
            "updated": vocabulary.span(view.updated, "updated") if view.updated else None,
            "sla_breached": _choose(view.sla, "sla", {"": None, "breached": True, "kept": False}),
        }
        found = structs.replace(
            found, **{name: value for name, value in changes.items() if value not in ((), "", None)}
        )
        if view.archived:
            archived = _choose(view.archived, "archived", {"no": False, "yes": True, "both": None})
            found = structs.replace(found, archived=archived)
        if view.sort:
            found = structs.replace(found, sort=_choose(view.sort, "sort", SORTS))
    except FilterError as error:
        raise FilterError(f"view {clean(view.name, _LONGEST_NAME)!r}: {error}") from None
    return View(name=view.name, label=clean(view.name, _LONGEST_NAME), filter=found, needs_me=found.assignee == ME)


def _words(value: Words) -> tuple[str, ...]:
    return tuple(clean(one, _LONGEST_NAME) for one in ((value,) if isinstance(value, str) else value))


def _choose(word: str, field: str, known: Mapping[str, Value]) -> Value:
    if word not in known:
        raise FilterError(f"{field} = {clean(word, 40)!r} is not known; choose one of {', '.join(filter(None, known))}")
    return known[word]
