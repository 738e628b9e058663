"""Days of a chart that become a figure or a trend."""

import pytest

from gleaptui.gleap.comparison import Comparison
from gleaptui.gleap.figures import FigureReader
from tests.gleap.scripted import WEEK, Reply
from tests.gleap.test_figures import Project, bars, value

DAY = 86_400_000
MIDNIGHT = 1_789_509_600_000
"""The last day of the week begins, in Paris."""


def stamped(*values: float) -> Reply:
    """Buckets whose labels are the moments at which the days begin in the zone that was asked for."""
    last = len(values) - 1
    points = [{"label": MIDNIGHT - (last - place) * DAY, "value": number} for place, number in enumerate(values)]
    return Reply({"dataSets": [{"label": "x", "data": points}]})


async def test_days_that_begin_in_the_zone_of_the_period_are_its_days() -> None:
    figure = await Project(charts={"KAI_INVOLVED": stamped(*[10] * 7)}).figure("ai_involved")
    assert (figure.value, figure.reason, figure.partial) == (70, "sum of days", False)


async def test_a_day_without_a_value_is_not_summed_in_silence() -> None:
    project = Project(charts={"KAI_INVOLVED": bars(4, None, 6), "KAI_INVOLVED before": bars(1, 1)})
    figure = await project.figure("ai_involved")
    assert (figure.value, figure.change_pct, figure.partial) == (10, None, True)
    assert figure.reason == "sum of days, 1 of them without a value"
    assert await Comparison(project.client).read((figure,), WEEK) == ()


async def test_a_bar_among_days_that_may_be_their_total_is_not_summed_with_them() -> None:
    points = [{"label": "2026-09-15", "value": 4}, {"label": "2026-09-16", "value": 6}, {"label": "Total", "value": 10}]
    project = Project(charts={"KAI_INVOLVED": Reply({"dataSets": [{"label": "x", "data": points}]})})
    assert (await project.figure("ai_involved")).value is None


async def test_a_day_beside_the_period_is_no_part_of_its_sum() -> None:
    points = [{"label": f"Sep {day}", "value": day} for day in (8, 9, 10, 16)]
    project = Project(charts={"KAI_INVOLVED": Reply({"dataSets": [{"label": "x", "data": points}]})})
    assert (await project.figure("ai_involved")).value == 26


async def test_a_day_that_has_not_begun_may_lack_its_value() -> None:
    project = Project(charts={"KAI_INVOLVED": bars(4, 6, None)})
    tomorrow = WEEK.dates[1].toordinal() - WEEK.dates[-1].toordinal()
    project.clock.passed = tomorrow * 86_400
    assert not (await project.figure("ai_involved")).partial


async def test_what_is_computed_from_days_that_are_not_all_known_is_not_known_whole() -> None:
    project = Project({"NEW_TICKETS_COUNT": value(9)}, {"TICKET_CLOSE_COUNT": bars(4, None)})
    figure = await project.figure("net_change")
    assert (figure.value, figure.partial) == (5, True)


async def test_the_days_before_give_no_change_where_one_of_them_is_not_known() -> None:
    before = Reply(
        {"dataSets": [{"data": [{"label": "2026-09-08", "value": 5}, {"label": "2026-09-07", "value": None}]}]}
    )
    project = Project(charts={"KAI_INVOLVED": bars(4, 6), "KAI_INVOLVED before": before})
    assert (await project.figure("ai_involved")).change_pct is None


@pytest.mark.parametrize(("counts", "read"), [({}, None), ({"SLA_BREACHES_COUNT": value(0)}, None)])
async def test_a_bare_one_is_no_rate_unless_counts_tell_which(counts: dict[str, Reply], read: float | None) -> None:
    figure = await Project({"SLA_COMPLIANCE": value(1), **counts}).figure("sla_compliance")
    assert figure.value is read
    assert figure.reason


async def test_a_number_that_cannot_be_meant_is_told_from_none_at_all() -> None:
    facts = {"NEW_TICKETS_COUNT": value(1.2, valueUnit="k"), "TICKET_CLOSE_COUNT": value("--", valueUnit="k")}
    new, closed = await Project(facts).reader.figures(("new_tickets", "closed_tickets"), WEEK)
    assert (new.value, closed.value) == (None, None)
    assert "unit" in new.reason
    assert "no value" in closed.reason


async def test_a_trend_is_the_one_line_of_its_chart_and_says_what_was_assumed() -> None:
    lines = Reply({"dataSets": [{"label": "a", "data": []}, {"label": "b", "data": [{"label": "Sep 9", "value": 1}]}]})
    charts = {"KAI_INVOLVED": lines, "MEDIAN_REPLY_TIME": bars(60, 70), "NEW_TICKETS_COUNT": bars(1)}
    reader = FigureReader(Project(charts=charts).client)
    trends = await reader.trends(("ai_involved", "reply_time", "new_tickets"), WEEK)
    assert {metric: series.unit_assumed for metric, series in trends.items()} == {
        "reply_time": True,
        "new_tickets": False,
    }
