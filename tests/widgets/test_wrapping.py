"""Rows of a text lose nothing of it, and none is wider than it may be."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from gleaptui.text import clean_block
from gleaptui.widgets.wrapping import row_starts

_TEXTS = st.text(st.sampled_from("ab c  dé日本👩\u200d💻e\u0301"), max_size=120) | st.text(max_size=60)


@given(_TEXTS.map(clean_block).map(lambda text: text.replace("\n", " ")), st.integers(2, 30))
def test_rows_follow_each_other_and_fit(text: str, width: int) -> None:
    starts = row_starts(text, width)
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    rows = [text[start:end].rstrip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    assert "".join("".join(rows).split()) == "".join(text.split())
    assert all(cell_len(row) <= width for row in rows)


def test_rows_break_at_spaces_and_keep_an_indent() -> None:
    assert row_starts("one two three", 7) == [0, 8]
    assert row_starts("    " + "x" * 10, 8) == [0, 8]
    assert row_starts("été two three", 7) == [0, 8]
