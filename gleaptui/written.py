"""What a config file may say, at its top or in a profile."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from gleaptui.gleap.metrics import METRIC
from gleaptui.targets import AlertOptions, WrittenTarget

Seconds = Annotated[int, Meta(ge=0, le=86_400)]
FLOORS = {"overview": 5, "trends": 30, "agents": 10, "heatmap": 60, "events": 5, "tickets": 5}
"""The shortest interval of each pane, in seconds."""


class Intervals(Struct, frozen=True, forbid_unknown_fields=True):
    """Seconds between two looks at what a pane shows, while it is watched. 0: only by hand."""

    overview: Seconds = 30
    trends: Seconds = 300
    agents: Seconds = 60
    heatmap: Seconds = 600
    events: Seconds = 8
    tickets: Seconds = 20

    def __post_init__(self) -> None:
        for pane, floor in FLOORS.items():
            if 0 < self.of(pane) < floor:
                raise ValueError(f"{pane}: at least {floor} seconds, or 0 to ask only by hand")

    def of(self, pane: str) -> int:
        """The interval of a pane by its name."""
        seconds: int = getattr(self, pane)
        return seconds


class Refresh(Struct, frozen=True, forbid_unknown_fields=True):
    """How much of Gleap's limit is used, and on what."""

    requests_per_minute: Annotated[int, Meta(ge=1, le=1000)] = 120
    ticket_requests_per_minute: Annotated[int, Meta(ge=1, le=1000)] = 60
    """Of those, requests for tickets and their messages."""
    background: bool = True
    """Whether panes that nobody looks at are kept fresh too, though less often."""
    intervals: Intervals = Intervals()


class History(Struct, frozen=True, forbid_unknown_fields=True):
    """What is kept of what was seen, and where."""

    enabled: bool = True
    days: Annotated[int, Meta(ge=1, le=3_660)] = 90
    max_mb: Annotated[int, Meta(ge=5, le=100_000)] = 500
    path: str | None = None
    """A directory, or a file that ends in ``.db``."""


class Overview(Struct, frozen=True, forbid_unknown_fields=True):
    """Which figures the Overview has, in which order; empty for all."""

    cards: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if unknown := next((card for card in self.cards if card not in METRIC), None):
            raise ValueError(f"no figure is called {unknown!r}; there are {', '.join(METRIC)}")


class Wallboard(Struct, frozen=True, forbid_unknown_fields=True):
    """What a wall screen shows, and for how many seconds each."""

    panes: Annotated[
        tuple[Literal["overview", "trends", "agents", "heatmap", "events", "tickets"], ...], Meta(min_length=1)
    ] = ("overview", "agents", "heatmap", "trends")
    seconds: Annotated[int, Meta(ge=5, le=3_600)] = 20


class Profile(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the file may say, at its top or in ``[profiles.NAME]``."""

    project: str | None = None
    base_url: str | None = None
    timezone: str | None = None
    period: str | None = None
    theme: str | None = None
    pane: str | None = None
    ca_bundle: str | None = None
    refresh: Refresh | None = None
    history: History | None = None
    targets: tuple[WrittenTarget, ...] | None = None
    alerts: AlertOptions | None = None
    wallboard: Wallboard | None = None
    overview: Overview | None = None
    keys: dict[str, str | list[str] | dict[str, str | list[str]]] | None = None
    mouse: bool | None = None
    me: str | None = None
    """The user's own e-mail address, as Gleap knows it."""
    views: tuple[dict[str, object], ...] | None = None
    """The user's own views of the ticket list, which whoever shows them understands."""
    statuses: dict[str, str] | None = None
    """Names for the project's own statuses, by their ids."""
    closed_statuses: tuple[str, ...] | None = None
    """The ids among them that mean closed."""
