"""From a filter to the question that the server is asked, and to what has to be told apart here."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from msgspec import Struct, structs

from gleaptui.gleap.models import Person, Ticket
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.filters import ME, NOBODY, SORTS, WAITING, Filter, FilterError, Vocabulary, sendable
from gleaptui.inbox.fold import fold
from gleaptui.inbox.people import is_called, person
from gleaptui.inbox.waiting import waiting_since, waits

CLOSED = "DONE"
OPEN_STATUSES = ("OPEN", "INPROGRESS")

Keep = Callable[[Ticket], bool]
Since = Callable[[Ticket], datetime | None]


class Project(Struct, frozen=True, kw_only=True):
    """What is known of the project when a filter is compiled."""

    vocabulary: Vocabulary
    me: str = ""
    """The user's own e-mail address, from the config."""
    people: tuple[Person, ...] = ()
    closed_statuses: frozenset[str] = frozenset()
    """Ids of the project's own statuses that mean closed."""
    tags: frozenset[str] = frozenset()
    """Tags that tickets were seen to have: Gleap tells capitals apart, people do not."""
    doubted: frozenset[str] = frozenset()
    """Parameters that Gleap does not heed, or may know nothing of; `Compiled.unproven` names them."""


class Compiled(Struct, frozen=True, kw_only=True):
    """What to ask for, and what has to be told apart here because Gleap cannot be asked for it."""

    question: TicketQuery
    keep: Keep | None = None
    partly_here: str = ""
    """Which conditions are looked at here, in words; empty where the server does all."""
    note: str = ""
    """What may be missing for other reasons."""
    order: str = ""
    """The word for the order of the rows."""
    since: Since | None = None
    """The moment that they are sorted by here, because Gleap has no such order."""
    certain: bool = True
    """Whether it can be told of every ticket whether it belongs."""
    unproven: Mapping[str, Keep] = MappingProxyType({})
    """Parameters of the question that were never seen to work, and what holds of each ticket where they do. Where it
    does not hold, or where no ticket comes at all, the filter is to be compiled again with doubt."""


def compiled(wanted: Filter, project: Project) -> Compiled:
    """The question for the server and what remains to be done here (API.md, "Tickets"). Raises `FilterError` where a
    person is not known, or nobody is ``me``."""
    return _Compilation(wanted, project).run()


def dated(question: TicketQuery, wanted: Filter, vocabulary: Vocabulary) -> TicketQuery:
    """The question with the filter's spans of time, which may mean others by now."""
    created, updated = (
        vocabulary.span(span.said, field) if span.said else span
        for field, span in (("created", wanted.created), ("updated", wanted.updated))
    )
    return structs.replace(
        question,
        created_from=created.first,
        created_to=created.last,
        updated_from=updated.first,
        updated_to=updated.last,
    )


def open_statuses(project: Project) -> tuple[str, ...]:
    """What counts as open: Gleap's own two and the named ones of the project that are not closed."""
    own = (value for value in project.vocabulary.aliases.values() if value not in (*OPEN_STATUSES, CLOSED))
    return (*OPEN_STATUSES, *dict.fromkeys(value for value in own if value not in project.closed_statuses))


def searched(ticket: Ticket) -> str:
    """The text that words are looked for in, folded: a line each for number, title, customer, address and company."""
    number = "" if ticket.number is None else str(ticket.number)
    who = ticket.customer
    parts = (number, ticket.title, *((who.name, who.email, who.company) if who else ()))
    return fold("\n".join(parts))


class _Compilation:
    """A filter on its way to a question."""

    def __init__(self, wanted: Filter, project: Project) -> None:
        self._wanted = wanted
        self._project = project
        self._question = TicketQuery(priorities=wanted.priorities, archived=wanted.archived)
        self._here: dict[str, list[Keep]] = {}
        self._notes: list[str] = []
        self._unproven: dict[str, Keep] = {}

    def run(self) -> Compiled:
        wanted, waiting = self._wanted, self._wanted.sort == WAITING
        self._ask(sort="createdAt" if waiting else wanted.sort)
        self._question = dated(self._question, wanted, self._project.vocabulary)
        self._ask_for_person()
        self._ask_for_kinds()
        self._ask_for_tags()
        self._ask_for_flags()
        if wanted.waiting or waiting:
            self._look_here("who wrote last", waits)
        self._ask_for_words()
        conditions = [keep for keeps in self._here.values() for keep in keeps]
        return Compiled(
            question=self._question,
            keep=(lambda ticket: all(condition(ticket) for condition in conditions)) if conditions else None,
            partly_here=f"told apart here: {', '.join(self._here)}" if self._here else "",
            note="; ".join(self._notes),
            order=next((word for word, sort in SORTS.items() if sort == wanted.sort), ""),
            since=waiting_since if waiting else None,
            certain=bool(self._project.people) or wanted.assignee in ("", NOBODY),
            unproven=self._unproven,
        )

    def _ask(self, **fields: object) -> None:
        self._question = structs.replace(self._question, **fields)

    def _look_here(self, name: str, keep: Keep) -> None:
        self._here.setdefault(name, []).append(keep)

    def _ask_for_kinds(self) -> None:
        """Types and statuses, if all of them can be sent; else they are looked at here."""
        statuses, types = self._wanted.statuses, self._wanted.types
        if (self._wanted.open or self._wanted.sort == WAITING) and not statuses:
            statuses = open_statuses(self._project)
            self._notes.append("statuses of your own count as open where the config names them")
        if all(map(sendable, types)):
            self._ask(types=types)
        else:
            self._look_here("type", lambda ticket: ticket.type in types)
        if all(map(sendable, statuses)):
            self._ask(statuses=statuses)
        else:
            self._look_here("status", lambda ticket: ticket.status in statuses)

    def _ask_for_person(self) -> None:
        who, project = self._wanted.assignee, self._project
        if not who:
            return
        if who == NOBODY:
            self._look_here("unassigned", lambda ticket: ticket.assignee is None)
            return
        if who == ME and not project.me:
            raise FilterError('nobody is "me" yet: set me = "your@address" in the config')
        name = fold(project.me if who == ME else who)
        if not project.people:
            self._look_here("assignee", lambda ticket: ticket.assignee is not None and is_called(ticket.assignee, name))
            self._notes.append("who is who in the project is not known yet, so that tickets may be missing")
            return
        try:
            self._ask(processing_user=person(name, project.people).id)
        except FilterError as error:
            raise FilterError(f"me: {error}" if who == ME else str(error)) from None

    def _ask_for_tags(self) -> None:
        """One tag can be asked for; several would be alternatives, so that the others are looked at here. So is a tag
        that tickets have in more than one spelling."""
        known, doubted = self._project.tags, "tags" in self._project.doubted
        sent, rest = "", []
        for tag in self._wanted.tags:
            spellings = [one for one in known if fold(one) == fold(tag)] or [tag]
            if not sent and len(spellings) == 1 and sendable(spellings[0]) and not doubted:
                sent = spellings[0]
            else:
                rest.append(fold(tag))
        if rest:
            self._look_here("tags", lambda ticket: set(map(fold, ticket.tags)).issuperset(rest))
        if sent:
            self._ask(tag=sent)
            self._unproven["tags"] = lambda ticket: sent in ticket.tags
            if sent not in known:
                self._notes.append(f"Gleap is asked for #{sent} as it is written, and tells capitals apart")

    def _ask_for_flags(self) -> None:
        late, doubted = self._wanted.sla_breached, self._project.doubted
        if late is not None:
            self._ask_or_look("slaBreached", "SLA", lambda ticket: ticket.sla_breached is late, sla_breached=late)
        if self._wanted.unanswered:
            self._ask_or_look(
                "hasAgentReply", "unanswered", lambda ticket: ticket.has_agent_reply is False, has_agent_reply=False
            )
        if self._wanted.archived is None and "archived" in doubted:
            self._ask(archived=False)
            self._notes.append("without archived ones, which Gleap may give by themselves only")
        elif self._wanted.archived is None:
            self._unproven["archived"] = lambda _ticket: True
            self._notes.append("archived ones too")

    def _ask_or_look(self, parameter: str, name: str, keep: Keep, **fields: object) -> None:
        if parameter in self._project.doubted:
            self._look_here(name, keep)
        else:
            self._ask(**fields)
            self._unproven[parameter] = keep

    def _ask_for_words(self) -> None:
        words = self._wanted.words
        numbers = {int(word[1:]) for word in words if _is_number(word)}
        if len(numbers) > 1:
            raise FilterError("a ticket has one number; name only one")
        rest = [fold(word) for word in words if not _is_number(word)]
        if rest:
            self._look_here("words", lambda ticket: all(word in searched(ticket) for word in rest))
        if numbers:
            self._ask(number=numbers.pop())


def _is_number(word: str) -> bool:
    return word[:1] == "#" and word[1:].isascii() and word[1:].isdigit() and len(word) < 12
