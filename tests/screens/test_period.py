"""The period is chosen by one key, by a cursor, by the mouse, or as two days that are read while they are typed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from gleaptui import theme
from gleaptui.gleap.periods import LABELS, NAMES, PeriodError
from gleaptui.screens.period import KEYS, Choices, PeriodScreen, own_period
from tests.figures import NOW, ZONE


class ScreenApp(App[None]):
    """Nothing but the choice."""

    def __init__(self, current: str, now: datetime | None = NOW) -> None:
        super().__init__()
        self.choice = PeriodScreen(current, now, ZONE)
        self.answers: list[str | None] = []
        self.register_theme(theme.load("dark"))
        self.theme = "dark"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(theme.load("dark").variables)

    async def on_mount(self) -> None:
        await self.push_screen(self.choice, self.answers.append)

    @property
    def text(self) -> str:
        """What stands on the screen, line by line."""
        width, height = self.size
        strips = self.screen._compositor.render_strips()[:height]
        return "\n".join("".join(segment.text for segment in strip)[:width].rstrip() for strip in strips)


@asynccontextmanager
async def opened(
    current: str = "7d", size: tuple[int, int] = (80, 24), now: datetime | None = NOW
) -> AsyncIterator[tuple[ScreenApp, Pilot[None]]]:
    app = ScreenApp(current, now)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


async def fill(pilot: Pilot[None], text: str) -> None:
    """Replace what stands in the field that has the focus."""
    field = pilot.app.focused
    assert isinstance(field, Input)
    field.value = text
    await pilot.pause()


async def test_every_period_stands_there_with_its_key_and_its_days() -> None:
    async with opened() as (app, _):
        for name in NAMES:
            line = next(line for line in app.text.splitlines() if f" {KEYS[name]}  {LABELS[name].capitalize()}" in line)
            assert "Sep" in line or "Aug" in line
        assert "Last 7 days ●            Thu 10 – Wed 16 Sep" in app.text
        assert "c  Other days" in app.text
        assert ZONE in app.text


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("j", "enter"), "30d"),
        (("k", "k", "k", "enter"), "today"),
        (("down", "down", "up", "space"), "30d"),
        (("G", "k", "enter"), "last-month"),
        (("g", "enter"), "today"),
        (("enter",), "7d"),
        *(((key,), name) for name, key in KEYS.items() if name in ("today", "30d", "this-week", "last-week")),
        (("escape",), None),
        (("q",), None),
    ],
)
async def test_the_cursor_begins_at_the_period_that_is_shown(keys: tuple[str, ...], answer: str | None) -> None:
    async with opened() as (app, pilot):
        await pilot.press(*keys)
        assert app.answers == [answer]


async def test_a_click_takes_what_is_under_it() -> None:
    async with opened() as (app, pilot):
        await pilot.click(Choices, offset=(8, 4))
        assert app.answers == ["this-week"]


# Two days of one's own


async def test_two_days_are_typed_over_those_that_stand_there_and_what_they_mean_is_said() -> None:
    async with opened() as (app, pilot):
        await pilot.press("c")
        await pilot.pause()
        assert "7 days: Thu 10 – Wed 16 Sep, not over yet" in app.text
        await pilot.press("end", "backspace", "1", "enter")
        await pilot.press(*"2026-09-14")
        await pilot.pause()
        assert "4 days: Fri 11 – Mon 14 Sep" in app.text
        await pilot.press("shift+tab")
        await fill(pilot, "2026-09-01")
        await pilot.press("enter")
        assert "14 days: Tue 1 – Mon 14 Sep" in app.text
        await pilot.press("enter")
        assert app.answers == ["2026-09-01..2026-09-14"]


async def test_a_range_may_be_pasted_whole() -> None:
    async with opened() as (app, pilot):
        await pilot.press("c")
        await fill(pilot, "2026-09-01..2026-09-01")
        assert "1 day: Tue 1 Sep" in app.text
        await pilot.press("enter")
        assert app.answers == ["2026-09-01..2026-09-01"]


async def test_wrong_days_are_explained_and_not_taken() -> None:
    async with opened() as (app, pilot):
        await pilot.press("c")
        await fill(pilot, "2026-09-31")
        assert "There is no 2026-09-31 in the calendar." in app.text
        await pilot.press("enter", "enter")
        assert app.answers == []
        await pilot.press("escape")
        await pilot.pause()
        assert "Last 7 days" in app.text
        await pilot.press("escape")
        assert app.answers == [None]


async def test_days_of_ones_own_are_there_to_be_changed() -> None:
    async with opened("2026-09-01..2026-09-14") as (app, pilot):
        assert "Other days ●" in app.text
        assert "Tue 1 – Mon 14 Sep" in app.text
        await pilot.press("enter", "enter", "enter")
        assert app.answers == ["2026-09-01..2026-09-14"]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("", "2026-09-01", "Type the first day"),
        ("2026-09-01", "", "Type the last day"),
        ("1 September", "2026-09-01", "'1 September' is no day: write it as 2026-09-01."),
        ("2026-02-30", "2026-09-01", "There is no 2026-02-30 in the calendar."),
        ("2026-09-14", "2026-09-01", "The last day lies before the first."),
        ("2016-09-01", "2026-09-14", "Ten years at most"),
        ("1999-09-01", "2001-09-14", "between 2000 and 2200"),
        ("2026-09-17", "2026-09-18", "Thu 17 Sep 2026 is still to come"),
        ("2026-09-01..", "2026-09-18", "Type the last day"),
        ("\x1b[31m", "2026-09-18", "is no day"),
    ],
)
def test_what_is_wrong_is_said_in_words(first: str, last: str, said: str) -> None:
    with pytest.raises(PeriodError) as caught:
        own_period(first, last, NOW, ZONE)
    assert said in str(caught.value)
    assert str(caught.value).isprintable()


def test_days_mean_those_of_the_desk() -> None:
    evening = datetime.fromisoformat("2026-09-16T22:30:00+00:00")
    assert own_period("2026-09-17", "2026-09-17", evening, ZONE)[1] == "1 day: Thu 17 Sep, not over yet"
    with pytest.raises(PeriodError, match="still to come"):
        own_period("2026-09-17", "2026-09-17", evening, "America/New_York")


# Sizes


async def test_on_a_tiny_screen_the_days_of_the_chosen_one_stand_beneath() -> None:
    async with opened(size=(20, 6)) as (app, pilot):
        assert "› 7  Last 7 days ●" in app.text
        assert app.text.splitlines()[-1] == "Thu 10 – Wed 16 Sep"
        await pilot.press("G", "k", "k")
        await pilot.pause()
        assert "› m  This month" in app.text
        assert app.text.splitlines()[-1] == "Tue 1 – Wed 16 Sep"
        await pilot.press("c")
        await fill(pilot, "2026-09-14")
        await pilot.press("enter")
        await fill(pilot, "2026-09-01")
        lines = app.text.splitlines()
        assert lines[0].split() == ["First", "2026-09-14"]
        assert lines[1].split() == ["Last", "2026-09-01"]
        assert " ".join(line.strip() for line in lines[2:]).strip() == "The last day lies before the first."


@pytest.mark.parametrize("size", [(20, 6), (47, 40), (48, 12), (54, 13), (80, 24)])
async def test_at_every_size_the_choice_and_the_fields_can_be_seen(size: tuple[int, int]) -> None:
    async with opened("30d", size) as (app, pilot):
        await pilot.press("g")
        for name in NAMES:
            await pilot.pause()
            assert f"› {KEYS[name]}  {LABELS[name].capitalize()}" in app.text
            await pilot.press("j")
        await pilot.press("c")
        await pilot.pause()
        assert app.text.count("2026-0") == 2
        assert "not over yet" in " ".join(app.text.split())


async def test_without_a_moment_the_names_stand_alone() -> None:
    async with opened(now=None) as (app, _):
        assert "Last 7 days" in app.text
        assert "Sep" not in app.text
