"""What the columns of the list show of a ticket."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleaptui import text
from gleaptui.gleap.models import Customer, Person, Ticket
from gleaptui.inbox.columns import COLUMNS, Cell, chosen
from gleaptui.inbox.filters import SORTS
from tests.inbox.desk import ANNA, MORNING, everything, ticket

NOW = MORNING + timedelta(hours=5)
NOTHING = (text.MISSING, "muted")


def cell(column: str, one: Ticket) -> Cell:
    return COLUMNS[column].cell(one, NOW)


def test_all_columns_are_there_in_the_usual_order() -> None:
    assert list(COLUMNS) == [
        "number",
        "type",
        "status",
        "priority",
        "sla",
        "age",
        "waiting",
        "assignee",
        "customer",
        "title",
        "tags",
    ]


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        ("number", NOTHING),
        ("type", NOTHING),
        ("status", NOTHING),
        ("priority", NOTHING),
        ("sla", NOTHING),
        ("age", NOTHING),
        ("waiting", NOTHING),
        ("assignee", ("nobody", "watch")),
        ("customer", NOTHING),
        ("title", ("no title", "muted")),
        ("tags", ("", "muted")),
    ],
)
def test_what_is_not_known_is_never_shown_as_a_figure(column: str, shown: Cell) -> None:
    assert cell(column, Ticket(id="x")) == shown


@pytest.mark.parametrize(
    ("column", "changes", "shown"),
    [
        ("number", {}, ("#1042", "muted")),
        ("type", {"type": "FEATURE_REQUEST"}, ("feature", "plain")),
        ("type", {"type": "FOR-RELEASE"}, ("FOR-RELEASE", "plain")),
        ("status", {}, ("open", "primary")),
        ("status", {"status": "DONE"}, ("done", "muted")),
        ("status", {"archived": True}, ("open", "muted")),
        ("status", {"status": "cz0aa"}, ("cz0aa", "primary")),
        ("status", {"status": "cz0aa", "status_label": "Waiting"}, ("Waiting", "primary")),
        ("priority", {"priority": "HIGH"}, ("high", "bad")),
        ("priority", {"priority": "HIGH", "status": "DONE"}, ("high", "muted")),
        ("priority", {"priority": "LOW"}, ("low", "muted")),
        ("sla", {"sla_breached": True}, ("late", "bad")),
        ("sla", {"sla_breached": False}, ("ok", "muted")),
        ("sla", {"due_at": NOW + timedelta(hours=3)}, ("3h", "plain")),
        ("sla", {"due_at": NOW + timedelta(minutes=59)}, ("59m", "watch")),
        ("sla", {"due_at": NOW - timedelta(minutes=1)}, ("due", "watch")),
        ("age", {}, ("5h", "plain")),
        ("age", {"created_at": NOW + timedelta(hours=1)}, ("<1m", "plain")),
        ("waiting", {"has_agent_reply": False}, ("5h", "plain")),
        ("waiting", {"has_agent_reply": True, "latest_author": "customer"}, ("3h", "plain")),
        ("waiting", {"has_agent_reply": True, "latest_author": "agent"}, ("", "muted")),
        ("waiting", {"status": "DONE"}, ("", "muted")),
        ("waiting", {"status": "wf1", "closed_own": True}, ("", "muted")),
        ("assignee", {"assignee": ANNA}, ("Anna Kowalska", "plain")),
        ("assignee", {"assignee": Person()}, (text.MISSING, "plain")),
        ("assignee", {"status": "DONE"}, ("nobody", "muted")),
        ("customer", {}, ("Noor Vale", "plain")),
        ("customer", {"customer": Customer(email="n@example.test")}, ("n@example.test", "plain")),
        ("title", {}, ("Export fails on large tables", "plain")),
        ("tags", {"tags": ("vip", "new")}, ("#vip #new", "muted")),
    ],
)
def test_a_cell_says_it_in_words_and_with_a_role(column: str, changes: dict[str, object], shown: Cell) -> None:
    assert cell(column, ticket(**changes)) == shown  # type: ignore[arg-type]  # no number among them


def test_every_cell_of_the_desk_is_one_line() -> None:
    for one in everything():
        for column in COLUMNS.values():
            shown, role = column.cell(one, NOW)
            assert "\n" not in shown
            assert role in ("plain", "muted", "good", "watch", "bad", "primary")


def test_columns_are_shown_as_they_were_chosen() -> None:
    shown = chosen((("title", 0), ("number", 9), ("gone", 3), ("number", 5)))
    assert [(column.id, width) for column, width in shown] == [("title", 0), ("number", 5)]


@given(st.lists(st.tuples(st.sampled_from(["", "nothing", "x" * 99]), st.integers(0, 9)), max_size=3))
def test_where_no_column_is_left_all_are_shown(places: list[tuple[str, int]]) -> None:
    assert [column.id for column, _ in chosen(places)] == list(COLUMNS)


def test_columns_name_only_orders_that_can_be_asked_for() -> None:
    assert {sort for column in COLUMNS.values() for sort in column.sorts} <= set(SORTS)
