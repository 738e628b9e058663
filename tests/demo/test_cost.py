"""What an answer costs, counted in places looked at, so that the demo never holds up the screen."""

from array import array
from collections.abc import Iterator, Sequence

import pytest

from gleaptui.demo import tickets
from gleaptui.demo.answers import FACTS, MEASURES
from gleaptui.demo.case import Case
from gleaptui.demo.desk import Desk
from gleaptui.demo.kinds import DAY
from gleaptui.demo.log import Log
from gleaptui.demo.routes import Site, ticket_list
from gleaptui.demo.windows import Window
from gleaptui.demo.wire import Document
from tests.demo.site import small_desk


class Watched(Sequence[int]):
    """A column that counts how often it is looked into."""

    def __init__(self, values: "array[int]") -> None:
        self._values = values
        self.looks = 0

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, place: int | slice) -> int:  # type: ignore[override]  # a slice is one look as well
        self.looks += 1
        return self._values[place]  # type: ignore[return-value]  # as above

    def __iter__(self) -> Iterator[int]:
        raise AssertionError("the whole column was walked through")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return small_desk(tickets_per_day=150)


@pytest.mark.parametrize("name", sorted({name for name in FACTS.values() if MEASURES[name].unit == "count"}))
def test_a_count_never_walks_through_the_log(name: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    window = Window(desk.now - 7 * DAY, desk.now)
    expected = MEASURES[name].of(desk, window, False)
    watched: list[Watched] = []
    for track in desk.log._tracks.values():
        column = Watched(track.at)
        watched.append(column)
        monkeypatch.setattr(track, "at", column)
    monkeypatch.setattr(desk.log, "kind", Watched(desk.log.kind))
    assert MEASURES[name].of(desk, window, False) == expected
    assert sum(column.looks for column in watched) < 100


def test_the_log_keeps_numbers_in_columns_and_no_objects(desk: Desk) -> None:
    log: Log = desk.log
    for column in (log.at, log.number, log.place, log.kind, log.agent, log.value, log.old):
        assert isinstance(column, array)
        assert len(column) == len(log)


def test_only_the_tickets_of_the_page_are_put_into_words(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    told = 0
    original = tickets.ticket

    def counted(desk: Desk, case: Case) -> Document:
        nonlocal told
        told += 1
        return original(desk, case)

    monkeypatch.setattr(tickets, "ticket", counted)
    ticket_list(Site(desk), [("sort", "-updatedAt"), ("limit", "20"), ("skip", "100")], "")
    assert told == 20
