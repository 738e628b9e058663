"""What is read for a list: by whom, on whose behalf, and for which rows."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Protocol

from gleaptui.gleap.models import TicketPage
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.plan import Read
from gleaptui.refresh.lane import Errand


class Reader(Protocol):
    """Reads a stretch of the server's list; raises a `GleapError`. `GleapClient.tickets` is one."""

    def __call__(self, question: TicketQuery, *, skip: int, limit: int) -> Awaitable[TicketPage]: ...


@dataclass(eq=False, slots=True)
class Job:
    """A read on its way."""

    read: Read
    errand: Errand
    asked: int
    insist: bool
    task: "asyncio.Task[None] | None" = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The rows looked at, and where the eye moves."""

    first: int = 0
    last: int = -1
    direction: int = 0
