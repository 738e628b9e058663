"""Views of the ticket list, and what each of them asks the server for."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TypeVar

from msgspec import Struct, structs

from gleaptui.gleap.models import Person, Ticket
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.filters import (
    ME,
    NOBODY,
    SORTS,
    Filter,
    FilterError,
    Vocabulary,
    assignee,
    parse,
    priority,
    sendable,
)
from gleaptui.inbox.fold import fold
from gleaptui.inbox.people import is_called, person
from gleaptui.inbox.saved import SavedView, Words
from gleaptui.inbox.waiting import waits
from gleaptui.text import clean

CLOSED = "DONE"
OPEN_STATUSES = ("OPEN", "INPROGRESS")
_LONGEST_NAME = 40
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""Whether a saved view can be understood does not depend on the day."""

Value = TypeVar("Value")
Keep = Callable[[Ticket], bool]


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
        filter=Filter(open=True, waiting=True, sort=SORTS["waiting"]),
        note="longest without a message first, those that an agent answered last left out",
    ),
    View(
        name="closed",
        label="Recently closed",
        filter=Filter(statuses=(CLOSED,), sort="-updatedAt"),
        note="Gleap tells no time of closing: by the last change",
    ),
    View(name="archived", label="Archived", filter=Filter(archived=True, sort="-archivedAt")),
    View(name="all", label="All", filter=Filter(archived=None), note="archived ones too"),
)
VIEWS: Mapping[str, View] = MappingProxyType({view.name: view for view in _VIEWS})
"""The views that are always there, in the order they are shown in."""


class Project(Struct, frozen=True, kw_only=True):
    """What is known of the project when a view is compiled."""

    vocabulary: Vocabulary
    me: str = ""
    """The user's own e-mail address, from the config."""
    people: tuple[Person, ...] = ()
    closed_statuses: frozenset[str] = frozenset()
    """Ids of the project's own statuses that mean closed."""
    tags: frozenset[str] = frozenset()
    """Tags that tickets were seen to have: Gleap tells capitals apart, people do not."""


class Compiled(Struct, frozen=True, kw_only=True):
    """What to ask for, and what has to be told apart here because Gleap cannot be asked for it."""

    question: TicketQuery
    keep: Keep | None = None
    partly_here: str = ""
    """Which conditions are looked at here, in words; empty where the server does all."""
    note: str = ""
    """What may be missing for other reasons."""


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


def compiled(wanted: Filter, project: Project) -> Compiled:
    """The question for the server and what remains to be done here (API.md, "Tickets"). Raises `FilterError` where a
    person is not known, or nobody is ``me``."""
    here: list[tuple[str, Keep]] = []
    notes: list[str] = []
    statuses = wanted.statuses
    if wanted.open and not statuses:
        statuses = open_statuses(project)
        notes.append("statuses of your own count as open where the config names them")
    question = TicketQuery(
        sort=wanted.sort,
        types=_sent("type", wanted.types, lambda ticket: ticket.type, here),
        statuses=_sent("status", statuses, lambda ticket: ticket.status, here),
        priorities=wanted.priorities,
        archived=wanted.archived,
        created_from=wanted.created.first,
        created_to=wanted.created.last,
        updated_from=wanted.updated.first,
        updated_to=wanted.updated.last,
    )
    question = _assigned(wanted.assignee, question, project, here)
    question = _tagged(wanted.tags, question, project, here)
    if question.tag and question.tag not in project.tags:
        notes.append(f"Gleap is asked for #{question.tag} as it is written, and tells capitals apart")
    if wanted.sla_breached is not None:
        here.append(("SLA", lambda ticket: ticket.sla_breached is wanted.sla_breached))
    if wanted.unanswered:
        here.append(("unanswered", lambda ticket: ticket.has_agent_reply is False))
    if wanted.waiting:
        here.append(("who wrote last", waits))
    question = _worded(wanted.words, question, here)
    return Compiled(
        question=question,
        keep=_all_of([keep for _, keep in here]),
        partly_here=f"told apart here: {', '.join(dict.fromkeys(name for name, _ in here))}" if here else "",
        note="; ".join(notes),
    )


def _sent(
    field: str, values: tuple[str, ...], of: Callable[[Ticket], str], here: list[tuple[str, Keep]]
) -> tuple[str, ...]:
    """The values, if all of them can be sent; else none, and they are looked at here."""
    if all(map(sendable, values)):
        return values
    here.append((field, lambda ticket: of(ticket) in values))
    return ()


def open_statuses(project: Project) -> tuple[str, ...]:
    """What counts as open: Gleap's own two and the named ones of the project that are not closed."""
    own = (value for value in project.vocabulary.aliases.values() if value not in (*OPEN_STATUSES, CLOSED))
    return (*OPEN_STATUSES, *dict.fromkeys(value for value in own if value not in project.closed_statuses))


def _assigned(who: str, question: TicketQuery, project: Project, here: list[tuple[str, Keep]]) -> TicketQuery:
    if not who:
        return question
    if who == NOBODY:
        here.append(("unassigned", lambda ticket: ticket.assignee is None))
        return question
    if who == ME and not project.me:
        raise FilterError('nobody is "me" yet: set me = "your@address" in the config')
    name = fold(project.me if who == ME else who)
    if not project.people:
        here.append(("assignee", lambda ticket: ticket.assignee is not None and is_called(ticket.assignee, name)))
        return question
    try:
        return structs.replace(question, processing_user=person(name, project.people).id)
    except FilterError as error:
        raise FilterError(f"me: {error}" if who == ME else str(error)) from None


def _tagged(
    tags: tuple[str, ...], question: TicketQuery, project: Project, here: list[tuple[str, Keep]]
) -> TicketQuery:
    """One tag can be asked for; several would be alternatives, so that the others are looked at here. So is a tag that
    tickets have in more than one spelling."""
    sent, rest = "", []
    for tag in tags:
        spellings = [one for one in project.tags if fold(one) == fold(tag)] or [tag]
        if not sent and len(spellings) == 1 and sendable(spellings[0]):
            sent = spellings[0]
        else:
            rest.append(fold(tag))
    if rest:
        here.append(("tags", lambda ticket: set(map(fold, ticket.tags)).issuperset(rest)))
    return structs.replace(question, tag=sent) if sent else question


def _worded(words: tuple[str, ...], question: TicketQuery, here: list[tuple[str, Keep]]) -> TicketQuery:
    numbers = {int(word[1:]) for word in words if _is_number(word)}
    if len(numbers) > 1:
        raise FilterError("a ticket has one number; name only one")
    rest = [fold(word) for word in words if not _is_number(word)]
    if rest:
        here.append(("words", lambda ticket: all(word in searched(ticket) for word in rest)))
    return structs.replace(question, number=numbers.pop()) if numbers else question


def _is_number(word: str) -> bool:
    return word[:1] == "#" and word[1:].isascii() and word[1:].isdigit() and len(word) < 12


def searched(ticket: Ticket) -> str:
    """The text that words are looked for in, folded: a line each for number, title, customer, address and company."""
    number = "" if ticket.number is None else str(ticket.number)
    who = ticket.customer
    parts = (number, ticket.title, *((who.name, who.email, who.company) if who else ()))
    return fold("\n".join(parts))


def _all_of(conditions: list[Keep]) -> Keep | None:
    if not conditions:
        return None
    return lambda ticket: all(condition(ticket) for condition in conditions)
