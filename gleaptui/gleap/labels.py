"""The labels of a bar chart's buckets as dates. They seldom have a year (API.md, "Bar charts")."""

import re
from datetime import UTC, date, datetime

from gleaptui.gleap.values import number

_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        1,
    )
    for name in names
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ].*)?\Z")
_MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?\Z")
_DAY_MONTH = re.compile(r"(\d{1,2})\.?\s+([A-Za-z]{3,9})\.?(?:,?\s+(\d{4}))?\Z")
_MONTH_YEAR = re.compile(r"([A-Za-z]{3,9})\.?,?\s+(\d{4})\Z")
_MONTH = re.compile(r"([A-Za-z]{3,9})\.?\Z")
_YEAR = re.compile(r"(\d{4})\Z")


def bucket_start(label: object, first: date, last: date) -> date | None:
    """The first day of the bucket, in the year that puts it between ``first`` and ``last``; None if unreadable."""
    if isinstance(label, str):
        return _written(label.strip(), first, last)
    stamp = number(label)
    if stamp is None or stamp < 1e8:
        return None
    try:
        return datetime.fromtimestamp(stamp / 1000 if stamp > 1e11 else stamp, UTC).date()
    except (OverflowError, OSError, ValueError):
        return None


def _written(label: str, first: date, last: date) -> date | None:
    if found := _ISO.match(label):
        return _date(int(found[1]), int(found[2]), int(found[3] or 1))
    if found := _MONTH_YEAR.match(label):
        return _date(int(found[2]), _MONTHS.get(found[1].lower(), 0), 1)
    if found := _MONTH_DAY.match(label):
        return _with_year(found[3], _MONTHS.get(found[1].lower(), 0), int(found[2]), first, last)
    if found := _DAY_MONTH.match(label):
        return _with_year(found[3], _MONTHS.get(found[2].lower(), 0), int(found[1]), first, last)
    if found := _YEAR.match(label):
        return _date(int(found[1]), 1, 1)
    if found := _MONTH.match(label):
        return _with_year(None, _MONTHS.get(found[1].lower(), 0), 1, first.replace(day=1), last)
    return bucket_start(float(label), first, last) if re.fullmatch(r"\d{9,14}", label) else None


def _with_year(year: str | None, month: int, day: int, first: date, last: date) -> date | None:
    if year:
        return _date(int(year), month, day)
    candidates = [_date(candidate, month, day) for candidate in range(last.year, first.year - 1, -1)]
    return next((found for found in candidates if found is not None and first <= found <= last), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
