"""``gleaptui list`` prints any of Gleap's tables as its own columns say."""

import csv
import io
import json

import pytest

from gleaptui.cli import EXIT_USAGE, main
from gleaptui.commands import lists
from gleaptui.gleap.listnames import LISTS
from tests.gleap.scripted import Reply, Seen, error_reply, payload
from tests.gleap.switched import Switched


def printed(server: Switched, capsys: pytest.CaptureFixture[str], body: bytes, *, as_csv: bool = False) -> list[str]:
    """The lines that come of such an answer."""
    server.script = lambda seen: Reply(body) if "/lists" in seen.path else None
    assert lists.run(server.settings, "ANY_LIST", as_csv=as_csv) == 0
    return capsys.readouterr().out.splitlines()


def test_the_names_are_shown_without_asking_anybody(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(LISTS)


@pytest.mark.parametrize("name", LISTS)
def test_every_documented_table_is_printed_from_the_demo(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", name.lower(), "--demo", "--timezone", "UTC"]) == 0
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first.split(", ")[1:3] == ["asked for 7d", "UTC"]
    assert second == "No rows." or len(second.split("  ")) > 1


def test_what_nobody_has_seen_is_shown_from_its_columns(server: Switched, capsys: pytest.CaptureFixture[str]) -> None:
    body = {
        "title": "Bots",
        "columns": [{"key": "b", "label": "Bot"}, {"key": "n", "label": "Runs"}, {"key": "gone", "label": "Gone"}],
        "data": [
            {"b": "健二", "n": {"value": 1200, "progressValue": 5}, "hidden": 1},
            {"b": {"firstName": "Kai"}, "n": {"value": "--"}},
            {"b": "\x1b[31m[/red]\u202e", "n": 7},
        ],
    }
    heading, *table = printed(server, capsys, json.dumps(body).encode())
    assert heading.startswith("Bots, asked for 7d, ")
    assert table == [
        "Bot         Runs         Gone",
        "健二        1200  ▲ 5 %     –",
        "Kai            –            –",
        "[31m[/red]     7            –",
    ]


def test_without_columns_the_keys_of_the_rows_are_the_columns(
    server: Switched, capsys: pytest.CaptureFixture[str]
) -> None:
    table = printed(server, capsys, b'{"list": [{"page": "Start", "clicks": 3}, {"clicks": 12, "page": "End"}]}')
    assert table[1:] == ["page   clicks", "Start       3", "End        12"]


@pytest.mark.parametrize(
    "name", ["average_rating_per_user_guess", "live_agents_team_guess", "tickets_with_rating_guess"]
)
def test_guessed_tables_are_printed(name: str, server: Switched, capsys: pytest.CaptureFixture[str]) -> None:
    body = payload(f"lists_{name}.json")
    answer = json.loads(body)
    rows = answer.get("data") or answer["list"]
    assert len(printed(server, capsys, body)) == 2 + len(rows)
    assert server.seen[-1].chart == "ANY_LIST"


def test_nothing_is_said_to_be_nothing(server: Switched, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(server, capsys, b'{"columns": []}')[1:] == ["No rows."]


def test_the_export_is_gleaps_own_with_nothing_that_runs(server: Switched, capsys: pytest.CaptureFixture[str]) -> None:
    table = printed(server, capsys, b'Name,Sum\r\n"=HYPERLINK(""x"")",3\r\n"a, b",-4\r\n', as_csv=True)
    assert list(csv.reader(table)) == [["Name", "Sum"], ['\'=HYPERLINK("x")', "3"], ["a, b", "-4"]]
    assert server.seen[-1].path.endswith("/statistics/lists/export")
    long = "x" * 200_000
    assert next(csv.reader(io.StringIO("\n".join(printed(server, capsys, long.encode(), as_csv=True))))) == [long]


def test_a_table_that_is_not_there_is_said_beside_what_is_printed(
    server: Switched, capsys: pytest.CaptureFixture[str]
) -> None:
    def script(seen: Seen) -> Reply | None:
        return error_reply("error_400_fields.json") if "/lists" in seen.path else None

    server.script = script
    assert lists.run(server.settings, "NO_SUCH_LIST", as_csv=False) == 3
    out, errors = capsys.readouterr()
    assert out == ""
    assert "Gleap does not know this request" in errors


def test_what_cannot_be_a_name_is_not_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["list", "../users", "--demo"])
    assert ended.value.code == EXIT_USAGE
    assert "is not the name of a table" in capsys.readouterr().err
