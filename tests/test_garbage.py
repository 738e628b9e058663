"""Looking through memory between keys."""

import gc
from collections.abc import Iterator

import pytest

from gleaptui.garbage import Sweeper, none_while_starting


@pytest.fixture
def sweeps() -> Iterator[list[int]]:
    """The generations that are looked through from now on."""
    found: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "stop":
            found.append(info["generation"])

    thresholds = gc.get_threshold()
    gc.collect()
    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)
    gc.set_threshold(*thresholds)
    gc.enable()
    gc.unfreeze()


def rounds(count: int) -> None:
    """What Python does by itself where much is made."""
    for _ in range(count):
        gc.collect(1)


def test_nothing_is_looked_through_while_the_program_starts_and_only_the_young_by_itself_after(
    sweeps: list[int],
) -> None:
    none_while_starting()
    assert not gc.isenabled()
    Sweeper().begin()
    kept = [[number] for number in range(200_000)]
    assert len(kept) == 200_000
    assert set(sweeps) == {0, 1}


def test_all_is_looked_through_in_a_rest_once_it_is_time_and_at_last_without_one(sweeps: list[int]) -> None:
    none_while_starting()
    sweeper = Sweeper()
    rounds(9)
    sweeper.look(resting=True)
    assert 2 not in sweeps
    rounds(1)
    sweeper.look(resting=False)
    assert 2 not in sweeps
    sweeper.look(resting=True)
    assert sweeps.count(2) == 1
    sweeper.look(resting=True)
    assert sweeps.count(2) == 1
    rounds(50)
    sweeper.look(resting=False)
    assert sweeps.count(2) == 2
