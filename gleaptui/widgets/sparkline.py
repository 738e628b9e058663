"""Trends in a few characters. A value that is not known leaves a gap; it is never drawn as zero."""

from collections.abc import Mapping, Sequence

from gleaptui.widgets.drawing import Strokes

BLOCKS = "▁▂▃▄▅▆▇█"
RAMPS: Mapping[Strokes, str] = {"block": BLOCKS, "braille": "⣀⣤⣶⣿", "ascii": "_.-:=+*#"}
"""A cell with no value to speak of, up to one that is full."""
GAP = " "


def columns(values: Sequence[float | None], width: int) -> tuple[float | None, ...]:
    """The values for ``width`` columns: as they are where they fit; else neighbours share a column, which then shows
    the largest of those that are known."""
    if len(values) <= width:
        return tuple(values)
    if width < 1:
        return ()
    shared = []
    for column in range(width):
        first, last = column * len(values) // width, (column + 1) * len(values) // width
        known = [value for value in values[first:last] if value is not None]
        shared.append(max(known) if known else None)
    return tuple(shared)


def levels(values: Sequence[float | None], steps: int) -> tuple[int | None, ...]:
    """Each value as 0 (zero, or the least where some are negative) to ``steps``; a value above the floor is at
    least 1, so that little and nothing look different. None stays None."""
    known = [value for value in values if value is not None]
    largest = max((abs(value) for value in known), default=0.0)
    if not known:
        return (None,) * len(values)
    # Shares of the largest: differences of huge numbers would overflow.
    known = [value / largest if largest else 0.0 for value in known]
    floor = min(0.0, *known)
    span = max(known) - floor

    def level(value: float) -> int:
        share = value / largest if largest else 0.0
        if share <= floor or span <= 0:
            return 0
        return max(1, round((share - floor) / span * steps))

    return tuple(None if value is None else level(value) for value in values)


def bar_width(number: int, width: int, broadest: int = 3) -> tuple[int, int]:
    """How many characters each of so many bars gets, and how many spaces stand between them: one where bars of two
    or more leave room for it, else none."""
    apart = (width + 1) // max(1, number) - 1
    if apart >= 2:
        return min(broadest, apart), 1
    return max(1, width // max(1, number)), 0


def sparkline(
    values: Sequence[float | None], width: int, height: int = 1, broadest: int = 3, *, strokes: Strokes = "block"
) -> tuple[str, ...]:
    """Bars in ``height`` lines of at most ``width`` characters, oldest first; each bar as broad as the room allows,
    up to ``broadest``. Fewer than two known values are no trend and give empty lines."""
    if width < 1 or height < 1 or sum(value is not None for value in values) < 2:
        return ("",) * height
    shown = columns(values, width)
    bar, between = bar_width(len(shown), width, broadest)
    ramp = RAMPS[strokes]
    # In a single line the highest bar stays below the line above.
    steps = len(ramp) * height - 1 if height > 1 or strokes != "block" else len(ramp) - 2
    heights = levels(shown, steps)
    lines = []
    for row in range(height):
        below = (height - 1 - row) * len(ramp)
        cells = [_cell(level, below, ramp) * bar for level in heights]
        lines.append((GAP * between).join(cells)[:width])
    return tuple(lines)


def _cell(level: int | None, below: int, ramp: str) -> str:
    if level is None:
        return GAP
    filled = level + 1 - below
    if filled <= 0:
        return GAP
    return ramp[min(filled, len(ramp)) - 1]
