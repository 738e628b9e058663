"""Attacks in customers' texts, for tests of everything that shows them."""

import zlib

from gleaptui.demo.wire import Json

_ATTACKS = (
    "[/foo]",
    "[bold red on blink]",
    "\x1b[2J\x1b[1;31m",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b]8;;https://evil.example.test\x1b\\",
    "\x9b31m\x90q\x9c",
    "\u202etxet\u202c",
    "\u2066\u200b\u200f",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "\u754c" * 80,
    '=HYPERLINK("https://evil.example.test")',
    "a\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030b",
    "\r\n\t\x00\x07\x08",
    "$(touch x) `x` && <script>alert(1)</script>",
    "@click=app.quit] [@click=app.bell()]x[/]",
)
_TEXTS = frozenset(
    {
        "title",
        "firstName",
        "lastName",
        "name",
        "companyName",
        "text",
        "comment",
        "content",
        "statusLabel",
        "plainContent",
        "processingUserREF",
        "description",
        "aiSummary",
        "label",
        "plan",
        "phone",
        "alt",
    }
)
_SPARED = frozenset({"Team average"})


def spoil(value: Json, key: str = "") -> Json:
    """The answer with an attack in every text that people write; the same text gets the same attack."""
    if isinstance(value, dict):
        return {name: spoil(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [spoil(item, key) for item in value]
    if isinstance(value, str) and (key in _TEXTS or key == "tags") and value not in _SPARED:
        return _spoiled(value)
    return value


def _spoiled(text: str) -> str:
    luck = zlib.crc32(text.encode())
    attack = _ATTACKS[luck % len(_ATTACKS)]
    place = luck // 16 % (len(text) + 1)
    return text[:place] + attack + text[place:]
