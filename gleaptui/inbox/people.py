"""Whom a typed name means."""

from gleaptui.gleap.models import Person
from gleaptui.inbox.fold import fold
from gleaptui.inbox.ranges import FilterError
from gleaptui.text import clean

_MOST_NAMED = 4


def person(name: str, people: tuple[Person, ...]) -> Person:
    """The one member that a name, a part of it or an e-mail address means. Raises `FilterError` where that is nobody
    or may be several."""
    wanted = fold(name.strip())
    members = [one for one in people if one.id]
    for fits in (_is_named, is_called, _contains):
        found = {one.id: one for one in members if fits(one, wanted)}
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            raise FilterError(f"@{clean(name, 40)} may be {_listed([_told(one) for one in found.values()])}")
    raise FilterError(f"nobody in the project is called {clean(name, 40)!r}")


def _is_named(one: Person, wanted: str) -> bool:
    return wanted in (fold(one.name), fold(one.email), one.id)


def is_called(one: Person, wanted: str) -> bool:
    """Whether the folded name is this person's, or the beginning of a part of it or of the address."""
    name = fold(one.name)
    return _is_named(one, wanted) or any(part.startswith(wanted) for part in (name, fold(one.email), *name.split()))


def _contains(one: Person, wanted: str) -> bool:
    return wanted in fold(one.name) or wanted in fold(one.email)


def _told(one: Person) -> str:
    return f"{one.name} <{one.email}>" if one.email and one.email != one.name else one.name


def _listed(names: list[str]) -> str:
    shown = names[:_MOST_NAMED]
    rest = len(names) - len(shown)
    return ", ".join(shown) + f" or {rest} more" if rest else " or ".join(shown)
