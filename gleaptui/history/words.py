"""Texts as the words they are found by. SQLite's index gets these words ready made, so that what finds and what is
found are cut the same way, whatever Unicode the library was built with."""

import hashlib
import re
import unicodedata
from functools import lru_cache

KIND = "\ue000"
PERSON = "\ue001"
TICKET = "\ue002"
"""What a tag begins with: no word does, because these characters are neither letters nor digits."""

_LONGEST = 40
_MOST = 16
# Only the group is given, so that a longer word is cut and not split.
_WORD = re.compile(rf"([^\W_]{{1,{_LONGEST}}})[^\W_]*")
_PLAIN = bytes(ord(sign.lower()) if (sign := chr(code)).isascii() and sign.isalnum() else 32 for code in range(256))
"""What each ASCII character is in a word: itself in lower case, or where it is a sign, a space."""
# Scripts that are written without spaces: each character is a word there.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f]"
)


def words(text: str) -> list[str]:
    """The words of a text without case and accents, cut to a bounded length: ``Élan vital`` gives ``elan``, ``vital``.
    Signs alone give none."""
    if text.isascii():
        # Most texts by far, and several times as fast as the other way.
        found = text.encode().translate(_PLAIN).decode().split()
        return [word[:_LONGEST] for word in found] if len(text) > _LONGEST else found
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(character for character in folded if unicodedata.category(character) != "Mn")
    return _WORD.findall(_UNSPACED.sub(r" \g<0> ", bare))


def wanted(text: str) -> tuple[str, ...]:
    """The words that a search asks for, each once, and a bounded number of them."""
    return tuple(dict.fromkeys(words(text)))[:_MOST]


def kind_tag(kind: int) -> str:
    """The word that every event of this kind is found by."""
    return f"{KIND}{kind}"


@lru_cache(maxsize=2_048)
def person_tag(name: str) -> str:
    """The word that every event of this person is found by."""
    return PERSON + hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=6).hexdigest()


def ticket_tag(ticket: str) -> str:
    """The word that every event of this ticket is found by, if the whole id is given; empty where the id is no word."""
    found = words(ticket) if ticket else []
    return TICKET + found[0] if len(found) == 1 else ""
