"""Lists of the demo desk that are kept while nothing happens."""

from datetime import timedelta

import pytest

from gleaptui.demo import listing
from gleaptui.demo.desk import Desk
from gleaptui.demo.filters import ordered, select
from gleaptui.demo.listing import Listings
from tests.demo.site import NOW, as_dict, as_list, open_site, small_desk

NEWEST = [("sort", "-createdAt"), ("archived", "false"), ("ignoreArchived", "true")]


def test_pages_of_one_list_are_selected_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def counted(desk: Desk, pairs: list[tuple[str, str]]) -> object:
        asked.append(pairs)
        return select(desk, pairs)

    monkeypatch.setattr(listing, "select", counted)
    desk, listings = small_desk(), Listings()
    first = listings.matching(desk, [*NEWEST, ("skip", "0")])
    assert listings.matching(desk, [*NEWEST, ("skip", "500")]) is first
    assert len(asked) == 1


def test_a_kept_list_is_told_anew_once_anything_has_happened() -> None:
    desk, listings = small_desk(tickets_per_day=200), Listings()
    before = list(listings.matching(desk, NEWEST))
    desk.advance(NOW + timedelta(hours=2))
    after = listings.matching(desk, NEWEST)
    assert after == ordered(desk, select(desk, NEWEST), "-createdAt")
    assert after != before


def test_what_only_time_changes_is_never_kept() -> None:
    desk, listings = small_desk(), Listings()
    asked = [("snoozed", "true"), ("sort", "-createdAt")]
    assert listings.matching(desk, asked) is not listings.matching(desk, asked)


async def test_search_finds_words_of_the_title_the_customer_and_the_number() -> None:
    async with open_site() as site:
        ticket = next(found for found in await site.tickets("sort=-createdAt") if found["title"])
        who = as_dict(ticket["session"])
        for term in (str(ticket["title"]).split()[-1], str(who["email"]), str(ticket["bugId"])):
            body = as_dict(await site.get(f"/tickets/search?searchTerm={term}"))
            assert as_list(body["tickets"])
        body = as_dict(await site.get(f"/tickets/search?searchTerm={who['email']} {ticket['bugId']}"))
        assert [as_dict(found)["bugId"] for found in as_list(body["tickets"])] == [ticket["bugId"]]
