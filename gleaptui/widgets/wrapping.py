"""Where the rows of a long text begin."""

import re

from rich.cells import cell_len, chop_cells

_WORD = re.compile(r"\S+\s*|\s+")


def row_starts(text: str, width: int) -> list[int]:
    """The offsets at which rows of at most ``width`` cells begin, the first of them 0. Rows break at spaces, which are
    left over at their ends; a word that is too long for a row is cut. Nothing of the text is lost."""
    width = max(2, width)
    return _narrow(text, width) if text.isascii() else _wide(text, width)


def _narrow(text: str, width: int) -> list[int]:
    """Every character is a cell."""
    starts, start, end = [0], 0, len(text)
    while end - start > width:
        cut = text.rfind(" ", start, start + width + 1)
        if cut <= start or text[start:cut].isspace():
            start += width
        else:
            start = cut
        while start < end and text[start] == " ":
            start += 1
        if start < end:
            starts.append(start)
    return starts


def _wide(text: str, width: int) -> list[int]:
    starts, used = [0], 0
    for match in _WORD.finditer(text):
        word = match[0]
        bare = cell_len(word.rstrip())
        if bare <= width - used:
            used += cell_len(word)
            continue
        start = match.start()
        if bare <= width:
            if start:
                starts.append(start)
            used = cell_len(word)
            continue
        if used:
            starts.append(start)
        parts = chop_cells(word.rstrip(), width)
        for part in parts[:-1]:
            start += len(part)
            starts.append(start)
        used = cell_len(parts[-1]) + len(word) - len(word.rstrip())
    return starts
