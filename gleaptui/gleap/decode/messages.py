"""A ticket's conversation: who wrote what, in readable lines."""

from collections.abc import Mapping

from gleaptui.gleap import richtext
from gleaptui.gleap.decode.authors import author_of
from gleaptui.gleap.decode.envelope import mapping, objects, parse, rows
from gleaptui.gleap.decode.people import full_name, identifier
from gleaptui.gleap.decode.satisfaction import marked
from gleaptui.gleap.decode.tickets import attachments
from gleaptui.gleap.models import AuthorKind, Message, MessagePage
from gleaptui.gleap.values import exact, moment, number, whole
from gleaptui.text import clean

_NAME = 200


def messages(body: bytes, *, customer_email: str = "") -> MessagePage:
    """Messages in either envelope, oldest first (API.md, "Messages").

    ``customer_email`` is the address of the ticket's contact: it tells their messages from an agent's."""
    value = parse(body)
    items = objects(rows(value, expected="messages"))
    found = sorted((_message(item, customer_email.lower()) for item in items), key=_order)
    answer = mapping(value)
    more = answer.get("hasMore") is True
    before = _cursor(answer.get("nextBefore")) if more else ""
    return MessagePage(messages=tuple(marked(found)), before=before, cut=more and not before)


def _cursor(value: object) -> str:
    """A number is a cursor too; it goes back as it came."""
    return clean(value, _NAME) or (exact(value) if isinstance(value, int) and number(value) is not None else "")


def _order(message: Message) -> tuple[bool, float, int, str]:
    """By time, those without one last: when they were written is not known."""
    at = message.at.timestamp() if message.at else 0.0
    return (message.at is None, at, message.index or 0, message.id)


def _message(item: Mapping[str, object], customer_email: str) -> Message:
    author = author_of(item, customer_email)
    return Message(
        id=identifier(item),
        at=moment(item.get("createdAt")),
        index=whole(item.get("index")),
        type=clean(item.get("type"), _NAME),
        author=author,
        name=_name(item, author),
        lines=richtext.of_message(item),
        attachments=attachments(item.get("attachments")) or attachments(mapping(item.get("data")).get("attachments")),
    )


def _name(item: Mapping[str, object], author: AuthorKind) -> str:
    if author == "assistant":
        return ""
    order = ("session", "user") if author == "customer" else ("user",)
    for key in order:
        value = mapping(item.get(key))
        name = full_name(value) or clean(value.get("email"), _NAME)
        if name:
            return name
    return ""
