"""Only lines that differ are drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Region

from gleaptui.widgets.lines import Lines, differing, fit, justified


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


async def test_of_a_line_that_differs_only_the_cells_that_do_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await drawn_after(["one", "zwei", "three"], monkeypatch) == [(Region(0, 1, 4, 1),)]
    assert await drawn_after(["one", "twos", "three"], monkeypatch) == [(Region(3, 1, 1, 1),)]


async def test_a_line_with_wide_characters_is_drawn_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await drawn_after(["one", "two 日", "three"], monkeypatch) == [(Region(0, 1, 12, 1),)]


STYLED = st.lists(st.tuples(st.text("ab ", max_size=6), st.sampled_from(["", "bold", "$bad"])), max_size=5)


@given(STYLED, STYLED)
def test_outside_the_cells_that_are_drawn_nothing_differs(
    one: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    before, after = fit(Content.assemble(*one), 20), fit(Content.assemble(*other), 20)
    start, end = differing(before, after)
    for first, last in ((0, start), (end, 20)):
        assert before[first:last].plain == after[first:last].plain
        for place in range(first, last):
            assert _styles_at(before, place) == _styles_at(after, place)


def _styles_at(content: Content, place: int) -> list[object]:
    return [span.style for span in content.spans if span.start <= place < span.end]


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
