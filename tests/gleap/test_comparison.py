"""What a figure is compared with is its value in the part of the period before that has passed of this one."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import pytest
from msgspec import structs

from gleaptui.demo.answers import FACTS, MEASURES
from gleaptui.demo.desk import epoch_ms
from gleaptui.demo.routes import EnumMode
from gleaptui.demo.windows import Window
from gleaptui.gleap.change import compare
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.comparison import Comparison
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.figures import FigureReader
from gleaptui.gleap.metrics import METRIC, METRICS
from gleaptui.gleap.models import Figure
from gleaptui.gleap.periods import Period, compared, resolve
from tests.gleap.scripted import Desk, Reply, Script, Seen
from tests.gleap.test_figures_desk import COUNTED, DESK, NOW, actions, client

PARIS = "Europe/Paris"
IDS = [metric.id for metric in METRICS]
WITH_FACT = [metric for metric in METRICS if metric.facts and not metric.now]


async def both(asked: GleapClient, name: str, zone: str = PARIS) -> tuple[dict[str, Figure], Period]:
    """Every figure of the demo desk with its earlier value, and the span that this is of."""
    period = resolve(name, NOW, zone)
    figures = await FigureReader(asked).figures(IDS, period)
    found = compare(figures, await Comparison(asked).read(figures, period), period, NOW)
    span = compared(period, NOW)
    assert span is not None
    return {figure.metric: figure for figure in found}, span


# Against the demo desk


@pytest.mark.parametrize(
    ("name", "zone"), [("today", PARIS), ("this-week", "Asia/Kolkata"), ("2026-10-26..2026-10-28", PARIS)]
)
async def test_earlier_counts_are_what_the_log_has_up_to_the_cut(name: str, zone: str) -> None:
    figures, span = await both(client(), name, zone)
    log = await actions(client(), span)
    for metric, action in COUNTED.items():
        assert figures[metric].before == log.count(action), metric
        assert figures[metric].before_label == span.label
    assert figures["net_change"].before == figures["new_tickets"].before - figures["closed_tickets"].before  # type: ignore[operator]  # a missing one fails as well


async def test_earlier_times_ratings_and_rates_are_the_desks_own_of_that_span() -> None:
    figures, span = await both(client(), "7d")
    window = Window(epoch_ms(span.start), epoch_ms(span.end) + 1)
    known = 0
    for metric in WITH_FACT:
        chart = figures[metric.id].chart_type or ""
        if figures[metric.id].source == "fact":
            wanted = MEASURES[FACTS[chart]].of(DESK, window, False)
            assert figures[metric.id].before == (pytest.approx(wanted, abs=0.06) if wanted is not None else None)
            known += wanted is not None
    assert known > 12


async def test_figures_of_this_moment_are_never_compared() -> None:
    figures, _ = await both(client(), "today")
    assert all(figures[metric].before is None for metric in ("open_now", "agents_online"))


async def test_the_whole_week_before_is_never_taken_for_the_running_one() -> None:
    running, _ = await both(client(), "this-week")
    whole, _ = await both(client(), "last-week")
    assert running["new_tickets"].before is not None
    assert whole["new_tickets"].value is not None
    assert running["new_tickets"].before < whole["new_tickets"].value


# What it costs


class Counting:
    """A scripted server that answers every fact with a number, and remembers what was asked. It is 14:05 in Paris."""

    def __init__(self, script: Script | None = None) -> None:
        self.desk = Desk(script or (lambda _: Reply({"value": 12, "valueUnit": "", "rawValue": 12})))
        self.comparison = Comparison(self.desk.client)
        self.earlier: tuple[Figure, ...] = ()

    @property
    def requests(self) -> int:
        return len(self.desk.server.seen)

    def pass_time(self, **time: float) -> None:
        self.desk.clock.passed += timedelta(**time).total_seconds()

    def period(self, name: str = "today") -> Period:
        return resolve(name, self.desk.clock.now(), PARIS)

    async def read(self, figures: Iterable[Figure], name: str = "today") -> dict[str, Figure]:
        """Read what these were before, and show it."""
        figures = tuple(figures)
        self.earlier = await self.comparison.read(figures, self.period(name))
        return self.shown(figures, name)

    def shown(
        self, figures: Iterable[Figure], name: str = "today", old: Mapping[str, datetime] | None = None
    ) -> dict[str, Figure]:
        """The figures with what they were before, by what was read last."""
        found = compare(figures, self.earlier, self.period(name), self.desk.clock.now(), old)
        return {figure.metric: figure for figure in found}


def fact(metric: str, value: float | None = 20.0) -> Figure:
    """A figure that came from its first fact."""
    found = METRIC[metric]
    return Figure(metric=metric, value=value, unit=found.unit, chart_type=found.facts[0], source="fact", change_pct=3.0)


ALL = tuple(fact(metric.id) for metric in WITH_FACT)


@pytest.mark.parametrize("enum", ["strict", "lenient"])
async def test_no_more_is_asked_than_there_are_metrics_with_a_fact(enum: EnumMode) -> None:
    asked = client("likelier", enum)
    period = resolve("7d", NOW, PARIS)
    figures = await FigureReader(asked).figures(IDS, period)
    sent: list[str] = []
    get = asked._get

    async def counted(path: str, encoded: str) -> object:
        sent.append(encoded)
        return await get(path, encoded)

    asked._get = counted  # type: ignore[method-assign, assignment]
    comparison = Comparison(asked)
    assert comparison.wants(figures, period)
    await comparison.read(figures, period)
    assert len(set(sent)) == len(sent) <= len(WITH_FACT)
    assert not comparison.wants(figures, period)


async def test_the_answer_is_kept_while_the_cut_stays_and_asked_again_when_it_moves() -> None:
    server = Counting()
    await server.read(ALL)
    first = server.requests
    assert first == len(WITH_FACT)
    server.pass_time(minutes=4, seconds=59)
    await server.read(ALL)
    assert server.requests == first
    server.pass_time(seconds=1)
    await server.read(ALL)
    assert server.requests == 2 * first


async def test_what_a_period_that_is_over_is_compared_with_is_asked_once_and_for_all() -> None:
    server = Counting()
    for _ in range(50):
        await server.read(ALL, "2026-09-07..2026-09-13")
        server.pass_time(hours=5)
    assert server.requests == len(WITH_FACT)


async def test_what_is_known_already_is_wanted_as_soon_as_there_are_figures_to_compare() -> None:
    server = Counting()
    await server.read(ALL, "yesterday")
    # Somebody steps to another period and comes back, where nothing was answered yet.
    await server.read(ALL)
    await server.read((), "yesterday")
    asked = server.requests
    assert not server.comparison.wants((), server.period("yesterday"))
    assert server.comparison.wants(ALL[:1], server.period("yesterday"))
    assert (await server.read(ALL[:1], "yesterday"))[ALL[0].metric].before == 12
    assert not server.comparison.wants(ALL[:1], server.period("yesterday"))
    assert server.requests == asked


async def test_weeks_of_looking_keep_a_bounded_number_of_answers() -> None:
    server = Counting()
    for _ in range(125):
        await server.read(ALL[:5])
        server.pass_time(minutes=5)
    assert len(server.comparison._answers) <= 600
    recent = server.requests
    await server.read(ALL[:5])
    server.pass_time(seconds=1)
    await server.read(ALL[:5])
    assert server.requests <= recent + 5


async def test_what_is_looked_at_again_and_again_is_kept_longest() -> None:
    server = Counting()
    week = "2026-09-07..2026-09-13"
    await server.read(ALL, week)
    for _ in range(125):
        await server.read(ALL[:5])
        await server.read(ALL, week)
        server.pass_time(minutes=5)
    # Just after midnight there is nothing to ask for.
    assert server.requests == len(WITH_FACT) + 124 * 5


async def test_a_figure_that_gleap_does_not_have_now_is_not_asked_for() -> None:
    server = Counting()
    found = await server.read((fact("rating", None), fact("open_now"), Figure(metric="net_change", value=1.0)))
    assert server.requests == 0
    assert all(figure.before is None for figure in found.values())


async def test_each_figure_is_asked_for_under_the_name_that_gave_it() -> None:
    server = Counting()
    await server.read((structs.replace(fact("replies"), chart_type="REPLIES_COUNT"),))
    assert [seen.chart for seen in server.desk.server.seen] == ["REPLIES_COUNT"]


# What it says meanwhile and when it fails


async def test_while_the_cut_moves_on_the_last_answer_stays_under_its_own_label() -> None:
    server = Counting()
    await server.read(ALL)
    server.pass_time(minutes=6)
    figure = server.shown(ALL)["new_tickets"]
    assert (figure.before, figure.before_label) == (12, "yesterday until 14:05")
    server.pass_time(minutes=40)
    assert server.shown(ALL)["new_tickets"].before is None


async def test_just_after_midnight_no_part_is_taken_that_is_much_shorter_than_what_has_passed() -> None:
    server = Counting()
    server.pass_time(hours=10, minutes=20)
    found = await server.read(ALL)
    assert found["new_tickets"].before_label == "yesterday until 00:25"
    server.pass_time(minutes=5)
    assert server.shown(ALL)["new_tickets"].before is None


async def test_a_day_that_has_just_ended_is_never_compared_with_a_part_of_the_day_before() -> None:
    server = Counting()
    server.pass_time(hours=9, minutes=50)
    found = await server.read(ALL)
    assert found["new_tickets"].before_label == "yesterday until 23:55"
    server.pass_time(minutes=10)
    assert server.shown(ALL, "yesterday")["new_tickets"].before is None


async def test_a_figure_whose_source_fails_is_compared_with_what_was_the_same_part_when_it_came() -> None:
    server = Counting()
    old = {"new_tickets": server.desk.clock.now()}
    await server.read(ALL)
    server.pass_time(hours=3)
    found = server.shown(ALL, old=old)
    assert found["new_tickets"].before_label == "yesterday until 14:05"
    assert found["messages"].before is None
    assert (await server.read(ALL))["messages"].before_label == "yesterday until 17:05"
    assert server.shown(ALL, old=old)["new_tickets"].before is None


async def test_a_figure_that_is_a_little_older_than_what_it_is_compared_with_keeps_its_change() -> None:
    server = Counting()
    await server.read(ALL)
    for minutes, kept in ((4, True), (24, True), (54, False)):
        old = {"new_tickets": server.desk.clock.now() - timedelta(minutes=minutes)}
        assert (server.shown(ALL, old=old)["new_tickets"].before is not None) is kept, minutes


async def test_the_change_is_against_the_earlier_value_and_gleaps_own_is_never_shown_for_a_running_period() -> None:
    server = Counting()
    assert all(figure.change_pct is None and figure.before is None for figure in server.shown(ALL).values())
    own = {metric: figure.change_pct for metric, figure in server.shown(ALL, "yesterday").items()}
    assert own == {metric.id: 3.0 if metric.unit == "count" else None for metric in WITH_FACT}
    found = await server.read(ALL)
    assert found["new_tickets"].change_pct == pytest.approx((20 - 12) / 12 * 100)
    assert server.shown(ALL, "7d")["new_tickets"].before is None


def test_gleaps_own_change_is_not_shown_after_an_almost_empty_period() -> None:
    changes = {16.0: 300.0, 20.0: 300.0, 0.0: -100.0, 3.0: -50.0, None: 12.0}
    figures = [Figure(metric="new_tickets", value=value, change_pct=change) for value, change in changes.items()]
    period = resolve("yesterday", NOW, PARIS)
    assert [figure.change_pct for figure in compare(figures, (), period, NOW)] == [None, 300.0, None, -50.0, None]


async def test_a_figure_that_came_about_in_another_way_meanwhile_is_not_compared() -> None:
    server = Counting()
    await server.read((fact("replies"),))
    other = structs.replace(fact("replies"), chart_type="REPLIES_COUNT")
    assert server.shown((other,))["replies"].before is None
    assert server.shown((structs.replace(fact("replies"), source="sum_of_days"),))["replies"].before is None
    assert server.shown((fact("replies", None),))["replies"].before is None


async def test_after_an_almost_empty_period_there_is_no_percentage() -> None:
    server = Counting(lambda _: Reply({"value": 4, "valueUnit": ""}))
    found = await server.read((fact("new_tickets"),))
    assert (found["new_tickets"].before, found["new_tickets"].change_pct) == (4, None)


@pytest.mark.parametrize("body", [{}, {"value": None}, {"value": "--"}, {"title": "x"}])
async def test_missing_stays_missing_and_is_asked_again_after_an_hour_only(body: object) -> None:
    server = Counting(lambda _: Reply(body))
    for hours, requests in ((0, 1), (0.9, 1), (0.2, 2)):
        server.pass_time(hours=hours)
        found = await server.read((fact("new_tickets"),), "yesterday")
        assert found["new_tickets"].before is None
        assert server.requests == requests


async def test_a_name_refused_for_the_past_leaves_its_figure_alone() -> None:
    def script(seen: Seen) -> Reply:
        refused = seen.chart == "MESSAGE_COUNT"
        return Reply({"message": "Validation Failed"}, 400) if refused else Reply({"value": 12, "valueUnit": ""})

    server = Counting(script)
    for _ in range(3):
        found = await server.read((fact("messages"), fact("new_tickets")))
        assert (found["messages"].before, found["new_tickets"].before) == (None, 12)
    assert server.requests == 2


async def test_what_befalls_every_question_is_met_once_raised_and_forgotten() -> None:
    trouble = [True]

    def script(_: Seen) -> Reply:
        return Reply({"error": {"message": "no"}}, 401) if trouble[0] else Reply({"value": 12, "valueUnit": ""})

    server = Counting(script)
    with pytest.raises(GleapError):
        await server.read(ALL)
    assert server.requests == 1
    trouble[0] = False
    assert (await server.read(ALL))["new_tickets"].before == 12


async def test_where_every_question_fails_by_itself_that_is_raised_too() -> None:
    server = Counting(lambda _: Reply("<html>", 503))
    with pytest.raises(GleapError):
        await server.read(ALL[:2])


async def test_one_failure_among_others_is_tried_again_at_the_next_look() -> None:
    failing = [True]

    def script(seen: Seen) -> Reply:
        bad = failing[0] and seen.chart == "MESSAGE_COUNT"
        return Reply("<html>", 503) if bad else Reply({"value": 12, "valueUnit": ""})

    server = Counting(script)
    figures = (fact("new_tickets"), fact("messages"))
    found = await server.read(figures)
    assert (found["messages"].before, found["new_tickets"].before) == (None, 12)
    failing[0] = False
    assert (await server.read(figures))["messages"].before == 12


# Derived figures and units


async def test_what_is_computed_now_is_computed_alike_for_the_past() -> None:
    values = {
        "NEW_TICKETS_COUNT": 30,
        "TICKET_CLOSE_COUNT": 10,
        "SLA_BREACHES_COUNT": 5,
        "SLA_NO_BREACHES_COUNT": 20,
        "KAI_INVOLVED": 8,
        "KAI_ROUTED_TO_AGENT_COUNT": 2,
    }
    server = Counting(lambda seen: Reply({"value": values[seen.chart], "valueUnit": ""}))

    def derived(metric: str) -> Figure:
        return Figure(metric=metric, value=1.0, unit=METRIC[metric].unit, source="derived")

    counts = (fact("new_tickets"), fact("closed_tickets"), fact("sla_breaches"), fact("ai_involved"))
    shares = (derived("sla_started"), derived("sla_compliance"), derived("ai_deflection_rate"))
    found = await server.read((*counts, fact("escalations"), derived("net_change"), *shares))
    assert found["net_change"].before == 20
    assert found["net_change"].change_pct is None
    assert found["sla_started"].before == 25
    assert found["sla_compliance"].before == pytest.approx(80)
    assert found["ai_deflection_rate"].before == pytest.approx(75)
    assert server.requests == len(values)
    alone = await server.read((derived("net_change"), derived("sla_compliance")))
    assert all(figure.before is None for figure in alone.values())


async def test_the_net_change_is_there_although_only_its_parts_were_read() -> None:
    values = {"NEW_TICKETS_COUNT": 30, "TICKET_CLOSE_COUNT": 10}
    server = Counting(lambda seen: Reply({"value": values[seen.chart], "valueUnit": ""}))
    await server.read((fact("new_tickets"), fact("closed_tickets")))
    assert server.shown((Figure(metric="net_change", value=5.0, source="derived"),))["net_change"].before == 20
    assert server.requests == 2


async def test_a_fraction_is_read_as_the_counts_behind_it_say() -> None:
    def script(seen: Seen) -> Reply:
        value = {"SLA_COMPLIANCE": 0.9, "SLA_STARTED_COUNT": 100, "SLA_BREACHES_COUNT": 10}[seen.chart]
        return Reply({"value": value, "valueUnit": ""})

    server = Counting(script)
    behind = (fact("sla_started"), fact("sla_breaches"))
    assert (await server.read((fact("sla_compliance"), *behind)))["sla_compliance"].before == 90
    alone = Counting(script)
    assert (await alone.read((fact("sla_compliance"),)))["sla_compliance"].before is None


async def test_times_are_compared_only_where_both_have_their_unit_in_the_same_way() -> None:
    server = Counting(lambda _: Reply({"value": 12}))
    assumed = structs.replace(fact("time_to_close"), unit_assumed=True)
    assert (await server.read((assumed,)))["time_to_close"].before == 12
    assert (await server.read((fact("time_to_close"),)))["time_to_close"].before is None


async def test_a_zero_under_a_name_that_may_not_exist_is_no_earlier_value() -> None:
    server = Counting(lambda _: Reply({"value": 0, "valueUnit": ""}))
    now_none = structs.replace(fact("ai_involved", 0.0), chart_type="KAI_INVOLVED")
    now_some = structs.replace(fact("ai_involved", 7.0), chart_type="KAI_INVOLVED")
    assert (await server.read((now_none,)))["ai_involved"].before is None
    assert (await server.read((now_some,)))["ai_involved"].before == 0
    assert (await server.read((fact("new_tickets", 0.0),)))["new_tickets"].before == 0


async def test_sums_of_days_are_compared_with_sums_of_days() -> None:
    bars = [{"x": "2026-09-13", "y": 100}, {"x": "2026-09-14", "y": 3}, {"x": "2026-09-15", "y": 4}]
    server = Counting(lambda _: Reply({"series": [{"name": "x", "data": bars}]}))
    summed = Figure(metric="ai_involved", value=5.0, chart_type="KAI_INVOLVED", source="sum_of_days")
    found = await server.read((summed,), "2026-09-16..2026-09-16")
    assert found["ai_involved"].before == 4
    assert [seen.path for seen in server.desk.server.seen] == ["/v3/statistics/bar-chart"]
