"""A ticket's conversation: who wrote what, in readable lines."""

import re
from collections.abc import Mapping

from gleaptui.gleap import richtext
from gleaptui.gleap.decode.authors import author_of
from gleaptui.gleap.decode.envelope import mapping, objects, parse, rows
from gleaptui.gleap.decode.people import full_name, identifier
from gleaptui.gleap.decode.tickets import attachments
from gleaptui.gleap.models import AuthorKind, Line, Message, MessagePage
from gleaptui.gleap.values import moment, whole
from gleaptui.text import clean

_NAME = 200


def messages(body: bytes, *, customer_email: str = "") -> MessagePage:
    """Messages in either envelope, oldest first (API.md, "Messages").

    ``customer_email`` is the address of the ticket's contact: it tells their messages from an agent's."""
    value = parse(body)
    items = objects(rows(value, expected="messages"))
    found = [_message(item, customer_email.lower()) for item in items]
    answer = mapping(value)
    more = answer.get("hasMore") is True
    return MessagePage(
        messages=tuple(sorted(found, key=_order)),
        before=clean(answer.get("nextBefore"), _NAME) if more else "",
    )


def _order(message: Message) -> tuple[float, int, str]:
    return (message.at.timestamp() if message.at else 0.0, message.index or 0, message.id)


def _message(item: Mapping[str, object], customer_email: str) -> Message:
    author = author_of(item, customer_email)
    lines = richtext.lines(_content(item))
    return Message(
        id=identifier(item),
        at=moment(item.get("createdAt")),
        index=whole(item.get("index")),
        type=clean(item.get("type"), _NAME),
        author=author,
        name=_name(item, author),
        csat=author == "customer" and _is_satisfaction(lines),
        lines=lines,
        attachments=attachments(item.get("attachments")) or attachments(mapping(item.get("data")).get("attachments")),
    )


def _content(item: Mapping[str, object]) -> object:
    data = mapping(item.get("data"))
    candidates = (data.get("content"), item.get("comment"), item.get("text"), item.get("message"), data.get("text"))
    return next((found for found in candidates if found), "")


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


_BUTTON = re.compile(r"\[Button clicked: .*\]\Z", re.DOTALL)
_JUDGEMENT = re.compile(r"rate|rating|satisf|great|good|okay|bad|terrible|amazing|[\u2600-\U0001faff]", re.IGNORECASE)
_LONE_NUMBER = re.compile(r"(?:10|[0-9])(?:\s*/\s*(?:5|10))?\Z")


def _is_satisfaction(lines: tuple[Line, ...]) -> bool:
    """A lone emoji or number is the answer to "how did we do", not a reply."""
    text = "".join(span.text for line in lines for span in line.spans).strip()
    if not text or len(lines) > 1 or len(text) > 200:
        return False
    if _LONE_NUMBER.match(text):
        return True
    if _BUTTON.match(text):
        return bool(_JUDGEMENT.search(text))
    return len(text) <= 8 and all(ord(character) >= 0x203C for character in text)
