"""Questions on the wire."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from gleaptui.gleap import query
from gleaptui.gleap.query import TicketQuery
from tests.gleap.scripted import WEEK

FIRST = datetime(2026, 9, 1, tzinfo=UTC)
LAST = datetime(2026, 9, 30, 23, 59, 59, 999_000, tzinfo=UTC)


def test_a_comparison_has_its_operator_in_the_name_and_its_colons_unencoded() -> None:
    encoded = query.encode(TicketQuery(created_from=FIRST, updated_to=LAST).pairs(0, 1))
    assert "&createdAt%3E=2026-09-01T00:00:00.000Z&" in encoded
    assert encoded.endswith("&updatedAt%3C=2026-09-30T23:59:59.999Z")
    assert "%3D" not in encoded
    assert "%3A" not in encoded


def test_all_four_ends_of_both_ranges_can_be_asked_for() -> None:
    names = [
        name
        for name, _ in TicketQuery(created_from=FIRST, created_to=LAST, updated_from=FIRST, updated_to=LAST).pairs(0, 1)
    ]
    assert names[-4:] == ["createdAt>", "createdAt<", "updatedAt>", "updatedAt<"]


def test_an_instant_of_any_zone_is_written_in_utc_with_milliseconds() -> None:
    paris = datetime(2026, 9, 1, 2, 0, 0, 999_999, timezone(timedelta(hours=2)))
    assert query.instant(paris) == "2026-09-01T00:00:00.999Z"


def test_order_archive_and_spam_are_always_sent() -> None:
    assert TicketQuery().pairs(200, 100) == [
        ("sort", "-createdAt"),
        ("skip", "200"),
        ("limit", "100"),
        ("ignoreArchived", "true"),
        ("archived", "false"),
        ("isSpam", "false"),
    ]


@pytest.mark.parametrize(("archived", "sent"), [(True, "true"), (False, "false"), (None, "false,true")])
def test_archived_tickets_are_asked_for_alone_not_at_all_or_among_the_others(archived: bool | None, sent: str) -> None:
    pairs = dict(TicketQuery(archived=archived, spam=archived).pairs(0, 1))
    assert (pairs["archived"], pairs["isSpam"]) == (sent, sent)
    assert pairs["ignoreArchived"] == "true"


def test_several_values_are_joined_by_commas() -> None:
    question = TicketQuery(types=("BUG", "INQUIRY"), statuses=("OPEN", "aB3"), priorities=("HIGH",))
    assert query.encode(question.pairs(0, 1)).endswith("&type=BUG,INQUIRY&status=OPEN,aB3&priority=HIGH")


def test_a_ticket_can_be_asked_for_by_number_rating_and_person() -> None:
    pairs = dict(TicketQuery(number=1042, rating=2, processing_user="a" * 24).pairs(0, 1))
    assert pairs.items() >= {"bugId": "1042", "conversationRating": "2", "processingUser": "a" * 24}.items()


def test_what_people_type_cannot_add_a_parameter() -> None:
    assert query.encode([("searchTerm", "a&limit=1#x +é")]) == "searchTerm=a%26limit%3D1%23x%20%2B%C3%A9"


def test_a_period_is_sent_from_its_first_to_its_last_millisecond() -> None:
    assert query.encode(query.statistics("NEW_TICKETS_COUNT", WEEK)) == (
        "chartType=NEW_TICKETS_COUNT&startDate=2026-09-09T22:00:00.000Z&endDate=2026-09-16T21:59:59.999Z"
        "&timezone=Europe%2FParis"
    )


def test_only_times_are_asked_for_as_medians() -> None:
    assert ("aggsType", "MEDIAN") in query.statistics("MEDIAN_REPLY_TIME", WEEK, unit="seconds")
    assert all(name != "aggsType" for name, _ in query.statistics("NEW_TICKETS_COUNT", WEEK))
