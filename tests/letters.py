"""Finds words and figures that are drawn in blocks."""

from collections.abc import Sequence

from gleaptui.widgets.bignumber import SIZES, sized


def shows(lines: Sequence[str], words: str) -> bool:
    """Whether the words stand there, in ordinary characters or in big ones."""
    if any(words in line for line in lines):
        return True
    return any(_at(lines, sized(words, size)) for size in range(1, len(SIZES)))


def _at(lines: Sequence[str], drawn: Sequence[str]) -> bool:
    width = len(drawn[0])
    if len(drawn) < 2:
        return False
    padded = [line.ljust(400) for line in lines]
    for top in range(len(lines) - len(drawn) + 1):
        column = padded[top].find(drawn[0])
        while column >= 0:
            if all(padded[top + row][column : column + width] == part for row, part in enumerate(drawn)):
                return True
            column = padded[top].find(drawn[0], column + 1)
    return False
