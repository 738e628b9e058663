"""Finding tickets: at once among those that are loaded, by number, and with the server's own search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleaptui.gleap.errors import GleapError, NetworkTrouble
from gleaptui.gleap.models import Customer, Ticket, TicketPage
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.fold import fold
from gleaptui.inbox.search import Found, Hit, LoadedSearch, ask, by_number, identity, number
from tests.inbox.desk import demo_client, everything, ticket

INES = Customer(name="Inês Łąkowska", email="lakowska@bluefin.example.test", company="Bluefin Travel")
TICKETS = (
    ticket(1, title="CSV export stops at 10 rows"),
    ticket(2, title="Reexport of the invoice"),
    ticket(3, title="How do I export all reports?", customer=INES),
    ticket(4, title="Login loops", customer=Customer(name="Ex Port", email="ex@port.example.test")),
    ticket(1042, title="Wrong VAT number", customer=INES),
    ticket(10421, title="No title at all", customer=None),
    ticket(5, title=""),
)


def find(words: str, tickets: tuple[Ticket, ...] = TICKETS) -> list[int | None]:
    return [hit.ticket.number for hit in LoadedSearch().find(words, tickets)]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("export", [1, 3, 2]),
        ("EXPORT  rows", [1]),
        ("rows export", [1]),
        ("lakowska", [3, 1042]),
        ("Łąkowska inês", [3, 1042]),
        ("bluefin", [3, 1042]),
        ("ex@port", [4]),
        ("expt rows", [1]),
        ("exprot", [1, 3]),
        ("exporrt", [1, 3]),
        ("expart", [1, 3]),
        ("invce", [2]),
        ("1042", [1042, 10421]),
        ("#1042", [1042, 10421]),
        ("104", [1042, 10421]),
        ("1042 vat", [1042]),
        ("zebra", []),
        ("export zebra", []),
        ("xpr", []),
        ("", []),
        ("   ", []),
        ("#", []),
    ],
)
def test_words_find_the_tickets_they_fit_the_best_first(words: str, numbers: list[int]) -> None:
    assert find(words) == numbers


def test_what_begins_a_title_or_a_word_comes_before_what_stands_inside_one() -> None:
    titles = ("reexports", "the export", "export it", "exp0rt", "exprot this")
    tickets = tuple(ticket(place, title=title) for place, title in enumerate(titles))
    assert find("export", tickets) == [2, 1, 0, 3, 4]


def test_tickets_that_fit_alike_stay_in_the_order_of_the_list() -> None:
    tickets = tuple(ticket(place, title="The same words") for place in (9, 3, 7))
    assert find("same", tickets) == [9, 3, 7]


def _marked(words: str, title: str) -> list[str]:
    (hit,) = LoadedSearch().find(words, (ticket(1, title=title),))
    return [title[start:end] for start, end in hit.marks]


def test_the_places_in_the_title_are_told() -> None:
    assert _marked("grey INÊS", "Inês sees a Greyish button") == ["Inês", "Grey"]
    assert _marked("exprot csv", "The export as CSV") == ["export", "CSV"]
    assert _marked("noor", "About anything") == []


@pytest.mark.parametrize(
    ("words", "where"), [("1042", "number"), ("export", "title"), ("exprt", "title"), ("noor", "customer")]
)
def test_it_is_told_where_the_words_stand(words: str, where: str) -> None:
    (hit,) = LoadedSearch().find(words, (ticket(1042),))
    assert hit.where == where


def test_a_ticket_that_changes_is_found_by_what_it_says_now() -> None:
    search = LoadedSearch()
    assert search.find("export", (ticket(title="export"),))
    assert not search.find("export", (ticket(title="import"),))
    assert search.find("import", (ticket(title="import"),))
    assert search.looked_at == 1


@given(st.lists(st.text(max_size=30), max_size=8), st.text(max_size=20))
def test_no_words_break_the_search_and_what_stands_there_is_found(titles: list[str], words: str) -> None:
    tickets = tuple(ticket(place, title=title, customer=None) for place, title in enumerate(titles))
    found = find(words, tickets)
    parts = [part for word in fold(words).split()[:8] if (part := word.removeprefix("#"))]
    for one in tickets:
        if parts and all(part in fold(one.title) for part in parts):
            assert one.number in found


@given(st.text(max_size=50))
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("words", "meant"),
    [("1042", 1042), (" #1042 ", 1042), ("# 7", 7), ("10a", None), ("", None), ("٣", None), ("9" * 12, None)],
)
def test_a_number_is_told_from_words(words: str, meant: int | None) -> None:
    assert number(words) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("A000000000000000000001F4", "a000000000000000000001f4"),
        (
            "https://app.gleap.io/projects/a00000000000000000000001/bugs/a000000000000000000001f4?x",
            "a000000000000000000001f4",
        ),
        ("a000000000000000000001f", ""),
        ("1042", ""),
    ],
)
def test_an_id_or_an_address_is_told_from_words(words: str, meant: str) -> None:
    assert identity(words) == meant


class Asked:
    """A server that notes what it is asked; parts of it may fail."""

    def __init__(self, *found: Ticket, total: int | None = None, hidden: bool = False) -> None:
        self.found = found
        self.total = total
        self.hidden = hidden
        self.searched: list[str] = []
        self.listed: list[TicketQuery] = []
        self.search_fails: GleapError | None = None
        self.list_fails: GleapError | None = None

    async def search(self, words: str) -> TicketPage:
        self.searched.append(words)
        if self.search_fails:
            raise self.search_fails
        return TicketPage(tickets=self.found, total=self.total)

    async def tickets(self, question: TicketQuery, *, skip: int = 0, limit: int = 100) -> TicketPage:
        self.listed.append(question)
        if self.list_fails:
            raise self.list_fails
        shown = () if self.hidden and question.archived is None else self.found
        return TicketPage(tickets=tuple(one for one in shown if one.number == question.number)[:limit])


async def test_what_is_here_and_what_the_server_found_are_told_apart() -> None:
    server = Asked(TICKETS[0], TICKETS[3], TICKETS[3], total=12)
    here = LoadedSearch().find("export", TICKETS)
    found = await ask("export", server, here, len(TICKETS))
    assert [hit.ticket.number for hit in found.here] == [1, 3, 2]
    assert [one.number for one in found.there] == [4]
    assert server.searched == ["export"]
    assert server.listed == []
    assert found.said == "“export”: 3 among the loaded tickets, 1 more from Gleap's own search, which knows 12."


async def test_a_number_leads_to_its_ticket_wherever_that_is() -> None:
    server = Asked(TICKETS[4], hidden=True)
    found = await ask("#1042", server, (), 0)
    assert found.exact == TICKETS[4]
    assert found.there == ()
    asked = [(one.number, one.archived, one.spam) for one in server.listed]
    assert asked == [(1042, None, None), (1042, False, False)]


async def test_a_number_that_is_loaded_is_not_asked_for() -> None:
    server = Asked(TICKETS[4])
    here = LoadedSearch().find("1042", TICKETS)
    found = await ask("1042", server, here, len(TICKETS))
    assert found.exact == TICKETS[4]
    assert server.listed == []


async def test_a_server_that_heeds_no_number_is_not_believed() -> None:
    class Deaf(Asked):
        async def tickets(self, question: TicketQuery, *, skip: int = 0, limit: int = 100) -> TicketPage:
            return TicketPage(tickets=TICKETS[:1])

    assert await by_number(1042, Deaf()) is None


async def test_an_empty_result_says_what_was_searched() -> None:
    found = await ask("zebra", Asked(), (), 1_234)
    assert found.tickets == ()
    assert found.said == (
        "Nothing found for “zebra”. Searched: title, customer and number of the 1\u202f234 loaded tickets, "
        "Gleap's own search."
    )
    assert "ticket #77, title, customer" in (await ask("77", Asked(), (), 5)).said


async def test_the_ticket_of_a_number_is_shown_although_the_search_fails() -> None:
    server = Asked(TICKETS[4])
    server.search_fails = NetworkTrouble()
    found = await ask("1042", server, (), 0)
    assert found.exact == TICKETS[4]
    assert isinstance(found.problem, NetworkTrouble)
    assert "did not answer" in found.said


async def test_a_search_that_brings_no_answer_at_all_is_an_error() -> None:
    server = Asked()
    server.search_fails = NetworkTrouble()
    with pytest.raises(NetworkTrouble):
        await ask("zebra", server, (), 0)
    server.list_fails = NetworkTrouble()
    with pytest.raises(NetworkTrouble):
        await ask("1042", server, (), 0)


async def test_a_number_that_could_not_be_looked_up_is_not_called_missing() -> None:
    server = Asked()
    server.list_fails = NetworkTrouble()
    found = await ask("1042", server, (), 0)
    assert isinstance(found.problem, NetworkTrouble)
    assert "ticket #1042 as far as answered" in found.said


async def test_what_was_typed_is_harmless_in_the_sentence() -> None:
    assert (await ask("\x1b[31m" + "x" * 500, Asked(), (), 0)).said.isprintable()


def test_steps_go_round_through_all_that_was_found() -> None:
    found = Found(
        words="x",
        exact=TICKETS[4],
        here=(Hit(ticket=TICKETS[0], score=1), Hit(ticket=TICKETS[4], score=1)),
        there=(TICKETS[2],),
    )
    assert [one.number for one in found.tickets] == [1042, 1, 3]
    walked = [TICKETS[4].id]
    for _ in range(3):
        step = found.step(walked[-1], 1)
        assert step is not None
        walked.append(step.id)
    assert walked == [TICKETS[4].id, TICKETS[0].id, TICKETS[2].id, TICKETS[4].id]
    assert found.step(TICKETS[4].id, -1) == TICKETS[2]
    assert found.step("elsewhere", 1) == TICKETS[4]
    assert found.step("elsewhere", -1) == TICKETS[2]
    assert Found(words="x").step("", 1) is None


async def test_the_desk_finds_tickets_by_words_number_and_customer() -> None:
    some = next(one for one in everything() if one.customer and one.number and one.archived)
    assert some.customer is not None
    async with demo_client() as client:
        exact = (await ask(str(some.number), client, (), 0)).exact
        words = await ask(some.title, client, (), 0)
        customer = await ask(some.customer.email, client, (), 0)
    assert exact is not None
    assert exact.id == some.id
    assert some.id in {one.id for one in words.there}
    assert customer.there
    assert all(one.customer is not None and one.customer.email == some.customer.email for one in customer.there)
