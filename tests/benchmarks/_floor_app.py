"""A bare Textual program with six tabs, six cards and a table of 200 rows: what `start` is compared with."""

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import DataTable, Header, Static, TabbedContent, TabPane


class FloorApp(App[None]):
    """Does nothing but stand there."""

    CSS = """
    Static.card { width: 1fr; border: round $primary; height: 5; }
    DataTable { height: 1fr; }
    Horizontal { height: 5; }
    """

    def compose(self) -> ComposeResult:
        yield Header()
        with TabbedContent():
            with TabPane("Overview"):
                with Horizontal():
                    for number in range(6):
                        yield Static(f"Card {number}\n0", classes="card")
                yield DataTable(cursor_type="row")
            for name in ("Trends", "Agents", "Heatmap", "Events", "Tickets"):
                with TabPane(name):
                    yield Static(name)

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("id", "title", "status", "agent", "age")
        for number in range(200):
            table.add_row(number, f"Ticket {number} has a title", "OPEN", f"agent {number % 7}", f"{number}m")


if __name__ == "__main__":
    FloorApp().run()
