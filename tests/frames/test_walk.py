"""At every size from 20x6 up: no figure is cut, no word without an ellipsis, nothing lies over anything else, and what
stands in columns lines up."""

import itertools
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import replace

import pytest

from gleaptui import alertwords
from gleaptui.alerts import Alert
from gleaptui.board import Board
from gleaptui.screens.wallboard import Wall
from gleaptui.widgets.faces import faces
from gleaptui.widgets.wallbodies import waiting
from tests.frames.camera import PANES, VIEWS, WALLS, camera
from tests.frames.desks import DESKS, alarms, extreme, marked
from tests.frames.reading import crooked, cut_figures, cut_words, figures, vocabulary

_SEEN_AT = ((60, 20), (80, 24), (120, 40), (200, 60), (400, 120))
"""Sizes whose frames are looked at; what figures look like whole is taken from them."""
Frames = Callable[[int, int], Awaitable[list[str]]]
"""What is shown in so many columns and lines."""
_SPREAD = (
    *((20, 6), (21, 24), (24, 9), (29, 45), (33, 7), (38, 14), (39, 11), (40, 12), (41, 30), (47, 8), (53, 18)),
    *((58, 26), (64, 10), (71, 21), (72, 12), (76, 38), (79, 23), (88, 6), (97, 33), (104, 16), (116, 28), (131, 9)),
    *((163, 45), (240, 13)),
)
_EVERY_WIDTH = tuple((width, 6 + width * 7 % 55) for width in range(20, 241))
_SCALE = re.compile(r"(?:^| )[\S\u202f]+(?: \S+)?[┤└]")
"""The labels of an axis, which differ with its height."""
_COUNTED = re.compile(
    r"\d+ (?:of|earlier|more|not) |\d+ of \d+|\bof \d+\b|\d+/\d+|and \d+ more|\b\d+ (?:people|found|known|targets?)"
)
"""How many there are of something on the screen, which differs with what has room."""
_DATED = re.compile(
    r"\b\d+-\d+\b|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+\b(?![\u202f-])"
    r"|\b\d+ (?:–|Sep)|\b\d\d?:\d\d(?::\d\d)?|[<>]\d+[mhd]"
)
"""Dates and hours."""


def data_words(board: Board) -> frozenset[str]:
    """The words that the data brings."""
    team = board.agents.value.agents if board.agents.value is not None else ()
    said = [agent.name for agent in team] + [
        f"{one.actor} {one.agent} {one.detail}" for one in board.events.value or ()
    ]
    for one in board.tickets.value.tickets if board.tickets.value is not None else ():
        said += [one.title, one.status]
        said += [one.customer.name, one.customer.plan, one.customer.company] if one.customer is not None else []
        said += [one.assignee.name] if one.assignee is not None else []
    said += [one.type.replace("_", " ") for one in board.backlog.value.types] if board.backlog.value is not None else []
    words = re.findall(r"[^\W\d_]{2,}", f"{' '.join(said)} {board.period.zone}")
    return frozenset(word.lower() for word in words) | {"sep", "wed", "xs", "gleap", "io", "api"}


def plain(line: str) -> str:
    """The line without what may differ from size to size."""
    return _DATED.sub(" ", _COUNTED.sub(" ", _SCALE.sub(" ", line)))


async def whole_figures(board: Board, frames: Frames) -> set[str]:
    """Every figure of what is shown, as it is written where there is room."""
    written = [face.value for face in (*faces(board).values(), *waiting(board))]
    found = {one for value in written for one in figures(value)}
    for size in _SEEN_AT:
        for line in await frames(*size):
            found |= set(figures(plain(line)))
    return found


def wrong(lines: list[str], width: int, whole: set[str], words: frozenset[str], view: str) -> Iterator[str]:
    """What is wrong with a frame."""
    for line in lines:
        if len(line) > width:
            yield f"too long: {line!r}"
        yield from (f"figure cut: {cut!r} in {line!r}" for cut in cut_figures(line))
        yield from (f"word cut: {cut!r} in {line!r}" for cut in cut_words(line, words))
        yield from (f"not whole: {one!r} in {line!r}" for one in figures(plain(line)) if one not in whole)
    if view == "agents":
        heads = [number for number, line in enumerate(lines) if line.startswith(" agent ")]
        for head in heads:
            rows = itertools.takewhile(lambda line: line.strip("─ ▁▂▃▄▅▆▇█"), lines[head + 1 : -1])
            yield from crooked(lines[head], list(rows))


async def walk(
    view: str, board: Board, sizes: Iterable[tuple[int, int]], frames: Frames, alerts: Iterable[Alert] = ()
) -> list[str]:
    """What is wrong with a view at these sizes."""
    found: list[str] = []
    words = vocabulary() | data_words(board)
    whole = await whole_figures(board, frames) | {alertwords.value(alert) for alert in alerts}
    assert view.startswith(("wall-", "heatmap", "events", "tickets")) or len(whole) > 10
    for size in sizes:
        lines = await frames(*size)
        found += [f"{size}: {fault}" for fault in wrong(lines, size[0], whole, words, view)]
    return found


@pytest.mark.parametrize("view", PANES)
async def test_every_figure_and_word_is_whole_at_sizes_of_all_kinds(view: str) -> None:
    async with camera() as shot:
        await shot.put(view, marked())
        found = await walk(view, marked(), _SPREAD, shot.frame)
    assert not found, "\n".join(found[:40])


async def walk_the_wall(pane: str, sizes: Iterable[tuple[int, int]], alerts: tuple[Alert, ...] = ()) -> list[str]:
    """The same for the wall, whose lines need no screen."""
    wall = Wall()
    wall.board, wall.alerts, wall.pane = marked(), alerts, pane

    async def frame(columns: int, rows: int) -> list[str]:
        return [line.plain.rstrip() for line in wall.lines(columns, rows)]

    return await walk(f"wall-{pane}", marked(), sizes, frame, alerts)


@pytest.mark.parametrize("pane", WALLS)
async def test_every_figure_and_word_on_the_wall_is_whole_at_sizes_of_all_kinds(pane: str) -> None:
    found = await walk_the_wall(pane, _EVERY_WIDTH[::5])
    assert not found, "\n".join(found[:40])


async def test_every_figure_and_word_of_an_alarm_is_whole_at_every_width() -> None:
    found = await walk_the_wall("overview", _EVERY_WIDTH[::2], tuple(replace(one, value=61.3) for one in alarms()))
    assert not found, "\n".join(found[:40])


@pytest.mark.slow
@pytest.mark.parametrize("pane", WALLS)
async def test_every_figure_and_word_on_the_wall_is_whole_at_every_width(pane: str) -> None:
    found = await walk_the_wall(pane, _EVERY_WIDTH)
    assert not found, "\n".join(found[:40])


@pytest.mark.slow
@pytest.mark.parametrize("view", PANES)
async def test_every_figure_and_word_is_whole_at_every_size(view: str) -> None:
    heights = itertools.cycle((6, 9, 11, 14, 18, 24, 31, 40))
    widths = itertools.cycle((20, 36, 40, 60, 80, 100, 120))
    sizes = [(width, next(heights)) for width in range(20, 131)]
    sizes += [(next(widths), height) for height in range(6, 46, 2)]
    async with camera() as shot:
        await shot.put(view, marked())
        found = await walk(view, marked(), sizes, shot.frame)
    assert not found, "\n".join(found[:40])


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS)
async def test_no_data_breaks_a_view_at_any_size(view: str) -> None:
    async with camera() as shot:
        for name, make in DESKS.items():
            await shot.put(view, make())
            for size in _SPREAD[::5]:
                lines = await shot.frame(*size)
                assert any(lines), (name, size)
                if make is extreme:
                    assert not [cut for line in lines for cut in cut_figures(line)], (name, size, lines)


def test_what_is_cut_is_found() -> None:
    known = vocabulary() | {"ada"}
    assert list(cut_words(" First respon  61", known)) == ["respon"]
    assert not list(cut_words(" First respon…", known))
    assert list(figures(" 61\u202f234 62d 3h 61.7 % 62 14:05 7")) == ["61\u202f234", "62d 3h", "61.7 %", "62", "7"]
    assert list(figures(" Ada 61\u202f2")) == ["61\u202f2"]
    assert list(cut_figures("61…  …2")) == ["61…", "…2"]
    rows = [" Ada          61", " Bo          62", " Cy           –"]
    assert list(crooked(" agent    closed", rows)) == ["' Bo          62' ends before 16"]
