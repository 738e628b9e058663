"""Reads a frame as a person would: which figures and words stand on it whole, and which columns line up."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType

import gleaptui

_FIGURE = re.compile(
    r"""
    (?<![\w.])
    [-≥]?\d[\d\u202f]*(?:[.:]\d+)*             # 61, 1 234, 61.7, 14:05
    (?:d\s\d+h|h\s\d+m|m\s\d+s|d|h|m|s|\s%|[kMGT]|e\+\d+)?   # with its unit
    (?!\w)
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")


@cache
def vocabulary() -> frozenset[str]:
    """Every word that the program can write."""
    words: set[str] = set()
    for path in Path(gleaptui.__file__).parent.rglob("*.py"):
        # What was compiled before need not be read again.
        code = SourceFileLoader(path.stem, str(path)).get_code(path.stem)
        words |= {word.lower() for said in _constants(code) for word in _WORD.findall(said)}
    names = "january february march april may june july august september october november december"
    return frozenset(words | set(names.split()) | {month[:3] for month in names.split()})


def _constants(value: object) -> Iterator[str]:
    """The texts that a piece of the program holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, CodeType | tuple | frozenset):
        for one in value.co_consts if isinstance(value, CodeType) else value:
            yield from _constants(one)


def figures(line: str) -> Iterator[str]:
    """The figures of a line, each with its unit; times of day are none."""
    for match in _FIGURE.finditer(line):
        whole = match[0].strip()
        if not re.fullmatch(r"\d\d:\d\d", whole):
            yield whole


def cut_figures(line: str) -> Iterator[str]:
    """Figures that an ellipsis has cut, big ones as well."""
    yield from re.findall(r"\d[\d\u202f.]*…|…[\d\u202f.]*\d|[█▀▄]…", line)


def cut_words(line: str, known: frozenset[str]) -> Iterator[str]:
    """Words that are none, unless an ellipsis says that they were cut."""
    for match in _WORD.finditer(unicodedata.normalize("NFC", line)):
        after = line[match.end() : match.end() + 2]
        if match[0].lower() not in known and not after.startswith("…"):
            yield match[0]


def crooked(head: str, rows: Sequence[str]) -> Iterator[str]:
    """Rows of a table whose cells do not end where the right-aligned columns of its head end."""
    ends = [match.end() for match in re.finditer(r"\S+(?: \S+)*", head)][1:]
    for row in rows:
        for end in ends:
            # What is missing stands where the point would be.
            cell = row[:end].rstrip()
            if (len(cell) < end and not cell.endswith("–")) or row[end : end + 1].strip():
                yield f"{row!r} ends before {end}" if len(cell) < end else f"{row!r} goes beyond {end}"
