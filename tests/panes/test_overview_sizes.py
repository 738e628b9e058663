"""Every figure of the Overview is whole at every size, and nothing lies over anything else."""

import re
from collections.abc import Iterable, Iterator

import pytest
from textual.geometry import Region

from gleaptui.panes.overview import OverviewPane, faces, sections
from gleaptui.widgets.ageing import Ageing, wanted
from gleaptui.widgets.arrangement import Layout, Section, arrange, place
from gleaptui.widgets.card import Face
from gleaptui.widgets.cardrow import columns
from gleaptui.widgets.cards import Cards, Shown, drawn, laid_out
from gleaptui.widgets.detail import Detail
from gleaptui.widgets.overviewheading import OverviewHeading
from tests.figures import on_screen
from tests.overview import BOARDS

GROUPED = sections(())
SIZES = (
    (20, 4),
    (30, 6),
    (39, 28),
    (40, 10),
    (60, 18),
    (66, 12),
    (80, 22),
    (104, 30),
    (120, 38),
    (200, 58),
    (400, 118),
)
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


def check_cards(shown: dict[str, Face], chosen_sections: tuple[Section, ...], width: int, height: int) -> None:
    """Every card that is on the screen has its whole value, and no number that is not one of its own."""
    arrangement = arrange(chosen_sections, width, height, wanted(width))
    assert arrangement.cards + arrangement.backlog + arrangement.detail <= height
    order = [metric for _, metrics in chosen_sections for metric in metrics]
    layout = laid_out(chosen_sections, order[0], arrangement, width)
    assert not list(holes(layout, width, arrangement.cards))
    assert any(one.metric == order[0] for one in layout.places)
    number = f"1/{len(order)}" if arrangement.form == "one" else ""
    for one in layout.places:
        shape = columns(one.width, shown.values()) if one.height == 1 and not number else None
        face = shown[one.metric]
        lines = drawn(Shown(face, one.metric == order[0], shape, number), one.width, one.height)
        assert all(line.cell_length == one.width for line in lines)
        text = "\n".join(line.plain for line in lines)
        assert (face.value or "…") in text, (width, height, text)
        assert numbers(text) <= allowed(face) | {number}, (width, height, text)


def walk(widths: Iterable[int], heights: Iterable[int]) -> None:
    heights = tuple(heights)
    few = sections(("rating", "open_now", "first_response_time", "net_change", "sla_compliance"))
    known = {name: faces(BOARDS[name]) for name in ("full", "huge", "missing", "loading", "stale")}
    for width in widths:
        for height in heights:
            for shown in known.values():
                check_cards(shown, GROUPED, width, height)
            check_cards(known["full"], few, width, height)


def test_every_figure_is_whole_at_sizes_of_all_kinds() -> None:
    walk((20, 27, 39, 40, 59, 66, 80, 103, 104, 120, 139, 200, 400), (3, 5, 8, 9, 11, 17, 21, 27, 37, 57, 117))


@pytest.mark.slow
def test_every_figure_is_whole_at_every_size() -> None:
    known = [faces(BOARDS[name]) for name in ("full", "huge", "missing", "loading", "stale")]
    for width in range(20, 401):
        for height in (*range(1, 60), *range(60, 120, 7)):
            check_cards(known[(width + height) % len(known)], GROUPED, width, height)


@pytest.mark.parametrize("name", BOARDS)
async def test_nothing_breaks_or_leaves_its_place_in_any_state_at_any_size(name: str) -> None:
    shown = BOARDS[name]
    async with on_screen(OverviewPane(), shown) as (app, pilot):
        for size in (*SIZES, (1, 1), (10, 3), (400, 4), (80, 22)):
            await pilot.resize_terminal(*size)
            app.pane.show(shown)
            await pilot.pause()
            regions = [
                app.query_one(kind).region
                for kind in (OverviewHeading, Cards, Ageing, Detail)
                if app.query_one(kind).display
            ]
            assert sum(region.height for region in regions) <= max(size[1], len(regions))
            for number, region in enumerate(regions):
                assert not any(region.overlaps(other) for other in regions[:number])
            assert all(len(line) <= size[0] for line in app.text.splitlines())


def test_more_room_never_shows_fewer_figures() -> None:
    for width in range(20, 240, 3):
        seen = 0
        for height in range(1, 120):
            plan = arrange(GROUPED, width, height, wanted(width))
            layout = place(GROUPED, plan.columns, plan.card_height, width)
            figures = 1 if plan.form == "one" else sum(one.y + one.height <= plan.cards for one in layout.places)
            assert figures >= seen or plan.form == "rows"
            seen = figures if plan.form == "cards" else 0
