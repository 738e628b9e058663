"""Which messages are a customer's answer to "how did we do", and no reply (API.md, "Messages")."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from msgspec import structs

from gleaptui.gleap.models import Message

_LONGEST = 200
_MOST_EMOJI = 8
"""Signs; one face may be made of several."""
_BUTTON = re.compile(r"\[Button clicked: (.*)\]\Z", re.DOTALL)
_JUDGEMENT = re.compile(
    r"\b(?:ratings?|rated|(?:dis|un)?satisf\w+|great|good|okay|bad|terrible|poor|awful|amazing|excellent)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\A(?:10|[0-9])(?:\s*/\s*(?:5|10))?\Z")
_QUESTION = re.compile(
    r"\b(?:rate|rating|satisf\w+|feedback|survey|score|scale|how (?:did|was|were|would|satisfied|happy))\b",
    re.IGNORECASE,
)
_KEYCAP = re.compile(r"[0-9#*]\ufe0f?\u20e3")
_JOINERS = "\u200d\ufe0f "


def marked(messages: Iterable[Message]) -> Iterator[Message]:
    """The messages in their order, with the answers among them marked. A lone emoji or a button that judges is one; a
    lone number only after a question for it."""
    asked = False
    for message in messages:
        text = _text(message)
        answers = message.author == "customer" and _judges(text, asked=asked)
        yield structs.replace(message, csat=True) if answers else message
        if message.author in ("agent", "assistant"):
            asked = _QUESTION.search(text) is not None


def _text(message: Message) -> str:
    return " ".join("".join(span.text for span in line.spans) for line in message.lines[:40]).strip()[:4_000]


def _judges(text: str, *, asked: bool) -> bool:
    if not text or len(text) > _LONGEST:
        return False
    if button := _BUTTON.match(text):
        choice = button[1].strip()
        return _is_emoji(choice) or any(sign.search(choice) for sign in (_JUDGEMENT, _NUMBER))
    return _is_emoji(text) or (asked and _NUMBER.match(text) is not None)


def _is_emoji(text: str) -> bool:
    """Whether a text is nothing but an emoji or two: no letters of any language, and no punctuation."""
    signs = [sign for sign in _KEYCAP.sub("☺", text) if sign not in _JOINERS]
    return 0 < len(signs) <= _MOST_EMOJI and all(
        unicodedata.category(sign) in ("So", "Sk") and sign > "\u203b" for sign in signs
    )
