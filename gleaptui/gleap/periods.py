"""The spans of whole calendar days that figures are asked for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NAMES = ("today", "yesterday", "7d", "30d")
_LABELS = {"today": "today", "yesterday": "yesterday", "7d": "last 7 days", "30d": "last 30 days"}
_LONGEST_DAYS = 3_660


class PeriodError(ValueError):
    """The name of a period cannot be read. Its text says what is expected."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of one zone, from the first millisecond to the last. Days of a clock change have 23 or 25 hours."""

    name: str
    first: date
    last: date
    zone: str

    @property
    def start(self) -> datetime:
        """The first instant, in UTC."""
        return _midnight(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """The last millisecond, in UTC."""
        return _midnight(self.last + timedelta(days=1), self.zone) - timedelta(milliseconds=1)

    @property
    def days(self) -> int:
        """How many calendar days."""
        return (self.last - self.first).days + 1

    @property
    def dates(self) -> tuple[date, ...]:
        """Each day, oldest first."""
        return tuple(self.first + timedelta(days=index) for index in range(self.days))

    @property
    def key(self) -> str:
        """Tells this span from any other: its days and its zone."""
        return f"{self.first}..{self.last}@{self.zone}"

    @property
    def label(self) -> str:
        """For people: ``last 7 days`` or ``1 Sep – 30 Sep 2026``."""
        if self.name in _LABELS:
            return _LABELS[self.name]
        last = f"{self.last.day} {self.last:%b %Y}"
        if self.first == self.last:
            return last
        year = f" {self.first.year}" if self.first.year != self.last.year else ""
        return f"{self.first.day} {self.first:%b}{year} – {last}"

    def includes(self, moment: datetime) -> bool:
        """Whether the instant lies inside."""
        return self.start <= moment <= self.end

    def previous(self) -> "Period":
        """The span of as many days right before this one."""
        last = self.first - timedelta(days=1)
        return Period(
            f"{self.first - timedelta(days=self.days)}..{last}", self.first - timedelta(days=self.days), last, self.zone
        )


def resolve(name: str, now: datetime, zone: str) -> Period:
    """The period of that name at the instant ``now``: ``today``, ``yesterday``, ``7d`` (today and the six days
    before), ``30d`` likewise, or ``FROM..TO`` with both days included. Raises `PeriodError`."""
    today = now.astimezone(ZoneInfo(zone)).date()
    if name == "yesterday":
        return Period(name, today - timedelta(days=1), today - timedelta(days=1), zone)
    lengths = {"today": 1, "7d": 7, "30d": 30}
    if name in lengths:
        return Period(name, today - timedelta(days=lengths[name] - 1), today, zone)
    first, last = parse_range(name)
    return Period(f"{first}..{last}", first, last, zone)


def parse_range(name: str) -> tuple[date, date]:
    """Both days of ``FROM..TO``. Raises `PeriodError` for anything else."""
    begin, dots, end = name.partition("..")
    try:
        first, last = date.fromisoformat(begin.strip()), date.fromisoformat(end.strip())
    except ValueError as error:
        raise PeriodError(
            f"{name!r} is not a period: use today, yesterday, 7d, 30d or FROM..TO, such as 2026-09-01..2026-09-30"
        ) from error
    if not dots or last < first:
        raise PeriodError(f"{name!r} ends before it begins")
    if (last - first).days >= _LONGEST_DAYS or first.year < 2000 or last.year > 2200:
        raise PeriodError(f"{name!r} is too long or too far away: ten years at most, between 2000 and 2200")
    return first, last


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)
