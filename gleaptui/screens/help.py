"""Every key, one key away."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from gleaptui.keys import labels
from gleaptui.keys.help import HELP
from gleaptui.widgets.bound import bound


class HelpScreen(ModalScreen[None]):
    """The keys in groups. Any of the usual keys closes it."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background; }
    HelpScreen > VerticalScroll {
        width: 62; max-width: 100%; height: auto; max-height: 100%; padding: 0 2; scrollbar-size-vertical: 1;
        border: round $rule; border-title-color: $foreground; background: $background;
    }
    HelpScreen Static { height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("back", "dismiss"),
        bound("close", "dismiss"),
        bound("help", "dismiss"),
        bound("open", "dismiss"),
        bound("down", "down"),
        bound("up", "up"),
        bound("half_page_down", "page(1)"),
        bound("page_down", "page(1)"),
        bound("half_page_up", "page(-1)"),
        bound("page_up", "page(-1)"),
    ]

    def __init__(self, pane: str = "") -> None:
        """The keys of ``pane`` come first."""
        super().__init__()
        self._pane = pane

    def compose(self) -> ComposeResult:
        with VerticalScroll() as box:
            box.border_title = "Keys"
            yield Static(_keys(self._pane))

    async def action_dismiss(self, result: None = None) -> None:
        self.dismiss(result)

    def action_down(self) -> None:
        self.query_one(VerticalScroll).scroll_down(animate=False)

    def action_up(self) -> None:
        self.query_one(VerticalScroll).scroll_up(animate=False)

    def action_page(self, by: int) -> None:
        box = self.query_one(VerticalScroll)
        box.scroll_page_down(animate=False) if by > 0 else box.scroll_page_up(animate=False)


def _keys(pane: str) -> Content:
    ordered = sorted(HELP, key=lambda group: group[0] != pane)
    groups = [(title, [(labels(said.names), said.does) for said in group]) for title, group in ordered]
    width = max(len(keys) for _, group in groups for keys, _ in group)
    lines: list[Content] = []
    for title, group in groups:
        if lines:
            lines.append(Content(""))
        lines.append(Content.assemble((title, "bold")))
        lines += [Content.assemble((f"{keys:<{width}}", "$accent"), "  ", does) for keys, does in group]
    return Content("\n").join(lines)
