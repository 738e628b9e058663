"""A table keeps the reader's place, draws only what is seen, and sends only what differs."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from textual import events
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip

from gleaptui import theme
from gleaptui.widgets.columns import Row, TableColumn
from gleaptui.widgets.table import Table

COLUMNS = (TableColumn("key", "key", 8, "left", 0), TableColumn("title", "title", None, "left", 0))


def rows(keys: Iterable[object]) -> list[Row]:
    return [Row(str(key), (Content(str(key)), Content(f"row {key}"))) for key in keys]


class TableApp(App[None]):
    """A table alone, and what it said."""

    CSS = "Screen { background: $background; }"

    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[str] = []
        self.moved: list[str] = []
        for name in theme.names():
            self.register_theme(theme.load(name))
        self.theme = "dark"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(theme.load("dark").variables)

    def compose(self) -> ComposeResult:
        yield Table(COLUMNS)

    def on_mount(self) -> None:
        self.table.focus()

    @property
    def table(self) -> Table:
        return self.query_one(Table)

    def on_table_chosen(self, message: Table.Chosen) -> None:
        self.chosen.append(message.key)

    def on_table_moved(self, message: Table.Moved) -> None:
        self.moved.append(message.key)

    @property
    def seen(self) -> list[str]:
        """The first word of every line."""
        strips = [self.table.render_line(y) for y in range(self.table.size.height)]
        return ["".join(segment.text for segment in strip).strip().split(" ")[0] for strip in strips]


@asynccontextmanager
async def table(count: int = 100, size: tuple[int, int] = (40, 11)) -> AsyncIterator[tuple[TableApp, Pilot[None]]]:
    """A table of so many rows, numbered from 0, of which ten are in sight."""
    app = TableApp()
    async with app.run_test(size=size) as pilot:
        app.table.set_rows(rows(range(count)))
        await pilot.pause()
        yield app, pilot


async def wheel(pilot: Pilot[None], kind: type[events.MouseEvent], times: int) -> None:
    for _ in range(times):
        await pilot._post_mouse_events([kind], Table, offset=(5, 5), button=0)
    await pilot.pause()


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        ("j", 1),
        ("down down k", 1),
        ("k", 0),
        ("G", 99),
        ("end g", 0),
        ("ctrl+d", 5),
        ("ctrl+d ctrl+d ctrl+u", 5),
        ("pagedown", 10),
        ("pagedown pagedown pageup", 10),
        ("G home", 0),
        ("G j", 99),
    ],
)
async def test_keys_move_the_cursor_and_keep_it_in_sight(keys: str, row: int) -> None:
    async with table() as (app, pilot):
        await pilot.press(*keys.split())
        await pilot.pause()
        assert app.table.key == str(row)
        assert str(row) in app.seen


async def test_the_header_stays_while_rows_scroll() -> None:
    async with table() as (app, pilot):
        await pilot.press("G")
        await pilot.pause()
        assert app.seen == ["key", *map(str, range(90, 100))]


async def test_the_cursor_stays_on_its_row_and_the_row_on_its_line() -> None:
    async with table() as (app, pilot):
        await pilot.press("j", "j", "j")
        await pilot.pause()
        line = app.seen.index("3")
        app.table.set_rows(rows([*(f"new{number}" for number in range(7)), *range(100)]))
        await pilot.pause()
        assert app.table.key == "3"
        assert app.seen.index("3") == line


async def test_until_someone_moves_the_newest_on_top_stay_in_sight() -> None:
    async with table() as (app, pilot):
        app.table.set_rows(rows([*(f"new{number}" for number in range(30)), *range(100)]))
        await pilot.pause()
        assert app.seen[1] == "new0"
        await pilot.press("enter")
        await pilot.pause()
        assert app.chosen == [], "a row that nobody sees is not opened"
        assert "0" in app.seen


async def test_after_g_the_newest_on_top_stay_in_sight_again() -> None:
    async with table() as (app, pilot):
        await pilot.press("G", "g")
        app.table.set_rows(rows(["new", *range(100)]))
        await pilot.pause()
        assert app.seen[1] == "new"


async def test_a_row_that_is_gone_leaves_the_cursor_where_it_was() -> None:
    async with table(5) as (app, pilot):
        await pilot.press("j", "j")
        app.table.set_rows(rows([0, 1, 3, 4]))
        assert app.table.key == "3"
        app.table.set_rows(rows([0]))
        assert app.table.key == "0"
        app.table.set_rows(())
        assert app.table.key == ""
        await pilot.press("j", "k", "G", "g", "enter", "ctrl+d", "pageup")
        assert app.chosen == []


async def test_following_goes_to_the_end_even_before_there_is_a_scrollbar() -> None:
    async with table(0) as (app, pilot):
        app.table.set_rows(rows(range(60)), follow=True)
        await pilot.pause()
        assert app.seen[-1] == "59"
        assert app.table.vertical_scrollbar.position == app.table.max_scroll_y == 50
        app.table.set_rows(rows(range(61)), follow=True)
        await pilot.pause()
        assert app.seen[-1] == "60"


async def test_the_wheel_takes_the_cursor_along_and_reaches_the_end() -> None:
    async with table() as (app, pilot):
        await pilot.press("G")
        await wheel(pilot, events.MouseScrollUp, 3)
        assert app.table.key in app.seen
        assert app.table.key != "99"
        assert app.moved[-1] == app.table.key
        await wheel(pilot, events.MouseScrollDown, 5)
        assert app.table.key == "99"


async def test_a_click_moves_the_cursor_and_a_click_on_it_opens() -> None:
    async with table() as (app, pilot):
        await pilot.click(Table, offset=(3, 4))
        assert (app.table.key, app.chosen) == ("3", [])
        await pilot.click(Table, offset=(3, 4))
        assert app.chosen == ["3"]
        await pilot.click(Table, offset=(3, 0))
        assert app.table.key == "3"


async def test_enter_opens_the_row_under_the_cursor() -> None:
    async with table() as (app, pilot):
        await pilot.press("j", "enter")
        assert app.chosen == ["1"]


def refreshed(app: TableApp, monkeypatch: pytest.MonkeyPatch, after: list[Row]) -> list[tuple[Region, ...]]:
    calls: list[tuple[Region, ...]] = []
    with monkeypatch.context() as patched:
        patched.setattr(Table, "refresh", lambda _self, *regions, **_options: calls.append(regions))
        app.table.set_rows(after)
    return calls


async def test_the_same_rows_again_send_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with table() as (app, _):
        assert refreshed(app, monkeypatch, rows(range(100))) == []


async def test_one_row_that_differs_is_drawn_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    async with table() as (app, _):
        changed = rows(range(100))
        changed[4] = Row("4", (Content("4"), Content("other")))
        assert refreshed(app, monkeypatch, changed) == [(Region(0, 5, 40, 1),)]


async def test_a_row_that_differs_is_seen_to() -> None:
    async with table() as (app, pilot):
        changed = rows(range(100))
        changed[4] = Row("4", (Content("other"), Content("")))
        app.table.set_rows(changed)
        await pilot.pause()
        assert app.seen[5] == "other"


async def test_the_scrollbar_grows_shorter_with_more_rows() -> None:
    async with table() as (app, pilot):
        app.table.set_rows(rows(range(400)))
        await pilot.pause()
        assert app.table.vertical_scrollbar.window_virtual_size == 401


async def test_a_row_out_of_sight_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    async with table() as (app, _):
        changed = rows(range(100))
        changed[50] = Row("50", (Content("50"), Content("other")))
        assert refreshed(app, monkeypatch, changed) == []


async def test_rows_that_only_move_out_of_sight_send_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with table() as (app, pilot):
        await pilot.press("G", "k")
        assert refreshed(app, monkeypatch, rows(range(1, 101))) == []
        assert app.seen[1:] == [str(number) for number in range(90, 100)]


KEYS = ("j", "k", "G", "g", "ctrl+d")
STEPS = (*KEYS, "wheel", "append", "insert", "drop", "drop last", "change", "follow", "none", "foot")
HISTORIES = st.lists(st.sampled_from(STEPS), max_size=12)


async def sent_is_drawn(steps: list[str], count: int) -> None:
    """Whatever happens, what stands on the screen is what would be drawn if all were drawn anew."""
    async with table(count) as (app, pilot):
        keys = [str(number) for number in range(count)]
        for number, step in enumerate(steps):
            if step == "wheel":
                await wheel(pilot, events.MouseScrollDown, 1)
            elif step == "foot":
                app.table.set_foot(Row("foot", (Content(f"foot {number}"), Content(""))))
            elif step in KEYS:
                await pilot.press(step)
            else:
                keys = changed(keys, step, f"n{number}")
                app.table.set_rows(rows(keys), follow=step == "follow")
            await pilot.pause()
            screen = app.screen._compositor.render_strips()
            width = app.table.scrollable_content_region.width
            for y in range(11):
                assert looks(screen[y])[:width] == looks(app.table.render_line(y))[:width], (step, y)
        assert [row.key for row in app.table.rows] == keys


@given(HISTORIES, st.integers(0, 14))
@example(["follow", "follow"], 3)
@example(["j", "insert", "drop", "drop"], 3)
@example(["G", "drop last"], 5)
@settings(max_examples=8)
async def test_what_was_sent_is_what_would_be_drawn_anew(steps: list[str], count: int) -> None:
    await sent_is_drawn(steps, count)


@pytest.mark.slow
@given(HISTORIES, st.integers(0, 14))
@settings(max_examples=150)
async def test_what_was_sent_is_what_would_be_drawn_anew_at_length(steps: list[str], count: int) -> None:
    await sent_is_drawn(steps, count)


def changed(keys: list[str], step: str, key: str) -> list[str]:
    """The rows after one thing happened to them."""
    match step:
        case "append" | "follow":
            return [*keys, key]
        case "insert":
            return [key, *keys]
        case "drop":
            return keys[1:]
        case "drop last":
            return keys[:-1]
        case "change":
            return [*keys[:2], key, *keys[3:]]
        case _:
            return []


def looks(strip: Strip) -> list[tuple[str, str]]:
    """A line cell by cell: what stands there, and on which ground."""
    return [
        (character, str(segment.style.bgcolor) if segment.style else "")
        for segment in strip
        for character in segment.text
    ]


async def test_ten_thousand_rows_draw_no_more_lines_than_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    async with table(0) as (app, pilot):
        drawn: list[int] = []
        real = Table.render_line

        def counted(self: Table, y: int) -> Strip:
            drawn.append(y)
            return real(self, y)

        with monkeypatch.context() as patched:
            patched.setattr(Table, "render_line", counted)
            app.table.set_rows(rows(range(10_000)))
            await pilot.pause()
            await pilot.press("G")
            await pilot.pause()
        assert app.seen[-1] == "9999"
        assert max(drawn) <= 10
        assert len(drawn) < 100


async def test_the_cursor_is_brighter_with_the_focus() -> None:
    async with table() as (app, pilot):

        def ground() -> object:
            return next(segment.style.bgcolor for segment in app.table.render_line(1) if segment.style)

        focused = ground()
        app.set_focus(None)
        await pilot.pause()
        blurred = ground()
        other = next(segment.style.bgcolor for segment in app.table.render_line(2) if segment.style)
        assert len({str(focused), str(blurred), str(other)}) == 3


async def test_another_theme_recolours_rows_that_were_drawn() -> None:
    async with table() as (app, pilot):
        dark = [str(segment.style) for segment in app.table.render_line(3)]
        app.theme = "light"
        await pilot.pause()
        assert [str(segment.style) for segment in app.table.render_line(3)] != dark


async def test_an_empty_table_says_why() -> None:
    async with table(0) as (app, pilot):
        app.table.set_rows((), empty=Content("nothing [/here]"))
        await pilot.pause()
        assert "".join(segment.text for segment in app.table.render_line(2)).strip() == "nothing [/here]"


async def test_the_foot_stands_under_the_last_row_and_stays_in_sight() -> None:
    async with table(3) as (app, pilot):
        app.table.set_foot(Row("foot", (Content("foot"), Content("")), muted=False))
        await pilot.pause()
        assert app.seen[:6] == ["key", "0", "1", "2", "─" * 38, "foot"]
        app.table.set_rows(rows(range(100)))
        await pilot.press("G")
        await pilot.pause()
        assert app.seen[-4:] == ["98", "99", "─" * 38, "foot"]
        await pilot.click(Table, offset=(3, 10))
        assert app.table.key == "99"
        app.table.set_foot(None)
        await pilot.pause()
        assert app.seen[-2:] == ["98", "99"]


@pytest.mark.parametrize("size", [(120, 40), (20, 6), (5, 2), (1, 1), (300, 3)])
async def test_any_size_holds(size: tuple[int, int]) -> None:
    async with table(50) as (app, pilot):
        app.table.set_foot(Row("foot", (Content("foot"),)))
        await pilot.press("G")
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert app.table.key == "49"
        assert all(app.table.render_line(y).cell_length == size[0] for y in range(size[1]))
