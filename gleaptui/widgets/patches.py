"""A widget of lines that sends no more of a line than up to its last cell that differs."""

from textual.content import Content
from textual.geometry import Region

from gleaptui.widgets.lines import Lines


class Patches(Lines):
    """Like `Lines`, where the beginnings of long lines change. Textual sends a line from the widget's left edge on,
    whatever part of it is to be drawn anew, so that only its end can be saved."""

    def repaint(self) -> None:
        """Compare, and draw anew what differs."""
        if not self.size:
            return
        before, after = self._drawn, self._fitted()
        if len(before) != len(after):
            self.refresh()
            return
        reaches = (reach(old, new) for old, new in zip(before, after, strict=True))
        self._redraw(after, [Region(0, row, end, 1) for row, end in enumerate(reaches) if end])


def reach(old: Content, new: Content) -> int:
    """How many cells of a line there are up to the last one that differs; 0 where none does."""
    if old.is_same(new):
        return 0
    width = new.cell_length
    if not len(old.plain) == len(new.plain) == old.cell_length == width:
        # Wide characters shift what stands behind them.
        return max(width, old.cell_length)
    before, after = _styles(old), _styles(new)
    alike = (
        old.plain[place] == new.plain[place] and before[place] == after[place] for place in range(width - 1, -1, -1)
    )
    return next((width - number for number, same in enumerate(alike) if not same), 0)


def _styles(content: Content) -> list[str]:
    """The styles of each character, one after the other."""
    found = [""] * len(content.plain)
    for first, end, style in content.spans:
        for place in range(max(0, first), min(end, len(found))):
            found[place] += f"{style};"
    return found
