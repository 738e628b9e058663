"""Digits and capitals of blocks, to be read from across a room."""

_FONT = {
    "0": "###|# #|# #|# #|###",
    "1": " # |## | # | # |###",
    "2": "###|  #|###|#  |###",
    "3": "###|  #| ##|  #|###",
    "4": "# #|# #|###|  #|  #",
    "5": "###|#  |###|  #|###",
    "6": "###|#  |###|# #|###",
    "7": "###|  #|  #| # | # ",
    "8": "###|# #|###|# #|###",
    "9": "###|# #|###|  #|###",
    ":": " |#| |#| ",
    ".": " | | | |#",
    ",": " | | | |#",
    "-": "   |   |###|   |   ",
    "–": "   |   |###|   |   ",
    "%": "# #|  #| # |#  |# #",
    # Small letters are units.
    "h": "#  |#  |###|# #|# #",
    "m": "     |     |#####|# # #|# # #",
    "s": "   | ##|#  | ##|## ",
    "d": "  #|  #|###|# #|###",
    "k": "#  |# #|## |# #|# #",
    "e": "   |###|###|#  |###",
    "A": "###|# #|###|# #|# #",
    "B": "## |# #|## |# #|## ",
    "C": "###|#  |#  |#  |###",
    "D": "## |# #|# #|# #|## ",
    "E": "###|#  |## |#  |###",
    "F": "###|#  |## |#  |#  ",
    "G": "###|#  |# #|# #|###",
    "H": "# #|# #|###|# #|# #",
    "I": "#|#|#|#|#",
    "J": "  #|  #|  #|# #|###",
    "K": "# #|# #|## |# #|# #",
    "L": "#  |#  |#  |#  |###",
    "M": "#   #|## ##|# # #|#   #|#   #",
    "N": "#  #|## #|# ##|#  #|#  #",
    "O": "###|# #|# #|# #|###",
    "P": "###|# #|###|#  |#  ",
    "Q": "###|# #|# #|###|  #",
    "R": "###|# #|## |# #|# #",
    "S": "###|#  |###|  #|###",
    "T": "###| # | # | # | # ",
    "U": "# #|# #|# #|# #|###",
    "V": "# #|# #|# #|# #| # ",
    "W": "#   #|#   #|# # #|## ##|#   #",
    "X": "# #|# #| # |# #|# #",
    "Y": "# #|# #| # | # | # ",
    "Z": "###|  #| # |#  |###",
    "+": "   | # |###| # |   ",
    "<": "  #| # |#  | # |  #",
    "!": "#|#|#| |#",
    "'": "#|#| | | ",
    " ": " | | | | ",
}
HEIGHT = 5
"""Lines of a digit in its own size."""
_HALVES = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}


def big(written: str, scale: int = 1, ink: str = "█") -> list[str]:
    """The text in `HEIGHT` times ``scale`` lines, all of the same width. What the font does not have is left out."""
    rows = _dots(written)
    drawn = ["".join((ink if cell == "#" else " ") * (2 * scale) for cell in row) for row in rows]
    return [line for line in drawn for _ in range(scale)]


def small(written: str) -> list[str]:
    """The text in three lines, of halves of characters."""
    rows = [*_dots(written), ""]
    width = len(rows[0])
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return ["".join(_HALVES[upper[x] == "#", lower[x : x + 1] == "#"] for x in range(width)) for upper, lower in pairs]


def _dots(written: str) -> list[str]:
    glyphs = [_FONT[character].split("|") for character in _spaced(written) if character in _FONT]
    return [" ".join(glyph[row] for glyph in glyphs) for row in range(HEIGHT)]


def _spaced(written: str) -> str:
    return written.replace("\u202f", " ").replace(" %", "%")


SIZES = (0, 3, 5, 10, 15, 20)
"""Lines of each size: plain text, halves of characters, and multiples of the font."""


def drawable(written: str) -> bool:
    """Whether the font has all of it."""
    return all(character in _FONT for character in _spaced(written))


def sized(written: str, size: int) -> list[str]:
    """The text in one of `SIZES`, counted from 0; as it is where the font lacks a part of it."""
    if size == 0 or not drawable(written):
        return [written]
    return small(written) if size == 1 else big(written, size - 1)


def fitting(written: str, width: int, height: int, most: int = len(SIZES) - 1) -> list[str]:
    """The text as big as it fits, at most in the size ``most``; as it is, in one line, where no size of digits
    does."""
    for size in range(most, 0, -1):
        drawn = sized(written, size)
        if len(drawn) <= height and len(drawn[0]) <= width:
            return drawn
    return [written]
