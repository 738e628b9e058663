"""From a metric to its figure: names in order, fallbacks, and what is never believed."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from gleaptui.gleap import errors
from gleaptui.gleap.figures import FigureReader
from gleaptui.gleap.metrics import METRICS
from gleaptui.gleap.models import Figure
from gleaptui.gleap.periods import Period
from tests.gleap.scripted import WEEK, Desk, Reply, Seen, payload

REFUSED = Reply({"message": "Validation Failed", "fields": {"chartType": {}}}, 400)
NOTHING = Reply({"title": "x", "value": None})
ALL = [metric.id for metric in METRICS]
Answers = dict[str, Reply]


def value(number: float | str | None, **more: object) -> Reply:
    return Reply({"title": "x", "value": number, **more})


def bars(*values: float | None, period: Period = WEEK) -> Reply:
    days = [day.isoformat() for day in period.dates]
    points = [{"label": day, "value": number} for day, number in zip(days, values, strict=False)]
    return Reply({"title": "x", "dataSets": [{"label": "x", "data": points}]})


class Project(Desk):
    """A project that knows these facts and bar charts; everything else is refused."""

    def __init__(
        self, facts: Answers | None = None, charts: Answers | None = None, *, total: int | None = None
    ) -> None:
        self.facts, self.charts, self.total = facts or {}, charts or {}, total
        self.otherwise = REFUSED
        self.nobody: Reply | None = None
        """What every question is answered, if anything."""
        super().__init__(self._script)
        self.reader = FigureReader(self.client)

    def _script(self, seen: Seen) -> Reply:
        if self.nobody is not None:
            return self.nobody
        if seen.path.endswith("/users/me"):
            return Reply(payload("users_me.json")) if self.otherwise is REFUSED else self.otherwise
        if seen.path.endswith("/facts"):
            return self.facts.get(seen.chart, self.otherwise)
        if seen.path.endswith("/bar-chart"):
            before = seen.query.find("startDate=2026-09-09") < 0
            return self.charts.get(seen.chart + (" before" if before else ""), self.otherwise)
        if seen.path.endswith("/tickets") and self.total is not None:
            return Reply({"tickets": [], "count": 0, "totalCount": self.total})
        return self.otherwise

    @property
    def charts_asked(self) -> list[str]:
        """What was asked for, in order."""
        asked = (seen for seen in self.server.seen if not seen.path.endswith("/users/me"))
        return [f"{seen.path.rsplit('/', 1)[1]} {seen.chart}".strip() for seen in asked]

    async def figure(self, metric: str) -> Figure:
        return await self.reader.figure(metric, WEEK)


async def test_a_figure_is_what_its_fact_says() -> None:
    project = Project({"NEW_TICKETS_COUNT": value(326, progressValue=-17.7)})
    assert await project.figure("new_tickets") == Figure(
        metric="new_tickets", value=326, change_pct=-17.7, chart_type="NEW_TICKETS_COUNT", source="fact"
    )


async def test_a_time_is_asked_for_as_a_median_and_read_in_seconds() -> None:
    project = Project({"MEDIAN_TIME_TO_CLOSE": value(1.8, rawValue=6570.52, valueUnit="h")})
    figure = await project.figure("time_to_close")
    assert (figure.value, figure.unit) == (6570.52, "seconds")
    assert "aggsType=MEDIAN" in project.server.seen[0].query


async def test_a_zero_is_a_zero_and_nothing_is_nothing() -> None:
    project = Project({"NEW_TICKETS_COUNT": value(0), "TICKET_CLOSE_COUNT": value("--")})
    assert (await project.figure("new_tickets")).value == 0
    closed = await project.figure("closed_tickets")
    assert closed.value is None
    assert closed.source is None
    assert closed.reason
    assert not closed.error


@pytest.mark.parametrize(
    "first", [Reply(b"", 400), Reply(b"", 404), Reply(b"", 422), NOTHING, Reply({}), Reply(b"null")]
)
async def test_the_next_name_is_tried_where_the_first_is_refused_or_says_nothing(first: Reply) -> None:
    project = Project({"TICKET_REPLIES_COUNT": first, "REPLIES_COUNT": value(12)})
    figure = await project.figure("replies")
    assert (figure.value, figure.chart_type, figure.source) == (12, "REPLIES_COUNT", "fact")


@pytest.mark.parametrize(
    "first",
    [
        Reply(b"", 401),
        Reply(b"", 403),
        Reply(b"", 429),
        Reply({"codeName": "MaxTimeMSExpired"}, 409),
        Reply({"name": "CastError"}, 409),
        Reply(b"", 500),
        Reply("<html>", 200),
    ],
)
async def test_the_next_name_is_not_tried_where_the_trouble_is_not_about_the_name(first: Reply) -> None:
    project = Project({"TICKET_REPLIES_COUNT": first, "REPLIES_COUNT": value(12)})
    with pytest.raises(errors.GleapError):
        await project.figure("replies")
    assert set(project.charts_asked) == {"facts TICKET_REPLIES_COUNT"}


async def test_the_name_that_worked_is_asked_first_from_then_on() -> None:
    project = Project({"TICKET_REPLIES_COUNT": NOTHING, "REPLIES_COUNT": value(12)})
    await project.figure("replies")
    await project.figure("replies")
    assert project.charts_asked == ["facts TICKET_REPLIES_COUNT", "facts REPLIES_COUNT", "facts REPLIES_COUNT"]


async def test_a_name_that_worked_and_has_nothing_to_say_is_not_replaced_by_another() -> None:
    project = Project({"TICKET_MEDIAN_REPLY_TIME": value(60, valueUnit="s"), "MEDIAN_REPLY_TIME": value(99)})
    await project.figure("reply_time")
    project.facts["TICKET_MEDIAN_REPLY_TIME"] = NOTHING
    assert (await project.figure("reply_time")).value is None
    assert project.charts_asked == ["facts TICKET_MEDIAN_REPLY_TIME"] * 2


async def test_a_name_that_was_refused_is_left_alone_and_tried_again_much_later() -> None:
    project = Project(charts={"KAI_INVOLVED": bars(1)})
    for _ in range(3):
        assert (await project.figure("ai_involved")).source == "sum_of_days"
    assert project.charts_asked.count("facts KAI_INVOLVED") == 1
    project.facts["KAI_INVOLVED"] = value(13)
    project.clock.passed += timedelta(hours=7).total_seconds()
    assert (await project.figure("ai_involved")).source == "fact"


async def test_the_reason_is_the_same_when_a_refused_name_is_left_alone() -> None:
    project = Project()
    assert (await project.figure("worked_on")).reason == (await project.figure("worked_on")).reason != ""


async def test_a_count_without_a_fact_is_the_sum_of_its_days_and_says_so() -> None:
    project = Project(charts={"KAI_INVOLVED": bars(1, 2, 3, 0, 4), "KAI_INVOLVED before": bars(5, 3)})
    figure = await project.figure("ai_involved")
    assert (figure.value, figure.source, figure.chart_type) == (10, "sum_of_days", "KAI_INVOLVED")
    # The days before have other dates than those of the chart, so that none of them counts.
    assert figure.change_pct is None


async def test_a_sum_changes_against_the_days_before() -> None:
    before = bars(5, 3, period=WEEK.previous())
    project = Project(charts={"KAI_INVOLVED": bars(4, 6), "KAI_INVOLVED before": before})
    assert (await project.figure("ai_involved")).change_pct == 25
    await project.figure("ai_involved")
    assert project.charts_asked.count("bar-chart KAI_INVOLVED") == 3, "days that are over are not asked for again"


@pytest.mark.parametrize("trouble", [REFUSED, Reply(b"", 500), bars(period=WEEK), bars(0, 0, period=WEEK.previous())])
async def test_a_sum_stands_without_its_change(trouble: Reply) -> None:
    project = Project(charts={"KAI_INVOLVED": bars(4, 6), "KAI_INVOLVED before": trouble})
    figure = await project.figure("ai_involved")
    assert (figure.value, figure.change_pct) == (10, None)


@pytest.mark.parametrize(
    "chart",
    [
        bars(),
        bars(None, None),
        Reply({"dataSets": []}),
        Reply({}),
        Reply(
            {"dataSets": [{"label": "a", "data": []}, {"label": "b", "data": [{"label": "2026-09-10", "value": 1}]}]}
        ),
    ],
)
async def test_a_chart_without_days_or_with_several_lines_gives_no_sum(chart: Reply) -> None:
    figure = await Project(charts={"KAI_INVOLVED": chart}).figure("ai_involved")
    assert figure.value is None
    assert figure.reason


async def test_days_outside_the_period_are_left_out_of_the_sum() -> None:
    points = [{"label": "2026-09-09", "value": 100}, {"label": "2026-09-10", "value": 1}]
    project = Project(charts={"KAI_INVOLVED": Reply({"dataSets": [{"label": "x", "data": points}]})})
    assert (await project.figure("ai_involved")).value == 1


@pytest.mark.parametrize("metric", ["reply_time", "first_response_time", "time_to_close", "rating"])
async def test_medians_and_ratings_are_never_summed(metric: str) -> None:
    names = {name: bars(10, 20) for name in (entry.bar_chart for entry in METRICS)}
    project = Project(charts=names)
    assert (await project.figure(metric)).value is None
    assert not any(asked.startswith("bar-chart") for asked in project.charts_asked)


async def test_a_zero_under_an_undocumented_name_is_confirmed_by_the_days() -> None:
    project = Project({"KAI_INVOLVED": value(0)}, {"KAI_INVOLVED": bars(0, 0)})
    figure = await project.figure("ai_involved")
    assert (figure.value, figure.source) == (0, "fact")


async def test_a_zero_under_an_undocumented_name_that_the_days_deny_is_not_believed() -> None:
    project = Project({"KAI_INVOLVED": value(0)}, {"KAI_INVOLVED": bars(3, 4)})
    figure = await project.figure("ai_involved")
    assert (figure.value, figure.source) == (7, "sum_of_days")


@pytest.mark.parametrize("chart", [REFUSED, bars(), Reply({})])
async def test_a_zero_under_an_undocumented_name_that_nothing_confirms_is_no_figure(chart: Reply) -> None:
    figure = await Project({"KAI_INVOLVED": value(0)}, {"KAI_INVOLVED": chart}).figure("ai_involved")
    assert figure.value is None


async def test_a_zero_under_an_undocumented_name_that_brought_more_before_is_believed() -> None:
    project = Project({"KAI_INVOLVED": value(3)})
    await project.figure("ai_involved")
    project.facts["KAI_INVOLVED"] = value(0)
    assert (await project.figure("ai_involved")).value == 0
    assert set(project.charts_asked) == {"facts KAI_INVOLVED"}


async def test_a_time_of_zero_under_an_undocumented_name_cannot_be_confirmed() -> None:
    assert (await Project({"MEDIAN_REPLY_TIME": value(0)}).figure("reply_time")).value is None


async def test_net_change_is_new_less_closed() -> None:
    project = Project({"NEW_TICKETS_COUNT": value(10), "TICKET_CLOSE_COUNT": value(14)})
    figure = await project.figure("net_change")
    assert (figure.value, figure.source, figure.chart_type) == (-4, "derived", None)


async def test_net_change_needs_both_counts() -> None:
    assert (await Project({"NEW_TICKETS_COUNT": value(10)}).figure("net_change")).value is None


async def test_open_tickets_are_counted_where_there_is_no_fact() -> None:
    project = Project(total=58)
    figure = await project.figure("open_now")
    assert (figure.value, figure.source) == (58, "derived")
    pairs = dict(project.server.seen[-1].pairs)
    assert pairs.items() >= {"status": "OPEN", "limit": "1", "archived": "false", "isSpam": "false"}.items()


async def test_open_tickets_that_nobody_counts_are_not_zero() -> None:
    assert (await Project().figure("open_now")).value is None


async def test_a_figure_of_this_moment_has_no_change() -> None:
    project = Project({"SNAPSHOT_OPEN_TICKETS": value(5, progressValue=400)})
    assert (await project.figure("open_now")).change_pct is None


async def test_started_slas_come_from_the_days_before_the_two_halves_are_added() -> None:
    halves = {"SLA_BREACHES_COUNT": value(3), "SLA_NO_BREACHES_COUNT": value(20)}
    summed = await Project(halves, {"SLA_STARTED_COUNT": bars(10, 15)}).figure("sla_started")
    assert (summed.value, summed.source) == (25, "sum_of_days")
    added = await Project(halves).figure("sla_started")
    assert (added.value, added.source) == (23, "derived")
    del halves["SLA_NO_BREACHES_COUNT"]
    assert (await Project(halves).figure("sla_started")).value is None


async def test_sla_compliance_is_computed_where_gleap_does_not_give_it() -> None:
    project = Project({"SLA_BREACHES_COUNT": value(5), "SLA_STARTED_COUNT": value(20)})
    figure = await project.figure("sla_compliance")
    assert (figure.value, figure.unit, figure.source) == (75, "percent", "derived")


@pytest.mark.parametrize(("started", "breached"), [(0, 0), (3, 5)])
async def test_a_share_of_nothing_or_of_more_than_all_is_no_figure(started: int, breached: int) -> None:
    project = Project(
        {"SLA_BREACHES_COUNT": value(breached), "SLA_STARTED_COUNT": value(started)},
        {"SLA_STARTED_COUNT": bars(started)},
    )
    figure = await project.figure("sla_compliance")
    assert figure.value is None
    assert figure.reason


async def test_ai_deflection_is_computed_where_gleap_does_not_give_it() -> None:
    project = Project({"KAI_INVOLVED": value(40), "KAI_ROUTED_TO_AGENT_COUNT": value(10)})
    figure = await project.figure("ai_deflection_rate")
    assert (figure.value, figure.source) == (75, "derived")


@pytest.mark.parametrize(
    ("sent", "unit", "breaches", "percent", "assumed"),
    [
        (97.0, "%", 3, 97.0, False),
        (0.97, "", 3, 97.0, False),
        (0.97, "", None, 97.0, True),
        (0.97, "%", 3, 0.97, False),
        (1, "", 0, 100.0, False),
        (1, "", 99, 1.0, False),
        (1, "%", 99, 1.0, False),
        (0.5, "", 99.5, 0.5, False),
        (0, "", 100, 0.0, False),
    ],
)
async def test_the_counts_behind_a_rate_tell_a_fraction_from_per_cent(
    sent: float, unit: str, breaches: float | None, percent: float, assumed: bool
) -> None:
    facts = {"SLA_COMPLIANCE": value(sent, valueUnit=unit)}
    if breaches is not None:
        facts |= {"SLA_BREACHES_COUNT": value(breaches), "SLA_STARTED_COUNT": value(100)}
    figure = await Project(facts).figure("sla_compliance")
    assert figure.value == pytest.approx(percent)
    assert figure.unit_assumed is assumed
    assert figure.source == "fact"


async def test_each_question_is_asked_once_in_a_call() -> None:
    project = Project({"SLA_BREACHES_COUNT": value(5), "NEW_TICKETS_COUNT": value(1)}, {"SLA_STARTED_COUNT": bars(9)})
    await project.reader.figures(ALL, WEEK)
    asked = [(seen.path, seen.query) for seen in project.server.seen]
    assert len(asked) == len(set(asked))


async def test_figures_keep_the_order_of_their_ids() -> None:
    project = Project({"NEW_TICKETS_COUNT": value(1), "MESSAGE_COUNT": value(2)})
    figures = await project.reader.figures(["messages", "net_change", "new_tickets", "messages"], WEEK)
    assert [(figure.metric, figure.value) for figure in figures] == [
        ("messages", 2),
        ("net_change", None),
        ("new_tickets", 1),
        ("messages", 2),
    ]


async def test_one_figure_that_fails_does_not_hide_the_others() -> None:
    project = Project({"NEW_TICKETS_COUNT": value(1), "MESSAGE_COUNT": Reply(b"", 500)})
    new, messages, net = await project.reader.figures(["new_tickets", "messages", "net_change"], WEEK)
    assert (new.value, net.value) == (1, None)
    assert (messages.value, messages.error) == (None, "server")
    assert messages.reason


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(b"", 401), errors.WrongKey),
        (Reply(b"", 403), errors.NotPermitted),
        (Reply(b"", 500), errors.ServerTrouble),
        (Reply("<html>"), errors.NotGleap),
    ],
)
async def test_what_befalls_every_figure_is_told_once(reply: Reply, kind: type[errors.GleapError]) -> None:
    project = Project()
    project.otherwise = reply
    with pytest.raises(kind):
        await project.reader.figures(ALL, WEEK)


async def test_an_address_where_nothing_is_found_is_no_project_without_figures() -> None:
    project = Project()
    project.otherwise = Reply("<html><title>404 Not Found</title>", 404)
    with pytest.raises(errors.NotFound):
        await project.reader.figures(ALL, WEEK)
    project.otherwise = value(1)
    assert (await project.figure("new_tickets")).value == 1


async def test_one_figure_alone_tells_a_strange_address_from_a_name_that_a_project_lacks() -> None:
    project = Project()
    assert (await project.figure("worked_on")).value is None
    project.nobody = Reply("<html><title>404 Not Found</title>", 404)
    project.clock.passed += 3_600
    with pytest.raises(errors.GleapError):
        await project.figure("messages")


async def test_one_who_leaves_cancels_what_is_on_its_way() -> None:
    project = Project()
    started = asyncio.Event()

    @asynccontextmanager
    async def passing(path: str) -> AsyncIterator[None]:
        started.set()
        await asyncio.Event().wait()
        yield

    project.gate.passing = passing  # type: ignore[method-assign]  # this gate never opens
    reading = asyncio.ensure_future(project.reader.figures(ALL, WEEK))
    await started.wait()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []


async def test_a_trend_is_the_bar_chart_of_the_metric() -> None:
    project = Project(charts={"NEW_TICKETS_COUNT": bars(1, 2, 3)})
    series = await project.reader.trend("new_tickets", WEEK)
    assert series is not None
    assert [bar.value for bar in series.bars] == [1, 2, 3]
    assert "groupInterval=day" in project.server.seen[0].query


async def test_a_metric_without_a_chart_has_no_trend_and_costs_nothing() -> None:
    project = Project()
    assert await project.reader.trend("worked_on", WEEK) is None
    assert project.charts_asked == []


async def test_trends_leave_out_what_is_refused_and_do_not_ask_for_it_again() -> None:
    project = Project(charts={"NEW_TICKETS_COUNT": bars(1)})
    for _ in range(2):
        assert list(await project.reader.trends(["new_tickets", "messages"], WEEK)) == ["new_tickets"]
    assert project.charts_asked.count("bar-chart MESSAGE_COUNT") == 1


@pytest.mark.parametrize(
    "call", [lambda reader: reader.trends(ALL, WEEK), lambda reader: reader.trend("replies", WEEK)]
)
async def test_trends_that_all_fail_say_why(call: Callable[[FigureReader], "asyncio.Future[object]"]) -> None:
    project = Project()
    project.otherwise = Reply(b"", 403)
    with pytest.raises(errors.NotPermitted):
        await call(project.reader)
