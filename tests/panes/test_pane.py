"""What holds for every pane."""

from tests.frames.camera import PANES, camera
from tests.quiet import quiet


async def test_a_new_pane_takes_the_form_for_its_size_though_textual_has_looked_that_up_too_early() -> None:
    async with camera((50, 16)) as shot:
        pane = PANES["trends"]()
        # As it is where something is to be drawn that was not laid out yet.
        shot.stage.screen._compositor._full_map_invalidated = True
        await shot.stage.screen.query_one("#stage").mount(pane)
        await quiet(shot.stage)
        assert pane.has_class("-below")
