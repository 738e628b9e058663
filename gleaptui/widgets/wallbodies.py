"""What the wall shows of each pane: whole lines for a size, and on how many pages."""

from collections.abc import Sequence
from dataclasses import replace

from textual.content import Content

from gleaptui import text
from gleaptui.board import Board
from gleaptui.gleap.backlog import AGE_NAMES, ages
from gleaptui.gleap.models import Figure
from gleaptui.gleap.periods import partial
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.targets import assess
from gleaptui.widgets.bignumber import SIZES, sized
from gleaptui.widgets.card import Face, changes, first_that_fits, value_style
from gleaptui.widgets.chart import Chart
from gleaptui.widgets.drawing import PENS
from gleaptui.widgets.faces import Outlook, outlook
from gleaptui.widgets.heading import current
from gleaptui.widgets.lines import fit
from gleaptui.widgets.plot import draw
from gleaptui.widgets.teamshown import team_shown
from gleaptui.widgets.wallevents import events
from gleaptui.widgets.wallhours import hours
from gleaptui.widgets.wallpeople import people
from gleaptui.widgets.walltiles import heading, said, tiles

Body = tuple[list[Content], int]
"""Lines, and how many pages there are."""

FIGURES = (
    *("new_tickets", "open_now", "first_response_time", "sla_compliance"),
    *("rating", "closed_tickets", "reply_time", "escalations"),
)
_CHARTS = ("new_tickets", "first_response_time", "closed_tickets", "reply_time")
_CHART = (56, 13)
"""Columns and lines that a chart needs to be read from afar."""


def source(board: Board, pane: str) -> Snapshot[object]:
    """The snapshot behind what is shown of a pane."""
    if pane == "tickets":
        return board.backlog
    found: dict[str, Snapshot[object]] = {
        "agents": board.agents,
        "heatmap": board.heatmap,
        "events": board.events,
        "trends": board.trends,
    }
    return current(board, found.get(pane, board.overview))


def seen(board: Board, pane: str) -> Board:
    """The board as that pane shows it: a night that has brought nothing yet shows the period before."""
    return board.falling_back if pane == "overview" else board


def scope(board: Board, pane: str) -> str:
    """Of when it is, and why that is not the period that is looked at."""
    team = team_shown(board)
    if pane == "agents" and team.instead:
        return f"{team.period.label}, {team.instead}"
    if board.instead_of is not None:
        return f"{board.period.label}, nothing yet {board.instead_of.label}"
    running = pane != "events" and partial(board.period, source(board, pane).fetched_at or board.now)
    return board.period.label + (", partial" if running else "")


def body(board: Board, pane: str, page: int, width: int, height: int) -> Body:
    """The lines for a pane, at most ``height``."""
    if width < 1 or height < 1:
        return [], 1
    if pane == "agents":
        return people(board, page, width, height)
    if pane == "heatmap":
        return hours(board, width, height), 1
    if pane == "events":
        return events(board, width, height), 1
    known = outlook(board)
    if pane == "trends":
        return _charts(known, page, width, height)
    if pane == "tickets":
        return tiles([*waiting(board), *_of(known, ("new_tickets", "closed_tickets"))], page, width, height)
    return tiles(_of(known, FIGURES), page, width, height)


def _of(seen: Outlook, metrics: Sequence[str]) -> list[Face]:
    return [seen.faces[metric] for metric in metrics]


def waiting(board: Board) -> list[Face]:
    """The open tickets: how many, how many without an agent, how long the longest waits, how many are old."""
    snapshot = board.backlog
    known, stale = snapshot.value, snapshot.problem is not None
    missing = text.MISSING if stale else ""
    age = text.age(snapshot.age(board.now))

    def one(label: str, value: str | None) -> Face:
        if known is None:
            return Face(label, label, missing, "not answered" if stale else "")
        return Face(label, label, text.MISSING if value is None else value, age=age, stale=stale)

    if known is None:
        return [one(label, None) for label in ("Open now", "Unassigned", "Longest waiting", "Over 3 days")]
    since = known.waiting_at or known.oldest_at
    nobody = known.nobody_waits or (known.total == 0 and since is None)
    longest = None
    if since is not None:
        longest = text.duration(max(0.0, (board.now - since).total_seconds()) // 60 * 60)
    old = ages(known, board.now)[len(AGE_NAMES) - 1]
    total, unassigned = known.total, text.count(known.unassigned)
    of = f"of the {text.count(known.looked_at)} oldest"
    return [
        _held(board, one("Open now", text.count(total)), total),
        replace(one("Unassigned", unassigned), changes=() if known.complete else (of,)),
        one("Longest waiting" if nobody or known.waiting_at else "Oldest open", "0" if nobody else longest),
        one("Over 3 days", text.count(old)),
    ]


def _held(board: Board, face: Face, value: float | None) -> Face:
    """The open tickets held to their target, by the number that is shown."""
    target = board.targets.get("open_now")
    if target is None:
        return face
    state = assess(Figure(metric="open_now", value=value), target)
    side = "over" if target.when == "above" else "under"
    return replace(face, target=target.written, state=state, side=side)


# Trends


def _charts(seen: Outlook, page: int, width: int, height: int) -> Body:
    if width < _CHART[0] or height < _CHART[1]:
        return tiles(_of(seen, _CHARTS), page, width, height)
    columns = max(1, min(2, width // _CHART[0]))
    rows = max(1, min(-(-len(_CHARTS) // columns), height // _CHART[1]))
    pages = -(-len(_CHARTS) // (columns * rows))
    shown = _CHARTS[page % pages * columns * rows :][: columns * rows]
    before = seen.board.period.previous().written_days
    lines: list[Content] = []
    for row in range(rows):
        parts = [
            _chart(seen.faces[metric], seen.trends[metric].chart, before, width // columns, height // rows)
            for metric in shown[row * columns : (row + 1) * columns]
        ]
        for place in range(height // rows):
            lines.append(Content.assemble(*(fit(part[place], width // columns) for part in parts)))
    return lines, pages


def _chart(face: Face, chart: Chart | None, before: str, width: int, height: int) -> list[Content]:
    """The figure in digits and its days below, over those of ``before``."""
    size = 2 if height >= 4 * SIZES[2] else 1
    digits = sized(said(face), size)
    lines = [heading(face, width)]
    lines += [Content.assemble((f" {row}", value_style(face))) for row in digits]
    beside = first_that_fits(changes(face), width - len(digits[0]) - 5) if not face.missing else Content("")
    lines[-1] = Content.assemble(lines[-1], "   ", beside)
    sign = PENS["block"].before if chart is not None and chart.as_bars else "···"
    lines.append(Content.assemble((f" {sign} {before}" if chart is not None and chart.before else "", "$muted")))
    room = height - len(lines) - 1
    drawn = draw(chart, width - 3, room) if chart is not None else ()
    why = "" if not face.value else "no days of it"
    lines += [Content.assemble(" ", row) for row in drawn] or [Content.assemble((f" {why}", "$muted"))]
    return (lines + [Content("")] * height)[:height]
