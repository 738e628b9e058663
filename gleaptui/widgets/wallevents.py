"""What has just happened, on the wall."""

from datetime import date

from textual.content import Content

from gleaptui import text
from gleaptui.board import Board
from gleaptui.gleap.models import Event
from gleaptui.widgets.bignumber import SIZES, fitting
from gleaptui.widgets.columns import TableColumn, arrange, line
from gleaptui.widgets.heading import current
from gleaptui.widgets.kinds import detail, kind, who
from gleaptui.widgets.lines import fit
from gleaptui.widgets.wallframe import nothing

_LARGE = (100, 30)
"""Columns and lines from which time and kind are in big letters."""
_SPACED_FROM = 20
"""Lines from which events stand apart."""
_LETTERS = SIZES.index(3)
_TALL = SIZES[_LETTERS]


def events(board: Board, width: int, height: int) -> list[Content]:
    """The last ones, the newest first; a line says from where on they are of another day."""
    snapshot = current(board, board.events)
    if not snapshot.value:
        return nothing("no events" if snapshot.value is None else "nothing happened yet", snapshot, width, height)
    draw = _large if width >= _LARGE[0] and height >= _LARGE[1] else _small
    gap = [Content("")] if height >= _SPACED_FROM else []
    lines: list[Content] = []
    day = board.now.date()
    for event in reversed(snapshot.value[-height:]):
        happened = board.local(event.at).date() if event.at is not None else day
        if happened != day:
            day = happened
            lines += [_rule(day, width), *gap]
        drawn = draw(board, event, width)
        if len(lines) + len(drawn) > height:
            break
        lines += [*drawn, *gap]
    return [fit(one, width) for one in lines][:height]


def _rule(day: date, width: int) -> Content:
    name = f" {day:%A} {day.day} {day:%b} "
    return Content.assemble((name, "bold $foreground"), ("─" * max(0, width - len(name) - 1), "$rule"))


def _time(board: Board, event: Event) -> str:
    return text.clock_time(board.local(event.at)) if event.at is not None else text.MISSING


def _small(board: Board, event: Event, width: int) -> list[Content]:
    """An event in a line."""
    columns = (
        TableColumn("time", "time", 5, importance=0),
        TableColumn("kind", "what", 14 if width >= 24 else 11, importance=0),
        TableColumn("who", "who", 28 if width >= 100 else 18, importance=3, narrow=12 if width >= 50 else 0),
        TableColumn("detail", "detail", None, importance=5, least=12),
    )
    shown = kind(event.action)
    cells = [
        Content.styled(_time(board, event), "$muted"),
        Content.styled(f"{shown.sign} {shown.word}", f"bold {shown.style}"),
        Content(who(event)),
        Content(detail(event)),
    ]
    return [line(columns, arrange(columns, max(1, width - 2)), cells)]


def _large(board: Board, event: Event, width: int) -> list[Content]:
    """Time and kind in letters, who and what else there is to say beside them."""
    columns = (
        TableColumn("time", "time", 19, importance=0),
        TableColumn("kind", "what", 50, importance=0),
        TableColumn("rest", "rest", None, importance=0),
    )
    shown = kind(event.action)
    times = _rows(_time(board, event), 19)
    kinds = _rows(shown.word, 50)
    said = [Content.styled(who(event), "bold"), Content(detail(event)), Content("")]
    return [
        line(
            columns,
            arrange(columns, max(1, width - 2)),
            [Content.styled(time, "$foreground"), Content.styled(word, f"bold {shown.style}"), rest],
        )
        for time, word, rest in zip(times, kinds, said, strict=True)
    ]


def _rows(words: str, width: int) -> list[str]:
    drawn = fitting(words.upper(), width, _TALL, _LETTERS)
    return drawn if len(drawn) > 1 else [words, "", ""]
