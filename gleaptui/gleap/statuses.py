"""From the status and body of an answer to the error that says what to do (API.md, "Errors")."""

from datetime import datetime

from gleaptui.gleap import decode
from gleaptui.gleap.credentials import Credentials
from gleaptui.gleap.errors import (
    BackendTimeout,
    BadParameter,
    GleapError,
    MalformedQuery,
    MissingProject,
    NotFound,
    NotGleap,
    NotPermitted,
    ProxyTrouble,
    RateLimited,
    ServerTrouble,
    WrongKey,
)
from gleaptui.gleap.retry import retry_after, server_time
from gleaptui.gleap.transport import Answer

_CLASSES: dict[int, type[GleapError]] = {
    400: BadParameter,
    404: NotFound,
    407: ProxyTrouble,
    408: ServerTrouble,
    422: BadParameter,
    425: ServerTrouble,
}


def failure(answer: Answer, credentials: Credentials, now: datetime) -> GleapError:
    """The error of an answer whose status is not one of success."""
    said, status = words(answer, credentials), answer.status
    wait = retry_after(answer.headers.get("retry-after"), server_time(answer.headers, now))
    if status == 429:
        return RateLimited(said, retry_after=wait)
    if status >= 500:
        return ServerTrouble(said or f"status {status}", retry_after=wait)
    if status == 409:
        return _conflict(decode.error_code(answer.body), said)
    if status in (401, 403):
        return credentials.refusal(WrongKey if status == 401 else NotPermitted, now, said)
    if status == 400 and "project" in said.lower() and "header" in said.lower():
        return MissingProject(said)
    return _CLASSES.get(status, NotGleap)(said or f"status {status}")


def pretended(answer: Answer, credentials: Credentials) -> NotGleap | None:
    """The error of an answer that claims success and says in its body that there was none."""
    return NotGleap(words(answer, credentials)) if decode.is_error(answer.body) else None


def misshapen(answer: Answer, credentials: Credentials, expected: decode.ShapeError) -> NotGleap:
    """The error of an answer that is not what was expected. A page is told by its title; data in another shape is not
    quoted, because it may be anybody's."""
    is_page = answer.body[:500].lstrip()[:1] == b"<"
    return NotGleap(words(answer, credentials) if is_page else "", note=f"Expected {expected}.")


def words(answer: Answer, credentials: Credentials) -> str:
    """What an error says, in clean words. The key is looked for after what could have hidden it is gone."""
    return credentials.redact(decode.error_text(answer.body))


def _conflict(code: str, said: str) -> GleapError:
    """A 409 holds an error of Gleap's database: it gave up, or it was asked something that makes no sense."""
    text = f"{code} {said}".lower()
    if "maxtimemsexpired" in text or "time limit" in text:
        return BackendTimeout(said)
    if "casterror" in text or "cast to" in text:
        return MalformedQuery(said)
    return ServerTrouble(said or "status 409")
