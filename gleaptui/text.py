"""The only door for outside text, and the one place that formats durations, counts, changes and ages."""

import math
import re
import unicodedata
from datetime import datetime

MISSING = "–"
"""Stands wherever a figure is not known. Missing is never shown as zero."""

LONGEST_LINE = 2_000
LONGEST_TEXT = 200_000

# What can move a cursor, colour a screen, reorder or hide text: C0 but newline and tab, DEL and C1, zero-width
# characters but ZWJ (it joins emoji), bidi controls, line and paragraph separators, invisible operators, the
# byte-order mark, interlinear annotations, lone surrogates and tag characters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
# A joiner that joins nothing has no width and shifts what stands behind it.
_STRAY_JOINER = re.compile("(?<![^\x00-\x7f\u200d])\u200d+|\u200d+(?![^\x00-\x7f\u200d])")
_TAB = "    "


def clean(text: object, limit: int = LONGEST_LINE) -> str:
    """Outside text as one harmless line: no control, bidi or invisible characters, white space folded, at most
    ``limit`` characters (an ellipsis marks the cut). Anything but a string becomes an empty line."""
    if not isinstance(text, str):
        return ""
    if len(text) <= limit and text.isascii() and text.isprintable() and "  " not in text and text.strip(" ") == text:
        # Nearly every text, at a tenth of the price.
        return text
    cut = text[: limit * 2]
    if not (cut.isascii() and cut.isprintable()):
        cut = _FORBIDDEN.sub("", cut.replace("\r", " "))
        cut = _limit_marks(cut)
    line = _STRAY_JOINER.sub("", " ".join(cut.split()))
    if len(line) > limit or len(text) > limit * 2:
        return line[: limit - 1].rstrip() + "…"
    return line


def clean_block(text: object, limit: int = LONGEST_TEXT) -> str:
    """Like `clean` for text of several lines: newlines stay, tabs become spaces."""
    if not isinstance(text, str):
        return ""
    cut = text[:limit].replace("\r\n", "\n").replace("\r", "\n").replace("\t", _TAB)
    cut = _STRAY_JOINER.sub("", _limit_marks(_FORBIDDEN.sub("", cut)))
    return cut + "…" if len(text) > limit else cut


_MARKS = re.compile(r"[^\x00-\u02ff]{9,}")
_MOST_MARKS = 8


def _limit_marks(text: str) -> str:
    """Keep at most a few combining marks on one character, so that nothing climbs out of its line."""
    if not _MARKS.search(text):
        return text
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def duration(seconds: float | None) -> str:
    """A length of time in the two largest units that matter: ``42s``, ``15m``, ``1h 48m``, ``2d 3h``."""
    if seconds is None or not math.isfinite(seconds):
        return MISSING
    if seconds < 0:
        return "-" + duration(-seconds)
    if 0 < seconds < 0.5:
        return "<1s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole}s"
    if whole < 600 and whole % 60:
        return f"{whole // 60}m {whole % 60}s"
    minutes = round(whole / 60)
    if minutes < 60:
        return f"{minutes}m"
    hours, minute = divmod(minutes, 60)
    if hours < 24:
        return f"{hours}h {minute}m" if minute else f"{hours}h"
    days, hour = divmod(round(minutes / 60), 24)
    if days < 1000:
        return f"{days}d {hour}h" if hour else f"{days}d"
    return f"{count(days)}d"


def working_time(seconds: float | None) -> str:
    """Time that somebody worked: a duration in hours at most, as a day of 24 would mislead: ``7h 30m``, ``32h``."""
    if seconds is None or not 86_370 <= abs(seconds) < math.inf:
        return duration(seconds)
    return f"{count(round(seconds / 3_600))}h"


def age(seconds: float | None, *, fine: bool = False) -> str:
    """How old something is, in steps wide enough to change seldom: ``<1m``, ``6m``, ``4h``, ``3d``; with ``fine``
    also ``<10s``, ``10s``, ``20s`` within the first minute."""
    if seconds is None or not math.isfinite(seconds):
        return MISSING
    whole = max(0, int(seconds))
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if whole >= size:
            return f"{count(whole // size)}{unit}"
    if not fine:
        return "<1m"
    return f"{whole // 10 * 10}s" if whole >= 10 else "<10s"


def grouped(value: float) -> str:
    """A whole number with thin groups of three: ``12 345``."""
    return f"{round(value):,}".replace(",", "\u202f")


def count(value: float | None) -> str:
    """A count: grouped up to a million, then ``1.24M``, ``3.5G``, ``1e+15``. A fraction keeps one digit."""
    if value is None or not math.isfinite(value):
        return MISSING
    size = abs(value)
    if size >= 1e15:
        return f"{value:.1e}"
    for unit, scale in (("T", 1e12), ("G", 1e9), ("M", 1e6)):
        if size >= scale:
            return f"{value / scale:.3g}{unit}"
    if value != round(value) and size < 1000:
        return f"{value:.1f}"
    return grouped(value)


def percent(value: float | None) -> str:
    """A share between 0 and 100: ``37.5 %``, ``100 %``."""
    if value is None or not math.isfinite(value):
        return MISSING
    if abs(value) >= 1000:
        return f"{count(value)} %"
    return f"{value:.0f} %" if value == round(value) or abs(value) >= 100 else f"{value:.1f} %"


def change(value: float | None) -> str:
    """A change in per cent against the period before: ``▲ 12.1 %``, ``▼ 3 %``, ``= 0 %``; over 999 % is capped."""
    if value is None or not math.isfinite(value):
        return ""
    size = abs(value)
    if size < 0.05:
        return "= 0 %"
    arrow = "▲" if value > 0 else "▼"
    if size > 999:
        return f"{arrow} >999 %"
    return f"{arrow} {size:.1f} %" if size < 100 and round(size, 1) % 1 else f"{arrow} {size:.0f} %"


def quantity(value: float | None, unit: str) -> str:
    """A metric's value in its unit (``count``, ``seconds``, ``percent`` or ``rating``)."""
    if unit == "seconds":
        return duration(value)
    if unit == "percent":
        return percent(value)
    return count(value)


def clock_time(moment: datetime, *, seconds: bool = False) -> str:
    """The time of day of an instant that already stands in the zone to show."""
    return moment.strftime("%H:%M:%S" if seconds else "%H:%M")


def day_and_time(moment: datetime, now: datetime) -> str:
    """A moment that stands in the zone to show, with its day unless that is today."""
    time = clock_time(moment)
    if moment.date() == now.date():
        return time
    year = f" {moment.year}" if moment.year != now.year else ""
    return f"{moment.day} {moment:%b}{year} {time}"
