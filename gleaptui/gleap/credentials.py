"""The key and the project it is for. The key is a JWT, and says itself how long it lives and where it belongs."""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec

from gleaptui.gleap.errors import ExpiredKey, GleapError, KeyOfAnotherProject, UnusableKey
from gleaptui.gleap.values import moment, number
from gleaptui.secret import Secret

_PROJECT_ID = re.compile(r"[0-9a-f]{24}\Z")
_CLAIMS = ("project", "projectId", "projectID")
ODD_PROJECT = "GLEAP_PROJECT does not look like a project's id, which has 24 hexadecimal characters."


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
        """When the key says that it ends, in seconds or milliseconds since 1970 or as a date; None where it says
        nothing (API.md, "Ground rules")."""
        stamp = self._claims().get("exp")
        plain = number(stamp)
        return moment(stamp if plain is None else plain)

    @property
    def project_claim(self) -> str:
        """The id of the project that the key names itself, also as an object; empty where it names none."""
        claims = self._claims()
        for name in _CLAIMS:
            found = claims.get(name)
            if isinstance(found, dict):
                found = found.get("_id") or found.get("id")
            if isinstance(found, str) and _PROJECT_ID.match(found):
                return found
        return ""

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
        return otherwise(said, note="" if self.looks_right else ODD_PROJECT)

    def redact(self, text: str) -> str:
        """The text without the key or anything of it that is long enough to matter."""
        return self.token.redact(text)

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
