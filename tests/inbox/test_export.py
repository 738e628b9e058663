"""Tickets as files: whole, private, never over another file, and without anything in them that would run."""

import csv
import io
import json
import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from gleaptui.gleap.models import Attachment, AuthorKind, Customer, Line, LineKind, Message, Span, Ticket
from gleaptui.inbox.export import ExportError, export_ticket, export_view
from gleaptui.inbox.markdown import document
from gleaptui.text import clean
from tests.inbox.desk import ANNA, MORNING, ZONE, everything, ticket

PROJECT = "a00000000000000000000001"
HOSTILE = ticket(
    7,
    title='=HYPERLINK("http://x")',
    tags=("@sum", "vip"),
    assignee=ANNA,
    sla_breached=False,
    customer=Customer(name="-1+1", email="+evil@example.test", company='A, "B"\nC'),
)


def read_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def test_a_view_is_written_as_csv_that_runs_nothing(tmp_path: Path) -> None:
    done = export_view(tmp_path, "open", "csv", [HOSTILE, ticket()], project=PROJECT, total=2)
    rows = read_csv(done.path)
    assert done.path == tmp_path / "open.csv"
    assert [row["number"] for row in rows] == ["7", "1042"]
    assert rows[0]["title"] == '\'=HYPERLINK("http://x")'
    assert rows[0]["customer"] == "'-1+1"
    assert rows[0]["customer_email"] == "'+evil@example.test"
    assert rows[0]["tags"] == "'@sum, vip"
    assert rows[0]["company"] == 'A, "B"\nC'
    assert done.path.read_bytes().count(b"\r\n") == 3


def test_what_is_not_known_is_empty_and_never_zero(tmp_path: Path) -> None:
    bare = Ticket(id="x")
    (row,) = read_csv(export_view(tmp_path, "v", "csv", [bare], project=PROJECT).path)
    assert {name for name, value in row.items() if value} == {"id", "archived"}
    (body,) = json.loads(export_view(tmp_path, "v", "json", [bare], project=PROJECT).path.read_text("utf-8"))
    assert body["number"] is None
    assert body["sla_breached"] is None
    assert body["assignee"] is None


def test_a_view_is_written_as_json_with_instants_in_utc(tmp_path: Path) -> None:
    done = export_view(tmp_path, "My bugs / vip", "json", [HOSTILE], project=PROJECT, total=1)
    (row,) = json.loads(done.path.read_text("utf-8"))
    assert done.path.name == "My-bugs-vip.json"
    assert row["created_at"] == "2026-09-16T09:00:00.000Z"
    assert row["title"] == HOSTILE.title
    assert row["tags"] == ["@sum", "vip"]
    assert row["address"] == f"https://app.gleap.io/projects/{PROJECT}/bugs/{HOSTILE.id}"


@pytest.mark.parametrize(
    ("count", "total", "said"),
    [
        (2, 2, "Wrote 2 tickets to "),
        (1, 1, "Wrote 1 ticket to "),
        (2, 1204, "Wrote 2 tickets of 1\u202f204, those that are loaded to "),
        (2, None, "Wrote 2 tickets, as far as they are loaded to "),
    ],
)
def test_the_sentence_says_how_much_of_the_view_is_in_the_file(
    tmp_path: Path, count: int, total: int | None, said: str
) -> None:
    done = export_view(tmp_path, "v", "csv", [ticket(n) for n in range(count)], project=PROJECT, total=total)
    assert done.said == f"{said}{done.path}."


def test_no_file_is_overwritten_and_only_the_owner_may_read(tmp_path: Path) -> None:
    os.umask(0)
    (tmp_path / "v.csv").write_text("mine")
    (tmp_path / "v-2.csv").symlink_to(tmp_path / "nowhere")
    names = [export_view(tmp_path, "v", "csv", [], project=PROJECT).path.name for _ in range(3)]
    assert names == ["v-3.csv", "v-4.csv", "v-5.csv"]
    assert (tmp_path / "v.csv").read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in names} == {0o600}
    assert len(list(tmp_path.iterdir())) == 5


def test_the_same_holds_where_there_are_no_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_args: object, **_more: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    (tmp_path / "v.csv").write_text("mine")
    path = export_view(tmp_path, "v", "csv", [ticket()], project=PROJECT).path
    assert path.name == "v-2.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_csv(path)[0]["number"] == "1042"
    assert (tmp_path / "v.csv").read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match=r"file.* cannot be written to"):
        export_view(tmp_path / "file" / "deeper", "v", "csv", [], project=PROJECT)


@given(st.text(max_size=40))
def test_no_name_leads_out_of_the_folder(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("out")
    path = export_view(folder, name, "json", [], project=PROJECT).path
    assert path.parent == folder
    assert [entry.name for entry in folder.iterdir()] == [path.name]


def message(text: str, author: AuthorKind = "customer", kind: LineKind = "text", **more: object) -> Message:
    fields: dict[str, object] = {
        "id": "m",
        "at": MORNING,
        "author": author,
        "name": "Noor",
        "lines": (Line(spans=(Span(text=text),), kind=kind),),
    }
    return Message(**(fields | more))  # type: ignore[arg-type]  # the tests know which field is of which type


def test_a_ticket_is_written_with_its_conversation_as_markdown(tmp_path: Path) -> None:
    told = (
        message("It does not *work*"),
        message("He called us", "note", name="Anna", at=MORNING + timedelta(minutes=5)),
        message("Fixed.", "agent", name="Anna", attachments=(Attachment(name="patch_1.txt"),)),
        message("", "assistant", lines=()),
    )
    shown = ticket(summary="Short", form=(("Version", "2.1"),), tags=("vip",), sla_breached=True)
    done = export_ticket(tmp_path, "md", shown, told, project=PROJECT, zone=ZONE)
    assert done.path == tmp_path / "ticket-1042.md"
    assert done.said == f"Wrote the ticket with 4 messages to {done.path}."
    body = done.path.read_text("utf-8")
    assert body.startswith("# \\#1042 Export fails on large tables\n")
    for line in (
        "- SLA: breached",
        "- Tags: vip",
        "- Created: 16 Sep 2026 11:00",
        "- Version: 2.1",
        "### Noor, customer, 16 Sep 2026 11:00",
        "It does not \\*work\\*",
        "### Anna, INTERNAL NOTE, 16 Sep 2026 11:05",
        "Attached: patch\\_1.txt",
        "*nothing to read*",
    ):
        assert line in body.splitlines()


def test_a_conversation_that_is_not_loaded_whole_says_so(tmp_path: Path) -> None:
    for form in ("md", "json"):
        done = export_ticket(tmp_path, form, ticket(), [message("x")], project=PROJECT, zone=ZONE, complete=False)
        assert "without the older ones that were not loaded" in done.said
    assert "Older messages were not loaded" in (tmp_path / "ticket-1042.md").read_text()
    assert json.loads((tmp_path / "ticket-1042.json").read_text())["complete"] is False


def test_a_ticket_is_written_with_its_conversation_as_json(tmp_path: Path) -> None:
    told = [message("one"), message("two", "note")]
    done = export_ticket(tmp_path, "json", Ticket(id="a" * 24), told, project=PROJECT, zone=ZONE)
    body = json.loads(done.path.read_text("utf-8"))
    assert done.path.name == f"ticket-{'a' * 24}.json"
    assert [(one["author"], one["text"]) for one in body["messages"]] == [("customer", "one"), ("note", "two")]
    assert body["complete"] is True


def test_nothing_secret_leaves_with_an_export(tmp_path: Path) -> None:
    for form in ("csv", "json"):
        path = export_view(tmp_path, "all", form, everything(), project=PROJECT).path
        assert "secret" not in path.read_text("utf-8").lower().replace("secretary", "")


def _walk(tokens: list[Token]) -> list[Token]:
    return [one for token in tokens for one in (token, *_walk(token.children or []))]


def _read(body: str) -> list[Token]:
    return MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough").parse(body)


_LINES = st.builds(
    lambda text, kind, depth, marker, link: Line(
        spans=(Span(text=clean(text) if kind != "code" else text, link=link),), kind=kind, depth=depth, marker=marker
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=40)
    | st.text("`*_[]()<>!#&;:-+=.\\ \n\t1ab~|", max_size=20)
    | st.sampled_from(
        ["<script>alert(1)</script>", "![x](http://y)", "[a](javascript:b)", "&lt;b&gt;", "```", "===", "1. x"]
    ),
    st.sampled_from(["text", "heading", "bullet", "quote", "code", "rule", "image"]),
    st.integers(0, 400),
    st.sampled_from(["", "•", "2.", "-"]),
    st.sampled_from(["", "javascript:alert(1)", "https://x.test/_a_"]),
)


@given(st.lists(_LINES, max_size=6), st.text(max_size=30), st.text(max_size=30))
def test_nothing_that_was_written_becomes_markup(lines: list[Line], title: str, name: str) -> None:
    shown = ticket(title=clean(title), summary=clean(name), tags=(clean(name),))
    told = [message("", lines=tuple(lines), name=clean(name))]
    tokens = _walk(_read(document(shown, told, zone=ZONE, address="", complete=True)))
    kinds = {token.type for token in tokens}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "table_open", "s_open"}
    headings = [token.tag for token in tokens if token.type == "heading_open"]
    assert headings == ["h1", *(["h2"] if shown.summary else []), "h2", "h3"]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=60).map(clean).filter(bool))
def test_text_reads_in_the_document_as_it_was_written(text: str) -> None:
    body = document(ticket(), [message(text)], zone=ZONE, address="", complete=True)
    paragraph = _read(body)[-2]
    assert "".join(child.content for child in paragraph.children or ()) == text


@given(st.text(max_size=80))
def test_code_reads_in_the_document_as_it_was_written(code: str) -> None:
    kept = code.replace("\r", "").replace("\x00", "")
    bullets = Line(spans=(Span(text="a list"),), kind="bullet")
    line = Line(spans=(Span(text=kept),), kind="code")
    tokens = _read(document(ticket(), [message("", lines=(bullets, line))], zone=ZONE, address="", complete=True))
    assert [token.content for token in tokens if token.type == "fence"] == [kept + "\n"]
