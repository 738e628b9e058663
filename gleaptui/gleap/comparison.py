"""What figures were in the period before, asked once and kept, since the past does not change."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from gleaptui.gleap.asked import all_of
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.days import sum_of_days
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.metrics import METRIC, Metric, documented
from gleaptui.gleap.models import Fact, Figure, Unit
from gleaptui.gleap.periods import Period, compared

_MOST_KEPT = 600
"""Answers that are kept: about thirty spans of every figure."""
_NOTHING_KEPT = 3_600.0
"""Seconds after which an answer without a value is asked for again: Gleap may have been late with it."""


@dataclass(frozen=True, slots=True)
class _Question:
    """One request, without its span."""

    kind: Literal["fact", "days"]
    name: str
    unit: Unit


Facts = dict[_Question, Fact]
"""What was answered, of one span."""


@dataclass(frozen=True, slots=True)
class _Answer:
    fact: Fact
    at: float
    """When it was given, on the monotonic clock."""


class Comparison:
    """Reads what figures are compared with: the whole period before, or of a running one the same part of the one
    before (`gleaptui.gleap.periods.compared`).

    Each figure is asked for under the very name, and in the very way, that gave its value now; one that Gleap does not
    have now is not asked for, nor is one of this moment, and one whose way does not work for the past has no earlier
    value. Gleap's own change in per cent is not used: it is rounded, and holds a running period against a whole one
    (API.md, "Numbers, units, absences")."""

    def __init__(self, client: GleapClient) -> None:
        self._client = client
        self._answers: OrderedDict[tuple[_Question, str], _Answer] = OrderedDict()
        self._told: tuple[Figure, ...] = ()
        """What was read last."""

    def wants(self, figures: Iterable[Figure], period: Period) -> bool:
        """Whether `read` would ask anything, or tell of a figure that it did not tell of last time: answers are kept,
        and may be there before the figures are."""
        span = compared(period, self._client.clock.now())
        if span is None:
            return False
        figures = _with_difference(tuple(figures))
        told = {(figure.metric, figure.span) for figure in self._told}
        known = ((figure.metric, figure.span) for figure in self._earlier(figures, span))
        return bool(self._open_questions(figures, span)) or any(one not in told for one in known)

    async def read(self, figures: Iterable[Figure], period: Period) -> tuple[Figure, ...]:
        """The earlier values of these figures, as figures of their own whose ``span`` and ``before_label`` say of when
        they are. None that is not known is among them. Asks what was not asked before, at most one request for each
        figure.

        A question that fails alone leaves its figure out until the next call. Raises a `GleapError` where all
        failed."""
        figures = _with_difference(tuple(figures))
        span = compared(period, self._client.clock.now())
        if span is None:
            self._told = ()
            return ()
        if questions := self._open_questions(figures, span):
            # The first goes alone: what befalls all questions need not be met twenty times over.
            errors = await self._ask_all(questions[:1], span)
            if not any(error.about_everything for error in errors):
                errors += await self._ask_all(questions[1:], span)
            if errors and (len(errors) == len(questions) or errors[0].about_everything):
                raise errors[0]
        self._told = self._earlier(figures, span)
        return self._told

    async def _ask_all(self, questions: list[_Question], span: Period) -> list[GleapError]:
        results = await all_of(self._ask(question, span) for question in questions)
        return [result for result in results if isinstance(result, GleapError)]

    async def _ask(self, question: _Question, span: Period) -> None:
        try:
            if question.kind == "fact":
                fact = await self._client.fact(question.name, span, unit=question.unit)
            else:
                fact = Fact(value=await self._sum_of_days(question.name, span))
        except GleapError as error:
            if not error.about_the_name:
                raise
            # Older days may be refused for their age.
            fact = Fact()
        self._keep(question, span, fact)

    async def _sum_of_days(self, name: str, span: Period) -> float | None:
        """As the value of now is summed (API.md, "Metrics"); None where a day is not known."""
        chart = await self._client.bar_chart(name, span, unit="count", interval="day")
        total, unknown = sum_of_days(chart, span.first, span.last)
        return total if not unknown else None

    def _keep(self, question: _Question, span: Period, fact: Fact) -> None:
        self._answers[question, span.key] = _Answer(fact, self._client.clock.monotonic())
        self._answers.move_to_end((question, span.key))
        while len(self._answers) > _MOST_KEPT:
            self._answers.popitem(last=False)

    def _known(self, question: _Question, span: Period) -> Fact | None:
        answer = self._answers.get((question, span.key))
        if answer is None:
            return None
        if answer.fact.value is None and self._client.clock.monotonic() - answer.at >= _NOTHING_KEPT:
            return None
        self._answers.move_to_end((question, span.key))
        return answer.fact

    def _open_questions(self, figures: tuple[Figure, ...], span: Period) -> list[_Question]:
        return [question for question in _all_questions(figures) if self._known(question, span) is None]

    def _earlier(self, figures: tuple[Figure, ...], span: Period) -> tuple[Figure, ...]:
        known = {question: self._known(question, span) for question in _all_questions(figures)}
        facts = {question: fact for question, fact in known.items() if fact is not None}
        found: list[Figure] = []
        for figure in figures:
            questions = _questions(figure, figures)
            if not questions or not all(question in facts for question in questions):
                continue
            value = _value(figure, figures, facts)
            if value is not None:
                found.append(
                    Figure(
                        metric=figure.metric,
                        value=value,
                        unit=figure.unit,
                        chart_type=figure.chart_type,
                        source=figure.source,
                        unit_assumed=figure.unit == "seconds" and facts[questions[0]].unit_assumed,
                        before_label=span.label,
                        span=span.key,
                    )
                )
        return tuple(found)


def _with_difference(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The figures and, where it can be computed and is not among them, the net change."""
    values = {figure.metric: figure.value for figure in figures}
    if "net_change" in values or values.get("new_tickets") is None or values.get("closed_tickets") is None:
        return figures
    return (*figures, Figure(metric="net_change", value=0.0, source="derived"))


def _all_questions(figures: tuple[Figure, ...]) -> list[_Question]:
    return list(dict.fromkeys(question for figure in figures for question in _questions(figure, figures)))


def _questions(figure: Figure, figures: tuple[Figure, ...]) -> tuple[_Question, ...]:
    """What tells a figure's earlier value; nothing where it has none."""
    metric = METRIC.get(figure.metric)
    if metric is None or metric.now or figure.value is None or figure.partial:
        return ()
    if figure.source == "fact" and figure.chart_type:
        return (_Question("fact", figure.chart_type, metric.unit),)
    if figure.source == "sum_of_days" and figure.chart_type:
        return (_Question("days", figure.chart_type, metric.unit),)
    if figure.source != "derived":
        return ()
    if metric.id == "sla_started":
        return tuple(_Question("fact", name, "count") for name in ("SLA_BREACHES_COUNT", "SLA_NO_BREACHES_COUNT"))
    parts = [_figure(part, figures) for part in _parts(metric)]
    found = [_questions(part, figures) if part is not None else () for part in parts]
    return tuple(question for questions in found for question in questions) if found and all(found) else ()


def _parts(metric: Metric) -> tuple[str, ...]:
    """The two figures that a derived one is computed from."""
    if metric.id == "net_change":
        return "new_tickets", "closed_tickets"
    return (metric.share_of, metric.share_without) if metric.share_of else ()


def _figure(metric: str, figures: tuple[Figure, ...]) -> Figure | None:
    return next((figure for figure in figures if figure.metric == metric), None)


def _value(figure: Figure, figures: tuple[Figure, ...], facts: Facts) -> float | None:
    """The figure's value by these answers, computed as the one of now was."""
    metric = METRIC[figure.metric]
    if figure.source != "derived":
        questions = _questions(figure, figures)
        fact = facts.get(questions[0]) if questions else None
        return _from_fact(figure, fact, figures, facts) if fact is not None else None
    if metric.id == "sla_started":
        halves = [facts.get(question, Fact()).value for question in _questions(figure, figures)]
        known = [value for value in halves if value is not None]
        return sum(known) if len(known) == len(halves) else None
    values = [_value(part, figures, facts) for name in _parts(metric) if (part := _figure(name, figures)) is not None]
    known = [value for value in values if value is not None]
    if len(known) != 2:
        return None
    if metric.id == "net_change":
        return known[0] - known[1]
    return _share(*known)


def _share(whole: float, without: float) -> float | None:
    """Per cent of the whole that remain (API.md, "Metrics")."""
    return (whole - without) / whole * 100 if whole > 0 and without <= whole else None


def _from_fact(figure: Figure, fact: Fact, figures: tuple[Figure, ...], facts: Facts) -> float | None:
    metric, value = METRIC[figure.metric], fact.value
    if value is None:
        return None
    if figure.source == "fact" and value == 0 and figure.value == 0 and not documented(figure.chart_type or ""):
        # A zero under such a name may only mean that nothing has that name, and no other value has proven it.
        return None
    if metric.share_of and fact.unit_assumed:
        return _percent_or_fraction(metric, value, figures, facts)
    return value


def _percent_or_fraction(metric: Metric, value: float, figures: tuple[Figure, ...], facts: Facts) -> float | None:
    """A bare number up to 1 can be either; the counts behind the share tell, if they are known."""
    parts = [_figure(name, figures) for name in _parts(metric)]
    counts = [_value(part, figures, facts) for part in parts if part is not None and part.value is not None]
    known = [count for count in counts if count is not None]
    computed = _share(*known) if len(known) == 2 else None
    if computed is None:
        return None
    readings = (value, value * 100) if value == 1 else (value, value / 100)
    return min(readings, key=lambda reading: abs(reading - computed))
