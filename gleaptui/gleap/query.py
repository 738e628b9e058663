"""Questions on the wire. Gleap takes any unknown parameter for a filter that matches nothing, so that only what is
documented for an endpoint is ever sent (API.md, "Unknown parameters are filters")."""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import quote

from msgspec import Struct

from gleaptui.gleap.models import Unit
from gleaptui.gleap.periods import Period

Pairs = list[tuple[str, str]]
_FLAGS = {True: "true", False: "false", None: "false,true"}


def encode(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and values as a query string. Colons stay as they are, because Gleap fails on some that are encoded, and
    an operator at the end of a name becomes ``%3E`` or ``%3C`` (API.md, "Date comparisons")."""
    return "&".join(f"{quote(name, safe='')}={quote(value, safe=':,')}" for name, value in pairs)


def instant(moment: datetime) -> str:
    """An instant as Gleap writes it: UTC with milliseconds and a Z."""
    moment = moment.astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def statistics(
    chart_type: str, period: Period, *, unit: Unit = "count", extra: Iterable[tuple[str, str]] = ()
) -> Pairs:
    """What every question about a chart type sends; medians are asked for by name."""
    pairs = [("chartType", chart_type), *window(period.start, period.end, period.zone)]
    if unit == "seconds":
        pairs.append(("aggsType", "MEDIAN"))
    return [*pairs, *extra]


def window(start: datetime, end: datetime, zone: str) -> Pairs:
    """A span of time and the zone that its days are counted in."""
    return [("startDate", instant(start)), ("endDate", instant(end)), ("timezone", zone)]


class TicketQuery(Struct, frozen=True, kw_only=True):
    """Which tickets, in which order. ``sort``, ``archived`` and ``isSpam`` are always sent, because their defaults are
    not known (API.md, "Tickets")."""

    sort: str = "-createdAt"
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    archived: bool | None = False
    """None for tickets of either kind."""
    spam: bool | None = False
    """The same."""
    processing_user: str = ""
    number: int | None = None
    rating: int | None = None
    tag: str = ""
    sla_breached: bool | None = None
    has_agent_reply: bool | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None
    updated_from: datetime | None = None
    updated_to: datetime | None = None

    def pairs(self, skip: int, limit: int) -> Pairs:
        """Parameters in their fixed order."""
        pairs = [("sort", self.sort), ("skip", str(skip)), ("limit", str(limit)), ("ignoreArchived", "true")]
        flags = (("archived", self.archived), ("isSpam", self.spam))
        pairs += [(name, _FLAGS[value]) for name, value in flags]
        lists = (("type", self.types), ("status", self.statuses), ("priority", self.priorities))
        pairs += [(name, ",".join(values)) for name, values in lists if values]
        if self.processing_user:
            pairs.append(("processingUser", self.processing_user))
        # Properties of the ticket like any other; a list has a tag where one of its items is equal.
        if self.tag:
            pairs.append(("tags", self.tag))
        asked = (("slaBreached", self.sla_breached), ("hasAgentReply", self.has_agent_reply))
        pairs += [(name, _FLAGS[value]) for name, value in asked if value is not None]
        numbers = (("bugId", self.number), ("conversationRating", self.rating))
        pairs += [(name, str(value)) for name, value in numbers if value is not None]
        ranges = (
            ("createdAt>", self.created_from),
            ("createdAt<", self.created_to),
            ("updatedAt>", self.updated_from),
            ("updatedAt<", self.updated_to),
        )
        return pairs + [(name, instant(value)) for name, value in ranges if value is not None]
