"""What a heatmap says in words: the cell under the cursor, when to have more people and fewer, and its legend."""

import math
from collections.abc import Iterator

from textual.content import Content

from gleaptui import text
from gleaptui.gleap.models import Heatmap
from gleaptui.widgets.heatmeasure import View
from gleaptui.widgets.heatscale import DAYS, MARKS, PEAK, STEPS, Scale, every_cell, peak, peaks
from gleaptui.widgets.lines import fit, justified
from gleaptui.widgets.staffing import BUSY, QUIET, Staffing, named, staffing

Piece = tuple[str, str]
"""A text and its style."""


def counted(value: float | None, unit: str) -> str:
    """So many of them: ``1 ticket``, ``12 tickets``."""
    return f"{text.count(value)} {unit}{'' if value == 1 else 's'}"


def reading(view: View, width: int = 200) -> Content:
    """The cell under the cursor, its day and its hour, in words; at the right the zone that the hours are of."""
    day, hour = view.cursor
    value, share = _said(view)
    sums = f"   {DAYS[day]} {view.of_day(day)}   {hour:02d}:00 {view.of_hour(hour)}"
    place = (f" {DAYS[day]} {hour:02d}:00 ", "bold $accent")
    marks, short = _marks(view), share.removesuffix(" of all")
    zone, city = view.zone, _city(view.zone)
    forms = (
        (share + marks + sums, f"hours of {zone}"),
        (share + marks, f"hours of {zone}"),
        (share, zone),
        (share, city),
        (short, city),
        ("", city),
    )
    for rest, right in forms:
        line = Content.assemble(place, value, (rest, "$muted"))
        end = Content.assemble((f"{right} ", "$muted")) if zone else Content("")
        if line.cell_length + end.cell_length < width:
            return justified(line, end, width)
    return fit(Content.assemble(place, value), width)


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def alone(view: View, width: int, height: int) -> list[Content]:
    """The cell under the cursor by itself, where a grid would be a mess: as much about it as there is room for, in
    whole lines."""
    day, hour = view.cursor
    value, share = _said(view)
    place = (f" {DAYS[day]} {hour:02d}:00", "bold $accent")
    lines = [_widest(width, [Content.assemble(place, (end, "$muted")) for end in _endings(view)])]
    whole = Content.assemble(" ", value, (share, "$muted"))
    if whole.cell_length <= width:
        lines.append(whole)
    else:
        lines += [Content.assemble(" ", value), Content.assemble((f" {share.removeprefix(', ')}", "$muted"))]
    if day_peak := peaks(view.heatmap.cells[day]):
        highest = view.heatmap.cells[day][day_peak[0]]
        lines.append(Content.assemble((f" peak {day_peak[0]:02d}:00, {text.count(highest)}", "$muted")))
    sums = (f"{DAYS[day]} {view.of_day(day)}", f"{hour:02d}:00 {view.of_hour(hour)}")
    together = f" {', '.join(sums)}"
    lines += [
        Content.assemble((one, "$muted"))
        for one in ([together] if len(together) <= width else [f" {one}" for one in sums])
    ]
    lines += [hint for hint in hints(view, width, 2) if fit(hint, width).plain.rstrip()[-1:] != "…"]
    return [fit(line, width) for line in lines][:height]


def _endings(view: View) -> Iterator[str]:
    now = "  now" if view.at_now else ""
    if view.zone:
        yield f"{now}  hours of {view.zone}"
        yield f"{now}  {view.zone}"
        yield f"{now} {_city(view.zone)}"
        yield f" {_city(view.zone)}"
    yield now
    yield ""


def _widest(width: int, forms: list[Content]) -> Content:
    return next((form for form in forms if form.cell_length <= width), forms[-1])


def _said(view: View) -> tuple[Piece, str]:
    """The value under the cursor, and its share of all where all is known."""
    value = view.heatmap.cells[view.cursor[0]][view.cursor[1]]
    if value is None and view.cursor in view.slots.absent:
        return (f"{text.MISSING} no such hour so far", "$muted"), ""
    if value is None:
        return (f"{text.MISSING} not known", "$muted"), ""
    of_all = view.of_all
    share = ""
    if of_all.value and of_all.whole and math.isfinite(of_all.value):
        share = f", {text.percent(value / of_all.value * 100)} of all"
    return (counted(value, view.unit), "bold $foreground"), share


def _marks(view: View) -> str:
    day, hour = view.cursor
    peak_of_day = f", peak of {DAYS[day]}" if hour in peaks(view.heatmap.cells[day]) else ""
    return peak_of_day + (", now" if view.at_now else "")


def hints(view: View, width: int, rows: int) -> list[Content]:
    """Which hours ask for more people than the average one and which for fewer, in at most so many lines; nothing
    where too little is known."""
    hint = staffing(view.heatmap, view.slots)
    if rows >= 1 and view.of_all.value is None:
        return [fit(Content.assemble((f" no {view.unit}s by hour came for this period", "$foreground")), width)]
    if hint is None or rows < 1:
        return []
    if not hint.busy and not hint.quiet:
        return [fit(Content.assemble((" no hour stands out: ", "$foreground"), _measure_of(hint)), width)]
    both = _hint_line(hint, ("busy", "quiet"), width - 2)
    whole = all(len(named(part, 999)) <= len(named(part, width // 2 - 8)) for part in (hint.busy, hint.quiet))
    if (rows < 2 or whole) and both.cell_length <= width:
        return [_with_measure(both, hint, width)]
    shown = [kind for kind, part in (("busy", hint.busy), ("quiet", hint.quiet)) if part]
    lines = [_hint_line(hint, (kind,), width - 8) for kind in shown]
    return [_with_measure(lines[0], hint, width), *lines[1:]][:rows]


def _hint_line(hint: Staffing, kinds: tuple[str, ...], width: int) -> Content:
    shown = [kind for kind in kinds if (hint.busy if kind == "busy" else hint.quiet)]
    pieces: list[Piece] = [(" ", "")]
    for number, kind in enumerate(shown):
        room = width // len(shown) - len(kind) - 4
        said = named(hint.busy if kind == "busy" else hint.quiet, max(8, room))
        style = "bold $watch" if kind == "busy" else "bold $primary"
        pieces += [("   " if number else "", ""), (f"{kind} ", style), (said, "$foreground")]
    return Content.assemble(*pieces)


def _with_measure(line: Content, hint: Staffing, width: int) -> Content:
    return justified(line, Content.assemble("  ", _measure_of(hint), " "), width)


def _measure_of(hint: Staffing) -> Piece:
    return f"over {BUSY:g}× and under {QUIET:g}× the average hour, {text.count(hint.average)}", "$muted"


def legend(view: View, width: int) -> Content:
    """What each step stands for, that a blank is not known, and at the right the busiest hour."""
    heatmap = view.heatmap
    known = [value for value in every_cell(heatmap) if value is not None]
    scale = Scale(max(known, default=0.0))
    more: list[Piece] = []
    if len(known) < 7 * 24:
        more.append((f"  blank: {'not known' if view.unknown else 'no such hour so far'}", "$muted"))
    if any(map(peaks, heatmap.cells)):
        more.append((f"  {PEAK} peak of the day", "$muted"))
    named_steps: list[Piece] = [(" ", "")]
    for step, values in enumerate(scale.ranges()):
        if values and (step == 0 or scale.highest > 0):
            named_steps.append((f" {MARKS[step]} {values} ", f"$heat-text-{step} on $heat-{step}"))
    ramp: list[Piece] = [(" 0 ", "$muted")]
    ramp += [(MARKS[step], f"$heat-text-{step} on $heat-{step}") for step in range(STEPS)]
    ramp.append((f" {text.count(scale.highest)}", "$muted"))
    forms = [
        Content.assemble(*steps, *more[:parts]) for parts in range(len(more), -1, -1) for steps in (named_steps, ramp)
    ]
    line = next((form for form in forms if form.cell_length <= width), Content(""))
    return justified(line, busiest(heatmap), width)


def busiest(heatmap: Heatmap) -> Content:
    """The first highest cell by name; nothing where all are 0 or unknown."""
    found = peak(heatmap)
    if found is None:
        return Content("")
    day, hour, value = found
    place = (f"{DAYS[day]} {hour:02d}:00", "bold $foreground")
    return Content.assemble(("  busiest: ", "$muted"), place, (f", {text.count(value)} ", "$muted"))
