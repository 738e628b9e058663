"""What is open, how old it is and who waits, and that nothing is claimed that Gleap did not say."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleaptui.gleap.backlog import AGE_NAMES, Backlog, ages
from gleaptui.gleap.backlogreader import PAGE, BacklogReader
from gleaptui.gleap.errors import BackendTimeout, GleapError, RateLimited
from gleaptui.gleap.models import Ticket
from gleaptui.gleap.query import instant
from gleaptui.inbox.waiting import waiting_since, waits
from tests.gleap.scripted import NOW, WEEK, Desk, Reply, Seen, payload
from tests.gleap.test_figures_desk import DESK as DEMO
from tests.gleap.test_figures_desk import NOW as DEMO_NOW
from tests.gleap.test_figures_desk import client

HOUR = timedelta(hours=1)


def _waiting(ticket: Ticket) -> tuple[bool, datetime | None]:
    return waits(ticket), waiting_since(ticket)


def document(number: int, age: timedelta, **more: object) -> dict[str, object]:
    """An open ticket of that age."""
    plain: dict[str, object] = {
        "_id": f"{number:024x}",
        "bugId": number,
        "status": "OPEN",
        "createdAt": instant(NOW - age),
        "processingUser": None,
    }
    return plain | more


def desk(tickets: list[dict[str, object]], *, heeds: frozenset[str] = frozenset({"sort", "createdAt<"})) -> Desk:
    """A server over these open tickets, oldest first, that heeds those parameters."""

    def script(seen: Seen) -> Reply:
        if seen.path.endswith("/lists"):
            return Reply(payload("lists_snapshot_tickets_plain.json"))
        pairs = dict(seen.pairs)
        found = list(tickets)
        if "createdAt<" in pairs and "createdAt<" in heeds:
            found = [one for one in found if str(one["createdAt"]) <= pairs["createdAt<"]]
        if pairs["sort"] == "-createdAt" and "sort" in heeds:
            found.reverse()
        page = found[: int(pairs["limit"])]
        return Reply({"tickets": page, "count": len(page), "totalCount": len(found)})

    return Desk(script)


async def read(server: Desk) -> Backlog:
    return await BacklogReader(server.client, _waiting).read(WEEK)


SPREAD = [*[timedelta(days=5)] * 6, *[timedelta(days=2)] * 11, *[10 * HOUR] * 22, *[2 * HOUR] * 13, *[HOUR / 2] * 6]


async def test_a_backlog_that_fits_a_page_is_known_whole_from_two_requests() -> None:
    tickets = [document(3000 + place, age) for place, age in enumerate(SPREAD)]
    server = desk(
        [one | {"processingUser": {"_id": f"{1:024x}"}} if place % 5 else one for place, one in enumerate(tickets)]
    )
    backlog = await read(server)
    assert sorted(server.asked) == ["/statistics/lists", "/tickets"]
    assert dict(zip(AGE_NAMES, ages(backlog, NOW), strict=True)) == {
        "under 1 h": 6,
        "1-4 h": 13,
        "4-24 h": 22,
        "1-3 d": 11,
        "over 3 d": 6,
    }
    assert (backlog.total, backlog.unassigned, backlog.complete) == (58, 12, True)
    assert (backlog.oldest_number, backlog.oldest_at) == (3000, NOW - timedelta(days=5))


def _last_word(hours: float, sender: str) -> dict[str, object]:
    at = instant(NOW - hours * HOUR)
    return {"lastNotification": at, "hasAgentReply": True, "latestComment": {"createdAt": at, "senderType": sender}}


async def test_the_longest_waiting_is_the_one_whose_customer_waits_and_not_the_oldest() -> None:
    answered = document(1, 50 * HOUR, **_last_word(40, "agent"))
    backlog = await read(desk([answered, document(2, 30 * HOUR, **_last_word(20, "customer"))]))
    assert (backlog.oldest_number, backlog.waiting_number, backlog.nobody_waits) == (1, 2, False)
    assert backlog.waiting_at == NOW - 20 * HOUR
    backlog = await read(desk([answered]))
    assert (backlog.waiting_number, backlog.nobody_waits) == (None, True)
    # The newest of more tickets than were read may have waited longer only if it is as old as that.
    many = [document(place, (500 - place) * HOUR, **_last_word(1, "customer")) for place in range(PAGE + 20)]
    backlog = await read(desk(many))
    assert not backlog.complete
    assert (backlog.waiting_number, backlog.waiting_at) == (None, None)
    many[7]["lastNotification"] = instant(NOW - 450 * HOUR)
    backlog = await read(desk(many))
    assert (backlog.waiting_number, backlog.waiting_at) == (7, NOW - 450 * HOUR)


async def test_tickets_grow_older_without_being_asked_for_again() -> None:
    backlog = await read(desk([document(1, HOUR / 2)]))
    assert ages(backlog, NOW) == (1, 0, 0, 0, 0)
    assert ages(backlog, NOW + 2 * HOUR) == (0, 1, 0, 0, 0)
    assert ages(backlog, NOW + timedelta(days=9)) == (0, 0, 0, 0, 1)


async def test_an_empty_backlog_is_zero_in_every_age() -> None:
    backlog = await read(desk([]))
    assert ages(backlog, NOW) == (0,) * 5
    assert (backlog.total, backlog.unassigned, backlog.oldest_at) == (0, 0, None)


async def test_of_a_large_backlog_only_the_ages_that_the_oldest_do_not_tell_are_counted() -> None:
    tickets = [document(number, timedelta(days=4) - number * timedelta(minutes=8)) for number in range(700)]
    server = desk(tickets)
    backlog = await read(server)
    # The page ends within the third day: the oldest age is known from it, three more are counted.
    assert server.asked.count("/tickets") == 4
    young = sum(timedelta(days=4) - number * timedelta(minutes=8) < HOUR for number in range(700))
    assert ages(backlog, NOW)[0] == young
    assert sum(count or 0 for count in ages(backlog, NOW)) == 700
    assert (backlog.complete, backlog.looked_at, backlog.unassigned) == (False, PAGE, PAGE)


@pytest.mark.parametrize("heeds", [{"sort"}, {"createdAt<"}, set[str]()])
async def test_a_filter_or_an_order_that_is_not_heeded_leaves_ages_unknown_and_never_wrong(heeds: set[str]) -> None:
    tickets = [document(number, timedelta(days=4) - number * timedelta(minutes=8)) for number in range(700)]
    exact = ages(await read(desk(tickets)), NOW)
    found = ages(await read(desk(tickets, heeds=frozenset(heeds))), NOW)
    assert None in found
    assert all(count in (None, right) for count, right in zip(found, exact, strict=True))


async def test_an_age_filter_that_matches_nothing_is_not_taken_for_no_tickets() -> None:
    tickets = [document(number, timedelta(days=4) - number * timedelta(minutes=8)) for number in range(700)]

    def script(seen: Seen) -> Reply:
        if "createdAt<" in dict(seen.pairs):
            return Reply({"tickets": [], "count": 0, "totalCount": 0})
        return desk(tickets).server._script(seen)

    found = ages(await read(Desk(script)), NOW)
    assert found[:3] == (None, None, None)


@pytest.mark.parametrize(
    "change",
    [{"status": "DONE"}, {"status": "open"}, {"archived": True}, {"isSpam": True}],
    ids=lambda change: "-".join(change),
)
async def test_a_list_with_other_tickets_than_open_ones_says_nothing(change: dict[str, object]) -> None:
    backlog = await read(desk([document(1, HOUR), document(2, HOUR) | change]))
    assert (backlog.total, backlog.unassigned, backlog.oldest_at) == (None, None, None)
    assert ages(backlog, NOW) == (None,) * 5
    assert backlog.problem


async def test_a_ticket_without_a_date_leaves_ages_unknown_but_not_who_has_none() -> None:
    backlog = await read(desk([document(1, HOUR), document(2, HOUR) | {"createdAt": None}]))
    assert (backlog.total, backlog.unassigned, backlog.oldest_at) == (2, 2, None)
    assert ages(backlog, NOW) == (None,) * 5


async def test_without_a_total_it_is_not_known_that_a_short_page_is_all() -> None:
    server = Desk(lambda seen: Reply({"tickets": [document(1, HOUR)]}) if "tickets" in seen.path else Reply([]))
    backlog = await read(server)
    assert (backlog.total, backlog.complete) == (None, False)
    assert ages(backlog, NOW) == (None,) * 5
    assert backlog.oldest_number == 1


async def test_types_come_as_gleap_has_them_and_absent_counts_stay_absent() -> None:
    backlog = await read(desk([]))
    assert [(one.type, one.open, one.other, one.queued) for one in backlog.types] == [
        ("BUG", 12, 3, 2),
        ("INQUIRY", 50, 0, None),
        ("FOR-RELEASE", 4, None, None),
    ]


@pytest.mark.parametrize(
    "rows", [[], [{"type": "BUG"}], [{"kind": "BUG", "openCount": 3}], [{"type": {"value": ""}, "openCount": 3}], {}]
)
async def test_a_table_of_types_with_other_columns_is_no_table_of_types(rows: object) -> None:
    server = Desk(lambda seen: Reply({"tickets": [], "totalCount": 0}) if "tickets" in seen.path else Reply(rows))
    backlog = await read(server)
    assert (backlog.types, backlog.types_problem) == ((), "Gleap sent no types")


@pytest.mark.parametrize(("part", "other"), [("lists", "tickets"), ("tickets", "lists")])
async def test_what_this_key_may_not_read_does_not_hide_the_rest(part: str, other: str) -> None:
    answers = desk([document(1, HOUR)])

    def script(seen: Seen) -> Reply:
        return Reply({"error": {"message": "no"}}, 403) if part in seen.path else answers.server._script(seen)

    backlog = await read(Desk(script))
    assert bool(backlog.types) == (other == "lists")
    assert (backlog.total is not None) == (other == "tickets")
    assert (backlog.problem or backlog.types_problem) == "Not permitted"


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [(429, "{}", RateLimited), (409, '{"codeName": "MaxTimeMSExpired"}', BackendTimeout)],
)
async def test_trouble_that_passes_is_an_error_so_that_the_last_backlog_stays(
    status: int, body: str, error: type[GleapError]
) -> None:
    answers = desk([])

    def script(seen: Seen) -> Reply:
        return Reply(body, status) if "tickets" in seen.path else answers.server._script(seen)

    with pytest.raises(error):
        await read(Desk(script))


async def test_only_documented_parameters_are_sent() -> None:
    tickets = [document(number, timedelta(days=4) - number * timedelta(minutes=8)) for number in range(700)]
    server = desk(tickets)
    await read(server)
    for seen in server.server.seen:
        names = {name for name, _ in seen.pairs}
        if seen.path.endswith("/tickets"):
            plain = {"sort", "skip", "limit", "ignoreArchived", "archived", "isSpam", "status"}
            assert names in (plain, plain | {"createdAt<"})
        else:
            assert names == {"chartType", "startDate", "endDate", "timezone", "useWorkingHours"}


@pytest.mark.parametrize("shape", ["likelier", "other"])
async def test_it_agrees_with_the_tickets_of_the_demo_desk(shape: str) -> None:
    asked = client(shape)  # type: ignore[arg-type]  # both are shapes
    backlog = await BacklogReader(asked, _waiting).read(WEEK)
    DEMO.advance(DEMO_NOW)
    open_cases = [case for case in DEMO.cases if case.status == 0 and not case.archived_at and not case.traits.spam]
    assert backlog.total == len(open_cases) == sum(one.open or 0 for one in backlog.types)
    assert backlog.unassigned == sum(case.agent < 0 for case in open_cases)
    moments = sorted(case.traits.at for case in open_cases)
    assert backlog.oldest_at is not None
    assert backlog.oldest_at.timestamp() * 1000 == moments[0]
    now = DEMO_NOW.timestamp() * 1000
    assert ages(backlog, DEMO_NOW)[0] == sum(now - at < 3_600_000 for at in moments)


async def test_hostile_types_are_harmless_text() -> None:
    rows = [{"type": "\x1b]52;c;aGk=\x07[/foo]\u202e", "openCount": 3}]
    server = Desk(lambda seen: Reply({"tickets": [], "totalCount": 0}) if "tickets" in seen.path else Reply(rows))
    (one,) = (await read(server)).types
    assert one.type.isprintable()
    assert one.open == 3


@given(
    total=st.none() | st.integers(0, 500),
    older=st.lists(st.none() | st.integers(0, 500), min_size=4, max_size=4),
    hours=st.integers(0, 500),
)
def test_no_age_is_ever_below_zero(total: int | None, older: list[int | None], hours: int) -> None:
    backlog = Backlog(at=NOW, total=total, older=tuple(older))
    found = ages(backlog, NOW + hours * HOUR)
    assert len(found) == 5
    assert all(count is None or count >= 0 for count in found)


@given(st.lists(st.integers(-5, 200), max_size=50), st.integers(0, 300))
def test_known_moments_always_add_up(old: list[int], later: int) -> None:
    created = tuple(sorted(NOW - number * HOUR for number in old))
    backlog = Backlog(at=NOW, total=len(created), created=created, complete=True)
    assert sum(count or 0 for count in ages(backlog, NOW + later * HOUR)) == len(created)
