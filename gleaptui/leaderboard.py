"""The team as a list of people: what is known of each, in which order, beside the team's average, and who is shown.

Nothing here knows a screen."""

import math
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from msgspec import Struct, structs

from gleaptui import csvtext
from gleaptui.gleap.change import Goodness, change
from gleaptui.gleap.models import Agent, Cell, TeamPerformance, Unit
from gleaptui.gleap.periods import Period

NAME = "name"
SHARE = "share"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a person (API.md, "Team performance")."""

    key: str
    label: str
    """For the head of a column."""
    name: str
    unit: Unit = "count"
    better: Literal["higher", "lower", ""] = ""
    """Empty where more is more work rather than better work."""
    bar: bool = False
    """Worth a bar beside the number."""


MEASURES = (
    Measure("worked_on", "worked on", "tickets worked on", bar=True),
    Measure("closed", "closed", "tickets closed", bar=True),
    Measure("replies", "replies", "replies sent", bar=True),
    Measure("first_reply_time", "1st reply", "first reply after", "seconds", "lower"),
    Measure("rating", "rating", "rating, of 100", "rating", "higher"),
    Measure("reply_time", "reply", "reply after", "seconds", "lower"),
    Measure("time_to_close", "to close", "closed after", "seconds", "lower"),
    Measure("hours_active", "active", "time active", "seconds"),
    Measure("assigned", "assigned", "tickets assigned", bar=True),
    Measure("first_assignment_reply_time", "after assign", "first reply after assignment", "seconds", "lower"),
    Measure(SHARE, "share", "share of the work", "percent"),
)
"""In the order of their worth: where there is no room for all, the last ones go first."""
MEASURE: dict[str, Measure] = {measure.key: measure for measure in MEASURES}

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


class AgentsLayout(Struct, frozen=True):
    """How somebody likes to see the list."""

    order: tuple[str, ...] = tuple(MEASURE)
    """The keys of all measures, the most wanted first."""
    hidden: tuple[str, ...] = ()
    sort: str = "worked_on"
    rising: bool = False
    bars: bool = True
    difference: bool = False
    """Differences to the team's average in the place of figures."""
    people_only: bool = False
    """Without service accounts."""

    @property
    def shown(self) -> tuple[str, ...]:
        """The keys of the columns that are wanted, in their order."""
        return tuple(key for key in self.order if key not in self.hidden)

    def moved(self, key: str, by: int) -> "AgentsLayout":
        """With that column so many places further on."""
        order = [one for one in self.order if one != key]
        order.insert(max(0, self.order.index(key) + by), key)
        return structs.replace(self, order=tuple(order))

    def toggled(self, key: str) -> "AgentsLayout":
        """With that column hidden, or shown again."""
        hidden = tuple(one for one in self.hidden if one != key)
        return structs.replace(self, hidden=hidden if key in self.hidden else (*hidden, key))

    def sorted_by(self, key: str) -> "AgentsLayout":
        """Sorted by that; the other way round where it is already."""
        return structs.replace(self, sort=key, rising=not self.rising if key == self.sort else rises(key))


def sound(layout: AgentsLayout) -> AgentsLayout:
    """The layout with what can be shown: each measure once, those it does not know at the end."""
    order = dict.fromkeys(key for key in (*layout.order, *MEASURE) if key in MEASURE)
    hidden = tuple(dict.fromkeys(key for key in layout.hidden if key in MEASURE))
    sort = layout.sort if layout.sort in MEASURE or layout.sort == NAME else "worked_on"
    return structs.replace(layout, order=tuple(order), hidden=hidden, sort=sort)


def rises(key: str) -> bool:
    """Whether the smallest is wanted first."""
    return key == NAME or MEASURE[key].better == "lower"


@dataclass(frozen=True, slots=True)
class Entry:
    """A person with their figures, None for what is not known."""

    key: str
    agent: Agent
    values: Mapping[str, float | None]
    folded: str
    """The name as it is compared and searched."""


@dataclass(frozen=True, slots=True)
class Standings:
    """The people in the order of their names, and the team's average."""

    entries: tuple[Entry, ...] = ()
    average: Entry | None = None
    """Gleap's own, which counts everybody, whoever is shown; None where none came."""
    pending: bool = False
    """Nothing is computed yet: a zero is not a figure, and all values are None."""
    share_is_most: bool = False
    """Somebody's work is not known, so that the others' shares may be smaller than they seem."""

    def find(self, key: str) -> Entry | None:
        """The person of that key."""
        return next((entry for entry in self.entries if entry.key == key), None)

    def highest(self, key: str) -> float:
        """The highest figure of anybody, at least 0."""
        return max((value for entry in self.entries if (value := entry.values[key]) is not None), default=0.0)


def standings(team: TeamPerformance, *, idle: bool = False) -> Standings:
    """The team's people. Two without an id and of the same name stay two. ``idle``: nobody did anything, so that where
    all is zero that is what there is to know."""
    pending = team.all_zero and not idle
    work = [agent.worked_on.value for agent in team.agents]
    total = math.fsum(value for value in work if value is not None and value > 0 and math.isfinite(value))
    taken: dict[str, int] = {}
    entries = []
    for agent in team.agents:
        key = agent.id or agent.email or agent.name
        taken[key] = taken.get(key, 0) + 1
        unique = key if taken[key] == 1 else f"{key}\n{taken[key]}"
        entries.append(_entry(unique, agent, total, pending=pending))
    average = team.average
    return Standings(
        entries=tuple(sorted(entries, key=lambda entry: entry.folded)),
        average=_entry("", average, 0.0, pending=False) if average is not None and not pending else None,
        pending=pending,
        share_is_most=None in work,
    )


def _entry(key: str, agent: Agent, total: float, *, pending: bool) -> Entry:
    values: dict[str, float | None] = dict.fromkeys(MEASURE)
    if not pending:
        for measure in MEASURES:
            cell: Cell = getattr(agent, measure.key, Cell())
            values[measure.key] = cell.value if cell.value is not None and math.isfinite(cell.value) else None
        mine = values["worked_on"]
        values[SHARE] = mine / total * 100 if mine is not None and total > 0 else None
    return Entry(key, agent, values, fold(agent.name))


def fold(name: str) -> str:
    """The name without case and marks, so that ``inês`` is found by ``ines``."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    return "".join(character for character in plain if not unicodedata.combining(character))


def selected(found: Standings, layout: AgentsLayout, wanted: str = "") -> tuple[Entry, ...]:
    """Those who are shown, in the layout's order: with all words of ``wanted`` in their name or address."""
    words = fold(wanted).split()
    entries = [
        entry
        for entry in found.entries
        if not (layout.people_only and entry.agent.service_account)
        and all(word in entry.folded or word in entry.agent.email.casefold() for word in words)
    ]
    return ordered(entries, layout.sort, rising=layout.rising)


def ordered(entries: Iterable[Entry], key: str, *, rising: bool) -> tuple[Entry, ...]:
    """By that measure or by name; equal ones keep their order, and who has no figure comes last in either
    direction."""
    if key == NAME:
        return tuple(sorted(entries, key=lambda entry: entry.folded, reverse=not rising))
    ranked: list[tuple[float, Entry]] = []
    missing: list[Entry] = []
    for entry in entries:
        value = entry.values[key]
        if value is None:
            missing.append(entry)
        else:
            ranked.append((value, entry))
    ranked.sort(key=lambda pair: pair[0], reverse=not rising)
    return *(entry for _, entry in ranked), *missing


@dataclass(frozen=True, slots=True)
class Difference:
    """How far somebody's figure is from the team's average, as precise as both are shown."""

    amount: float
    average: float
    goodness: Goodness


def difference(entry: Entry, average: Entry | None, key: str) -> Difference | None:
    """The difference of that measure; None where either is not known."""
    measure = MEASURE[key]
    found = change(entry.values[key], average.values[key] if average is not None else None, measure.unit)
    if found is None:
        return None
    good = "" if not measure.better or found.amount == 0 else _goodness(measure, found.amount)
    return Difference(found.amount, found.before, good)


def _goodness(measure: Measure, amount: float) -> Goodness:
    return "better" if (amount > 0) == (measure.better == "higher") else "worse"


def rank(found: Standings, entry: Entry, key: str) -> tuple[int, int] | None:
    """The place among the people whose figure is known, and how many they are; equal ones share theirs. None for a
    service account, and where the figure is not known."""
    mine = entry.values[key]
    if mine is None or entry.agent.service_account:
        return None
    others = [one.values[key] for one in found.entries if not one.agent.service_account]
    known = [value for value in others if value is not None]
    before = sum(value < mine if rises(key) else value > mine for value in known)
    return before + 1, len(known)


def as_csv(entries: Iterable[Entry], period: Period, as_of: datetime | None) -> str:
    """The people with every figure as it came, in seconds, counts and per cent; empty for what is not known. Each row
    says which days it is of and when that was read."""
    units = {"seconds": "_seconds", "percent": "_percent"}
    header = ["name", "email", "service_account", *(one.key + units.get(one.unit, "") for one in MEASURES)]
    span = (str(period.first), str(period.last), period.zone, as_of.isoformat(timespec="seconds") if as_of else None)
    rows = [
        (entry.agent.name, entry.agent.email, entry.agent.service_account, *entry.values.values(), *span)
        for entry in entries
    ]
    return csvtext.table([*header, "from", "to", "zone", "as_of"], rows)
