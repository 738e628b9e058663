"""``gleaptui doctor``: what this project's API really answers, by about a dozen harmless questions."""

import asyncio
import sys
from collections.abc import AsyncGenerator
from email.utils import parsedate_to_datetime

from gleaptui.clock import Clock, SystemClock
from gleaptui.commands import diagnosis
from gleaptui.commands.oneshot import OneShot
from gleaptui.commands.questions import Finding, Question, messages, questions
from gleaptui.config import Settings
from gleaptui.connection import open_client
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.errors import GleapError, TimedOut
from gleaptui.gleap.models import TicketPage
from gleaptui.gleap.periods import resolve
from gleaptui.gleap.transport import Answer

EXIT_UNREADABLE = 3
_PATIENCE = 10.0
"""Seconds that are waited where Gleap asks to wait."""
_LONGEST = 20.0
"""Seconds that an answer may take before the next question is asked."""
_IN_VAIN = 2
"""After so many questions in a row that failed for a reason which is not their own, no other is asked."""


def run(settings: Settings, *, shapes: bool, clock: Clock | None = None) -> int:
    """Print what is found while it is found; 0 when all of it could be read, but for chart types that this project
    does not have, 3 when Gleap could not be read, wholly or in part, 78 where the settings cannot work."""
    try:
        return asyncio.run(_show(settings, clock or SystemClock(), shapes=shapes))
    except GleapError as error:
        sys.stdout.write(f"{error.title}: {error.message}\n")
        return error.exit_status


async def _show(settings: Settings, clock: Clock, *, shapes: bool) -> int:
    findings: list[Finding] = []
    if not shapes:
        _write(diagnosis.HEADING)
    async for step in examine(settings, clock):
        if isinstance(step, Question):
            # Said beforehand, so that one who waits sees for what.
            _write(f"{step.name}\n" if shapes else diagnosis.beginning(step))
        else:
            findings.append(step)
            _write(f"  {diagnosis.outline(step)}\n" if shapes else diagnosis.rest_of_line(step))
    if not shapes:
        _write(diagnosis.besides(settings, findings))
    return 0 if diagnosis.is_well(findings) else EXIT_UNREADABLE


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


async def examine(settings: Settings, clock: Clock) -> AsyncGenerator[Question | Finding, None]:
    """Each question before it is asked, and then what came of it. One after the other, so that each time is its own.
    Raises a `GleapError` for settings that cannot work."""
    answers: list[Answer] = []
    gate = OneShot(settings, clock, patience=_PATIENCE)
    client = await open_client(settings, gate=gate, clock=clock, witness=answers.append)
    waiting = list(questions(resolve(settings.period, clock.now(), settings.timezone)))
    in_vain = 0
    try:
        while waiting and in_vain < _IN_VAIN:
            question = waiting.pop(0)
            yield question
            answers.clear()
            finding = await _ask(client, question, answers, clock)
            yield finding
            in_vain = in_vain + 1 if finding.is_about_everything else 0
            if isinstance(finding.value, TicketPage) and finding.value.tickets:
                waiting.append(messages(finding.value.tickets[0].id))
    finally:
        await client.aclose()


async def _ask(client: GleapClient, question: Question, answers: list[Answer], clock: Clock) -> Finding:
    value: object = None
    failure: GleapError | None = None
    try:
        async with asyncio.timeout(_LONGEST):
            value = await question.ask(client)
    except GleapError as error:
        failure = error
    except TimeoutError:
        failure = TimedOut()
    answer = answers[-1] if answers else None
    return Finding(question, answer, value, failure, _skew(answer, clock) if answer is not None else None)


def _skew(answer: Answer, clock: Clock) -> float | None:
    try:
        return (parsedate_to_datetime(answer.headers.get("date", "")) - clock.now()).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
