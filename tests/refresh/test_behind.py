import pytest

from gleaptui.refresh.behind import Behind


def desk() -> Behind:
    """Each feed has brought a first value; only of the count is it certain that an event moves it."""
    behind = Behind(["count"])
    for feed in ("count", "open"):
        behind.brought(feed, "today", 0)
    return behind


def test_a_figure_that_moves_with_its_event_is_not_looked_at_again() -> None:
    behind = desk()
    behind.touched(["count", "open"])
    assert behind.brought("count", "today", 1) is None
    assert behind.brought("open", "today", 0) is None
    assert not behind.late


def test_a_figure_that_an_event_should_have_moved_is_looked_at_twice_more_and_not_for_ever() -> None:
    behind = desk()
    behind.touched(["count"])
    first, second = behind.brought("count", "today", 0), behind.brought("count", "today", 0)
    assert first is not None
    assert second is not None
    assert first < second
    assert behind.brought("count", "today", 0) is None
    assert behind.brought("count", "today", 0) is None


def test_once_figures_are_late_every_figure_that_is_touched_is_looked_at_again_until_they_are_not() -> None:
    behind = desk()
    behind.touched(["count"])
    behind.brought("count", "today", 0)
    behind.brought("count", "today", 1)
    assert behind.late
    behind.touched(["open"])
    assert behind.brought("open", "today", 7) is not None
    behind.touched(["count"])
    assert behind.brought("count", "today", 2) is None
    assert not behind.late
    behind.touched(["open"])
    assert behind.brought("open", "today", 8) is None


@pytest.mark.parametrize("period", ["today", "7d"])
def test_what_no_event_has_touched_and_what_is_of_another_period_is_not_looked_at_again(period: str) -> None:
    behind = desk()
    if period == "7d":
        behind.touched(["count"])
    assert behind.brought("count", period, 0) is None
