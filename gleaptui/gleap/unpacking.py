"""An answer's body as it comes over the wire, unpacked and never larger than a limit, whatever it claims to be."""

import zlib
from typing import Protocol

from gleaptui.gleap.errors import NotGleap, TooLarge


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unconsumed_tail(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


class Unpacking:
    """Takes a body piece by piece. Both methods raise `TooLarge` for more than ``largest`` bytes, packed or not, before
    they take up memory, and `NotGleap` for what cannot be unpacked; what is packed more than once is not."""

    def __init__(self, encoding: str, largest: int) -> None:
        """``encoding`` is the header that names it: empty, ``identity``, ``gzip`` or ``deflate``."""
        self._encoding = encoding.strip().lower()
        self._largest = largest
        self._came = 0
        self._size = 0
        self._pieces: list[bytes] = []
        self._decompressor: _Decompressor | None = None

    def add(self, chunk: bytes) -> None:
        """The next piece from the wire."""
        self._came += len(chunk)
        if self._came > self._largest:
            raise TooLarge
        if self._encoding in ("", "identity"):
            self._pieces.append(chunk)
        elif chunk:
            self._unpack(chunk)

    def whole(self) -> bytes:
        """All of it, once the last piece came."""
        if self._decompressor is not None and not self._decompressor.eof:
            raise _broken()
        return b"".join(self._pieces)

    def _unpack(self, chunk: bytes) -> None:
        if self._decompressor is None:
            self._decompressor = _decompressor(self._encoding, chunk)
        try:
            while chunk:
                # One byte beyond the limit is enough to know.
                piece = self._decompressor.decompress(chunk, self._largest - self._size + 1)
                self._size += len(piece)
                if self._size > self._largest:
                    raise TooLarge
                self._pieces.append(piece)
                chunk = self._decompressor.unconsumed_tail
        except zlib.error:
            raise _broken() from None


def _decompressor(encoding: str, beginning: bytes) -> _Decompressor:
    if encoding in ("gzip", "x-gzip"):
        return zlib.decompressobj(zlib.MAX_WBITS | 16)
    if encoding == "deflate":
        # Some servers leave out the two bytes that should stand before it.
        return zlib.decompressobj(zlib.MAX_WBITS if beginning[:1] == b"\x78" else -zlib.MAX_WBITS)
    raise _broken()


def _broken() -> NotGleap:
    return NotGleap(note="The answer could not be unpacked.")
