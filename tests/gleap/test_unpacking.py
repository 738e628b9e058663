"""Bodies are unpacked as they come, and never into more than is allowed."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import pytest

from gleaptui.gleap.errors import NotGleap, TooLarge
from gleaptui.gleap.unpacking import Unpacking

BODY = b'{"title": "New tickets", "value": 12}' * 20
# Without the time of day, which would give the tests other names in each process.
PACKED = gzip.compress(BODY, mtime=0)
RAW = zlib.compress(BODY)[2:-4]


def unpacked(encoding: str, *chunks: bytes, largest: int = 10_000) -> bytes:
    body = Unpacking(encoding, largest)
    for chunk in chunks:
        body.add(chunk)
    return body.whole()


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("", BODY),
        ("identity", BODY),
        ("gzip", PACKED),
        (" GZIP ", PACKED),
        ("x-gzip", PACKED),
        ("deflate", zlib.compress(BODY)),
        ("deflate", RAW),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_a_body_is_read_in_every_packing_that_is_asked_for_and_in_pieces_of_any_size(
    encoding: str, packed: bytes, size: int
) -> None:
    chunks = [packed[start : start + size] for start in range(0, len(packed), size)]
    assert unpacked(encoding, b"", *chunks, b"") == BODY


def test_no_body_at_all_is_empty_whatever_its_packing() -> None:
    assert unpacked("gzip") == unpacked("gzip", b"") == b""


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", b"not packed"),
        ("gzip", PACKED[:-9]),
        ("deflate", b"\xff\xff\xff"),
        ("br", BODY),
        ("gzip, gzip", gzip.compress(PACKED, mtime=0)),
        ("identity, gzip", PACKED),
    ],
)
def test_what_cannot_be_unpacked_or_is_packed_twice_is_no_answer(encoding: str, packed: bytes) -> None:
    with pytest.raises(NotGleap, match="unpacked"):
        unpacked(encoding, packed)


@pytest.mark.parametrize(("encoding", "pack"), [("", bytes), ("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_one_byte_more_than_is_allowed_is_too_much(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    assert len(unpacked(encoding, pack(b" " * 10_000))) == 10_000
    with pytest.raises(TooLarge):
        unpacked(encoding, pack(b" " * 10_001))


def test_what_follows_the_end_of_a_packed_body_is_limited_too() -> None:
    with pytest.raises(TooLarge):
        unpacked("gzip", PACKED, *[b"x" * 1_000] * 11)


def test_a_bomb_takes_no_more_memory_than_what_is_allowed() -> None:
    bomb = gzip.compress(b" " * 20_000_000, 1)
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            unpacked("gzip", bomb, largest=100_000)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
