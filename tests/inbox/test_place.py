"""Places on screen, found again after a restart."""

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from gleaptui.inbox import place
from gleaptui.inbox.place import TicketPlace
from gleaptui.remembered import Remembered, default_path

HERE = TicketPlace(
    view="mine",
    filter="type:bug @anna",
    sort="oldest",
    cursor="a000000000000000000001f4",
    row=41,
    scroll=17,
    columns=(("number", 7), ("title", 40)),
)


class Other(Struct, frozen=True):
    """The place of another pane."""

    hour: int = 0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "screen.json"


def test_a_place_is_found_again_after_a_restart(path: Path) -> None:
    place.keep(Remembered.load(path), "p1", HERE)
    assert place.recall(Remembered.load(path), "p1") == HERE


def test_each_project_has_a_place_of_its_own(path: Path) -> None:
    remembered = Remembered.load(path)
    place.keep(remembered, "p1", HERE)
    assert place.recall(remembered, "p2") == TicketPlace()


def test_nothing_is_remembered_without_a_file_and_nothing_said(path: Path) -> None:
    remembered = Remembered.load(path)
    assert remembered.recall("heatmap", Other) is None
    assert remembered.notice == ""
    assert not path.exists()


def test_only_the_owner_may_read_the_file(path: Path) -> None:
    os.umask(0)
    Remembered.load(path).keep("heatmap", Other(3))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["screen.json"]


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"\xff\xfe\x00", b"[1]", b"[" * 100_000, b'{"places": 3}', b" " * 1_000_001]
)
def test_a_damaged_file_is_ignored_named_and_replaced(path: Path, damage: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(damage)
    remembered = Remembered.load(path)
    assert remembered.recall("heatmap", Other) is None
    assert str(path) in remembered.notice
    remembered.keep("heatmap", Other(3))
    assert remembered.notice == ""
    assert Remembered.load(path).recall("heatmap", Other) == Other(3)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_a_value_of_another_form_is_no_place(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    path = tmp_path_factory.mktemp("state") / "screen.json"
    path.write_text(json.dumps({"places": {"tickets@p1": value, "heatmap": {"hour": 3}}}))
    remembered = Remembered.load(path)
    assert isinstance(place.recall(remembered, "p1"), TicketPlace)
    assert remembered.recall("heatmap", Other) == Other(3)


def test_two_processes_keep_what_each_of_them_knows(path: Path) -> None:
    one, other = Remembered.load(path), Remembered.load(path)
    one.keep("heatmap", Other(1))
    other.keep("trends", Other(2))
    one.keep("heatmap", Other(3))
    found = Remembered.load(path)
    assert (found.recall("heatmap", Other), found.recall("trends", Other)) == (Other(3), Other(2))


def test_what_has_not_changed_is_not_written_again(path: Path) -> None:
    remembered = Remembered.load(path)
    remembered.keep("heatmap", Other(1))
    path.unlink()
    remembered.keep("heatmap", Other(1))
    assert not path.exists()


def test_a_place_that_cannot_be_written_is_still_known_and_the_trouble_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a directory")
    remembered = Remembered.load(tmp_path / "file" / "screen.json")
    remembered.keep("heatmap", Other(1))
    assert "cannot be kept" in remembered.notice
    assert remembered.recall("heatmap", Other) == Other(1)


def test_texts_from_the_file_are_harmless(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"places": {"tickets@p1": {"view": "a\u001b[31mb\u202e", "filter": "x" * 9_999}}}))
    found = place.recall(Remembered.load(path), "p1")
    assert found.view == "a[31mb"
    assert len(found.filter) <= 500


def test_the_file_lies_where_the_user_keeps_state() -> None:
    assert default_path().parts[-2:] == ("gleaptui", "screen.json")
