"""HTML in messages: what is shown of it, and that no text is too much or too broken for it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gleaptui.gleap import richtext
from gleaptui.gleap.markup import unescaped
from gleaptui.gleap.models import Line


def shown(content: object) -> list[str]:
    return ["".join(span.text for span in line.spans).strip() for line in richtext.lines(content)]


def styled(line: Line) -> list[tuple[str, str]]:
    """The words of a line with how they are set."""
    marks = ("bold", "italic", "code")
    return [
        (span.text.strip(), next((mark for mark in marks if getattr(span, mark)), span.link)) for span in line.spans
    ]


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("<p>look: if (a <![b]) fails</p>", ["look: if (a <![b]) fails"]),
        ("<p>see x<![3]", ["see x<![3]"]),
        ("<p>a <![ b</p><p>c</p>", ["a <![ b", "c"]),
        ("<p>if a <b and c</p>", ["if a <b and c"]),
        ("<p>5 < 6 and 7 > 6</p>", ["5 < 6 and 7 > 6"]),
        ("<p>to <noor@example.test>, from <https://a.test></p>", ["to <noor@example.test>, from <https://a.test>"]),
        ("<p>a<!-- <b>hidden --> b <!-- c</p>", ["a b <!-- c"]),
        ("<!doctype html><![if !mso]><p>a</p><![endif]>", ["a"]),
        ("<p>a</p><a href='", ["a", "<a href='"]),
        ("<p>a<script>if (x<y) z()</script>b<style>p{}</style></p>", ["ab"]),
        ("<p>a<style>b", ["ab"]),
        ("<p>1 &lt; 2 &amp; 3&nbsp;4 &#8364;</p>", ["1 < 2 & 3\xa04 €"]),
        ("<p>&#" + "9" * 5_000 + ";</p>", ["\ufffd"]),
    ],
)
def test_what_is_no_markup_is_text_and_what_is_hidden_stays_so(written: str, lines: list[str]) -> None:
    assert shown(written) == lines


def test_blocks_end_lines_and_tell_their_kind() -> None:
    found = richtext.lines(
        "<p>a</p><pre>def f():\n  return 1</pre><blockquote>said</blockquote><h5>Part</h5>end<br>more"
        "<table><tr><td>x</td><td>y</td></tr></table>"
    )
    words = ["a", "def f():", "  return 1", "said", "Part", "end", "more", "x y"]
    assert ["".join(span.text for span in line.spans) for line in found] == words
    assert [line.kind for line in found] == ["text", "code", "code", "quote", "heading", "text", "text", "text"]


def test_lists_are_numbered_as_they_were_and_nest() -> None:
    found = richtext.lines("<ul><li>one<li>two<ol start=5><li>x</li><li>y</li></ol></ul>")
    assert [(line.marker, line.depth) for line in found] == [("•", 0), ("•", 0), ("5.", 1), ("6.", 1)]


def test_words_keep_their_spaces_links_and_marks() -> None:
    line = richtext.lines("<p><b>bold</b> <i>slanted</i> <a href='https://a.test/?a=1&amp;b=2'>here</a></p>")[0]
    assert "".join(span.text for span in line.spans) == "bold slanted here"
    assert [part for part in styled(line) if part[0]] == [
        ("bold", "bold"),
        ("slanted", "italic"),
        ("here", "https://a.test/?a=1&b=2"),
    ]


def test_a_picture_is_named_and_one_within_the_text_is_not_written_out() -> None:
    assert shown("<img src='https://a.test/b/c.png?d=1'>") == ["image: c.png"]
    assert shown(f"<p>a</p><img src='data:image/png;base64,{'A' * 500_000}'><p>b</p>") == ["a", "image", "b"]


_PIECES = st.sampled_from(
    re.findall(
        r"\S+",
        "<p> </p> <a href=' href=\" <![ <! <? ]]> <!-- --> &# &amp ; CDATA[ <script> </script> <svg> <li> <ol> </ul> "
        "< > \" ' = / <!DOCTYPE x \x00 \ud800 \u202e 9",
    )
)


@given(st.lists(_PIECES, max_size=30))
@settings(max_examples=300)
def test_no_text_is_too_broken(parts: list[str]) -> None:
    words = "".join(shown("<p>" + "".join(parts)))
    assert not re.search("[\x00-\x1f\u202e\ud800]", words)


@pytest.mark.parametrize(
    "part",
    [
        "<p>a</p>",
        "<a ",
        "</a",
        "<!--",
        "<a x='",
        '<a x="<',
        "<a x='\"",
        "<?",
        "<!d ",
        "<![cdata[",
        "<svg>",
        "<b",
        "< ",
        "&#",
    ],
)
def test_a_text_that_never_ends_is_cut_with_a_word(part: str) -> None:
    found = shown("<p>" + part * 60_000 + "<p>")
    assert sum(map(len, found)) < 500_000
    if part not in ("&#", "<a x='", '<a x="<'):
        assert found[-1] == "… the rest is too long to show"


def test_a_document_that_never_ends_is_cut_with_a_word() -> None:
    content = [{"type": "paragraph", "content": [{"type": "text", "text": "a"}]}] * 30_000
    assert shown({"type": "doc", "content": content})[-1] == "… the rest is too long to show"
    assert shown({"type": "doc", "content": [{"type": "text", "text": "a"}] * 3}) == ["aaa"]


def test_an_entity_that_is_no_character_is_one_that_says_so() -> None:
    assert unescaped("a &amp; b &#x1f600; &nonsense; &#99999999999;") == "a & b 😀 &nonsense; \ufffd"
