"""What somebody looks at, and the question that is asked for it as things stand."""

from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from gleaptui.clock import Clock
from gleaptui.gleap.models import Ticket, TicketPage
from gleaptui.inbox.compiling import Compiled, Project, compiled, dated
from gleaptui.inbox.directory import Directory
from gleaptui.inbox.filters import SORTS, Filter, FilterError, Vocabulary, parse
from gleaptui.inbox.settings import InboxSettings
from gleaptui.inbox.views import VIEWS, View, saved


class Look(Struct, frozen=True, kw_only=True):
    """What somebody wants to see: a view by its name, a line that narrows it down, and a word for the order; empty
    for the view's own."""

    view: str = "open"
    filter: str = ""
    sort: str = ""


class Looks:
    """The look that is taken, understood once and then kept in step with the day, with who is known, and with what
    Gleap was seen to heed."""

    def __init__(
        self,
        settings: InboxSettings,
        zone: str,
        clock: Clock,
        directory: Directory,
        loaded: Callable[[], Iterable[Ticket]],
    ) -> None:
        """``loaded`` gives the tickets at hand, whose words are known words."""
        self._settings = settings
        self._zone = zone
        self._clock = clock
        self._directory = directory
        self._loaded = loaded
        self._doubted: frozenset[str] = frozenset()
        self._proven: frozenset[str] = frozenset()
        self.look = Look()
        self.view = VIEWS[self.look.view]
        self._filter: Filter
        self.compiled: Compiled
        self.take(self.look)

    def views(self) -> tuple[View, ...]:
        """All views, the user's own last."""
        vocabulary = self._vocabulary()
        return (*VIEWS.values(), *(saved(view, vocabulary) for view in self._settings.views))

    def take(self, look: Look) -> None:
        """Look at that from now on. Raises `FilterError` where it cannot be understood; then nothing changes."""
        vocabulary = self._vocabulary()
        view = self._find(look.view, vocabulary)
        wanted = parse(look.filter, vocabulary, view.filter)
        if look.sort in SORTS:
            wanted = structs.replace(wanted, sort=SORTS[look.sort])
        self.compiled = self._compile(wanted)
        self.look, self.view, self._filter = look, view, wanted

    def heed(self, page: TicketPage, *, first: bool) -> bool:
        """Learn from an answer, the first of the list or a later one, whether Gleap does what was asked; whether it is
        to be asked in another way. What it does not know matches no ticket at all (API.md, "Unknown parameters are
        filters"), so that none is not believed of a parameter that was never seen to work."""
        unproven = self.compiled.unproven
        doubted = {name for name, holds in unproven.items() if not all(map(holds, page.tickets))}
        if page.tickets:
            self._proven |= unproven.keys() - doubted
        elif first:
            doubted |= unproven.keys() - self._proven
        if doubted:
            self._doubted |= doubted
            self.compiled = self._compile(self._filter)
        return bool(doubted)

    def forget_doubts(self) -> None:
        """Nothing was found in another way either, so that nothing was wrong with the first."""
        self._doubted = frozenset()

    async def meet_people(self) -> bool:
        """Ask who is who, where that is not known and somebody is named; whether another question follows from it."""
        if self.compiled.certain:
            return False
        await self._directory.meet()
        before = self.compiled
        try:
            self.compiled = self._compile(self._filter)
        except FilterError as error:
            self.compiled = structs.replace(before, note=str(error))
        return self.compiled.certain

    def move_dates_on(self) -> bool:
        """Keep the filter's spans of time in step with the day; whether others are asked for now."""
        question = dated(self.compiled.question, self._filter, self._vocabulary())
        moved = question != self.compiled.question
        if moved:
            self.compiled = structs.replace(self.compiled, question=question)
        return moved

    def _find(self, name: str, vocabulary: Vocabulary) -> View:
        if name in VIEWS:
            return VIEWS[name]
        own = next((view for view in self._settings.views if view.name == name), None)
        if own is None:
            raise FilterError(f"there is no view {name!r} any more")
        return saved(own, vocabulary)

    def _compile(self, wanted: Filter) -> Compiled:
        project = Project(
            vocabulary=self._vocabulary(),
            me=self._settings.me,
            people=self._directory.people,
            closed_statuses=self._settings.closed,
            tags=frozenset(tag for ticket in self._loaded() for tag in ticket.tags),
            doubted=self._doubted,
        )
        return compiled(wanted, project)

    def _vocabulary(self) -> Vocabulary:
        seen = {(ticket.status, ticket.type) for ticket in self._loaded()}
        return Vocabulary(
            now=self._clock.now().astimezone(ZoneInfo(self._zone)),
            zone=self._zone,
            aliases=self._settings.aliases,
            statuses=frozenset(status for status, _ in seen if status),
            types=frozenset(kind for _, kind in seen if kind),
        )
