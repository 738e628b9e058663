"""The catalogue of figures."""

from gleaptui.gleap.metrics import GROUPS, METRIC, METRICS, documented

IDS = [
    "new_tickets",
    "closed_tickets",
    "net_change",
    "replies",
    "messages",
    "worked_on",
    "first_response_time",
    "reply_time",
    "time_to_close",
    "first_assignment_time",
    "open_now",
    "agents_online",
    "ai_involved",
    "ai_questions",
    "ai_answered",
    "ai_unanswered",
    "escalations",
    "ai_deflection_rate",
    "rating",
    "sla_breaches",
    "sla_started",
    "sla_compliance",
]


def test_every_figure_is_there_once_in_its_order() -> None:
    assert [metric.id for metric in METRICS] == IDS
    assert list(METRIC) == IDS


def test_groups_are_four_and_stand_together() -> None:
    order = [metric.group for metric in METRICS]
    assert list(dict.fromkeys(order)) == list(GROUPS) == ["volume", "response", "ai", "quality"]
    assert order == sorted(order, key=list(GROUPS).index)


def test_a_documented_name_is_tried_before_one_that_is_not() -> None:
    for metric in METRICS:
        known = [documented(name) for name in metric.facts]
        assert known == sorted(known, reverse=True), metric.id


def test_only_these_names_are_not_documented() -> None:
    odd = {name for metric in METRICS for name in metric.facts if not documented(name)}
    assert odd == {
        "REPLIES_COUNT",
        "MEDIAN_REPLY_TIME",
        "KAI_INVOLVED",
        "CUSTOMER_SUPPORT_REQUESTED",
        "SLA_STARTED_COUNT",
    }


def test_a_long_wait_and_a_broken_promise_are_bad_and_an_answer_is_good() -> None:
    better = {metric.id: metric.better for metric in METRICS}
    assert {better[name] for name in IDS if name.endswith("_time") or name == "time_to_close"} == {"lower"}
    assert better["sla_breaches"] == better["escalations"] == better["open_now"] == "lower"
    assert better["closed_tickets"] == better["rating"] == better["sla_compliance"] == "higher"
    assert better["new_tickets"] is None


def test_figures_of_this_moment_have_no_chart() -> None:
    assert [metric.id for metric in METRICS if metric.now] == ["open_now", "agents_online"]
    assert not any(metric.bar_chart for metric in METRICS if metric.now)


def test_whatever_has_no_name_says_how_it_is_computed() -> None:
    assert all(metric.facts or metric.derived for metric in METRICS)
    assert all(metric.derived for metric in METRICS if metric.share_of)
    assert all(metric.share_of in METRIC and metric.share_without in METRIC for metric in METRICS if metric.share_of)
