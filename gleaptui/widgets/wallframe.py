"""What stands around what the wall shows: its name, the time, how old it is, and how things stand with the targets."""

from textual.content import Content

from gleaptui import text
from gleaptui.board import Board
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.widgets.bignumber import fitting, small
from gleaptui.widgets.lines import fit

_ROOMY = (60, 24)
"""Columns and lines from which the clock and the name are big."""
_LOW = 9
"""Lines below which none is left empty."""
_CLOCK = 2
"""The size of the clock, of those that digits have."""


def top(
    board: Board, name: str, scope: str, place: str, shown: Snapshot[object], width: int, height: int
) -> list[Content]:
    """What is shown and of when, how old that is, and the clock."""
    if height <= 2:
        return []
    clock = text.clock_time(board.now)
    if width < _ROOMY[0] or height < _ROOMY[1]:
        gap = [Content("")] if height >= _LOW else []
        return [_in_a_line(name, scope, place, clock, width), *gap]
    digits = fitting(clock, width // 3, 5, _CLOCK)
    left = [f" {row}" for row in small(name.upper())]
    room = width - len(digits[0]) - len(left[0]) - 2
    old = small(f"{text.age(shown.age(board.now))} OLD") if shown.fetched_at is not None else []
    if not old or len(old[0]) + 4 > room:
        old = [""] * len(left)
    middle = [row.center(room) for row in old]
    faded = "$stale" if shown.problem is not None else "$muted"
    rows = [
        Content.assemble((one, "bold $foreground"), (between, faded)) for one, between in zip(left, middle, strict=True)
    ]
    number = f"   {place}" if place else ""
    rows.append(Content.assemble((f" {scope}{number}", "$muted")))
    rows += [Content("")] * (len(digits) - len(rows))
    right = [*digits, *([""] * (len(rows) - len(digits)))]
    lines = [
        Content.assemble(fit(row, width - len(part) - 1), (part, "$foreground"), " ") if part else fit(row, width)
        for row, part in zip(rows, right, strict=True)
    ]
    return [*lines, Content("")]


def _in_a_line(name: str, scope: str, place: str, clock: str, width: int) -> Content:
    title, of = (f" {name}", "bold $foreground"), (f"   {scope}", "$muted")
    number = (f"   {place}" if place else "", "$muted")
    room = max(0, width - len(clock) - 2)
    ways = [Content.assemble(*parts) for parts in ((title, of, number), (title, of), (title, number), (title,), ())]
    left = next(one for one in ways if one.cell_length <= room)
    return Content.assemble(fit(left, room + 1), (clock, "bold $foreground"), " ")


def bottom(board: Board, shown: Snapshot[object], right: Content, width: int) -> Content:
    """How old what is shown is, and what is wrong with its source."""
    age = text.age(shown.age(board.now))
    known = shown.fetched_at is not None
    if shown.problem is not None:
        style, aged = "$stale", f", data {age} old" if known else ""
        lefts = [f" ⚠ {shown.problem.title}{aged}", f" ⚠ {age} old" if known else " ⚠ no data yet"]
    else:
        style, lefts = "$muted", [f" data {age} old" if known else " no data yet"]
    for left, end in ((lefts[0], right), (lefts[-1], right), (lefts[0], Content("")), (lefts[-1], Content(""))):
        room = width - len(left) - end.cell_length
        if room >= (1 if end.cell_length else 0):
            return Content.assemble((left, style), " " * room, end)
    return fit(Content.assemble((lefts[-1], style)), width)


def targets(board: Board, *, alarm: bool) -> Content:
    """How things stand with the targets. While there is an alarm, nothing is said to be well."""
    count = len(board.targets)
    states = [board.states.get(metric, "unknown") for metric in board.targets]
    off = sum(state in ("warning", "critical") for state in states)
    unknown = states.count("unknown")
    if off:
        return Content.assemble((f"! {off} of {count} off target ", "$bad"))
    if count and unknown == count:
        return Content.assemble(("? targets not known ", "$muted"))
    if not count or alarm:
        return Content("")
    if unknown:
        return Content.assemble((f"✓ {count - unknown} of {count} targets met, {unknown} not known ", "$muted"))
    return Content.assemble((f"✓ all {count} targets met " if count > 1 else "✓ target met ", "$good"))


def centred(lines: list[Content], width: int, height: int) -> list[Content]:
    """The lines in the middle of that room."""
    cut = [line.truncate(width, ellipsis=True) for line in lines][:height]
    above = max(0, (height - len(cut)) // 2)
    return [Content("")] * above + [line.pad_left(max(0, (width - line.cell_length) // 2)) for line in cut]


def nothing(words: str, snapshot: Snapshot[object], width: int, height: int) -> list[Content]:
    """Why there is nothing to show."""
    problem = snapshot.problem
    if snapshot.value is None:
        words = f"{words}: {problem.title}" if problem is not None else "loading…"
    return centred([Content.assemble((words, "$muted"))], width, height)
