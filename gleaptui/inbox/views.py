"""Views of the ticket list, and what each of them asks the server for."""

from collections.abc import Callable, Mapping
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
    priority,
    sendable,
    ticket_type,
)
from gleaptui.inbox.saved import SavedView, Words
from gleaptui.text import clean

CLOSED = "DONE"
OPEN_STATUSES = ("OPEN", "INPROGRESS")

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
        filter=Filter(open=True, sort=SORTS["waiting"]),
        note="longest without a message first",
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


class Compiled(Struct, frozen=True, kw_only=True):
    """What to ask for, and what has to be told apart here because Gleap cannot be asked for it."""

    question: TicketQuery
    keep: Keep | None = None
    partly_here: str = ""
    """Which conditions are looked at here, in words; empty where the server does all."""
    note: str = ""
    """What may be missing for other reasons."""


def saved(view: SavedView, vocabulary: Vocabulary) -> View:
    """A view of the user's own. Raises `FilterError` that names the view."""
    try:
        found = Filter(
            types=tuple(map(ticket_type, _words(view.type))),
            statuses=tuple(map(vocabulary.status, _words(view.status))),
            priorities=tuple(map(priority, _words(view.priority))),
            assignee=assignee(view.assignee) if view.assignee else "",
            tags=_words(view.tag),
            words=tuple(view.words.split()),
            created=vocabulary.span(view.created, "created") if view.created else Filter().created,
            updated=vocabulary.span(view.updated, "updated") if view.updated else Filter().updated,
            sla_breached=_choose(view.sla, "sla", {"": None, "breached": True, "kept": False}),
            archived=_choose(view.archived, "archived", {"no": False, "yes": True, "both": None}),
            sort=_choose(view.sort, "sort", SORTS),
        )
    except FilterError as error:
        raise FilterError(f"view {clean(view.name, 40)!r}: {error}") from None
    return View(name=view.name, label=clean(view.name, 40), filter=found, needs_me=found.assignee == ME)


def _words(value: Words) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


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
        types=wanted.types,
        statuses=statuses,
        priorities=wanted.priorities,
        archived=wanted.archived,
        created_from=wanted.created.first,
        created_to=wanted.created.last,
        updated_from=wanted.updated.first,
        updated_to=wanted.updated.last,
    )
    question = _assigned(wanted.assignee, question, project, here)
    question = _tagged(wanted.tags, question, here)
    if wanted.sla_breached is not None:
        here.append(("SLA", lambda ticket: ticket.sla_breached is wanted.sla_breached))
    if wanted.unanswered:
        here.append(("unanswered", lambda ticket: ticket.has_agent_reply is False))
    question = _worded(wanted.words, question, here)
    return Compiled(
        question=question,
        keep=_all_of([keep for _, keep in here]),
        partly_here=f"told apart here: {', '.join(dict.fromkeys(name for name, _ in here))}" if here else "",
        note="; ".join(notes),
    )


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
    name = (project.me if who == ME else who).lower()
    if not project.people:
        here.append(("assignee", lambda ticket: ticket.assignee is not None and _is_person(ticket.assignee, name)))
        return question
    return structs.replace(question, processing_user=person(name, project.people).id)


def _is_person(somebody: Person, name: str) -> bool:
    known = (somebody.name.lower(), somebody.email.lower(), somebody.id)
    return name in known or any(part.startswith(name) for part in known[0].split())


def person(name: str, people: tuple[Person, ...]) -> Person:
    """The one member that a name, a part of it or an e-mail address means. Raises `FilterError`."""
    name = name.lower()
    exact = [one for one in people if name in (one.name.lower(), one.email.lower(), one.id)]
    found = exact or [one for one in people if _is_person(one, name)]
    found = found or [one for one in people if name in one.name.lower() or one.email.lower().startswith(name)]
    named = [one for one in found if one.id]
    if len(named) == 1:
        return named[0]
    shown = clean(name, 40)
    if named:
        raise FilterError(f"@{shown} may be {' or '.join(one.name for one in named[:4])}")
    raise FilterError(f"nobody in the project is called {shown!r}")


def _tagged(tags: tuple[str, ...], question: TicketQuery, here: list[tuple[str, Keep]]) -> TicketQuery:
    """One tag can be asked for; several would be alternatives, so that the others are looked at here."""
    if not tags:
        return question
    sent = next((tag for tag in tags if sendable(tag)), "")
    rest = [tag for tag in tags if tag != sent]
    if rest:
        here.append(("tags", lambda ticket: all(tag in ticket.tags for tag in rest)))
    return structs.replace(question, tag=sent)


def _worded(words: tuple[str, ...], question: TicketQuery, here: list[tuple[str, Keep]]) -> TicketQuery:
    numbers = [int(word[1:]) for word in words if word.startswith("#") and word[1:].isdigit()]
    rest = [word.lower() for word in words if not (word.startswith("#") and word[1:].isdigit())]
    if rest:
        here.append(("words", lambda ticket: all(word in searched(ticket) for word in rest)))
    return structs.replace(question, number=numbers[0]) if numbers else question


def searched(ticket: Ticket) -> str:
    """The text that words are looked for in: number, title and customer, in small letters."""
    number = "" if ticket.number is None else str(ticket.number)
    who = ticket.customer
    parts = (number, ticket.title, *((who.name, who.email, who.company) if who else ()))
    return "\n".join(parts).casefold()


def _all_of(conditions: list[Keep]) -> Keep | None:
    if not conditions:
        return None
    return lambda ticket: all(condition(ticket) for condition in conditions)
