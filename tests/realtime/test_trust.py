"""Servers that must not be trusted with key and sound: unencrypted, or with a bad certificate."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from websockets.asyncio.server import ServerConnection, serve

from captions.errors import UntrustedServerError
from captions.events import Event, Failed, SessionChanged, SessionState
from captions.pcm import Chunk
from captions.protocol.addresses import Address
from captions.protocol.options import AudioFormat, SessionOptions
from captions.realtime import wire
from captions.realtime.sdk.scribe import ScribeRealtime
from captions.realtime.session.session import RealtimeSession
from tests.conftest import on_loop
from tests.support.servers.certificates import (
    DAY,
    Made,
    certificate,
    server_context,
    write_authority,
)

OPTIONS = SessionOptions()
KEY = "sk_4f1c9a"
ELSEWHERE = "http://192.0.2.1:8080"
"""An address that is nobody's (RFC 5737)."""


@contextlib.asynccontextmanager
async def encrypted(made: Made, folder: Path) -> AsyncIterator[str]:
    """Serve on loopback with a certificate."""
    context = server_context(made, folder)

    async def nothing(_: ServerConnection) -> None:
        return

    async with serve(nothing, "127.0.0.1", 0, ssl=context) as server:
        yield f"https://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """An authority that this computer trusts."""
    made = certificate("authority")
    monkeypatch.setenv("SSL_CERT_FILE", str(write_authority(made, tmp_path)))
    return made


@pytest.mark.parametrize(
    ("case", "name", "words"),
    [
        pytest.param("expired", "tls_expired", "has expired", id="expired"),
        pytest.param("host", "tls_wrong_host", "is for another address", id="of another host"),
        pytest.param("self", "tls_unknown_authority", "unknown authority", id="signed by itself"),
        pytest.param("other", "tls_unknown_authority", "unknown authority", id="by nobody known"),
    ],
)
def test_what_is_wrong_with_a_certificate_is_named(
    tmp_path: Path, authority: Made, case: str, name: str, words: str
) -> None:
    made = {
        "expired": lambda: certificate("server", authority, until=-DAY),
        "host": lambda: certificate("server", authority, host="127.0.0.2"),
        "self": lambda: certificate("server"),
        "other": lambda: certificate("server", certificate("other")),
    }[case]()

    async def work() -> None:
        async with encrypted(made, tmp_path) as url:
            with pytest.raises(UntrustedServerError, match=words) as failed:
                await wire.open_socket(Address(url, KEY), OPTIONS)
            assert failed.value.name == name
            with pytest.raises(UntrustedServerError, match=words):
                await ScribeRealtime(KEY, url).connect(
                    {"model_id": "x", "audio_format": AudioFormat.PCM_16000, "sample_rate": 16_000}
                )

    on_loop(work())


def test_a_good_certificate_is_accepted(tmp_path: Path, authority: Made) -> None:
    async def work() -> None:
        async with encrypted(certificate("server", authority), tmp_path) as url:
            socket = await wire.open_socket(Address(url, KEY), OPTIONS)
            await socket.close()

    on_loop(work())


def test_a_session_tells_it_once_and_does_not_try_again(tmp_path: Path) -> None:
    async def sound() -> AsyncIterator[Chunk]:
        yield Chunk(bytes(320), 16_000, 0.0)

    async def work() -> list[Event]:
        events: list[Event] = []
        async with encrypted(certificate("server"), tmp_path) as url:

            async def address() -> Address:
                return Address(url, KEY)

            with pytest.raises(UntrustedServerError):
                await RealtimeSession(address, OPTIONS, events.append).run(sound())
        return events

    events = on_loop(work())
    assert [event.kind for event in events if isinstance(event, Failed)] == [
        "tls_unknown_authority"
    ]
    states = [event.state for event in events if isinstance(event, SessionChanged)]
    assert states == [SessionState.CONNECTING, SessionState.FAILED]


class TestKeys:
    """A key goes to another machine only where nobody can read it, or the user allows it."""

    def test_it_is_not_sent_unencrypted(self) -> None:
        async def work() -> None:
            with pytest.raises(UntrustedServerError, match="not sent unencrypted") as failed:
                await wire.open_socket(Address(ELSEWHERE, KEY), OPTIONS)
            assert failed.value.name == "insecure_server"
            assert KEY not in str(failed.value)
            with pytest.raises(UntrustedServerError, match="not sent unencrypted"):
                await ScribeRealtime(KEY, ELSEWHERE).connect(
                    {"model_id": "x", "audio_format": AudioFormat.PCM_16000, "sample_rate": 16_000}
                )

        on_loop(work())

    @pytest.mark.parametrize(
        ("url", "key", "allowed"),
        [
            pytest.param(ELSEWHERE, "", False, id="no key"),
            pytest.param(ELSEWHERE, KEY, True, id="allowed"),
            pytest.param("https://192.0.2.1", KEY, False, id="encrypted"),
            pytest.param("http://127.0.0.1:8080", KEY, False, id="this computer"),
        ],
    )
    def test_all_else_is_sent(self, url: str, key: str, allowed: bool) -> None:
        wire.check_key(url, key, allow_plain=allowed)

    def test_whether_it_is_allowed_is_no_secret_and_the_key_is(self) -> None:
        assert KEY not in repr(Address(ELSEWHERE, KEY, allow_plain_key=True))
