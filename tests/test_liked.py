"""A pane is found again as it was left, in the next start and for the same project."""

from gleaptui.config import Settings
from gleaptui.leaderboard import AgentsLayout
from gleaptui.liked import ChosenCards, Liked
from gleaptui.panes.agents import AgentsPane
from gleaptui.panes.events import EventsPane
from gleaptui.panes.overview import OverviewPane
from gleaptui.panes.pane import Pane
from gleaptui.widgets.eventlines import EventsLayout


def _new(settings: Settings) -> tuple[OverviewPane, AgentsPane, EventsPane]:
    panes = OverviewPane(), AgentsPane(), EventsPane()
    liked = Liked(settings)
    for name, pane in zip(("overview", "agents", "events"), panes, strict=True):
        pane.id = name
        liked.restore(pane)
    liked.restore(Pane(id="heatmap"))
    return panes


def test_cards_and_columns_are_remembered_for_each_project() -> None:
    mine, other = Settings(project="a" * 24), Settings(project="b" * 24)
    liked = Liked(mine)
    liked.keep("overview", ChosenCards(("rating", "new_tickets")))
    liked.keep("agents", AgentsLayout(sort="closed"))
    liked.keep("events", EventsLayout(hidden=("who",)))
    overview, agents, events = _new(mine)
    assert overview.cards == ("rating", "new_tickets")
    assert agents.liked.sort == "closed"
    assert events.liked.hidden == ("who",)
    overview, agents, events = _new(other)
    assert overview.cards == ()
    assert agents.liked == AgentsPane().liked
    assert events.liked == EventsLayout()


def test_the_demo_leaves_nothing_behind_and_finds_nothing() -> None:
    demo = Settings(demo=True)
    Liked(demo).keep("events", EventsLayout(hidden=("who",)))
    assert _new(demo)[2].liked == EventsLayout()
    assert _new(Settings())[2].liked == EventsLayout()
