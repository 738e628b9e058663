"""Answers that nobody has seen yet: every example, changed at random, gives a value or `ShapeError`, and no number
that was not in it."""

import copy
import json
import math
import random
import re
from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gleaptui.gleap import decode
from tests.gleap.test_payloads import PAYLOADS

Json = object
Decoder = Callable[[bytes], object]

FIRST, LAST = date(2026, 6, 17), date(2026, 9, 14)
DECODERS: dict[str, Decoder] = {
    "facts_time": lambda body: decode.fact(body, unit="seconds"),
    "facts_rating": lambda body: decode.fact(body, unit="rating"),
    "facts_rate": lambda body: decode.fact(body, unit="percent"),
    "facts": decode.fact,
    "bar_chart": lambda body: decode.bar_chart(body, first=FIRST, last=LAST),
    "heatmap": decode.heatmap,
    "lists_team_performance": decode.team_performance,
    "lists": decode.stat_list,
    "raw_data": decode.events,
    "tickets_ticketscount": decode.ticket_count,
    "tickets": decode.ticket_page,
    "ticket_detail": decode.ticket,
    "ticket_history": decode.activities,
    "messages": lambda body: decode.messages(body, customer_email="noor@example.test"),
    "activity_logs": decode.activities,
    "projects_users": decode.people,
    "teams": decode.teams,
    "users_me_permissions": decode.permissions,
    "users_me": decode.me,
}
BODIES = {path.name: path.read_bytes() for path in PAYLOADS.glob("*.json") if not path.name.startswith("error_")}
NAMES = sorted(BODIES)
MEGABYTE = "x" * 2**20
ODD: list[Json] = [
    None,
    True,
    -1,
    10**40,
    1e308,
    "",
    "--",
    "12",
    "\ud800",
    "\x1b]52;c;aGk=\x07[/foo]",
    "é" + MEGABYTE,
    [],
    {},
    [[[]]],
    {"value": {"value": 7}},
]


def decoders(name: str) -> list[Decoder]:
    """Those for the endpoint that the file is an answer of. Every list can be read by its columns too."""
    found = next(DECODERS[prefix] for prefix in DECODERS if name.startswith(prefix))
    return [found, decode.stat_list] if name.startswith("lists_team") else [found]


def places(whole: Json) -> Iterator[tuple[Any, Any]]:
    """Every container in the document with each of its keys or indexes."""
    stack = [whole]
    while stack:
        found = stack.pop()
        inner = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
        for key, value in inner:
            yield found, key
            stack.append(value)


def mutate(value: Json, chance: random.Random) -> Json:
    """The document with a few things dropped, swapped, nested, enlarged or reordered, which it does not survive."""
    whole = [value]
    for _ in range(chance.randint(1, 6)):
        container, key = chance.choice(list(places(whole)))
        match chance.randrange(6):
            case 0 if container is not whole:
                del container[key]
            case 1:
                container[key] = copy.deepcopy(chance.choice(ODD))
            case 2:
                container[key] = [container[key]]
            case 3:
                container[key] = {"data": container[key], "extra": 1}
            case 4 if isinstance(container, list):
                chance.shuffle(container)
            case _:
                other, place = chance.choice(list(places(whole)))
                container[key] = copy.deepcopy(other[place])
    return whole[0]


UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3_600),
    **dict.fromkeys(("d", "day", "days"), 86_400),
    "ms": 0.001,
}
FIGURES = ("change_pct", "total", "rating", "upvotes", "number", "seconds", "index", "count", "cells", "value")
"""Fields that hold figures; but for the last they are in no unit."""


def scales(name: str, body: bytes) -> set[float]:
    """What a value may have been multiplied by: what a unit in the answer says, and nothing where none can."""
    if name.startswith("facts_rate"):
        return {1, 100}
    if not name.startswith(("facts_time", "lists")):
        return {1}
    words = re.findall(r"[a-z]+", body.decode("utf-8", "replace").lower())
    found = {UNITS[word] for word in words if word in UNITS}
    return {1, *found, 3_600} if name.startswith("lists") else {1, *found}


def numbers_in(body: bytes) -> set[float]:
    """Every number in the text, also inside strings."""
    found = set(re.findall(rb"-?\d{1,300}(?:\.\d+)?(?:[eE][+-]?\d{1,2})?", body))
    return {number for number in map(float, found) if math.isfinite(number)}


def figures_of(value: object) -> Iterator[tuple[str, float]]:
    """Every figure in a model, with the name of the field that it stands in."""
    stack: list[tuple[str, object]] = [("", msgspec.to_builtins(value))]
    while stack:
        name, found = stack.pop()
        if isinstance(found, dict):
            stack += found.items()
        elif isinstance(found, list | tuple):
            stack += [(name, inner) for inner in found]
        elif isinstance(found, int | float) and not isinstance(found, bool) and name in FIGURES:
            yield name, float(found)


def check(name: str, body: bytes) -> None:
    """It decodes or refuses; whatever figure comes out stood in the answer."""
    known: dict[str, Collection[float]] = {}
    for decoder in decoders(name):
        try:
            found = decoder(body)
        except decode.ShapeError:
            continue
        if not known:
            said = body.replace(MEGABYTE.encode(), b"")
            numbers = numbers_in(said)
            known = dict.fromkeys(FIGURES, frozenset(round(number, 3) for number in numbers))
            known["value"] = {round(number * scale, 3) for scale in scales(name, said) for number in numbers}
        for field, figure in figures_of(found):
            assert math.isfinite(figure)
            assert round(figure, 3) in known[field], field
        if name.startswith(("activity_logs", "ticket_history")):
            assert digits(repr(found)) <= digits(body.decode("utf-8", "replace"))


def digits(text: str) -> set[str]:
    """The numbers in a text, without those of moments."""
    return set(re.findall(r"\d+", re.sub(r"datetime\([^)]*\)", "", text)))


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_themselves_hold(name: str) -> None:
    check(name, BODIES[name])


def _changed(name: str, seed: int) -> bytes:
    document = mutate(json.loads(BODIES[name]), random.Random(seed))
    return json.dumps(document, ensure_ascii=True).encode()


@given(st.sampled_from(NAMES), st.integers(0, 2**32))
@settings(max_examples=250)
def test_a_changed_answer_never_becomes_a_wrong_figure(name: str, seed: int) -> None:
    check(name, _changed(name, seed))


@given(st.sampled_from(NAMES), st.integers(0, 2**32), st.integers(0, 2**32))
@settings(max_examples=150)
def test_an_answer_cut_short_or_damaged_is_refused_or_right(name: str, place: int, seed: int) -> None:
    body = bytearray(BODIES[name])
    body[place % len(body)] = seed % 256
    check(name, bytes(body[: len(body) - (seed >> 8) % len(body)]))


@given(st.sampled_from(NAMES), st.binary(max_size=200))
@settings(max_examples=100)
def test_any_bytes_at_all_are_survived(name: str, body: bytes) -> None:
    check(name, body)


@pytest.mark.parametrize("name", sorted(DECODERS))
@pytest.mark.parametrize("opening", [b"[", b'{"data":', b'{"content":[', b'[{"data":{"content":[{"content":['])
def test_any_depth_is_survived(name: str, opening: bytes) -> None:
    depth = 100_000 // len(opening)
    check(name, opening * depth)
    closing = opening.translate(bytes.maketrans(b"[{", b"]}"))[::-1]
    closing = bytes(byte for byte in closing if byte in b"]}")
    for levels in (400, depth):
        check(name, opening * levels + b"1" + closing * levels)


PEOPLE = st.fixed_dictionaries(
    {"commentCount": st.integers(0, 99)},
    optional={
        "processingUserREF": st.sampled_from(["Ada", "Team average", ""]),
        "user": st.sampled_from(["Bo", {"value": "Cy"}, None]),
        "processingUser": st.none()
        | st.just("u1")
        | st.fixed_dictionaries(
            {}, optional={"_id": st.just("u2"), "firstName": st.just("Di"), "email": st.just("e@x")}
        ),
    },
)


@given(st.lists(PEOPLE, max_size=5))
@settings(max_examples=100)
def test_no_row_of_the_leaderboard_that_says_whose_it_is_is_lost(rows: list[dict[str, Any]]) -> None:
    found = decode.team_performance(json.dumps({"data": rows}).encode())
    named = [row for row in rows if row.get("processingUser") or row.get("user") or row.get("processingUserREF")]
    kept = [agent.replies.value for agent in found.agents] + ([found.average.replies.value] if found.average else [])
    assert sorted(value for value in kept if value is not None) == sorted(row["commentCount"] for row in named)


@pytest.mark.slow
@given(st.sampled_from(NAMES), st.integers(0, 2**32))
@settings(max_examples=10_000)
def test_ten_thousand_changed_answers_never_become_a_wrong_figure(name: str, seed: int) -> None:
    check(name, _changed(name, seed))
