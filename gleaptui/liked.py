"""How somebody likes the panes: kept for the next start, and given back to a pane that is new."""

from typing import TypeVar

from msgspec import Struct

from gleaptui.config import Settings
from gleaptui.panes.pane import Pane
from gleaptui.remembered import Remembered, default_path

Kept = TypeVar("Kept", bound=Struct)


class ChosenCards(Struct, frozen=True):
    """The figures that somebody wants on the Overview, as remembered."""

    cards: tuple[str, ...] = ()


class Liked:
    """What is remembered of the panes of one project. The demo remembers nothing."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._remembered = None if settings.demo else Remembered.load(default_path())

    def keep(self, name: str, value: Struct) -> None:
        """Remember this of the pane of that name."""
        if self._remembered is not None:
            self._remembered.keep(self._place(name), value)

    def restore(self, pane: Pane) -> None:
        """Bring a new pane to how it was left."""
        match pane.id:
            case "overview":
                from gleaptui.panes.overview import OverviewPane

                chosen = self._recall("overview", ChosenCards)
                if isinstance(pane, OverviewPane):
                    pane.cards = chosen.cards if chosen is not None else self._settings.overview.cards
            case "agents":
                from gleaptui.leaderboard import AgentsLayout
                from gleaptui.panes.agents import AgentsPane

                people = self._recall("agents", AgentsLayout)
                if people is not None and isinstance(pane, AgentsPane):
                    pane.restore(people)
            case "tickets":
                from gleaptui.inbox.place import recall
                from gleaptui.panes.tickets import TicketsPane

                if self._remembered is not None and isinstance(pane, TicketsPane):
                    pane.restore(recall(self._remembered, self._settings.project))
            case "events":
                from gleaptui.panes.events import EventsPane
                from gleaptui.widgets.eventlines import EventsLayout

                columns = self._recall("events", EventsLayout)
                if columns is not None and isinstance(pane, EventsPane):
                    pane.restore(columns)

    def _place(self, name: str) -> str:
        return f"{name}@{self._settings.project}"

    def _recall(self, name: str, kind: type[Kept]) -> Kept | None:
        return self._remembered.recall(self._place(name), kind) if self._remembered is not None else None
