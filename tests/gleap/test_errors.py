"""What is said when something goes wrong: the right class, words to act on, and never the key."""

import asyncio
import base64
import json
import logging
import traceback
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gleaptui.gleap import errors
from gleaptui.gleap.credentials import Credentials
from gleaptui.gleap.errors import GleapError
from gleaptui.secret import Secret
from gleaptui.text import clean
from tests.gleap.scripted import KEY, NOW, PROJECT, WEEK, Desk, Reply, error_reply

CASES = [
    ("error_200_html_login.json", errors.NotGleap, 65),
    ("error_400_fields.json", errors.BadParameter, 65),
    ("error_400_missing_project_text.json", errors.MissingProject, 78),
    ("error_401_error_message.json", errors.WrongKey, 77),
    ("error_401_text.json", errors.WrongKey, 77),
    ("error_403_message.json", errors.NotPermitted, 77),
    ("error_404_json.json", errors.NotFound, 69),
    ("error_409_cast.json", errors.MalformedQuery, 65),
    ("error_409_maxtime.json", errors.BackendTimeout, 69),
    ("error_422_fields.json", errors.BadParameter, 65),
    ("error_429_retry_after_date.json", errors.RateLimited, 69),
    ("error_429_retry_after_seconds.json", errors.RateLimited, 69),
    ("error_500_json.json", errors.ServerTrouble, 69),
    ("error_502_html.json", errors.ServerTrouble, 69),
]


async def failure(reply: Reply, *, token: str = KEY, project: str = PROJECT) -> GleapError:
    with pytest.raises(GleapError) as caught:
        await Desk(reply, token=token, project=project).client.me()
    return caught.value


def jwt(**claims: object) -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part(claims)}.c2lnbmF0dXJlLW9mLWEtdGVzdC1rZXk"


@pytest.mark.parametrize(("name", "kind", "status"), CASES)
async def test_every_known_error_has_its_class_and_exit_status(name: str, kind: type[GleapError], status: int) -> None:
    error = await failure(error_reply(name))
    assert type(error) is kind
    assert error.exit_status == status
    assert error.title
    assert error.message.endswith(".")


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(b""), errors.NotGleap),
        (Reply(b"", 204), errors.NotGleap),
        (Reply(b'{"_id": "abc", "email": "x'), errors.NotGleap),
        (Reply({"error": {"message": "nope"}}), errors.NotGleap),
        (Reply(b"\xff\xfe\x00", headers={"content-type": "text/html"}), errors.NotGleap),
        (Reply(b"[" * 100_000), errors.NotGleap),
        (Reply(b"not json", 418), errors.NotGleap),
        (Reply(b"", 300), errors.NotGleap),
        (Reply({"success": False, "message": "nope"}), errors.NotGleap),
        (Reply({"ok": 0, "errmsg": "nope", "data": []}), errors.NotGleap),
        (Reply({"error": {"message": "nope"}, "data": None}), errors.NotGleap),
        (Reply({"statusCode": 401, "message": "nope"}), errors.NotGleap),
        (Reply({"codeName": "WriteConflict"}, 409), errors.ServerTrouble),
        (Reply({"error": {"name": "CastError", "message": "boom"}}, 409), errors.MalformedQuery),
        (Reply({"error": {"codeName": "MaxTimeMSExpired"}}, 409), errors.BackendTimeout),
        (Reply({"ok": 0, "code": 50}, 409), errors.BackendTimeout),
        (Reply(b"", 407), errors.ProxyTrouble),
        (Reply(b"", 408), errors.ServerTrouble),
        (Reply(b"", 599), errors.ServerTrouble),
    ],
)
async def test_what_is_no_answer_is_never_taken_for_one(reply: Reply, kind: type[GleapError]) -> None:
    assert type(await failure(reply)) is kind


async def test_a_cast_error_is_asked_once_wherever_it_stands() -> None:
    desk = Desk(Reply({"error": {"name": "CastError", "message": "boom"}}, 409))
    with pytest.raises(errors.MalformedQuery):
        await desk.client.me()
    assert len(desk.asked) == 1


@pytest.mark.parametrize("body", [{"_id": "a", "email": "a@b.c", "ok": False}, {"_id": "a", "error": "seen"}])
async def test_a_document_may_have_such_properties_of_its_own(body: object) -> None:
    assert (await Desk(Reply(body)).client.me()).id == "a"


@pytest.mark.parametrize("reply", [Reply(b"", 204), Reply(b" \n"), Reply(b"null"), Reply({})])
async def test_nothing_at_all_is_no_value_where_the_name_of_a_chart_may_be_unknown(reply: Reply) -> None:
    client = Desk(reply).client
    assert (await client.fact("KAI_INVOLVED", WEEK)).value is None
    assert (await client.bar_chart("KAI_INVOLVED", WEEK)).series == ()


async def test_a_figure_that_was_not_given_because_of_an_error_is_an_error() -> None:
    with pytest.raises(errors.NotGleap, match="not in your plan"):
        await Desk(Reply({"success": False, "message": "not in your plan"})).client.fact("NEW_TICKETS_COUNT", WEEK)


async def test_the_name_of_a_parameter_that_is_refused_is_told() -> None:
    assert "chartType" in (await failure(error_reply("error_400_fields.json"))).message


async def test_a_sign_in_page_is_told_by_its_title() -> None:
    assert "Sign in" in (await failure(error_reply("error_200_html_login.json"))).message


async def test_data_in_an_unknown_shape_is_not_quoted() -> None:
    assert "Lovelace" not in (await failure(Reply(["Ada Lovelace"]))).message


async def test_a_key_that_has_expired_says_when() -> None:
    error = await failure(Reply(b"", 401), token=jwt(exp=1_750_000_000))
    assert type(error) is errors.ExpiredKey
    assert "2025-06-15" in error.message


@pytest.mark.parametrize("status", [401, 403])
async def test_a_key_of_another_project_is_told_apart(status: int) -> None:
    error = await failure(Reply(b"", status), token=jwt(project="b" * 24, exp=NOW.timestamp() + 60))
    assert type(error) is errors.KeyOfAnotherProject


@pytest.mark.parametrize("exp", ["1750000000", 1_750_000_000_000, "2025-06-15T15:06:40Z"])
def test_the_end_of_a_key_is_read_in_every_form(exp: object) -> None:
    assert Credentials(Secret(jwt(exp=exp)), PROJECT).expires_at == datetime(2025, 6, 15, 15, 6, 40, tzinfo=UTC)


@pytest.mark.parametrize("project", ["b" * 24, {"_id": "b" * 24}, {"id": "b" * 24, "name": "Acme"}])
def test_the_project_of_a_key_is_read_in_every_form(project: object) -> None:
    assert Credentials(Secret(jwt(project=project)), PROJECT).project_claim == "b" * 24


@pytest.mark.parametrize("project", ["Acme", {"name": "Acme"}, ["b" * 24], 3, None])
async def test_what_names_no_project_by_its_id_is_not_taken_for_another_one(project: object) -> None:
    assert type(await failure(Reply(b"", 403), token=jwt(project=project))) is errors.NotPermitted


async def test_a_good_key_that_is_refused_is_simply_wrong() -> None:
    error = await failure(Reply(b"", 401), token=jwt(project=PROJECT, exp=NOW.timestamp() + 60))
    assert type(error) is errors.WrongKey


@pytest.mark.parametrize("claims", ["e30", "!!!", "bnVsbA", "WzFd", "eyJleHAiOiJ0b21vcnJvdyJ9", "eyJleHAiOjFlMzB9"])
def test_a_key_whose_middle_says_nothing_useful_is_no_trouble(claims: str) -> None:
    credentials = Credentials(Secret(f"aaaa.{claims}.bbbb"), PROJECT)
    assert credentials.expires_at is None
    assert credentials.project_claim == ""


@pytest.mark.parametrize("token", ["", "a\nb", "a\r\nX-Header: 1", "cl\u00e9", "a b", "\u200bkey", "\ud800"])
def test_a_key_that_no_header_can_hold_is_refused_before_anything_is_sent(token: str) -> None:
    with pytest.raises(errors.UnusableKey) as caught:
        Desk(Reply(), token=token)
    assert caught.value.exit_status == 78


def test_an_odd_project_id_is_noticed_and_not_refused() -> None:
    assert not Credentials(Secret(KEY), "my-project").looks_right
    assert Credentials(Secret(KEY), PROJECT).looks_right
    assert Desk(Reply(), project="my-project").client is not None


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refusal_warns_of_an_odd_project_id(status: int) -> None:
    assert "24 hexadecimal" in (await failure(Reply(b"", status), project="my-project")).message
    assert "24 hexadecimal" not in (await failure(Reply(b"", status))).message


ECHOES = [
    f"bad key {KEY}",
    f"Authorization: Bearer {KEY[:40]}",
    json.dumps({"error": {"message": f"invalid token '{KEY}'"}}),
    json.dumps({"message": "".join(f"{letter}\u200b" for letter in KEY)}),
    json.dumps({"message": "x" * 280 + KEY}),
    '{"message": "' + "".join(f"\\u{ord(letter):04x}" for letter in KEY) + '"}',
    f"<html><title>401 {KEY}</title></html>",
    "\x1b[31m" + KEY.upper(),
    "?token=" + KEY.split(".")[2],
    "https://" + KEY[:63].replace(".", "-").lower() + ".example.test",
    json.dumps({"message": "x", "fields": {KEY: {}}}),
]


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 409, 422, 429, 500, 503])
@pytest.mark.parametrize("echo", ECHOES)
async def test_a_key_that_the_server_echoes_is_never_shown(
    echo: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    error = await failure(Reply(echo, status))
    shown = "".join(traceback.format_exception(error)) + caplog.text + repr(error) + str(vars(error))
    for piece in (KEY[start : start + 8].lower() for start in range(len(KEY) - 7)):
        assert piece not in shown.lower()
    assert "\x1b" not in error.message
    assert "\u200b" not in error.message


@pytest.mark.parametrize(
    "target",
    [
        f"https://{KEY}.evil.test/",
        f"https://{KEY.split('.')[2]}.evil.test/",
        f"{KEY.split('.')[2]}://evil/",
        f"https://evil.test/{KEY}",
    ],
)
async def test_an_address_that_holds_the_key_is_not_shown(target: str) -> None:
    message = (await failure(Reply(b"", 302, {"location": target}))).message.lower()
    assert not any(KEY[start : start + 8].lower() in message for start in range(len(KEY) - 7))


async def test_a_key_that_stands_in_data_never_gets_into_a_model() -> None:
    signature = KEY.split(".")[2]
    events = [
        {"_id": "1", "action": "TICKET_REPLY", "createdAt": "2026-09-14T13:00:00Z", "data": {"comment": said}}
        for said in (f"my key is {KEY}", signature, signature[::-1], base64.b64encode(KEY.encode()).decode())
    ]
    found = repr(await Desk(Reply(events)).client.events(WEEK.start, WEEK.end, zone=WEEK.zone))
    assert "my key is" in found
    for form in (KEY, signature, signature[::-1], base64.b64encode(signature.encode()).decode()[:24]):
        assert form not in found


async def test_an_error_holds_on_to_nothing_that_holds_the_key() -> None:
    error = await failure(Reply({"error": {"message": KEY}}, 401))
    behind: BaseException | None = error
    while behind is not None:
        for frame, _ in traceback.walk_tb(behind.__traceback__):
            if "gleaptui" in frame.f_code.co_filename and "tests" not in frame.f_code.co_filename:
                shown = {name: repr(value) for name, value in frame.f_locals.items()}
                assert KEY not in str(shown), frame.f_code.co_name
        behind = behind.__cause__ or behind.__context__


async def test_control_characters_of_an_error_are_gone_and_its_length_is_limited() -> None:
    error = await failure(Reply("\x1b]52;c;YWJj\x07\u202ebad\x9b31m " + "long " * 1_000, 400))
    assert error.message.isprintable()
    assert len(error.message) < 600


NOISE = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=20) | st.just(KEY),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["error", "message", "fields", "x"]), inner)
        ),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode()),
)


@settings(max_examples=80, deadline=None)
@given(status=st.integers(200, 599), body=NOISE, wait=st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_whatever_comes_is_a_model_or_an_error_of_ours_and_never_the_key(status: int, body: bytes, wait: str) -> None:
    desk = Desk(Reply(body, status, {"retry-after": wait, "location": wait}))

    message = asyncio.run(_complaint(desk))
    assert KEY not in message
    assert clean(message) == message


async def _complaint(desk: Desk) -> str:
    try:
        await desk.client.me()
    except GleapError as error:
        return error.message
    return ""


def test_every_error_says_what_to_do_and_has_a_kind_of_its_own() -> None:
    classes: list[type[GleapError]] = [GleapError]
    for kind in classes:
        classes += kind.__subclasses__()
    kinds = [kind.kind for kind in classes]
    assert len(kinds) == len(set(kinds))
    assert all(kind.advice and kind.title for kind in classes[1:])
    assert {kind.exit_status for kind in classes} <= {65, 69, 77, 78}
