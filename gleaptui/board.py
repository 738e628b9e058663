"""What the panes are shown: the latest snapshot of every feed, and the moment they are seen at."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from gleaptui.gleap.models import Event, Figure, Heatmap, Series, TeamPerformance, TicketPage
from gleaptui.gleap.periods import Period
from gleaptui.refresh.snapshot import Snapshot

Trends = dict[str, Series]
"""A series for each metric id that has one."""


@dataclass(frozen=True, slots=True)
class Board:
    """One consistent view. A snapshot without value and without problem has not been answered yet."""

    now: datetime
    """The moment of looking, in the zone of the period."""
    period: Period
    overview: Snapshot[tuple[Figure, ...]] = field(default_factory=lambda: Snapshot("overview"))
    trends: Snapshot[Trends] = field(default_factory=lambda: Snapshot("trends"))
    agents: Snapshot[TeamPerformance] = field(default_factory=lambda: Snapshot("agents"))
    heatmap: Snapshot[Heatmap] = field(default_factory=lambda: Snapshot("heatmap"))
    events: Snapshot[tuple[Event, ...]] = field(default_factory=lambda: Snapshot("events"))
    tickets: Snapshot[TicketPage] = field(default_factory=lambda: Snapshot("tickets"))

    def local(self, moment: datetime) -> datetime:
        """The instant in the zone that is shown."""
        return moment.astimezone(ZoneInfo(self.period.zone))

    def showing(self, snapshot: Snapshot[object]) -> "Board":
        """The same board with this snapshot in the place of its feed's last one."""
        changes: dict[str, Any] = {snapshot.feed: snapshot}
        return replace(self, **changes)
