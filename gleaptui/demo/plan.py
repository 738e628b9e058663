"""The life of one ticket: what will happen to it and when, from its number, its birth and the seed alone.

Nothing in a life depends on another ticket, so it can be drawn up once for the log and again, at any time, for the
conversation: both are the same.
"""

import math
import random

from gleaptui.demo.kinds import (
    ARCHIVED,
    ASSIGNED,
    ASSIGNED_FIRST,
    BILLING,
    BUG,
    CLOSED,
    CLOSED_FIRST,
    COMMENT,
    COMMENT_AFTER_CLOSE,
    CRASH,
    CREATED,
    DAY,
    DONE,
    EARLY,
    ESCALATED,
    FEATURE_REQUEST,
    FINAL,
    FOR_RELEASE,
    HIGH,
    HOUR,
    IN_APP,
    INPROGRESS,
    INQUIRY,
    KAI_ANSWERED,
    KAI_FEEDBACK,
    KAI_INVOLVED,
    KAI_NO_ANSWER,
    KAI_QUESTION,
    MIDDLE,
    MINUTE,
    NOBODY,
    NOTE,
    OPEN,
    RATED,
    REPLY,
    REPLY_FIRST,
    SHARED,
    SLA_BREACHED,
    SLA_STARTED,
    STATUS,
    TO_KAI,
    UNASSIGNED,
    WAITING,
    Event,
)
from gleaptui.demo.people import AGENTS, AUTOMATION, PEOPLE, customer
from gleaptui.demo.rhythm import Rhythm, mix
from gleaptui.demo.traits import Traits, draw_traits
from gleaptui.demo.words import TOPICS

_RESPONSE_SECONDS = (8 * 3600, 4 * 3600, 3600)
"""The time to a first reply that is promised, by priority, from the moment somebody is on duty."""


class Planner:
    """Draws up lives for one desk."""

    def __init__(self, seed: int, rhythm: Rhythm) -> None:
        self._seed = seed
        self._rhythm = rhythm

    def life(self, number: int, at: int) -> tuple[Traits, list[Event]]:
        """The ticket and everything that will ever happen to it, in order of time."""
        rng = random.Random(mix(self._seed, 2, number))
        ticket = draw_traits(number, at, rng)
        story = _Story(ticket, rng, self._rhythm)
        story.tell()
        return ticket, story.events()


class _Story:
    """One life while it is being drawn up."""

    def __init__(self, ticket: Traits, rng: random.Random, rhythm: Rhythm) -> None:
        self.ticket = ticket
        self.draw = rng.random
        self.rhythm = rhythm
        self.agent = NOBODY
        self.status = OPEN
        self.replied = 0
        """When the first reply was given, or 0."""
        self.closed = False
        self._entries: list[tuple[int, int, int, int, int]] = []

    def events(self) -> list[Event]:
        number = self.ticket.number
        self._entries.sort(key=_instant)
        return [
            (at, number, place, kind, agent, value, old)
            for place, (at, kind, agent, value, old) in enumerate(self._entries)
        ]

    def add(self, at: int, kind: int, agent: int = NOBODY, value: int = 0, old: int = 0) -> None:
        self._entries.append((at, kind, agent, value, old))

    def spread(self, typical: float, width: float) -> float:
        """A long-tailed span around ``typical``, which is its median; nearly log-normal."""
        draw = self.draw
        return typical * math.exp((draw() + draw() + draw() - 1.5) * 2 * width)

    def tell(self) -> None:
        ticket = self.ticket
        self.add(ticket.at, CREATED)
        if ticket.spam:
            self._close_by_automation(ticket.at + 2_000 + int(self.draw() * 6_000))
            return
        if ticket.type == FEATURE_REQUEST:
            self._tell_feature_request()
        elif ticket.type == CRASH:
            self._tell_crash()
        else:
            self._tell_conversation()
        if self.closed and self.draw() < 0.45:
            self.add(self._entries[-1][0] + int((9 + 8 * self.draw()) * DAY), ARCHIVED)

    def _tell_conversation(self) -> None:
        ticket, start = self.ticket, self.ticket.at
        promised = customer(ticket.customer).plan != "FREE" and ticket.type in (INQUIRY, BUG)
        if ticket.channel == IN_APP and ticket.type == INQUIRY and self.draw() < 0.74:
            start = self._talk_to_kai(start)
            if not start:
                return
        if TOPICS[ticket.topic].skill == BILLING and self.draw() < 0.07:
            self._answer_by_automation(start)
            return
        self._tell_people(start, promised)

    def _tell_people(self, start: int, promised: bool) -> None:
        draw = self.draw
        due = 0
        if promised:
            opens = self.rhythm.when_open(start, 0.0)
            due = opens + _RESPONSE_SECONDS[self.ticket.priority] * 1000
            self.add(start, SLA_STARTED, value=(due - start) // 1000)
        at = self._assign(start)
        if draw() < 0.07:
            at = self._reassign(at)
        if self.ticket.type == FOR_RELEASE:
            at += int(self.spread(9 * HOUR, 0.9))
        rounds = self._rounds()
        at = self._reply(at, start, 9 * MINUTE, EARLY if rounds else FINAL)
        if due and at > due:
            self.add(due, SLA_BREACHED, self.agent)
        at = self._converse(at, rounds)
        self._close(at)

    def _talk_to_kai(self, at: int) -> int:
        """The assistant goes first. When a person has to take over, the instant of that, else 0."""
        draw = self.draw
        self.add(at + 400, KAI_INVOLVED)
        at += 900
        for question in range(3):
            if question:
                at += int(self.spread(70_000, 0.8))
                self.add(at, COMMENT, old=TO_KAI)
                at += 500
            self.add(at, KAI_QUESTION)
            at += 3_000 + int(draw() * 9_000)
            answered = draw() < 0.77
            self.add(at, KAI_ANSWERED if answered else KAI_NO_ANSWER)
            if not answered:
                break
            if draw() < 0.42:
                self.add(at + int(self.spread(40_000, 0.6)), KAI_FEEDBACK, value=int(draw() < 0.8))
            if draw() < 0.52:
                self._close_by_automation(at + 6 * HOUR + int(draw() * HOUR))
                return 0
        at += int(self.spread(25_000, 0.7))
        self.add(at, ESCALATED)
        return at

    def _assign(self, start: int) -> int:
        draw = self.draw
        at = self.rhythm.when_open(start, draw()) + int(self.spread(100_000, 1.0))
        at = self.rhythm.when_open(at, draw())
        self.agent = self._pick(at)
        self.add(at, ASSIGNED_FIRST, self.agent, (at - start) // 1000)
        return at

    def _pick(self, at: int) -> int:
        staff = self.rhythm.skilled(at, TOPICS[self.ticket.topic].skill)
        return staff[int(self.draw() * len(staff))]

    def _reassign(self, at: int) -> int:
        later = self.rhythm.when_open(at + int(self.spread(25 * MINUTE, 0.8)), self.draw())
        other = self._pick(later)
        if other == self.agent:
            return at
        self.add(later, UNASSIGNED, self.agent, (later - at) // 1000)
        if self.draw() < 0.6:
            self.add(later, NOTE, self.agent)
        self.agent = other
        self.add(later + 900, ASSIGNED, other, (later + 900 - self.ticket.at) // 1000)
        return later + 900

    def _reply(self, at: int, since: int, typical: int, stage: int) -> int:
        """The agent answers what has waited ``since``, some time after ``at``."""
        agent, hour = self.agent, at // HOUR
        haste = 0.55 if self.ticket.priority == HIGH else 1.0
        slow = AGENTS[agent].pace * haste * self.rhythm.surge(hour) * (0.7 + 0.3 * self.rhythm.weight(hour) * 16)
        at = self.rhythm.when_present(agent, at + int(self.spread(typical * slow, 1.05)), self.draw())
        if self.replied:
            self.add(at, REPLY, agent, (at - since) // 1000, stage)
        else:
            self.replied = at
            self.add(at, REPLY_FIRST, agent, (at - since) // 1000, stage)
        return at

    def _change(self, at: int, status: int) -> None:
        if status != self.status:
            self.add(at, STATUS, self.agent, status, self.status)
            self.status = status

    def _rounds(self) -> int:
        """How often the customer will write again."""
        more = {BUG: 0.78, FOR_RELEASE: 0.0}.get(self.ticket.type, 0.6)
        rounds = 0
        while rounds < 7 and self.draw() < more:
            rounds += 1
        return rounds

    def _converse(self, at: int, rounds: int) -> int:
        draw = self.draw
        hard = self.ticket.type in (BUG, FOR_RELEASE)
        if draw() < (0.72 if hard else 0.2):
            self._change(at + 2_000, INPROGRESS)
        for turn in range(rounds):
            stage = EARLY if turn == 0 else FINAL if turn == rounds - 1 else MIDDLE
            if draw() < 0.2:
                self.add(at + int(draw() * 20 * MINUTE), NOTE, self.agent)
            if hard and draw() < 0.3:
                self._change(at + 30_000, WAITING)
            heard = at + int(self.spread(38 * MINUTE, 1.3))
            self.add(heard, COMMENT, old=stage)
            at = self._reply(heard, heard, 17 * MINUTE, stage)
            if self.status == WAITING and draw() < 0.5:
                self._change(at + 1_500, INPROGRESS)
        return at

    def _close(self, at: int) -> None:
        draw = self.draw
        hard = self.ticket.type in (BUG, FOR_RELEASE)
        wait = self.spread(20 * HOUR if hard else 100 * MINUTE, 1.3)
        if draw() < (0.09 if hard else 0.05):
            wait += (2 + 11 * draw()) * DAY
        at = self.rhythm.when_present(self.agent, at + int(wait), draw())
        self.add(at, CLOSED_FIRST, self.agent, (at - self.ticket.at) // 1000, self.status)
        self.status, self.closed = DONE, True
        luck = draw()
        if luck < 0.055:
            self._reopen(at)
        elif luck < 0.40:
            self._rate(at)

    def _reopen(self, at: int) -> None:
        """The customer writes once more, which opens the ticket without a status change, or an agent opens it."""
        draw = self.draw
        at += int(self.spread(7 * HOUR, 1.1))
        if draw() < 0.75:
            self.add(at, COMMENT_AFTER_CLOSE)
            self.status = OPEN
        else:
            at = self.rhythm.when_present(self.agent, at, draw())
            self._change(at, INPROGRESS)
        at = self._reply(at, at, 24 * MINUTE, MIDDLE)
        at = self.rhythm.when_present(self.agent, at + int(self.spread(3 * HOUR, 1.0)), draw())
        self.add(at, CLOSED, self.agent, (at - self.ticket.at) // 1000, self.status)
        self.status = DONE
        if draw() < 0.3:
            self._rate(at)

    def _rate(self, at: int) -> None:
        draw = self.draw
        happy = 0.93 - 0.17 * AGENTS[self.agent].pace if self.agent < PEOPLE else 0.7
        luck = draw()
        rating = 10 if luck < happy else 6 if luck < happy + 0.13 else 2
        self.add(at + int(self.spread(6 * MINUTE, 1.2)), RATED, self.agent, rating)

    def _close_by_automation(self, at: int) -> None:
        self.agent = AUTOMATION
        self.add(at - 500, ASSIGNED_FIRST, AUTOMATION, (at - 500 - self.ticket.at) // 1000)
        self.add(at, CLOSED_FIRST, AUTOMATION, (at - self.ticket.at) // 1000, self.status)
        self.status, self.closed = DONE, True

    def _answer_by_automation(self, start: int) -> None:
        self.agent = AUTOMATION
        self.add(start + 800, ASSIGNED_FIRST, AUTOMATION, 1)
        seconds = 4 + int(self.draw() * 9)
        self.replied = start + seconds * 1000
        self.add(self.replied, REPLY_FIRST, AUTOMATION, seconds, FINAL)
        at = self.replied + DAY
        self.add(at, CLOSED_FIRST, AUTOMATION, (at - self.ticket.at) // 1000, self.status)
        self.status, self.closed = DONE, True

    def _tell_feature_request(self) -> None:
        draw = self.draw
        if draw() < 0.88:
            at = self._assign(self.ticket.at)
            at = self._reply(at, self.ticket.at, 70 * MINUTE, FINAL)
            if draw() < 0.9:
                self._change(at + 3_000, WAITING if draw() < 0.6 else INPROGRESS)
        at = self.ticket.at
        for _ in range(int(draw() * draw() * 6)):
            at += int(self.spread(1.5 * DAY, 1.2))
            self.add(at, COMMENT, old=SHARED)
        if self.agent >= 0 and draw() < 0.45:
            at = max(at, self._entries[-1][0]) + int(self.spread(5 * DAY, 0.7))
            at = self.rhythm.when_present(self.agent, at, draw())
            self.add(at, CLOSED_FIRST, self.agent, (at - self.ticket.at) // 1000, self.status)
            self.status, self.closed = DONE, True

    def _tell_crash(self) -> None:
        draw = self.draw
        at = self._assign(self.ticket.at)
        at = self.rhythm.when_present(self.agent, at + int(self.spread(50 * MINUTE, 0.9)), draw())
        self.add(at, NOTE, self.agent)
        self._change(at + 4_000, INPROGRESS if draw() < 0.5 else WAITING)
        if draw() < 0.85:
            at = self.rhythm.when_present(self.agent, at + int(self.spread(26 * HOUR, 1.0)), draw())
            self.add(at, CLOSED_FIRST, self.agent, (at - self.ticket.at) // 1000, self.status)
            self.status, self.closed = DONE, True


def _instant(entry: tuple[int, int, int, int, int]) -> int:
    return entry[0]
