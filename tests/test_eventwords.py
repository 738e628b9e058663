"""What is typed over the event log."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from gleaptui.eventwords import WordsError, moment, names_somebody, wanted

NOW = datetime(2026, 9, 16, 14, 5, tzinfo=ZoneInfo("Europe/Paris"))
"""A Wednesday."""
KINDS = {
    "TICKET_REPLY": "reply",
    "CREATE_TICKET": "new ticket",
    "COMMENT_CREATED": "comment",
    "CUSTOMER_SUPPORT_REQUESTED": "escalated",
}
PEOPLE = ("Ada Quill", "Ada", "Bo Lindqvist")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("14:00", "2026-09-16 14:00:00"),
        ("14:06", "2026-09-15 14:06:00"),
        ("9", "2026-09-16 09:00:00"),
        ("13:59:59", "2026-09-16 13:59:59"),
        ("yesterday 9:30", "2026-09-15 09:30:00"),
        ("yesterday", "2026-09-15 00:00:00"),
        ("today", "2026-09-16 00:00:00"),
        ("Mon 9", "2026-09-14 09:00:00"),
        ("thursday 9", "2026-09-10 09:00:00"),
        ("90m", "2026-09-16 12:35:00"),
        ("2d", "2026-09-14 14:05:00"),
        ("2026-09-01 08:00", "2026-09-01 08:00:00"),
        ("2026-09-01T08:00", "2026-09-01 08:00:00"),
        ("14.9. 9:00", "2026-09-14 09:00:00"),
        ("24/12", "2025-12-24 00:00:00"),
    ],
)
def test_a_moment_is_read_as_it_is_said(typed: str, found: str) -> None:
    assert f"{moment(typed, NOW):%Y-%m-%d %H:%M:%S}" == found


@pytest.mark.parametrize("typed", ["", "soon", "25:00", "14:60", "yesterday noon", "31.2. 9:00", "a b c", "2026-13-01"])
def test_what_is_no_moment_says_what_would_be(typed: str) -> None:
    with pytest.raises(WordsError, match="14:05"):
        moment(typed, NOW)


def test_a_filter_takes_kinds_and_people_by_a_part_of_their_name() -> None:
    found = wanted("kind:reply agent:ada refund k:create card", KINDS, PEOPLE)
    assert found.kinds == ("TICKET_REPLY", "CREATE_TICKET")
    assert found.agent == "Ada"
    assert found.text == "refund card"
    assert wanted("agent:lind", KINDS, PEOPLE).agent == "Bo Lindqvist"


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("kind:escalated", ("CUSTOMER_SUPPORT_REQUESTED",)),
        ("kind:new-ticket", ("CREATE_TICKET",)),
        ("kind:reply,comment", ("TICKET_REPLY", "COMMENT_CREATED")),
        ("Kind:REPL", ("TICKET_REPLY",)),
        ("kind:created", ("COMMENT_CREATED",)),
    ],
)
def test_a_kind_is_found_by_the_words_it_is_shown_in_and_by_gleaps_own(typed: str, kinds: tuple[str, ...]) -> None:
    assert wanted(typed, KINDS, ()).kinds == kinds


def test_people_are_asked_for_only_where_somebody_is_named() -> None:
    assert names_somebody("kind:reply A:ada")
    assert not names_somebody("kind:reply agent: ada")


@pytest.mark.parametrize("typed", ["kind:unheard", "agent:zoe"])
def test_a_kind_or_a_person_that_is_not_there_is_told(typed: str) -> None:
    with pytest.raises(WordsError):
        wanted(typed, KINDS, PEOPLE)
