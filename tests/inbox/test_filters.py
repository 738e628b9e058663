"""The line that a list is narrowed down with."""

import string
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from gleaptui.inbox.filters import (
    ME,
    NOBODY,
    PRIORITIES,
    SORTS,
    STATUSES,
    TYPES,
    Filter,
    FilterError,
    Span,
    Vocabulary,
    parse,
    sendable,
    written,
)
from gleaptui.text import clean
from tests.demo.site import NOW
from tests.inbox.desk import VOCABULARY, ZONE

PARIS = ZoneInfo(ZONE)


def read(line: str, base: Filter | None = None) -> Filter:
    return parse(line, VOCABULARY, base)


def refused(line: str) -> str:
    with pytest.raises(FilterError) as raised:
        read(line)
    return str(raised.value)


def test_a_line_says_all_at_once() -> None:
    found = read('type:bug status:open prio:high @anna #vip sla:late is:unanswered sort:oldest "grey button" export')
    assert found == Filter(
        types=("BUG",),
        statuses=("OPEN",),
        priorities=("HIGH",),
        assignee="anna",
        tags=("vip",),
        sla_breached=True,
        unanswered=True,
        sort="createdAt",
        words=("grey button", "export"),
    )


def test_an_empty_line_means_every_ticket() -> None:
    assert read("") == read("   ") == Filter()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("type:bug,crash", Filter(types=("BUG", "CRASH"))),
        ("type:bug type:crash type:bug", Filter(types=("BUG", "CRASH"))),
        ("type:for-release", Filter(types=("FOR-RELEASE",))),
        ("status:in-progress,DONE", Filter(statuses=("INPROGRESS", "DONE"))),
        ("status:cz0aa", Filter(statuses=("cz0aa",))),
        ("status:aB3", Filter(statuses=("aB3",))),
        ('status:"waiting for engineering"', Filter(statuses=("cz0aa",))),
        ("PRIORITY:High", Filter(priorities=("HIGH",))),
        ("@Me", Filter(assignee=ME)),
        ("assignee:nobody", Filter(assignee=NOBODY)),
        ('@"Anna Kowalska"', Filter(assignee="Anna Kowalska")),
        ('#vip #"two words" tag:billing,vip', Filter(tags=("vip", "two words", "billing"))),
        ("#1042", Filter(words=("#1042",))),
        ("tag:1042", Filter(tags=("1042",))),
        ("archived:both", Filter(archived=None)),
        ('"type:bug"', Filter(words=("type:bug",))),
        ('say ""', Filter(words=("say",))),
        ('"she said ""no"""', Filter(words=('she said "no"',))),
        ("a,b 12:30 -x", Filter(words=("a,b", "12:30", "-x"))),
    ],
)
def test_what_is_written_is_meant(line: str, found: Filter) -> None:
    assert read(line) == found


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("typ:bug", "typ: is not a filter; there are type, status"),
        ("https://x.test", 'go in "quotes"'),
        ("type:", "type: what? For example type:bug"),
        ("type:bug,", "type: what?"),
        ("@", "@ who?"),
        ("#", "# what?"),
        ('"open', "a quote"),
        ('type:"open', "a quote"),
        ("status:opn", "did you mean status:open?"),
        ("type:bgu", "did you mean type:bug?"),
        ("status:a/b", "status:a/b is not known; there are open,"),
        ("prio:urgent", "choose one of low, medium"),
        ("sla:maybe", "choose one of breached"),
        ("sort:random", "choose one of newest"),
        ("archived:1", "choose one of yes, no, both"),
        ("created:soon", "created:soon is not a time; use 7d"),
        ("created:7d,3d", "takes one value"),
        ("created:7d created:3d", "takes one value"),
        ("@anna @bob", "takes one value"),
        ("created:2026-09-30..2026-09-01", "begins after its end"),
    ],
)
def test_what_cannot_be_meant_is_told_in_words(line: str, told: str) -> None:
    assert told in refused(line)


@pytest.mark.parametrize(
    "line", ["\x1b]0;x\x07bug", "#\x9b31m", "@a\u202eb", "\u2028\x00word", "sla:\x9b", "sor\x1bt:"]
)
def test_nothing_that_was_typed_reaches_the_screen_raw(line: str) -> None:
    try:
        said = written(read(line))
    except FilterError as error:
        said = str(error)
    assert said
    assert said.isprintable()


def test_a_status_that_was_seen_is_no_typing_mistake() -> None:
    seen = Vocabulary(now=NOW, statuses=frozenset({"opn"}), types=frozenset({"Bugs"}))
    assert parse("status:opn type:bugs", seen) == Filter(statuses=("opn",), types=("Bugs",))


def test_a_status_is_no_type_although_tickets_have_it() -> None:
    seen = structs.replace(VOCABULARY, statuses=frozenset({"OPEN", "opened"}))
    assert parse("type:opened", seen) == Filter(types=("OPENED",))
    with pytest.raises(FilterError, match=r"type:open is a status; did you mean status:open\?"):
        parse("type:open", seen)
    with pytest.raises(FilterError, match=r"status:Bug is a type; did you mean type:bug\?"):
        parse("status:Bug", seen)
    assert parse("type:open", structs.replace(seen, types=frozenset({"Open"}))) == Filter(types=("Open",))


def test_the_line_counts_instead_of_the_view_but_tags_and_words_come_on_top() -> None:
    view = Filter(open=True, types=("BUG",), assignee=ME, tags=("vip",), words=("export",), sort="createdAt")
    found = read("type:crash type:bot status:done @nobody #billing csv sort:newest", view)
    assert found == Filter(
        types=("CRASH", "BOT"),
        statuses=("DONE",),
        assignee=NOBODY,
        tags=("vip", "billing"),
        words=("export", "csv"),
    )
    assert read("#vip export", view) == view


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=PARIS).astimezone(UTC)  # type: ignore[misc, arg-type]  # year, month and day come first


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("7d", NOW - timedelta(days=7), None),
        ("24h", NOW - timedelta(hours=24), None),
        ("2w", NOW - timedelta(days=14), None),
        ("<7d", NOW - timedelta(days=7), None),
        (">7d", None, NOW - timedelta(days=7, milliseconds=1)),
        ("..7d", None, NOW - timedelta(days=7, milliseconds=1)),
        ("7d..", NOW - timedelta(days=7), None),
        ("14d..7d", NOW - timedelta(days=14), NOW - timedelta(days=7, milliseconds=1)),
        ("today", _utc(2026, 9, 16), _utc(2026, 9, 17)),
        ("yesterday", _utc(2026, 9, 15), _utc(2026, 9, 16)),
        ("2026-09-01", _utc(2026, 9, 1), _utc(2026, 9, 2)),
        ("2026-09", _utc(2026, 9, 1), _utc(2026, 10, 1)),
        ("2026-09-01..", _utc(2026, 9, 1), None),
        ("..2026-09-01", None, _utc(2026, 9, 2)),
        ("2026-02..2026-03", _utc(2026, 2, 1), _utc(2026, 4, 1)),
        ("2026-12", _utc(2026, 12, 1), _utc(2027, 1, 1)),
        ("last-week", _utc(2026, 9, 7), _utc(2026, 9, 14)),
        ("yesterday..today", _utc(2026, 9, 15), _utc(2026, 9, 17)),
    ],
)
def test_a_span_runs_from_its_first_to_its_last_millisecond(
    word: str, first: datetime | None, last: datetime | None
) -> None:
    span = read(f"created:{word}").created
    if last is not None and last.minute == 0 and last.second == 0 and last.microsecond == 0:
        last -= timedelta(milliseconds=1)
    assert (span.first, span.last, span.said) == (first, last, word)


@pytest.mark.parametrize(
    "word", ["..", "7", "d", "7y", "30m", "2026-13", "2026-02-30", "99999d", "1999-01", "..soon", ">today", "2026-9-1"]
)
def test_no_other_word_is_a_span(word: str) -> None:
    assert "is not a time" in refused(f"updated:{word}")


def test_a_day_lasts_23_hours_when_clocks_go_forward() -> None:
    span = read("created:2026-03-29").created
    assert span.first is not None
    assert span.last is not None
    assert span.last - span.first == timedelta(hours=23) - timedelta(milliseconds=1)


def test_a_moment_that_is_not_known_lies_in_no_span() -> None:
    assert Span().holds(None)
    assert not read("created:7d").created.holds(None)
    assert read("created:7d").created.holds(NOW)
    assert not read("created:>7d").created.holds(NOW)


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Z"]) | st.just(" "), min_size=1, max_size=12)
_IDS = st.text(string.ascii_letters + string.digits + "_-", min_size=4, max_size=6).filter(lambda one: _is_id(one))
_SPANS = st.sampled_from(["7d", ">30d", "today", "2026-09-01..", "..3d", "2026-08"])


def _is_id(word: str) -> bool:
    try:
        return VOCABULARY.status(word) == word
    except FilterError:
        return False


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    """Any filter that a line can mean."""
    texts = _TEXTS.map(clean).filter(bool)
    numbers = st.integers(1, 99_999).map(lambda number: f"#{number}")
    spans = {field: read(f"{field}:{draw(_SPANS)}") for field in draw(st.sets(st.sampled_from(["created", "updated"])))}
    statuses = st.sampled_from(sorted(set(STATUSES.values()))) | _IDS
    return Filter(
        types=tuple(draw(st.lists(st.sampled_from([*dict.fromkeys(TYPES.values()), "FOR-RELEASE"]), unique=True))),
        statuses=(chosen := tuple(draw(st.lists(statuses, unique=True, max_size=3)))),
        priorities=tuple(draw(st.lists(st.sampled_from(sorted(set(PRIORITIES.values()))), unique=True))),
        assignee=draw(st.just("") | st.sampled_from([ME, NOBODY]) | texts.filter(_is_name)),
        tags=tuple(draw(st.lists(texts, unique=True, max_size=3))),
        words=tuple(draw(st.lists(texts.filter(lambda one: one[:1] != "#") | numbers, unique=True, max_size=3))),
        created=spans["created"].created if "created" in spans else Span(),
        updated=spans["updated"].updated if "updated" in spans else Span(),
        sla_breached=draw(st.sampled_from([None, True, False])),
        unanswered=draw(st.booleans()),
        waiting=draw(st.booleans()),
        open=draw(st.booleans()) and not chosen,
        archived=draw(st.sampled_from([None, True, False])),
        sort=draw(st.sampled_from(sorted(SORTS.values()))),
    )


def _is_name(word: str) -> bool:
    return word.lower() not in (ME, NOBODY)


@given(filters())
def test_every_filter_can_be_written_and_read_again(found: Filter) -> None:
    line = written(found)
    assert read(line) == found
    assert line.count("\n") == 0


@given(st.text(max_size=60) | st.text('abc:@#",. type', max_size=40))
def test_any_line_is_either_understood_or_refused(line: str) -> None:
    with suppress(FilterError):
        found = read(line)
        assert read(written(found)) == found


def test_a_relative_span_means_another_one_tomorrow() -> None:
    line = written(read("created:7d"))
    tomorrow = structs.replace(VOCABULARY, now=NOW + timedelta(days=1))
    assert parse(line, tomorrow).created.first == NOW - timedelta(days=6)


@pytest.mark.parametrize("value", ["a,b", "/x/i", "true", "null", "1042", "1e3", "2026-09-01", ""])
def test_what_the_server_would_take_for_something_else_is_not_sent(value: str) -> None:
    assert not sendable(value)


@pytest.mark.parametrize("value", ["vip", "two words", "v1.2", "nullable", "2fa", "BUG", "größe"])
def test_plain_words_are_sent(value: str) -> None:
    assert sendable(value)
