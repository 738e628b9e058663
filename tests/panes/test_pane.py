"""What holds for every pane."""

import pytest

from tests.frames.camera import PANES, camera
from tests.frames.desks import stale
from tests.quiet import quiet


async def test_a_new_pane_takes_the_form_for_its_size_though_textual_has_looked_that_up_too_early() -> None:
    async with camera((50, 16)) as shot:
        pane = PANES["trends"]()
        # As it is where something is to be drawn that was not laid out yet.
        shot.stage.screen._compositor._full_map_invalidated = True
        await shot.stage.screen.query_one("#stage").mount(pane)
        await quiet(shot.stage)
        assert pane.has_class("-below")


@pytest.mark.parametrize(("view", "shown"), [("trends", "New tick"), ("agents", "Ada"), ("heatmap", "12 tickets")])
async def test_what_is_wrong_leaves_room_for_what_is_shown_on_the_smallest_screen(view: str, shown: str) -> None:
    async with camera() as shot:
        await shot.put(view, stale())
        lines = await shot.frame(20, 6)
        assert lines[0].startswith(" ⚠ No connection")
        assert any(shown in line for line in lines[1:]), lines
