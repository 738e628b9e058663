"""Every pane and every page of the wall, with every kind of data, at four sizes: exactly as it was looked at.

The frames lie beside this file as plain text. After a change that is meant, write them anew with
``pytest tests/frames --snapshot-update`` and look at the difference that git shows."""

import difflib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gleaptui.alerts import Alert
from gleaptui.board import Board
from tests.frames.camera import VIEWS, Camera, camera
from tests.frames.desks import DESKS, TEAMS, alarms, full
from tests.frames.looks import faults

SIZES = ((60, 20), (80, 24), (120, 40), (200, 60))
_PICTURES = Path(__file__).parent / "pictures"
_PAINTED = ((120, 40), (60, 20))
"""Sizes at which the other themes are looked at as well."""


def kinds(view: str) -> dict[str, Callable[[], Board]]:
    """The kinds of data that make a difference to a view."""
    if view == "wall-overview":
        return {**DESKS, "alarm": full}
    return {**DESKS, **TEAMS} if view.endswith("agents") else DESKS


async def taken(shot: Camera, view: str, board: Board, alerts: tuple[Alert, ...] = ()) -> list[str]:
    """The frames of a view with some data, at all sizes."""
    await shot.put(view, board, alerts)
    lines: list[str] = []
    for size in SIZES:
        frame = await shot.frame(*size)
        assert all(not line.endswith(" ") for line in frame)
        lines += [f"=== {size[0]}x{size[1]}", *(f"|{line}" for line in frame)]
    return lines


def differences(wanted: list[str], found: list[str], name: str) -> Iterator[str]:
    """Which lines differ, with the size before them."""
    size = ""
    for line in difflib.unified_diff(wanted, found, "as it was looked at", "now", n=2, lineterm=""):
        if line[1:].startswith("==="):
            size = line[1:]
        yield f"{name} {size} {line}" if line.startswith("@@") else line


@pytest.mark.parametrize("view", VIEWS)
async def test_view_looks_as_it_did_and_in_every_theme_alike(view: str, request: pytest.FixtureRequest) -> None:
    update = bool(request.config.getoption("update_snapshots", default=False))
    wrong: list[str] = []
    async with camera() as shot:
        for name, make in kinds(view).items():
            found = await taken(shot, view, make(), alarms() if name == "alarm" else ())
            path = _PICTURES / view / f"{name}.txt"
            if update:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("\n".join(found) + "\n", encoding="utf-8")
            elif not path.exists():
                wrong.append(f"{path} was never looked at")
            else:
                wanted = path.read_text(encoding="utf-8").splitlines()
                wrong += differences(wanted, found, f"{view}/{name}")
            if name in ("full", "failing"):
                wrong += await painted(shot, f"{view}/{name}")
    assert not wrong, "\n".join(wrong)


async def painted(shot: Camera, name: str) -> list[str]:
    """What is wrong with the colours of what is shown, in any theme."""
    wrong: list[str] = []
    for size in _PAINTED:
        plain = await shot.frame(*size)
        for theme in ("dark", "light", "monochrome"):
            await shot.paint(theme)
            if shot.stage.lines != plain:
                wrong.append(f"{name} says something else in the theme {theme} at {size}")
            wrong += [
                f"{name} {theme} {size}: {fault}" for fault in faults(shot.stage.rows, grey=theme == "monochrome")
            ]
        await shot.paint("dark")
    return wrong


def test_no_frame_is_kept_of_what_there_is_no_longer() -> None:
    wanted = {f"{view}/{name}.txt" for view in VIEWS for name in kinds(view)}
    assert {str(path.relative_to(_PICTURES)) for path in _PICTURES.rglob("*.*")} == wanted
