"""The hours of one day on the wall."""

from datetime import date, datetime

from textual.content import Content

from gleaptui import text
from gleaptui.board import Board
from gleaptui.gleap.periods import Period
from gleaptui.widgets.bignumber import SIZES, sized
from gleaptui.widgets.heading import current
from gleaptui.widgets.heatslots import blanked, slots
from gleaptui.widgets.lines import fit
from gleaptui.widgets.sparkline import sparkline
from gleaptui.widgets.wallframe import nothing

_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_NUMBERED_FROM = 8
"""Lines from which each column has its number below,"""
_LETTERED_FROM = 30
"""and from which the title is in big letters."""
_LETTERS = SIZES.index(3)
_Cells = tuple[float | None, ...]


def hours(board: Board, width: int, height: int) -> list[Content]:
    """The hours of today's weekday as columns, and the busiest in words. Where nothing has come on it in the period,
    as in the first hours of a day, those of the last day before on which something has."""
    snapshot = current(board, board.heatmap)
    if snapshot.value is None:
        return nothing("no hours", snapshot, width, height)
    moment = snapshot.fetched_at or board.now
    weeks = blanked(snapshot.value, slots(board.period, moment).absent).cells
    today = board.now.weekday()
    weekday = next((day for back in range(7) if max(_known(weeks[day := (today - back) % 7]), default=0.0)), None)
    if weekday is None:
        return nothing("no tickets by hour in this period", snapshot, width, height)
    cells = weeks[weekday]
    running = board.now.hour if weekday == today and board.period.includes(board.now) else None
    lines = _title(cells, _named(board.period, weekday, board.now), width, lettered=height >= _LETTERED_FROM)
    cell = (width - 2) // 24
    if cell < 1:
        return [*lines[:1], *_in_words(cells, running, width)][:height]
    counts = [text.count(value) if value is not None else "" for value in cells]
    numbered = max(map(len, counts)) < cell and height >= _NUMBERED_FROM
    bars = sparkline(cells, cell * 24, max(1, height - len(lines) - 1 - numbered), cell)
    style = "$muted" if snapshot.problem is not None else "$primary"
    lines += [fit(Content.assemble((f" {row}", style)), width) for row in bars]
    if numbered:
        lines.append(fit(Content.assemble((" " + "".join(f"{one:<{cell}}" for one in counts), "$foreground")), width))
    return [*lines, _clock_line(cell, running, width)][:height]


def _known(cells: _Cells) -> list[float]:
    return [value for value in cells if value is not None]


def _named(period: Period, weekday: int, now: datetime) -> tuple[str, ...]:
    """The days behind a weekday of the period, the fullest wording first: one day by its date, several by their
    name."""
    days = [day for day in period.dates if day.weekday() == weekday and day <= now.date()]
    if len(days) != 1:
        return (_DAYS[weekday], f"{_DAYS[weekday][:3]}")
    return _one(days[0], now.date())


def _one(day: date, today: date) -> tuple[str, ...]:
    if day == today:
        return ("today so far", "today")
    return (f"{day:%A} {day.day} {day:%b}", f"{day:%a} {day.day}")


def _title(cells: _Cells, names: tuple[str, ...], width: int, *, lettered: bool) -> list[Content]:
    """Of when the hours are and which was the busiest; in letters where they have room. The last line is empty, or
    says what is counted."""
    highest = max(_known(cells))
    busiest = next(hour for hour, value in enumerate(cells) if value == highest)
    peak = f"{busiest:02d}:00, {text.count(highest)}"
    ways = [f"{name}: busiest {peak}" for name in names]
    if lettered:
        for way in ways:
            drawn = sized(way.upper(), _LETTERS)
            if len(drawn) > 1 and len(drawn[0]) < width - 1:
                rows = [Content.assemble((f" {row}", "bold $foreground")) for row in drawn]
                return [fit(row, width) for row in (*rows, Content.assemble((" tickets by hour", "$muted")))]
    ways = [f"tickets by hour, {ways[0]}", *ways, *(f"{name}: {peak}" for name in names)]
    title = next((way for way in ways if len(way) < width), ways[-1])
    return [fit(Content.assemble((f" {title}", "bold $foreground")), width), Content("")]


def _in_words(cells: _Cells, running: int | None, width: int) -> list[Content]:
    """The hour that is running."""
    if running is None:
        return []
    value = cells[running]
    said = f"{text.count(value)} ticket{'' if value == 1 else 's'}"
    return [fit(Content.assemble((f" {running:02d}:00 {said}", "$foreground")), width)]


def _clock_line(cell: int, running: int | None, width: int) -> Content:
    """The hours below their columns, as many as stand apart; the running one stands out."""
    every = 1 if cell > 2 else 3 if cell > 1 else 6
    line = Content(" ")
    for hour in range(24):
        label = f"{hour:02d}" if hour % every == 0 else ""
        if hour == running:
            label = f"▴{hour:02d}" if cell > 3 else "▴"
        if label and 1 + hour * cell >= line.cell_length:
            style = "bold $accent" if hour == running else "$muted"
            line = Content.assemble(fit(line, 1 + hour * cell), (label, style))
    return fit(line, width)
