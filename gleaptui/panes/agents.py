"""The leaderboard: who carries the load, with the team's average apart from the people."""

import asyncio
from pathlib import Path
from typing import ClassVar

from msgspec import structs
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import DescendantFocus, Resize
from textual.message import Message
from textual.widgets import Input

from gleaptui import csvtext, text
from gleaptui.board import Board
from gleaptui.keys import label
from gleaptui.leaderboard import NAME, AgentsLayout, Standings, as_csv, selected, sound
from gleaptui.panes.pane import Pane
from gleaptui.widgets.agentwords import Said, about_average, choices, nobody, note, out_of_sight, searched
from gleaptui.widgets.bound import bound
from gleaptui.widgets.chooser import Chooser
from gleaptui.widgets.heading import Heading, current
from gleaptui.widgets.standings import Sheet, keys_from, table_columns
from gleaptui.widgets.table import Table
from gleaptui.widgets.teamshown import TeamShown, team_shown

_BESIDE_FROM = 60
"""Columns from which the chooser stands beside the table rather than in its place."""
_SAID_FROM = 8
"""Lines from which the pane has a line at the bottom also where nothing is asked."""


class AgentsPane(Pane):
    """People with their figures, in the columns and the order that one likes."""

    FEED = "agents"
    HINTS = (("s S", "sort"), ("/", "find"), ("c", "columns"), ("d", "difference"), ("enter", "person"))

    DEFAULT_CSS = """
    AgentsPane #agents-body { height: 1fr; width: 1fr; }
    AgentsPane Chooser { display: none; }
    AgentsPane #agents-find { display: none; height: 1; border: none; padding: 0 1; background: $panel; }
    AgentsPane.-choosing Chooser { display: block; }
    AgentsPane.-choosing.-narrow Chooser { width: 1fr; }
    AgentsPane.-choosing.-narrow Table { display: none; }
    AgentsPane.-finding #agents-find { display: block; }
    AgentsPane.-low Said, AgentsPane.-finding Said { display: none; }
    AgentsPane.-low.-speaking Said { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("agents.sort", "sort"),
        bound("agents.reverse", "reverse"),
        bound("agents.find", "find"),
        bound("back", "find_nobody"),
        bound("agents.people", "people"),
        bound("agents.columns", "columns"),
        bound("agents.difference", "difference"),
        bound("agents.bars", "bars"),
        bound("right", "along(1)"),
        bound("left", "along(-1)"),
        bound("agents.export", "export"),
    ]

    class Opened(Message):
        """A person's own page is wanted: of those keys the one at ``place``."""

        def __init__(self, keys: tuple[str, ...], place: int) -> None:
            super().__init__()
            self.keys = keys
            self.place = place

    class LayoutChanged(Message):
        """The list is to be remembered like this."""

        def __init__(self, layout: AgentsLayout) -> None:
            super().__init__()
            self.layout = layout

    def __init__(self, layout: AgentsLayout | None = None, folder: Path | None = None) -> None:
        """``folder`` is where CSV files go; the working directory where None."""
        super().__init__()
        self.liked = sound(layout or AgentsLayout())
        """How the list is shown."""
        self._folder = folder
        self._board: Board | None = None
        self._seen: TeamShown | None = None
        self._found = Standings()
        self._sheets: dict[bool, Sheet] = {}
        self._wanted = ""
        self._first = 0
        self._shown: tuple[str, ...] = ()
        self._told: tuple[str, str] | None = None

    def compose(self) -> ComposeResult:
        yield Heading("Agents")
        with Horizontal(id="agents-body"):
            yield Table(())
            yield Chooser("Columns", sorts=True)
        find = Input(
            placeholder=f"a name; enter keeps it, {label('back')} shows everybody", id="agents-find", compact=True
        )
        find.cursor_blink = False
        yield find
        yield Said()

    def restore(self, layout: AgentsLayout) -> None:
        """Show the list as it was remembered."""
        self.liked = sound(layout)
        self._refill()

    def show(self, board: Board) -> None:
        self._board = board
        seen, before = team_shown(board), self._seen
        if before is None or (seen.team is not before.team or seen.idle != before.idle):
            self._found = seen.standings
            self._sheets.clear()
            self._seen = seen
            self._refill()
        elif seen.team is None:
            self._fill()
        self._seen = seen
        self._show_heading()

    # What is shown

    @property
    def _known(self) -> bool:
        """Whether there are figures."""
        return self._seen is not None and self._seen.team is not None

    @property
    def _sheet(self) -> Sheet:
        """The cells as they are wanted, figures or differences; both are kept until other figures come."""
        compare = self.liked.difference
        if compare not in self._sheets:
            self._sheets[compare] = Sheet(self._found, compare=compare)
        return self._sheets[compare]

    def _refill(self) -> None:
        """Show the people anew."""
        if self._board is not None and self.is_mounted:
            self._fill()
            self._show_heading()

    def _fill(self) -> None:
        table = self.query_one(Table)
        if not self._known:
            failed = self._board is not None and current(self._board, self._board.agents).problem is not None
            table.set_foot(None)
            table.set_rows((), empty=Content("no figures yet" if failed else "loading…"))
            return
        layout = self.liked
        self._first = max(0, min(self._first, len(layout.shown) - 1))
        columns = table_columns(self._sheet, layout, keys_from(layout, self._first))
        keys = tuple(column.key for column in columns)
        people = selected(self._found, layout, self._wanted)
        self._shown = tuple(person.key for person in people)
        table.set_columns(columns)
        table.set_rows(self._sheet.rows(people, keys), empty=nobody(self._found, self._wanted))
        table.set_foot(self._sheet.foot(keys))
        self._show_choices()

    def _show_heading(self) -> None:
        if self._board is not None and self._seen is not None:
            snapshot = current(self._board, self._board.agents)
            said = note(self._found, self.liked, self._wanted, len(self._shown)) if self._known else Content("")
            instead = Content.styled(self._seen.instead, "$watch")
            self.query_one(Heading).show(self._board, snapshot, instead or said, self._seen.scope)
            self._say()

    def on_table_rearranged(self, _message: Table.Rearranged) -> None:
        """Say how many columns have room now."""
        self._say()

    def _say(self) -> None:
        """The line at the bottom."""
        if not self.is_attached:
            return
        left = self._left()
        self.set_class(bool(left.plain.strip()), "-speaking")
        shown = self.query_one(Table).columns_shown
        right = out_of_sight(shown, self.liked) if self._shown and shown and self._known else Content("")
        self.query_one(Said).show(left, right)

    def _left(self) -> Content:
        if self._told is not None:
            return Content.styled(f" {self._told[0]}", self._told[1])
        if self._wanted:
            return searched(self._wanted, len(self._shown), self._found)
        return about_average(self._found, self.liked) if self._known else Content("")

    def _show_choices(self) -> None:
        if self.has_class("-choosing"):
            self.query_one(Chooser).show(choices(self.liked))

    def _like(self, liked: AgentsLayout) -> None:
        """Show the list like this, and let it be remembered."""
        self._told = None
        if liked == self.liked:
            return
        table = self.query_one(Table)
        on_top = table.cursor == 0
        self.liked = liked
        self._refill()
        if on_top:
            table.action_first()
        self.post_message(self.LayoutChanged(liked))

    # Sorting and columns

    def action_sort(self) -> None:
        """Sort by the next column that is wanted, the best first where there is a best."""
        keys = (NAME, *self.liked.shown)
        place = keys.index(self.liked.sort) if self.liked.sort in keys else 0
        self._like(self.liked.sorted_by(keys[(place + 1) % len(keys)]))

    def action_reverse(self) -> None:
        """Turn the order round."""
        self._like(structs.replace(self.liked, rising=not self.liked.rising))

    def action_difference(self) -> None:
        """Show differences to the team's average, or figures again."""
        self._like(structs.replace(self.liked, difference=not self.liked.difference))

    def action_bars(self) -> None:
        """Show bars beside counts, or none."""
        self._like(structs.replace(self.liked, bars=not self.liked.bars))

    def action_people(self) -> None:
        """Leave service accounts out, or show them again."""
        self._like(structs.replace(self.liked, people_only=not self.liked.people_only))

    def action_along(self, by: int) -> None:
        """Bring columns into sight that have no room."""
        table = self.query_one(Table)
        if by > 0 and self.liked.shown and self.liked.shown[-1] in table.columns_shown:
            return
        first = max(0, min(self._first + by, len(self.liked.shown) - 1))
        if first != self._first:
            self._first = first
            self._refill()

    def action_columns(self) -> None:
        """Choose the columns and their order, or be done with it."""
        choosing = not self.has_class("-choosing")
        self.set_class(choosing, "-choosing")
        self._show_choices()
        (self.query_one(Chooser) if choosing else self.query_one(Table)).focus(scroll_visible=False)

    def on_chooser_wished(self, message: Chooser.Wished) -> None:
        """Do with the column what is wished for."""
        liked, key = self.liked, message.key
        match message.what:
            case "toggle":
                self._like(liked.toggled(key))
            case "earlier":
                self._like(liked.moved(key, -1))
            case "later":
                self._like(liked.moved(key, 1))
            case "sort":
                self._like(liked.sorted_by(key))
            case "reset":
                self._like(structs.replace(liked, order=AgentsLayout().order, hidden=()))
            case _:
                self.action_columns()

    def on_table_head_clicked(self, message: Table.HeadClicked) -> None:
        """Sort by the column, or the other way round."""
        self._like(self.liked.sorted_by(message.key.removesuffix("_bar")))

    # Finding

    def action_find(self) -> None:
        """Ask for a name."""
        self.add_class("-finding")
        self.query_one(Input).focus(scroll_visible=False)

    def action_find_nobody(self) -> None:
        """Show everybody again."""
        self.query_one(Input).value = ""
        self._stop_finding()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show whom the letters fit so far."""
        # Cleaned with a letter behind it, as a space at the end may be followed by another word.
        wanted = text.clean(message.value + "x", 80)[:-1]
        if wanted != self._wanted:
            self._wanted, self._told = wanted.lstrip(), None
            self._refill()

    def on_input_submitted(self, _message: Input.Submitted) -> None:
        """Go on with those who were found."""
        self._stop_finding()

    def _stop_finding(self) -> None:
        self.remove_class("-finding")
        self._told = None
        if not self.has_class("-choosing"):
            self.query_one(Table).focus(scroll_visible=False)
        self._say()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Whoever comes back to the table has found, and where there is room for one only, has chosen."""
        if isinstance(event.widget, Table):
            self.remove_class("-finding")
            if self.has_class("-narrow"):
                self.remove_class("-choosing")

    # Opening and writing

    def on_table_chosen(self, message: Table.Chosen) -> None:
        """Open the person's own page."""
        if message.key in self._shown:
            self.post_message(self.Opened(self._shown, self._shown.index(message.key)))

    async def action_export(self) -> None:
        """Write those who are shown to a CSV file."""
        board = self._board
        if board is None or self._seen is None or self._seen.team is None:
            self._tell("there are no figures to write yet", "$watch")
            return
        people = selected(self._found, self.liked, self._wanted)
        period = self._seen.period
        written = as_csv(people, period, current(board, board.agents).fetched_at)
        stem = f"gleaptui-agents-{period.first}-{period.last}"
        folder = self._folder or Path.cwd()
        try:
            path = await asyncio.to_thread(csvtext.write_new, folder, stem, written)
        except OSError as error:
            self._tell(f"{folder} cannot be written to: {error.strerror}", "$bad")
            return
        self._tell(f"wrote {len(people)} row{'' if len(people) == 1 else 's'} to {path.name}", "$good")

    def _tell(self, said: str, style: str) -> None:
        self._told = (text.clean(said), style)
        self._say()

    def on_resize(self, event: Resize) -> None:
        """Take the form for the size."""
        self.set_class(event.size.width < _BESIDE_FROM, "-narrow")
        self.set_class(event.size.height < _SAID_FROM, "-low")
