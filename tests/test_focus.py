"""Keys always go somewhere, and one sees where."""

from textual.pilot import Pilot
from textual.widgets import Input

from gleaptui.widgets.chooser import Chooser
from gleaptui.widgets.eventlog import EventLog
from gleaptui.widgets.table import Table
from tests.demo_app import all_answered, all_read, demo_app, until

WALK = (
    *("1", "c", "escape", "2", "3", "c", "escape", "slash", "escape", "enter", "escape", "4"),
    *("5", "c", "escape", "F", "escape", "slash", "escape", "colon", "escape", "6", "enter", "escape"),
    *("p", "c", "tab", "escape", "escape", "question_mark", "escape"),
)
TELLS = (Input, Chooser, EventLog, Table)
"""Those that may be seen without having the focus."""


def all_there(pilot: Pilot[int]) -> bool:
    """Whether what a key has opened was read: a log without events has no line that could be seen to have the focus."""
    panes = pilot.app.screen_stack[0]
    logs = [log for log in panes.query(EventLog) if log.is_on_screen]
    return all_read(pilot) and all(log.shown.count for log in logs)


async def test_something_that_is_seen_has_the_focus_wherever_one_goes() -> None:
    app = demo_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await all_answered(pilot)
        for place, key in enumerate(WALK):
            await pilot.press(key)
            await until(pilot, lambda: all_there(pilot))
            here = f"after {' '.join(WALK[: place + 1])}"
            focused = app.screen.focused
            assert focused is not None, here
            assert focused.region.area, here
            assert app.screen.region.contains_region(focused.region), here
            if isinstance(focused, TELLS):
                drawn = [list(strip) for strip in focused.render_lines(focused.size.region)]
                app.screen.set_focus(None)
                await pilot.pause()
                assert [list(strip) for strip in focused.render_lines(focused.size.region)] != drawn, here
                focused.focus(scroll_visible=False)
                await pilot.pause()
        await pilot.click(offset=(110, 0))
        await pilot.pause()
        assert app.screen.focused is not None
