"""Messages: their order, where their words stand, and which of them judge the service."""

import json
from collections.abc import Mapping

import pytest

from gleaptui.gleap import decode
from gleaptui.gleap.models import Message

DOCUMENT = {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Hello"}]}]}
EMPTY = {"type": "doc", "content": []}


def read(*messages: Mapping[str, object]) -> tuple[Message, ...]:
    return decode.messages(json.dumps(messages).encode()).messages


def said(message: Message) -> str:
    return "\n".join("".join(span.text for span in line.spans) for line in message.lines)


@pytest.mark.parametrize(
    "places",
    [
        {"data": {"content": DOCUMENT}, "comment": "no"},
        {"data": {"content": DOCUMENT["content"]}},
        {"data": {"content": "<p>Hello</p>"}},
        {"data": {"content": EMPTY}, "comment": DOCUMENT, "text": "no"},
        {"data": {"content": " "}, "text": "Hello", "message": "no"},
        {"data": {"content": "<p> </p>", "text": "Hello"}},
        {"data": {"content": None, "text": "no"}, "message": "Hello"},
        {"comment": {"text": "Hello"}},
        {"text": "Hello"},
    ],
)
def test_the_words_of_a_message_stand_in_the_first_place_that_holds_any(places: dict[str, object]) -> None:
    assert said(read({"_id": "m", **places})[0]) == "Hello"


def test_the_latest_comment_of_a_ticket_is_read_like_a_message() -> None:
    for comment in ({"data": {"content": DOCUMENT}}, {"data": {"content": EMPTY}, "text": "Hello"}, "<b>He</b>llo"):
        ticket = decode.ticket(json.dumps({"_id": "t", "latestComment": comment}).encode())
        assert (ticket.latest_comment, ticket.title) == ("Hello", "Hello")


def test_a_message_without_a_time_stands_behind_the_others() -> None:
    found = read(
        {"_id": "1", "createdAt": "2026-09-14T13:00:00Z"}, {"_id": "2"}, {"_id": "3", "createdAt": 1_789_300_000}
    )
    assert [message.id for message in found] == ["3", "1", "2"]


def test_where_older_messages_begin_goes_back_as_it_came() -> None:
    for cursor, sent in (("abc", "abc"), (1_789_300_000_000, "1789300000000"), (None, ""), ({}, "")):
        page = {"items": [], "hasMore": True, "nextBefore": cursor}
        assert decode.messages(json.dumps(page).encode()).before == sent


@pytest.mark.parametrize(
    "text",
    [
        "👍",
        "❤️",
        "🤩🤩",
        "5️⃣",
        "👍🏽",
        "[Button clicked: 😀]",
        "[Button clicked: 4]",
        "[Button clicked: Very satisfied]",
        "☺",
    ],
)
def test_a_face_or_a_judging_button_answers_how_we_did(text: str) -> None:
    assert read({"_id": "1", "type": "USER_TEXT", "text": text})[0].csat


@pytest.mark.parametrize(
    "text",
    [
        "好",
        "日本語",
        "？",
        "…",
        "!",
        "5",
        "10/10",
        "2",
        "Yes",
        "😊 92",
        "©",
        "[Button clicked: Rate limit help]",
        "[Button clicked: OK]",
        "👍 thanks",
        "ok",
    ],
)
def test_other_words_are_a_reply_however_short(text: str) -> None:
    assert not read({"_id": "1", "type": "USER_TEXT", "text": text})[0].csat


@pytest.mark.parametrize(
    ("question", "answers"), [("How would you rate our help?", True), ("Which size do you need?", False)]
)
def test_a_number_answers_how_we_did_only_where_that_was_asked(question: str, answers: bool) -> None:
    asked = {"_id": "1", "type": "BOT", "createdAt": "2026-09-14T13:00:00Z", "text": question}
    number = {"_id": "2", "type": "USER_TEXT", "createdAt": "2026-09-14T13:01:00Z", "text": "5"}
    assert read(number, asked)[1].csat is answers
    assert not read(asked, {**number, "type": "NOTE"})[1].csat
