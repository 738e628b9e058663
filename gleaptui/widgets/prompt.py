"""The lines at the bottom of a page: what was done, or a question that a key answers."""

from collections.abc import Sequence

from textual.content import Content
from textual.events import Key, Resize
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from gleaptui.widgets.lines import Lines, fit

Answers = Sequence[tuple[str, str]]
"""Keys, and what each of them does."""
_LEAST = 8


class Prompt(Lines, can_focus=True):
    """Is hidden while there is nothing to say, and as high as what it says, up to half of what it stands under."""

    DEFAULT_CSS = """
    Prompt { height: 1; background: $panel; color: $foreground; display: none; }
    Prompt.-speaking { display: block; }
    """

    class Answered(Message):
        """A key, or the number that was typed; empty where the question was left."""

        def __init__(self, what: str, answer: str) -> None:
            super().__init__()
            self.what = what
            self.answer = answer

    def __init__(self) -> None:
        super().__init__()
        self.can_focus = False
        self.what = ""
        """What is asked for just now; empty while nothing is."""
        self.said = False
        """Whether something was told that nobody has had time to read."""
        self._words = Content("")
        self._answers: tuple[str, ...] = ()
        self._most = 0
        self._typed = ""

    def tell(self, words: Content) -> None:
        """Say that, until the next key."""
        self._leave()
        self.said = True
        self._speak(words)

    def ask(self, what: str, words: Content, answers: Answers) -> None:
        """Ask for one of these keys."""
        keys = [part for key, does in answers for part in ((f"  {key}", "$accent"), f" {does}")]
        self._answers, self._most, self._typed = tuple(key for key, _ in answers), 0, ""
        self._begin(what, Content.assemble(words, *keys, ("  esc", "$accent"), " leave it"))

    def ask_number(self, what: str, words: Content, most: int) -> None:
        """Ask for a number from 1 on. It is taken once no other can follow, or with enter."""
        self._answers, self._most, self._typed = (), most, ""
        self._begin(what, words)

    def quiet(self) -> None:
        """Say nothing more, and ask nothing."""
        self._leave()
        self._speak(Content(""))

    def _begin(self, what: str, words: Content) -> None:
        self.what, self.said, self.can_focus = what, False, True
        self._speak(words)
        self.focus(scroll_visible=False)

    def _leave(self) -> None:
        self.what, self.said, self.can_focus = "", False, False
        self._answers, self._most, self._typed = (), 0, ""

    def _speak(self, words: Content) -> None:
        self._words = words
        self.set_class(bool(words.plain), "-speaking")
        self._grow()
        self.repaint()

    def holds(self, words: str) -> bool:
        """Whether there is room to show all of that."""
        return len(Content(words).wrap(max(_LEAST, self._room[0] - 2))) < max(2, self._room[1] // 2)

    @property
    def _room(self) -> Size:
        return self.parent.size if isinstance(self.parent, Widget) else self.app.size

    def _grow(self) -> None:
        wanted = max(1, min(len(self._wrapped(self._room.width)), self._room.height // 2))
        if self.styles.height is None or self.styles.height.value != wanted:
            self.styles.height = wanted

    def on_resize(self, _event: Resize) -> None:
        """Wrap anew."""
        self._grow()

    def _wrapped(self, width: int) -> list[Content]:
        typed = Content.assemble((f" {self._typed}", "bold"), ("▏", "$accent")) if self._most else Content("")
        return Content.assemble(self._words, typed).wrap(max(_LEAST, width - 2))

    def lines(self, width: int, height: int) -> list[Content]:
        return [fit(Content.assemble(" ", part), width) for part in self._wrapped(width)]

    def on_key(self, event: Key) -> None:
        """Take the answer; no other key does anything meanwhile."""
        if not self.what:
            return
        event.stop()
        event.prevent_default()
        if event.key in ("escape", "q"):
            self._answer("")
        elif self._most:
            self._type(event)
        elif event.key in self._answers or event.character in self._answers:
            self._answer(event.key if event.key in self._answers else event.character or "")

    def _type(self, event: Key) -> None:
        if event.key == "backspace":
            self._typed = self._typed[:-1]
        elif event.character is not None and event.character in "0123456789":
            typed = (self._typed + event.character).lstrip("0")
            self._typed = typed if typed and int(typed) <= self._most else self._typed
        if self._typed and (event.key == "enter" or int(self._typed) * 10 > self._most):
            self._answer(self._typed)
        else:
            self.repaint()

    def _answer(self, answer: str) -> None:
        what = self.what
        self.quiet()
        self.post_message(self.Answered(what, answer))
