"""What takes the whole wall: a figure that is off its target, or that no data comes any more."""

import textwrap
from collections.abc import Sequence
from datetime import datetime, timedelta

from textual.content import Content

from gleaptui import alertwords, text
from gleaptui.alerts import Alert
from gleaptui.board import Board
from gleaptui.gleap.metrics import METRIC
from gleaptui.refresh.snapshot import Problem
from gleaptui.widgets.bignumber import SIZES, fitting
from gleaptui.widgets.heading import current
from gleaptui.widgets.wallframe import centred

_LONG = timedelta(minutes=5)
"""Without an answer for so long, the wall says nothing but that."""
_GAPS_FROM = 12
"""Lines of an alert from which its parts stand apart,"""
_LETTERS_FROM = 14
"""from which its name is in big letters,"""
_ALL_LETTERS_FROM = 30
"""and from which all of it is."""
_SMALL, _OWN = SIZES.index(3), SIZES.index(5)


def silent(board: Board) -> bool:
    """Whether nothing has come for long, or nothing ever came."""
    if current(board, board.overview).problem is None:
        return False
    return board.latest is None or board.now - board.latest >= _LONG


def silence(board: Board, width: int, height: int) -> list[Content]:
    """That there is no data, since when, why, and what can be done."""
    since = _since(board, board.latest)
    large = height >= _LETTERS_FROM
    lines: list[Content] = []
    if large and len(drawn := fitting("NO DATA", width - 4, height // 3)) > 1:
        lines += [*_styled(drawn, "$bad"), Content(""), *_styled(_letters(since, width), "bold $bad")]
    else:
        said = [f"⚠ no data {since}"] if len(since) + 10 <= width else ["⚠ no data", since]
        lines += _styled(said, "bold $bad")
    return centred([*lines, *_why(board.overview.problem, width, height - len(lines))], width, height)


def _since(board: Board, moment: datetime | None) -> str:
    return f"since {text.day_and_time(board.local(moment), board.now)}" if moment is not None else "since the start"


def _why(problem: Problem | None, width: int, height: int) -> list[Content]:
    """What is wrong in whole lines, as much of it as there is room for, with an empty line above."""
    if problem is None:
        return []
    ways = [[f"{problem.title}: {problem.message}"]] if problem.message else []
    ways += [[problem.title, *textwrap.wrap(problem.message, max(8, width - 2))], [problem.title]]
    fitting_ways = (way for way in ways if len(way) < height and all(len(one) <= width for one in way))
    return [Content(""), *_styled(next(fitting_ways, ways[-1]), "$foreground")]


def alarm(board: Board, alerts: Sequence[Alert], width: int, height: int) -> list[Content]:
    """The worst as big as it goes, the others in short."""
    worst, others = alerts[0], alerts[1 : 1 + min(4, height // 5)]
    sign, style = alertwords.sign(worst.state), alertwords.style(worst.state)
    faded = "$muted" if worst.stale else style
    name = f"{sign} {METRIC[worst.metric].label}"
    gap = [Content("")] if height >= _GAPS_FROM else []
    lettered = height >= _LETTERS_FROM
    largest = _OWN if height >= _ALL_LETTERS_FROM else _SMALL
    title = fitting(name.upper(), width - 4, 5, largest) if lettered else [name]
    head = [*_styled(title if len(title) > 1 else [name], f"bold {style}"), *gap]
    foot = _styled(_wrong(board, worst, width, large=height >= _ALL_LETTERS_FROM), "$foreground") + gap
    for other in others:
        foot += _styled([_other(board, other, width)], "$muted" if other.stale else alertwords.style(other.state))
    left = len(alerts) - 1 - len(others)
    foot += _styled([f"and {left} more"], "$muted") if left else []
    room = height - len(head) - len(foot) - len(gap)
    drawn = fitting(alertwords.value(worst), width - 4, max(1, room))
    return centred([*head, *_styled(drawn, faded), *gap, *foot], width, height)


def _wrong(board: Board, alert: Alert, width: int, *, large: bool) -> list[str]:
    """How it is off its target and since when."""
    limit, since = alertwords.limit(alert), alertwords.since(alert, board)
    if large and len(drawn := _letters(f"{limit} {since}", width)) > 1:
        return drawn
    return [f"{limit} {since}"] if len(limit) + 1 + len(since) <= width else [limit, since]


def _other(board: Board, alert: Alert, width: int) -> str:
    name = f"{alertwords.sign(alert.state)} {METRIC[alert.metric].label}"
    said = f"{name} {alertwords.value(alert)}"
    ways = (f"{said}, {alertwords.limit(alert)} {alertwords.since(alert, board)}", said)
    return next((way for way in ways if len(way) <= width), name)


def _letters(words: str, width: int) -> list[str]:
    """The words in letters of three lines, where they have room; their units stay small."""
    drawn = fitting(" ".join(map(_shouted, words.split(" "))), width - 4, 3, _SMALL)
    return drawn if len(drawn) > 1 else [words]


def _shouted(word: str) -> str:
    return word if any(character.isdigit() for character in word) else word.upper()


def _styled(rows: Sequence[str], style: str) -> list[Content]:
    return [Content.assemble((row, style)) for row in rows]
