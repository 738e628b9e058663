"""The table of any length: what it asks of its rows, and what it sends."""

from textual.app import App, ComposeResult
from textual.widgets import Label

from gleaptui import theme
from gleaptui.widgets.columns import Row, TableColumn
from gleaptui.widgets.longtable import LongTable

COLUMNS = (TableColumn("number", "number", 6, align="right"), TableColumn("title", "title"))


class Counted:
    """A thousand rows at first; notes which are made."""

    def __init__(self) -> None:
        self.count = 1_000
        self.words = "row"
        self.made: list[int] = []

    def row(self, index: int) -> Row:
        self.made.append(index)
        return Row(str(index), ((str(index), "$muted"), (f"{self.words} {index}", "")))

    def key(self, index: int) -> str:
        return str(index)

    def index_of(self, key: str) -> int | None:
        return int(key)

    def look(self, first: int, last: int, direction: int) -> None:
        """All are at hand."""


class Shown(App[None]):
    """The table alone."""

    def __init__(self) -> None:
        super().__init__()
        self.table = LongTable(COLUMNS)
        self.under = Label("under it\nand more")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(theme.load("dark").variables)

    def compose(self) -> ComposeResult:
        yield self.table
        yield self.under

    @property
    def lines(self) -> list[str]:
        """What it draws."""
        return [self.table.render_line(y).text.rstrip() for y in range(self.table.size.height)]

    @property
    def drawn(self) -> list[str]:
        """What stands on the screen."""
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]


async def test_a_page_further_on_each_row_is_made_once_and_drawing_makes_none() -> None:
    app, rows = Shown(), Counted()
    async with app.run_test(size=(60, 23)) as pilot:
        app.table.show(rows)
        await pilot.pause()
        rows.made.clear()
        await pilot.press("pagedown")
        assert app.lines[1:] == [f" {index:>6}  row {index}" for index in range(1, 21)]
        assert rows.made == list(range(1, 21))
        await pilot.press("up", "down")
        assert len(rows.made) == 20


async def test_a_table_that_grows_by_what_stood_under_it_shows_the_rows_that_there_is_room_for() -> None:
    app = Shown()
    async with app.run_test(size=(60, 7)) as pilot:
        app.table.show(Counted())
        await pilot.pause()
        assert app.drawn[-2:] == ["under it", "and more"]
        app.under.styles.height = 1
        await pilot.pause()
        assert app.drawn[-2:] == ["      4  row 4", "under it"]


async def test_the_columns_keep_clear_of_a_scrollbar_that_comes_with_the_rows() -> None:
    app, rows = Shown(), Counted()
    async with app.run_test(size=(60, 12)) as pilot:
        rows.words, rows.count = "x" * 99, 3
        app.table.show(rows)
        await pilot.pause()
        assert {len(line) for line in app.lines[1:4]} == {59}
        rows.count = 1_000
        app.table.renew()
        await pilot.pause()
        assert app.table.show_vertical_scrollbar
        assert {len(line) for line in app.lines[1:]} == {58}
