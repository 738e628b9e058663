"""The key does not come out by accident."""

import base64
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleaptui.secret import Secret

KEY = "aaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbb.cccccccccccccccccc"


def test_printing_and_formatting_show_a_mask() -> None:
    secret = Secret(KEY)
    for shown in (repr(secret), str(secret), f"{secret}", f"{secret!s:>80}", f"{[secret]}", f"{ {'k': secret} }"):
        assert KEY not in shown
        assert "•••" in shown


def test_pickling_loses_the_key() -> None:
    assert KEY.encode() not in pickle.dumps(Secret(KEY))


def test_redacting_masks_the_whole_key_and_each_of_its_parts() -> None:
    text = Secret(KEY).redact(f"you sent {KEY}, whose middle is bbbbbbbbbbbbbbbbbb")
    assert "aaaa" not in text
    assert "bbbb" not in text
    assert text.startswith("you sent")


JWT = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0LXBhcnQtb2YtdGhlLWtleQ.Zm9yLXRlc3RzLW9ubHktbmV2ZXItcmVhbA"
DISGUISED = {
    "backwards": JWT[::-1],
    "in hexadecimal": JWT.encode().hex(),
    "in base64": base64.b64encode(JWT.encode()).decode(),
    "in base64 behind something": base64.b64encode(f"Bearer {JWT}".encode()).decode(),
    "in base64 for addresses": base64.urlsafe_b64encode(f"x{JWT}".encode()).decode(),
    "percent-encoded": "".join(f"%{ord(letter):02X}" for letter in JWT),
    "percent-encoded twice": "".join(f"%25{ord(letter):02X}" for letter in JWT),
    "in entities": "".join(f"&#{ord(letter)};" for letter in JWT),
    "in escapes": "".join(f"\\u{ord(letter):04x}" for letter in JWT),
    "in escapes of escapes": "".join(f"\\\\u{ord(letter):04x}" for letter in JWT),
    "in JSON": json.dumps({"a": json.dumps({"key": "".join(f"\\x{ord(letter):02x}" for letter in JWT)})}),
    "by sevens": " ".join(JWT[start : start + 7] for start in range(0, len(JWT), 7)),
    "by commas": ",".join(JWT[start : start + 7] for start in range(0, len(JWT), 7)),
    "letter by letter": str(list(JWT)),
    "under marks": "".join(f"{letter}\u0301" for letter in JWT),
    "in wide letters": "".join(chr(ord(letter) + 0xFEE0) for letter in JWT),
    "in capitals": JWT.upper(),
    "its second half": JWT[len(JWT) // 2 :],
}


@pytest.mark.parametrize("form", DISGUISED)
def test_a_key_that_is_cut_up_escaped_or_encoded_is_masked(form: str) -> None:
    redacted = Secret(JWT).redact(f"refused: {DISGUISED[form]}")
    assert redacted in ("refused: •••", "•••") or not any(
        DISGUISED[form][start : start + 12] in redacted for start in range(len(DISGUISED[form]) - 12)
    )


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_a_text_that_has_nothing_of_the_key_stays_as_it_is(text: str) -> None:
    assert Secret(JWT).redact(text) == text


@pytest.mark.parametrize("key", ["abc", "abcdefgh", "planted-key-01234", "a.b.c", "abcd.efgh.ijkl"])
def test_a_short_key_is_masked_too(key: str) -> None:
    assert Secret(key).redact(f"you sent {key}") == "you sent •••"


def test_a_body_loses_the_key_its_parts_and_other_forms_of_its_last_part() -> None:
    signature = JWT.split(".")[2]
    forms = (JWT, *JWT.split("."), signature[::-1], signature.encode().hex())
    for form in forms:
        assert Secret(JWT).redact_bytes(f'{{"a": "x {form} y"}}'.encode()) == '{"a": "x ••• y"}'.encode()
    coded = base64.b64encode(f"Bearer {JWT}".encode())
    assert coded[60:-8] not in Secret(JWT).redact_bytes(b'["' + coded + b'"]')


def test_a_body_without_the_key_is_the_same_object() -> None:
    body = b'{"value": 12}' * 100
    assert Secret(JWT).redact_bytes(body) is body


def test_redacting_with_an_empty_key_changes_nothing() -> None:
    assert Secret("").redact("a text") == "a text"


def test_only_reveal_gives_the_key() -> None:
    assert Secret(KEY).reveal() == KEY
    assert not hasattr(Secret(KEY), "__dict__")
