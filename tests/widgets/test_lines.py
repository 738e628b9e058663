"""Only lines that differ are drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Region

from gleaptui.widgets.lines import Lines, fit, justified


class Words(Lines):
    """A word a line."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ["one", "two", "three"]

    def lines(self, width: int, height: int) -> list[Content]:
        return [Content(word) for word in self.words]


class WordsApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Words()


async def drawn_after(change: list[str], monkeypatch: pytest.MonkeyPatch) -> list[tuple[Region, ...]]:
    app = WordsApp()
    async with app.run_test(size=(12, 4)) as pilot:
        widget = app.query_one(Words)
        calls: list[tuple[Region, ...]] = []
        with monkeypatch.context() as patched:
            patched.setattr(Words, "refresh", lambda _self, *regions, **_options: calls.append(regions))
            widget.words = change
            widget.repaint()
        await pilot.pause()
        return calls


async def test_the_same_lines_are_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await drawn_after(["one", "two", "three"], monkeypatch) == []


async def test_a_line_that_differs_is_drawn_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await drawn_after(["one", "zwei", "three"], monkeypatch) == [(Region(0, 1, 12, 1),)]


async def test_too_many_lines_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await drawn_after(["one", "two", "three", "", "five"], monkeypatch) == []


async def test_markup_in_a_line_stays_text() -> None:
    app = WordsApp()
    async with app.run_test(size=(12, 4)) as pilot:
        widget = app.query_one(Words)
        widget.words = ["[/foo]", "[red]two"]
        widget.repaint()
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        assert ["".join(segment.text for segment in strip).rstrip() for strip in strips[:2]] == ["[/foo]", "[red]two"]


@given(st.text("abc日 ", max_size=30), st.integers(0, 40))
def test_fit_fills_exactly(written: str, width: int) -> None:
    assert fit(Content(written), width).cell_length == width


def test_the_right_part_goes_first_where_there_is_no_room() -> None:
    assert justified(Content("left"), Content("right"), 10).plain == "left right"
    assert justified(Content("left"), Content("right"), 9).plain == "left     "
