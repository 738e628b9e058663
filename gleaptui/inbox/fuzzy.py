"""How well typed words fit a ticket: as they are, with letters left out, or with one letter wrong."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gleaptui.inbox.fold import fold

_LONGEST_PART = 24
_SHORTEST_FUZZY, _SHORTEST_TYPO = 4, 5
_MOST_PARTS = 8
_MOST_WORDS = 60_000
_GAP = 3
"""Letters in a row that may be left out."""

_NUMBER, _NUMBER_START, _TITLE_START, _WORD_START, _INSIDE, _FUZZY, _TYPO = 200, 80, 60, 45, 30, 12, 5
_IN_TITLE = 5

_WORD = re.compile(r"\w+")
Places = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """What a ticket is searched for: folded lines, the number's first and the title's second."""

    lines: str
    title: int
    """Where the title begins."""
    rest: int
    """Where the customer begins."""
    words: tuple[str, ...]
    """The words of title and customer."""


@dataclass(frozen=True, slots=True)
class Part:
    """One typed word, and which words of the tickets it may stand for."""

    word: str
    near: frozenset[str] = frozenset()
    """Words that have its letters in this order."""
    typos: frozenset[str] = frozenset()
    """Words that would, if one letter were left out of it."""


class Lexicon:
    """All words that occur in the texts, each kept once. A typed word is compared with a word once, not once for each
    ticket that has it."""

    def __init__(self) -> None:
        self._words: dict[str, dict[str, str]] = {}
        self._count = 0

    @property
    def full(self) -> bool:
        """Whether so many words have come that it is time for a new one."""
        return self._count > _MOST_WORDS

    def text(self, lines: str) -> Text:
        """The folded lines with their places and words."""
        title = lines.find("\n") + 1
        words = tuple([self._kept(word) for word in set(_WORD.findall(lines, title))])
        return Text(lines, title, lines.find("\n", title) + 1, words)

    def parts(self, typed: str) -> tuple[Part, ...]:
        """The typed words, without what repeats itself."""
        folded = dict.fromkeys(word.removeprefix("#") for word in fold(typed).split())
        return tuple(self._part(word) for word in list(folded)[:_MOST_PARTS] if word)

    def _kept(self, word: str) -> str:
        group = self._words.setdefault(word[0], {})
        kept = group.get(word)
        if kept is None:
            kept = group[word] = word
            self._count += 1
        return kept

    def _part(self, word: str) -> Part:
        letters = word[:_LONGEST_PART]
        if len(letters) < _SHORTEST_FUZZY or not letters.isalpha():
            return Part(word)
        group = self._words.get(letters[0], {})
        near = frozenset(filter(_near(letters).match, group))
        if len(letters) < _SHORTEST_TYPO:
            return Part(word, near)
        mistyped = _mistyped(letters)
        return Part(word, near, frozenset(one for one in group if one not in near and mistyped.match(one)))


@lru_cache(maxsize=64)
def _near(letters: str) -> re.Pattern[str]:
    return re.compile(_scattered(letters, _GAP))


@lru_cache(maxsize=64)
def _mistyped(letters: str) -> re.Pattern[str]:
    """A letter too many, a wrong one, or two that changed places: without one of them the rest fits."""
    rests = (letters[:place] + letters[place + 1 :] for place in range(1, len(letters)))
    return re.compile("|".join(dict.fromkeys(_scattered(rest, 1) for rest in rests)))


def _scattered(letters: str, gap: int) -> str:
    """The letters in their order, with few others between them."""
    return letters[0] + "".join(f"[^{letter}]{{0,{gap}}}{letter}" for letter in letters[1:])


def score(parts: Sequence[Part], text: Text) -> int:
    """How well all parts fit, 0 where one does not."""
    total = 0
    for part in parts:
        at = text.lines.find(part.word)
        if at >= 0:
            total += _whole(part.word, at, text)
        elif not part.near.isdisjoint(text.words):
            total += _FUZZY
        elif not part.typos.isdisjoint(text.words):
            total += _TYPO
        else:
            return 0
    return total


def _whole(word: str, at: int, text: Text) -> int:
    lines = text.lines
    if at == 0:
        return _NUMBER if text.title == len(word) + 1 else _NUMBER_START
    if lines[at - 1].isalnum() and (better := max(lines.find(f" {word}"), lines.find(f"\n{word}"))) >= 0:
        at = better + 1
    if at == text.title:
        return _TITLE_START
    bonus = _IN_TITLE if text.title < at < text.rest else 0
    return (_INSIDE if lines[at - 1].isalnum() else _WORD_START) + bonus


def marks(parts: Sequence[Part], title: str) -> Places:
    """From where to where in the title the parts stand, in their order there and without overlaps."""
    folded = fold(title)
    found = [place for part in parts if (place := _place(part, folded))]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(kept)


def _place(part: Part, folded: str) -> tuple[int, int] | None:
    at = folded.find(part.word)
    if at >= 0:
        return at, at + len(part.word)
    if not part.near and not part.typos:
        return None
    alike = (match for match in _WORD.finditer(folded) if match[0] in part.near or match[0] in part.typos)
    match = next(alike, None)
    return match.span() if match else None
