"""Who wrote a message."""

from collections.abc import Mapping

from gleaptui.gleap.decode.envelope import mapping
from gleaptui.gleap.models import AuthorKind
from gleaptui.text import clean

_NAME = 200
_CUSTOMER_TYPES = frozenset({"USER_TEXT", "SHARED_COMMENT"})
_SENDERS: dict[str, AuthorKind] = {
    "user": "customer",
    "customer": "customer",
    "contact": "customer",
    "session": "customer",
    "agent": "agent",
    "admin": "agent",
    "operator": "agent",
    "bot": "assistant",
    "ai": "assistant",
    "assistant": "assistant",
    "kai": "assistant",
}


def author_of(item: Mapping[str, object], customer_email: str) -> AuthorKind:
    """Who wrote a message, by the first of the signs that is there (API.md, "Messages"). ``customer_email`` is the
    address of the ticket's contact in small letters."""
    kind = clean(item.get("type"), _NAME)
    sender = item.get("senderType")
    user, session = item.get("user"), item.get("session")
    email = clean(mapping(user).get("email"), _NAME).lower()
    if kind == "NOTE" or item.get("isNote") is True:
        return "note"
    if isinstance(sender, str) and sender.lower() in _SENDERS:
        return _SENDERS[sender.lower()]
    if item.get("kaiChat") is True or item.get("bot") is True or kind == "BOT":
        return "assistant"
    if kind in _CUSTOMER_TYPES or (email and email == customer_email) or (kind == "BOT_REPLY" and session):
        return "customer"
    if user:
        return "agent"
    return "customer" if session else "unknown"
