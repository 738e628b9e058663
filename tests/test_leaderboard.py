"""The team is ordered, searched and compared without inventing a figure."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleaptui.gleap.models import Agent, Cell
from gleaptui.leaderboard import (
    MEASURE,
    NAME,
    SHARE,
    AgentsLayout,
    as_csv,
    difference,
    fold,
    ordered,
    rank,
    selected,
    sound,
    standings,
)
from tests.figures import board
from tests.samples import agent, ago, team

ADA = agent("Ada", worked_on=40.0, first_reply_time=6_480.0, rating=85.0)
BO = agent("Bo", worked_on=60.0, first_reply_time=300.0)
CYD = agent("Cyd", replies=50.0, worked_on=0.0)
KAI = Agent(name="Kai", id="kai", service_account=True, worked_on=Cell(value=100.0))
AVERAGE = agent("Team average", worked_on=50.0, first_reply_time=600.0, rating=85.0)
VALUES = st.none() | st.floats(allow_nan=True, allow_infinity=True)


def names(found: object) -> list[str]:
    assert isinstance(found, tuple)
    return [entry.agent.name for entry in found]


@pytest.mark.parametrize("key", ["worked_on", "rating", "first_reply_time"])
@pytest.mark.parametrize("rising", [True, False])
def test_a_missing_figure_is_last_in_either_direction(key: str, rising: bool) -> None:
    found = standings(team(agent("Aaron"), ADA))
    assert names(ordered(found.entries, key, rising=rising)) == ["Ada", "Aaron"]


@given(st.lists(VALUES, max_size=12), st.booleans())
def test_any_figures_are_ordered_with_the_unknown_last(values: list[float | None], rising: bool) -> None:
    found = standings(team(*(agent(f"P{place}", replies=value) for place, value in enumerate(values))))
    shown = [entry.values["replies"] for entry in ordered(found.entries, "replies", rising=rising)]
    known = [value for value in shown if value is not None]
    assert shown == sorted(known, reverse=not rising) + [None] * (len(shown) - len(known))


def test_two_of_one_name_without_an_id_stay_two() -> None:
    found = standings(team(Agent(name="Ada"), Agent(name="Ada"), Agent(name="")))
    assert len({entry.key for entry in found.entries}) == 3


def test_shares_are_of_all_work_and_say_where_some_is_not_known() -> None:
    found = standings(team(ADA, BO, CYD))
    assert [entry.values[SHARE] for entry in found.entries] == [40.0, 60.0, 0.0]
    assert not found.share_is_most
    assert standings(team(ADA, agent("Dee"))).share_is_most


def test_while_nothing_is_computed_no_zero_is_a_figure() -> None:
    found = standings(team(agent("Ada", worked_on=0.0), average=AVERAGE, all_zero=True))
    assert set(found.entries[0].values.values()) == {None}
    assert found.average is None


def test_where_nobody_did_anything_zeros_are_figures() -> None:
    found = standings(team(agent("Ada", worked_on=0.0), average=AVERAGE, all_zero=True), idle=True)
    assert found.entries[0].values["worked_on"] == 0
    assert not found.pending


def test_differences_are_to_the_average_and_know_what_is_better() -> None:
    found = standings(team(ADA, BO, average=AVERAGE))
    ada, bo = found.entries
    slow, fast = difference(ada, found.average, "first_reply_time"), difference(bo, found.average, "first_reply_time")
    more = difference(bo, found.average, "worked_on")
    assert slow is not None
    assert (slow.amount, slow.goodness) == (98 * 60, "worse")
    assert fast is not None
    assert (fast.amount, fast.goodness) == (-300, "better")
    assert more is not None
    assert (more.amount, more.goodness) == (10, ""), "more work is not better work"
    assert difference(bo, found.average, "rating") is None
    assert difference(bo, None, "worked_on") is None


def test_ranks_are_among_people_whose_figure_is_known() -> None:
    found = standings(team(ADA, BO, CYD, KAI))
    by_name = {entry.agent.name: entry for entry in found.entries}
    assert rank(found, by_name["Ada"], "worked_on") == (2, 3)
    assert rank(found, by_name["Bo"], "first_reply_time") == (1, 2)
    assert rank(found, by_name["Bo"], "rating") is None
    assert rank(found, by_name["Kai"], "worked_on") is None


@pytest.mark.parametrize(
    ("wanted", "who"),
    [
        ("ines", ["Inês Łąkowska"]),
        ("INÊS LAKO", ["Inês Łąkowska"]),
        ("kowska in", ["Inês Łąkowska"]),
        ("x@", ["Øyvind"]),
        ("oyv", ["Øyvind"]),
        ("", ["Inês Łąkowska", "Kai", "Øyvind"]),
        ("zz", []),
    ],
)
def test_people_are_found_by_parts_of_their_names_without_marks(wanted: str, who: list[str]) -> None:
    people = team(Agent(name="Inês Łąkowska", id="1"), Agent(name="Øyvind", email="x@example.test"), KAI)
    assert names(selected(standings(people), AgentsLayout(sort=NAME, rising=True), wanted)) == who


def test_service_accounts_can_be_left_out() -> None:
    assert names(selected(standings(team(ADA, KAI)), AgentsLayout(people_only=True))) == ["Ada"]


@given(st.lists(st.sampled_from([*MEASURE, "nonsense", ""])), st.lists(st.text(max_size=3)), st.text(max_size=9))
def test_any_layout_that_was_kept_becomes_a_sound_one(order: list[str], hidden: list[str], sort: str) -> None:
    liked = sound(AgentsLayout(order=tuple(order), hidden=(*hidden, "rating"), sort=sort))
    assert sorted(liked.order) == sorted(MEASURE)
    assert liked.hidden == ("rating",)
    assert liked.sort in (*MEASURE, NAME)
    assert sound(liked) == liked


def test_a_column_moves_and_hides_and_comes_back() -> None:
    liked = AgentsLayout()
    first, second = liked.order[:2]
    assert liked.moved(first, 1).order[:2] == (second, first)
    assert liked.moved(first, -1) == liked
    assert liked.moved(liked.order[-1], 1) == liked
    assert first not in liked.toggled(first).shown
    assert liked.toggled(first).toggled(first) == liked


def test_sorting_by_a_column_begins_with_the_best_and_turns_round_the_second_time() -> None:
    liked = AgentsLayout().sorted_by("first_reply_time")
    assert liked.rising
    assert not liked.sorted_by("first_reply_time").rising
    assert not liked.sorted_by("rating").rising


def test_case_and_marks_do_not_count_in_a_name() -> None:
    assert fold("ŁÓDŹ Straße") == "lodz strasse"


def test_a_csv_has_every_figure_as_it_came_and_says_of_when_it_is() -> None:
    found = standings(team(ADA, Agent(name="=HYPERLINK(1)", email="m@example.test", service_account=True)))
    read = list(csv.DictReader(io.StringIO(as_csv(found.entries, board().period, ago(0)), newline="")))
    rows = {row["name"]: row for row in read}
    assert rows["Ada"]["first_reply_time_seconds"] == "6480"
    assert (rows["Ada"]["worked_on"], rows["Ada"]["share_percent"], rows["Ada"]["replies"]) == ("40", "100", "")
    assert rows["'=HYPERLINK(1)"]["service_account"] == "yes"
    assert {row["from"] for row in read} == {"2026-09-10"}
    assert read[0]["as_of"] == "2026-09-16T12:05:00+00:00"
