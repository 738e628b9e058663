"""The words, signs and colours of what happens on a desk."""

from collections.abc import Mapping
from dataclasses import dataclass

from gleaptui import text
from gleaptui.gleap.models import Event


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of event is shown."""

    sign: str
    word: str
    style: str


_KINDS = {
    "CREATE_TICKET": Kind("+", "new ticket", "$primary"),
    "TICKET_STATUS_CHANGE": Kind("→", "status", "$foreground"),
    "ASSIGN_TICKET": Kind("›", "assigned", "$foreground"),
    "UNASSIGN_TICKET": Kind("‹", "unassigned", "$watch"),
    "TICKET_REPLY": Kind("↩", "reply", "$author-agent"),
    "COMMENT_CREATED": Kind("“", "comment", "$author-customer"),
    "CUSTOMER_SUPPORT_REQUESTED": Kind("!", "escalated", "$watch"),
    "KAI_INVOLVED": Kind("◇", "AI joined", "$author-assistant"),
    "KAI_ANSWERED": Kind("◆", "AI answered", "$author-assistant"),
    "KAI_ANSWERED_WITH_NO_ANSWER": Kind("◇", "AI no answer", "$watch"),
    "KAI_QUESTION": Kind("?", "AI asked", "$author-assistant"),
    # Not listed for the log (API.md, "Raw data"), but named so by their own words.
    "KAI_FEEDBACK": Kind("◆", "AI feedback", "$author-assistant"),
    "NOTE_CREATED": Kind("#", "note", "$author-note"),
    "SLA_STARTED": Kind("·", "SLA started", "$muted"),
    "SLA_BREACHED": Kind("!", "SLA breached", "$bad"),
    "CONVERSATION_RATED": Kind("*", "rated", "$good"),
    "TICKET_ARCHIVED": Kind("·", "archived", "$muted"),
}

_TOWARDS = {"ASSIGN_TICKET": "to", "UNASSIGN_TICKET": "from"}


def kind(action: str) -> Kind:
    """The kind of an action; one that is not known is shown in its own words."""
    return _KINDS.get(action) or Kind("·", action.lower().replace("_", " ") or "event", "$muted")


def who(event: Event) -> str:
    """The person that an event is about: who did it, else the agent concerned."""
    return event.actor or event.agent


def detail(event: Event, *, took: bool = True, statuses: Mapping[str, str] | None = None) -> str:
    """What else there is to say of an event, in one line; ``took`` is whether its duration is, ``statuses`` names a
    project's own."""
    parts: list[str] = []
    if event.old_status or event.new_status:
        names = statuses or {}
        before, after = (status_word(one, names.get(one, "")) for one in (event.old_status, event.new_status))
        parts.append(f"{before} → {after}")
    if event.action in _TOWARDS and event.agent and event.agent != who(event):
        parts.append(f"{_TOWARDS[event.action]} {event.agent}")
    if took and event.seconds is not None:
        parts.append(f"after {text.duration(event.seconds)}")
    if event.detail:
        parts.append(type_word(event.detail) if event.action == "CREATE_TICKET" else event.detail)
    return "  ".join(parts)


_STATUS_WORDS = {"OPEN": "open", "INPROGRESS": "in progress", "DONE": "done"}
_TYPE_WORDS = {
    "BUG": "bug",
    "INQUIRY": "inquiry",
    "FEATURE_REQUEST": "feature",
    "CRASH": "crash",
    "BOT": "bot",
}


def status_word(status: str, label: str = "") -> str:
    """A status in words; a custom one by its label, else as it is, because ids are exact."""
    return _STATUS_WORDS.get(status) or label or status or text.MISSING


def type_word(kind_of_ticket: str) -> str:
    """A ticket's type in words; a custom board by its own name."""
    return _TYPE_WORDS.get(kind_of_ticket) or kind_of_ticket or text.MISSING
