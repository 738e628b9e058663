"""The key does not come out by accident."""

import pickle

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


def test_redacting_with_an_empty_key_changes_nothing() -> None:
    assert Secret("").redact("a text") == "a text"


def test_only_reveal_gives_the_key() -> None:
    assert Secret(KEY).reveal() == KEY
    assert not hasattr(Secret(KEY), "__dict__")
