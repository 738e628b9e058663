"""The command line says what is wrong and leaves with a status that scripts can rely on."""

import json
import os
import signal
import socket
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from gleaptui import __version__
from gleaptui.cli import main
from gleaptui.commands import check

KEY = "planted-key-0123456789"


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gleaptui", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=60,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_the_version_is_told() -> None:
    done = _run("--version")
    assert (done.returncode, done.stdout.strip()) == (0, f"gleaptui {__version__}")


def test_help_names_every_option_and_none_that_takes_the_key() -> None:
    done = _run("--help")
    assert done.returncode == 0
    for option in ("--demo", "--config", "--profile", "--period", "--timezone", "--theme", "--pane", "--version"):
        assert option in done.stdout
    for forbidden in ("--token", "--key", "--api-key"):
        assert forbidden not in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["nonsense"],
        ["--dem"],
        ["--period"],
        ["--demo", "--period", "soon"],
        ["--demo", "--theme", "pink"],
        ["--demo", "--pane", "kitchen"],
        ["--demo", "--timezone", "Mars/Base"],
    ],
)
def test_a_wrong_use_is_64_with_a_line_that_says_so(arguments: list[str]) -> None:
    done = _run(*arguments)
    assert done.returncode == 64
    assert done.stderr.startswith("gleaptui: ")
    assert "Traceback" not in done.stderr


def test_without_credentials_it_says_what_to_set_and_where_to_get_it() -> None:
    done = _run()
    assert done.returncode == 78
    for words in ("GLEAP_TOKEN", "GLEAP_PROJECT", "Project Settings, Security, API Key", "gleap.io", "--demo"):
        assert words in done.stderr


def test_a_wrong_file_is_78(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("colour = 'red'")
    done = _run("--config", str(path), GLEAP_TOKEN=KEY, GLEAP_PROJECT="p")
    assert done.returncode == 78
    assert "colour" in done.stderr
    assert KEY not in done.stderr + done.stdout


def test_without_a_terminal_it_refuses_to_draw() -> None:
    done = _run("--demo")
    assert done.returncode == 69
    assert done.stdout == ""


def test_check_prints_every_figure_of_the_demo_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--demo", "--json", "--timezone", "Europe/Paris"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["schema"] == 1
    assert report["project"] == "demo"
    assert report["status"] == "ok"
    assert report["period"]["name"] == "7d"
    assert report["errors"] == []
    metrics = {metric["id"]: metric for metric in report["metrics"]}
    assert len(metrics) == 22
    assert metrics["net_change"]["value"] == metrics["new_tickets"]["value"] - metrics["closed_tickets"]["value"]
    assert metrics["net_change"]["source"] == "derived"
    assert metrics["first_response_time"]["unit"] == "seconds"
    assert all(metric["state"] in ("ok", "unavailable") for metric in report["metrics"])


def test_check_says_how_figures_stand_to_their_targets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        '[[targets]]\nmetric = "new_tickets"\nwarn = 1\nwhen = "above"\n'
        '[[targets]]\nmetric = "first_response_time"\nwarn = "1s"\ncritical = "2s"\n'
        '[[targets]]\nmetric = "sla_compliance"\nwarn = "1%"\n'
    )
    assert main(["check", "--demo", "--json", "--config", str(path), "--period", "yesterday"]) == 0
    states = {metric["id"]: metric["state"] for metric in json.loads(capsys.readouterr().out)["metrics"]}
    assert states["new_tickets"] == "warning"
    assert states["first_response_time"] == "critical"
    assert states["sla_compliance"] == "ok"


def test_check_against_nobody_is_3_and_holds_no_figures(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("TOKEN", KEY), ("PROJECT", "p"), ("BASE_URL", "http://127.0.0.1:9/v3")):
        monkeypatch.setenv(f"GLEAP_{name}", value)
    assert main(["check", "--json"]) == 3
    out = capsys.readouterr().out
    report = json.loads(out)
    assert report["status"] == "error"
    assert report["errors"][0]["kind"] == "network_refused"
    assert {metric["value"] for metric in report["metrics"]} == {None}
    assert KEY not in out


def test_one_who_reads_no_further_ends_it_without_a_word() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "gleaptui", "check", "--demo", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        program.stdout.close()
        assert program.stderr is not None
        assert program.stderr.read() == b""
        assert program.wait(60) == 141


def test_json_is_utf_8_and_a_line_is_printed_whole_whatever_the_terminal_can_show(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(check, "run", lambda *_, **__: 0 * sys.stdout.write("▼ 3 %"))
    for form, expected in ((["--json"], "▼ 3 %".encode()), ([], b"? 3 %")):
        printed = BytesIO()
        monkeypatch.setattr(sys, "stdout", TextIOWrapper(printed, encoding="ascii"))
        assert main(["check", "--demo", *form]) == 0
        assert printed.getvalue() == expected


@pytest.mark.parametrize("command", ["check", "doctor"])
def test_an_interruption_ends_it_without_a_trace(command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(60)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/v3"
        environment = {**os.environ, "GLEAP_TOKEN": KEY, "GLEAP_PROJECT": "p", "GLEAP_BASE_URL": address}
        with subprocess.Popen(
            [sys.executable, "-m", "gleaptui", command],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # A shell that runs it in the background would have it ignore the signal.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        ) as program:
            connection, _ = listener.accept()
            program.send_signal(signal.SIGINT)
            _, said = program.communicate(timeout=60)
            connection.close()
    assert (program.returncode, said) == (130, b"")


def test_a_mistake_of_its_own_is_70_and_shows_neither_words_nor_values(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def mistaken(*_: object, **__: object) -> int:
        raise ExceptionGroup("a group", [RuntimeError(f"cannot use {KEY}")])

    monkeypatch.setattr(check, "run", mistaken)
    assert main(["check", "--demo"]) == 70
    said = capsys.readouterr()
    assert "RuntimeError" in said.err
    assert KEY not in said.out + said.err
    assert "cannot use" not in said.err


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[wallboard]\nseconds = 1", "wallboard.seconds"),
        ('[[targets]]\nmetric = "speed"\nwarn = 1', "speed"),
    ],
)
def test_settings_that_mean_nothing_are_78_and_named(tmp_path: Path, written: str, said: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(written)
    done = _run("--demo", "--config", str(path))
    assert done.returncode == 78
    assert said in done.stderr
