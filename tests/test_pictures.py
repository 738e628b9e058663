"""Pictures of every pane at the sizes people have. Look at each new one before it is accepted."""

from collections.abc import Callable

import pytest

from tests.demo_app import demo_app, then_press

SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
PANES = ("overview", "trends", "agents", "heatmap", "events", "tickets")

Compare = Callable[..., bool]


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("pane", PANES)
def test_pane(snap_compare: Compare, pane: str, size: str) -> None:
    assert snap_compare(demo_app(pane=pane), terminal_size=SIZES[size], run_before=then_press())


@pytest.mark.parametrize("pane", ["overview", "heatmap"])
def test_pane_in_the_light_theme(snap_compare: Compare, pane: str) -> None:
    assert snap_compare(demo_app(pane=pane, theme="light"), terminal_size=(120, 40), run_before=then_press())


@pytest.mark.parametrize("size", SIZES)
def test_a_ticket_with_its_conversation(snap_compare: Compare, size: str) -> None:
    assert snap_compare(demo_app(pane="tickets"), terminal_size=SIZES[size], run_before=then_press("j", "j", "enter"))


@pytest.mark.parametrize(("screen", "key"), [("help", "question_mark"), ("period", "p")])
def test_window(snap_compare: Compare, screen: str, key: str) -> None:
    assert snap_compare(demo_app(), terminal_size=(80, 24), run_before=then_press(key))


@pytest.mark.parametrize(("columns", "rows"), [(60, 20), (200, 60)])
def test_the_overview_where_there_is_little_and_much_room(snap_compare: Compare, columns: int, rows: int) -> None:
    assert snap_compare(demo_app(), terminal_size=(columns, rows), run_before=then_press())


@pytest.mark.parametrize("theme", ["dark", "monochrome"])
def test_the_wall(snap_compare: Compare, theme: str) -> None:
    assert snap_compare(demo_app(theme=theme), terminal_size=(120, 40), run_before=then_press("W"))


def test_the_heatmap_without_colours(snap_compare: Compare) -> None:
    assert snap_compare(demo_app(pane="heatmap", theme="monochrome"), terminal_size=(120, 40), run_before=then_press())
