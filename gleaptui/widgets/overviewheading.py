"""The line on top of the Overview: the period and what it is compared with, the age, and how many figures are off
their targets."""

from collections import Counter
from collections.abc import Iterable

from textual.content import Content
from textual.events import Resize

from gleaptui import text
from gleaptui.board import Board, Figures
from gleaptui.gleap.metrics import METRIC
from gleaptui.gleap.models import Figure
from gleaptui.gleap.periods import partial
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.widgets.card import in_ascii
from gleaptui.widgets.drawing import Strokes
from gleaptui.widgets.faces import Outlook, rough_age
from gleaptui.widgets.heading import current, heading, shortened
from gleaptui.widgets.lines import fit
from gleaptui.widgets.patches import Patches


def targets_met(board: Board, visible: tuple[str, ...]) -> Content:
    """How many figures are off their targets; nothing without targets. ``visible`` are the cards that are shown."""
    if not board.targets or current(board, board.overview).value is None:
        return Content("")
    states = {metric: board.states.get(metric, "unknown") for metric in board.targets}
    off = [metric for metric, state in states.items() if state in ("warning", "critical")]
    unknown = sum(state == "unknown" for state in states.values())
    if off:
        far = any(states[metric] == "critical" for metric in off)
        hidden = sum(metric not in visible for metric in off)
        more = f", {hidden} not shown" if hidden else ""
        return Content.assemble(
            (f"{'!!' if far else '!'} {len(off)} off target{more}", "bold $bad" if far else "bold $watch")
        )
    if unknown == len(states):
        return Content.assemble((f"? {_targets(unknown)} not known", "$muted"))
    if unknown:
        return Content.assemble(
            (f"✓ {_targets(len(states) - unknown)} met", "$good"), (f", {unknown} not known", "$muted")
        )
    return Content.assemble((f"✓ {'all ' if len(states) > 1 else ''}{_targets(len(states))} met", "$good"))


def _targets(number: int) -> str:
    return f"{number} target{'' if number == 1 else 's'}"


def scope(board: Board, figures: Iterable[Figure]) -> tuple[str, ...]:
    """The period, whether it is partial, and what it is compared with; the fullest wording first."""
    label = board.period.label
    running = ", partial" if partial(board.period, board.now) else ""
    against = _against(figures)
    full = f"{label}{running}, against {against}" if against else f"{label}{running}"
    return tuple(dict.fromkeys((full, f"{label}{running}")))


def _against(figures: Iterable[Figure]) -> str:
    """What most figures are compared with."""
    said = Counter(figure.before_label for figure in figures if figure.before_label)
    return said.most_common(1)[0][0] if said else ""


def top(outlook: Outlook, snapshot: Snapshot[Figures], visible: tuple[str, ...], width: int) -> Content:
    """The first line: what matters least goes first where there is no room."""
    board = outlook.board
    note = targets_met(board, visible)
    missing = _missing(snapshot.value, visible)
    age, following = _age(board, snapshot)
    full, *short = scope(board, outlook.figures.values())
    brief = short[0] if short else full
    name: tuple[str, str] = ("Overview", "bold $foreground")
    for parts, notes in (
        ((name, (full, "$muted"), age, following), (missing, note)),
        ((name, (full, "$muted"), age), (missing, note)),
        ((name, (full, "$muted")), (missing, note)),
        ((name, (brief, "$muted"), age), (note,)),
        ((name, (brief, "$muted")), (note,)),
        (((brief, "$muted"),), (note,)),
        (((board.period.label, "$muted"),), (note,)),
        ((), (note,)),
    ):
        left = _joined([part for part in parts if part[0]], "   ")
        right = _contents(notes)
        room = width - left.cell_length - right.cell_length - 2
        if room >= (1 if right.cell_length else 0):
            return Content.assemble(" ", left, " " * room, right, " ")
    return fit(Content.assemble(" ", note if note.cell_length else Content("Overview")), width)


def _joined(parts: list[tuple[str, str]], apart: str) -> Content:
    line = Content("")
    for number, part in enumerate(parts):
        line = Content.assemble(line, apart if number else "", part)
    return line


def _contents(parts: tuple[Content, ...]) -> Content:
    line = Content("")
    for part in parts:
        if part.cell_length:
            line = Content.assemble(line, "   " if line.cell_length else "", part)
    return line


def _missing(figures: Figures | None, visible: tuple[str, ...]) -> Content:
    """How many of the figures that are shown have no value."""
    if figures is None:
        return Content("")
    known = {figure.metric for figure in figures if figure.value is not None}
    missing = sum(metric not in known for metric in visible if metric in METRIC)
    return Content.assemble((f"{missing} not available" if missing else "", "$muted"))


def _age(board: Board, snapshot: Snapshot[Figures]) -> tuple[tuple[str, str], tuple[str, str]]:
    """How old the oldest figure is, and that nothing is asked again by itself, where that is so."""
    seconds = snapshot.age(board.now)
    if seconds is None:
        return ("", ""), ("", "")
    failed = snapshot.problem is not None
    age = text.age(seconds) if failed else rough_age(seconds)
    stored = ", stored" if snapshot.source == "stored" else ""
    old = (f"{age} old{stored}", "$stale" if failed else "$muted")
    if failed or not board.next_looks:
        return old, ("", "")
    # Its feeds are many, and one of them is always about to be asked.
    by_hand = board.next_look(snapshot.feed) is None
    return old, ("r asks again", "$muted") if by_hand else ("", "")


class OverviewHeading(Patches):
    """The heading on the screen. It grows by what there is to say of a problem."""

    DEFAULT_CSS = """
    OverviewHeading { height: 1; width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Outlook, tuple[str, ...], Strokes] | None = None

    def show(self, outlook: Outlook, visible: tuple[str, ...], strokes: Strokes = "block") -> None:
        """Show what a board says of the figures together; ``visible`` are the cards that are shown."""
        self._shown = (outlook, visible, strokes)
        self._grow()
        self.repaint()

    def needs(self, width: int, height: int) -> int:
        """How many lines it takes on a screen of that size."""
        if not width or self._shown is None:
            return 1
        return min(len(self.lines(width, 0)), max(1, height // 4))

    def on_resize(self, _event: Resize) -> None:
        """A narrower line may take more of them."""
        self._grow()

    def _grow(self) -> None:
        parent = self.parent.size if self.parent is not None and hasattr(self.parent, "size") else self.size
        wanted = self.needs(self.size.width, parent.height)
        if self.styles.height is None or self.styles.height.value != wanted:
            self.styles.height = wanted

    def lines(self, width: int, height: int) -> list[Content]:
        if self._shown is None:
            return [Content(" Overview")]
        outlook, visible, strokes = self._shown
        board = outlook.board
        snapshot = current(board, board.overview)
        problem = heading("Overview", "", board, snapshot, Content(""), width)[1:]
        drawn = [top(outlook, snapshot, visible, width), *problem]
        if snapshot.problem is not None and 0 < height < len(drawn):
            # What is wrong is said first, and in whole words, where there are lines for part of it only.
            age = text.age(snapshot.age(board.now)) if snapshot.fetched_at else ""
            drawn = [*drawn[: height - 1], shortened(snapshot.problem, age, width)]
        return [in_ascii(one) for one in drawn] if strokes == "ascii" else drawn
