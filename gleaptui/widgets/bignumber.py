"""Digits of blocks, to be read from across a room."""

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
    "h": "#  |#  |###|# #|# #",
    "m": "     |     |#####|# # #|# # #",
    "s": "   | ##|#  | ##|## ",
    "d": "  #|  #|###|# #|###",
    "k": "#  |# #|## |# #|# #",
    "M": "#   #|## ##|# # #|#   #|#   #",
    " ": "  |  |  |  |  ",
}
HEIGHT = 5
"""Lines of a digit at its smallest."""


def big(written: str, scale: int = 1, ink: str = "█") -> list[str]:
    """The text in `HEIGHT` times ``scale`` lines, all of the same width. What the font does not have is left out."""
    glyphs = [_FONT[character].split("|") for character in written.replace("\u202f", " ") if character in _FONT]
    rows = [" ".join(glyph[row] for glyph in glyphs) for row in range(HEIGHT)]
    drawn = ["".join((ink if cell == "#" else " ") * (2 * scale) for cell in row) for row in rows]
    return [line for line in drawn for _ in range(scale)]


def fitting(written: str, width: int, height: int, ink: str = "█") -> list[str]:
    """The text as big as it fits; as it is, in one line, where no size of digits does."""
    plain = "".join(character for character in written if character in _FONT or character == "\u202f")
    for scale in range(max(1, height // HEIGHT), 0, -1):
        drawn = big(plain, scale, ink)
        if plain == written and len(drawn) <= height and len(drawn[0]) <= width:
            return drawn
    return [written]
