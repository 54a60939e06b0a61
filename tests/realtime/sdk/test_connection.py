"""The drop-in connection: handlers, sending, and the real server at the other end."""

import asyncio
import json
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection

from captions.errors import ConnectionLostError, ConnectionRefusedByServerError, UsageError
from captions.pcm import Samples, to_bytes
from captions.protocol.addresses import Address, socket_url
from captions.realtime import AudioFormat, CommitStrategy, RealtimeEvents, ScribeRealtime
from captions.realtime.sdk.connection import RealtimeConnection
from captions.realtime.sdk.scribe import RealtimeAudioOptions
from captions.realtime.wire import choose_proxy
from tests.conftest import on_loop
from tests.support.servers.scripted_servers import refusing, scripted

OPTIONS: RealtimeAudioOptions = {
    "model_id": "scribe_v2_realtime",
    "audio_format": AudioFormat.PCM_16000,
    "sample_rate": 16_000,
}


def unconnected() -> RealtimeConnection:
    return RealtimeConnection(None, 16_000)  # type: ignore[arg-type]  # handlers need no socket


class TestHandlers:
    def test_all_are_called_in_order_with_all_arguments(self) -> None:
        connection = unconnected()
        calls: list[object] = []
        connection.on("custom", lambda *args: calls.append(("one", args)))
        connection.on("custom", lambda *args: calls.append(("two", args)))
        connection._emit("custom", 1, {"a": 2})
        assert calls == [("one", (1, {"a": 2})), ("two", (1, {"a": 2}))]

    def test_enum_and_its_text_are_one_event(self) -> None:
        connection = unconnected()
        calls: list[object] = []
        connection.on(RealtimeEvents.OPEN, lambda: calls.append("open"))
        connection._emit("open")
        connection._emit(RealtimeEvents.OPEN)
        assert calls == ["open", "open"]

    @pytest.mark.usefixtures("expected_errors")
    def test_one_that_fails_does_not_stop_the_next(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        connection = unconnected()
        calls: list[object] = []

        def fail(_: object) -> None:
            raise ValueError("broken")

        connection.on("custom", fail)
        connection.on("custom", calls.append)
        connection._emit("custom", 1)
        assert calls == [1]
        assert "Error in event handler" in capsys.readouterr().out

    def test_event_without_handlers_is_nothing(self) -> None:
        unconnected()._emit("custom", 1)

    def test_coroutines_run_one_after_the_other(self) -> None:
        async def work() -> list[int]:
            connection = unconnected()
            calls: list[int] = []

            async def slow(number: int) -> None:
                await asyncio.sleep(0.01 / number)
                calls.append(number)

            connection.on("custom", slow)
            for number in (1, 2, 3):
                connection._emit("custom", number)
            await connection._callbacks.wait_until_idle()
            return calls

        assert on_loop(work()) == [1, 2, 3]


class TestUrl:
    @pytest.mark.parametrize(
        ("base", "start"),
        [
            ("https://api.elevenlabs.io", "wss://api.elevenlabs.io/v1/speech-to-text/realtime?"),
            ("wss://api.elevenlabs.io/", "wss://api.elevenlabs.io/v1/speech-to-text/realtime?"),
            ("http://localhost:8080", "ws://localhost:8080/v1/speech-to-text/realtime?"),
            ("https://proxy/base/", "wss://proxy/base/v1/speech-to-text/realtime?"),
        ],
    )
    def test_schemes_and_paths(self, base: str, start: str) -> None:
        url = ScribeRealtime("key", base)._build_websocket_url(model_id="m")
        assert url.startswith(start)

    def test_options_are_written_as_given(self) -> None:
        url = ScribeRealtime("key")._build_websocket_url(
            model_id="m",
            commit_strategy=CommitStrategy.VAD,
            vad_threshold=0.3,
            language_code=None,
            include_timestamps=True,
            no_verbatim=False,
            keyterms=["Ada", "a b"],
        )
        assert url.endswith(
            "?commit_strategy=vad&model_id=m&vad_threshold=0.3&include_timestamps=true"
            "&no_verbatim=false&keyterms=Ada&keyterms=a%20b"
        )

    @pytest.mark.parametrize(
        "base",
        [
            "ftp://host",
            "http://",
            "no address at all",
            "http://a..b",
            "http://host:99999",
            "http://host:port",
            "http://[::1",
        ],
    )
    def test_address_that_is_none_is_told(self, base: str) -> None:
        with pytest.raises((UsageError, ConnectionLostError), match=r"address|reached"):
            on_loop(ScribeRealtime("key", base).connect(OPTIONS))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "model_id is required"),
        ({"model_id": "m"}, "audio_format and sample_rate are required"),
        ({"model_id": "m", "sample_rate": 16_000}, "audio_format and sample_rate are required"),
        ({"model_id": "m", "url": ""}, "url is required"),
        ({**OPTIONS, "vad_threshold": 7}, r"vad_threshold: 7 is out of range \(0.1 to 0.9\)"),
        ({**OPTIONS, "keyterms": ["x"] * 51}, "cannot exceed 50"),
        ({**OPTIONS, "sample_rate": 8000}, "8000 does not match pcm_16000"),
        ({**OPTIONS, "audio_format": "mp3"}, "not valid"),
        ({**OPTIONS, "treshold": 1}, "'treshold' is not an option"),
    ],
)
def test_options_are_checked_before_connecting(options: RealtimeAudioOptions, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        on_loop(ScribeRealtime("key", "http://127.0.0.1:1").connect(options))


def test_key_or_token_is_needed() -> None:
    with pytest.raises(ValueError, match="api_key or a single-use token"):
        on_loop(ScribeRealtime(None, "http://127.0.0.1:1").connect(OPTIONS))


def test_speech_through_the_real_server(speech_server: Address, speech: Samples) -> None:
    async def work() -> tuple[list[str], str]:
        scribe = ScribeRealtime(speech_server.api_key, speech_server.url)
        connection = await scribe.connect(OPTIONS)
        events: list[str] = []
        committed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        for event in RealtimeEvents:
            connection.on(event, lambda *_, event=event: events.append(event.value))
        connection.on(
            RealtimeEvents.COMMITTED_TRANSCRIPT, lambda data: committed.set_result(data["text"])
        )
        await connection.send(to_bytes(speech[: 7 * 16_000]))
        await connection.commit()
        text = await committed
        await connection.close()
        return events, text

    events, text = on_loop(work())
    assert events[:2] == ["open", "session_started"]
    assert "best of times" in text
    assert events[-1] == "close"


def test_wrong_key_comes_as_its_own_event_then_as_error(speech_server: Address) -> None:
    async def work() -> list[str]:
        connection = await ScribeRealtime("wrong", speech_server.url).connect(OPTIONS)
        events: list[str] = []
        closed = asyncio.Event()
        connection.on("auth_error", lambda _: events.append("auth_error"))
        connection.on("error", lambda _: events.append("error"))
        connection.on("close", closed.set)
        await closed.wait()
        await connection.close()
        return events

    assert on_loop(work()) == ["auth_error", "error"]


def test_bad_frames_are_reported_and_survived() -> None:
    async def script(client: ServerConnection) -> None:
        for said in ("[]", "{", b"\xff", '{"message_type":"close"}', '{"message_type":"weather"}'):
            await client.send(said)
        await client.send(json.dumps({"message_type": "unaccepted_terms", "error": "no"}))

    async def work() -> list[str]:
        events: list[str] = []
        closed = asyncio.Event()
        async with scripted(script) as address:
            connection = await ScribeRealtime("key", address.url).connect(OPTIONS)
            for name in ("error", "weather", "unaccepted_terms", "unaccepted_terms_error"):
                connection.on(name, lambda _, name=name: events.append(name))
            connection.on("close", lambda: events.append("close"))
            connection.on("close", closed.set)
            await closed.wait()
            await connection.close()
        return events

    errors = ["error"] * 3
    terms = ["unaccepted_terms", "unaccepted_terms_error", "error"]
    assert on_loop(work()) == [*errors, "weather", *terms, "close"]


@pytest.mark.parametrize("data", [{"audioBase64": "AAAA"}, {}, {"audio_base_64": "", "rate": 1}])
def test_wrong_key_in_what_is_sent_is_told(data: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="audio_base_64"):
        on_loop(unconnected().send(data))


def test_refused_handshake_carries_the_servers_words() -> None:
    async def work() -> None:
        async with refusing(401, '{"detail": {"message": "Invalid API key"}}') as address:  # type: ignore[arg-type]  # a status is a number
            await ScribeRealtime("key", address.url).connect(OPTIONS)

    with pytest.raises(ConnectionRefusedByServerError, match="Invalid API key") as caught:
        on_loop(work())
    assert caught.value.status == 401
    assert 'key"' not in str(caught.value)


def test_sending_on_a_closed_connection_is_told() -> None:
    async def work() -> None:
        async with scripted(lambda client: client.close(1000, "enough")) as address:
            connection = await ScribeRealtime("key", address.url).connect(OPTIONS)
            await connection.websocket.wait_closed()
            try:
                await connection.send(b"")
            finally:
                await connection.close()

    with pytest.raises(ConnectionLostError, match=r"code 1000, enough"):
        on_loop(work())


def test_address_hides_its_key() -> None:
    assert "secret" not in repr(Address("http://user:secret@host", "secret"))
    assert socket_url("host") == "wss://host/v1/speech-to-text/realtime"


@pytest.mark.parametrize(
    ("url", "proxied"),
    [
        ("http://127.0.0.1:80", None),
        ("http://[::1]:80", None),
        ("http://localhost", None),
        ("https://api.elevenlabs.io", True),
        ("http://192.168.0.1", True),
    ],
)
def test_proxy_is_never_asked_for_this_computer(url: str, proxied: bool | None) -> None:
    assert choose_proxy(url) is proxied


def test_proxy_of_the_system_does_not_stand_before_the_engine(
    speech_server: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "")

    async def work() -> None:
        connection = await ScribeRealtime(speech_server.api_key, speech_server.url).connect(OPTIONS)
        await connection.close()

    on_loop(work())
