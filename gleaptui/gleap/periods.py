"""The spans of calendar days that figures are asked for, and the ones they are compared with."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

NAMES = ("today", "yesterday", "7d", "30d", "this-week", "last-week", "this-month", "last-month")
LABELS = {
    "today": "today",
    "yesterday": "yesterday",
    "7d": "last 7 days",
    "30d": "last 30 days",
    "this-week": "this week",
    "last-week": "last week",
    "this-month": "this month",
    "last-month": "last month",
}
_ROLLING = {"7d": 7, "30d": 30}
_BEFORE = {"today": "yesterday", "this-week": "last-week", "this-month": "last-month"}
"""Which name the period before a running one has."""
_YOUNG = timedelta(hours=6)
_LONGEST_DAYS = 3_660
_FIRST_YEAR, _LAST_YEAR = 2000, 2200
_STEPS = ((2, 5), (7, 15), (_LONGEST_DAYS, 60))
"""Minutes by which the cut moves on, for periods of up to so many days: a busy hour weighs the less the longer they
are."""


class PeriodError(ValueError):
    """The name of a period cannot be read. Its text says what is expected."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days of one zone, from the first millisecond to the last. Days of a clock change have 23 or 25 hours."""

    name: str
    first: date
    last: date
    zone: str
    until: datetime | None = None
    """Where the last day is cut short: the instant, in UTC, that no longer belongs to the span."""

    @property
    def start(self) -> datetime:
        """The first instant, in UTC."""
        return _instant(self.first, time.min, self.zone)

    @property
    def end(self) -> datetime:
        """The last millisecond, in UTC."""
        until = self.until or _instant(self.last + timedelta(days=1), time.min, self.zone)
        return until - timedelta(milliseconds=1)

    @property
    def days(self) -> int:
        """How many calendar days, the one that is cut short among them."""
        return (self.last - self.first).days + 1

    @property
    def dates(self) -> tuple[date, ...]:
        """Each day, oldest first."""
        return tuple(self.first + timedelta(days=index) for index in range(self.days))

    @property
    def key(self) -> str:
        """Tells this span from any other: its days, its zone and where it is cut."""
        cut = f"<{self.until:%Y-%m-%dT%H:%MZ}" if self.until else ""
        return f"{self.first}..{self.last}{cut}@{self.zone}"

    @property
    def label(self) -> str:
        """For people: ``last 7 days``, ``1 Sep – 30 Sep 2026`` or ``yesterday until 14:05``."""
        label = LABELS.get(self.name) or self._days_label()
        if self.until is None:
            return label
        local = self.until.astimezone(ZoneInfo(self.zone))
        day = {"last-week": f"{self.last:%a} ", "last-month": f"{self.last.day} {self.last:%b}, "}.get(self.name, "")
        return f"{label} until {day}{local:%H:%M}"

    @property
    def written_days(self) -> str:
        """The days themselves: ``Wed 16 Sep`` or ``Thu 10 – Wed 16 Sep``, with the years where they differ."""
        last = f"{self.last:%a} {self.last.day} {self.last:%b}"
        if self.first.year != self.last.year:
            return f"{self.first:%a} {self.first.day} {self.first:%b %Y} – {last} {self.last.year}"
        if self.first == self.last:
            return last
        month = f" {self.first:%b}" if self.first.month != self.last.month else ""
        return f"{self.first:%a} {self.first.day}{month} – {last}"

    def _days_label(self) -> str:
        last = f"{self.last.day} {self.last:%b %Y}"
        if self.first == self.last:
            return last
        year = f" {self.first.year}" if self.first.year != self.last.year else ""
        return f"{self.first.day} {self.first:%b}{year} – {last}"

    def includes(self, moment: datetime) -> bool:
        """Whether the instant lies inside."""
        return self.start <= moment <= self.end

    def previous(self) -> "Period":
        """The whole period right before: for months the calendar month before, however long, for ``this-week`` all of
        last week, for any other days as many as these."""
        last = self.first - timedelta(days=1)
        if is_month(self):
            first = last.replace(day=1)
        elif self.name == "this-week":
            first = self.first - timedelta(days=7)
        else:
            first = self.first - timedelta(days=self.days)
        return Period(_BEFORE.get(self.name) or f"{first}..{last}", first, last, self.zone)


def resolve(name: str, now: datetime, zone: str) -> Period:
    """The period of that name at the instant ``now``: a name of `NAMES` or ``FROM..TO`` with both days included.
    ``7d`` is today and the six days before, weeks begin on Monday, running weeks and months end today. Raises
    `PeriodError`."""
    today = now.astimezone(ZoneInfo(zone)).date()
    day = timedelta(days=1)
    monday, first_of_month = today - today.weekday() * day, today.replace(day=1)
    spans = {
        "today": (today, today),
        "yesterday": (today - day, today - day),
        **{rolling: (today - (length - 1) * day, today) for rolling, length in _ROLLING.items()},
        "this-week": (monday, today),
        "last-week": (monday - 7 * day, monday - day),
        "this-month": (first_of_month, today),
        "last-month": ((first_of_month - day).replace(day=1), first_of_month - day),
    }
    if name in spans:
        return Period(name, *spans[name], zone)
    first, last = parse_range(name)
    return Period(f"{first}..{last}", first, last, zone)


def of_key(key: str) -> Period | None:
    """The days behind a key, by themselves and not by a name; None for what is no key of whole days."""
    days, _, zone = key.partition("@")
    try:
        first, last = parse_range(days)
        ZoneInfo(zone)
    except (PeriodError, ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return Period(f"{first}..{last}", first, last, zone)


def parse_range(name: str) -> tuple[date, date]:
    """Both days of ``FROM..TO``. Raises `PeriodError` for anything else."""
    begin, dots, end = name.partition("..")
    try:
        first, last = date.fromisoformat(begin.strip()), date.fromisoformat(end.strip())
    except ValueError as error:
        raise PeriodError(
            f"{name!r} is not a period: use {', '.join(NAMES)} or FROM..TO, such as 2026-09-01..2026-09-30"
        ) from error
    if not dots or last < first:
        raise PeriodError(f"{name!r} ends before it begins")
    if not is_sane(first, last):
        raise PeriodError(f"{name!r} is too long or too far away: ten years at most, between 2000 and 2200")
    return first, last


def is_sane(first: date, last: date) -> bool:
    """Whether figures can be asked for these days: ten years at most, between 2000 and 2200."""
    return (last - first).days < _LONGEST_DAYS and first.year >= _FIRST_YEAR and last.year <= _LAST_YEAR


# Comparing


def partial(period: Period, now: datetime) -> bool:
    """Whether the period is running: it has begun and is not over."""
    return period.until is None and period.includes(now)


def growing(period: Period, now: datetime) -> bool:
    """Whether its counts still rise from nothing, as those of today or of this month do. A rolling period such as
    ``7d`` runs and does not grow: its counts can be held against a target at any hour."""
    return partial(period, now) and period.name not in _ROLLING


def young(period: Period, now: datetime) -> bool:
    """Whether it grows and has only just begun, so that it may be the night that has brought nothing yet."""
    return growing(period, now) and now - period.start < _YOUNG


def same_part(period: Period, now: datetime) -> Period | None:
    """Of the period before, the part up to the same local time on the same day of it: with today until 14:07 goes
    yesterday until 14:05. The time is rounded down to 5 minutes, from three days on to a quarter of an hour and from
    eight on to the hour, so that the answer can be kept for as long. None where nothing has passed yet, or where the
    period is not running.

    A time that a clock change left out is the moment of the change; one that it made twice is the first. On a day
    that a shorter month before does not have, the part is all of that month."""
    if not partial(period, now):
        return None
    before = period.previous()
    local = now.astimezone(ZoneInfo(period.zone))
    minutes = next(minutes for days, minutes in _STEPS if period.days <= days)
    time_of_day = time(local.hour, local.minute // minutes * minutes)
    passed = (local.date() - period.first).days
    day = before.first + timedelta(days=passed)
    if day > before.last:
        return before
    if time_of_day == time.min:
        last = day - timedelta(days=1)
        return Period(f"{before.first}..{last}", before.first, last, period.zone) if passed else None
    until = _instant(day, time_of_day, period.zone)
    if until <= before.start:
        return None
    return Period(before.name, before.first, day, period.zone, until)


def compared(period: Period, now: datetime) -> Period | None:
    """What the period is compared with: the whole one before when it is over, the same part of it while it runs, None
    when it has not begun or has only just."""
    if partial(period, now):
        return same_part(period, now)
    return period.previous() if period.end < now else None


def calendar_month(day: date, by: int = 0) -> tuple[date, date]:
    """The first and the last day of the month so many months after the day's own. Raises `ValueError` beyond what
    calendars have."""
    months = day.year * 12 + day.month - 1 + by
    first = date(months // 12, months % 12 + 1, 1)
    following = date((months + 1) // 12, (months + 1) % 12 + 1, 1)
    return first, following - timedelta(days=1)


def is_month(period: Period) -> bool:
    """Whether it is a calendar month: by its name, or because it has just those days."""
    if period.name in NAMES:
        return period.name.endswith("-month")
    return (period.first, period.last) == calendar_month(period.first)


def _instant(day: date, time_of_day: time, zone: str) -> datetime:
    """The instant, in UTC, of a local time. Where a clock change left it out, the moment of the change; where it made
    it twice, the first of both."""
    wall = datetime.combine(day, time_of_day, ZoneInfo(zone))
    found = wall.astimezone(UTC)
    if found.astimezone(wall.tzinfo).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return found
    # The change lies between what the time would be by the offset after it and by the one before it.
    early, late = wall.replace(fold=1).astimezone(UTC), found
    offset_before = early.astimezone(wall.tzinfo).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        if middle.astimezone(wall.tzinfo).utcoffset() == offset_before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)
