"""A ticket as it stands: what the events so far have made of it."""

from gleaptui.demo import kinds
from gleaptui.demo.kinds import DONE, NOBODY, OPEN, Event
from gleaptui.demo.traits import Traits

STATE_KINDS = frozenset(
    {
        kinds.CREATED,
        kinds.STATUS,
        kinds.CLOSED_FIRST,
        kinds.CLOSED,
        kinds.COMMENT_AFTER_CLOSE,
        kinds.ARCHIVED,
        kinds.ASSIGNED_FIRST,
    }
)
"""Kinds that can move a ticket from one box of the snapshot to another."""


class Case:
    """One ticket; instants are epoch milliseconds, 0 where nothing happened."""

    __slots__ = (
        "agent",
        "archived_at",
        "assigned_at",
        "breached",
        "commented",
        "ends",
        "latest",
        "rating",
        "reassigned",
        "replied",
        "sla_due",
        "status",
        "traits",
        "updated",
    )

    def __init__(self, traits: Traits, ends: int) -> None:
        self.traits = traits
        self.ends = ends
        self.status = OPEN
        self.agent = NOBODY
        self.updated = traits.at
        self.latest = traits.at
        self.assigned_at = 0
        self.archived_at = 0
        self.breached = False
        self.replied = False
        self.commented = False
        self.rating = 0
        self.reassigned = 0
        self.sla_due = 0

    @property
    def queued(self) -> bool:
        """Whether it waits for anybody to take it."""
        traits = self.traits
        return self.status == OPEN and self.agent == NOBODY and not traits.spam and traits.type != kinds.FEATURE_REQUEST

    @property
    def box(self) -> tuple[int, int, bool, bool, bool]:
        """Where it stands in the snapshot: type, status, archived, spam, queued."""
        return self.traits.type, self.status, self.archived_at > 0, self.traits.spam, self.queued

    def take(self, event: Event) -> None:
        """Let the event happen to the ticket."""
        at, _, _, kind, agent, value, _ = event
        self.updated = at
        if kind in _MESSAGES:
            self.latest = at
        if kind == kinds.REPLY or kind == kinds.REPLY_FIRST:
            self.replied = True
        elif kind == kinds.COMMENT:
            self.commented = True
        elif kind == kinds.STATUS:
            self.status = value
        elif kind == kinds.CLOSED_FIRST or kind == kinds.CLOSED:
            self.status = DONE
        elif kind == kinds.ASSIGNED_FIRST:
            self.agent, self.assigned_at = agent, at
        elif kind == kinds.ASSIGNED:
            self.agent = agent
            self.reassigned += 1
        elif kind == kinds.COMMENT_AFTER_CLOSE:
            self.status, self.commented = OPEN, True
        elif kind == kinds.SLA_STARTED:
            self.sla_due = at + value * 1000
        elif kind == kinds.SLA_BREACHED:
            self.breached = True
        elif kind == kinds.RATED:
            self.rating = value
        elif kind == kinds.ARCHIVED:
            self.archived_at = at


_MESSAGES = frozenset(
    {
        kinds.CREATED,
        kinds.REPLY,
        kinds.REPLY_FIRST,
        kinds.COMMENT,
        kinds.COMMENT_AFTER_CLOSE,
        kinds.KAI_ANSWERED,
        kinds.KAI_NO_ANSWER,
        kinds.ESCALATED,
        kinds.RATED,
    }
)
MESSAGE_KINDS = _MESSAGES
"""Kinds that are messages of the conversation; notes are not counted as such."""
