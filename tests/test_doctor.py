"""``gleaptui doctor`` shows how a project answers, and with ``--shapes`` nothing but keys and types."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleaptui.cli import main
from gleaptui.gleap.shapes import shape
from tests.live_server import LiveServer

JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


def test_the_demo_is_examined_with_a_dozen_questions(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--demo"]) == 0
    out = capsys.readouterr().out
    for words in ("permissions", "heatmap", "raw data", "messages", "{series: [{name: string", "rate limit:"):
        assert words in out


def test_shapes_hold_no_value_of_the_desk(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with LiveServer() as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        assert main(["doctor", "--shapes"]) == 0
        paths = [request.path for request in server.control.requests]
        assert {request.method for request in server.control.requests} == {"GET"}
    assert 10 <= len(paths) <= 16
    out = capsys.readouterr().out
    assert "tickets\n  {tickets: [{" in out
    for value in ("example.test", "INQUIRY", "2026", "demo-token", server.environment["GLEAP_PROJECT"]):
        assert value not in out


def test_nobody_there_is_3_with_the_reason(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in (("TOKEN", "planted-key-01234"), ("PROJECT", "p"), ("BASE_URL", "http://127.0.0.1:9/v3")):
        monkeypatch.setenv(f"GLEAP_{name}", value)
    assert main(["doctor"]) == 3
    out = capsys.readouterr().out
    assert "Connection refused" in out
    assert "planted-key" not in out


@given(JSON)
def test_a_shape_never_holds_a_value(value: object) -> None:
    marked = json.loads(json.dumps(value), parse_float=lambda _: 918_273_645)
    assert "918273645" not in shape({"a": marked, "secret": "918273645", "list": ["918273645", 918_273_645]})


def test_names_that_customers_chose_and_ids_are_left_out() -> None:
    found = shape({"customData": {"vip": 1}, "a00000000000000000000001": 1, "<script>": 1, "type": "BUG"})
    assert found == "{customData: {…}, type: string, …}"


def test_items_of_a_list_are_laid_over_each_other() -> None:
    assert shape([{"a": 1}, {"a": None, "b": "x"}]) == "[{a: number|null, b?: string}]"
    assert shape([]) == "[]"


def test_any_depth_has_a_shape() -> None:
    nested: object = 1
    for _ in range(200):
        nested = {"content": [nested]}
    assert "…" in shape(nested)
