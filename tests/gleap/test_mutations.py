"""Answers that nobody has seen yet: every example, changed at random, gives a value or `ShapeError`, and no number
that was not in it."""

import copy
import json
import math
import random
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gleaptui.gleap import decode
from tests.gleap.test_payloads import PAYLOADS, payload

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
NAMES = sorted(path.name for path in PAYLOADS.glob("*.json") if not path.name.startswith("error_"))
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
    "é" * 100_000,
    [],
    {},
    [[[]]],
    {"value": {"value": 7}},
]


def decoder(name: str) -> Decoder:
    """The one for the endpoint that the file is an answer of."""
    return next(DECODERS[prefix] for prefix in DECODERS if name.startswith(prefix))


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
    """The document with a few things dropped, swapped, nested, enlarged or reordered."""
    whole: list[Json] = [copy.deepcopy(value)]
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


def numbers_in(body: bytes) -> set[float]:
    """Every number in the text, also inside strings, times every unit it may have."""
    found = {float(text) for text in re.findall(rb"-?\d{1,300}(?:\.\d+)?(?:[eE][+-]?\d{1,2})?", body)}
    scales = (1, 60, 3_600, 86_400, 0.001, 100)
    return {round(number * scale, 3) for number in found if math.isfinite(number) for scale in scales}


_FIGURES = frozenset({"value", "change_pct", "total", "rating", "upvotes", "number", "seconds", "index"})


def figures_of(value: object) -> Iterator[float]:
    """Every figure in a model."""
    stack: list[object] = [msgspec.to_builtins(value)]
    while stack:
        found = stack.pop()
        if isinstance(found, dict):
            for key, inner in found.items():
                if key in _FIGURES and isinstance(inner, int | float) and not isinstance(inner, bool):
                    yield float(inner)
                stack.append(inner)
        elif isinstance(found, list | tuple):
            stack += found


def check(name: str, body: bytes) -> None:
    """It decodes or refuses; whatever figure comes out stood in the answer."""
    try:
        found = decoder(name)(body)
    except decode.ShapeError:
        return
    if name.startswith("tickets_ticketscount") or not hasattr(type(found), "__struct_fields__"):
        return
    known = numbers_in(body)
    for figure in figures_of(found):
        assert math.isfinite(figure)
        assert round(figure, 3) in known


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_themselves_hold(name: str) -> None:
    check(name, payload(name))


def _changed(name: str, seed: int) -> bytes:
    document = mutate(json.loads(payload(name)), random.Random(seed))
    return json.dumps(document, ensure_ascii=True).encode()


@given(st.sampled_from(NAMES), st.integers(0, 2**32))
@settings(max_examples=250)
def test_a_changed_answer_never_becomes_a_wrong_figure(name: str, seed: int) -> None:
    check(name, _changed(name, seed))


@given(st.sampled_from(NAMES), st.integers(0, 2**32), st.integers(0, 2**32))
@settings(max_examples=150)
def test_an_answer_cut_short_or_damaged_is_refused_or_right(name: str, place: int, seed: int) -> None:
    body = bytearray(payload(name))
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


@pytest.mark.slow
@given(st.sampled_from(NAMES), st.integers(0, 2**32))
@settings(max_examples=10_000)
def test_ten_thousand_changed_answers_never_become_a_wrong_figure(name: str, seed: int) -> None:
    check(name, _changed(name, seed))
