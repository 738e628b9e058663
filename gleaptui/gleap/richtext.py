"""Rich text of any depth as lines that can be read. Nothing here recurses: a customer decides how deep it nests."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

from gleaptui.gleap.models import Line, LineKind, Span
from gleaptui.text import clean, clean_block

MOST_NODES = 20_000
MOST_LINES = 3_000
_DEEPEST_INDENT = 6
_BLOCKS = frozenset({"paragraph", "heading", "codeBlock", "listItem", "blockquote", "horizontalRule"})


def lines(content: object) -> tuple[Line, ...]:
    """The readable lines of a document, a node, a list of nodes, HTML or plain text (API.md, "Messages")."""
    if isinstance(content, str):
        return _from_text(content)
    page = _Page()
    _walk(content, page)
    return page.finish()


class _Page:
    """Collects spans into lines."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._spans: list[Span] = []
        self.kind: LineKind = "text"
        self.depth = 0
        self.marker = ""

    def place(self, kind: LineKind, depth: int, marker: str) -> bool:
        """Say what the next line is; False where one has begun already."""
        if self._spans:
            return False
        self.kind, self.depth, self.marker = kind, depth, marker
        return True

    def span(
        self, text: object, *, bold: bool = False, italic: bool = False, code: bool = False, link: str = ""
    ) -> None:
        """Add text to the line; each newline in it begins another."""
        for number, part in enumerate(clean_block(text).split("\n")):
            if number:
                self.end()
            if part:
                self._spans.append(Span(text=part, bold=bold, italic=italic, code=code, link=link))

    def end(self) -> None:
        """End the line, if there is one."""
        if self._spans and len(self._lines) < MOST_LINES:
            self._lines.append(Line(spans=tuple(self._spans), kind=self.kind, depth=self.depth, marker=self.marker))
            self.marker = " " * len(self.marker)
        self._spans = []

    def rule(self) -> None:
        """A line of its own across the page."""
        self.end()
        if len(self._lines) < MOST_LINES:
            self._lines.append(Line(kind="rule"))

    def alone(self, kind: LineKind, text: str, link: str = "") -> None:
        """A line of its own, such as an image's name."""
        self.end()
        if text and len(self._lines) < MOST_LINES:
            self._lines.append(Line(spans=(Span(text=text, link=link),), kind=kind, depth=self.depth))

    def finish(self) -> tuple[Line, ...]:
        """All lines."""
        self.end()
        if len(self._lines) >= MOST_LINES:
            self._lines.append(Line(spans=(Span(text="… the rest is too long to show"),)))
        return tuple(self._lines)


class _Frame:
    """Where a node stands: which lists and quotes it lies in."""

    __slots__ = ("depth", "kind", "marker", "numbers")

    def __init__(self, kind: LineKind, depth: int, numbers: list[int] | None, marker: str) -> None:
        self.kind = kind
        self.depth = depth
        self.numbers = numbers
        self.marker = marker


_Step = tuple[object, _Frame, bool]


def _walk(content: object, page: _Page) -> None:
    top = _Frame("text", 0, None, "")
    stack: list[_Step] = [(content, top, False)]
    for _ in range(MOST_NODES):
        if not stack:
            return
        node, frame, closing = stack.pop()
        if closing:
            page.end()
        elif isinstance(node, list):
            stack.extend((child, frame, False) for child in reversed(node))
        elif isinstance(node, str):
            _place(page, frame)
            page.span(node)
        elif isinstance(node, dict):
            _node(node, frame, page, stack)


def _node(node: Mapping[str, object], frame: _Frame, page: _Page, stack: list[_Step]) -> None:
    given = node.get("type")
    kind = given if isinstance(given, str) else ""
    attributes = node.get("attrs")
    attrs: Mapping[str, object] = attributes if isinstance(attributes, dict) else {}
    if kind == "text":
        _text(node, frame, page)
        return
    if _leaf(kind, attrs, frame, page):
        return
    inner = frame
    if kind in _BLOCKS:
        page.end()
        inner = _inside(kind, frame, node)
    elif kind in ("bulletList", "orderedList"):
        page.end()
        numbers = [_start(attrs)] if kind == "orderedList" else None
        inner = _Frame("bullet", min(frame.depth + (frame.kind == "bullet"), _DEEPEST_INDENT), numbers, "")
    stack.append((None, inner, kind in _BLOCKS))
    stack.append((node.get("content", node.get("children", [])), inner, False))


def _inside(kind: object, frame: _Frame, node: Mapping[str, object]) -> _Frame:
    if kind == "heading":
        return _Frame("heading", frame.depth, None, "")
    if kind == "codeBlock":
        return _Frame("code", frame.depth, None, "")
    if kind == "blockquote":
        return _Frame("quote", min(frame.depth + 1, _DEEPEST_INDENT), None, "")
    if kind == "listItem":
        marker = "•"
        if frame.numbers is not None:
            marker = f"{frame.numbers[0]}."
            frame.numbers[0] += 1
        return _Frame("bullet", frame.depth, None, marker)
    return frame


def _start(attrs: Mapping[str, object]) -> int:
    start = attrs.get("start")
    return start if isinstance(start, int) and not isinstance(start, bool) and 0 <= start < 10_000 else 1


def _leaf(kind: object, attrs: Mapping[str, object], frame: _Frame, page: _Page) -> bool:
    """Show a node that has no content of its own; False for any other."""
    if kind == "hardBreak":
        page.end()
    elif kind == "horizontalRule":
        page.rule()
    elif kind in ("image", "imageBlock"):
        source = clean(attrs.get("src"))
        name = clean(attrs.get("alt"), 200) or clean(attrs.get("title"), 200) or _file_name(source)
        page.alone("image", f"image: {name}" if name else "image", source)
    elif kind == "mention":
        _place(page, frame)
        page.span("@" + (clean(attrs.get("label"), 200) or clean(attrs.get("id"), 200)), bold=True)
    elif kind in ("iframe", "video", "youtube"):
        source = clean(attrs.get("src"))
        page.alone("image", f"embedded: {source}" if source else "embedded content", source)
    else:
        return False
    return True


def _text(node: Mapping[str, object], frame: _Frame, page: _Page) -> None:
    marks = node.get("marks")
    kinds = [mark for mark in marks if isinstance(mark, dict)] if isinstance(marks, list) else []
    names = {mark.get("type") for mark in kinds if isinstance(mark.get("type"), str)}
    link = ""
    for mark in kinds:
        attrs = mark.get("attrs")
        if mark.get("type") == "link" and isinstance(attrs, dict):
            link = clean(attrs.get("href"))
    _place(page, frame)
    page.span(
        node.get("text"),
        bold=bool(names & {"bold", "strong"}),
        italic=bool(names & {"italic", "em"}),
        code="code" in names or frame.kind == "code",
        link=link,
    )


def _place(page: _Page, frame: _Frame) -> None:
    if page.place(frame.kind, frame.depth, frame.marker):
        frame.marker = " " * len(frame.marker)


def _file_name(source: str) -> str:
    return source.split("?")[0].rstrip("/").rpartition("/")[2][:200]


def _from_text(content: str) -> tuple[Line, ...]:
    if _looks_like_html(content):
        page = _Html()
        page.feed(content[:400_000])
        page.close()
        return page.page.finish()
    plain = _Page()
    plain.span(content.strip("\n"))
    return plain.finish()


_TAG = re.compile(r"<(?:p|br|div|a|span|b|strong|ul|ol|li|h[1-6]|table|img|pre|!doctype|html|body)[\s/>]")


def _looks_like_html(content: str) -> bool:
    head = content[:20_000].lower()
    return "<" in head and _TAG.search(head) is not None


class _Html(HTMLParser):
    """Reads HTML for its words, links and lists."""

    _SKIPPED = frozenset({"script", "style", "head", "title", "template", "noscript", "svg"})
    _ENDS_LINE = frozenset({"p", "div", "li", "tr", "ul", "ol", "table", "section", "article", "h1", "h2", "h3", "h4"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = _Page()
        self._skipping = 0
        self._lists: list[int | None] = []
        self._open = {"b": 0, "i": 0, "code": 0}
        self._link = ""
        self._marker = ""

    _MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i", "code": "code", "pre": "code"}  # noqa: RUF012

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in self._SKIPPED:
            self._skipping += 1
        elif tag in self._MARKS:
            self._open[self._MARKS[tag]] += 1
        elif tag == "a":
            self._link = clean(given.get("href"))
        elif tag == "br":
            self.page.end()
        elif tag == "hr":
            self.page.rule()
        elif tag == "img":
            source = clean(given.get("src"))
            self.page.alone("image", f"image: {clean(given.get('alt'), 200) or _file_name(source)}", source)
        elif tag in ("ul", "ol"):
            self.page.end()
            self._lists.append(1 if tag == "ol" else None)
        elif tag in self._ENDS_LINE:
            self.page.end()
        if tag == "li":
            self._item()

    def _item(self) -> None:
        number = self._lists[-1] if self._lists else None
        self._marker = "•" if number is None else f"{number}."
        if self._lists and number is not None:
            self._lists[-1] = number + 1

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SKIPPED:
            self._skipping = max(0, self._skipping - 1)
        elif tag in self._MARKS:
            mark = self._MARKS[tag]
            self._open[mark] = max(0, self._open[mark] - 1)
        elif tag == "a":
            self._link = ""
        elif tag in self._ENDS_LINE:
            self.page.end()
            self._marker = ""
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        words = data if self._open["code"] else " ".join(data.split())
        if not words:
            return
        if data[0].isspace() and not self._open["code"]:
            words = " " + words
        if data[-1].isspace() and not self._open["code"]:
            words += " "
        depth = min(max(0, len(self._lists) - 1), _DEEPEST_INDENT)
        if self.page.place("bullet" if self._marker else "text", depth, self._marker):
            self._marker = " " * len(self._marker)
        self.page.span(
            words,
            bold=self._open["b"] > 0,
            italic=self._open["i"] > 0,
            code=self._open["code"] > 0,
            link=self._link,
        )
