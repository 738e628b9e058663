"""A conversation tells who speaks by word as well as by colour, and hides nothing of what was written."""

import pytest
from textual.content import Content

from gleaptui.gleap.models import Line, Message, Span
from gleaptui.widgets.conversation import lines, links, words
from tests.figures import ZONE
from tests.samples import FILE, HOSTILE, line, message

WIDTHS = (4, 12, 20, 34, 80, 200)


def drawn(*messages: Message, width: int = 80) -> list[str]:
    return [shown.plain.rstrip() for shown in lines(messages, ZONE, width)]


def styles(shown: Content) -> set[str]:
    return {str(span.style) for span in shown.spans}


@pytest.mark.parametrize(
    ("author", "word", "style"),
    [
        ("customer", "customer", "$author-customer"),
        ("agent", "agent", "$author-agent"),
        ("assistant", "AI assistant", "$author-assistant"),
        ("note", "INTERNAL NOTE", "$author-note"),
        ("unknown", "unknown", "$muted"),
    ],
)
def test_every_kind_of_author_has_a_word_and_a_colour(author: str, word: str, style: str) -> None:
    title = lines((message(1, author=author),), ZONE, 80)[0]
    assert f"Zoe Dubois  {word}" in title.plain
    assert style in styles(title)


def test_an_internal_note_has_a_bar_of_its_own_on_every_line() -> None:
    note = drawn(message(1, "one two " * 30, author="note"))
    reply = drawn(message(1, "one two " * 30, author="agent"))
    assert {shown[1] for shown in note}.isdisjoint({shown[1] for shown in reply})
    assert len({shown[1] for shown in note}) == 1


@pytest.mark.parametrize("width", [20, 34, 80])
def test_a_long_name_never_pushes_out_what_kind_of_author_it_is(width: int) -> None:
    title = lines((message(1, author="note", name="Marguerite " * 20),), ZONE, width)[0]
    assert "INTERNAL NOTE" in title.plain
    assert title.cell_length <= width


def test_a_date_is_whole_or_left_out() -> None:
    whole = "16 Sep 2026 13:05"
    titles = [drawn(message(1), width=width)[0] for width in range(16, 80)]
    assert {whole in title or "16" not in title for title in titles} == {True}
    assert whole in titles[-1]
    assert whole not in titles[0]


def test_a_satisfaction_answer_is_not_taken_for_a_reply() -> None:
    assert "satisfaction answer" in drawn(message(1, "8", csat=True))[0]


def test_a_link_is_numbered_and_its_whole_address_stands_below() -> None:
    address = "https://evil.example.test/" + "a" * 200
    spoken = Line(spans=(Span(text="See "), Span(text="https://bank.example.test", link=address), Span(text=" now")))
    again = Line(spans=(Span(text="here", link=address),))
    shown = drawn(message(1, lines=(spoken, again)))
    assert "See https://bank.example.test [1] now" in shown[1]
    assert "here [1]" in shown[2]
    assert "".join(part[2:].strip() for part in shown[3:]) == f"[1] {address}"


def test_an_address_that_is_written_out_has_a_number_and_is_not_listed_again() -> None:
    address = "https://example.test"
    shown = drawn(message(1, lines=(Line(spans=(Span(text=address, link=address),)),)))
    assert [part[3:] for part in shown[1:]] == [f"{address} [1]"]


def test_addresses_in_plain_words_are_links_without_what_ends_the_sentence() -> None:
    written = (
        "See https://example.test/a?b=1, (https://example.test/c) and https://example.test/d_(e). "
        "Not https:// nor ftp://example.test; again https://example.test/a?b=1"
    )
    told = message(1, written)
    assert links(told) == ("https://example.test/a?b=1", "https://example.test/c", "https://example.test/d_(e)")
    assert " ".join(part[3:] for part in drawn(told, width=200)[1:]) == (
        "See https://example.test/a?b=1 [1], (https://example.test/c [2]) and https://example.test/d_(e) [3]. "
        "Not https:// nor ftp://example.test; again https://example.test/a?b=1 [1]"
    )
    assert words(told) == written


def test_files_and_pictures_are_named() -> None:
    shown = drawn(message(1, lines=(line("screen.png", kind="image"),), attachments=(FILE,)))
    assert "▣ screen.png" in shown[1]
    assert "attached: export.csv (text/csv)" in shown[2]


def test_lists_quotes_and_code_keep_their_shape() -> None:
    body = (
        line("one " * 30, kind="bullet", marker="•"),
        line("two", kind="bullet", marker="•", depth=1),
        line("said " * 30, kind="quote"),
        line("    return 1", kind="code"),
        Line(kind="rule"),
    )
    shown = [part[3:] for part in drawn(message(1, lines=body))][1:]
    assert shown[0].startswith("• one")
    assert shown[1].startswith("  one")
    assert shown[2] == "  • two"
    assert shown[3].startswith("│ said")
    assert shown[4].startswith("│ said")
    assert shown[5] == "      return 1"
    assert set(shown[6]) == {"─"}


def test_a_message_without_words_says_so() -> None:
    assert "nothing to read (WEIRD)" in drawn(message(1, lines=(), type="WEIRD"))[1]


def test_a_time_that_is_not_known_is_a_dash() -> None:
    assert drawn(message(1, at=None))[0].endswith("–")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("written", HOSTILE)
def test_nothing_that_is_written_is_lost_or_wider_than_the_screen(written: str, width: int) -> None:
    shown = lines((message(1, written),), ZONE, width)[1:]
    if width >= 12:
        assert max((part.cell_length for part in shown), default=0) <= width
    assert "".join(part.plain[3:] for part in shown).replace(" ", "") == written.replace(" ", "")


def test_deep_nesting_leaves_room_for_the_words() -> None:
    shown = drawn(message(1, lines=(line("deep", kind="bullet", marker="•", depth=500),)))
    assert "deep" in shown[1]
    assert len(shown[1]) < 80
