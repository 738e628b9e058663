"""Boards for the Overview: with targets, with open tickets, and in every state that there is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, timedelta

from gleaptui.board import Board
from gleaptui.gleap.backlog import Backlog, TypeCount
from gleaptui.gleap.metrics import METRIC, METRICS
from gleaptui.gleap.models import Figure
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.targets import State, Target
from tests.figures import NOW, PROBLEM, all_figures, board, figure, series
from tests.samples import HOSTILE


def aimed(shown: Board, states: Mapping[str, State]) -> Board:
    """The board with a target for each of these figures."""
    targets = {name: Target(name, 10.0, 20.0, "above") for name in states}
    return replace(shown, targets=targets, states=states)


def waiting(shown: Board, *hours: float, types: tuple[TypeCount, ...] = (), seconds_ago: float = 20) -> Board:
    """The board with open tickets of those ages."""
    created = tuple(sorted(NOW.astimezone(UTC) - timedelta(hours=age) for age in hours))
    backlog = Backlog(
        at=NOW,
        total=len(created),
        created=created,
        complete=True,
        looked_at=len(created),
        unassigned=len(created) // 2,
        oldest="t1" if created else "",
        oldest_number=3021 if created else None,
        oldest_at=created[0] if created else None,
        waiting_number=3021 if created else None,
        waiting_at=created[0] if created else None,
        nobody_waits=not created,
        types=types or (TypeCount(type="INQUIRY", open=len(created)), TypeCount(type="FEATURE_REQUEST", open=0)),
    )
    at = NOW.astimezone(UTC) - timedelta(seconds=seconds_ago)
    return replace(shown, backlog=Snapshot("backlog", "", backlog, at))


def full() -> Board:
    """A board with everything."""
    days_of = {metric.id: series([45, None, 0, 12, 9, 31, 7]) for metric in METRICS if metric.bar_chart}
    earlier = tuple(
        Figure(
            metric=metric.id,
            value=90.0 + place,
            unit=metric.unit,
            before_label="3 Sep – 9 Sep 2026 until 14:00",
            span="2026-09-03..2026-09-09<2026-09-09T12:00Z@Europe/Paris",
        )
        for place, metric in enumerate(METRICS)
        if not metric.now
    )
    shown = board(all_figures(), days_of)
    shown = replace(shown, comparison=Snapshot("comparison", shown.period.key, earlier, NOW.astimezone(UTC)))
    return waiting(
        aimed(shown, {"new_tickets": "warning", "rating": "critical", "sla_breaches": "ok"}), 0.5, 2, 3, 30, 100
    )


BOARDS = {
    "full": full(),
    "missing": board(tuple(figure(metric.id, None, reason="no such figure here") for metric in METRICS), {}),
    "stale": replace(
        full(),
        overview=full().overview.failed(PROBLEM),
        trends=full().trends.failed(PROBLEM),
        backlog=full().backlog.failed(PROBLEM),
    ),
    "failed": board(problem=PROBLEM),
    "loading": board(),
    "huge": waiting(
        aimed(
            board(
                tuple(figure(one.id, 1e12 * (-1) ** n, before=1e12, change_pct=-1e30) for n, one in enumerate(METRICS))
            ),
            dict.fromkeys(METRIC, "critical"),
        ),
        *range(0, 9_000, 300),
    ),
    "hostile": waiting(
        board(tuple(figure(one.id, None, reason=HOSTILE[n % len(HOSTILE)]) for n, one in enumerate(METRICS))),
        1,
        types=tuple(TypeCount(type=words, open=number) for number, words in enumerate(HOSTILE) if words),
    ),
}
