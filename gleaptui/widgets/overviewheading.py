"""The line on top of the Overview: the period and what it is compared with, the age, and how many figures are off
their targets."""

from collections import Counter
from collections.abc import Iterable

from textual.content import Content
from textual.events import Resize

from gleaptui import text
from gleaptui.board import Board, Figures
from gleaptui.gleap.models import Figure
from gleaptui.gleap.periods import partial
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.widgets.card import Part, in_ascii
from gleaptui.widgets.drawing import Strokes
from gleaptui.widgets.faces import Outlook, rough_age
from gleaptui.widgets.heading import asked_again, current, heading, shortened
from gleaptui.widgets.lines import fit
from gleaptui.widgets.patches import Patches


def targets_met(board: Board, visible: tuple[str, ...]) -> tuple[Content, Content]:
    """How many figures are off their targets, in full and as short as it goes; nothing without targets. ``visible`` are
    the cards that are shown."""
    if not board.targets or current(board, board.overview).value is None:
        return Content(""), Content("")
    states = {metric: board.states.get(metric, "unknown") for metric in board.targets}
    off = [metric for metric, state in states.items() if state in ("warning", "critical")]
    unknown = sum(state == "unknown" for state in states.values())
    if off:
        far = any(states[metric] == "critical" for metric in off)
        hidden = sum(metric not in visible for metric in off)
        brief, style = f"{'!!' if far else '!'} {len(off)} off", "bold $bad" if far else "bold $watch"
        more = f", {hidden} not shown" if hidden else ""
        return Content.assemble((f"{brief} target{more}", style)), Content.assemble((brief, style))
    if unknown == len(states):
        return Content.assemble((f"? {_targets(unknown)} not known", "$muted")), Content.assemble(("?", "$muted"))
    met = len(states) - unknown
    brief_met = Content.assemble((f"✓ {met} met", "$good"))
    if unknown:
        return Content.assemble((f"✓ {_targets(met)} met", "$good"), (f", {unknown} not known", "$muted")), brief_met
    return Content.assemble((f"✓ {'all ' if met > 1 else ''}{_targets(met)} met", "$good")), brief_met


def _targets(number: int) -> str:
    return f"{number} target{'' if number == 1 else 's'}"


def scope(board: Board, figures: Iterable[Figure]) -> tuple[str, ...]:
    """The period, whether it is partial, and what it is compared with; the fullest wording first."""
    label = board.period.label
    running = ", partial" if partial(board.period, board.overview.fetched_at or board.now) else ""
    against = _against(figures)
    if board.instead_of is not None:
        return (f"{label}, nothing yet {board.instead_of.label}",)
    full = f"{label}{running}, against {against}" if against else f"{label}{running}"
    return tuple(dict.fromkeys((full, f"{label}{running}")))


def _against(figures: Iterable[Figure]) -> str:
    """What most figures are compared with."""
    said = Counter(figure.before_label for figure in figures if figure.before_label)
    return said.most_common(1)[0][0] if said else ""


def top(outlook: Outlook, snapshot: Snapshot[Figures], visible: tuple[str, ...], width: int) -> Content:
    """The first line: what matters least goes first where there is no room."""
    board = outlook.board
    note, noted = targets_met(board, visible)
    missing = _missing(outlook, visible) if snapshot.value is not None else Content("")
    age, following = _age(board, snapshot)
    full, *short = scope(board, outlook.figures.values())
    brief = (short[0] if short else full, "$muted")
    name: Part = ("Overview", "bold $foreground")
    for parts, notes in (
        ((name, (full, "$muted"), age, following), (missing, note)),
        ((name, (full, "$muted"), age), (missing, note)),
        ((name, brief, age), (missing, note)),
        ((name, brief, age), (note,)),
        ((brief, age), (note,)),
        ((brief, age), (noted,)),
        ((brief,), (note,)),
        (((board.period.label, "$muted"),), (note,)),
        ((), (note,)),
    ):
        apart = Content("  " if notes[-1] is noted else "   ")
        left = apart.join(Content.assemble(part) for part in parts if part[0])
        right = apart.join(one for one in notes if one.cell_length)
        room = width - left.cell_length - right.cell_length - 2
        if room >= (1 if right.cell_length else 0):
            return Content.assemble(" ", left, " " * room, right, " ")
    return fit(Content.assemble(" ", note if note.cell_length else Content("Overview")), width)


def _missing(outlook: Outlook, visible: tuple[str, ...]) -> Content:
    """How many of the cards say that there is no value; one that was not answered yet does not."""
    missing = sum(outlook.faces[metric].missing for metric in visible)
    return Content.assemble((f"{missing} not available" if missing else "", "$muted"))


def _age(board: Board, snapshot: Snapshot[Figures]) -> tuple[Part, Part]:
    """How old the oldest figure is, and when the first of them is asked again."""
    seconds = snapshot.age(board.now)
    if seconds is None:
        return ("", ""), ("", "")
    failed = snapshot.problem is not None
    age = text.age(seconds) if failed else rough_age(seconds)
    stored = ", stored" if snapshot.source == "stored" else ""
    old = (f"{age} old{stored}", "$stale" if failed else "$muted")
    return old, ("" if failed else asked_again(board, snapshot.feed), "$muted")


class OverviewHeading(Patches):
    """The heading on the screen. It grows by what there is to say of a problem."""

    DEFAULT_CSS = """
    OverviewHeading { height: 1; width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Outlook, tuple[str, ...], Strokes] | None = None
        self._said: dict[tuple[int, int], list[Content]] = {}
        """The lines for each size, as it is asked for them more often than there is something else to say."""

    def show(self, outlook: Outlook, visible: tuple[str, ...], strokes: Strokes = "block") -> None:
        """Show what a board says of the figures together; ``visible`` are the cards that are shown."""
        self._shown = (outlook, visible, strokes)
        self._said = {}
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
        size = width, height
        if size not in self._said:
            self._said[size] = self._worded(*self._shown, width, height)
        return list(self._said[size])

    def _worded(
        self, outlook: Outlook, visible: tuple[str, ...], strokes: Strokes, width: int, height: int
    ) -> list[Content]:
        board = outlook.board
        snapshot = current(board, board.overview)
        problem = heading("Overview", "", board, snapshot, Content(""), width)[1:]
        drawn = [top(outlook, snapshot, visible, width), *problem]
        if snapshot.problem is not None and 0 < height < len(drawn):
            # What is wrong is said first, and in whole words, where there are lines for part of it only.
            age = text.age(snapshot.age(board.now)) if snapshot.fetched_at else ""
            drawn = [*drawn[: height - 1], shortened(snapshot.problem, age, width)]
        return [in_ascii(one) for one in drawn] if strokes == "ascii" else drawn
