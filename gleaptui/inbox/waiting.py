"""Which tickets wait for the team, and since when."""

from datetime import datetime

from gleaptui.gleap.models import Ticket


def waits(ticket: Ticket) -> bool:
    """Whether somebody should answer: the ticket is open, not put aside, and the last word is not an agent's. Where it
    is not known whose it is, the ticket waits. The assistant's answer ends no waiting, for it may have promised one."""
    if ticket.closed or ticket.archived or ticket.spam or ticket.snoozed:
        return False
    return ticket.latest_author != "agent"


def waiting_since(ticket: Ticket) -> datetime | None:
    """Since when the ticket waits: its creation where no agent has ever answered, else its last message. None where it
    does not wait or where that is not known."""
    if not waits(ticket):
        return None
    return ticket.created_at if ticket.has_agent_reply is False else ticket.last_notification
