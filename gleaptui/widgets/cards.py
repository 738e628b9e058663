"""All cards of the Overview. Each is a widget of its own, so that one that changes sends nothing of the others."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual.containers import Container
from textual.content import Content
from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize
from textual.message import Message
from textual.widget import Widget

from gleaptui.widgets.arrangement import Arrangement, Layout, Name, Place, Section, place
from gleaptui.widgets.card import Face, card, in_ascii
from gleaptui.widgets.cardrow import Columns, columns, row
from gleaptui.widgets.drawing import Strokes
from gleaptui.widgets.lines import fit
from gleaptui.widgets.patches import Patches

_FRAMED = (12, 3)
"""Columns and lines from which a card has a frame."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One card as it is to be drawn."""

    face: Face
    chosen: bool = False
    shape: Columns | None = None
    """Its columns, where it is a line among others."""
    number: str = ""
    """Which of how many it is, where it stands alone."""


def drawn(shown: Shown, width: int, height: int) -> list[Content]:
    """The card in ``height`` lines of ``width`` cells."""
    if width >= _FRAMED[0] and height >= _FRAMED[1]:
        return card(shown.face, width, height, chosen=shown.chosen, place=shown.number)
    alone = bool(shown.number)
    line = row(shown.face, width, chosen=shown.chosen and not alone, shape=shown.shape)
    if height < 2 or not alone:
        return [line]
    below = f" {shown.number}  {shown.face.age}".rstrip()
    return [line, fit(Content.assemble((below, "$muted")), width)]


def laid_out(sections: tuple[Section, ...], chosen: str, arrangement: Arrangement, width: int) -> Layout:
    """Where the cards stand on a screen of that width. Where not all fit, those around the chosen one, and a column is
    left for the bar at the right; or the chosen one alone."""
    height = arrangement.cards
    if arrangement.form == "one":
        return Layout((Place(chosen, 0, 0, width, height),), (), height)
    layout = place(sections, arrangement.columns, arrangement.card_height, width)
    if layout.height <= height:
        return layout
    layout = place(sections, arrangement.columns, arrangement.card_height, max(1, width - 2))
    first = scrolled(layout, chosen, height)
    return Layout(
        tuple(
            Place(one.metric, one.x, one.y - first, one.width, one.height)
            for one in layout.places
            if first <= one.y and one.y + one.height <= first + height
        ),
        tuple(
            Name(one.words, one.x, one.y - first, one.width) for one in layout.names if first <= one.y < first + height
        ),
        layout.height,
    )


def shared(layout: Layout, faces: Mapping[str, Face]) -> Columns | None:
    """The columns of all lines, so that those beside each other say the same; None where the cards are no lines."""
    widths = [one.width for one in layout.places if one.height == 1]
    return columns(min(widths), faces.values()) if widths else None


def scrolled(layout: Layout, chosen: str, height: int) -> int:
    """The first line that is seen, so that the chosen card is in sight with what stands around it."""
    at = next((one for one in layout.places if one.metric == chosen), None)
    middle = at.y - (height - at.height) // 2 if at is not None else 0
    return max(0, min(middle, layout.height - height))


def bar(first: int, height: int, whole: int) -> list[Content]:
    """Which part of the whole is seen, from top to bottom."""
    thumb = max(1, height * height // whole)
    top = (height - thumb) * first // max(1, whole - height)
    return [
        Content.assemble(("┃", "$muted") if top <= line < top + thumb else ("│", "$rule")) for line in range(height)
    ]


class Card(Patches):
    """One card on the screen."""

    DEFAULT_CSS = """
    Card { position: absolute; width: 1; height: 1; }
    """

    def __init__(self, metric: str) -> None:
        super().__init__()
        self.metric = metric
        self._shown: Shown | None = None
        self._strokes: Strokes = "block"

    def show(self, shown: Shown, strokes: Strokes) -> None:
        """Show this; the same again costs nothing."""
        if (shown, strokes) != (self._shown, self._strokes):
            self._shown, self._strokes = shown, strokes
            self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        if self._shown is None:
            return []
        lines = drawn(self._shown, width, height)
        return [in_ascii(line) for line in lines] if self._strokes == "ascii" else lines

    def on_click(self, _event: Click) -> None:
        """Choose this figure."""
        self.post_message(Cards.Pressed(self.metric))


class Still(Patches):
    """Lines that are handed over: the name of a group, or the bar beside cards of which only some are seen."""

    DEFAULT_CSS = """
    Still { position: absolute; width: 1; height: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Content] = []

    def show(self, lines: list[Content], strokes: Strokes) -> None:
        """Show these."""
        self._lines = [in_ascii(line) for line in lines] if strokes == "ascii" else lines
        self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        return list(self._lines)


class Cards(Container):
    """The cards on the screen, wherever the arrangement puts them."""

    DEFAULT_CSS = """
    Cards { width: 1fr; height: 1fr; overflow: hidden; }
    """

    class Pressed(Message):
        """A card was clicked."""

        def __init__(self, metric: str) -> None:
            super().__init__()
            self.metric = metric

    class Scrolled(Message):
        """The wheel was turned, downwards where ``by`` is 1."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, metrics: tuple[str, ...], most_names: int) -> None:
        """Cards for these metrics, and for as many names above them."""
        self._cards = {metric: Card(metric) for metric in metrics}
        self._names = [Still() for _ in range(most_names)]
        self._bar = Still()
        super().__init__(*self._cards.values(), *self._names, self._bar)
        self.faces: dict[str, Face] = {}
        self._sections: tuple[Section, ...] = ()
        self._chosen = ""
        self._arrangement = Arrangement("one", 1, 1, 1)
        self._strokes: Strokes = "block"

    def show(
        self,
        faces: dict[str, Face],
        sections: tuple[Section, ...],
        chosen: str,
        arrangement: Arrangement,
        strokes: Strokes = "block",
    ) -> None:
        """Show these; the same again costs nothing."""
        shown = (faces, sections, chosen, arrangement, strokes)
        if shown != (self.faces, self._sections, self._chosen, self._arrangement, self._strokes):
            self.faces, self._sections, self._chosen, self._arrangement, self._strokes = shown
            self._place()

    def on_resize(self, _event: Resize) -> None:
        """Put everything where it belongs now."""
        self._place()

    def _place(self) -> None:
        # Before the first layout, so that the first painting shows figures: most probably as wide as the screen.
        width = self.size.width or (self.app.size.width if self.is_attached else 0)
        if not self.faces or not width:
            return
        layout = laid_out(self._sections, self._chosen, self._arrangement, width)
        order = [metric for _, metrics in self._sections for metric in metrics]
        number = f"{order.index(self._chosen) + 1}/{len(order)}" if self._arrangement.form == "one" else ""
        shape = shared(layout, self.faces) if not number else None
        for one in layout.places:
            shown = Shown(self.faces[one.metric], one.metric == self._chosen, shape, number)
            _put(self._cards[one.metric], (one.x, one.y, one.width, one.height))
            self._cards[one.metric].show(shown, self._strokes)
        for name, still in zip(layout.names, self._names, strict=False):
            _put(still, (name.x, name.y, name.width, 1))
            still.show([Content.assemble((f" {name.words}", "bold $accent"))], self._strokes)
        self._show_bar(layout, width)
        seen = {one.metric for one in layout.places}
        hidden = [*(card for metric, card in self._cards.items() if metric not in seen)]
        for widget in (*hidden, *self._names[len(layout.names) :]):
            _hide(widget)

    def _show_bar(self, layout: Layout, width: int) -> None:
        height = self._arrangement.cards
        if layout.height <= height:
            _hide(self._bar)
            return
        whole = place(self._sections, self._arrangement.columns, self._arrangement.card_height, max(1, width - 1))
        _put(self._bar, (width - 1, 0, 1, height))
        self._bar.show(bar(scrolled(whole, self._chosen, height), height, layout.height), self._strokes)

    def beside(self, by: int) -> str:
        """The metric that stands so many cards further to the right, at about the same height; empty where there is
        none."""
        layout = place(self._sections, self._arrangement.columns, self._arrangement.card_height, self.size.width)
        here = next((one for one in layout.places if one.metric == self._chosen), None)
        if here is None:
            return ""
        edges = sorted({one.x for one in layout.places})
        at = edges.index(here.x) + by
        if not 0 <= at < len(edges):
            return ""
        there = [one for one in layout.places if one.x == edges[at]]
        return min(there, key=lambda one: abs(one.y - here.y)).metric

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Go on."""
        event.stop()
        self.post_message(self.Scrolled(1))

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Go back."""
        event.stop()
        self.post_message(self.Scrolled(-1))


def _put(widget: Widget, where: tuple[int, int, int, int]) -> None:
    """Show the widget there: column, line, columns, lines. Styles that stay as they are lay nothing out anew."""
    x, y, width, height = where
    styles = widget.styles
    if not widget.display:
        widget.display = True
    if (styles.offset.x.value, styles.offset.y.value) != (x, y):
        styles.offset = (x, y)
    if styles.width is None or styles.width.value != width:
        styles.width = width
    if styles.height is None or styles.height.value != height:
        styles.height = height


def _hide(widget: Widget) -> None:
    if widget.display:
        widget.display = False
