"""Boards with figures for the panes that show them, at a fixed moment."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from gleaptui import theme
from gleaptui.board import Board
from gleaptui.gleap.metrics import METRIC, METRICS
from gleaptui.gleap.models import Bar, Figure, Heatmap, Series
from gleaptui.gleap.periods import resolve
from gleaptui.panes.pane import Pane
from gleaptui.refresh.snapshot import Problem, Snapshot

ZONE = "Europe/Paris"
NOW = datetime(2026, 9, 16, 14, 5, tzinfo=ZoneInfo(ZONE))
"""A Wednesday."""

PROBLEM = Problem("network", "No connection", "api.gleap.io cannot be reached; asking again")

Cells = tuple[tuple[float | None, ...], ...]
Value = TypeVar("Value")


def figure(metric: str, value: float | None = 12.0, **more: object) -> Figure:
    """A metric's figure in its own unit."""
    return Figure(metric=metric, value=value, unit=METRIC[metric].unit, **more)  # type: ignore[arg-type]


def all_figures(**values: float | None) -> tuple[Figure, ...]:
    """A figure for each metric: the value given for it, or the place it has in the catalogue, from 101 on."""
    return tuple(
        figure(metric.id, values.get(metric.id, 101.0 + place), change_pct=12.5) for place, metric in enumerate(METRICS)
    )


def series(values: Iterable[float | None]) -> Series:
    """Daily buckets, the last of them today."""
    last = NOW.date()
    given = tuple(values)
    days = [last - timedelta(days=len(given) - 1 - place) for place in range(len(given))]
    return Series(bars=tuple(Bar(label=f"{day:%b %d}", value=v, start=day) for day, v in zip(days, given, strict=True)))


def cells(value: float | None = 0.0, **marked: float | None) -> Cells:
    """A heatmap's cells, all alike but those named ``d1h10`` for Tuesday at ten."""
    return tuple(tuple(marked.get(f"d{day}h{hour}", value) for hour in range(24)) for day in range(7))


def board(
    figures: tuple[Figure, ...] | None = None,
    trends: dict[str, Series] | None = None,
    heat: Cells | None = None,
    *,
    seconds_ago: float = 20,
    problem: Problem | None = None,
    period: str = "7d",
) -> Board:
    """A board with what is given, fetched so long ago; what is not given was not answered yet."""
    span = resolve(period, NOW.astimezone(UTC), ZONE)
    at = NOW.astimezone(UTC) - timedelta(seconds=seconds_ago)
    empty = Board(now=NOW, period=span)

    return replace(
        empty,
        overview=_snapshot("overview", span.key, figures, at, problem),
        trends=_snapshot("trends", span.key, trends, at, problem),
        heatmap=_snapshot("heatmap", span.key, Heatmap(cells=heat) if heat is not None else None, at, problem),
    )


def _snapshot(feed: str, period: str, value: Value | None, at: datetime, problem: Problem | None) -> Snapshot[Value]:
    known = Snapshot(feed, period, value, at if value is not None else None)
    return known.failed(problem) if problem is not None else known


class OnePane(App[None]):
    """Nothing but a pane."""

    CSS = "Screen { layout: vertical; background: $background; color: $foreground; }"

    def __init__(self, pane: Pane) -> None:
        super().__init__()
        self.pane = pane
        self.chosen: list[str] = []
        self.register_theme(theme.load("dark"))
        self.theme = "dark"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(theme.load("dark").variables)

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.focus()

    def on_overview_pane_metric_chosen(self, message: object) -> None:
        self.chosen.append(getattr(message, "metric", ""))

    @property
    def text(self) -> str:
        """What stands on the screen, line by line."""
        width, height = self.size
        lines = self.screen._compositor.render_strips()[:height]
        return "\n".join("".join(segment.text for segment in line)[:width].rstrip() for line in lines)


@asynccontextmanager
async def on_screen(
    pane: Pane, shown: Board, size: tuple[int, int] = (120, 38)
) -> AsyncIterator[tuple[OnePane, Pilot[None]]]:
    """The pane on a screen of that size, showing the board."""
    app = OnePane(pane)
    async with app.run_test(size=size) as pilot:
        pane.show(shown)
        await pilot.pause()
        yield app, pilot


async def fits_every_size(app: OnePane, pilot: Pilot[None], shown: Board, title: str) -> None:
    """Take the screen through sizes from tiny to large, and look that the pane stands and keeps within each."""
    for size in ((200, 58), (104, 30), (66, 12), (33, 5), (20, 4), (80, 22)):
        await pilot.resize_terminal(*size)
        app.pane.show(shown)
        await pilot.pause()
        assert title in app.text
        assert all(len(line) <= size[0] for line in app.text.splitlines())
