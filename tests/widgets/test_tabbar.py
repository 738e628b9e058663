"""The line at the top names every pane by its key at any width, and nothing on it is cut."""

import pytest

from gleaptui.widgets.tabbar import PANES, Tabs

FACTS = ("10 Sep – 16 Sep 2026 until 14:00", "America/Argentina/Buenos_Aires")


def shown(width: int, active: str, *, demo: bool = False) -> str:
    """The line as it stands beside the time, which is left out below 30 cells."""
    tabs = Tabs()
    tabs.show(active, FACTS, demo=demo)
    room = width - 6 if width >= 30 else width
    (line,) = tabs.lines(room, 1)
    assert line.cell_length <= room
    return line.plain


@pytest.mark.parametrize("active", PANES)
def test_at_every_width_all_panes_can_be_found_and_what_is_said_of_them_is_whole(active: str) -> None:
    for width in range(20, 241):
        for demo in (False, True):
            line = shown(width, active, demo=demo)
            assert "…" not in line, width
            names = [f"{number} {pane}" if pane == active else str(number) for number, pane in enumerate(PANES, 1)]
            assert all(name in line.split("   ")[0] for name in names), width
            facts = line.partition("   ")[2].replace("DEMO", "").strip()
            assert facts in ("", FACTS[0], ", ".join(FACTS)), width


def test_every_pane_is_named_from_80_columns_on() -> None:
    assert all(pane in shown(80, "Agents") for pane in PANES)
    assert "Trends" not in shown(60, "Agents")


def test_what_is_looked_at_takes_the_room_that_is_left_the_period_first() -> None:
    assert FACTS[0] not in shown(60, "Agents")
    assert shown(110, "Agents").rstrip().endswith(FACTS[0])
    assert shown(140, "Agents").rstrip().endswith(", ".join(FACTS))
