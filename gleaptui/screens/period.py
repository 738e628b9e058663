"""Choosing the period."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from gleaptui.gleap.periods import LABELS, NAMES, PeriodError, parse_range


class PeriodScreen(ModalScreen[str | None]):
    """Answers with the name of a period, or None."""

    DEFAULT_CSS = """
    PeriodScreen { align: center middle; background: $background; }
    PeriodScreen > Vertical {
        width: 46; max-width: 100%; height: auto; max-height: 100%; padding: 1 2;
        border: round $rule; border-title-color: $foreground; background: $background;
    }
    PeriodScreen OptionList { height: auto; border: none; padding: 0; background: $background; }
    PeriodScreen OptionList:focus { border: none; background-tint: $background 0%; }
    PeriodScreen Static { height: auto; color: $muted; margin-top: 1; }
    PeriodScreen #wrong { color: $bad; display: none; }
    PeriodScreen Input { border: none; height: 1; padding: 0; background: $panel; }
    PeriodScreen Input:focus { border: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("j", "down", show=False),
        Binding("k", "up", show=False),
    ]

    def __init__(self, current: str) -> None:
        super().__init__()
        self._current = current

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "Period"
            yield OptionList(*(Option(Content(LABELS[name].capitalize()), id=name) for name in NAMES))
            yield Static(Content("or two days, both included, then enter"))
            days = Input(placeholder="2026-09-01..2026-09-30", id="days")
            days.cursor_blink = False
            yield days
            yield Static(id="wrong")

    def on_mount(self) -> None:
        if self._current in NAMES:
            self.query_one(OptionList).highlighted = NAMES.index(self._current)
        else:
            self.query_one(Input).value = self._current

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with a named period."""
        self.dismiss(event.option_id)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with a pair of days, or say what is wrong with them."""
        try:
            first, last = parse_range(event.value)
        except PeriodError as error:
            wrong = self.query_one("#wrong", Static)
            wrong.update(Content(str(error)))
            wrong.display = True
        else:
            self.dismiss(f"{first}..{last}")

    def action_cancel(self) -> None:
        self.dismiss(None)

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()
