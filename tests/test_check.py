"""``gleaptui check`` against a server that misbehaves: what is missing, assumed or wrong is said and is no figure."""

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gleaptui.cli import main
from gleaptui.clock import SystemClock
from gleaptui.commands import check
from gleaptui.commands.check import Report
from tests.gleap.scripted import KEY, NOW, PROJECT, WEEK, Reply, Seen
from tests.gleap.switched import Switched

FORBIDDEN = Reply({"message": "statistics are not in your plan"}, 403)


class Calendar(SystemClock):
    """Shows one moment until somebody moves it, and waits as long as it should."""

    moved = 0.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.moved)


async def report(server: Switched, clock: Calendar | None = None) -> Report:
    # Nothing here is worth a wait: one who waits out a pause fails.
    async with asyncio.timeout(45):
        return await check.read(server.settings, clock or Calendar())


def is_now(seen: Seen) -> bool:
    return f"startDate={WEEK.start:%Y-%m-%dT%H}" in seen.query


async def test_a_unit_that_had_to_be_assumed_is_said_in_both_forms(server: Switched) -> None:
    replies = {"MEDIAN_FIRST_RESPONSE_TIME": Reply({"value": 45.2}), "KAI_DEFLECTION_RATE": Reply({"value": 0.4})}
    server.script = lambda seen: replies.get(seen.chart)
    found = await report(server)
    metrics = {metric.id: metric for metric in found.metrics}
    assert (metrics["first_response_time"].value, metrics["first_response_time"].reason) == (
        45.2,
        "unit assumed: seconds",
    )
    assert (metrics["reply_time"].value, metrics["reply_time"].reason) == (109_800, None)
    lines = {line.partition("  ")[0]: line for line in check.to_text(found).splitlines()}
    assert lines["First response"].endswith("unit assumed: seconds")
    assert "assumed" not in lines["Reply time"]


async def test_a_sum_of_days_is_said_in_both_forms(server: Switched) -> None:
    server.script = lambda seen: Reply(b"", 404) if seen.chart == "KAI_INVOLVED" and "facts" in seen.path else None
    found = await report(server)
    (metric,) = (metric for metric in found.metrics if metric.id == "ai_involved")
    assert (metric.source, metric.reason) == ("sum_of_days", "sum of days")
    assert any(line.startswith("AI involved") and "sum of days" in line for line in check.to_text(found).splitlines())


async def test_a_figure_was_fetched_when_its_answer_came_and_not_when_the_report_was_made(server: Switched) -> None:
    clock = Calendar()

    def later(seen: Seen) -> Reply | None:
        if "facts" in seen.path and not is_now(seen):
            clock.moved += 60
        return None

    server.script = later
    found = await report(server, clock)
    assert {metric.fetched_at for metric in found.metrics} == {NOW}
    assert found.generated_at >= NOW + timedelta(seconds=60)
    assert check.to_text(found).startswith(f"{PROJECT}, 7d, Europe/Paris, read on 2026-09-16 at 14:05\n")


async def test_a_long_pause_is_not_waited_out_for_what_figures_are_compared_with(server: Switched) -> None:
    server.script = lambda seen: None if is_now(seen) else Reply(b"", 429, {"retry-after": "60"})
    found = await report(server)
    assert (found.status, found.errors) == ("ok", ())
    assert {metric.change_pct for metric in found.metrics} == {None}
    assert None not in {metric.value for metric in found.metrics}


async def test_a_pause_that_nobody_would_wait_for_is_told_at_once(server: Switched) -> None:
    server.script = lambda _: Reply(b"", 429, {"retry-after": "600"})
    found = await report(server)
    assert [error.kind for error in found.errors] == ["rate_limited"]
    assert "10m" in found.errors[0].message
    assert len(server.seen) <= 8


async def test_what_could_not_be_read_says_why_and_what_to_do(server: Switched) -> None:
    replies = {
        "NEW_TICKETS_COUNT": FORBIDDEN,
        "MESSAGE_COUNT": Reply({"error": {"name": "CastError", "message": "boom"}}, 409),
    }
    server.script = lambda seen: replies.get(seen.chart)
    found = await report(server)
    assert found.status == "error"
    forbidden, malformed = found.errors
    assert (forbidden.kind, forbidden.title) == ("forbidden", "Not permitted")
    assert forbidden.message.startswith("New tickets, Net change could not be read. The key may not read this")
    assert "statistics are not in your plan" in forbidden.message
    assert malformed.message.startswith("Messages could not be read.")
    states = {metric.id: metric.state for metric in found.metrics}
    assert {metric for metric, state in states.items() if state == "error"} == {"new_tickets", "net_change", "messages"}
    assert sum(seen.chart == "MESSAGE_COUNT" for seen in server.seen) == 1


async def test_where_everything_failed_each_reason_is_told(server: Switched) -> None:
    server.script = lambda seen: FORBIDDEN if seen.chart == "NEW_TICKETS_COUNT" else Reply(b"", 418)
    found = await report(server)
    assert [error.kind for error in found.errors] == ["forbidden", "not_gleap"]
    assert found.errors[0].message.startswith("New tickets, Net change could not be read.")
    assert {metric.state for metric in found.metrics} == {"error"}


async def test_nothing_at_all_for_one_name_leads_to_the_next(server: Switched) -> None:
    nothing = {"TICKET_REPLIES_COUNT": Reply(b"", 204), "TICKET_WORKED_ON_COUNT": Reply(b"")}
    server.script = lambda seen: nothing.get(seen.chart)
    found = await report(server)
    metrics = {metric.id: metric for metric in found.metrics}
    assert metrics["replies"].chart_type == "REPLIES_COUNT"
    assert metrics["replies"].value is not None
    assert (metrics["worked_on"].value, metrics["worked_on"].state) == (None, "unavailable")
    assert found.status == "ok"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"", 204),
        Reply(b""),
        Reply("<!doctype html><title>Sign in</title>"),
        Reply({"success": False, "message": "no"}),
        Reply({"error": {"message": "no"}}),
        Reply(b"", 401),
        Reply(b"", 404),
        Reply(b"[1, 2"),
        Reply(b"null"),
        Reply({}),
        Reply(b"", 429, {"retry-after": "0"}),
    ],
)
async def test_a_server_that_gives_no_figure_at_all_is_an_error_and_no_set_of_missing_figures(
    server: Switched, reply: Reply
) -> None:
    server.script = lambda _: reply
    found = await report(server)
    assert found.status == "error"
    assert found.errors
    assert {metric.value for metric in found.metrics} == {None}
    assert {metric.fetched_at for metric in found.metrics} == {None}
    assert check.to_text(found).startswith(f"{PROJECT}, 7d, Europe/Paris\n")


async def test_a_project_without_any_figure_is_none_the_less_read(server: Switched) -> None:
    nothing = {"facts": Reply({}), "bar-chart": Reply({}), "tickets": Reply({"tickets": []})}
    server.script = lambda seen: nothing.get(seen.path.rsplit("/", 1)[1])
    found = await report(server)
    assert (found.status, found.errors) == ("ok", ())
    assert {metric.state for metric in found.metrics} == {"unavailable"}


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("GLEAP_TOKEN", f"{KEY[:30]}\n{KEY[30:]}", "key_unusable"),
        ("HTTPS_PROXY", "socks5://proxy.invalid:1080", "proxy_unusable"),
        ("HTTPS_PROXY", "http://proxy.invalid:99999", "proxy_unusable"),
        ("ca_bundle", "/nonexistent.pem", "ca_bundle"),
    ],
)
def test_settings_that_cannot_work_are_78_in_every_form(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: str,
    kind: str,
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'ca_bundle = "{value}"' if name == "ca_bundle" else "")
    for variable, setting in {"GLEAP_TOKEN": KEY, "GLEAP_PROJECT": PROJECT, name: value}.items():
        monkeypatch.setenv(variable, setting)
    for arguments in (["check", "--json"], ["check"], ["doctor"]):
        assert main([*arguments, "--config", str(config)]) == 78
    out = capsys.readouterr().out
    found = json.loads(out[: out.index("\n}\n") + 2])
    assert (found["status"], [error["kind"] for error in found["errors"]]) == ("error", [kind])
    assert {metric["state"] for metric in found["metrics"]} == {"error"}
    assert KEY[:20] not in out
