"""When a desk is busy and when it is quiet, in the words of a roster."""

import math
from dataclasses import dataclass
from itertools import combinations

from gleaptui.gleap.models import Heatmap
from gleaptui.widgets.heatscale import DAYS
from gleaptui.widgets.heatslots import Slots

Rows = list[list[float | None]]

BUSY, QUIET = 1.5, 0.3
"""An hour is busy above so many times the average hour, and quiet below so many."""
_LEAST_KNOWN, _LEAST_TOTAL = 24, 24.0
"""Below so many hours, or so much in them all, chance decides which ones stand out."""
_WHOLE_DAY = (1 << 24) - 1
_SPANS = (
    (0, 7),
    *sorted(
        ((first, last) for first, last in combinations(range(8), 2) if (first, last) != (0, 7)),
        key=lambda span: (span[0] - span[1], span),
    ),
)
"""Neighbouring days, first and behind the last, the longest spans first."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Hours of neighbouring days: from ``start`` up to ``end``, which is beyond 24 where they go over midnight."""

    first: int
    last: int
    """The day behind the last one."""
    start: int
    end: int

    @property
    def days(self) -> str:
        """Its days: ``Mon``, ``Mon-Fri`` or ``every day``."""
        if (self.first, self.last) == (0, 7):
            return "every day"
        return "-".join(dict.fromkeys((DAYS[self.first], DAYS[self.last - 1])))

    @property
    def span(self) -> str:
        """Its hours: ``9-12``; nothing where they are the whole day."""
        return "" if self.end - self.start == 24 else f"{self.start}-{self.end % 24 or 24}"

    @property
    def hours(self) -> int:
        """How many hours of how many days, multiplied."""
        return (self.last - self.first) * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Staffing:
    """The hours that ask for more people than the average one and those that ask for fewer, the longest stretches
    first. All of them are named, and none twice."""

    average: float
    busy: tuple[Stretch, ...] = ()
    quiet: tuple[Stretch, ...] = ()


def staffing(heatmap: Heatmap, had: Slots | None = None) -> Staffing | None:
    """The hint; None where too little is known to give one. Hours that are not known are neither busy nor quiet, nor is
    the one that is running for the first time.

    Of a period with more Mondays than Sundays an hour is named only where it stands out by what came in all and by what
    came each time as well: Gleap's numbers may be either (API.md, "Heatmap")."""
    had = had or Slots()
    rows = [
        [None if (day, hour) == had.running else value for hour, value in enumerate(row)]
        for day, row in enumerate(heatmap.cells)
    ]
    known = [value for row in rows for value in row if value is not None]
    total = math.fsum(known)
    if len(known) < _LEAST_KNOWN or not math.isfinite(total) or total < _LEAST_TOTAL:
        return None
    each = [
        [None if value is None else value / had.often.get((day, hour), 1) for hour, value in enumerate(row)]
        for day, row in enumerate(rows)
    ]
    (busy, quiet), (busy_each, quiet_each) = _standing_out(rows), _standing_out(each)
    return Staffing(
        total / len(known),
        _stretches([one & other for one, other in zip(busy, busy_each, strict=True)]),
        _stretches([one & other for one, other in zip(quiet, quiet_each, strict=True)]),
    )


def _standing_out(rows: Rows) -> tuple[list[int], list[int]]:
    """The busy and the quiet hours of each day."""
    known = [value for row in rows for value in row if value is not None]
    average = math.fsum(known) / len(known)
    return (
        [_mask([value is not None and value > BUSY * average for value in row]) for row in rows],
        [_mask([value is not None and value < QUIET * average for value in row]) for row in rows],
    )


def _mask(flags: list[bool]) -> int:
    return sum(1 << hour for hour, flag in enumerate(flags) if flag)


def _stretches(days: list[int]) -> tuple[Stretch, ...]:
    """Stretches that cover all marked hours, each time the largest that is left."""
    left, found = list(days), []
    while any(left):
        best = max(filter(None, (_longest(left, first, last) for first, last in _SPANS)), key=lambda one: one.hours)
        found.append(best)
        taken = _mask([(hour - best.start) % 24 < best.end - best.start for hour in range(24)])
        for day in range(best.first, best.last):
            left[day] &= ~taken
    return tuple(found)


def _longest(days: list[int], first: int, last: int) -> Stretch | None:
    """The longest run of hours that is marked on all of these days. Only that of every day goes over midnight: the
    night from Sunday to Monday is one as well."""
    mask = _WHOLE_DAY
    for day in range(first, last):
        mask &= days[day]
    if not mask or mask == _WHOLE_DAY:
        return Stretch(first, last, 0, 24) if mask else None
    length, start, run = 0, 0, 0
    for hour in range(48 if (first, last) == (0, 7) else 24):
        run = run + 1 if mask >> hour % 24 & 1 else 0
        if run > length:
            length, start = run, hour + 1 - run
    return Stretch(first, last, start % 24, start % 24 + length)


def named(stretches: tuple[Stretch, ...], width: int) -> str:
    """As many of them as fit, the first at any rate, and how many hours are not named:
    ``Tue-Thu 9-12 14-16, Sat and 3 more hours``."""
    said = ""
    for number in range(1, len(stretches) + 1):
        longer = _listed(stretches[:number]) + _rest(stretches[number:])
        if said and len(longer) > width:
            # With one more the rest may be said shorter, or not at all.
            continue
        said = longer
    return said


def _listed(stretches: tuple[Stretch, ...]) -> str:
    """Each group of days once, with all its hours."""
    days: dict[str, list[Stretch]] = {}
    for stretch in stretches:
        days.setdefault(stretch.days, []).append(stretch)
    spans = {name: sorted(found, key=lambda one: one.start) for name, found in days.items()}
    return ", ".join(" ".join(filter(None, (name, *(one.span for one in found)))) for name, found in spans.items())


def _rest(stretches: tuple[Stretch, ...]) -> str:
    hours = sum(stretch.hours for stretch in stretches)
    return f" and {hours} more hour{'s' if hours != 1 else ''}" if hours else ""
