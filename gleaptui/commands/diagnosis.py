"""What ``gleaptui doctor`` says of what it found."""

import re

from gleaptui import text
from gleaptui.commands.questions import FACTS, Finding, Question
from gleaptui.config import Settings
from gleaptui.gleap import decode
from gleaptui.gleap.credentials import ODD_PROJECT, Credentials
from gleaptui.gleap.metrics import METRICS
from gleaptui.gleap.models import Permissions
from gleaptui.gleap.shapes import shape

_SKEW = 5.0
"""Seconds by which two clocks may differ before it is worth a word."""
_WIDEST = 90
_MOST_WORDS = 40
_LIMIT = re.compile(r"retry-after|(x-)?rate-?limit(-(limit|remaining|reset|reset-after|used|policy|resource))?\Z")
HEADING = f"{'question':<36}{'status':>6}{'ms':>7}  shape or reason\n"


def beginning(question: Question) -> str:
    """The line of a question as far as it is known before it is asked."""
    return f"{question.name:<36}"


def rest_of_line(finding: Finding) -> str:
    """What is known afterwards: status, time, and the shape of the answer or why there is none."""
    answer = finding.answer
    status = str(answer.status) if answer is not None else "-"
    time = f"{answer.seconds * 1000:.0f}" if answer is not None else "-"
    said = outline(finding) if answer is not None else ""
    if finding.error is not None:
        said = f"{finding.error.title}: {said}" if said else finding.error.title
    return f"{status:>6}{time:>7}  {said if len(said) <= _WIDEST else said[: _WIDEST - 1] + '…'}\n"


def outline(finding: Finding) -> str:
    """Keys and types of an answer, and no value: it may be shown to anyone."""
    if finding.answer is None:
        return finding.error.kind if finding.error is not None else ""
    body = finding.answer.body.strip()
    if not body:
        return "nothing"
    try:
        return shape(decode.parse(body))
    except decode.ShapeError:
        return "a page" if body.startswith(b"<") else "no JSON"


def is_well(findings: list[Finding]) -> bool:
    """Whether Gleap could be read: nothing failed but names of charts, and not all of these."""
    charts = [finding for finding in findings if finding.question.chart]
    failed = any(finding.error is not None and not finding.is_refused_name for finding in findings)
    return not failed and any(finding.error is None for finding in charts)


def besides(settings: Settings, findings: list[Finding]) -> str:
    """What the answers tell together, line by line."""
    failed = [one.error for one in findings if one.error is not None and not one.is_refused_name]
    errors = {error.title: error.message for error in failed}
    lines = [f"! {title}: {message}" for title, message in errors.items()]
    if findings and findings[-1].is_about_everything:
        lines.append("! The rest was not asked: it would meet the same.")
    if not settings.demo and not Credentials(settings.token, settings.project).looks_right:
        lines.append(f"! {ODD_PROJECT}")
    lines += [*_charts(findings), *_permissions(findings), _skew(findings), _limits(findings)]
    return "\n".join(["", *lines]) + "\n"


def _charts(findings: list[Finding]) -> list[str]:
    asked = [finding for finding in findings if finding.question.chart]
    kinds = {
        "works here": [finding for finding in asked if finding.holds_something],
        "answered without a value": [one for one in asked if one.error is None and not one.holds_something],
        "not known here": [finding for finding in asked if finding.is_refused_name],
    }
    lines = [f"{kind}: {', '.join(one.question.name for one in found)}" for kind, found in kinds.items() if found]
    others = {name for metric in METRICS for name in metric.facts}.difference(FACTS)
    if any(finding.error is None for finding in asked):
        lines.append(f"not asked: {len(others)} other facts; gleaptui check --json says which one gave each figure")
    return lines


def _permissions(findings: list[Finding]) -> list[str]:
    found = next((finding.value for finding in findings if isinstance(finding.value, Permissions)), None)
    if found is None:
        return []
    return [
        f"{name}: {', '.join(words[:_MOST_WORDS]) or 'none named'}{' …' if len(words) > _MOST_WORDS else ''}"
        for name, words in (("permissions", found.permissions), ("roles", found.roles))
    ]


def _skew(findings: list[Finding]) -> str:
    told = [(one.answer.seconds, one.skew) for one in findings if one.answer is not None and one.skew is not None]
    if not told:
        return "clock: the server does not tell the time"
    # The quickest answer is the one whose time is the least old.
    seconds = min(told)[1]
    if abs(seconds) <= _SKEW:
        return "clock: agrees with the server's"
    return f"clock: this machine is {text.duration(abs(seconds))} {'behind' if seconds > 0 else 'ahead of'} the server"


def _limits(findings: list[Finding]) -> str:
    headers = {name.lower() for one in findings if one.answer is not None for name in one.answer.headers}
    # Only names that are in use: a header may be named after anything.
    known = sorted(name for name in headers if _LIMIT.match(name))
    return "rate limit: " + (", ".join(known) or "no headers say what is left")
