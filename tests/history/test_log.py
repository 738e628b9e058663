"""The event log: each event once, in order, and any rows of any filter."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec import structs

from gleaptui.gleap.models import Event
from gleaptui.history.filters import EventFilter
from gleaptui.history.store import Store
from gleaptui.history.words import words
from tests.history.worlds import NOW, event, events, everything, store_at

_HOSTILE = (
    '"',
    '""" OR "a',
    "a AND",
    "NEAR(a b)",
    "text:ada",
    "ada*",
    "-ada",
    "(((((",
    "'; DROP TABLE events; --",
    "\x00ada",
    "\ue0001",
    "\ue002" + "0" * 24,
    "^ada",
    "ada + quill",
    "{a b} : c",
    "\ud800",
    "ada\n\tquill",
    "OR OR OR",
    "a" * 5_000,
    "a " * 5_000,
    "ﬁ ß İ Ǆ",
    "\U0001f469\u200d\U0001f4bb",
)


async def test_an_event_is_kept_once_however_often_it_comes(tmp_path: Path) -> None:
    async with store_at(tmp_path / "h.db") as store:
        for _ in range(3):
            assert await store.append([*events(10), *events(10)])
        assert await everything(await store.view()) == events(10)
        assert await store.kinds() == {"TICKET_REPLY": 10}


async def test_events_stand_in_the_order_of_time_whenever_they_came(tmp_path: Path) -> None:
    shuffled = events(300)
    random.Random(3).shuffle(shuffled)
    async with store_at(tmp_path / "h.db") as store:
        for start in range(0, 300, 7):
            await store.append(shuffled[start : start + 7])
        assert await everything(await store.view()) == events(300)


async def test_events_of_one_moment_are_all_kept_in_the_order_they_came(tmp_path: Path) -> None:
    same = [event(number, seconds_ago=5) for number in range(700)]
    async with store_at(tmp_path / "h.db") as store:
        await store.append(same)
        await store.append([event(9_999, seconds_ago=4)])
        assert await everything(await store.view()) == [*same, event(9_999, seconds_ago=4)]


async def test_an_event_comes_back_as_it_was(tmp_path: Path) -> None:
    whole = Event(
        id="not hexadecimal",
        action="KAI_ANSWERED",
        at=NOW + timedelta(microseconds=123_456),
        actor="Zoë \ufffd",
        agent="健二 田中",
        ticket="6afb0e69ace0000000143800",
        old_status="OPEN",
        new_status="my board",
        seconds=0.0,
        detail="x" * 300,
    )
    plain = Event(id="0a0b0c0d0e0f0a0b", action="", ticket="T-17")
    async with store_at(tmp_path / "h.db") as store:
        await store.append([whole, plain])
        assert await everything(await store.view()) == [plain, whole]


@pytest.mark.parametrize("moment", [datetime.min, datetime.max, datetime(1969, 1, 1)])
async def test_an_absurd_time_does_no_harm(tmp_path: Path, moment: datetime) -> None:
    odd = structs.replace(event(1), at=moment.replace(tzinfo=NOW.tzinfo))
    async with store_at(tmp_path / "h.db") as store:
        assert await store.append([odd, event(2)])
        assert {found.id for found in await everything(await store.view())} == {odd.id, event(2).id}
        assert await store.span() is not None


async def test_rows_that_were_not_loaded_are_none_and_loading_brings_them() -> None:
    async with store_at(None) as store:
        await store.append(events(2_000))
        view = await store.view()
        assert view.count == 2_000
        assert view.rows(1_950, 2_000) == tuple(events(50, 1_950))
        assert view.rows(0, 2) == (None, None)
        assert await view.load(0, 2) == tuple(events(2))
        assert view.rows(-5, 1) == (event(0),)
        assert view.rows(1_999, 3_000) == (event(1_999),)


async def test_a_view_holds_few_rows_however_far_one_scrolls() -> None:
    async with store_at(None) as store:
        await store.append(events(5_000))
        view = await store.view()
        for start in range(0, 5_000, 50):
            assert await view.load(start, start + 50) == tuple(events(50, start))
        assert sum(row is not None for row in view.rows(0, 5_000)) <= 1_100


async def test_the_row_that_is_looked_at_is_found_again_when_others_come_before_it() -> None:
    async with store_at(None) as store:
        await store.append(events(1_000, 1_000))
        view = await store.view()
        await store.append(events(300))
        assert view.count == 1_000
        assert await view.refresh(anchor=700) == 1_000
        assert await view.load(1_000, 1_001) == (event(1_700),)
        assert view.count == 1_300


async def test_a_moment_is_found_in_any_view() -> None:
    async with store_at(None) as store:
        await store.append(events(500))
        at = event(250).at
        assert at is not None
        for filter in (EventFilter(), EventFilter(agent="Ada Quill"), EventFilter(kinds=("TICKET_REPLY",))):
            view = await store.view(filter)
            await view.count_all()
            assert await view.row_at(at) == 250
            assert await view.row_at(at - timedelta(days=9)) == 0
            assert await view.row_at(at + timedelta(days=9)) == 500


async def test_next_and_previous_go_from_match_to_match_through_all_rows() -> None:
    marked = [event(n, detail="a refund" if n in (20, 40) else "") for n in range(60)]
    async with store_at(None) as store:
        await store.append(marked)
        view = await store.view()
        assert await view.find("refu", 0) == 20
        assert await view.find("refu", 20) == 40
        assert await view.find("refu", 40) is None
        assert await view.find("refu", 40, forward=False) == 20
        assert await view.find("Ada", 40, forward=False) == 39


async def test_a_ticket_is_found_by_its_whole_id_and_by_nothing_less() -> None:
    ticket = "6afb0e69ace0000000143800"
    async with store_at(None) as store:
        await store.append([*events(5), event(7, ticket=ticket)])
        assert (await store.view(EventFilter(text=ticket))).count == 1
        assert (await store.view(EventFilter(text=ticket.upper()))).count == 1
        assert (await store.view(EventFilter(text=ticket[:10]))).count == 0


async def test_agents_are_those_whom_events_concern_and_not_the_customers() -> None:
    came = [
        event(1, action="ASSIGN_TICKET", actor="", agent="Priya Raman"),
        event(2, actor="Ada Quill", agent="a0000000000000000000000b"),
        event(3, actor="Ada Quill", agent="a0000000000000000000000b"),
        event(4, action="COMMENT_CREATED", actor="Zoe Dubois"),
    ]
    async with store_at(None) as store:
        await store.append(came)
        assert await store.agents() == {"Ada Quill": 2, "Priya Raman": 1}


@pytest.mark.parametrize("text", _HOSTILE)
async def test_no_text_is_an_error_or_reaches_the_index_as_a_command(tmp_path: Path, text: str) -> None:
    async with store_at(tmp_path / "h.db") as store:
        await store.append([*events(3), event(4, actor=text, detail=text)])
        view = await store.view(EventFilter(text=text))
        assert event(4, actor=text, detail=text).id in {found.id for found in await everything(view)}
        assert (await store.view(EventFilter(agent=text))).count == (1 if text else 4)
        await view.find(text, 0)
        assert store.trouble is None
        assert store.notices == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Élan VITAL", ["elan", "vital"]),
        ("日本語 kanji", ["日", "本", "語", "kanji"]),
        ("foo_bar-baz", ["foo", "bar", "baz"]),
        ("!!!", []),
        ("x" * 100, ["x" * 40]),
    ],
)
def test_words_know_no_case_accent_or_sign(text: str, found: list[str]) -> None:
    assert words(text) == found


_NAMES = ("", "Ada Quill", "Ana Öz", "a0000000000000000000000b", "健二 田中")
_KINDS = ("TICKET_REPLY", "CREATE_TICKET", "KAI_ANSWERED")
_DETAILS = ("", "export button", "Exporter le fichier", "no refund", "refunds!", "日本語")
_TICKETS = ("", "t1", "6afb0e69ace0000000143800")


def _any_event(drawn: int) -> Event:
    """The event that a number stands for: to draw one number is quicker than to draw each field."""

    def part(many: int) -> int:
        nonlocal drawn
        drawn, chosen = divmod(drawn, many)
        return chosen

    number, steps = part(61), part(41)
    action, actor, agent = _KINDS[part(len(_KINDS))], _NAMES[part(len(_NAMES))], _NAMES[part(len(_NAMES))]
    ticket, detail = _TICKETS[part(len(_TICKETS))], _DETAILS[part(len(_DETAILS))]
    named: dict[str, object] = {"action": action, "actor": actor, "agent": agent, "ticket": ticket, "detail": detail}
    return event(number, seconds_ago=steps * 1_000.5, **named)


_ALL = 61 * 41 * len(_KINDS) * len(_NAMES) ** 2 * len(_TICKETS) * len(_DETAILS)
_events = st.integers(0, _ALL - 1).map(_any_event)
_moments = st.one_of(st.none(), st.integers(0, 40).map(lambda step: NOW - timedelta(seconds=step * 1_000.5)))
_filters = st.builds(
    EventFilter,
    kinds=st.lists(st.sampled_from((*_KINDS, "NEVER_SEEN")), max_size=3).map(tuple),
    agent=st.sampled_from((*_NAMES, "Nobody")),
    text=st.sampled_from(("", "exp", "refund", "no re", "a", "öz", "日", "本 日", "zzz", "t1", '"', "ada exp")),
    since=_moments,
    until=_moments,
)


def _wanted(filter: EventFilter, found: Event) -> bool:
    """The filter in the plainest words, apart from the code under test."""
    assert found.at is not None
    texts = " ".join((found.actor, found.agent, found.old_status, found.new_status, found.detail))
    return (
        (not filter.kinds or found.action in filter.kinds)
        and (not filter.agent or filter.agent in (found.actor, found.agent))
        and all(
            word == found.ticket or any(one.startswith(word) for one in words(texts)) for word in words(filter.text)
        )
        and (filter.since is None or found.at >= filter.since)
        and (filter.until is None or found.at <= filter.until)
    )


def _model(batches: Sequence[Sequence[Event]], filter: EventFilter) -> list[Event]:
    kept: dict[str, Event] = {}
    for batch in batches:
        for one in {one.id: one for one in batch}.values():
            kept.setdefault(one.id, one)
    ordered = sorted(kept.values(), key=lambda one: one.at or NOW)
    return [one for one in ordered if _wanted(filter, one)]


async def _compare(store: Store, filters: list[EventFilter], batches: list[list[Event]], counted: bool) -> None:
    half = len(batches) // 2
    for batch in batches[:half]:
        await store.append(batch)
    views = [await store.view(filter) for filter in filters]
    if counted:
        for view in views:
            await view.count_all()
    for batch in batches[half:]:
        await store.append(batch)
        for view in views:
            await view.refresh()
    for filter, view in zip(filters, views, strict=True):
        model = _model(batches, filter)
        assert [one.id for one in await everything(view)] == [one.id for one in model]
        assert view.count == len(model)
        assert view.complete
        again = await store.view(filter)
        assert await everything(again) == model


@settings(max_examples=30)
@given(
    batches=st.lists(st.lists(_events, max_size=12), max_size=6),
    filters=st.lists(_filters, min_size=1, max_size=4),
    counted=st.booleans(),
)
@example(batches=[[event(1)], [event(1, detail="other")]], filters=[EventFilter()], counted=True)
@example(batches=[[event(1)]], filters=[EventFilter(since=NOW, until=NOW - timedelta(days=9))], counted=True)
async def test_every_filter_finds_what_looking_at_each_event_finds(
    batches: list[list[Event]], filters: list[EventFilter], counted: bool
) -> None:
    async with store_at(None) as store:
        await _compare(store, filters, batches, counted)


@pytest.mark.slow
@settings(max_examples=700)
@given(
    batches=st.lists(st.lists(_events, max_size=40), max_size=8),
    filters=st.lists(_filters, min_size=2, max_size=5),
    counted=st.booleans(),
)
async def test_thousands_of_filters_find_the_same_in_hundreds_of_logs(
    batches: list[list[Event]], filters: list[EventFilter], counted: bool
) -> None:
    async with store_at(None) as store:
        await _compare(store, filters, batches, counted)


async def test_a_beginning_that_thousands_of_words_have_finds_them_all() -> None:
    came = [event(number, actor="", detail=f"q{number} word") for number in range(4_000)]
    async with store_at(None) as store:
        await store.append(came)
        view = await store.view(EventFilter(text="q w"))
        assert view.rows(view.count - 2, view.count) == (came[-2], came[-1])
        assert not view.complete
        assert await everything(view) == came


async def test_what_comes_while_the_rest_is_counted_is_not_lost(tmp_path: Path) -> None:
    async with store_at(tmp_path / "h.db") as store:
        await store.append(events(3_000, 1_000))
        view = await store.view(EventFilter(agent="Ada Quill"))
        await store.append([event(10), event(1_000_000, seconds_ago=99_000 - 0.5), event(90_000)])
        assert await view.count_all() > 0
        assert view.count == 3_003
        assert (await everything(view))[0] == event(10)
