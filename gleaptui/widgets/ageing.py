"""The open tickets in one to three lines: how old, how many without an agent, which waits longest, of which types."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from textual.content import Content
from textual.events import Click
from textual.message import Message

from gleaptui import text
from gleaptui.gleap.backlog import AGE_NAMES, Backlog, ages
from gleaptui.keys import label
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.widgets.card import in_ascii
from gleaptui.widgets.drawing import Strokes
from gleaptui.widgets.faces import rough_age
from gleaptui.widgets.lines import fit
from gleaptui.widgets.patches import Patches

View = Literal["unassigned", "waiting", "open"]
VIEWS: dict[str, View] = {
    "overview.unassigned": "unassigned",
    "overview.waiting": "waiting",
    "overview.open_tickets": "open",
}
"""The keys and what they lead to."""

_SHORT_NAMES = ("<1h", "1-4h", "4-24h", "1-3d", ">3d")
_LONG_NAMES_FROM = 78
_APART, _ALIKE = "   ", " │ "
_LONGEST_TYPE = 24
_YOUNG = 300.0
"""Seconds up to which the age of what is shown makes no difference."""


@dataclass(frozen=True, slots=True)
class Item:
    """A piece that is shown whole or not at all."""

    content: Content
    view: View | None = None
    apart: str = _APART
    """What stands before it."""


Places = tuple[tuple[int, int, View], ...]
"""Columns, first and end, that lead somewhere."""


def line(items: Sequence[Item], width: int) -> tuple[Content, Places]:
    """The items as far as they fit whole, with an ellipsis for the rest, and the columns that lead somewhere."""
    drawn = Content("")
    left_out = broken = False
    places: list[tuple[int, int, View]] = []
    for number, item in enumerate(items):
        before = " " if not drawn.cell_length else item.apart
        longer = Content.assemble(drawn, (before, "$rule"), item.content)
        rest = number + 1 < len(items)
        # What goes on with something that is left out would seem to go on with something else.
        broken = broken and item.apart == _ALIKE
        if broken or longer.cell_length > width - (2 if rest or left_out else 0):
            left_out = broken = True
            continue
        if item.view is not None:
            places.append((drawn.cell_length + len(before), longer.cell_length, item.view))
        drawn = longer
    return Content.assemble(drawn, (" …", "$muted")) if left_out and drawn.cell_length else drawn, tuple(places)


def wanted(width: int) -> int:
    """How many lines say all there is to say at a width."""
    return 2 if width >= 116 else 3


def ageing(snapshot: Snapshot[Backlog], now: datetime, width: int, height: int) -> list[tuple[Content, Places]]:
    """The lines, with the columns that lead somewhere."""
    backlog = snapshot.value
    if backlog is None:
        problem = snapshot.problem
        said = f"Open tickets: {problem.title}" if problem is not None else "Open tickets: loading…"
        unknown: list[tuple[Content, Places]] = [(fit(Content.assemble((f" {said}", "$muted")), width), ())]
        return unknown[:height]
    long, short = _ages(backlog, now, width), _ages(backlog, now, 0)
    waiting, types = _waiting(backlog, now, short=width < _LONG_NAMES_FROM), _types(backlog)
    candidates = ([*first, *second] for first, second in ((long, waiting), (short, waiting)))
    together = next((both for both in candidates if height < 3 and _fits(both, width)), None)
    if height == 1:
        # The total, who has nobody and who waits; the ages are what can be done without.
        return [line(together or [*long[:1], *waiting], width)][:height]
    in_two = [together, types] if together else [long, [*waiting, *types]]
    groups = [group for group in (in_two if height == 2 else [long, waiting, types]) if group]
    age = Item(_age(snapshot, now))
    if len(groups) < height and not _fits([*groups[-1], age], width):
        groups.append([age])
    else:
        groups[-1] = _with(age, groups[-1], width)
    return [line(group, width) for group in groups][:height]


def _with(age: Item, items: list[Item], width: int) -> list[Item]:
    """The items with their age, before those that have no room besides it: how old they are matters more."""
    rows = ([*items[:count], age, *items[count:]] for count in range(len(items), 0, -1))
    told = age.content.plain
    return next((row for row in rows if told in line(row, width)[0].plain), [age, *items])


def _fits(items: list[Item], width: int) -> bool:
    return not line(items, width)[0].plain.endswith("…")


def _ages(backlog: Backlog, now: datetime, width: int) -> list[Item]:
    total = text.count(backlog.total)
    style = "bold $foreground" if backlog.total is not None else "$muted"
    found = [
        Item(
            Content.assemble((f"{label('overview.open_tickets')} ", "$accent"), ("open ", "$muted"), (total, style)),
            "open",
        )
    ]
    if backlog.problem and backlog.total is None:
        return [*found, Item(Content.assemble((f"ages not known: {backlog.problem}", "$muted")))]
    names = AGE_NAMES if width >= _LONG_NAMES_FROM else _SHORT_NAMES
    pieces = [
        Content.assemble((f"{name} ", "$muted"), (text.count(count), "$foreground" if count is not None else "$muted"))
        for name, count in zip(names, ages(backlog, now), strict=True)
    ]
    # Where not all have room, the oldest are what matters.
    for some in (pieces, pieces[::-1]):
        items = [*found, *(Item(piece, apart=_ALIKE if number else _APART) for number, piece in enumerate(some))]
        if not width or _fits(items, width):
            break
    return items


def _waiting(backlog: Backlog, now: datetime, *, short: bool) -> list[Item]:
    found = []
    if backlog.unassigned is not None:
        of = "" if backlog.complete else f" of the {text.count(backlog.looked_at)} oldest"
        words = Content.assemble(
            (f"{label('overview.unassigned')} ", "$accent"),
            ("unassigned ", "$muted"),
            (text.count(backlog.unassigned), "$foreground"),
            (of, "$muted"),
        )
        found.append(Item(words, "unassigned"))
    waits = backlog.waiting_at is not None
    since, number_of = (
        (backlog.waiting_at, backlog.waiting_number) if waits else (backlog.oldest_at, backlog.oldest_number)
    )
    if backlog.nobody_waits or (backlog.total == 0 and since is None):
        found.append(Item(Content.assemble(("nobody waits", "$good"))))
    elif since is not None:
        number = f"#{number_of} " if number_of is not None else ""
        age = text.duration(max(0.0, (now - since).total_seconds()) // 60 * 60)
        said = "oldest " if not waits else "longest " if short else "longest waiting "
        words = Content.assemble(
            (f"{label('overview.waiting')} ", "$accent"), (said, "$muted"), (number + age, "$foreground")
        )
        found.append(Item(words, "waiting"))
    return found


def _types(backlog: Backlog) -> list[Item]:
    if not backlog.types:
        return (
            [Item(Content.assemble((f"by type: {backlog.types_problem}", "$muted")))] if backlog.types_problem else []
        )
    ranked = sorted(backlog.types, key=lambda one: -(one.open or 0))
    found: list[Item] = []
    for one in ranked:
        if one.open == 0 and found:
            continue
        said = "by type  " if not found else ""
        count = (text.count(one.open), "$foreground" if one.open is not None else "$muted")
        piece = Content.assemble((f"{said}{type_name(one.type)} ", "$muted"), count)
        found.append(Item(piece, apart=_ALIKE if found else _APART))
    queued = [one.queued for one in backlog.types if one.queued is not None]
    if queued and sum(queued):
        found.append(Item(Content.assemble(("queued ", "$muted"), (text.count(sum(queued)), "$foreground"))))
    return found


def type_name(kind: str) -> str:
    """A type as people write it: ``feature request``; one of the project's own as it is."""
    words = kind.replace("_", " ").lower() if kind.isupper() else kind
    return Content(words).truncate(_LONGEST_TYPE, ellipsis=True).plain


def _age(snapshot: Snapshot[Backlog], now: datetime) -> Content:
    seconds = snapshot.age(now)
    if snapshot.problem is not None:
        return Content.assemble((f"{text.age(seconds)} old: {snapshot.problem.title}", "$stale"))
    # Tickets grow older on the screen by themselves, so that this matters less than the age of a figure.
    return Content.assemble((rough_age(max(seconds or 0.0, _YOUNG)), "$muted"))


class Ageing(Patches):
    """The open tickets on the screen."""

    DEFAULT_CSS = """
    Ageing { width: 1fr; height: 1; }
    """

    class Picked(Message):
        """What leads to tickets was clicked."""

        def __init__(self, view: View) -> None:
            super().__init__()
            self.view: View = view

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Snapshot[Backlog], datetime] | None = None
        self._strokes: Strokes = "block"

    def show(self, snapshot: Snapshot[Backlog], now: datetime, strokes: Strokes = "block") -> None:
        """Show this backlog as of now; the same words again cost nothing."""
        self._shown, self._strokes = (snapshot, now), strokes
        self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        drawn = [content for content, _ in self._said(width, height)]
        return [in_ascii(content) for content in drawn] if self._strokes == "ascii" else drawn

    def _said(self, width: int, height: int) -> list[tuple[Content, Places]]:
        return ageing(*self._shown, width, height) if self._shown is not None else []

    def on_click(self, event: Click) -> None:
        """Go where the words lead."""
        said = self._said(*self.size)
        if 0 <= event.y < len(said):
            for first, end, view in said[event.y][1]:
                if first <= event.x < end:
                    self.post_message(self.Picked(view))
                    return
