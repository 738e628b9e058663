"""Looks for tickets while one types: at once among those at hand, then with Gleap's own search."""

from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from gleaptui import text
from gleaptui.gleap.errors import GleapError
from gleaptui.inbox.search import Found, Hit, identity, number
from gleaptui.widgets.ticketlist import TicketList

_PAUSE = 0.6
"""Seconds without a key after which Gleap is asked."""
_LEAST = 3
"""Letters from which Gleap is asked before somebody says so."""


class TicketSearch(Widget):
    """What is looked for in a list, and what came of it. It shows nothing itself."""

    DEFAULT_CSS = "TicketSearch { display: none; }"

    class Changed(Message):
        """Something else was found."""

    def __init__(self, tickets: TicketList) -> None:
        super().__init__()
        self._list = tickets
        self._words = ""
        self._here: tuple[Hit, ...] = ()
        self._found: Found | None = None
        self._error: GleapError | None = None
        self._asked = ""
        self._goes = False
        """Whether somebody waits to be taken to the ticket of that number."""
        self._opens = False
        """Whether it is to be opened then."""
        self._timer: Timer | None = None

    def type(self, typed: str) -> None:
        """Show what these words find at hand, and ask Gleap once one stops typing."""
        inbox, words = self._list.inbox, text.clean(typed, 200).strip()
        self._stop_timer()
        if inbox is None or words == self._words:
            return
        self._words, self._found, self._error, self._asked = words, None, None, ""
        self._goes = self._opens = False
        if not words:
            self.forget()
            return
        self._here = inbox.find_here(words)
        self._list.show_found(self._here)
        self.post_message(self.Changed())
        if len(words) >= _LEAST:
            self._timer = self.set_timer(_PAUSE, self._ask_gleap)

    def ask(self, typed: str) -> str:
        """Look for that now, and go to a ticket whose number it is. Gives the id of a ticket where a link was typed."""
        if known := identity(typed):
            self.forget()
            return known
        self.type(typed)
        if self._words:
            self._goes = number(self._words) is not None
            self._go()
            self._ask_gleap()
        return ""

    def forget(self) -> None:
        """Show the list again."""
        self._stop_timer()
        self._words, self._here, self._found, self._error, self._asked = "", (), None, None, ""
        self._goes = self._opens = False
        self.workers.cancel_node(self)
        self._list.leave_found()
        self.post_message(self.Changed())

    def step(self, by: int) -> None:
        """Go to the next one that was found, or to the one before, round and round."""
        count = self._list.source.count
        if self._list.found and count:
            self._list.move_to((self._list.cursor + by) % count)

    def open_what_comes(self) -> bool:
        """Open the ticket of the number that was asked for once it comes, and none of those that look like it; whether
        one is waited for."""
        self._opens = self._goes and self._waits
        return self._opens

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _ask_gleap(self) -> None:
        self._stop_timer()
        if self._words and self._asked != self._words:
            self._asked = self._words
            self.run_worker(self._ask(self._words), group="search", exclusive=True, exit_on_error=False)

    async def _ask(self, words: str) -> None:
        inbox = self._list.inbox
        if inbox is None:
            return
        try:
            found: Found | None = await inbox.find(words)
        except GleapError as error:
            found, self._error = None, error
        if words != self._words:
            return
        if found is not None:
            self._found = found
            self._list.show_found(found, self._list.key)
            self._go()
        self.post_message(self.Changed())

    def _go(self) -> None:
        """Go to the ticket of the number that was typed, in the list if it is there."""
        wanted = number(self._words)
        every = self._found.tickets if self._found is not None else tuple(hit.ticket for hit in self._here)
        exact = next((ticket for ticket in every if ticket.number == wanted), None) if self._goes else None
        if exact is None:
            return
        self._goes = False
        row = self._list.source.index_of(exact.id)
        if row is not None:
            self._list.move_to(row)
            if self._opens:
                self._list.action_choose()

    # In words

    def place(self) -> Content:
        """Where one is among what was found."""
        count = self._list.source.count
        said = f"{text.grouped(self._list.cursor + 1)} of {text.grouped(count)} found" if count else "none found"
        return Content.styled(said, "$foreground")

    def nothing(self) -> Content:
        """Why there is no row."""
        return Content.styled("nothing here so far" if self._waits else "nothing found", "$muted")

    @property
    def _waits(self) -> bool:
        return self._found is None and self._error is None

    def said(self) -> Content:
        """What was searched, and what came of it."""
        if self._found is not None:
            parts = [(f" {self._found.said}", "$foreground")]
            if self._found.problem is not None:
                parts.append((f"  {self._found.problem.title}: {self._found.problem.message}", "$bad"))
            return Content.assemble(*parts)
        here = f" “{text.clean(self._words, 40)}”: {len(self._here)} among the loaded tickets"
        if self._error is not None:
            return Content.assemble((here, "$foreground"), (f"  {self._error.title}: {self._error.message}", "$bad"))
        then = "asking Gleap…" if self._asked else "enter asks Gleap"
        return Content.assemble((here, "$foreground"), (f"  {then}", "$muted"))
