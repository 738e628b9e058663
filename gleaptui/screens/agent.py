"""One person's own page, kept fresh by the boards that come."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen

from gleaptui.board import Board
from gleaptui.gleap.models import TeamPerformance
from gleaptui.keys import labels
from gleaptui.leaderboard import Standings, standings
from gleaptui.widgets.agentpage import lines
from gleaptui.widgets.bound import bound
from gleaptui.widgets.heading import current, heading
from gleaptui.widgets.lines import Lines, justified
from gleaptui.widgets.page import Page
from gleaptui.widgets.standings import name


class AgentScreen(Screen[None]):
    """Shows one of several people; the others are a key away."""

    DEFAULT_CSS = """
    AgentScreen { layout: vertical; background: $background; }
    AgentScreen AgentTitle { height: 1; background: $panel; }
    AgentScreen AgentKeys { height: 1; background: $panel; color: $muted; }
    AgentScreen.-low AgentKeys { display: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("back", "back"),
        bound("close", "back"),
        bound("left", "back"),
        bound("person.next", "other(1)"),
        bound("person.previous", "other(-1)"),
    ]

    def __init__(self, keys: tuple[str, ...], place: int, board: Board) -> None:
        """The person at ``place`` of these, by their keys in the board's standings."""
        super().__init__()
        self._keys = keys
        self._place = place
        self._board = board
        self._team: TeamPerformance | None = None
        self._found = Standings()

    @property
    def key(self) -> str:
        """The key of the person who is shown."""
        return self._keys[self._place]

    def compose(self) -> ComposeResult:
        yield AgentTitle()
        yield Page()
        yield AgentKeys()

    def on_mount(self) -> None:
        self.query_one(Page).focus()
        self.show(self._board)

    def show(self, board: Board) -> None:
        """Show how things stand on this board. What is the same sends nothing."""
        self._board = board
        if not self.is_attached:
            return
        team = current(board, board.agents).value
        if team is not self._team:
            self._team = team
            self._found = standings(team) if team is not None else Standings()
        entry = self._found.find(self.key)
        named = name(entry).plain if entry is not None else ""
        place = f"{self._place + 1} of {len(self._keys)}" if len(self._keys) > 1 else ""
        self.query_one(AgentTitle).show(board, named, place)
        self.query_one(Page).show(self._lines)

    def _lines(self, width: int) -> list[Content]:
        entry = self._found.find(self.key)
        if entry is not None:
            return lines(self._found, entry, self._board, width)
        failed = current(self._board, self._board.agents).problem is not None
        said = "not in this period's list" if self._team is not None else "no figures yet" if failed else "loading…"
        return [Content(""), Content.styled(f" {said}", "$muted")]

    def action_other(self, by: int) -> None:
        """Go to the next person of the list, or to the one before."""
        place = max(0, min(len(self._keys) - 1, self._place + by))
        if place != self._place:
            self._place = place
            self.show(self._board)
            self.query_one(Page).action_move(-100_000)

    def action_back(self) -> None:
        """Go back to the list."""
        self.dismiss()

    def on_resize(self, event: Resize) -> None:
        """Leave the line of keys out where there are few lines."""
        self.set_class(event.size.height < 10, "-low")


class AgentTitle(Lines):
    """Who it is, for which period, how old the figures are, and what is wrong with them."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Board, str, str] | None = None

    def show(self, board: Board, named: str, place: str) -> None:
        """Show these."""
        self._shown = (board, named, place)
        self._grow()
        self.repaint()

    def on_resize(self, _event: Resize) -> None:
        """A narrower line may take more of them."""
        self._grow()

    def _grow(self) -> None:
        wanted = max(1, len(self.lines(self.size.width, 3)) if self.size.width else 1)
        if self.styles.height is None or self.styles.height.value != wanted:
            self.styles.height = wanted

    def lines(self, width: int, height: int) -> list[Content]:
        if self._shown is None:
            return []
        board, named, place = self._shown
        shown = Content(named).truncate(max(8, width // 2), ellipsis=True).plain
        note = Content.styled(place, "$muted")
        return list(heading(shown, "", board, current(board, board.agents), note, width))


class AgentKeys(Lines):
    """The keys of this screen."""

    def lines(self, width: int, height: int) -> list[Content]:
        keys = (
            (("down", "up"), "scroll"),
            (("person.next", "person.previous"), "next, previous"),
            (("back",), "back"),
        )
        parts = [part for names, does in keys for part in ((f" {labels(names)}", "$accent"), f" {does} ")]
        return [justified(Content.assemble(*parts), Content.assemble(("read only ", "$muted")), width)]
