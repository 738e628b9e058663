"""The one event log of the desk, with an index for each question that is often asked of it."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable

from gleaptui.demo import kinds
from gleaptui.demo.kinds import Event

_NAMES: dict[int, tuple[str, ...]] = {
    kinds.CREATED: ("created", "message"),
    kinds.ASSIGNED_FIRST: ("assigned", "assigned_first"),
    kinds.ASSIGNED: ("assigned",),
    kinds.REPLY_FIRST: ("reply", "reply_first", "message", "comment", "activity"),
    kinds.REPLY: ("reply", "message", "comment", "activity"),
    kinds.COMMENT: ("message", "comment"),
    kinds.COMMENT_AFTER_CLOSE: ("message", "comment"),
    kinds.NOTE: ("activity",),
    kinds.STATUS: ("activity",),
    kinds.CLOSED_FIRST: ("closed", "closed_first", "activity"),
    kinds.CLOSED: ("closed", "activity"),
    kinds.KAI_INVOLVED: ("kai_involved",),
    kinds.KAI_QUESTION: ("kai_question",),
    kinds.KAI_ANSWERED: ("kai_answered", "message"),
    kinds.KAI_NO_ANSWER: ("kai_no_answer", "message"),
    kinds.ESCALATED: ("escalated", "message"),
    kinds.KAI_FEEDBACK: ("kai_feedback",),
    kinds.SLA_STARTED: ("sla_started",),
    kinds.SLA_BREACHED: ("sla_breached",),
    kinds.RATED: ("rated", "message"),
}
_PER_AGENT = frozenset(
    {"assigned", "reply", "reply_first", "assigned_first", "closed", "closed_first", "rated", "activity"}
)


class Track:
    """The entries of one sort, oldest first, as columns."""

    __slots__ = ("at", "number", "value")

    def __init__(self) -> None:
        self.at: array[int] = array("q")
        self.number: array[int] = array("q")
        self.value: array[int] = array("q")

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Where the entries from ``begin`` up to, not including, ``end`` lie; both in epoch milliseconds."""
        return bisect_left(self.at, begin), bisect_left(self.at, end)

    def count(self, begin: int, end: int) -> int:
        """How many entries the span has."""
        first, last = self.span(begin, end)
        return last - first

    def values(self, begin: int, end: int) -> "array[int]":
        """The values of the entries in the span: seconds, ratings or counts."""
        first, last = self.span(begin, end)
        return self.value[first:last]

    def numbers(self, begin: int, end: int) -> "array[int]":
        """The numbers of the tickets in the span, one for each entry."""
        first, last = self.span(begin, end)
        return self.number[first:last]

    def drop_before(self, cutoff: int) -> None:
        first = bisect_left(self.at, cutoff)
        if first:
            del self.at[:first], self.number[:first], self.value[:first]


class Log:
    """Everything that happened, in order of time; it only ever grows at the end and is cut at the beginning."""

    def __init__(self) -> None:
        self.at: array[int] = array("q")
        self.number: array[int] = array("q")
        self.place: array[int] = array("B")
        self.kind: array[int] = array("B")
        self.agent: array[int] = array("b")
        self.value: array[int] = array("q")
        self.old: array[int] = array("b")
        self._tracks: dict[str, Track] = {}
        self._agent_tracks: dict[tuple[str, int], Track] = {}
        self._targets: dict[tuple[int, int], tuple[Track, ...]] = {}

    def __len__(self) -> int:
        return len(self.at)

    def append(self, events: Iterable[Event]) -> None:
        """Take in events, which must be sorted and lie after all that is there."""
        targets = self._targets
        at_, number_, place_, kind_, agent_, value_, old_ = (
            self.at.append,
            self.number.append,
            self.place.append,
            self.kind.append,
            self.agent.append,
            self.value.append,
            self.old.append,
        )
        for at, number, place, kind, agent, value, old in events:
            at_(at)
            number_(number)
            place_(place)
            kind_(kind)
            agent_(agent)
            value_(value)
            old_(old)
            tracks = targets.get((kind, agent))
            if tracks is None:
                tracks = targets[kind, agent] = self._targets_of(kind, agent)
            for track in tracks:
                track.at.append(at)
                track.number.append(number)
                track.value.append(value)

    def _targets_of(self, kind: int, agent: int) -> tuple[Track, ...]:
        names = _NAMES.get(kind, ())
        found = [self.track(name) for name in names]
        if agent >= 0:
            found += [self.track_of(name, agent) for name in names if name in _PER_AGENT]
        return tuple(found)

    def track(self, name: str) -> Track:
        """The entries of one sort, such as ``reply_first``; empty if none came yet."""
        return self._tracks.setdefault(name, Track())

    def track_of(self, name: str, agent: int) -> Track:
        """Those of one agent."""
        return self._agent_tracks.setdefault((name, agent), Track())

    def event(self, index: int) -> Event:
        """The event at that place of the log."""
        return (
            self.at[index],
            self.number[index],
            self.place[index],
            self.kind[index],
            self.agent[index],
            self.value[index],
            self.old[index],
        )

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Where the events from ``begin`` up to, not including, ``end`` lie."""
        return bisect_left(self.at, begin), bisect_left(self.at, end)

    def drop_before(self, cutoff: int) -> None:
        """Forget what happened before that instant."""
        first = bisect_left(self.at, cutoff)
        if not first:
            return
        for column in (self.at, self.number, self.place, self.kind, self.agent, self.value, self.old):
            del column[:first]
        for track in (*self._tracks.values(), *self._agent_tracks.values()):
            track.drop_before(cutoff)
