"""Every example answer becomes exactly what it says, and nothing more."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gleaptui.gleap import decode
from gleaptui.gleap.models import Agent, Line, Unit

PAYLOADS = Path(__file__).parent.parent / "payloads"
FIRST, LAST = date(2026, 6, 17), date(2026, 9, 14)


def payload(name: str) -> bytes:
    return (PAYLOADS / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "unit", "value", "change"),
    [
        ("facts_count", "count", 128, 12.06),
        ("facts_extra_unknown", "count", 128, 12.06),
        ("facts_zero_real", "count", 0, -100),
        ("facts_snapshot_no_progress", "count", 64, None),
        ("facts_value_null", "count", None, None),
        ("facts_value_missing", "count", None, None),
        ("facts_empty_object", "count", None, None),
        ("facts_json_null", "count", None, None),
        ("facts_time_hours_raw", "seconds", 109_800, 25.28),
        ("facts_time_minutes_no_raw", "seconds", 17 * 60, -8.1),
        ("facts_time_seconds_unit", "seconds", 42.4, 0),
        ("facts_time_days_unit", "seconds", 181_440, None),
        ("facts_time_dashes", "seconds", None, None),
        ("facts_rating_0_100", "rating", 86.4, 1.2),
        ("facts_rating_emoji", "rating", 86, None),
        ("facts_rate_percent", "percent", 37.5, 4),
    ],
)
def test_a_fact_is_in_base_units_and_absence_is_none(
    name: str, unit: Unit, value: float | None, change: float | None
) -> None:
    fact = decode.fact(payload(f"{name}.json"), unit=unit)
    assert (fact.value, fact.change_pct) == (value, change)
    assert not fact.unit_assumed


def test_a_bare_duration_is_taken_for_seconds_and_says_so() -> None:
    fact = decode.fact(payload("facts_time_seconds_bare.json"), unit="seconds")
    assert (fact.value, fact.unit_assumed) == (6570.52, True)


@pytest.mark.parametrize(
    ("body", "unit", "value"),
    [
        (b'{"value": "12"}', "count", 12),
        (b'{"value": "1,234"}', "count", None),
        (b'{"value": true}', "count", None),
        (b'{"value": NaN}', "count", None),
        (b'{"value": 1e999}', "count", None),
        (b'{"value": 1' + b"0" * 400 + b"}", "count", None),
        (b'{"value": "--"}', "rating", None),
        (b'{"value": 3, "valueUnit": "weeks"}', "seconds", None),
        (b'{"value": "2.5", "valueUnit": "H"}', "seconds", 9000),
        (b'{"value": 1.5, "rawValue": "--", "valueUnit": "min"}', "seconds", 90),
        (b'{"value": 0.4}', "percent", 40),
        (b'{"value": 1}', "percent", 1),
        (b'{"value": "96.1 %"}', "percent", 96.1),
    ],
)
def test_odd_numbers_are_read_or_refused_but_never_guessed(body: bytes, unit: Unit, value: float | None) -> None:
    found = decode.fact(body, unit=unit).value
    assert found == (value if value is None else pytest.approx(value))


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"value": 1', b"[1, 2]", b"7", b'"text"', b"[" * 5000])
def test_what_is_not_a_fact_is_refused(body: bytes) -> None:
    with pytest.raises(decode.ShapeError):
        decode.fact(body)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("bar_chart_datasets_count_newest_first", [44, 0, 37, 40, 11, 8, 31]),
        ("bar_chart_datasets_oldest_first", [8, 9, 10, 11, 12, 13, 14]),
        ("bar_chart_datasets_zero_filled", [0] * 7),
        ("bar_chart_datasets_time_with_count", [2331.5, None, 1622]),
        ("bar_chart_datasets_months", [390, 480, 210]),
        ("bar_chart_datasets_months_iso", [480, 210]),
        ("bar_chart_series_xy", [0, 2, 1]),
    ],
)
def test_a_chart_is_oldest_first_in_either_shape_and_gaps_stay_gaps(name: str, values: list[float | None]) -> None:
    chart = decode.bar_chart(payload(f"{name}.json"), first=FIRST, last=LAST)
    bars = chart.series[0].bars
    assert [bar.value for bar in bars] == values
    starts = [bar.start for bar in bars if bar.start is not None]
    assert len(starts) == len(bars)
    assert starts == sorted(starts)


def test_the_samples_behind_a_median_are_kept() -> None:
    chart = decode.bar_chart(payload("bar_chart_datasets_time_with_count.json"), first=FIRST, last=LAST, unit="seconds")
    assert [bar.count for bar in chart.series[0].bars] == [1, 0, 12]


@pytest.mark.parametrize("name", ["bar_chart_empty", "bar_chart_empty_data"])
def test_an_empty_chart_has_no_bars(name: str) -> None:
    chart = decode.bar_chart(payload(f"{name}.json"), first=FIRST, last=LAST)
    assert not any(series.bars for series in chart.series)


def _chart(*labels: object) -> bytes:
    return json.dumps({"dataSets": [{"data": [{"label": label, "value": 1} for label in labels]}]}).encode()


def test_labels_without_a_year_take_the_year_of_the_window() -> None:
    chart = decode.bar_chart(_chart("Jan 1", "Dec 31", "Dec 30"), first=date(2026, 12, 30), last=date(2027, 1, 1))
    assert [bar.start for bar in chart.series[0].bars] == [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1)]
    leap = decode.bar_chart(_chart("Mar 1", "Feb 29"), first=date(2028, 2, 28), last=date(2028, 3, 2))
    assert [bar.start for bar in leap.series[0].bars] == [date(2028, 2, 29), date(2028, 3, 1)]
    none = decode.bar_chart(_chart("Feb 29"), first=date(2027, 2, 27), last=date(2027, 3, 2))
    assert none.series[0].bars[0].start is None


@pytest.mark.parametrize(
    "label",
    ["Sep 9", "9 Sep", "9. September", "September 9, 2026", "2026-09-09", "2026-09-09T00:00:00.000Z", 1788912000],
)
def test_every_known_form_of_a_day_is_read(label: object) -> None:
    chart = decode.bar_chart(_chart(label), first=FIRST, last=LAST)
    assert chart.series[0].bars[0].start == date(2026, 9, 9)


def test_labels_that_are_no_dates_are_kept_as_they_are_and_turned_round() -> None:
    chart = decode.bar_chart(_chart("week three", "week two", "week one"), first=FIRST, last=LAST)
    assert [bar.label for bar in chart.series[0].bars] == ["week one", "week two", "week three"]
    assert {bar.start for bar in chart.series[0].bars} == {None}


def test_a_heatmap_is_monday_first_and_what_did_not_come_is_none() -> None:
    whole = decode.heatmap(payload("heatmap_series.json"))
    assert whole.cells[0][6:10] == (19, 3, 10, 17)
    assert whole.cells[0][0] == 0
    titled = decode.heatmap(payload("heatmap_titled.json"))
    assert titled.cells[0][10] == 2
    assert sum(cell is not None for row in titled.cells for cell in row) == 1
    empty = decode.heatmap(payload("heatmap_empty.json"))
    assert {cell for row in empty.cells for cell in row} == {None}


@pytest.mark.parametrize(
    ("names", "days"), [(["sun", "Mon"], [6, 0]), ([0, 1], [6, 0]), ([1, 7], [0, 6]), (["Lundi", "Tuesday"], [0, 1])]
)
def test_weekdays_come_in_any_order_and_spelling(names: list[object], days: list[int]) -> None:
    series = [
        {"name": name, "data": [{"x": hour, "y": number}]}
        for number, (name, hour) in enumerate(zip(names, ("09:00", 9), strict=True), 1)
    ]
    heatmap = decode.heatmap(json.dumps({"series": series}).encode())
    for number, day in enumerate(days, 1):
        assert heatmap.cells[day][9] == number


def test_the_leaderboard_reads_people_apart_from_the_average_and_automation() -> None:
    team = decode.team_performance(payload("lists_team_performance_live.json"))
    ada = team.agents[0]
    assert (ada.name, ada.email) == ("Ada Quill", "ada@example.test")
    assert (ada.assigned.value, ada.worked_on.value, ada.replies.value, ada.closed.value) == (42, 77, 180, 35)
    assert (ada.reply_time.value, ada.first_reply_time.value, ada.time_to_close.value) == (8640, 1260, 87_480)
    assert (ada.hours_active.value, ada.rating.value) == (23_400, 92)
    kenji = next(agent for agent in team.agents if agent.email == "kenji@example.test")
    assert (kenji.replies.value, kenji.reply_time.value, kenji.rating.value) == (0, None, None)
    assert [agent.name for agent in team.agents if agent.service_account] == ["Automation"]
    assert team.average is not None
    assert team.average.name == "Team average"
    assert "Team average" not in [agent.name for agent in team.agents if not agent.id]
    assert not team.all_zero


@pytest.mark.parametrize(
    "name",
    ["lists_team_performance_endpoints_md", "lists_team_performance_use_cases_md", "lists_team_performance_list_key"],
)
def test_the_leaderboard_reads_every_set_of_keys(name: str) -> None:
    team = decode.team_performance(payload(f"{name}.json"))
    ada = team.agents[0]
    assert (ada.name, ada.assigned.value, ada.replies.value, ada.reply_time.value) == ("Ada Quill", 42, 180, 8640)
    assert ada.hours_active.value in (138_600, 23_400)


def test_a_fresh_day_of_zeros_is_marked() -> None:
    assert decode.team_performance(payload("lists_team_performance_all_zero.json")).all_zero
    assert decode.team_performance(payload("lists_team_performance_empty.json")).agents == ()


def test_a_person_called_team_average_stays_a_person() -> None:
    rows = [
        {
            "processingUserREF": "Team average",
            "processingUser": {"_id": "x", "firstName": "Team", "lastName": "average"},
        },
        {"processingUserREF": " team AVERAGE "},
    ]
    team = decode.team_performance(json.dumps({"data": rows}).encode())
    assert [agent.id for agent in team.agents] == ["x"]
    assert isinstance(team.average, Agent)


def test_any_list_is_read_by_its_columns() -> None:
    snapshot = decode.stat_list(payload("lists_snapshot_tickets_plain.json"))
    assert [column.label for column in snapshot.columns] == ["Type", "Open", "Other status", "Closed", "Queued"]
    assert [cell.value for cell in snapshot.rows[0]] == [None, 12, 3, 45, 2]
    assert [cell.value for cell in snapshot.rows[1]] == [None, 50, 0, 900, None]
    for name in ("average_rating_per_user", "live_agents_team", "open_tickets_per_agent", "tickets_with_rating"):
        assert decode.stat_list(payload(f"lists_{name}_guess.json")).rows


@pytest.mark.parametrize("name", ["raw_data_array", "raw_data_wrapped"])
def test_events_are_read_in_either_envelope(name: str) -> None:
    events = decode.events(payload(f"{name}.json"))
    assert [event.at for event in events if event.at] == sorted(event.at for event in events if event.at)
    first = events[0]
    assert (first.action, first.actor, first.detail) == ("CREATE_TICKET", "Noor Vale", "INQUIRY")
    assert first.at == datetime(2026, 9, 14, 13, 23, 45, tzinfo=UTC)
    assigned = next(event for event in events if event.action == "ASSIGN_TICKET")
    assert (assigned.agent, assigned.seconds) == ("Ada Quill", 375)
    status = next(event for event in events if event.action == "TICKET_STATUS_CHANGE")
    assert (status.old_status, status.new_status) == ("OPEN", "cz0aa")


def test_an_event_names_its_ticket_and_one_without_an_id_gets_a_lasting_one() -> None:
    events = decode.events(payload("raw_data_array.json"))
    assert events[-1].ticket == "a000000000000000000001f5"
    odd = b'[{"action": "X", "createdAt": "2026-09-14T13:00:00Z", "data": {"ticket": {"_id": "t1"}, "comment": 5}}]'
    event = decode.events(odd)[0]
    assert event.ticket == "t1"
    assert event.id == decode.events(odd)[0].id != ""


def test_a_page_of_tickets_keeps_its_total_and_no_secret() -> None:
    page = decode.ticket_page(payload("tickets_list_live.json"))
    assert (len(page.tickets), page.total) == (7, 1523)
    assert "synthetic" not in repr(page)
    by_number = {ticket.number: ticket for ticket in page.tickets}
    assert by_number[1046].title == "bonjour, ça ne marche pas"
    assert by_number[1045].assignee is not None
    assert by_number[1045].assignee.id == "a0000000000000000000000c"
    assert by_number[1043].assignee is None
    assert by_number[1044].status_label == "On hold"
    assert [link.id for link in by_number[1044].linked] == ["a000000000000000000001f5", "a000000000000000000001f6"]
    assert by_number[1047].customer is None
    assert by_number[1042].sla_breached is True


@pytest.mark.parametrize(
    ("name", "total"),
    [
        ("tickets_list_bare_array", None),
        ("tickets_list_count_limit1", 64),
        ("tickets_list_empty", 0),
        ("tickets_list_k_end_shape", 2),
        ("tickets_list_spec_example_like", 42),
        ("tickets_search_array", None),
    ],
)
def test_a_total_is_only_what_was_said(name: str, total: int | None) -> None:
    assert decode.ticket_page(payload(f"{name}.json")).total == total


def test_one_ticket_has_its_form_with_entities_undone() -> None:
    ticket = decode.ticket(payload("ticket_detail_live.json"))
    assert ticket.form == (("Description", "Steps & result"),)
    assert [file.name for file in ticket.attachments] == ["shot.png"]
    assert decode.ticket(payload("ticket_detail_minimal.json")).id == "a000000000000000000001f5"


def _words(lines: tuple[Line, ...]) -> str:
    return "\n".join("".join(span.text for span in line.spans) for line in lines)


@pytest.mark.parametrize("name", ["messages_array_live", "messages_newest_first"])
def test_a_conversation_is_in_order_and_says_who_wrote(name: str) -> None:
    page = decode.messages(payload(f"{name}.json"), customer_email="noor@example.test")
    assert [message.author for message in page.messages] == [
        "customer",
        "assistant",
        "customer",
        "note",
        "agent",
        "agent",
        "customer",
        "customer",
        "unknown",
    ]
    assert [message.csat for message in page.messages].count(True) == 1
    guide = page.messages[4]
    assert "See the guide" in _words(guide.lines)
    assert [span.link for line in guide.lines for span in line.spans if span.text == "the guide"] == [
        "https://help.example.test/a"
    ]
    assert [line.kind for line in guide.lines].count("image") == 2
    assert [file.name for file in guide.attachments] == ["log.txt"]
    assert page.messages[-1].lines == ()


def test_the_example_of_the_documentation_tells_customer_from_agent_by_address() -> None:
    page = decode.messages(payload("messages_array_spec_comment.json"), customer_email="noor@example.test")
    assert [(message.author, _words(message.lines)) for message in page.messages] == [
        ("agent", "Sample text."),
        ("customer", "Thanks!"),
    ]


def test_pages_of_messages_say_how_to_go_on() -> None:
    assert decode.messages(payload("messages_paginated.json")).before == "2026-09-14T13:06:00.000Z"
    assert decode.messages(payload("messages_paginated_last.json")).before == ""
    assert decode.messages(payload("messages_empty.json")).messages == ()


def test_people_teams_and_rights_are_read_without_their_secrets() -> None:
    people = decode.people(payload("projects_users_array.json"))
    assert [person.name for person in people][:2] == ["Ada Quill", "Bo"]
    assert [person.name for person in people if person.service_account] == ["Automation"]
    assert len(decode.people(payload("projects_users_wrapped.json"))) == 1
    me = decode.me(payload("users_me.json"))
    assert (me.name, me.service_account) == ("Ada Quill", True)
    assert "synthetic" not in repr(me)
    assert decode.me(payload("users_me_minimal.json")).name == "ada@example.test"
    assert decode.permissions(payload("users_me_permissions.json")).roles == ("ADMIN",)
    assert decode.permissions(payload("users_me_permissions_empty.json")).permissions == ()
    assert [team.name for team in decode.teams(payload("teams_array.json"))] == ["Tier 1", "[dim]Night shift", ""]


def test_counts_of_tickets_come_in_four_shapes() -> None:
    counts = [decode.ticket_count(payload(f"tickets_ticketscount_{name}.json")) for name in ("number", "object")]
    assert counts == [1523, 1523]
    assert decode.ticket_count(payload("tickets_ticketscount_by_type.json")) == 1523
    assert decode.ticket_count(payload("tickets_ticketscount_array.json")) == 1440


@pytest.mark.parametrize("name", ["activity_logs_array", "activity_logs_activities", "ticket_history_array"])
def test_activities_are_told_in_order_with_plain_names(name: str) -> None:
    activities = decode.activities(payload(f"{name}.json"))
    assert any("DONE" in activity.what for activity in activities)
    assert "\x1b" not in repr([activity.who for activity in activities])
    assert decode.activities(payload("activity_logs_empty.json")) == ()
