"""What can be said of colours on a screen without eyes: whether they can be told apart, and whether there are any."""

from collections.abc import Iterator, Sequence

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

_READABLE = 4.5
"""The least contrast of a letter or a figure."""
_VISIBLE = 1.3
"""The least contrast of a line, a block or a frame."""
_DRAWN = frozenset("│┃─━╭╮╰╯┏┓┗┛┤└┬▲█▉▊▋▌▍▎▏▁▂▃▄▅▆▇▀▖▗▘▝▚▞▙▛▜▟▐●○◦·.:-=+*#@ ^")


def luminance(color: Color) -> float:
    """How bright a colour is, from 0 to 1."""
    parts = [part / 255 for part in color.get_truecolor()]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Color, other: Color) -> float:
    """How far two colours are apart, from 1 to 21."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def faults(rows: Sequence[Sequence[Segment]], *, grey: bool) -> Iterator[str]:
    """What cannot be read, and what is coloured where nothing may be."""
    for number, row in enumerate(rows):
        for segment in row:
            written = segment.text.strip()
            if written:
                yield from (f"line {number}: {fault}: {written!r}" for fault in _of_style(segment.style, written, grey))


def _of_style(style: Style | None, written: str, grey: bool) -> Iterator[str]:
    if style is None or style.color is None or style.bgcolor is None:
        yield "no colours of the theme"
        return
    found = contrast(style.color, style.bgcolor)
    least = _VISIBLE if set(written) <= _DRAWN else _READABLE
    if found < least:
        yield f"a contrast of {found:.1f} only"
    if grey and any(len(set(color.get_truecolor())) > 1 for color in (style.color, style.bgcolor)):
        yield f"a colour: {style}"
