"""Questions of /statistics, read from a query and checked (API.md, "Unknown parameters are filters")."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gleaptui.demo import statistics
from gleaptui.demo.desk import Desk, epoch_ms
from gleaptui.demo.filters import Pairs, read_instant, whole_number
from gleaptui.demo.windows import Window

_STATISTICS = frozenset(
    {
        "chartType",
        "startDate",
        "endDate",
        "timezone",
        "groupInterval",
        "aggsType",
        "skip",
        "limit",
        "groupedBy",
        "createdAt",
        "updatedAt",
    }
)
MOST_EVENTS = 10_000


class BadParameterError(ValueError):
    """A parameter is wrong; Gleap answers 400 with ``fields`` (API.md, "Errors")."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(f"{name}: invalid value")
        self.name = name
        self.value = value


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of /statistics, read and checked."""

    chart: str
    window: Window
    zone: str
    interval: str
    average: bool
    skip: int
    limit: int
    team: str = ""


def read_asked(desk: Desk, pairs: Pairs, *more: str, chart: bool = True) -> Asked:
    """Read the parameters that all statistics share. A filter that is not among them matches nothing."""
    named = dict(pairs)
    zone = named.get("timezone", "UTC")
    try:
        tz = ZoneInfo(zone)
    except (ValueError, LookupError, OSError) as error:
        raise BadParameterError("timezone", zone) from error
    interval = named.get("groupInterval", "day")
    if interval not in ("day", "month", "year"):
        raise BadParameterError("groupInterval", interval)
    aggregation = named.get("aggsType", "MEDIAN")
    if aggregation not in ("MEDIAN", "AVERAGE"):
        raise BadParameterError("aggsType", aggregation)
    if chart and "chartType" not in named:
        raise BadParameterError("chartType", "")
    window = _window(desk, named, tz)
    if _speculative(named, more, chart):
        window = statistics.EMPTY
    return Asked(
        named.get("chartType", ""),
        window,
        zone,
        interval,
        aggregation == "AVERAGE",
        whole_number(pairs, "skip", 0),
        min(whole_number(pairs, "limit", MOST_EVENTS), MOST_EVENTS),
        named.get("team", ""),
    )


def _speculative(named: dict[str, str], more: tuple[str, ...], chart: bool) -> bool:
    allowed = (_STATISTICS if chart else _STATISTICS - {"chartType"}) | set(more)
    if any(name not in allowed for name in named):
        return True
    return named.get("outbound") == "true" or any(named.get(name) for name in ("groupedBy", "createdAt", "updatedAt"))


def _window(desk: Desk, named: dict[str, str], tz: ZoneInfo) -> Window:
    edges: dict[str, int] = {}
    for name in ("startDate", "endDate"):
        if name not in named:
            continue
        at = read_instant(named[name])
        if at is None:
            raise BadParameterError(name, named[name])
        if name == "endDate" and len(named[name]) == 10:
            at += 86_400_000 - 1
        edges[name] = at
    today = datetime.fromtimestamp(desk.now / 1000, UTC).astimezone(tz).date()
    begin = edges.get("startDate", epoch_ms(datetime.combine(today - timedelta(days=29), time.min, tz)))
    end = edges.get("endDate", desk.now)
    return Window(begin, max(begin, end + 1))
