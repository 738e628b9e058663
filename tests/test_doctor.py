"""``gleaptui doctor`` shows how a project answers, and with ``--shapes`` nothing but keys and types."""

import json
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleaptui.cli import main
from gleaptui.clock import SystemClock
from gleaptui.commands import diagnosis, doctor
from gleaptui.commands.questions import Finding, Question
from gleaptui.config import Settings
from gleaptui.gleap.shapes import shape
from gleaptui.gleap.transport import Answer
from tests.gleap.scripted import KEY, PROJECT, Reply, error_reply, payload
from tests.gleap.switched import Switched
from tests.live_server import LiveServer

JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


SETTINGS = Settings(project=PROJECT)


def examined(server: Switched, capsys: pytest.CaptureFixture[str], *, shapes: bool = False) -> tuple[int, str]:
    """The exit status and what was printed."""
    return doctor.run(server.settings, shapes=shapes), capsys.readouterr().out


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


def test_a_project_that_answers_well_is_0_with_what_works_and_what_the_key_may(
    server: Switched, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out = examined(server, capsys)
    assert status == 0
    assert "works here: fact NEW_TICKETS_COUNT, fact TICKET_MEDIAN_REPLY_TIME" in out
    words = json.loads(payload("users_me_permissions.json"))
    assert f"permissions: {', '.join(words['permissions'])}\nroles: {', '.join(words['roles'])}\n" in out
    assert "\n!" not in out
    medians = [seen for seen in server.seen if seen.chart == "TICKET_MEDIAN_REPLY_TIME"]
    assert [dict(seen.pairs)["aggsType"] for seen in medians] == ["MEDIAN"]


def test_a_chart_type_that_is_not_known_or_has_no_value_is_a_finding_and_no_failure(
    server: Switched, capsys: pytest.CaptureFixture[str]
) -> None:
    replies = {"KAI_INVOLVED": error_reply("error_400_fields.json"), "SLA_COMPLIANCE": Reply(b"", 204)}
    server.script = lambda seen: replies.get(seen.chart)
    status, out = examined(server, capsys)
    assert status == 0
    assert "not known here: fact KAI_INVOLVED\n" in out
    assert "answered without a value: fact SLA_COMPLIANCE\n" in out
    assert "\n!" not in out


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply("<!doctype html><title>Sign in</title>"), "Not an answer of Gleap: a page"),
        (Reply({"success": False, "message": "no"}), "Not an answer of Gleap: {success: boolean, message: string}"),
        (Reply(b"", 404), "Not found: nothing"),
        (Reply(b"[]"), "Not an answer of Gleap: []"),
    ],
)
def test_whoever_is_not_gleap_is_3(
    server: Switched, capsys: pytest.CaptureFixture[str], reply: Reply, said: str
) -> None:
    server.script = lambda _: reply
    status, out = examined(server, capsys)
    assert status == 3
    assert said in out


def test_a_key_that_works_where_nothing_else_does_is_3(server: Switched, capsys: pytest.CaptureFixture[str]) -> None:
    server.script = lambda seen: None if seen.path.endswith("/users/me") else Reply(b"", 500)
    status, out = examined(server, capsys)
    assert status == 3
    assert "! Gleap has trouble" in out


def test_every_question_is_asked_once_whatever_is_answered(
    server: Switched, capsys: pytest.CaptureFixture[str]
) -> None:
    server.script = lambda _: Reply(b"", 503)
    _, out = examined(server, capsys)
    assert len(server.seen) == out.count(" 503 ") == 13


@pytest.mark.parametrize("reply", [Reply(b"", 401), Reply(b"", 429, {"retry-after": "300"})])
def test_what_befalls_every_question_is_not_met_a_dozen_times(
    server: Switched, capsys: pytest.CaptureFixture[str], reply: Reply
) -> None:
    server.script = lambda _: reply
    status, out = examined(server, capsys)
    assert status == 3
    assert len(server.seen) <= 2
    assert "The rest was not asked" in out


def test_a_server_that_hangs_is_left_soon(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(doctor, "_LONGEST", 0.2)
    with LiveServer() as server:
        server.control.hang()
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        assert main(["doctor"]) == 3
        assert len(server.control.requests) == 2
    out = capsys.readouterr().out
    assert out.count("No answer in time\n") == 2
    assert "The rest was not asked" in out


async def test_a_question_is_named_before_it_is_asked(server: Switched) -> None:
    steps = doctor.examine(server.settings, SystemClock())
    first = await anext(steps)
    assert isinstance(first, Question)
    assert first.name == "key"
    assert server.seen == []
    second = await anext(steps)
    assert isinstance(second, Finding)
    assert second.question == first
    await steps.aclose()


def finding(answer: Answer, skew: float | None = None) -> Finding:
    return Finding(Question("key", lambda client: client.me()), answer, skew=skew)


def test_the_clock_is_compared_by_the_quickest_answer() -> None:
    slow, quick = Answer(200, {}, b"{}", 30.0), Answer(200, {}, b"{}", 0.1)
    said = diagnosis.besides(SETTINGS, [finding(slow, -30.0), finding(quick, 0.4)])
    assert "clock: agrees with the server's" in said
    assert "this machine is 10m behind the server" in diagnosis.besides(SETTINGS, [finding(quick, 600.0)])
    assert "this machine is 10m ahead of the server" in diagnosis.besides(SETTINGS, [finding(quick, -600.0)])
    assert "does not tell the time" in diagnosis.besides(SETTINGS, [finding(quick)])


async def test_the_clock_is_read_when_the_answer_comes(server: Switched) -> None:
    class Fast(SystemClock):
        def now(self) -> datetime:
            return super().now() + timedelta(hours=1)

    steps = doctor.examine(server.settings, Fast())
    await anext(steps)
    found = await anext(steps)
    await steps.aclose()
    assert isinstance(found, Finding)
    assert found.skew is not None
    assert -3_700 < found.skew < -3_500


def test_only_names_that_are_in_use_for_limits_are_shown() -> None:
    headers = {
        "X-RateLimit-Remaining": "5",
        "Retry-After": "1",
        f"x-ratelimit-{KEY.split('.')[2]}": "1",
        "RateLimit": "r=5",
    }
    said = diagnosis.besides(SETTINGS, [finding(Answer(200, headers, b"{}"))])
    assert "rate limit: ratelimit, retry-after, x-ratelimit-remaining\n" in said


def test_an_odd_project_id_is_warned_of() -> None:
    assert "24 hexadecimal" in diagnosis.besides(Settings(project="acme"), [])
    assert "24 hexadecimal" not in diagnosis.besides(SETTINGS, [])


@given(JSON)
def test_a_shape_never_holds_a_value(value: object) -> None:
    marked = json.loads(json.dumps(value), parse_float=lambda _: 918_273_645)
    assert "918273645" not in shape({"a": marked, "secret": "918273645", "list": ["918273645", 918_273_645]})


def test_names_that_customers_chose_and_ids_are_left_out() -> None:
    found = shape({"customData": {"vip": 1}, "a00000000000000000000001": 1, "<script>": 1, "type": "BUG"})
    assert found == "{customData: {…}, type: string, …}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"ada": 1, "bob": 2}, "{…: number}"),
        ({"agents": {"ada": {"score": 1}, "bob": {"score": None}}}, "{…: {…: {…: number|null}}}"),
        ({"_id": "x", "Ada": 1, "VIP-customer-Acme": 2, "ada@example.test": 3}, "{_id: string, …}"),
        ({"_id": "x", "b3f1c2d4-1111-2222-3333-444455556666": 1, "order20261042": 2}, "{_id: string, …}"),
        ({"_id": "x", "newField": 1}, "{_id: string, newField: number}"),
        ({"newField": 1, "another": "x"}, "{newField: number, another: string}"),
        ({"BUG": 3, "INQUIRY": 4, "FOR-RELEASE": 1}, "{BUG: number, INQUIRY: number, …}"),
    ],
)
def test_keys_that_may_be_values_are_left_out(value: object, shown: str) -> None:
    assert shape(value) == shown


def test_items_of_a_list_are_laid_over_each_other() -> None:
    assert shape([{"a": 1}, {"a": None, "b": "x"}]) == "[{a: number|null, b?: string}]"
    assert shape([]) == "[]"


def test_any_depth_has_a_shape() -> None:
    nested: object = 1
    for _ in range(200):
        nested = {"content": [nested]}
    assert "…" in shape(nested)
