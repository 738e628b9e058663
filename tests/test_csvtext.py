"""A CSV file holds what was shown, runs nothing, and overwrites nothing."""

import csv
import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleaptui.csvtext import field, table, write_new


@pytest.mark.parametrize("written", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "|calc", "＝1", "%0A"])
def test_what_a_spreadsheet_would_run_is_led_by_an_apostrophe(written: str) -> None:
    assert field(written) == f"'{written}"


def test_missing_is_empty_and_zero_is_zero() -> None:
    assert [field(value) for value in (None, 0.0, 12.0, 0.5, 1e300, -3.0, True, "")] == [
        "",
        "0",
        "12",
        "0.5",
        "1e+300",
        "-3",
        "yes",
        "",
    ]


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=2, max_size=2), max_size=5))
def test_a_reader_gets_back_what_was_written(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(table(["a", "b"], rows), newline="")))
    assert read == [["a", "b"], *([field(value) for value in row] for row in rows)]


def test_a_file_is_new_private_and_whole(tmp_path: Path) -> None:
    first = write_new(tmp_path, "team", "a\r\nÉ\r\n")
    second = write_new(tmp_path, "team", "b\r\n")
    assert [first.name, second.name] == ["team.csv", "team-2.csv"]
    assert first.read_bytes() == "a\r\nÉ\r\n".encode()
    assert first.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["team-2.csv", "team.csv"], "nothing else is left behind"


def test_without_hard_links_a_file_is_whole_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_names: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    assert write_new(tmp_path, "team", "a").read_text() == "a"
    assert write_new(tmp_path, "team", "b").name == "team-2.csv"
    assert len(list(tmp_path.iterdir())) == 2


def test_where_nothing_can_be_written_the_system_says_why(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_new(tmp_path / "nowhere", "team", "a")
