"""Visits to the widget and the help centre: counts by hour, without a line in the event log."""

from gleaptui.demo.desk import Desk
from gleaptui.demo.kinds import HOUR
from gleaptui.demo.rhythm import mix

RATES = {
    "WIDGET_OPENED": 9.0,
    "HOME_MENU_CLICK": 3.1,
    "CONVERSATION_STARTED": 0.5,
    "HELP_CENTER_ARTICLE_VIEW": 5.4,
    "NEWS_VIEW": 1.6,
    "CHANGELOG_VIEW": 0.7,
}
"""How many there are for each ticket."""
_ORDER = tuple(RATES)


def visits(desk: Desk, name: str, begin: int, end: int) -> int:
    """How many there were in the span, up to now; spans side by side add up."""
    end = min(end, desk.now + 1)
    begin = max(begin, desk.begins)
    if begin >= end:
        return 0
    salt, rate = _ORDER.index(name), RATES[name] * desk.tickets_per_day

    def hourly(hour: int) -> int:
        luck = 0.6 + 0.8 * mix(desk.seed, 5, salt, hour) / 2**64
        return int(rate * desk.rhythm.weight(hour) * luck)

    def within(at: int) -> int:
        hour, rest = divmod(at, HOUR)
        return hourly(hour) * rest // HOUR

    whole = sum(hourly(hour) for hour in range(begin // HOUR, end // HOUR))
    return whole + within(end) - within(begin)
