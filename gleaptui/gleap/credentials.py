"""The key and the project it is for. The key is a JWT, and says itself how long it lives and where it belongs."""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from gleaptui.gleap.errors import ExpiredKey, GleapError, KeyOfAnotherProject, UnusableKey
from gleaptui.secret import Secret

_PROJECT_ID = re.compile(r"[0-9a-f]{24}\Z")
_CLAIMS = ("project", "projectId", "projectID")
_RUN = re.compile(r"[^\s\"'<>()\[\]{},;:]{8,}")
_TELLING = 8
"""A piece of the key of this many characters is masked: whoever echoes a key may cut it anywhere."""
_MASK = "•••"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What every request carries."""

    token: Secret
    project: str

    @property
    def looks_right(self) -> bool:
        """Whether the project's id has the form that all known ids have."""
        return _PROJECT_ID.match(self.project) is not None

    @property
    def expires_at(self) -> datetime | None:
        """When the key says that it ends; None where it says nothing (API.md, "Ground rules")."""
        stamp = self._claims().get("exp")
        if isinstance(stamp, bool) or not isinstance(stamp, int | float) or not 0 < stamp < 1e11:
            return None
        return datetime.fromtimestamp(stamp, UTC)

    @property
    def project_claim(self) -> str:
        """The project that the key names itself; empty where it names none."""
        claims = self._claims()
        return next((found for key in _CLAIMS if isinstance(found := claims.get(key), str)), "")

    def check(self) -> None:
        """Raises `UnusableKey` for what no header can hold."""
        for value in (self.token.reveal(), self.project):
            if not value or not value.isascii() or not value.isprintable() or " " in value:
                raise UnusableKey

    def headers(self) -> Iterator[tuple[str, str]]:
        """Both headers, for the request and nothing else."""
        yield "Authorization", f"Bearer {self.token.reveal()}"
        yield "Project", self.project

    def refusal(self, otherwise: type[GleapError], now: datetime, said: str) -> GleapError:
        """Why the key was refused, as far as the key itself tells; else the error of that class."""
        if self.expires_at is not None and self.expires_at <= now:
            return ExpiredKey(self.expires_at, said)
        if self.project_claim and self.project_claim != self.project:
            return KeyOfAnotherProject(said)
        return otherwise(said)

    def redact(self, text: str) -> str:
        """The text with the key masked, and every piece of it that is long enough to matter, in any case of letters."""
        key = self.token.reveal().lower()
        if len(key) < _TELLING:
            return self.token.redact(text)
        pieces = {key[start : start + _TELLING] for start in range(len(key) - _TELLING + 1)}

        def masked(run: re.Match[str]) -> str:
            found = run.group().lower()
            telling = any(found[start : start + _TELLING] in pieces for start in range(len(found) - _TELLING + 1))
            return _MASK if telling else run.group()

        return _RUN.sub(masked, text)

    def _claims(self) -> dict[str, object]:
        """The middle of the key, not verified: it is only used to explain."""
        parts = self.token.reveal().split(".")
        if len(parts) != 3:
            return {}
        try:
            middle = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
            return msgspec.json.decode(middle, type=dict[str, object])
        except (binascii.Error, ValueError, RecursionError, msgspec.DecodeError):
            return {}
