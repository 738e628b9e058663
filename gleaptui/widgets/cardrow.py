"""One figure as a single line, where there is little room."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content

from gleaptui.widgets.card import SIGNS, STYLES, Face, first_that_fits, trend, value_style
from gleaptui.widgets.lines import fit

_SHORTEST_LABEL, _LABEL, _LONGEST_LABEL = 8, 19, 26
_VALUE = 8
_CHANGE = 9
_LONG_CHANGE = 27
_TREND = 8
_AGE = 5


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns a line of that width has, and how wide they are; 0 where there is none."""

    label: int
    value: int
    change: int = 0
    trend: int = 0
    target: int = 0
    age: int = 0


def columns(width: int, faces: Iterable[Face]) -> Columns:
    """The columns for lines of these figures that stand below each other."""
    faces = tuple(faces)
    value = 1 + max([_VALUE, *(len(signed(face)) for face in faces)])
    change = 1 + max([_CHANGE, *(_changed(face)[-1].cell_length for face in faces if face.changes)])
    target = max((len(face.target) + len(" target ") for face in faces if face.target), default=0)
    spare = width - 1 - value
    if spare < change + _SHORTEST_LABEL:
        return Columns(max(0, min(spare, _LONGEST_LABEL)), min(value, max(0, width - 1)))
    spare -= change
    found = {"change": change}
    for name, size in (("trend", _TREND + 2), ("target", target), ("age", _AGE)):
        if size and spare - size >= _LABEL:
            found[name] = size
            spare -= size
    if spare - (_LONG_CHANGE - change) >= _LABEL:
        spare -= max(0, _LONG_CHANGE - change)
        found["change"] = max(change, _LONG_CHANGE)
    return Columns(min(spare, _LONGEST_LABEL), value, **found)


def _changed(face: Face) -> list[Content]:
    """The wordings of the change, the fullest first. Where others have a sign, one that is neither good nor bad has a
    space."""
    style = "$muted" if face.stale else STYLES[face.verdict]
    return [Content.assemble((f"{words} {SIGNS[face.verdict] or ' '}", style)) for words in face.changes]


def signed(face: Face) -> str:
    """The value with the signs before it: how it came about and how it stands to its target."""
    signs = " ".join(sign for sign in ("".join(sign for _, sign in face.marks), face.standing[1]) if sign)
    return f"{signs} {face.value or '…'}".lstrip()


def row(face: Face, width: int, *, chosen: bool, shape: Columns | None = None) -> Content:
    """The figure in one line: label, value, change, target and trend, as far as there is room for them."""
    shape = shape or columns(width, [face])
    label = Content.assemble((face.label, "bold $primary" if chosen else "$foreground"))
    mark = ("›" if chosen else " ", "bold $primary")
    # A label may take what a short value leaves.
    size = min(max(shape.label, label.cell_length), shape.label + shape.value - len(signed(face)) - 1)
    line = Content.assemble(
        mark, fit(label, max(shape.label, size)), _value(face, min(shape.value, shape.label + shape.value - size))
    )
    if face.missing and width > line.cell_length + 2:
        line = _missing(face, line, mark, shape, width)
    elif shape.change and not face.missing:
        change = first_that_fits(_changed(face), shape.change - 1)
        aim = f" target {face.target}" if face.target else ""
        target = Content.assemble((aim if len(aim) <= shape.target else "", "$muted"))
        bars = trend(face, shape.trend - 2)[0] if shape.trend else Content("")
        age = Content.assemble((face.age, "$stale" if face.stale else "$muted"))
        line = Content.assemble(
            line,
            change.pad_left(max(0, shape.change - change.cell_length)),
            fit(target, shape.target),
            "  " if shape.trend else "",
            fit(bars, max(0, shape.trend - 2)),
            age.pad_left(max(0, shape.age - age.cell_length)) if shape.age else "",
        )
    line = fit(line, width)
    return line.stylize("on $cursor") if chosen else line


def _missing(face: Face, line: Content, mark: tuple[str, str], shape: Columns, width: int) -> Content:
    """Why there is no value, behind the dash; where that has no room there, the dash stands behind the label."""
    reason = Content.assemble((face.reason, "$muted"))
    room = width - line.cell_length - 1
    if reason.cell_length <= room:
        return Content.assemble(line, " ", reason)
    said = Content.assemble("  ", (signed(face), "$muted"), " ", reason)
    label = fit(Content.assemble((face.label, "$foreground")), shape.label)
    return Content.assemble(mark, label, said.truncate(max(0, width - 1 - shape.label), ellipsis=True))


def _value(face: Face, width: int) -> Content:
    """The value at the right; of what stands before it goes first what does not fit."""
    marks = "".join(sign for _, sign in face.marks)
    _, sign, style = face.standing
    value = Content.assemble((face.value or "…", value_style(face)))
    for before in ([(marks, "$muted"), (sign, style)], [(sign, style)], []):
        signs = [part for said, how in before if said for part in ((said, how), " ")]
        line = Content.assemble(*signs, value)
        if line.cell_length <= width:
            return line.pad_left(width - line.cell_length)
    return value.truncate(max(0, width), ellipsis=True)
