"""Every figure of the Overview is whole at every size, and nothing lies over anything else."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product

import pytest
from textual.geometry import Region

from gleaptui.panes.overview import OverviewPane, faces, sections
from gleaptui.widgets.ageing import Ageing, wanted
from gleaptui.widgets.arrangement import Arrangement, Layout, Section, arrange, needed, place
from gleaptui.widgets.card import Face
from gleaptui.widgets.cardrow import Columns
from gleaptui.widgets.cards import Cards, Shown, drawn, laid_out, shared
from gleaptui.widgets.detail import Detail
from gleaptui.widgets.overviewheading import OverviewHeading
from tests.figures import on_screen
from tests.overview import BOARDS

GROUPED = sections(())
FEW = sections(("rating", "open_now", "first_response_time", "net_change", "sla_compliance"))
KINDS = {name: faces(BOARDS[name]) for name in ("full", "huge", "missing", "loading", "stale")}
SIZES = ((20, 4), (39, 28), (60, 18), (80, 22), (104, 30), (200, 58), (400, 4), (10, 3), (1, 1), (120, 38))
"""Of the pane: a terminal has two lines more."""


def numbers(text: str) -> set[str]:
    """Every word of a text that has a digit in it."""
    return {word for word in re.split(r"[\s│┃╭╮╰╯┏┓┗┛─━]+", text) if any(character.isdigit() for character in word)}


def allowed(face: Face) -> set[str]:
    """The numbers that may stand on a card."""
    told = (face.value, *face.changes, face.target, face.age, face.reason, face.label)
    return numbers(" ".join(told))


def holes(layout: Layout, width: int, height: int) -> Iterator[str]:
    """What is wrong with where the cards stand."""
    regions = [Region(one.x, one.y, one.width, one.height) for one in layout.places]
    regions += [Region(one.x, one.y, one.width, 1) for one in layout.names]
    for number, region in enumerate(regions):
        if not Region(0, 0, width, height).contains_region(region):
            yield f"{region} leaves the screen"
        for other in regions[:number]:
            if region.overlaps(other):
                yield f"{region} lies over {other}"


@cache
def whole(kind: str, metric: str, chosen: bool, shape: Columns | None, number: str, width: int, height: int) -> str:
    """What is wrong with a card of that size; nothing where its whole value stands on it, and no number that is not one
    of its own. Screens of many sizes have cards of few."""
    face = KINDS[kind][metric]
    lines = drawn(Shown(face, chosen, shape, number), width, height)
    text = "\n".join(line.plain for line in lines)
    fits = all(line.cell_length == width for line in lines)
    own = (face.value or "…") in text and numbers(text) <= allowed(face) | {number}
    return "" if fits and own else text


@cache
def wrong(kind: str, parts: tuple[Section, ...], arrangement: Arrangement, width: int) -> tuple[str, ...]:
    """What is wrong with the cards in that arrangement."""
    order = [metric for _, metrics in parts for metric in metrics]
    layout = laid_out(parts, order[0], arrangement, width)
    faults = list(holes(layout, width, arrangement.cards))
    if not any(one.metric == order[0] for one in layout.places):
        faults.append("the chosen one is out of sight")
    number = f"1/{len(order)}" if arrangement.form == "one" else ""
    shape = None if number else shared(layout, KINDS[kind])
    cards = (
        whole(kind, one.metric, one.metric == order[0], shape, number, one.width, one.height) for one in layout.places
    )
    return *faults, *filter(None, cards)


def check(kind: str, parts: tuple[Section, ...], width: int, height: int) -> None:
    """Look at the cards of that data on a screen of that size."""
    arrangement = arrange(parts, width, height, wanted(width))
    assert arrangement.cards + arrangement.backlog + arrangement.detail <= height
    # What stands below the cards does not move them.
    faults = wrong(kind, parts, replace(arrangement, backlog=0, detail=0), width)
    assert not faults, (kind, width, height, *faults)


def test_every_figure_is_whole_at_sizes_of_all_kinds() -> None:
    widths = (20, 27, 39, 40, 59, 66, 80, 103, 104, 120, 139, 200, 400)
    for width, height in product(widths, (3, 5, 8, 9, 11, 17, 21, 27, 37, 57, 117)):
        for kind in KINDS:
            check(kind, GROUPED, width, height)
        check("full", FEW, width, height)


@pytest.mark.slow
def test_every_figure_is_whole_at_every_size() -> None:
    for width, height in product(range(20, 401), (*range(1, 60), *range(60, 120, 7))):
        check(tuple(KINDS)[(width + height) % len(KINDS)], GROUPED, width, height)


@pytest.mark.parametrize("parts", [GROUPED, FEW])
def test_as_many_lines_are_reckoned_with_as_the_cards_take(parts: tuple[Section, ...]) -> None:
    for columns, card_height in product((1, 2, 3, 4, 9), (1, 3, 6)):
        assert needed(parts, columns, card_height) == place(parts, columns, card_height, 120).height


async def test_nothing_breaks_or_leaves_its_place_in_any_state_at_any_size() -> None:
    async with on_screen(OverviewPane(), BOARDS["full"]) as (app, pilot):
        for size in SIZES:
            await pilot.resize_terminal(*size)
            for name, shown in BOARDS.items():
                app.pane.show(shown)
                await pilot.pause()
                regions = [
                    app.query_one(kind).region
                    for kind in (OverviewHeading, Cards, Ageing, Detail)
                    if app.query_one(kind).display
                ]
                assert sum(region.height for region in regions) <= max(size[1], len(regions)), (name, size)
                for number, region in enumerate(regions):
                    assert not any(region.overlaps(other) for other in regions[:number]), (name, size)
                assert all(len(line) <= size[0] for line in app.text.splitlines()), (name, size)


def test_where_figures_scroll_the_open_tickets_and_the_chosen_one_keep_their_lines() -> None:
    for height in range(9, 26):
        plan = arrange(GROUPED, 60, height, wanted(60))
        assert (plan.backlog, plan.detail) == (2 if height >= 12 else 1, 4 if height >= 16 else 0)
        assert plan.cards == height - plan.backlog - plan.detail


@cache
def in_sight(columns: int, card_height: int, width: int, lines: int) -> int:
    """How many cards end within so many lines."""
    layout = place(GROUPED, columns, card_height, width)
    return sum(one.y + one.height <= lines for one in layout.places)


def test_more_room_never_shows_fewer_figures() -> None:
    for width in range(20, 240, 3):
        seen = 0
        for height in range(1, 120):
            plan = arrange(GROUPED, width, height, wanted(width))
            figures = 1 if plan.form == "one" else in_sight(plan.columns, plan.card_height, width, plan.cards)
            assert figures >= seen or plan.form == "rows"
            seen = figures if plan.form == "cards" else 0
