"""Failures of the network, told apart by what a person can do about them."""

import socket
import ssl
from pathlib import Path

import httpx
import pytest

from gleaptui.gleap import errors, retry, transport
from gleaptui.gleap.transport import told_apart
from tests.gleap.scripted import CLOSE, KEY, CountingGate, http_answer, payload, real_client, socket_server

CERTIFICATES = Path(__file__).parent / "certificates"
CERTIFICATE = CERTIFICATES / "localhost.pem"


def tls_server() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, CERTIFICATES / "localhost.key")
    return context


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


async def test_a_closed_port_is_a_refused_connection_and_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    gate = CountingGate()
    client = real_client(f"http://127.0.0.1:{port}", gate)
    with pytest.raises(errors.ConnectionRefused) as caught:
        await client.me()
    assert len(gate.admitted) == 3
    # What httpx raised holds the request, and the request holds the key.
    assert caught.value.__context__ is None


async def test_a_connection_that_breaks_off_is_a_network_failure() -> None:
    async with socket_server(CLOSE) as line:
        client = real_client(line.url)
        with pytest.raises(errors.NetworkTrouble):
            await client.me()
        await client.aclose()
    assert len(line.received) == 3


async def test_a_server_that_hangs_says_how_long_it_was_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "_TIMEOUT", httpx.Timeout(0.05))
    monkeypatch.setattr(retry, "_LONGEST_WAIT", 0.01)
    async with socket_server(b"") as line:
        client = real_client(line.url)
        with pytest.raises(errors.TimedOut) as caught:
            await client.me()
        await client.aclose()
    assert len(line.received) == 1
    assert caught.value.waited > 0.01


async def test_an_answer_that_breaks_off_in_the_middle_is_not_used() -> None:
    whole = http_answer(payload("users_me.json"))
    async with socket_server(whole[:-5] + CLOSE) as line:
        client = real_client(line.url)
        with pytest.raises(errors.NetworkTrouble):
            await client.me()
        await client.aclose()


async def test_what_does_not_speak_http_is_a_network_failure() -> None:
    async with socket_server(b"220 mail.example ready\r\n\r\n" + CLOSE) as line:
        client = real_client(line.url)
        with pytest.raises(errors.NetworkTrouble):
            await client.me()
        await client.aclose()


@pytest.mark.parametrize("scheme", ["https", "HTTPS", "Https"])
async def test_a_certificate_that_nobody_vouches_for_is_refused_once_and_before_the_key_is_sent(scheme: str) -> None:
    gate = CountingGate()
    async with socket_server(http_answer(payload("users_me.json")), tls=tls_server()) as line:
        client = real_client(f"{scheme}://localhost:{line.port}/v3", gate)
        with pytest.raises(errors.UntrustedCertificate, match="self-signed"):
            await client.me()
        await client.aclose()
    assert line.received == []
    assert len(gate.admitted) == 1


async def test_a_certificate_in_the_ca_bundle_is_trusted() -> None:
    async with socket_server(http_answer(payload("users_me.json")), tls=tls_server()) as line:
        client = real_client(f"https://localhost:{line.port}/v3", ca_bundle=CERTIFICATE)
        assert (await client.me()).id
        await client.aclose()
    assert KEY.encode() in line.received[0]


async def test_https_to_a_server_without_it_is_no_safe_connection() -> None:
    async with socket_server(greeting=http_answer(b"", "400 Bad Request")) as line:
        client = real_client(f"https://localhost:{line.port}/v3")
        with pytest.raises(errors.TlsTrouble) as caught:
            await client.me()
        await client.aclose()
    assert type(caught.value) is errors.TlsTrouble
    assert line.received == []


def test_a_ca_bundle_that_cannot_be_read_is_a_mistake_of_the_settings(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("no certificate")
    for path in (wrong, tmp_path / "missing.pem", tmp_path):
        with pytest.raises(errors.UnreadableBundle) as caught:
            real_client("https://api.gleap.io/v3", ca_bundle=path)
        assert caught.value.exit_status == 78


async def test_a_proxy_that_says_no_is_told_apart_and_never_sees_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    async with socket_server(http_answer(b"", "407 Proxy Authentication Required")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://someone:password@127.0.0.1:{proxy.port}")
        client = real_client("https://desk.invalid/v3")
        with pytest.raises(errors.ProxyTrouble, match="407") as caught:
            await client.me()
        await client.aclose()
    assert proxy.received[0].startswith(b"CONNECT desk.invalid:443")
    assert KEY.encode() not in b"".join(proxy.received)
    assert "password" not in caught.value.message


async def test_a_proxy_that_is_not_there_is_the_one_to_blame(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    monkeypatch.setenv("https_proxy", f"127.0.0.1:{port}")
    with pytest.raises(errors.ProxyTrouble, match="refused the connection"):
        await real_client("https://desk.invalid/v3").me()


async def test_no_proxy_goes_past_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with (
        socket_server(http_answer(b"", "502 Bad Gateway")) as proxy,
        socket_server(http_answer(payload("users_me.json")), tls=tls_server()) as line,
    ):
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", "localhost,.internal")
        client = real_client(f"https://localhost:{line.port}/v3", ca_bundle=CERTIFICATE)
        assert (await client.me()).id
        await client.aclose()
    assert proxy.received == []


async def test_plain_http_to_this_machine_never_passes_a_proxy_which_could_read_the_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with (
        socket_server(http_answer(b"", "502 Bad Gateway")) as proxy,
        socket_server(http_answer(payload("users_me.json"))) as line,
    ):
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        client = real_client(line.url)
        assert (await client.me()).id
        await client.aclose()
    assert proxy.received == []


@pytest.mark.parametrize(
    "proxy",
    ["gopher://proxy.invalid", "socks5://proxy.invalid:1080", "http://[::1", "http://", "http://proxy.invalid:99999"],
)
def test_a_proxy_that_cannot_be_used_is_a_mistake_of_the_settings(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(errors.UnusableProxy) as caught:
        real_client("https://desk.invalid/v3")
    assert caught.value.exit_status == 78


def caused(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (caused(httpx.ConnectError(""), socket.gaierror(-2, "unknown")), errors.NameNotFound),
        (caused(httpx.ConnectError(""), ConnectionRefusedError()), errors.ConnectionRefused),
        (
            caused(
                httpx.ConnectError(""), caused(OSError(""), ExceptionGroup("", [OSError(), ConnectionRefusedError()]))
            ),
            errors.ConnectionRefused,
        ),
        (httpx.ConnectTimeout(""), errors.TimedOut),
        (httpx.ReadTimeout(""), errors.TimedOut),
        (TimeoutError(), errors.TimedOut),
        (httpx.ReadError(""), errors.NetworkTrouble),
        (caused(httpx.ConnectError(""), ssl.SSLError(1, "handshake")), errors.TlsTrouble),
        (httpx.ProxyError("403 Forbidden"), errors.ProxyTrouble),
    ],
)
def test_each_failure_has_its_class(error: Exception, kind: type[errors.GleapError]) -> None:
    assert type(told_apart(error)) is kind


def test_through_a_proxy_it_is_the_proxy_that_is_not_found() -> None:
    error = caused(httpx.ConnectError(""), socket.gaierror(-2, "unknown"))
    assert type(told_apart(error, proxied=True)) is errors.ProxyTrouble


def test_causes_that_go_round_in_a_circle_end() -> None:
    first, second = OSError(), OSError()
    first.__cause__, second.__cause__ = second, first
    assert type(told_apart(first)) is errors.NetworkTrouble
