"""At every size from 20x6 up: no figure is cut, no word without an ellipsis, nothing lies over anything else, and what
stands in columns lines up."""

import itertools
import re
from collections.abc import Iterable, Iterator

import pytest

from gleaptui.board import Board
from gleaptui.widgets.faces import faces
from gleaptui.widgets.wallbodies import waiting
from tests.frames.camera import VIEWS, Camera, camera
from tests.frames.desks import DESKS, extreme, marked
from tests.frames.reading import crooked, cut_figures, cut_words, figures, vocabulary

_SEEN_AT = ((60, 20), (80, 24), (120, 40), (200, 60), (400, 120))
"""Sizes whose frames are looked at; what figures look like whole is taken from them."""
_SPREAD = (
    *((20, 6), (21, 24), (24, 9), (29, 45), (33, 7), (38, 14), (39, 11), (40, 12), (41, 30), (47, 8), (53, 18)),
    *((58, 26), (64, 10), (71, 21), (72, 12), (76, 38), (79, 23), (88, 6), (97, 33), (104, 16), (116, 28), (131, 9)),
    *((163, 45), (240, 13), (400, 120)),
)
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


async def whole_figures(shot: Camera) -> set[str]:
    """Every figure of what is shown, as it is written where there is room."""
    board = shot.stage.board
    written = [face.value for face in (*faces(board).values(), *waiting(board))]
    found = {one for value in written for one in figures(value)}
    for size in _SEEN_AT:
        for line in await shot.frame(*size):
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


async def walk(view: str, board: Board, sizes: Iterable[tuple[int, int]]) -> list[str]:
    """What is wrong with a view at these sizes."""
    found: list[str] = []
    words = vocabulary() | data_words(board)
    async with camera() as shot:
        await shot.put(view, board)
        whole = await whole_figures(shot)
        assert view.startswith(("wall-", "heatmap", "events", "tickets")) or len(whole) > 10
        for size in sizes:
            lines = await shot.frame(*size)
            found += [f"{size}: {fault}" for fault in wrong(lines, size[0], whole, words, view)]
    return found


@pytest.mark.parametrize("view", VIEWS)
async def test_every_figure_and_word_is_whole_at_sizes_of_all_kinds(view: str) -> None:
    found = await walk(view, marked(), _SPREAD)
    assert not found, "\n".join(found[:40])


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS)
async def test_every_figure_and_word_is_whole_at_every_size(view: str) -> None:
    heights = itertools.cycle((6, 9, 11, 14, 18, 24, 31, 40))
    widths = itertools.cycle((20, 36, 40, 60, 80, 100, 120))
    every = 3 if view.startswith("wall-") else 1
    sizes = [(width, next(heights)) for width in range(20, 131, every)]
    sizes += [(next(widths), height) for height in range(6, 46, 1 + every)]
    found = await walk(view, marked(), sizes)
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
