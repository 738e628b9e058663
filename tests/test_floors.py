"""What is imported when: the command line stays light, and what reads and plans knows no screen."""

import subprocess
import sys

import pytest

_SCREENLESS = (
    "gleaptui.gleap.client",
    "gleaptui.gleap.figures",
    "gleaptui.refresh.scheduler",
    "gleaptui.commands.check",
    "gleaptui.demo.server",
    "gleaptui.watch",
    "gleaptui.config",
)


def _loaded_after(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint('loaded', *{{name.split('.')[0] for name in sys.modules}})"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(done.stdout.splitlines()[-1].split()[1:])


@pytest.mark.parametrize("module", _SCREENLESS)
def test_a_floor_without_a_screen_never_imports_one(module: str) -> None:
    loaded = _loaded_after(f"import {module}")
    assert module.split(".")[0] in loaded
    assert not loaded & {"textual", "plotext"}


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_help_and_version_import_neither_textual_nor_httpx(option: str) -> None:
    loaded = _loaded_after(
        f"import contextlib, io\nfrom gleaptui.cli import main\n"
        f"with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n    main(['{option}'])"
    )
    assert "gleaptui" in loaded
    assert not loaded & {"textual", "httpx", "plotext", "msgspec", "starlette"}


def test_the_screen_is_imported_before_the_network() -> None:
    assert not _loaded_after("import gleaptui.app") & {"httpx", "plotext", "starlette"}
