"""``gleaptui doctor``: what this project's API really answers, by about a dozen harmless questions."""

import asyncio
import sys
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from gleaptui.clock import Clock, SystemClock
from gleaptui.config import Settings
from gleaptui.connection import open_client
from gleaptui.gleap import decode, query
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.periods import Period, resolve
from gleaptui.gleap.query import TicketQuery
from gleaptui.gleap.shapes import shape
from gleaptui.gleap.transport import Answer
from gleaptui.refresh.budget import Budget
from gleaptui.text import clean

EXIT_UNREADABLE = 3
_SKEW = 5.0
"""Seconds by which two clocks may differ before it is worth a word."""


@dataclass(frozen=True, slots=True)
class Question:
    """One GET and what it is asked for."""

    name: str
    path: str
    pairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of a question."""

    question: Question
    seconds: float = 0.0
    answer: Answer | None = None
    error: GleapError | None = None


def questions(period: Period) -> tuple[Question, ...]:
    """What is asked, the cheapest first."""

    def fact(name: str) -> Question:
        return Question(f"fact {name}", "/statistics/facts", tuple(query.statistics(name, period)))

    statistics = tuple(query.statistics("NEW_TICKETS_COUNT", period, extra=[("groupInterval", "day")]))
    team = tuple(query.statistics("TEAM_PERFORMANCE_LIST", period, extra=[("useWorkingHours", "false")]))
    return (
        Question("key", "/users/me"),
        Question("permissions", "/users/me/permissions"),
        fact("NEW_TICKETS_COUNT"),
        fact("TICKET_MEDIAN_REPLY_TIME"),
        fact("SLA_COMPLIANCE"),
        fact("KAI_INVOLVED"),
        Question("bar chart", "/statistics/bar-chart", statistics),
        Question("team list", "/statistics/lists", team),
        Question("heatmap", "/statistics/heatmap", tuple(query.statistics("BUSIEST_HOURS_PER_WEEKDAY", period))),
        Question(
            "raw data",
            "/statistics/raw-data",
            (*query.window(period.start, period.end, period.zone), ("limit", "20"), ("skip", "0")),
        ),
        Question("tickets", "/tickets", tuple(TicketQuery().pairs(0, 1))),
        Question("members", "/projects/users"),
    )


def run(settings: Settings, *, shapes: bool, clock: Clock | None = None) -> int:
    """Print what was found; 0 when the key works, 3 when Gleap could not be read."""
    clock = clock or SystemClock()
    try:
        findings = asyncio.run(examine(settings, clock))
    except GleapError as error:
        sys.stdout.write(f"{error.title}: {error.message}\n")
        return EXIT_UNREADABLE
    sys.stdout.write(shape_report(findings) if shapes else table(findings, clock))
    return 0 if any(finding.answer is not None for finding in findings) else EXIT_UNREADABLE


async def examine(settings: Settings, clock: Clock) -> list[Finding]:
    """Ask one after the other, so that each time is its own."""
    period = resolve(settings.period, clock.now(), settings.timezone)
    budget = Budget(clock, requests_per_minute=settings.refresh.requests_per_minute)
    client = await open_client(settings, gate=budget, clock=clock)
    try:
        findings = [await _ask(client, question, clock) for question in questions(period)]
        ticket = _first_ticket(findings)
        if ticket:
            pairs = (("ticket", ticket), ("paginated", "true"))
            findings.append(await _ask(client, Question("messages", "/messages", pairs), clock))
        return findings
    finally:
        await client.aclose()


async def _ask(client: GleapClient, question: Question, clock: Clock) -> Finding:
    started = clock.monotonic()
    try:
        answer = await client.probe(question.path, question.pairs)
    except GleapError as error:
        return Finding(question, clock.monotonic() - started, error=error)
    return Finding(question, clock.monotonic() - started, answer)


def _first_ticket(findings: list[Finding]) -> str:
    for finding in findings:
        if finding.question.name == "tickets" and finding.answer is not None:
            try:
                tickets = decode.ticket_page(finding.answer.body).tickets
            except decode.ShapeError:
                return ""
            return tickets[0].id if tickets else ""
    return ""


def table(findings: list[Finding], clock: Clock) -> str:
    """One line a question, then what the answers tell besides."""
    lines = [f"{'question':<32}{'status':>7}{'ms':>7}  shape or reason"]
    for finding in findings:
        status = str(finding.answer.status) if finding.answer is not None else "-"
        said = finding.error.title if finding.error is not None else _outline(finding)
        lines.append(f"{finding.question.name:<32}{status:>7}{finding.seconds * 1000:>7.0f}  {said}")
    return "\n".join([*lines, "", *_besides(findings, clock)]) + "\n"


def _outline(finding: Finding) -> str:
    said = _shape(finding)
    return said if len(said) <= 90 else said[:89] + "…"


def _shape(finding: Finding) -> str:
    if finding.answer is None:
        return finding.error.kind if finding.error is not None else ""
    try:
        return shape(decode.parse(finding.answer.body))
    except decode.ShapeError:
        return "not JSON"


def shape_report(findings: list[Finding]) -> str:
    """Keys and types of every answer, and no value: it may be shown to anyone."""
    return "".join(f"{finding.question.name}\n  {_shape(finding)}\n" for finding in findings)


def _besides(findings: list[Finding], clock: Clock) -> list[str]:
    answers = [finding.answer for finding in findings if finding.answer is not None]
    said: list[str] = []
    errors = {finding.error.title: finding.error.message for finding in findings if finding.error is not None}
    said += [f"! {title}: {message}" for title, message in errors.items()]
    if answers:
        said.append(_skew(answers[-1], clock))
    limits = {name.lower() for answer in answers for name in answer.headers if "ratelimit" in name.lower()}
    said.append("rate limit: " + (clean(", ".join(sorted(limits))) if limits else "no headers say what is left"))
    return said


def _skew(answer: Answer, clock: Clock) -> str:
    try:
        seconds = (parsedate_to_datetime(answer.headers.get("date", "")) - clock.now()).total_seconds()
    except (ValueError, TypeError):
        return "clock: the server does not tell the time"
    if abs(seconds) <= _SKEW:
        return "clock: agrees with the server's"
    return f"clock: this machine is {abs(seconds):.0f} s {'behind' if seconds > 0 else 'ahead of'} the server"
