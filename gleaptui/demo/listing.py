"""Lists and searches of a large desk, made once and kept while nothing happens at the desk."""

from collections import OrderedDict

from gleaptui.demo.case import Case
from gleaptui.demo.desk import Desk
from gleaptui.demo.filters import Pairs, ordered, select
from gleaptui.demo.people import customer
from gleaptui.demo.phrases import opening, title_of

_KEPT = 6
_PAGING = frozenset({"skip", "limit"})
_OF_THE_MOMENT = frozenset({"snoozed", "snoozedUntil", "upvotesCount"})
"""Properties that change as time passes, without anything happening."""


class Listings:
    """The last few lists that were asked for, so that the thousandth page costs no more than the first."""

    def __init__(self) -> None:
        self._lists: OrderedDict[tuple[tuple[str, str], ...], tuple[int, list[Case]]] = OrderedDict()
        self._texts: dict[int, str] = {}

    def matching(self, desk: Desk, pairs: Pairs) -> list[Case]:
        """The tickets that a query means, in its order. Not to be changed. Raises `CastError`."""
        key = tuple(sorted(pair for pair in pairs if pair[0] not in _PAGING))
        known = self._lists.get(key)
        cases = desk.cases
        if known is not None and known[0] == desk.revision:
            self._lists.move_to_end(key)
            return known[1]
        found = ordered(desk, select(desk, pairs), dict(pairs).get("sort", "")) if cases else []
        if not any(name.strip("<>=!") in _OF_THE_MOMENT for name, _ in key):
            self._lists[key] = desk.revision, found
            if len(self._lists) > _KEPT:
                self._lists.popitem(last=False)
        return found

    def holding(self, desk: Desk, words: str) -> list[Case]:
        """The tickets with all the words in their title, first message, customer or number, newest first."""
        parts = words.lower().split()
        if not parts:
            return []
        cases, texts = desk.cases, self._texts
        if len(texts) > 2 * len(cases) + 1_000:
            texts.clear()
        found: list[Case] = []
        for case in reversed(cases):
            number = case.traits.number
            text = texts.get(number)
            if text is None:
                text = texts[number] = _text(desk, case)
            if all(part in text for part in parts):
                found.append(case)
        return found


def _text(desk: Desk, case: Case) -> str:
    who, traits = customer(case.traits.customer), case.traits
    parts = (str(traits.number), title_of(desk.seed, traits), opening(desk.seed, traits), who.name, who.email)
    return "\n".join(parts).lower()
