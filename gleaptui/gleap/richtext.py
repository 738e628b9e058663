"""Rich text of any depth as lines that can be read. Nothing here recurses: a customer decides how deep it nests."""

from collections.abc import Mapping

from gleaptui.gleap import markup
from gleaptui.gleap.models import Line, LineKind
from gleaptui.gleap.page import Page
from gleaptui.text import clean

MOST_NODES = 20_000
_BLOCKS = frozenset({"paragraph", "heading", "codeBlock", "listItem", "blockquote", "horizontalRule"})


def lines(content: object) -> tuple[Line, ...]:
    """The readable lines of a document, a node, a list of nodes, HTML or plain text (API.md, "Messages")."""
    if isinstance(content, str) and markup.looks_like_html(content):
        return markup.lines(content)
    page = Page()
    if isinstance(content, str):
        page.span(content.strip("\n"))
    else:
        _walk(content, page)
    return page.finish()


def of_message(item: Mapping[str, object]) -> tuple[Line, ...]:
    """What a message says in the first of the places that hold anything (API.md, "Messages")."""
    given = item.get("data")
    data: Mapping[str, object] = given if isinstance(given, dict) else {}
    places = (data.get("content"), item.get("comment"), item.get("text"), item.get("message"), data.get("text"))
    found = (lines(place) for place in places if place)
    return next((said for said in found if any(span.text.strip() for line in said for span in line.spans)), ())


class _Frame:
    """Where a node stands: which lists and quotes it lies in."""

    __slots__ = ("depth", "kind", "marker", "numbers")

    def __init__(self, kind: LineKind, depth: int, numbers: list[int] | None, marker: str) -> None:
        self.kind = kind
        self.depth = depth
        self.numbers = numbers
        self.marker = marker


_Step = tuple[object, _Frame, bool]


def _walk(content: object, page: Page) -> None:
    top = _Frame("text", 0, None, "")
    stack: list[_Step] = [(content, top, False)]
    for _ in range(MOST_NODES):
        if not stack or page.full:
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
    if stack:
        page.cut()


def _node(node: Mapping[str, object], frame: _Frame, page: Page, stack: list[_Step]) -> None:
    given = node.get("type")
    kind = given if isinstance(given, str) else ""
    attributes = node.get("attrs")
    attrs: Mapping[str, object] = attributes if isinstance(attributes, dict) else {}
    if kind == "text" or ("text" in node and "content" not in node):
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
        inner = _Frame("bullet", frame.depth + (frame.kind == "bullet"), numbers, "")
    stack.append((None, inner, kind in _BLOCKS))
    stack.append((node.get("content", node.get("children", [])), inner, False))


def _inside(kind: object, frame: _Frame, node: Mapping[str, object]) -> _Frame:
    if kind == "heading":
        return _Frame("heading", frame.depth, None, "")
    if kind == "codeBlock":
        return _Frame("code", frame.depth, None, "")
    if kind == "blockquote":
        return _Frame("quote", frame.depth + 1, None, "")
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


def _leaf(kind: object, attrs: Mapping[str, object], frame: _Frame, page: Page) -> bool:
    """Show a node that has no content of its own; False for any other."""
    if kind == "hardBreak":
        page.end()
    elif kind == "horizontalRule":
        page.rule()
    elif kind in ("image", "imageBlock"):
        page.picture(attrs.get("src"), attrs.get("alt") or attrs.get("title"))
    elif kind == "mention":
        _place(page, frame)
        page.span("@" + (clean(attrs.get("label"), 200) or clean(attrs.get("id"), 200)), bold=True)
    elif kind in ("iframe", "video", "youtube"):
        page.embedded(attrs.get("src"))
    else:
        return False
    return True


def _text(node: Mapping[str, object], frame: _Frame, page: Page) -> None:
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


def _place(page: Page, frame: _Frame) -> None:
    if page.place(frame.kind, frame.depth, frame.marker):
        frame.marker = " " * len(frame.marker)
