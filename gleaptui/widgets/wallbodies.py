"""What the wall shows of each pane: whole lines for a size, and on how many pages."""

from collections.abc import Sequence
from dataclasses import replace

from textual.content import Content

from gleaptui import text
from gleaptui.board import Board
from gleaptui.gleap.backlog import AGE_NAMES, ages
from gleaptui.gleap.models import Agent, Event
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.widgets.bignumber import SIZES, sized
from gleaptui.widgets.card import Face, changes, first_that_fits, value_style
from gleaptui.widgets.chart import Chart
from gleaptui.widgets.columns import TableColumn, arrange, line
from gleaptui.widgets.faces import Outlook, outlook
from gleaptui.widgets.heading import current
from gleaptui.widgets.kinds import detail, kind, who
from gleaptui.widgets.lines import fit
from gleaptui.widgets.plot import draw
from gleaptui.widgets.sparkline import sparkline
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
_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_TALLEST_ROW = 3


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


def body(board: Board, pane: str, page: int, width: int, height: int) -> Body:
    """The lines for a pane, at most ``height``."""
    if width < 1 or height < 1:
        return [], 1
    if pane == "agents":
        return _agents(board, width, height), 1
    if pane == "heatmap":
        return _hours(board, width, height), 1
    if pane == "events":
        return _events(board, width, height), 1
    seen = outlook(board)
    if pane == "trends":
        return _charts(seen, page, width, height)
    if pane == "tickets":
        return tiles([*waiting(board), *_of(seen, ("new_tickets", "closed_tickets"))], page, width, height)
    return tiles(_of(seen, FIGURES), page, width, height)


def centred(lines: list[Content], width: int, height: int) -> list[Content]:
    """The lines in the middle of that room."""
    cut = [line.truncate(width, ellipsis=True) for line in lines][:height]
    above = max(0, (height - len(cut)) // 2)
    return [Content("")] * above + [line.pad_left(max(0, (width - line.cell_length) // 2)) for line in cut]


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
        one("Open now", text.count(total)),
        replace(one("Unassigned", unassigned), changes=() if known.complete else (of,)),
        one("Longest waiting" if nobody or known.waiting_at else "Oldest open", "0" if nobody else longest),
        one("Over 3 days", text.count(old)),
    ]


# Trends


def _charts(seen: Outlook, page: int, width: int, height: int) -> Body:
    if width < _CHART[0] or height < _CHART[1]:
        return tiles(_of(seen, _CHARTS), page, width, height)
    columns = max(1, min(2, width // _CHART[0]))
    rows = max(1, min(-(-len(_CHARTS) // columns), height // _CHART[1]))
    pages = -(-len(_CHARTS) // (columns * rows))
    shown = _CHARTS[page % pages * columns * rows :][: columns * rows]
    lines: list[Content] = []
    for row in range(rows):
        parts = [
            _chart(seen.faces[metric], seen.trends[metric].chart, width // columns, height // rows)
            for metric in shown[row * columns : (row + 1) * columns]
        ]
        for place in range(height // rows):
            lines.append(Content.assemble(*(fit(part[place], width // columns) for part in parts)))
    return lines, pages


def _chart(face: Face, chart: Chart | None, width: int, height: int) -> list[Content]:
    """The figure in digits and its days below."""
    size = 2 if height >= 4 * SIZES[2] else 1
    digits = sized(said(face), size)
    lines = [heading(face, width)]
    lines += [Content.assemble((f" {row}", value_style(face))) for row in digits]
    beside = first_that_fits(changes(face), width - len(digits[0]) - 5) if not face.missing else Content("")
    lines[-1] = Content.assemble(lines[-1], "   ", beside)
    lines.append(Content(""))
    room = height - len(lines) - 1
    drawn = draw(chart, width - 3, room) if chart is not None else ()
    why = "" if not face.value else "no days of it"
    lines += [Content.assemble(" ", row) for row in drawn] or [Content.assemble((f" {why}", "$muted"))]
    return (lines + [Content("")] * height)[:height]


# Agents


def _agents(board: Board, width: int, height: int) -> list[Content]:
    snapshot = current(board, board.agents)
    if snapshot.value is None:
        return _nothing("no figures of agents", snapshot, width, height)
    people = [agent for agent in snapshot.value.agents if not agent.service_account]
    if not people:
        return _nothing("nobody worked on tickets in this period", snapshot, width, height)
    people.sort(key=lambda agent: -(agent.closed.value if agent.closed.value is not None else -1.0))
    rows = max(1, height - 1)
    shown = people if len(people) <= rows else people[: rows - 1]
    each = max(1, min(_TALLEST_ROW, rows // len(shown))) if shown else 1
    columns = (
        TableColumn(
            "agent", "agent", None, importance=0, least=18 if width >= 40 else max(6, min(14, width - 12)), most=28
        ),
        TableColumn("closed", "closed", 8, "right", 0 if width >= 20 else 3),
        TableColumn("replies", "replies", 8, "right", 4),
        TableColumn("first", "1st reply", 9, "right", 6),
        TableColumn("bar", "", min(120, max(10, width - 68)), importance=5 if width >= 60 else 9),
    )
    places = arrange(columns, max(1, width - 2))
    wide = dict(places).get(4, 0)
    most = max((agent.closed.value or 0.0 for agent in people), default=0.0)
    style = "$muted" if snapshot.problem is not None else "$foreground"
    lines = [line(columns, places, [Content.styled(column.label, "$muted") for column in columns])]
    for agent in shown:
        bar = Content.styled(_bar(agent.closed.value, most, wide), "$primary")
        lines.append(line(columns, places, [*_cells(agent, style), bar]))
        empty = [Content("")] * 4
        lines += [
            line(columns, places, [*empty, bar if number < each - 2 else Content("")]) for number in range(each - 1)
        ]
    if len(shown) < len(people):
        lines.append(Content.assemble((f" and {len(people) - len(shown)} more", "$muted")))
    return [fit(one, width) for one in lines][:height]


def _cells(agent: Agent, style: str) -> list[Content]:
    closed, replies = (text.count(cell.value) for cell in (agent.closed, agent.replies))
    first = text.duration(agent.first_reply_time.value)
    name = Content.styled(agent.name or agent.id or text.MISSING, f"bold {style}")
    return [name, Content.styled(closed, f"bold {style}"), Content.styled(replies, style), Content.styled(first, style)]


def _bar(value: float | None, most: float, width: int) -> str:
    share = (value or 0.0) / most if most else 0.0
    return "█" * max(1 if share > 0 else 0, round(share * width))


def _nothing(words: str, snapshot: Snapshot[object], width: int, height: int) -> list[Content]:
    """Why there is nothing to show."""
    problem = snapshot.problem
    if snapshot.value is None:
        words = f"{words}: {problem.title}" if problem is not None else "loading…"
    return centred([Content.assemble((words, "$muted"))], width, height)


# Hours


def _hours(board: Board, width: int, height: int) -> list[Content]:
    """The hours of today's weekday as columns, and the busiest in words."""
    snapshot = current(board, board.heatmap)
    if snapshot.value is None:
        return _nothing("no hours", snapshot, width, height)
    weekday, now = board.now.weekday(), board.now.hour
    cells = snapshot.value.cells[weekday]
    known = [value for value in cells if value is not None]
    if not known or not max(known):
        return _nothing(f"nothing on {_DAYS[weekday]} in this period", snapshot, width, height)
    busiest = max(range(24), key=lambda hour: cells[hour] or 0.0)
    most = text.count(cells[busiest] or 0.0)
    peak = f"busiest {busiest:02d}:00, {most}"
    title = next(
        (
            words
            for words in (f" tickets by hour, {_DAYS[weekday]}: {peak}", f" {_DAYS[weekday]}: {peak}", f" {peak}")
            if len(words) <= width
        ),
        f" {busiest:02d}:00 {most}",
    )
    lines = [fit(Content.assemble((title, "bold $foreground")), width)]
    cell = (width - 2) // 24
    if cell < 1:
        value = text.count(cells[now])
        return [*lines, fit(Content.assemble((f" {now:02d}:00 {value} tickets", "$foreground")), width)][:height]
    counts = [text.count(value) for value in cells]
    numbered = max(map(len, counts)) < cell and height >= 8
    bars = sparkline(cells, cell * 24, max(1, height - 3 - numbered), cell)
    style = "$muted" if snapshot.problem is not None else "$primary"
    lines += [Content(""), *(fit(Content.assemble((f" {row}", style)), width) for row in bars)]
    if numbered:
        lines.append(fit(Content.assemble((" " + "".join(f"{one:<{cell}}" for one in counts), "$foreground")), width))
    return [*lines, _clock_line(cell, now, width)][:height]


def _clock_line(cell: int, now: int, width: int) -> Content:
    """The hours below their columns, as many as stand apart; the running one stands out."""
    every = 1 if cell > 2 else 3 if cell > 1 else 6
    line = Content(" ")
    for hour in range(24):
        running = hour == now
        label = (
            f"▴{hour:02d}" if running and cell > 3 else "▴" if running else f"{hour:02d}" if hour % every == 0 else ""
        )
        if label and 1 + hour * cell >= line.cell_length:
            style = "bold $accent" if running else "$muted"
            line = Content.assemble(fit(line, 1 + hour * cell), (label, style))
    return fit(line, width)


# Events


def _events(board: Board, width: int, height: int) -> list[Content]:
    snapshot = current(board, board.events)
    if not snapshot.value:
        return _nothing("no events" if snapshot.value is None else "nothing happened yet", snapshot, width, height)
    spaced = 2 if height >= 20 else 1
    columns = (
        TableColumn("time", "time", 5, importance=0),
        TableColumn("kind", "what", 14 if width >= 24 else 11, importance=0),
        TableColumn("who", "who", 28 if width >= 100 else 18, importance=3, narrow=12 if width >= 50 else 0),
        TableColumn("detail", "detail", None, importance=5, least=12),
    )
    places = arrange(columns, max(1, width - 2))
    lines: list[Content] = []
    for event in reversed(snapshot.value[-((height + spaced - 1) // spaced) :]):
        lines += [fit(line(columns, places, _event(board, event)), width), *([Content("")] if spaced == 2 else [])]
    return lines[:height]


def _event(board: Board, event: Event) -> list[Content]:
    shown = kind(event.action)
    time = text.clock_time(board.local(event.at)) if event.at is not None else text.MISSING
    return [
        Content.styled(time, "$muted"),
        Content.styled(f"{shown.sign} {shown.word}", f"bold {shown.style}"),
        Content(who(event)),
        Content(detail(event)),
    ]
