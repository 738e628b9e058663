"""The panes and the tickets of the program: which of them is looked at, and what they ask for."""

from importlib import import_module
from typing import TYPE_CHECKING

from textual.containers import Container
from textual.widget import Widget

from gleaptui.board import Board
from gleaptui.config import Settings
from gleaptui.gleap.models import Ticket
from gleaptui.inturn import InTurn
from gleaptui.liked import ChosenCards, Liked
from gleaptui.panes.pane import Pane
from gleaptui.refresh.snapshot import Problem
from gleaptui.screens.shows import ShowsWalls
from gleaptui.widgets.tabbar import PANES, Tabs

if TYPE_CHECKING:
    from gleaptui.panes.agents import AgentsPane
    from gleaptui.panes.events import EventsPane
    from gleaptui.panes.overview import OverviewPane
    from gleaptui.panes.tickets import TicketsPane
    from gleaptui.panes.trends import TrendsPane
    from gleaptui.screens.opening import Opening
    from gleaptui.screens.ticket import TicketScreen
    from gleaptui.session import Session
    from gleaptui.watch import Watch
    from gleaptui.widgets.ticketreader import TicketReader


class PaneApp(InTurn):
    """One pane at a time is on the screen; each is built when it is first looked at."""

    board: Board
    honest: Board
    """The same as it is shown: where nothing is asked for any more, nothing of it looks as if it were live."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.active = settings.pane.capitalize()
        """The name of the pane that is looked at."""
        self.liked = Liked(settings)
        self._panes: dict[str, Pane] = {}
        """Those that were looked at so far."""
        self._session: Session | None = None
        self._watch: Watch | None = None
        self._opening: Opening | None = None
        self._start_problem: Problem | None = None
        """Why nothing can be asked at all."""

    @property
    def starting(self) -> bool:
        return self._session is None and self._start_problem is None

    def _show(self) -> None:
        """Show the latest board."""
        raise NotImplementedError

    def _watch_what_is_shown(self) -> None:
        """Ask for what is on the screen first."""
        raise NotImplementedError

    # Panes

    def _pane(self) -> Pane | None:
        return self._panes.get(self.active)

    async def _open_pane(self, name: str) -> None:
        """Bring a pane to the front; it is built when it is first looked at."""
        # Painted once, with what it shows, and not empty first.
        with self.batch_update():
            await self._bring(name)

    async def _bring(self, name: str) -> None:
        self._keep_place()
        for other, pane in self._panes.items():
            pane.display = other == name
        self.active = name
        if name not in self._panes:
            pane = made(name)
            await self.screen_stack[0].query_one("#panes", Container).mount(pane)
            self._panes[name] = pane
            self._restore(pane)
        self._focus_pane()
        self._show()
        self._watch_what_is_shown()

    def _give_store(self) -> None:
        """Let the log show the history, once both are there."""
        pane = self._panes.get("Events")
        if self._session is not None and pane is not None:
            from gleaptui.panes.events import EventsPane

            assert isinstance(pane, EventsPane)
            pane.use(self._session.store)
            pane.name_statuses(self.settings.statuses)
        tickets = self._panes.get("Tickets")
        if self._session is not None and tickets is not None:
            from gleaptui.panes.tickets import TicketsPane

            assert isinstance(tickets, TicketsPane)
            tickets.use(self._session.watch.inbox)

    def _restore(self, pane: Pane) -> None:
        """Bring a new pane to how it was left."""
        self.liked.restore(pane)
        if pane.id in ("events", "tickets"):
            self._give_store()

    def _focus_pane(self) -> None:
        pane = self._pane()
        if pane is None:
            return
        target = next((widget for widget in pane.walk_children(Widget) if widget.focusable), None)
        if pane.focusable:
            pane.focus(scroll_visible=False)
        elif target is not None:
            target.focus(scroll_visible=False)
        else:
            self.set_focus(None)

    async def action_pane(self, name: str) -> None:
        """Go to a pane."""
        if len(self.screen_stack) == 1 and name != self.active:
            await self._open_pane(name)

    async def action_step(self, by: int) -> None:
        """Go to the next pane or the one before; inside a window, to its next field."""
        if len(self.screen_stack) > 1:
            self.screen.focus_next() if by > 0 else self.screen.focus_previous()
        else:
            await self._open_pane(PANES[(PANES.index(self.active) + by) % len(PANES)])

    async def on_tabs_picked(self, message: Tabs.Picked) -> None:
        await self.action_pane(message.pane)

    async def on_overview_pane_metric_chosen(self, message: "OverviewPane.MetricChosen") -> None:
        """Show the metric that was chosen as a plot."""
        from gleaptui.panes.trends import TrendsPane

        await self.action_pane("Trends")
        pane = self._pane()
        if isinstance(pane, TrendsPane):
            pane.choose(message.metric)

    # What they ask for

    def on_tickets_pane_opened(self, message: "TicketsPane.Opened") -> None:
        self.tickets.open(message.ticket, message.after)

    def on_tickets_pane_read_wanted(self, message: "TicketsPane.ReadWanted") -> None:
        """Read a ticket beside the list."""
        message.pane.show_opened(self.tickets.beside(message.ticket, message.after), self.settings.timezone)

    def on_tickets_pane_place_left(self, message: "TicketsPane.PlaceLeft") -> None:
        """Remember where somebody is in the list."""
        self.liked.keep("tickets", message.place)

    def on_trends_pane_grouping_wanted(self, message: "TrendsPane.GroupingWanted") -> None:
        """Ask for trends by day, month or year."""
        if self._session is not None:
            self._session.group_by(message.interval)

    def _watch_past(self) -> None:
        """Have the log's past read while somebody looks at the log."""
        if self._session is not None:
            walled = any(isinstance(screen, ShowsWalls) for screen in self.screen_stack)
            self._session.want_past(self.active == "Events" and not walled)

    def on_events_pane_layout_changed(self, message: "EventsPane.LayoutChanged") -> None:
        """Remember which columns are liked."""
        self.liked.keep("events", message.layout)

    def on_events_pane_opened(self, message: "EventsPane.Opened") -> None:
        self._open_ticket(Ticket(id=message.ticket))

    def on_overview_pane_cards_changed(self, message: "OverviewPane.CardsChanged") -> None:
        """Remember which figures are wanted."""
        self.liked.keep("overview", ChosenCards(message.cards))

    async def on_overview_pane_view_wanted(self, message: "OverviewPane.ViewWanted") -> None:
        """Show the tickets behind a figure."""
        await self.action_pane("Tickets")
        pane = self._pane()
        if pane is not None and pane.id == "tickets":
            from gleaptui.inbox.views import AS_COUNTED
            from gleaptui.panes.tickets import TicketsPane

            assert isinstance(pane, TicketsPane)
            pane.look_at(message.view, AS_COUNTED)

    def on_agents_pane_opened(self, message: "AgentsPane.Opened") -> None:
        """Show a person's own page."""
        from gleaptui.screens.agent import AgentScreen

        self.push_screen(AgentScreen(message.keys, message.place, self.honest))

    def on_agents_pane_layout_changed(self, message: "AgentsPane.LayoutChanged") -> None:
        """Remember how the list is liked."""
        self.liked.keep("agents", message.layout)

    def _open_ticket(self, ticket: Ticket) -> None:
        """Show at once what is known of a ticket, and read the rest."""
        self.tickets.open(ticket)

    def on_ticket_reader_older_wanted(self, message: "TicketReader.OlderWanted") -> None:
        self.tickets.older(message.ticket)

    def on_ticket_reader_activity_wanted(self, message: "TicketReader.ActivityWanted") -> None:
        self.tickets.activity(message.ticket)

    def on_ticket_reader_refresh_wanted(self, message: "TicketReader.RefreshWanted") -> None:
        self.tickets.again(message.ticket)

    def on_ticket_reader_linked_wanted(self, message: "TicketReader.LinkedWanted") -> None:
        self.tickets.linked(message.reader, message.ticket)

    def on_ticket_screen_step_wanted(self, message: "TicketScreen.StepWanted") -> None:
        """Go on in the list behind the ticket."""
        self.tickets.step(self._pane(), message.by)

    @property
    def tickets(self) -> "Opening":
        """What opens tickets, from the first time that one is."""
        if self._opening is None:
            from gleaptui.screens.opening import Opening

            self._opening = Opening(self, self.settings.timezone)
            self._serve_tickets()
        return self._opening

    def _serve_tickets(self) -> None:
        if self._opening is not None and self._watch is not None:
            self.run_worker(self._opening.serve(self._watch), name="tickets", group="tickets", exit_on_error=False)

    @property
    def project(self) -> str:
        """The project's id."""
        from gleaptui.connection import DEMO_PROJECT

        return DEMO_PROJECT if self.settings.demo else self.settings.project

    @property
    def zone(self) -> str:
        """The time zone that is shown."""
        return self.settings.timezone

    def _keep_place(self) -> None:
        pane = self._panes.get("Tickets")
        if pane is not None and self._session is not None:
            from gleaptui.panes.tickets import TicketsPane

            assert isinstance(pane, TicketsPane)
            self.liked.keep("tickets", pane.list.place())


def made(name: str) -> Pane:
    """A new pane of that name."""
    module = import_module(f"gleaptui.panes.{name.lower()}")
    pane: Pane = getattr(module, f"{name}Pane")()
    pane.id = name.lower()
    return pane
