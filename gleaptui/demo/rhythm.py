"""When the desk is busy and who is on shift: everything here is a function of the instant, the zone and the seed."""

import math
import random
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from gleaptui.demo.kinds import HOUR
from gleaptui.demo.people import AGENTS, PEOPLE

WEEK_HOURS = 168
_HOURS = (3, 2, 1.5, 1, 1.5, 3, 8, 21, 44, 66, 76, 73, 56, 55, 67, 70, 63, 49, 36, 27, 20, 15, 10, 6)
_WEEKDAYS = (1.36, 1.2, 1.12, 1.1, 0.98, 0.66, 0.58)
_MEAN = sum(_HOURS) * sum(_WEEKDAYS) / 7


def mix(*numbers: int) -> int:
    """A seed of 64 bits that depends on every one of the numbers, the same on every machine."""
    value = 0x9E3779B97F4A7C15
    for number in numbers:
        value = ((value ^ (number & 0xFFFFFFFFFFFFFFFF)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
        value ^= value >> 29
    return value


class Rhythm:
    """The week of one desk."""

    def __init__(self, seed: int, zone: str, tickets_per_day: float) -> None:
        self._seed = seed
        self._zone = ZoneInfo(zone)
        self._rate = tickets_per_day
        self._week_hours: dict[int, int] = {}
        self._on_duty = [self._agents_at(hour) for hour in range(WEEK_HOURS)]
        self._by_skill = [
            [tuple(a for a in staff if skill in AGENTS[a].skills) or staff for staff in self._on_duty]
            for skill in range(3)
        ]
        self._until_open = [_distance([bool(staff) for staff in self._on_duty], hour) for hour in range(WEEK_HOURS)]
        self._until_agent = [
            [_distance([agent in staff for staff in self._on_duty], hour) for hour in range(WEEK_HOURS)]
            for agent in range(PEOPLE)
        ]

    @staticmethod
    def _agents_at(week_hour: int) -> tuple[int, ...]:
        day, hour = divmod(week_hour, 24)
        return tuple(
            index
            for index, agent in enumerate(AGENTS[:PEOPLE])
            if day in agent.days and agent.begins <= hour < agent.ends
        )

    def week_hour(self, at: int) -> int:
        """The hour of the desk's own week, from Monday midnight, 0 to 167."""
        hour = at // HOUR
        found = self._week_hours.get(hour)
        if found is None:
            if len(self._week_hours) > 20_000:
                self._week_hours.clear()
            local = datetime.fromtimestamp(hour * 3_600, UTC).astimezone(self._zone)
            found = self._week_hours[hour] = local.weekday() * 24 + local.hour
        return found

    def on_duty(self, at: int) -> tuple[int, ...]:
        """The agents whose shift covers the instant."""
        return self._on_duty[self.week_hour(at)]

    def skilled(self, at: int, skill: int) -> tuple[int, ...]:
        """Those on duty who know the subject; all on duty where nobody does."""
        return self._by_skill[skill][self.week_hour(at)]

    def when_open(self, at: int, chance: float) -> int:
        """The instant itself while anybody is on duty, else some minutes after the next shift begins."""
        return self._wait(at, self._until_open, chance)

    def when_present(self, agent: int, at: int, chance: float) -> int:
        """Likewise for one agent."""
        return self._wait(at, self._until_agent[agent], chance)

    def _wait(self, at: int, distances: list[int], chance: float) -> int:
        hours = distances[self.week_hour(at)]
        if not hours:
            return at
        start = (at // HOUR + hours) * HOUR
        while distances[self.week_hour(start)]:  # a clock change lies between
            start += HOUR
        return start + int(chance * chance * 0.8 * HOUR)

    def open_seconds(self, begin: int, end: int) -> int:
        """The part of a span during which anybody was on duty, in seconds; beyond two weeks it is not looked at."""
        total, at = 0, begin
        for _ in range(336):
            if at >= end:
                break
            stop = min(end, (at // HOUR + 1) * HOUR)
            if self._on_duty[self.week_hour(at)]:
                total += stop - at
            at = stop
        return total // 1000

    def surge(self, hour: int) -> float:
        """How far the day of that epoch hour departs from its weekday: 1 is usual, now and then one is hectic."""
        day = (hour + 1) // 24
        luck = mix(self._seed, 77, day) / 2**64
        if luck > 0.955:
            return 1.75
        return 0.86 + 0.28 * luck

    def weight(self, hour: int) -> float:
        """The expected share of an average day that falls into that epoch hour."""
        day, of_day = divmod(self.week_hour(hour * HOUR), 24)
        return _HOURS[of_day] * _WEEKDAYS[day] / _MEAN

    def arrivals(self, hour: int) -> list[int]:
        """The instants of that epoch hour at which tickets come in, in order."""
        rng = random.Random(mix(self._seed, 1, hour))
        mean = self._rate * self.weight(hour) * self.surge(hour)
        start = hour * HOUR
        return sorted(start + int(rng.random() * HOUR) for _ in range(poisson(mean, rng)))


def poisson(mean: float, rng: random.Random) -> int:
    """A Poisson number; by its normal neighbour where the mean is large."""
    if mean > 40:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    limit, count, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count


def _distance(there: list[bool], start: int) -> int:
    return next((step for step in range(WEEK_HOURS) if there[(start + step) % WEEK_HOURS]), 0)
