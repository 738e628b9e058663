"""What the panes are shown: the latest snapshot of every feed, and the moment they are seen at."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from gleaptui.gleap.backlog import Backlog
from gleaptui.gleap.change import compare
from gleaptui.gleap.metrics import METRIC, METRICS
from gleaptui.gleap.models import Event, Figure, Heatmap, Series, TeamPerformance, TicketPage
from gleaptui.gleap.periods import Period, partial, young
from gleaptui.plan import COMPUTED, FEED_OF, FIGURE_FEEDS, PLAN
from gleaptui.refresh.snapshot import Problem, Snapshot
from gleaptui.targets import State, Target, assess

Trends = dict[str, Series]
"""A series for each metric id that has one."""
Figures = tuple[Figure, ...]
_SIGNS_OF_WORK = ("new_tickets", "closed_tickets", "replies")


@dataclass(frozen=True, slots=True)
class Board:
    """One consistent view. A snapshot without value and without problem has not been answered yet."""

    now: datetime
    """The moment of looking, in the zone of the period."""
    period: Period
    overview: Snapshot[Figures] = field(default_factory=lambda: Snapshot("overview"))
    """All figures together, as old as the oldest. Its problem is one that all or most of them have."""
    figures: Mapping[str, Snapshot[Figures]] = field(default_factory=dict)
    """The same by feed."""
    comparison: Snapshot[Figures] = field(default_factory=lambda: Snapshot("comparison"))
    """What figures were in the period before."""
    whole_before: Snapshot[Figures] = field(default_factory=lambda: Snapshot("whole_before"))
    """The figures of the whole period before, while this one is young."""
    trends: Snapshot[Trends] = field(default_factory=lambda: Snapshot("trends"))
    trends_before: Snapshot[Trends] = field(default_factory=lambda: Snapshot("trends_before"))
    agents: Snapshot[TeamPerformance] = field(default_factory=lambda: Snapshot("agents"))
    heatmap: Snapshot[Heatmap] = field(default_factory=lambda: Snapshot("heatmap"))
    heatmap_comments: Snapshot[Heatmap] = field(default_factory=lambda: Snapshot("heatmap_comments"))
    events: Snapshot[tuple[Event, ...]] = field(default_factory=lambda: Snapshot("events"))
    tickets: Snapshot[TicketPage] = field(default_factory=lambda: Snapshot("tickets"))
    backlog: Snapshot[Backlog] = field(default_factory=lambda: Snapshot("backlog"))
    """The tickets that are open now, whatever the period."""

    samples: Mapping[str, tuple[tuple[datetime, float | None], ...]] = field(default_factory=dict)
    """What the figures of this moment were when they were seen, by metric; None where nothing was."""
    log_version: int = 0
    """Counts up when the stored log has something new."""
    backfill: int | None = None
    """How much of the period's log was read, in per cent; None where nobody asked for it."""
    targets: Mapping[str, Target] = field(default_factory=dict)
    """What figures should be, by metric."""
    states: Mapping[str, State] = field(default_factory=dict)
    """How figures stand to their targets, by metric; those without a target are left out."""
    next_looks: Mapping[str, datetime] = field(default_factory=dict)
    """When each feed is asked again at the latest, where it is asked by itself."""
    instead_of: Period | None = None
    """The period that is looked at, where this one stands in for it."""

    def local(self, moment: datetime) -> datetime:
        """The instant in the zone that is shown."""
        return moment.astimezone(ZoneInfo(self.period.zone))

    def showing(self, snapshot: Snapshot[Any]) -> "Board":
        """The same board with this snapshot in the place of its feed's last one."""
        if snapshot.feed in FIGURE_FEEDS:
            figures = {**self.figures, snapshot.feed: snapshot}
            period = snapshot.period or self.overview.period
            return replace(self, figures=figures, overview=_together(figures, period))
        if snapshot.feed not in PLAN:
            return self
        changes: dict[str, Any] = {snapshot.feed: snapshot}
        return replace(self, **changes)

    def halted(self, problem: Problem | None) -> "Board":
        """The same where for that reason nothing is asked for any more: none of it looks as if it were live."""
        if problem is None:
            return self
        halt = replace(problem, everywhere=True)
        changes: dict[str, Any] = {name: snapshot.failed(halt) for name, snapshot in self._snapshots().items()}
        if self.figures:
            period = self.overview.period
            known = {name: self.figures.get(name) or Snapshot(name, period) for name in FIGURE_FEEDS}
            changes["figures"] = {name: snapshot.failed(halt) for name, snapshot in known.items()}
            changes["overview"] = _together(changes["figures"], period)
        return replace(self, **changes)

    @property
    def latest(self) -> datetime | None:
        """When the last answer of all came."""
        snapshots = [*self._snapshots().values(), *self.figures.values()]
        return max((one.fetched_at for one in snapshots if one.fetched_at is not None), default=None)

    def _snapshots(self) -> dict[str, Snapshot[Any]]:
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in found.items() if isinstance(value, Snapshot)}

    def snapshot(self, feed: str) -> Snapshot[Any] | None:
        """The last one of that feed; None where there was none."""
        found: Snapshot[Any] | None = self.figures.get(feed) if feed in FIGURE_FEEDS else getattr(self, feed, None)
        return found

    def next_look(self, feed: str) -> datetime | None:
        """When that feed, or the first one behind the Overview, is asked again at the latest."""
        names = FIGURE_FEEDS if feed == "overview" else (feed,)
        return min((self.next_looks[name] for name in names if name in self.next_looks), default=None)

    @property
    def nothing_happened(self) -> bool:
        """Whether the figures of the period say so; where they are not known, they do not."""
        shown = self.overview.value or () if self.overview.period == self.period.key else ()
        figures = {figure.metric: figure.value for figure in shown}
        return all(figures.get(metric) == 0 for metric in _SIGNS_OF_WORK)

    @property
    def falling_back(self) -> "Board":
        """The board of the whole period before, where this one is young and nothing has happened in it; else the same.
        What is of this moment stays."""
        before, period = self.whole_before, self.period.previous()
        known = {figure.metric: figure for figure in before.value or () if figure.span == period.key}
        if not known or not young(self.period, self.now) or not self.nothing_happened:
            return self
        states = {name: assess(known.get(name), target) for name, target in self.targets.items()}
        days = self.trends_before if self.trends_before.period == self.period.key else Snapshot("trends")
        shown = replace(
            self,
            period=period,
            instead_of=self.period,
            figures={name: one for name, one in self.figures.items() if PLAN[name].now},
            overview=Snapshot("overview", period.key),
            comparison=Snapshot("comparison"),
            trends=replace(days, feed="trends", period=period.key),
            trends_before=Snapshot("trends_before"),
            states={name: self.states.get(name, "unknown") if METRIC[name].now else states[name] for name in states},
        )
        for feed, metrics in FIGURE_FEEDS.items():
            if not PLAN[feed].now:
                values = tuple(known[metric] for metric in metrics if metric in known)
                shown = shown.showing(replace(before, feed=feed, period=period.key, value=values))
        return shown

    @property
    def compared(self) -> Figures:
        """All figures that are known, each with what it was before."""
        figures = self.overview.value or ()
        earlier = self.comparison.value if self.comparison.period == self.period.key else None
        sources = {figure.metric: self.source(figure.metric) for figure in figures}
        # A period that is over may not have been when its figures came.
        over = not partial(self.period, self.now)
        old = {
            metric: source.fetched_at
            for metric, source in sources.items()
            if source.fetched_at is not None and (over or source.problem is not None or source.source == "stored")
        }
        return compare(figures, earlier or (), self.period, self.now, old)

    def source(self, metric: str) -> Snapshot[Figures]:
        """The snapshot that the metric's figure comes from; the older one where it is computed from two."""
        if not self.figures:
            return self.overview
        parts = [_part(self.figures, name, self.overview.period) for name in COMPUTED.get(metric, (metric,))]
        return min(parts, key=lambda part: (part.problem is None, part.fetched_at is not None, part.fetched_at or 0))


def _part(figures: Mapping[str, Snapshot[Figures]], metric: str, period: str) -> Snapshot[Figures]:
    part = figures.get(FEED_OF[metric])
    return part if part is not None and part.period in ("", period) else Snapshot(FEED_OF[metric], period)


def _together(figures: Mapping[str, Snapshot[Figures]], period: str) -> Snapshot[Figures]:
    """One snapshot of all figures of a period."""
    parts = [part for part in figures.values() if part.period in ("", period)]
    moments = [part.fetched_at for part in parts if part.fetched_at is not None]
    answered = [part for part in parts if part.problem is not None or part.value is not None]
    failing = [part.problem for part in answered if part.problem is not None]
    return Snapshot(
        "overview",
        period,
        _figures(parts) if moments else None,
        min(moments, default=None),
        "stored" if any(part.source == "stored" for part in parts) else "live",
        next(
            (problem for problem in failing if problem.everywhere),
            failing[0] if failing and 2 * len(failing) >= len(answered) else None,
        ),
    )


def _figures(parts: list[Snapshot[Figures]]) -> Figures:
    """What is known, in the catalogue's order. A figure that could not be read says so; one that was not answered yet
    is left out."""
    found = {figure.metric: figure for part in parts for figure in part.value or ()}
    for part in parts:
        if part.value is None and part.problem is not None:
            for metric in FIGURE_FEEDS[part.feed]:
                found[metric] = Figure(
                    metric=metric, unit=METRIC[metric].unit, reason=part.problem.title, error=part.problem.kind
                )
    for metric, (whole, less) in COMPUTED.items():
        if whole in found and less in found:
            found[metric] = _difference(metric, found[whole], found[less])
    return tuple(found[metric.id] for metric in METRICS if metric.id in found)


def _difference(metric: str, whole: Figure, less: Figure) -> Figure:
    if whole.value is None or less.value is None:
        needs = " and ".join(METRIC[part].label.lower() for part in COMPUTED[metric])
        return Figure(metric=metric, reason=f"needs {needs}", error=whole.error or less.error)
    return Figure(metric=metric, value=whole.value - less.value, source="derived", reason=METRIC[metric].derived)
