import pytest

from gleaptui.refresh.behind import Behind


class Desk:
    """Feeds that have brought a first value; only of the count is it certain that an event moves it."""

    def __init__(self) -> None:
        self.behind = Behind(["count"])
        self.values = {"count": 0, "open": 0}
        for feed in self.values:
            self.behind.brought(feed, "today", 0)

    def touch(self) -> None:
        self.behind.touched(self.values)

    def look(self, feed: str, moved: bool) -> float | None:
        self.values[feed] += moved
        return self.behind.brought(feed, "today", self.values[feed])

    def prove(self) -> None:
        """Look until it is known that figures are prompt."""
        self.touch()
        for feed in ("open", "count"):
            for moved in (True, False, False):
                self.look(feed, moved)


def test_at_first_everything_that_an_event_touches_is_looked_at_twice_more_and_not_for_ever() -> None:
    desk = Desk()
    desk.touch()
    for feed in ("open", "count"):
        first, second = desk.look(feed, True), desk.look(feed, False)
        assert first is not None
        assert second is not None
        assert first < second
        assert desk.look(feed, False) is None
        assert desk.look(feed, False) is None


def test_once_figures_are_known_to_be_prompt_one_that_moves_with_its_event_is_not_looked_at_again() -> None:
    desk = Desk()
    desk.prove()
    assert not desk.behind.late
    desk.touch()
    assert desk.look("count", True) is None
    assert desk.look("open", False) is None


def test_one_that_an_event_should_have_moved_is_looked_at_again_all_the_same() -> None:
    desk = Desk()
    desk.prove()
    desk.touch()
    assert desk.look("count", False) is not None
    assert desk.look("count", False) is not None
    assert desk.look("count", False) is None


def test_one_that_moves_only_when_it_is_looked_at_again_shows_that_figures_are_late() -> None:
    desk = Desk()
    desk.prove()
    desk.touch()
    desk.look("count", False)
    assert desk.look("count", True) is not None
    assert desk.behind.late
    desk.touch()
    assert desk.look("open", True) is not None


@pytest.mark.parametrize("period", ["today", "7d"])
def test_what_no_event_has_touched_and_what_is_of_another_period_is_not_looked_at_again(period: str) -> None:
    desk = Desk()
    if period == "7d":
        desk.touch()
    assert desk.behind.brought("count", period, 1) is None
