"""HTML as lines that can be read, in one pass over it whatever it holds: a customer decides what stands there.

Nothing in it is looked at twice. What looks like markup and is not closed is text."""

import html
import re
from collections import Counter
from collections.abc import Mapping

from gleaptui.gleap.models import Line, LineKind
from gleaptui.gleap.page import Page
from gleaptui.text import clean

_MOST_TAGS = 10_000
_TAG = re.compile(
    r"<(/?)([a-z][a-z0-9-]*+(?::[a-z0-9-]++)?+)(?=[\s/>])((?:=\s*+(?:\"[^\"]*+\"|'[^']*+')|[^<>=]++|=)*+)(>?)",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"(?<![a-z-])([a-z-]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_DECLARATION = re.compile(r"<(?:!doctype|!\[(?:if|endif|cdata)|\?xml)[^<>]*+>", re.IGNORECASE)
_LOOKS = re.compile(
    r"<(?:p|br|div|a|span|b|strong|em|u|code|ul|ol|li|h[1-6]|hr|table|tr|td|img|pre|blockquote|!doctype|html|body)"
    r"(?:\s[^<>]*+)?/?>",
    re.IGNORECASE,
)
_BLANK = re.compile(r"[ \t\r\n\f]+")
_ENDLESS = re.compile(r"&#\d{8,}+;?")
"""No character has such a number, and Python refuses to read one of thousands of digits."""

_HIDDEN = frozenset({"script", "style", "head", "title", "template", "noscript", "svg"})
_BLOCK = re.compile(
    r"address|article|aside|blockquote|body|caption|center|d[dlt]|details|div|fieldset|figcaption|figure|footer|form|"
    r"h[1-6]|header|html|legend|li|main|nav|ol|p|pre|section|summary|table|tbody|tfoot|thead|tr|ul"
)
_OPENS = {
    **dict.fromkeys(("b", "strong"), ("bold",)),
    **dict.fromkeys(("i", "em"), ("italic",)),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), ("code",)),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), ("heading",)),
    "pre": ("code", "pre"),
    "blockquote": ("quote",),
}
"""What holds until the tag is closed."""


def looks_like_html(content: str) -> bool:
    """Whether a text has a tag near its beginning."""
    return _LOOKS.search(content, 0, 20_000) is not None


def unescaped(text: str) -> str:
    """The text with its HTML entities undone."""
    return html.unescape(_ENDLESS.sub("\ufffd", text)) if "&" in text else text


def lines(content: str) -> tuple[Line, ...]:
    """The words, links, lists and images of an HTML text."""
    reader = _Reader()
    place = 0
    for _ in range(_MOST_TAGS):
        start = content.find("<", place)
        if start < 0 or reader.page.full:
            reader.words.append(content[place:])
            return reader.finish()
        reader.words.append(content[place:start])
        place = reader.markup(content, start)
    return reader.finish(cut=True)


class _Reader:
    def __init__(self) -> None:
        self.page = Page()
        self.words: list[str] = []
        """What was read since the last tag."""
        self._endless: set[str] = set()
        """What has no end in the rest of the text."""
        self._open: Counter[str] = Counter()
        self._lists: list[int | None] = []
        """The next number of each list around; None for one with bullets."""
        self._marker = ""
        self._link = ""
        self._spaced = False

    def markup(self, content: str, start: int) -> int:
        """Take what begins with an angle bracket at ``start``, and tell where it ends."""
        if content.startswith(("<!", "<?"), start):
            if content.startswith("<!--", start) and (end := self._end_of("-->", content, start)):
                return end + 3
            if found := _DECLARATION.match(content, start):
                return found.end()
        found = _TAG.match(content, start)
        if found is None or not found[4]:
            # What would have been the tag is text as a whole: looking for tags in it again would never end.
            end = found.end() if found else start + 1
            self.words.append(content[start:end])
            return end
        self._say()
        tag = found[2].lower()
        if found[1]:
            self._closed(tag)
        elif tag in _HIDDEN and (end := self._end_of(f"</{tag}", content, start)):
            return end
        else:
            self._opened(tag, found[3])
        return found.end()

    def _end_of(self, mark: str, content: str, start: int) -> int:
        """Where the mark stands; 0 where it does not come any more."""
        found = None if mark in self._endless else re.compile(mark, re.IGNORECASE).search(content, start + 4)
        if found is None:
            self._endless.add(mark)
        return found.start() if found else 0

    def finish(self, *, cut: bool = False) -> tuple[Line, ...]:
        """All lines."""
        self._say()
        if cut:
            self.page.cut()
        return self.page.finish()

    def _say(self) -> None:
        text = unescaped("".join(self.words))
        self.words = []
        if text and not self._open["pre"]:
            text = _BLANK.sub(" ", text)
            if self._spaced or not self.page.begun:
                text = text.removeprefix(" ")
        if not text:
            return
        self._spaced = text.endswith((" ", "\n"))
        if self.page.place(self._kind(), max(0, len(self._lists) - 1) + self._open["quote"], self._marker):
            self._marker = " " * len(self._marker)
        held = self._open
        self.page.span(text, bold=held["bold"] > 0, italic=held["italic"] > 0, code=held["code"] > 0, link=self._link)

    def _kind(self) -> LineKind:
        if self._open["pre"]:
            return "code"
        if self._marker:
            return "bullet"
        if self._open["quote"]:
            return "quote"
        return "heading" if self._open["heading"] else "text"

    def _opened(self, tag: str, written: str) -> None:
        if tag == "br" or _BLOCK.fullmatch(tag):
            self.page.end()
        self._open.update(_OPENS.get(tag, ()))
        if tag in ("ul", "ol"):
            start = _attributes(written).get("start", "1") if tag == "ol" else ""
            self._lists.append(int(start[:6]) if start.isdecimal() else 1 if tag == "ol" else None)
        elif tag == "li":
            self._item()
        elif tag in ("td", "th"):
            self.words.append(" ")
        elif tag == "a":
            self._link = clean(_attributes(written).get("href"))
        elif tag == "hr":
            self.page.rule()
        elif tag == "img":
            given = _attributes(written)
            self.page.picture(given.get("src"), given.get("alt") or given.get("title"))
        elif tag in ("iframe", "video"):
            self.page.embedded(_attributes(written).get("src"))

    def _item(self) -> None:
        number = self._lists[-1] if self._lists else None
        self._marker = "•" if number is None else f"{number}."
        if number is not None:
            self._lists[-1] = number + 1

    def _closed(self, tag: str) -> None:
        for mark in _OPENS.get(tag, ()):
            self._open[mark] = max(0, self._open[mark] - 1)
        if tag == "a":
            self._link = ""
        elif _BLOCK.fullmatch(tag):
            self.page.end()
            self._marker = ""
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()


def _attributes(written: str) -> Mapping[str, str]:
    """What a tag says beside its name."""
    found: dict[str, str] = {}
    for one in _ATTRIBUTE.finditer(written):
        found.setdefault(one[1].lower(), unescaped(one[2] or one[3] or one[4] or ""))
    return found
