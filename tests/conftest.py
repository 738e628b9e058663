"""What holds for every test: nobody's own settings, fixed seeds."""

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.quiet import active_is_quiet

if TYPE_CHECKING:
    from tests.gleap.switched import Switched

settings.register_profile("gleaptui", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gleaptui")


_HOMES = count()
"""Most tests need none, so that none is made."""


@pytest.fixture(autouse=True)
def _nobodys_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name in ("GLEAP_TOKEN", "GLEAP_API_KEY", "GLEAP_PROJECT", "GLEAP_PROJECT_ID", "GLEAP_BASE_URL", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path_factory.getbasetemp() / f"home{next(_HOMES)}"
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))


@pytest.fixture(autouse=True)
def _pauses_that_a_busy_machine_does_not_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("app", "pilot"):
        monkeypatch.setattr(f"textual.{place}.wait_for_idle", active_is_quiet)


@pytest.fixture(scope="module")
def _running() -> "Iterator[Switched]":
    from tests.gleap.switched import Switched

    with Switched() as server:
        yield server


@pytest.fixture
def server(_running: "Switched") -> "Switched":
    """A server that answers as usual, until a test changes that."""
    _running.script = lambda _: None
    _running.seen.clear()
    return _running
