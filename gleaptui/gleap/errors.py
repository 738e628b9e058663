"""What can go wrong when Gleap is read: one class for each thing a person can do about it."""

from datetime import datetime
from typing import ClassVar

from gleaptui.text import clean, duration

EXIT_DATA = 65
EXIT_UNAVAILABLE = 69
EXIT_NOT_PERMITTED = 77
EXIT_CONFIGURATION = 78

_LONGEST_QUOTE = 300
_NEW_KEY = "A new key is made under Project Settings, Security, API Key."


class GleapError(Exception):
    """Something that a person can understand and act on (API.md, "Errors").

    ``said`` is what the answer said, already without the key; it is cleaned here once more. ``note`` is a sentence of
    our own. Both stand in ``message`` behind the advice."""

    kind: str = "gleap"
    """A short stable word for scripts."""
    title: str = "Gleap could not be read"
    advice: ClassVar[str] = ""
    exit_status: ClassVar[int] = EXIT_UNAVAILABLE
    about_the_name: ClassVar[bool] = False
    """Whether another name for the same figure may fare better."""
    about_everything: ClassVar[bool] = False
    """Whether any other question would meet the same fate now."""
    waited: float = 0.0
    """Seconds that passed in vain on the network."""

    def __init__(self, said: str = "", *, note: str = "", retry_after: float | None = None) -> None:
        self.said = clean(said, _LONGEST_QUOTE)
        self.retry_after = retry_after
        """Seconds that Gleap asked to wait; None where it did not."""
        quote = f"The answer was: {self.said.rstrip('.')}." if self.said else ""
        self.message = " ".join(part for part in (self.advice, clean(note, _LONGEST_QUOTE), quote) if part)
        super().__init__(self.message)


class MissingProject(GleapError):
    """The Project header did not arrive or names nothing."""

    kind = "missing_project"
    title = "No project"
    advice = "Set GLEAP_PROJECT to the project's id: 24 hexadecimal characters, in the address of your Gleap dashboard."
    exit_status = EXIT_CONFIGURATION
    about_everything = True


class BadParameter(GleapError):
    """A parameter has a value that this endpoint does not take."""

    kind = "bad_parameter"
    title = "Gleap does not know this request"
    advice = "This figure may not exist in your project."
    exit_status = EXIT_DATA
    about_the_name = True


class WrongKey(GleapError):
    """The key is not accepted."""

    kind = "unauthorized"
    title = "Key refused"
    advice = f"Check GLEAP_TOKEN. {_NEW_KEY}"
    exit_status = EXIT_NOT_PERMITTED
    about_everything = True


class ExpiredKey(WrongKey):
    """The key's own date of expiry has passed."""

    kind = "key_expired"
    title = "Key expired"
    advice = _NEW_KEY

    def __init__(self, at: datetime, said: str = "") -> None:
        super().__init__(said, note=f"The one in GLEAP_TOKEN expired on {at:%Y-%m-%d}.")


class KeyOfAnotherProject(WrongKey):
    """The key says itself that it belongs to another project."""

    kind = "key_of_another_project"
    title = "Key of another project"
    advice = "The key in GLEAP_TOKEN was made for another project than GLEAP_PROJECT names: change one of the two."


class UnusableKey(WrongKey):
    """The key or the project's id cannot even be sent."""

    kind = "key_unusable"
    title = "Key cannot be used"
    advice = "GLEAP_TOKEN or GLEAP_PROJECT holds characters that no key or id has: copy it again, without line breaks."
    exit_status = EXIT_CONFIGURATION


class NotPermitted(GleapError):
    """The key is good but may not read this."""

    kind = "forbidden"
    title = "Not permitted"
    advice = "The key may not read this, or belongs to another project: check its role in Gleap and GLEAP_PROJECT."
    exit_status = EXIT_NOT_PERMITTED


class NotFound(GleapError):
    """There is no such ticket or address."""

    kind = "not_found"
    title = "Not found"
    advice = "It may have been deleted; if nothing is found at all, check GLEAP_BASE_URL."
    about_the_name = True


class RateLimited(GleapError):
    """Gleap asks to wait."""

    kind = "rate_limited"
    title = "Too many requests"
    advice = "Gleap asks to wait; the screen slows down and goes on by itself. Other tools draw on the same limit."
    about_everything = True

    def __init__(self, said: str = "", *, retry_after: float | None = None) -> None:
        note = f"It asks for {duration(retry_after)}." if retry_after else ""
        super().__init__(said, note=note, retry_after=retry_after)


class BackendTimeout(GleapError):
    """Gleap's database gave up."""

    kind = "backend_timeout"
    title = "Gleap took too long"
    advice = "Its database gave up on this question. A shorter period is answered sooner."


class MalformedQuery(GleapError):
    """Gleap could not read the question. Asking again does not help."""

    kind = "malformed_query"
    title = "Question not understood"
    advice = "Gleap could not read a value that gleaptui sent; please report it."
    exit_status = EXIT_DATA


class ServerTrouble(GleapError):
    """Gleap itself fails."""

    kind = "server"
    title = "Gleap has trouble"
    advice = "The fault is on its side and mostly passes; the screen asks again by itself."


class NetworkTrouble(GleapError):
    """Nothing came back."""

    kind = "network"
    title = "No connection"
    advice = "Check the network; the screen goes on by itself once it is back."
    about_everything = True


class NameNotFound(NetworkTrouble):
    """The host's name could not be looked up."""

    kind = "network_dns"
    title = "Host not found"
    advice = "The name could not be looked up: check the network and GLEAP_BASE_URL. The screen keeps trying."


class ConnectionRefused(NetworkTrouble):
    """Nobody listens there."""

    kind = "network_refused"
    title = "Connection refused"
    advice = "Nothing answers at that address: check GLEAP_BASE_URL and the firewall. The screen keeps trying."


class TlsTrouble(NetworkTrouble):
    """The connection could not be made safe."""

    kind = "network_tls"
    title = "No safe connection"
    advice = "The other side does not speak TLS as it should: check GLEAP_BASE_URL and what stands in between."


class UntrustedCertificate(TlsTrouble):
    """The server cannot prove who it is."""

    kind = "network_certificate"
    title = "Certificate not trusted"
    advice = "The server's certificate is not trusted here: set ca_bundle in the config if your network inspects TLS."


class UnreadableBundle(GleapError):
    """The file with extra certificates is not one."""

    kind = "ca_bundle"
    title = "ca_bundle cannot be read"
    advice = "The file that ca_bundle names must exist and hold certificates in PEM form."
    exit_status = EXIT_CONFIGURATION


class ProxyTrouble(NetworkTrouble):
    """The proxy cannot be reached, or does not let it through."""

    kind = "network_proxy"
    title = "Proxy refused"
    advice = "The proxy in HTTPS_PROXY did not let the request through: check it, or set NO_PROXY."


class UnusableProxy(ProxyTrouble):
    """The proxy's address is of a kind that cannot be used."""

    kind = "proxy_unusable"
    title = "Proxy not usable"
    advice = "HTTPS_PROXY or ALL_PROXY must begin with http:// or https://, with a host behind it; or set NO_PROXY."
    exit_status = EXIT_CONFIGURATION


class TimedOut(NetworkTrouble):
    """No answer in time."""

    kind = "network_timeout"
    title = "No answer in time"
    advice = "The server did not answer in time; the screen asks again by itself."
    # One slow question says nothing about the others.
    about_everything = False


class NotGleap(GleapError):
    """What came is not an answer of Gleap's API."""

    kind = "not_gleap"
    title = "Not an answer of Gleap"
    advice = "Something else answered, such as a sign-in page or a proxy: check GLEAP_BASE_URL."
    exit_status = EXIT_DATA


class Unreadable(GleapError):
    """The answer may well be Gleap's: gleaptui made a mistake in reading it."""

    kind = "unreadable"
    title = "Answer not understood"
    advice = "gleaptui made a mistake in reading this answer; please report it. Everything else goes on."
    exit_status = EXIT_DATA


class TooLarge(NotGleap):
    """The answer is larger than any that can be meant."""

    kind = "too_large"
    title = "Answer too large"
    advice = "The answer was cut off because of its size; a shorter period may help."


class ForeignRedirect(NotGleap):
    """The server sends elsewhere, where the key must not go."""

    kind = "foreign_redirect"
    title = "Sent elsewhere"
    advice = "The server redirects to another address; the key was not sent there. Check GLEAP_BASE_URL."


class InsecureUrl(GleapError):
    """The key would travel readable for everyone."""

    kind = "insecure_url"
    title = "Address not usable"
    advice = (
        "GLEAP_BASE_URL must begin with https:// (http:// only for this machine), with a host behind it, perhaps a "
        "port and a path, and no user, query or #."
    )
    exit_status = EXIT_CONFIGURATION
