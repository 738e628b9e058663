"""How values look on the wire: instants, ids, cells, durations with a unit that adapts."""

from collections.abc import Sequence
from datetime import UTC, datetime

from gleaptui.demo.people import AGENTS, PROJECT, TEAMS, Agent, Customer

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
Document = dict[str, Json]

NOTHING = "--"


def instant(at: int) -> str:
    """ISO 8601 in UTC with milliseconds, of epoch milliseconds."""
    moment = datetime.fromtimestamp(at // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{at % 1000:03}Z"


def instant_or_none(at: int) -> str | None:
    return instant(at) if at else None


def identity(kind: int, at: int, number: int, place: int = 0) -> str:
    """24 hexadecimal digits that begin with the time, as the database makes them."""
    return f"{at // 1000 & 0xFFFFFFFF:08x}{0xACE0 + kind:04x}{number & 0xFFFFFFFFFF:010x}{place & 0xFF:02x}"


TICKET, MESSAGE, EVENT, SESSION = range(4)


def number_of(ticket_id: str) -> int:
    """The number within a ticket's id, -1 for anything else."""
    if len(ticket_id) != 24 or ticket_id[8:12] != f"{0xACE0 + TICKET:04x}":
        return -1
    try:
        return int(ticket_id[12:22], 16)
    except ValueError:
        return -1


def agent_id(index: int) -> str:
    return f"a000000000000000000000{11 + index:02x}"


def team_id(index: int) -> str:
    return f"a000000000000000000000{31 + index:02x}"


AGENT_OF_ID = {agent_id(index): index for index in range(len(AGENTS))}
TEAM_OF_ID = {team_id(index): index for index in range(len(TEAMS))}


def agent(index: int, seen: int, online: bool) -> Document:
    """A member of the project as lists and tickets show them."""
    person: Agent = AGENTS[index]
    return {
        "_id": agent_id(index),
        "id": agent_id(index),
        "email": person.email,
        "firstName": person.first,
        "lastName": person.last,
        "profileImageUrl": "",
        "lastSeen": instant(seen),
        "available": online,
        "userType": "service_account" if person.service else "default",
    }


def session(person: Customer) -> Document:
    """The contact of a ticket."""
    key = identity(SESSION, 1_700_000_000_000, person.index)
    return {
        "_id": key,
        "id": key,
        "name": person.name,
        "email": person.email,
        "plan": person.plan,
        "companyName": person.company,
        "phone": person.phone,
    }


def team(index: int) -> Document:
    name, members = TEAMS[index]
    return {
        "_id": team_id(index),
        "id": team_id(index),
        "name": name,
        "project": PROJECT,
        "members": [agent_id(member) for member in members],
        "assignmentMethod": "balanced",
        "ticketAmount": 10,
        "limitTicketAmount": False,
        "needQueueRerun": False,
        "selectOnlyOnlineMembers": True,
        "createdAt": "2026-01-01T00:00:00.000Z",
        "updatedAt": "2026-01-01T00:00:00.000Z",
    }


def adaptive(seconds: float) -> tuple[float, str]:
    """A duration as value and unit, ``s``, ``min`` or ``h``, whichever suits it."""
    if seconds < 60:
        return round(seconds), "s"
    if seconds < 3600:
        return round(seconds / 60), "min"
    return round(seconds / 3600, 1), "h"


def time_cell(seconds: float | None, progress: float | None) -> Document:
    """A cell with a duration; ``--`` where there is none."""
    if seconds is None:
        return {"value": NOTHING, "rawValue": None, "progressValue": None, "valueUnit": ""}
    value, unit = adaptive(seconds)
    return {"value": value, "rawValue": seconds, "progressValue": progress, "valueUnit": unit}


def count_cell(value: float, progress: float | None = None) -> Document:
    return {"value": value, "rawValue": None, "progressValue": progress}


def text_cell(text: str) -> Document:
    """A cell that holds a text."""
    return {"value": text, "rawValue": None, "progressValue": None}


def rating_text(rating: float | None) -> str:
    """A rating from 0 to 100 with its face, ``--`` where there is none."""
    if rating is None:
        return NOTHING
    face = next(face for least, face in _FACES if rating >= least)
    return f"{face} {rating:.0f}"


_FACES = ((85, "\U0001f60a"), (70, "\U0001f642"), (50, "\U0001f610"), (0, "\u2639\ufe0f"))


def table(title: str, columns: Sequence[tuple[str, str]], rows: list[Json], other: bool) -> Document:
    head: list[Json] = [{"label": label, "key": key} for label, key in columns]
    return {"title": title, "columns": head, "list" if other else "data": rows}
