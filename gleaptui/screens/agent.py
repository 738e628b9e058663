"""One person's own page, kept fresh by the boards that come."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen

from gleaptui.board import Board
from gleaptui.keys import labels
from gleaptui.leaderboard import Standings
from gleaptui.widgets.agentpage import lines
from gleaptui.widgets.bound import bound
from gleaptui.widgets.heading import current, heading
from gleaptui.widgets.lines import Lines, justified
from gleaptui.widgets.page import Page
from gleaptui.widgets.standings import name
from gleaptui.widgets.teamshown import TeamShown, team_shown


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
        self._seen: TeamShown | None = None
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
        seen = team_shown(board)
        if self._seen is None or (seen.team is not self._seen.team or seen.idle != self._seen.idle):
            self._found = seen.standings
        self._seen = seen
        entry = self._found.find(self.key)
        named = name(entry).plain if entry is not None else ""
        place = f"{self._place + 1} of {len(self._keys)}" if len(self._keys) > 1 else ""
        self.query_one(AgentTitle).show(board, named, place, seen)
        self.query_one(Page).show(self._lines)

    def _lines(self, width: int) -> list[Content]:
        entry = self._found.find(self.key)
        if entry is not None:
            return lines(self._found, entry, self._board, width)
        failed = current(self._board, self._board.agents).problem is not None
        known = self._seen is not None and self._seen.team is not None
        said = "not in this period's list" if known else "no figures yet" if failed else "loading…"
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
        self._shown: tuple[Board, str, str, TeamShown] | None = None

    def show(self, board: Board, named: str, place: str, seen: TeamShown) -> None:
        """Show these."""
        self._shown = (board, named, place, seen)
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
        board, named, place, seen = self._shown
        shown = Content(named).truncate(max(8, width // 2), ellipsis=True).plain
        instead = Content.styled(f"{seen.instead}  " if seen.instead else "", "$watch")
        place_of = Content.styled(place, "$muted")
        note = Content.assemble(instead, place_of)
        return list(heading(shown, seen.scope, board, current(board, board.agents), note, width, place_of))


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
