"""People, teams and rights. Only the fields named here are ever read: the answers hold secrets too."""

from collections.abc import Mapping

from gleaptui.gleap.decode.envelope import ShapeError, holding, mapping, objects, parse, rows, sequence
from gleaptui.gleap.models import Permissions, Person, Team
from gleaptui.text import clean

_NAME = 200


def identifier(value: Mapping[str, object]) -> str:
    """``_id`` or ``id``, which hold the same."""
    return clean(value.get("_id"), _NAME) or clean(value.get("id"), _NAME)


def full_name(value: Mapping[str, object]) -> str:
    """First and last name, or the one name there is."""
    parts = (clean(value.get("firstName"), _NAME), clean(value.get("lastName"), _NAME))
    return " ".join(part for part in parts if part) or clean(value.get("name"), _NAME)


def person(value: object) -> Person | None:
    """A member from an object or a bare id; None where there is nobody."""
    if isinstance(value, str):
        name = clean(value, _NAME)
        return Person(id=name, name=name) if name else None
    if not isinstance(value, dict):
        return None
    email = clean(value.get("email"), _NAME)
    known = identifier(value)
    name = full_name(value) or email or known
    if not name:
        return None
    return Person(id=known, name=name, email=email, service_account=is_service_account(value, email))


def is_service_account(value: Mapping[str, object], email: str) -> bool:
    """Whether a member is automation (API.md, "Numbers, units, absences")."""
    if value.get("userType") == "service_account":
        return True
    local, at, domain = email.lower().partition("@")
    return bool(at) and domain == "gleap.io" and local.startswith(("noreply", "no-reply"))


def people(body: bytes) -> tuple[Person, ...]:
    """The members of the project (API.md, "People")."""
    found = (person(item) for item in objects(rows(parse(body), expected="people")))
    return tuple(member for member in found if member is not None)


def me(body: bytes) -> Person:
    """The owner of the key (API.md, "People"). Raises `ShapeError` where the answer names nobody."""
    value = mapping(parse(body))
    found = person(value.get("user") or value.get("data")) or person(value)
    if found is None:
        raise ShapeError("a user")
    return found


def permissions(body: bytes) -> Permissions:
    """What the key may do (API.md, "People"). Raises `ShapeError` where the answer says nothing of it: no rights are
    something else than unknown ones."""
    value = holding(parse(body), "permissions", "roles")
    if not any(isinstance(value.get(key), list) for key in ("permissions", "roles")):
        raise ShapeError("permissions and roles")
    return Permissions(permissions=_words(value.get("permissions")), roles=_words(value.get("roles")))


def _words(value: object) -> tuple[str, ...]:
    """Names or ids, bare or of objects."""
    found = (
        (clean(item.get("name"), _NAME) or identifier(item)) if isinstance(item, dict) else clean(item, _NAME)
        for item in sequence(value)[:500]
    )
    return tuple(word for word in found if word)


def teams(body: bytes) -> tuple[Team, ...]:
    """The teams of the project (API.md, "People")."""
    found = (
        Team(id=identifier(item), name=clean(item.get("name"), _NAME), members=_words(item.get("members")))
        for item in objects(rows(parse(body), expected="teams"))
    )
    return tuple(team for team in found if team.id)
