"""Every key, one key away."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

KEYS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Everywhere",
        (
            ("1 – 6", "go to a pane"),
            ("tab  shift+tab", "next or previous pane"),
            ("p  [ ]", "choose the period, step back and forth"),
            ("r", "ask again now"),
            ("space", "pause and go on"),
            ("A", "acknowledge the alerts"),
            ("W", "wallboard: big figures"),
            ("t", "next theme"),
            ("ctrl+p", "command palette"),
            ("?", "this help"),
            ("q", "quit"),
        ),
    ),
    (
        "Moving",
        (
            ("j k", "down, up"),
            ("h l", "left, right"),
            ("g G", "first, last"),
            ("ctrl+d ctrl+u", "half a page down, up"),
            ("enter  esc", "open what is chosen, go back"),
        ),
    ),
    (
        "Overview, Trends, Heatmap",
        (
            ("enter  c", "Overview: the figure's trend, choose cards"),
            ("b n", "Heatmap: the busiest hour, this hour"),
            ("c v", "Heatmap: tickets or comments, numbers or marks"),
        ),
    ),
    (
        "Agents",
        (
            ("s S", "sort by the next column, reverse"),
            ("/  a", "find a name, hide service accounts"),
            ("c  d b", "columns, difference to the team, bars"),
            ("enter  n N", "a person's page, the next, the one before"),
            ("e", "write a CSV file"),
        ),
    ),
    (
        "Events",
        (
            ("f", "follow the newest"),
            ("F  esc", "filter by kind, agent and words; show all"),
            ("/ n N", "search, next, the one before"),
            (":", "jump to a time"),
            ("enter", "the event's ticket"),
        ),
    ),
    (
        "Tickets",
        (
            ("enter  J K", "read a ticket, the next, the previous"),
            ("{ }  a", "message by message, activity log"),
            ("l L", "a link of the message, a linked ticket"),
            ("o", "open the ticket in the web app"),
            ("y Y  c", "copy the link, the number, a message"),
            ("e", "write the ticket to a file"),
            ("< >", "page before, next page"),
        ),
    ),
)


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
        Binding("escape,q,question_mark,enter", "dismiss", "Close", show=False),
        Binding("j,down", "down", show=False),
        Binding("k,up", "up", show=False),
    ]

    def compose(self) -> ComposeResult:
        with VerticalScroll() as box:
            box.border_title = "Keys"
            yield Static(_keys())

    async def action_dismiss(self, result: None = None) -> None:
        self.dismiss(result)

    def action_down(self) -> None:
        self.query_one(VerticalScroll).scroll_down(animate=False)

    def action_up(self) -> None:
        self.query_one(VerticalScroll).scroll_up(animate=False)


def _keys() -> Content:
    width = max(len(key) for _, keys in KEYS for key, _ in keys)
    lines: list[Content] = []
    for title, keys in KEYS:
        if lines:
            lines.append(Content(""))
        lines.append(Content.assemble((title, "bold")))
        lines += [Content.assemble((f"{key:<{width}}", "$accent"), "  ", does) for key, does in keys]
    return Content("\n").join(lines)
